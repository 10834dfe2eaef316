using System;
using System.Linq;
using MedIO.Formats;
using MedIO.IO;
using Xunit;

namespace MedIO.Tests.Dicom;

public class EncapsulatedFramesTests
{
    private static readonly byte[] Image = { 0xff, 0xd8, 1, 2 };
    private static readonly byte[] Rest = { 3, 4, 5, 6, 7, 8 };

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
        Assert.Equal(MedIOError.TruncatedData, Assert.Throws<MedIOException>(() => Lengths(file, file.ToBytes().Concat(new byte[200]).ToArray())).Error);
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

    private static PixelFile File(int frames, uint[]? offsets, params byte[][] fragments) =>
        new() { Syntax = "1.2.840.10008.1.2.4.50", Frames = frames, Offsets = offsets, Fragments = fragments };

    private static int[] Lengths(int frames, uint[]? offsets, params byte[][] fragments) => Lengths(File(frames, offsets, fragments));

    private static int[] Lengths(PixelFile file, byte[]? bytes = null)
    {
        using var folder = new ScratchFolder();
        string path = folder["frames.dcm"];
        System.IO.File.WriteAllBytes(path, bytes ?? file.ToBytes());
        using ImageSource source = ImageSource.Open(path);
        VoxelSegment[] segments = file.Locate(source);
        using FileBytes open = FileBytes.Open(path);
        return segments.Select(s => s.Encapsulated!.Fragments(s.Frame, open)).Select(f =>
        {
            Assert.All(f, r => Assert.InRange(r.Offset + r.Count, 1, open.Length));
            return (int)f.Sum(r => r.Count);
        }).ToArray();
    }
}
