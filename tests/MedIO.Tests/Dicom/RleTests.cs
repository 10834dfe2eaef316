using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using FsCheck.Xunit;
using MedIO.Dicom.Codecs.Rle;
using MedIO.Dicom.Pixels;
using Xunit;

namespace MedIO.Tests.Dicom;

public class RleTests
{
    [Fact]
    public void A_frame_is_read_as_the_standard_writes_it()
    {
        // 16 bits: a segment of high bytes, one of low ones; a run of three, two as they are, a control byte that says nothing.
        byte[] frame = Frame(new byte[] { 0xfe, 1, 0x80, 1, 2, 3 }, new byte[] { 0xfc, 9 });
        var file = new PixelFile { Syntax = DicomBytesBuilder.Rle, Columns = 5, Allocated = 16, Fragments = new[] { frame } };
        Assert.Equal(new ushort[] { 0x109, 0x109, 0x109, 0x209, 0x309 }, file.Read());
    }

    [Fact]
    public void Numbers_are_cut_to_the_bits_stored()
    {
        byte[] frame = Frame(new byte[] { 1, 0xff, 0x18 }, new byte[] { 1, 0xff, 1 });
        var file = new PixelFile { Syntax = DicomBytesBuilder.Rle, Columns = 2, Allocated = 16, Stored = 12, Signed = 1, Fragments = new[] { frame } };
        Assert.Equal(new short[] { -1, -2047 }, file.Read());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(null)]
    public void Colours_lie_in_segments_whatever_the_planar_configuration(int? planar)
    {
        byte[] frame = Frame(new byte[] { 1, 1, 2 }, new byte[] { 1, 3, 4 }, new byte[] { 1, 5, 6 });
        var file = new PixelFile { Syntax = DicomBytesBuilder.Rle, Columns = 2, Samples = 3, Planar = planar, Photometric = "RGB", Fragments = new[] { frame } };
        Assert.Equal(new byte[] { 1, 3, 5, 2, 4, 6 }, file.Read());
    }

    [Fact]
    public void Luminance_and_indices_become_RGB()
    {
        byte[] frame = Frame(new byte[] { 1, 255, 0 }, new byte[] { 0xff, 128 }, new byte[] { 0xff, 128 });
        foreach (string photometric in new[] { "YBR_FULL", "YBR_FULL_422" })
        {
            var file = new PixelFile { Syntax = DicomBytesBuilder.Rle, Columns = 2, Samples = 3, Planar = 0, Photometric = photometric, Fragments = new[] { frame } };
            Assert.Equal(new byte[] { 255, 255, 255, 0, 0, 0 }, file.Read());
        }
    }

    [Fact]
    public void Frames_have_a_fragment_each_and_parts_of_them_are_read()
    {
        ushort[] values = Enumerable.Range(0, 6 * 5 * 4).Select(i => (ushort)((i * 523) ^ (i / 7))).ToArray();
        byte[][] fragments = Enumerable.Range(0, 4).Select(f => RleEncoder.Encode(PixelFile.Bytes(values.Skip(f * 30).Take(30).ToArray()), 5, 6, 1, 2)).ToArray();
        var file = new PixelFile { Syntax = DicomBytesBuilder.Rle, Columns = 6, Rows = 5, Frames = 4, Allocated = 16, Fragments = fragments };
        Assert.Equal(values, file.Read());
        Assert.Equal(values.Skip(60).Take(30), (ushort[])file.Read(":, :, 2"));
        ushort[] part = (
            from f in new[] { 3, 1 }
            from y in new[] { 1, 2 }
            from x in new[] { 0, 2, 4 }
            select values[(((f * 5) + y) * 6) + x]).ToArray();
        Assert.Equal(part, file.Read("::2, 1:3, ::-2"));
    }

    [Property(MaxTest = 300)]
    public void What_is_encoded_comes_back(int seed)
    {
        var random = new Random(seed);
        int samples = random.Next(2) == 0 ? 1 : 3;
        int cell = new[] { 1, 2, 4 }[random.Next(3)];
        int rows = random.Next(1, 6);
        int columns = random.Next(1, 400);
        var bytes = new byte[rows * columns * samples * cell];
        int noise = random.Next(1, 40);
        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[i] = i > 0 && random.Next(noise) > 0 ? bytes[Math.Max(0, i - (samples * cell))] : (byte)random.Next(256);
        }

        byte[] encoded = RleEncoder.Encode(bytes, rows, columns, samples, cell);
        Assert.Equal(0, encoded.Length % 2);
        var decoder = new RleDecoder((new PixelFormat { Rows = rows, Columns = columns, SamplesPerPixel = samples, BitsAllocated = 8 * cell, BitsStored = 8 * cell }).Frame);
        Assert.InRange(encoded.Length, decoder.LeastBytes(bytes.Length), 64 + bytes.Length + (bytes.Length / 64) + (2 * rows * samples * cell) + 16);
        var decoded = new byte[bytes.Length];
        decoder.Decode(encoded, decoded);
        Assert.Equal(bytes, decoded);
        Assert.Equal(bytes, OneByOne(encoded, rows * columns, samples, cell));
    }

    [Property(MaxTest = 2000)]
    public void Damaged_frames_are_decoded_or_refused(int seed)
    {
        var random = new Random(seed);
        int samples = random.Next(2) == 0 ? 1 : 3;
        int cell = new[] { 1, 2, 4 }[random.Next(3)];
        int allocated = random.Next(8) == 0 ? 1 : cell * 8;
        var format = new PixelFormat { Rows = 7, Columns = 31, SamplesPerPixel = samples, BitsAllocated = allocated, BitsStored = allocated };
        var bytes = new byte[7 * 31 * samples * cell];
        random.NextBytes(bytes);
        byte[] encoded = random.Next(5) == 0 ? bytes : RleEncoder.Encode(bytes, 7, 31, samples, cell);
        for (int i = random.Next(6); i > 0; i--)
        {
            encoded[random.Next(3) == 0 ? random.Next(Math.Min(64, encoded.Length)) : random.Next(encoded.Length)] = (byte)random.Next(256);
        }

        byte[] cut = encoded.Take(random.Next(4) == 0 ? random.Next(encoded.Length + 1) : encoded.Length).ToArray();
        try
        {
            new RleDecoder(format.Frame).Decode(cut, new byte[7 * 31 * samples * format.CellBytes]);
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            Assert.NotEmpty(e.Message);
        }
    }

    [Fact]
    public void Damage_is_an_error_that_names_the_file_and_the_frame()
    {
        byte[] good = Frame(new byte[] { 1, 1, 2 });
        byte[] shortened = Frame(new byte[] { 5, 1, 2 });
        byte[] segments = Frame(new byte[] { 1, 1, 2 }, new byte[] { 1, 1, 2 });
        MedIOException cut = new PixelFile { Syntax = DicomBytesBuilder.Rle, Columns = 2, Frames = 2, Fragments = new[] { good, good.Take(60).ToArray() } }.Fails();
        Assert.Equal(MedIOError.CorruptCompression, cut.Error);
        Assert.Contains("frame 2 of 2", cut.Message, StringComparison.Ordinal);
        Assert.EndsWith("pixels.dcm", cut.Path, StringComparison.Ordinal);
        Assert.Equal(MedIOError.TruncatedData, new PixelFile { Syntax = DicomBytesBuilder.Rle, Columns = 20, Fragments = new[] { shortened } }.Fails().Error);
        Assert.Contains("2 segments", new PixelFile { Syntax = DicomBytesBuilder.Rle, Columns = 2, Fragments = new[] { segments } }.Fails().Message, StringComparison.Ordinal);
    }

    private static byte[] Frame(params byte[][] segments)
    {
        var bytes = new List<byte>(BitConverter.GetBytes(segments.Length));
        int at = 64;
        for (int i = 0; i < 15; i++)
        {
            bytes.AddRange(BitConverter.GetBytes(i < segments.Length ? at : 0));
            at += i < segments.Length ? segments[i].Length : 0;
        }

        return bytes.Concat(segments.SelectMany(s => s)).ToArray();
    }

    // PS3.5 section G.3.2, as plainly as can be.
    private static byte[] OneByOne(byte[] encoded, int pixels, int samples, int cell)
    {
        var result = new byte[pixels * samples * cell];
        for (int segment = 0; segment < samples * cell; segment++)
        {
            int at = BitConverter.ToInt32(encoded, 4 + (4 * segment));
            var plane = new List<byte>();
            while (plane.Count < pixels)
            {
                int n = (sbyte)encoded[at++];
                if (n >= 0)
                {
                    plane.AddRange(encoded.Skip(at).Take(n + 1));
                    at += n + 1;
                }
                else if (n != -128)
                {
                    plane.AddRange(Enumerable.Repeat(encoded[at++], 1 - n));
                }
            }

            Assert.Equal(pixels, plane.Count);
            for (int i = 0; i < pixels; i++)
            {
                result[(((i * samples) + (segment / cell)) * cell) + cell - 1 - (segment % cell)] = plane[i];
            }
        }

        return result;
    }
}
