using System;
using System.IO;
using System.Linq;
using MedIO.Dicom.Codecs.Jpeg2000.Headers;
using MedIO.Dicom.Codecs;
using MedIO.Dicom.Codecs.Jpeg2000;
using Xunit;

namespace MedIO.Tests.Dicom.Codecs;

/// <summary>JPEG 2000 headers that say something else than the data set, or what cannot be.</summary>
public class Jpeg2000HeaderTests
{
    private const int Size = 0xFF51;
    private const int Style = 0xFF52;
    private const int Quantization = 0xFF5C;

    [Fact]
    public void Another_size_than_the_data_set_says_is_named_beside_it()
    {
        EncodedFrame frame = Seed.Frame("jpeg2000/gray12-signed.j2k");
        FrameDescription size = frame.Description;
        Assert.Contains("45 x 37 pixels, but the data set says 46 x 37", Error(size with { Columns = 46 }, frame.Bytes));
        Assert.Contains("45 x 37 pixels, but the data set says 45 x 36", Error(size with { Rows = 36 }, frame.Bytes));
        Assert.Contains("has 1 components, but the data set says 3", Error(size with { Components = 3 }, frame.Bytes));
        Assert.Contains("12 bits a sample, but the data set allocates 8", Error(size with { BitsAllocated = 8, BitsStored = 8 }, frame.Bytes));
    }

    [Theory]
    [InlineData(Style, 5, 200, "progression order 200")]
    [InlineData(Style, 9, 33, "coding style")]
    [InlineData(Style, 10, 9, "coding style")]
    [InlineData(Style, 13, 2, "wavelet transform 2")]
    [InlineData(Quantization, 4, 3, "quantization 3")]
    [InlineData(Size, 3, 10, "ends too early")]
    [InlineData(Size, 41, 0, "subsampling")]
    [InlineData(Size, 40, 40, "41 bits a sample")]
    [InlineData(Size, 25, 0, "tiles")]
    public void What_cannot_be_in_a_header_is_an_error(int marker, int offset, int value, string message)
    {
        EncodedFrame frame = Seed.Frame("jpeg2000/gray8.j2k");
        byte[] stream = frame.Bytes;
        int at = Jpeg2000Surgery.Segment(stream, marker) + offset;
        if (marker == Size && offset == 25)
        {
            // The tile's whole width.
            stream = Jpeg2000Surgery.With(stream, at - 3, 0);
            stream = Jpeg2000Surgery.With(stream, at - 2, 0);
            stream = Jpeg2000Surgery.With(stream, at - 1, 0);
        }

        Assert.Contains(message, Error(frame.Description with { BitsAllocated = 64 }, Jpeg2000Surgery.With(stream, at, value)));
    }

    [Fact]
    public void A_component_without_samples_is_an_error()
    {
        // The grid begins at 1, so that the first sample of steps of 200 columns would be the one at 200.
        EncodedFrame frame = Seed.Frame("jpeg2000/gray8.j2k");
        int at = Jpeg2000Surgery.Segment(frame.Bytes, Size);
        byte[] stream = Jpeg2000Surgery.With(Jpeg2000Surgery.With(frame.Bytes, at + 17, 1), at + 41, 200);
        Assert.Contains("no samples", Error(frame.Description with { Columns = frame.Description.Columns - 1 }, stream));
    }

    [Fact]
    public void Something_else_is_no_code_stream()
    {
        FrameDescription frame = Seed.Frame("jpeg2000/gray8.j2k").Description;
        Assert.Contains("no JPEG 2000 code stream", Error(frame, Array.Empty<byte>()));
        Assert.Contains("no JPEG 2000 code stream", Error(frame, new byte[] { 0xFF, 0xD8, 0xFF, 0xE0, 0, 16 }));
        byte[] boxes = Jpeg2000Surgery.Boxes(Seed.Frame("jpeg2000/gray8.j2k").Bytes, 4);
        Assert.Contains("no JPEG 2000 code stream", Error(frame, boxes.Take(26).ToArray()));
    }

    [Fact]
    public void A_part_of_a_tile_that_does_not_exist_is_an_error()
    {
        EncodedFrame frame = Seed.Frame("jpeg2000/gray8.j2k");
        int part = Jpeg2000Surgery.Segment(frame.Bytes, 0xFF90);
        Assert.Contains("tile 7, but 1 tiles", Error(frame.Description, Jpeg2000Surgery.With(frame.Bytes, part + 5, 7)));
        Assert.Contains("impossible length", Error(frame.Description, Jpeg2000Surgery.With(Jpeg2000Surgery.With(frame.Bytes, part + 8, 0), part + 9, 13)));
    }

#if !TEST_NETFRAMEWORK
    [Fact]
    public void Numbers_in_headers_cost_nothing_that_the_frame_and_the_bytes_do_not_justify()
    {
        // A large frame, of which hardly anything is coded: tiles of a pixel, as many as can be; precincts of 1 x 1; layers.
        byte[] stream = Seed.Frame("jpeg2000/gray8.j2k").Bytes;
        int size = Jpeg2000Surgery.Segment(stream, Size);
        int style = Jpeg2000Surgery.Segment(stream, Style);
        void Number(int at, int value)
        {
            stream[at] = (byte)(value >> 24);
            stream[at + 1] = (byte)(value >> 16);
            stream[at + 2] = (byte)(value >> 8);
            stream[at + 3] = (byte)value;
        }

        Number(size + 6, 2048);
        Number(size + 10, 2048);
        foreach (int tile in new[] { 1, 9, 2048 })
        {
            Number(size + 22, tile);
            Number(size + 26, tile);
            byte[] precincts = stream.Take(style + 4).Concat(new byte[] { 1, 2, 0xFF, 0xFF, 0, 0, 0, 0, 0, 1, 0 }).Concat(stream.Skip(style + 14)).ToArray();
            precincts[style + 3] = 13;
            foreach (byte[] each in new[] { stream, precincts })
            {
                var frame = new FrameDescription(2048, 2048, 1, 8, 8, false, false);
                var samples = new byte[frame.SampleBytes];
                long before = GC.GetAllocatedBytesForCurrentThread();
                Exception? error = Record.Exception(() => new Jpeg2000Decoder(frame).Decode(each, samples));
                Assert.True(error is InvalidDataException or EndOfStreamException, $"{error}");
                Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, (16 * frame.SampleBytes) + (1 << 22));
            }
        }
    }
#endif

    private static string Error(FrameDescription frame, byte[] stream)
    {
        Exception? error = Record.Exception(() => new Jpeg2000Decoder(frame).Decode(stream, new byte[frame.SampleBytes]));
        Assert.True(error is InvalidDataException or EndOfStreamException, $"{error}");
        Assert.Matches("^[A-Z].*\\.$", error!.Message);
        return error.Message;
    }
}
