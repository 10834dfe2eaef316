using System;
using System.IO;
using System.IO.Compression;
using System.Linq;
using MedIO.Dicom.Codecs;
using MedIO.Dicom.Codecs.JpegLs;
using MedIO.Dicom.Codecs.Rle;
using MedIO.Dicom.Pixels;
using MedIO.Formats;
using MedIO.Formats.Reading;
using Xunit;

namespace MedIO.Tests.Dicom;

/// <summary>What becomes of encapsulated frames on the way from the file through their decoder.</summary>
public class FrameCodingTests
{
    private const string EncapsulatedUncompressed = "1.2.840.10008.1.2.1.98";
    private const string DeflatedFrames = "1.2.840.10008.1.2.8.1";
    private const string JpegLs = "1.2.840.10008.1.2.4.80";

    [Theory]
    [InlineData(EncapsulatedUncompressed)]
    [InlineData(DeflatedFrames)]
    public void Native_frames_in_fragments_are_read_as_native_ones(string syntax)
    {
        var words = new PixelFile { Columns = 3, Rows = 2, Frames = 2, Allocated = 16, Stored = 12, HighBit = 11, Signed = 1 };
        byte[][] frames = { PixelFile.Bytes(1, 2, 3, 0xfff, 0x800, 0x7ff), PixelFile.Bytes(9, 8, 7, 6, 0xf005, 4) };
        Assert.Equal(new short[] { 1, 2, 3, -1, -2048, 2047, 9, 8, 7, 6, 5, 4 }, Read(words, syntax, frames));

        var colours = new PixelFile { Columns = 2, Rows = 1, Samples = 3, Photometric = "RGB", Planar = 0 };
        Assert.Equal(new byte[] { 1, 2, 3, 4, 5, 6 }, Read(colours, syntax, new byte[] { 1, 2, 3, 4, 5, 6 }));
        colours.Planar = 1;
        Assert.Equal(new byte[] { 1, 2, 3, 4, 5, 6 }, Read(colours, syntax, new byte[] { 1, 4, 2, 5, 3, 6 }));
        colours.Photometric = "YBR_FULL";
        colours.Planar = 0;
        Assert.Equal(new byte[] { 0, 0, 0, 255, 255, 255 }, Read(colours, syntax, new byte[] { 0, 128, 128, 255, 128, 128 }));

        // Each frame begins with a byte of its own.
        var bits = new PixelFile { Columns = 3, Rows = 3, Frames = 2, Allocated = 1 };
        Assert.Equal(new byte[] { 1, 0, 1, 0, 0, 0, 0, 0, 1, 0, 1, 1, 0, 0, 0, 0, 0, 0 }, Read(bits, syntax, new byte[] { 5, 1 }, new byte[] { 6, 0 }));
    }

    [Fact]
    public void Native_frames_may_have_several_fragments()
    {
        byte[] first = { 1, 2, 3, 4, 5, 6 };
        byte[] second = { 7, 8, 9, 10, 11, 12 };
        var file = new PixelFile { Syntax = EncapsulatedUncompressed, Columns = 3, Rows = 2, Frames = 2 };
        foreach (uint[]? table in new[] { null, new uint[] { 0, 22 } })
        {
            file.Offsets = table;
            file.Fragments = new[] { first.Take(4).ToArray(), first.Skip(4).ToArray(), second.Take(2).ToArray(), second.Skip(2).ToArray() };
            Assert.Equal(first.Concat(second), (byte[])file.Read());
        }
    }

    [Fact]
    public void A_deflated_frame_that_is_none_or_too_short_is_an_error()
    {
        var file = new PixelFile { Syntax = DeflatedFrames, Columns = 50, Rows = 4, Fragments = new[] { new byte[] { 7, 7, 7, 7 } } };
        Assert.Equal(MedIOError.CorruptCompression, file.Fails().Error);
        file.Fragments = new[] { Deflate(new byte[199]) };
        Assert.Contains("199", file.Fails().Message, StringComparison.Ordinal);
        byte[] noise = new byte[200];
        new Random(1).NextBytes(noise);
        file.Fragments = new[] { Deflate(noise).Take(120).ToArray() };
        Assert.Equal(MedIOError.TruncatedData, file.Fails().Error);
    }

    [Fact]
    public void One_frame_is_read_and_decoded_alone()
    {
        // All but the third are no JPEG-LS.
        var file = new PixelFile { Syntax = JpegLs, Columns = 4, Rows = 3, Frames = 5 };
        byte[] good = Encode(Enumerable.Range(0, 12).Select(i => (byte)(7 * i)).ToArray(), 8, file);
        byte[] bad = { 0xff, 0xd8, 0xff, 0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 };
        file.Fragments = new[] { bad, bad, good, bad, bad };
        Assert.Equal(Enumerable.Range(0, 12).Select(i => (byte)(7 * i)), (byte[])file.Read(":, :, 2"));
        Assert.Equal(new byte[] { 35, 63 }, (byte[])file.Read("1, 1:, 2"));
        Assert.Contains("frame 1 of 5", file.Fails().Message, StringComparison.Ordinal);
        Assert.Contains("frame 4 of 5", Assert.Throws<MedIOException>(() => file.Read(":, :, 2:4")).Message, StringComparison.Ordinal);
    }

    // What the code stream says of its samples, what the data set says, and what the values are then.
    [Theory]
    [InlineData(16, 12, 11, 0, 5000, 5000)]
    [InlineData(16, 12, 15, 0, 0x1230, 0x123)]
    [InlineData(12, 12, 15, 0, 0x123, 0x123)]
    [InlineData(16, 12, 15, 0, 0x123, 0x123)]
    [InlineData(16, 12, 15, 0, 0xffff, 0xfff)]
    [InlineData(16, 12, 15, 1, 0xfffb, -5)]
    [InlineData(12, 16, 15, 0, 4000, 4000)]
    [InlineData(12, 12, 11, 1, 4095, -1)]
    [InlineData(12, 16, 15, 1, 4000, 4000)]
    [InlineData(16, 12, 11, 1, 0xffff, -1)]
    [InlineData(16, 12, 11, 1, 0x0fff, -1)]
    [InlineData(16, 12, 11, 1, 0x1fff, 0x1fff)]
    [InlineData(16, 12, 15, 1, 0xfff0, -1)]
    [InlineData(16, 16, 15, 1, 0x8000, -32768)]
    [InlineData(8, 16, 15, 0, 200, 200)]
    [InlineData(15, 15, 14, 1, 0x7fff, -1)]
    public void No_bit_of_a_code_stream_is_lost_and_the_data_set_says_what_it_means(int coded, int stored, int highBit, int representation, int sample, int value)
    {
        var file = new PixelFile { Syntax = JpegLs, Columns = 3, Rows = 1, Allocated = 16, Stored = stored, HighBit = highBit, Signed = representation };
        byte[] samples = PixelFile.Bytes(0, (ushort)sample, 16);
        file.Fragments = new[] { Stream(coded, samples, file) };
        Assert.Equal(value, Convert.ToInt32(file.Read().GetValue(1), System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Bits_that_are_an_overlay_are_no_samples()
    {
        var file = new PixelFile { Syntax = JpegLs, Columns = 3, Rows = 1, Allocated = 16, Stored = 12, HighBit = 11 };
        file.Fragments = new[] { Stream(16, PixelFile.Bytes(0, 0x1123, 0x1fff), file) };
        file.More = b => b.UInt16(0x60000100, 16).UInt16(0x60000102, 12);
        Assert.Equal(new ushort[] { 0, 0x123, 0xfff }, (ushort[])file.Read());
    }

    [Fact]
    public void Negative_samples_where_the_data_set_has_none_are_an_error()
    {
        var format = new PixelFormat { Columns = 2, Rows = 1, BitsAllocated = 16, BitsStored = 16, HighBit = 15 };
        byte[] header = Siz(12, true);
        var samples = new byte[4];
        new CodedSamples(format, new Fixed(new byte[] { 1, 0, 2, 0 }), false).Decode(header, samples);
        Assert.Equal(new byte[] { 1, 0, 2, 0 }, samples);
        var decoder = new CodedSamples(format, new Fixed(new byte[] { 0xff, 0xff, 2, 0 }), false);
        Assert.Contains("PixelRepresentation", Assert.Throws<MedIOException>(() => decoder.Decode(header, samples)).Message, StringComparison.Ordinal);

        // Two's complements are as they should be, of whatever width.
        new CodedSamples(format with { IsSigned = true }, new Fixed(new byte[] { 0xff, 0xff, 2, 0 }), false).Decode(header, samples);
        Assert.Equal(new byte[] { 0xff, 0xff, 2, 0 }, samples);

        // What is unsigned in the stream is a two's complement if the data set says so and it has the bits for it.
        new CodedSamples(format with { IsSigned = true, BitsStored = 12, HighBit = 11 }, new Fixed(new byte[] { 0xff, 0x0f, 2, 0 }), false).Decode(Siz(12, false), samples);
        Assert.Equal(new byte[] { 0xff, 0xff, 2, 0 }, samples);
    }

    [Theory]
    [InlineData("ff d8 ff e0 00 04 01 02 ff c3 00 0b 0c 00 01 00 01 01 01 11 00", 12, false)]
    [InlineData("ff d8 ff ff ff f7 00 0b 07 00 01 00 01 01 01 11 00", 7, false)]
    [InlineData("ff d8 ff c4 00 04 ff c0 ff c1 00 0b 08 00 01 00 01 01 01 11 00", 8, false)]
    [InlineData("ff d8 ff c2 00 0b 08 00 01 00 01 01 01 11 00", 8, true)]
    public void The_precision_and_the_size_are_those_of_the_frame_header(string bytes, int bits, bool isRefined) =>
        Assert.Equal(new CodedPrecision(bits, false, isRefined) { Columns = 1, Rows = 1, Components = 1 }, CodedPrecision.Read(bytes.Split(' ').Select(b => Convert.ToByte(b, 16)).ToArray()));

    [Theory]
    [InlineData("")]
    [InlineData("ff d8 ff")]
    [InlineData("ff d8 ff e0 ff ff 01 02 03")]
    [InlineData("ff d8 ff e0 00 00 00 00 00")]
    [InlineData("ff 4f ff 51 00 29")]
    public void What_has_no_frame_header_has_no_precision(string bytes) =>
        Assert.Null(CodedPrecision.Read(bytes.Split(' ').Where(b => b.Length > 0).Select(b => Convert.ToByte(b, 16)).ToArray()));

    [Fact]
    public void Luminance_and_chrominances_of_JPEG_LS_become_RGB_with_as_many_chrominances_as_luminances()
    {
        foreach (string photometric in new[] { "YBR_FULL", "YBR_FULL_422" })
        {
            var file = new PixelFile { Syntax = JpegLs, Columns = 2, Rows = 1, Samples = 3, Photometric = photometric, Planar = 1 };
            file.Fragments = new[] { JpegLsEncoder.Encode(new byte[] { 76, 85, 255, 255, 128, 128 }, new FrameDescription(2, 1, 3, 8, 8, false, true)) };
            Assert.Equal(new byte[] { 254, 0, 0, 255, 255, 255 }, (byte[])file.Read());
        }
    }

    [Fact]
    public void Frames_are_decoded_alike_on_all_cores()
    {
        var file = new PixelFile { Syntax = JpegLs, Columns = 300, Rows = 200, Frames = 40 };
        byte[][] frames = Enumerable.Range(0, 40).Select(f => Enumerable.Range(0, 60000).Select(i => (byte)((i * (f + 1)) >> 4)).ToArray()).ToArray();
        file.Fragments = frames.Select(f => Encode(f, 8, file)).ToArray();
        Assert.Equal(frames.SelectMany(f => f), (byte[])file.Read());
    }

    private static Array Read(PixelFile file, string syntax, params byte[][] frames)
    {
        file.Syntax = syntax;
        file.Fragments = syntax == DeflatedFrames ? frames.Select(Deflate).ToArray() : frames;
        return file.Read();
    }

    private static byte[] Deflate(byte[] bytes)
    {
        var stream = new MemoryStream();
        using (var deflate = new DeflateStream(stream, CompressionLevel.Optimal, leaveOpen: true))
        {
            deflate.Write(bytes, 0, bytes.Length);
        }

        if ((stream.Length & 1) != 0)
        {
            stream.WriteByte(0);
        }

        return stream.ToArray();
    }

    private static byte[] Encode(byte[] samples, int bits, PixelFile file) =>
        JpegLsEncoder.Encode(samples, new FrameDescription(file.Columns, file.Rows, file.Samples, file.Allocated, bits, false, false));

    // A stream of so many bits: the encoder may choose fewer or more, so that its header is made the one wanted where that changes no code.
    private static byte[] Stream(int bits, byte[] samples, PixelFile file)
    {
        byte[] stream = bits <= 8
            ? JpegLsEncoder.Encode(samples.Where((_, i) => i % 2 == 0).ToArray(), new FrameDescription(file.Columns, file.Rows, 1, 8, bits, false, false))
            : Encode(samples, bits, file);
        Assert.Equal(bits, CodedPrecision.Read(stream)!.Value.Bits);
        return stream;
    }

    // Nothing but SOC and the SIZ marker segment.
    private static byte[] Siz(int bits, bool isSigned)
    {
        var bytes = new byte[45];
        new byte[] { 0xff, 0x4f, 0xff, 0x51, 0, 41 }.CopyTo(bytes, 0);
        bytes[41] = 1;
        bytes[42] = (byte)((bits - 1) | (isSigned ? 0x80 : 0));
        return bytes;
    }

    private sealed class Fixed : IFrameDecoder
    {
        private readonly byte[] _samples;

        public Fixed(byte[] samples) => _samples = samples;

        public long LeastBytes(long sampleBytes) => 0;

        public void Decode(ReadOnlySpan<byte> encoded, Span<byte> samples) => _samples.CopyTo(samples);
    }
}
