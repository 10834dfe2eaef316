using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using MedIO.Dicom.Codecs;
using MedIO.Dicom.Codecs.Jpeg2000;
using Xunit;

namespace MedIO.Tests.Dicom.Codecs;

/// <summary>JPEG 2000 code streams of OpenJPEG, whole, cut, and taken apart.</summary>
public class Jpeg2000SeedTests
{
    [Theory]
    [MemberData(nameof(Seed.Data), "jpeg2000", MemberType = typeof(Seed))]
    public void A_code_stream_becomes_what_it_was_made_of(string name)
    {
        EncodedFrame frame = Seed.Frame(name);
        byte[] samples = Decode(frame.Description, frame.Bytes);
        if (Seed.Hash(name) is { } hash)
        {
            Assert.Equal(hash, SampleFrame.Hash(samples));
        }
        else
        {
            Assert.InRange(SampleFrame.GreatestDifference(frame.Description, Seed.Expected(name), samples), 0, 1);
        }
    }

    [Theory]
    [MemberData(nameof(Seed.Data), "jpeg2000", MemberType = typeof(Seed))]
    public void A_code_stream_may_lack_its_end_marker_or_have_bytes_behind_it(string name)
    {
        EncodedFrame frame = Seed.Frame(name);
        byte[] whole = Decode(frame.Description, frame.Bytes);
        Assert.Equal(whole, Decode(frame.Description, frame.Bytes.Take(frame.Bytes.Length - 2).ToArray()));
        Assert.Equal(whole, Decode(frame.Description, frame.Bytes.Concat(new byte[] { 0 }).ToArray()));
        Assert.Equal(whole, Decode(frame.Description, frame.Bytes.Concat(new byte[] { 0, 0xFF, 1 }).ToArray()));
    }

    [Theory]
    [MemberData(nameof(Seed.Data), "jpeg2000", MemberType = typeof(Seed))]
    public void A_code_stream_that_ends_too_early_is_an_error(string name)
    {
        EncodedFrame frame = Seed.Frame(name);
        var decoder = new Jpeg2000Decoder(frame.Description);
        var samples = new byte[frame.Description.SampleBytes];
        int step = Math.Max(1, frame.Bytes.Length / 200);
        int header = Jpeg2000Surgery.Segment(frame.Bytes, 0xFF90);
        for (int length = 0; length < frame.Bytes.Length - 2; length += step)
        {
            Exception? error = Record.Exception(() => decoder.Decode(frame.Bytes.AsSpan(0, length), samples));
            Assert.True(error is EndOfStreamException || (error is InvalidDataException && length < header), $"{length} of {frame.Bytes.Length} bytes: {error}");
        }
    }

    [Theory]
    [InlineData("jpeg2000/order-lrcp.j2k")]
    [InlineData("jpeg2000/order-rlcp.j2k")]
    [InlineData("jpeg2000/order-rpcl.j2k")]
    [InlineData("jpeg2000/markers.j2k")]
    [InlineData("jpeg2000/lossy-layers.j2k")]
    [InlineData("jpeg2000/gray12-signed.j2k")]
    public void What_is_there_of_a_cut_code_stream_shows_the_more_the_more_there_is(string name)
    {
        EncodedFrame frame = Seed.Frame(name);
        byte[] whole = Decode(frame.Description, frame.Bytes);
        double last = Difference(frame.Description, whole, new byte[whole.Length]);
        foreach (double part in new[] { 0.5, 0.75, 0.95 })
        {
            var samples = new byte[frame.Description.SampleBytes];
            Assert.Throws<EndOfStreamException>(() => new Jpeg2000Decoder(frame.Description).Decode(frame.Bytes.AsSpan(0, (int)(part * frame.Bytes.Length)), samples));
            double difference = Difference(frame.Description, whole, samples);
            Assert.True(difference < 0.8 * last, $"{part:P0} of the bytes: mean difference {difference:F2} after {last:F2}");
            last = difference;
        }
    }

    [Fact]
    public void Tile_parts_may_come_in_any_order()
    {
        EncodedFrame frame = Seed.Frame("jpeg2000/tile-parts.j2k");
        System.Collections.Generic.List<byte[]> parts = Jpeg2000Surgery.TileParts(frame.Bytes);
        Assert.True(parts.Count > 8);

        // All first parts before all second ones, the last tile first.
        byte[] shuffled = Jpeg2000Surgery.Join(Jpeg2000Surgery.MainHeader(frame.Bytes), parts.OrderBy(p => p[10]).ThenByDescending(p => Jpeg2000Surgery.Word(p, 4)));
        Assert.NotEqual(frame.Bytes, shuffled);
        Assert.Equal(Decode(frame.Description, frame.Bytes), Decode(frame.Description, shuffled));
    }

    [Fact]
    public void The_last_tile_part_may_have_no_length()
    {
        EncodedFrame frame = Seed.Frame("jpeg2000/tiles.j2k");
        System.Collections.Generic.List<byte[]> parts = Jpeg2000Surgery.TileParts(frame.Bytes);
        byte[] last = parts[parts.Count - 1];
        last[6] = last[7] = last[8] = last[9] = 0;
        byte[] stream = Jpeg2000Surgery.Join(Jpeg2000Surgery.MainHeader(frame.Bytes), parts);
        Assert.Equal(Decode(frame.Description, frame.Bytes), Decode(frame.Description, stream));
        Assert.Equal(Decode(frame.Description, frame.Bytes), Decode(frame.Description, stream.Concat(new byte[] { 0 }).ToArray()));
    }

    [Fact]
    public void A_missing_tile_is_an_error_and_the_others_are_there()
    {
        EncodedFrame frame = Seed.Frame("jpeg2000/tiles.j2k");
        byte[] whole = Decode(frame.Description, frame.Bytes);
        System.Collections.Generic.List<byte[]> parts = Jpeg2000Surgery.TileParts(frame.Bytes);
        parts.RemoveAt(0);
        var samples = new byte[frame.Description.SampleBytes];
        EndOfStreamException e = Assert.Throws<EndOfStreamException>(() => new Jpeg2000Decoder(frame.Description).Decode(Jpeg2000Surgery.Join(Jpeg2000Surgery.MainHeader(frame.Bytes), parts), samples));
        Assert.Contains("tile 1 of ", e.Message);
        AssertAllButFirstTile(frame.Description, whole, samples);
    }

    [Fact]
    public void A_broken_tile_is_an_error_and_the_others_are_there()
    {
        EncodedFrame frame = Seed.Frame("jpeg2000/tiles.j2k");
        byte[] whole = Decode(frame.Description, frame.Bytes);
        System.Collections.Generic.List<byte[]> parts = Jpeg2000Surgery.TileParts(frame.Bytes);

        // What should be SOD is no marker.
        parts[0][12] = 0x12;
        var samples = new byte[frame.Description.SampleBytes];
        Assert.Throws<InvalidDataException>(() => new Jpeg2000Decoder(frame.Description).Decode(Jpeg2000Surgery.Join(Jpeg2000Surgery.MainHeader(frame.Bytes), parts), samples));
        AssertAllButFirstTile(frame.Description, whole, samples);
    }

    [Fact]
    public void A_code_stream_may_be_cut_to_fewer_layers_where_it_says_so_itself()
    {
        // All tile-parts have their lengths and the end marker is there: this is no accident. OpenJPEG takes such streams too.
        EncodedFrame frame = Seed.Frame("jpeg2000/markers.j2k");
        byte[] part = Jpeg2000Surgery.TileParts(frame.Bytes).Single();
        int last = Enumerable.Range(0, part.Length - 1).Last(at => Jpeg2000Surgery.Word(part, at) == 0xFF91);
        byte[] cut = part.Take(last).ToArray();
        cut[8] = (byte)(cut.Length >> 8);
        cut[9] = (byte)cut.Length;
        byte[] header = Jpeg2000Surgery.MainHeader(frame.Bytes);
        byte[] samples = Decode(frame.Description, Jpeg2000Surgery.Join(header, new[] { cut }));
        Assert.InRange(Difference(frame.Description, samples, Decode(frame.Description, frame.Bytes)), 0.001, 100);

        // Without the end marker it may be one.
        Assert.Throws<EndOfStreamException>(() => Decode(frame.Description, header.Concat(cut).ToArray()));
    }

    [Fact]
    public void Packet_headers_may_be_packed_into_tile_parts_or_the_main_header()
    {
        EncodedFrame frame = Seed.Frame("jpeg2000/markers.j2k");
        byte[] whole = Decode(frame.Description, frame.Bytes);
        Assert.Equal(whole, Decode(frame.Description, Jpeg2000Surgery.PackHeadersByTilePart(frame.Bytes)));
        Assert.Equal(whole, Decode(frame.Description, Jpeg2000Surgery.PackHeadersInMain(frame.Bytes)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4)]
    public void A_code_stream_may_be_in_the_boxes_of_a_file(int lengthKind)
    {
        EncodedFrame frame = Seed.Frame("jpeg2000/gray8.j2k");
        Assert.Equal(Decode(frame.Description, frame.Bytes), Decode(frame.Description, Jpeg2000Surgery.Boxes(frame.Bytes, lengthKind)));
    }

    [Fact]
    public void Cells_may_be_larger_than_samples_need()
    {
        EncodedFrame frame = Seed.Frame("jpeg2000/gray12-signed.j2k");
        FrameDescription size = frame.Description;
        byte[] samples = Decode(size, frame.Bytes);
        foreach (int allocated in new[] { 32, 64 })
        {
            byte[] wide = Decode(size with { BitsAllocated = allocated }, frame.Bytes);
            for (int i = 0; i < size.Columns * size.Rows; i++)
            {
                long value = allocated == 32 ? BitConverter.ToInt32(wide, 4 * i) : BitConverter.ToInt64(wide, 8 * i);
                Assert.Equal(BitConverter.ToInt16(samples, 2 * i), value);
            }
        }
    }

    [Fact]
    public void One_decoder_serves_many_threads()
    {
        string[] names = { "jpeg2000/gray12-signed.j2k", "jpeg2000/rgb-transformed.j2k", "jpeg2000/lossy12.j2k" };
        foreach (string name in names)
        {
            EncodedFrame frame = Seed.Frame(name);
            var decoder = new Jpeg2000Decoder(frame.Description);
            byte[] expected = Decode(frame.Description, frame.Bytes);
            Parallel.For(0, 64, _ =>
            {
                var samples = new byte[frame.Description.SampleBytes];
                decoder.Decode(frame.Bytes, samples);
                Assert.Equal(expected, samples);
            });
        }
    }

#if !TEST_NETFRAMEWORK
    [Fact]
    public void Frames_after_the_first_take_hardly_any_memory()
    {
        EncodedFrame frame = Seed.Frame("jpeg2000/rgb-transformed.j2k");
        var decoder = new Jpeg2000Decoder(frame.Description);
        var samples = new byte[frame.Description.SampleBytes];
        decoder.Decode(frame.Bytes, samples);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 10; i++)
        {
            decoder.Decode(frame.Bytes, samples);
        }

        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / 10, 0, 8192);
    }
#endif

    private static void AssertAllButFirstTile(FrameDescription frame, byte[] whole, byte[] samples)
    {
        // Tiles of 17 x 13 pixels, 2 bytes each.
        for (int y = 0; y < frame.Rows; y++)
        {
            for (int x = 0; x < frame.Columns; x++)
            {
                int at = 2 * ((y * frame.Columns) + x);
                bool isFirst = x < 17 && y < 13;
                Assert.Equal(isFirst ? 0 : BitConverter.ToInt16(whole, at), isFirst ? 0 : BitConverter.ToInt16(samples, at));
            }
        }
    }

    private static double Difference(FrameDescription frame, byte[] left, byte[] right)
    {
        double sum = 0;
        int count = frame.Columns * frame.Rows * frame.Components;
        for (int i = 0; i < count; i++)
        {
            sum += Math.Abs(SampleFrame.ValueOf(frame, left, i) - SampleFrame.ValueOf(frame, right, i));
        }

        return sum / count;
    }

    private static byte[] Decode(FrameDescription frame, byte[] bytes)
    {
        var samples = new byte[frame.SampleBytes];
        new Jpeg2000Decoder(frame).Decode(bytes, samples);
        return samples;
    }
}
