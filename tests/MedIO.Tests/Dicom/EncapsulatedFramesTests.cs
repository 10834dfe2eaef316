using System;
using System.Collections.Generic;
using System.Linq;
using MedIO.Formats;
using MedIO.Formats.Reading;
using MedIO.IO;
using Xunit;

namespace MedIO.Tests.Dicom;

public class EncapsulatedFramesTests
{
    private static readonly byte[] Image = { 0xff, 0xd8, 0xff, 2 };
    private static readonly byte[] Rest = { 3, 4, 5, 6, 7, 8 };

    // Behind the delimiter, so that the file is not too short for its frames.
    private static readonly byte[] Behind = new byte[1000];

    [Fact]
    public void All_fragments_make_the_only_frame() => Assert.Equal(new[] { 20 }, Lengths(1, null, Image, Rest, Image, Rest));

    [Fact]
    public void As_many_fragments_as_frames_are_one_each() => Assert.Equal(new[] { 4, 6, 4 }, Lengths(3, null, Image, Rest, Image));

    [Fact]
    public void A_table_tells_which_fragments_make_a_frame() => Assert.Equal(new[] { 10, 16 }, Lengths(2, new uint[] { 0, 26 }, Image, Rest, Rest, Image, Rest));

    [Theory]
    [InlineData(0u, 25u)]
    [InlineData(2u, 26u)]
    [InlineData(26u, 0u)]
    [InlineData(0u, 0u)]
    [InlineData(0u, 4000000000u)]
    public void A_table_that_fits_no_fragment_is_as_good_as_none(uint first, uint second) =>
        Assert.Equal(new[] { 16, 10 }, Lengths(2, new[] { first, second }, Image, Rest, Rest, Image, Rest));

    [Fact]
    public void Frames_begin_with_the_marker_of_an_image_where_no_table_says_it() =>
        Assert.Equal(new[] { 10, 4, 16 }, Lengths(3, null, Image, Rest, Image, Image, Rest, Rest));

    [Fact]
    public void An_extended_table_goes_before_the_basic_one()
    {
        PixelFile file = File(2, new uint[] { 0, 12 }, Image, Rest, Rest, Image, Rest);
        file.More = b => b.Binary(0x7fe00001, "OV", BitConverter.GetBytes(0L).Concat(BitConverter.GetBytes(26L)).ToArray()).Binary(0x7fe00002, "OV", new byte[16]);
        Assert.Equal(new[] { 10, 16 }, Lengths(file));
    }

    [Theory]
    [InlineData(3, MedIOError.TruncatedData)]
    [InlineData(2, MedIOError.InvalidHeader)]
    public void Fragments_that_make_no_frames_are_an_error(int frames, MedIOError error)
    {
        var e = Assert.Throws<MedIOException>(() => Lengths(frames, null, frames == 3 ? new[] { Rest, Rest } : new[] { Rest, Rest, Rest }));
        Assert.Equal(error, e.Error);
        Assert.Contains("fragments", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fragment_that_is_cut_off_gives_what_there_is()
    {
        PixelFile file = File(1, null, Image, Rest);
        byte[] bytes = file.ToBytes();
        Assert.Equal(new[] { 7 }, Lengths(file, bytes.Take(bytes.Length - 11).ToArray()));
    }

    [Fact]
    public void A_missing_delimiter_is_no_harm()
    {
        PixelFile file = File(2, null, Image, Rest);
        byte[] bytes = file.ToBytes();
        Assert.Equal(new[] { 4, 6 }, Lengths(file, bytes.Take(bytes.Length - 8).ToArray()));
    }

    [Fact]
    public void No_fragment_at_all_is_an_error()
    {
        PixelFile file = File(1, null);
        file.Syntax = "1.2.840.10008.1.2.5";
        Assert.Contains("frame 1 of 1 is not there", file.Fails(file.ToBytes().Concat(new byte[200]).ToArray()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fragment_without_length_is_an_error()
    {
        PixelFile file = File(1, null, Image);
        byte[] bytes = file.ToBytes();
        for (int i = 1; i <= 4; i++)
        {
            bytes[bytes.Length - 8 - 4 - i] = 0xff;
        }

        Assert.Equal(MedIOError.InvalidHeader, Assert.Throws<MedIOException>(() => Lengths(file, bytes)).Error);
    }

    [Fact]
    public void Very_many_fragments_take_few_reads_and_their_order_is_kept()
    {
        byte[][] fragments = Enumerable.Range(0, 5000).Select(i => new byte[2 + (2 * (i % 700))]).ToArray();
        Assert.Equal(fragments.Select(f => f.Length), Lengths(5000, null, fragments));
    }

    [Fact]
    public void Damaged_items_end_in_frames_or_an_error()
    {
        byte[] good = File(3, new uint[] { 0, 12, 26 }, Image, Rest, Image, Rest).ToBytes();
        int begin = good.Length - (8 * 6) - 20 - 12;
        for (int seed = 0; seed < 2000; seed++)
        {
            var random = new Random(seed);
            byte[] bytes = (byte[])good.Clone();
            for (int i = random.Next(1, 4); i > 0; i--)
            {
                bytes[random.Next(begin, bytes.Length)] = (byte)random.Next(256);
            }

            try
            {
                Assert.Equal(3, Lengths(File(3, null), bytes).Length);
            }
            catch (MedIOException e)
            {
                Assert.NotNull(e.Path);
            }
        }
    }

    // The tables of real files: counted from behind the first item's header, from the table itself, or from anywhere.
    [Theory]
    [InlineData(8u)]
    [InlineData(16u)]
    [InlineData(4294967288u)]
    public void A_table_may_count_from_elsewhere(uint shift) =>
        Assert.Equal(new[] { 10, 16 }, Lengths(2, new[] { shift, unchecked(26 + shift) }, Image, Rest, Rest, Image, Rest));

    [Fact]
    public void Frames_of_more_than_four_GiB_wrap_the_offsets_of_the_basic_table()
    {
        if (System.IO.Path.DirectorySeparatorChar != '/')
        {
            // Files of nothing but holes are made by these systems only.
            return;
        }

        uint[] lengths = { 6, 0xc0000000, 0xb0000000, 4 };
        var offsets = new uint[4];
        for (int i = 1; i < 4; i++)
        {
            offsets[i] = unchecked(offsets[i - 1] + lengths[i - 1] + 8);
        }

        PixelFile file = File(4, offsets);
        using var folder = new ScratchFolder();
        string path = folder["large.dcm"];
        byte[] bytes = file.ToBytes();
        using (System.IO.FileStream stream = System.IO.File.Create(path))
        {
            stream.Write(bytes, 0, bytes.Length - 8);
            foreach (uint length in lengths)
            {
                stream.Write(new byte[] { 0xfe, 0xff, 0x00, 0xe0 }.Concat(BitConverter.GetBytes(length)).ToArray(), 0, 8);
                stream.Position += length;
            }

            stream.Write(bytes, bytes.Length - 8, 8);
        }

        using ImageSource source = ImageSource.Open(path);
        VoxelSegment[] segments = file.Locate(source);
        Assert.Equal(lengths.Select(l => (long)l), segments.Select(s => Assert.Single(s.Encapsulated!.Fragments(s.Frame, source.File, out _)).Count));
    }

    [Fact]
    public void The_lengths_of_the_extended_table_leave_the_padding_out()
    {
        PixelFile file = File(2, null, Image, Rest, Rest);
        file.More = b => b.Binary(0x7fe00001, "OV", Longs(0, 26)).Binary(0x7fe00002, "OV", Longs(9, 6));
        Assert.Equal(new[] { 9, 6 }, Lengths(file));

        // Lengths that are not those of the frames are as good as none.
        file.More = b => b.Binary(0x7fe00001, "OV", Longs(0, 26)).Binary(0x7fe00002, "OV", Longs(3, 7));
        Assert.Equal(new[] { 10, 6 }, Lengths(file));
    }

    [Fact]
    public void Fragments_may_end_within_a_marker()
    {
        byte[][] bytes = new byte[] { 0xff, 0xd8, 0xff, 0xe0, 7, 0xff, 0xd9, 0xff, 0xd8, 0xff, 0xe0, 9, 0xff, 0xd9 }.Select(b => new[] { b }).ToArray();
        PixelFile file = File(2, null, bytes);
        file.IsPadded = false;
        Assert.Equal(new[] { 7, 7 }, Lengths(file));
    }

    [Fact]
    public void A_picture_in_a_frame_is_no_frame_as_it_follows_no_end()
    {
        // A fragment begins where the thumbnail of a frame does.
        byte[] end = { 1, 0xff, 0xd9, 0 };
        Assert.Equal(new[] { 12, 8 }, Lengths(2, null, Image, Image, end, Image, end));
    }

    [Fact]
    public void Fragments_without_bytes_are_passed_over()
    {
        Assert.Equal(new[] { 4, 6 }, Lengths(2, null, Array.Empty<byte>(), Image, Array.Empty<byte>(), Rest, Array.Empty<byte>()));
        Assert.Equal(new[] { 4, 6 }, Lengths(2, new uint[] { 0, 20 }, Array.Empty<byte>(), Image, Rest, Array.Empty<byte>()));
    }

    [Theory]
    [InlineData("1.2.840.10008.1.2.4.50", false)]
    [InlineData("1.2.840.10008.1.2.4.90", true)]
    [InlineData("1.2.840.10008.1.2.5", false)]
    public void More_frames_than_the_header_says_are_left_out_with_a_warning(string syntax, bool table)
    {
        byte[] begin = syntax.EndsWith("90", StringComparison.Ordinal) ? new byte[] { 0xff, 0x4f, 0xff, 0x51 } : Image;
        PixelFile file = File(2, table ? new uint[] { 0, 12, 24 } : null, begin, begin, begin);
        file.Syntax = syntax;
        Assert.Equal(new[] { 4, 4 }, Lengths(file));
        Assert.Contains("NumberOfFrames (0028,0008) is 2, but its pixel data have 3 frames", Assert.Single(Oddities(file)), StringComparison.Ordinal);
    }

    [Fact]
    public void One_frame_is_the_first_where_another_image_follows_its_end()
    {
        byte[] end = { 1, 2, 0xff, 0xd9 };
        PixelFile file = File(1, null, Image, end, Image, end);
        Assert.Equal(new[] { 8 }, Lengths(file));
        Assert.Single(Oddities(file));
        Assert.Equal(new[] { 16 }, Lengths(1, new uint[] { 0 }, Image, end, Image, end));
    }

    [Theory]
    [InlineData("1.2.840.10008.1.2.4.80")]
    [InlineData("1.2.840.10008.1.2.5")]
    public void Fewer_frames_than_the_header_says_leave_the_last_ones_without_fragments(string syntax)
    {
        PixelFile file = File(4, null, Image, Image);
        file.Syntax = syntax;
        Assert.Equal(new[] { 4, 4, 0, 0 }, Lengths(file));
    }

    private static byte[] Longs(params long[] values) => values.SelectMany(BitConverter.GetBytes).ToArray();

    private static IReadOnlyList<string> Oddities(PixelFile file)
    {
        using var folder = new ScratchFolder();
        System.IO.File.WriteAllBytes(folder["frames.dcm"], file.ToBytes().Concat(Behind).ToArray());
        using ImageSource source = ImageSource.Open(folder["frames.dcm"]);
        IFrameFragments frames = file.Locate(source)[0].Encapsulated!;
        frames.Fragments(0, source.File, out _);
        return frames.Oddities;
    }

    private static PixelFile File(int frames, uint[]? offsets, params byte[][] fragments) =>
        new() { Syntax = "1.2.840.10008.1.2.4.50", Frames = frames, Offsets = offsets, Fragments = fragments };

    private static int[] Lengths(int frames, uint[]? offsets, params byte[][] fragments) => Lengths(File(frames, offsets, fragments));

    private static int[] Lengths(PixelFile file, byte[]? bytes = null)
    {
        using var folder = new ScratchFolder();
        string path = folder["frames.dcm"];
        System.IO.File.WriteAllBytes(path, bytes ?? file.ToBytes().Concat(Behind).ToArray());
        using ImageSource source = ImageSource.Open(path);
        VoxelSegment[] segments = file.Locate(source);
        using FileBytes open = FileBytes.Open(path);
        return segments.Select(s => s.Encapsulated!.Fragments(s.Frame, open, out _)).Select(f =>
        {
            Assert.All(f, r => Assert.InRange(r.Offset + r.Count, 1, open.Length));
            return (int)f.Sum(r => r.Count);
        }).ToArray();
    }
}
