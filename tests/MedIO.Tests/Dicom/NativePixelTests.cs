using System;
using System.Linq;
using FsCheck.Xunit;
using Xunit;

namespace MedIO.Tests.Dicom;

public class NativePixelTests
{
    [Theory]
    [InlineData(16, 16, 15, 0, new ushort[] { 0, 1, 0x8000, 0xffff }, new[] { 0, 1, 32768, 65535 })]
    [InlineData(16, 16, 15, 1, new ushort[] { 0, 1, 0x8000, 0xffff }, new[] { 0, 1, -32768, -1 })]
    [InlineData(16, 12, 11, 0, new ushort[] { 0x0fff, 0xf001, 0x1000, 0xabcd }, new[] { 4095, 1, 0, 0xbcd })]
    [InlineData(16, 12, 11, 1, new ushort[] { 0x0fff, 0x0800, 0x07ff, 0xf7ff }, new[] { -1, -2048, 2047, 2047 })]
    [InlineData(16, 12, 15, 0, new ushort[] { 0xfff0, 0x001f, 0x8000, 0x1234 }, new[] { 4095, 1, 2048, 0x123 })]
    [InlineData(16, 12, 15, 1, new ushort[] { 0xfff0, 0x001f, 0x8000, 0x7ff3 }, new[] { -1, 1, -2048, 2047 })]
    [InlineData(16, 10, 11, 0, new ushort[] { 0x0fff, 0xf003, 0x0004, 0xffff }, new[] { 1023, 0, 1, 1023 })]
    [InlineData(16, 8, 7, 0, new ushort[] { 0x00ff, 0xff01, 0x0100, 0xffff }, new[] { 255, 1, 0, 255 })]
    public void Only_the_bits_stored_of_a_cell_count(int allocated, int stored, int high, int representation, ushort[] cells, int[] expected)
    {
        var file = new PixelFile { Columns = cells.Length, Allocated = allocated, Stored = stored, HighBit = high, Signed = representation, Pixels = PixelFile.Bytes(cells) };
        Assert.Equal(expected, file.Read().Cast<object>().Select(Convert.ToInt32));
        Assert.Equal(representation == 1 ? VoxelType.Int16 : VoxelType.UInt16, file.Format!.StoredType);
    }

    [Theory]
    [InlineData(0, 0, VoxelType.UInt8, new[] { 1, 128, 255 })]
    [InlineData(1, 0, VoxelType.Int8, new[] { 1, -128, -1 })]
    public void Bytes_are_bytes(int representation, int planar, VoxelType type, int[] expected)
    {
        var file = new PixelFile { Columns = 3, Signed = representation, Planar = planar, Pixels = new byte[] { 1, 128, 255 }, VR = "OB" };
        Array pixels = file.Read();
        Assert.Equal(expected, pixels.Cast<object>().Select(Convert.ToInt32));
        Assert.Equal(type, file.Format!.StoredType);
    }

    [Fact]
    public void Numbers_of_32_and_64_bits_are_read()
    {
        Assert.Equal(new[] { 0x04030201u, 0xfffffffeu }, new PixelFile { Columns = 2, Allocated = 32, Pixels = new byte[] { 1, 2, 3, 4, 254, 255, 255, 255 } }.Read());
        Assert.Equal(new[] { -2 }, new PixelFile { Allocated = 32, Signed = 1, Pixels = new byte[] { 254, 255, 255, 255 } }.Read());
        Assert.Equal(new[] { -2L }, new PixelFile { Allocated = 64, Signed = 1, VR = "OV", Pixels = new byte[] { 254, 255, 255, 255, 255, 255, 255, 255 } }.Read());
    }

    [Theory]
    [InlineData(0x7fe00008u, "OF", false)]
    [InlineData(0x7fe00008u, "OF", true)]
    [InlineData(0x7fe00009u, "OD", false)]
    [InlineData(0x7fe00009u, "OD", true)]
    public void Float_and_double_float_pixel_data_are_read(uint tag, string vr, bool big)
    {
        double[] values = { -1.5, 1e30, 0.1f };
        byte[] Bytes(double v)
        {
            byte[] b = vr == "OF" ? BitConverter.GetBytes((float)v) : BitConverter.GetBytes(v);
            return big ? Enumerable.Reverse(b).ToArray() : b;
        }

        var file = new PixelFile { Syntax = big ? DicomBytesBuilder.ExplicitBig : DicomBytesBuilder.ExplicitLittle, Columns = 3, Allocated = vr == "OF" ? 32 : 64, Tag = tag, VR = vr, Pixels = values.SelectMany(Bytes).ToArray() };
        Assert.Equal(values.Select(v => vr == "OF" ? (float)v : v), file.Read().Cast<object>().Select(Convert.ToDouble));
        Assert.Equal(vr == "OF" ? VoxelType.Float32 : VoxelType.Float64, file.Format!.StoredType);
    }

    [Fact]
    public void The_first_pixel_of_a_byte_of_bits_is_its_lowest()
    {
        var file = new PixelFile { Columns = 5, Rows = 2, Allocated = 1, Pixels = new byte[] { 0b1010_0110, 0b10 } };
        Assert.Equal(new byte[] { 0, 1, 1, 0, 0, 1, 0, 1, 0, 1 }, file.Read());
    }

    [Fact]
    public void Frames_of_bits_need_not_begin_with_a_byte()
    {
        var bits = Enumerable.Range(0, 5 * 15).Select(i => (ulong)((i * 7 / 3) & 1)).ToArray();
        var file = new PixelFile { Columns = 5, Rows = 3, Frames = 5, Allocated = 1, Pixels = PixelFile.Pack(bits, 1) };
        Assert.Equal(bits.Select(b => (byte)b), (byte[])file.Read());
        Assert.Equal(bits.Skip(30).Take(15).Select(b => (byte)b), (byte[])file.Read(":, :, 2"));
    }

    [Fact]
    public void Twelve_bits_packed_are_read()
    {
        var file = new PixelFile { Columns = 3, Frames = 2, Allocated = 12, Pixels = new byte[] { 0x21, 0x43, 0x65, 0x87, 0xa9, 0xcb, 0xed, 0x0f, 0x12 } };
        Assert.Equal(new ushort[] { 0x321, 0x654, 0x987, 0xcba, 0xfed, 0x120 }, file.Read());
        file.Signed = 1;
        Assert.Equal(new short[] { 0x321, 0x654, 0x987 - 0x1000, 0xcba - 0x1000, 0xfed - 0x1000, 0x120 }, file.Read());
    }

    [Theory]
    [InlineData(0, new byte[] { 1, 2, 3, 4, 5, 6 }, new byte[] { 1, 2, 3, 4, 5, 6 })]
    [InlineData(1, new byte[] { 1, 4, 2, 5, 3, 6 }, new byte[] { 1, 2, 3, 4, 5, 6 })]
    public void Components_of_a_pixel_come_together_however_they_lie(int planar, byte[] stored, byte[] expected)
    {
        var file = new PixelFile { Columns = 2, Samples = 3, Photometric = "RGB", Planar = planar, Pixels = stored, VR = "OB" };
        Assert.Equal(expected, file.Read());
        Assert.Equal(3, file.Format!.Components);
    }

    [Fact]
    public void Planes_of_each_frame_follow_one_another()
    {
        var file = new PixelFile { Columns = 2, Frames = 2, Samples = 3, Photometric = "RGB", Planar = 1, Allocated = 16, Pixels = PixelFile.Bytes(1, 4, 2, 5, 3, 6, 11, 14, 12, 15, 13, 16) };
        Assert.Equal(new ushort[] { 1, 2, 3, 4, 5, 6, 11, 12, 13, 14, 15, 16 }, file.Read());
        Assert.Equal(new ushort[] { 14, 15, 16 }, file.Read("1, :, 1"));
    }

    [Theory]
    [InlineData("OW", new byte[] { 2, 1, 4, 3, 6, 5, 8, 7, 0, 9 })]
    [InlineData("OB", new byte[] { 1, 2, 3, 4, 5, 6, 7, 8, 9, 0 })]
    public void Bytes_written_as_words_lie_swapped_in_big_endian(string vr, byte[] stored)
    {
        // Frames of three bytes: the second one begins in the middle of a word.
        var file = new PixelFile { Syntax = DicomBytesBuilder.ExplicitBig, Columns = 3, Frames = 3, VR = vr, Pixels = stored };
        Assert.Equal(new byte[] { 1, 2, 3, 4, 5, 6, 7, 8, 9 }, file.Read());
        Assert.Equal(new byte[] { 4, 5, 6 }, file.Read(":, :, 1"));
    }

    [Fact]
    public void Numbers_of_32_bits_in_words_have_the_low_word_first_in_big_endian_too()
    {
        // PS3.5 section 8.1.1: a cell goes on, from its least significant bit, in the next word, and only the bytes of a word are turned round.
        byte[] stored = { 0x33, 0x44, 0x11, 0x22, 0xff, 0xfe, 0xff, 0xff };
        var file = new PixelFile { Syntax = DicomBytesBuilder.ExplicitBig, Columns = 2, Allocated = 32, Pixels = stored };
        Assert.Equal(new[] { 0x11223344u, 0xfffffffeu }, file.Read());
        Assert.Contains("low word", Assert.Single(file.Warnings), StringComparison.Ordinal);
        Assert.Equal(new[] { 0x11223344, -2 }, new PixelFile { Syntax = DicomBytesBuilder.ExplicitBig, Columns = 2, Allocated = 32, Signed = 1, Pixels = stored }.Read());
        Assert.Equal(new[] { 0x112233, -1 }, new PixelFile { Syntax = DicomBytesBuilder.ExplicitBig, Columns = 2, Allocated = 32, Stored = 24, HighBit = 31, Signed = 1, Pixels = stored }.Read());

        // By frames and planes, too; bytes are as they are, whatever the syntax.
        Assert.Equal(new[] { 0xfffffffeu }, new PixelFile { Syntax = DicomBytesBuilder.ExplicitBig, Frames = 2, Allocated = 32, Pixels = stored }.Read(":, :, 1"));
        byte[] planes = { 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0 };
        Assert.Equal(new[] { 1u, 2u, 3u }, new PixelFile { Syntax = DicomBytesBuilder.ExplicitBig, Samples = 3, Planar = 1, Photometric = "RGB", Allocated = 32, Pixels = planes }.Read());
    }

    [Fact]
    public void Bits_written_as_words_lie_swapped_in_big_endian()
    {
        var file = new PixelFile { Syntax = DicomBytesBuilder.ExplicitBig, Columns = 10, Rows = 1, Allocated = 1, Pixels = new byte[] { 0b10, 0b1010_0110 } };
        Assert.Equal(new byte[] { 0, 1, 1, 0, 0, 1, 0, 1, 0, 1 }, file.Read());
    }

    [Fact]
    public void Big_endian_numbers_without_all_bits_are_turned_round_before_they_are_cut()
    {
        var file = new PixelFile { Syntax = DicomBytesBuilder.ExplicitBig, Columns = 2, Allocated = 16, Stored = 12, Signed = 1, Pixels = new byte[] { 0xf0, 0x01, 0x3f, 0xfe } };
        Assert.Equal(new short[] { 1, -2 }, file.Read());
    }

    [Theory]
    [InlineData(DicomBytesBuilder.ImplicitLittle)]
    [InlineData(DicomBytesBuilder.ExplicitLittle)]
    [InlineData(DicomBytesBuilder.ExplicitBig)]
    [InlineData(DicomBytesBuilder.Deflated)]
    public void Frames_are_the_same_in_every_uncompressed_syntax(string syntax)
    {
        ushort[] values = Enumerable.Range(0, 5 * 4 * 3).Select(i => (ushort)(i * 1091)).ToArray();
        byte[] bytes = PixelFile.Bytes(values);
        if (syntax == DicomBytesBuilder.ExplicitBig)
        {
            bytes = values.SelectMany(v => Enumerable.Reverse(BitConverter.GetBytes(v))).ToArray();
        }

        var file = new PixelFile { Syntax = syntax, Columns = 5, Rows = 4, Frames = 3, Allocated = 16, Pixels = bytes };
        Assert.Equal(values, file.Read());
        Assert.Equal(values.Skip(20).Take(20), (ushort[])file.Read(":, :, 1"));
        Assert.Equal(values.Skip(40).Concat(values.Skip(20).Take(20)).Concat(values.Take(20)), (ushort[])file.Read(":, :, ::-1"));
    }

    [Fact]
    public void Bits_and_planes_inside_a_deflated_file_are_read()
    {
        var bits = new PixelFile { Syntax = DicomBytesBuilder.Deflated, Columns = 5, Rows = 1, Frames = 2, Allocated = 1, Pixels = new byte[] { 0b1010_0110, 0b10 } };
        Assert.Equal(new byte[] { 0, 1, 1, 0, 0, 1, 0, 1, 0, 1 }, bits.Read());
        var planes = new PixelFile { Syntax = DicomBytesBuilder.Deflated, Columns = 2, Samples = 3, Photometric = "RGB", Planar = 1, Pixels = new byte[] { 1, 4, 2, 5, 3, 6 } };
        Assert.Equal(new byte[] { 1, 2, 3, 4, 5, 6 }, planes.Read());
    }

    [Property(MaxTest = 300)]
    public void Whatever_the_cells_are_like_the_samples_come_back(int seed)
    {
        var random = new Random(seed);
        int allocated = new[] { 1, 8, 12, 16, 32, 64 }[random.Next(6)];
        int stored = allocated == 1 ? 1 : random.Next(1, allocated + 1);
        int high = random.Next(stored - 1, allocated);
        bool signed = allocated > 1 && random.Next(2) == 1;
        int samples = random.Next(3) == 0 ? 3 : 1;
        int planar = random.Next(2);
        int frames = random.Next(1, 4);
        int rows = random.Next(1, 5);
        int columns = random.Next(1, 40);
        bool big = random.Next(3) == 0;
        int count = samples * frames * rows * columns;
        var cells = new ulong[count];
        var expected = new decimal[count];
        var buffer = new byte[8];
        for (int i = 0; i < count; i++)
        {
            random.NextBytes(buffer);
            ulong garbage = BitConverter.ToUInt64(buffer, 0);
            cells[i] = allocated == 64 ? garbage : garbage & ((1UL << allocated) - 1);
            ulong value = (cells[i] >> (high - stored + 1)) & (stored == 64 ? ulong.MaxValue : (1UL << stored) - 1);
            decimal number = value;
            if (signed && value >> (stored - 1) == 1)
            {
                number -= stored == 64 ? 18446744073709551616m : 1UL << stored;
            }

            // Where the sample is to be found in the image: those of a pixel together.
            int frame = i / (samples * rows * columns);
            int rest = i % (samples * rows * columns);
            int at = planar == 1 && samples > 1 ? ((rest % (rows * columns)) * samples) + (rest / (rows * columns)) : rest;
            expected[(frame * samples * rows * columns) + at] = number;
        }

        byte[] bytes = PixelFile.Pack(cells, allocated);
        if (big)
        {
            // Words are turned round, whatever the numbers in them.
            Array.Resize(ref bytes, (bytes.Length + 1) / 2 * 2);
            for (int i = 0; i < bytes.Length; i += 2)
            {
                Array.Reverse(bytes, i, 2);
            }
        }

        var file = new PixelFile
        {
            Syntax = big ? DicomBytesBuilder.ExplicitBig : DicomBytesBuilder.ExplicitLittle,
            Rows = rows,
            Columns = columns,
            Frames = frames,
            Samples = samples,
            Planar = samples > 1 ? planar : null,
            Photometric = samples > 1 ? "RGB" : "MONOCHROME2",
            Allocated = allocated,
            Stored = stored,
            HighBit = high,
            Signed = signed ? 1 : 0,
            Pixels = bytes,
        };
        Assert.Equal(expected, file.Read().Cast<object>().Select(Convert.ToDecimal));
        Assert.All(expected, v => Assert.InRange((double)v, file.Format!.MinStored, file.Format.MaxStored));
    }
}
