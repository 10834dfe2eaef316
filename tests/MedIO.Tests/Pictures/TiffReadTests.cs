using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Xunit;
using static MedIO.Tests.Pictures.TiffFile;

namespace MedIO.Tests.Pictures;

public sealed class TiffReadTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void All_types_are_read_in_both_byte_orders_and_sizes(bool bigEndian, bool isBig)
    {
        foreach ((int bits, int format, Array expected) in new (int Bits, int Format, Array Expected)[]
        {
            (8, 1, new byte[] { 1, 200, 3, 4, 5, 6 }), (8, 2, new sbyte[] { -1, 2, -128, 4, 5, 6 }), (16, 1, new ushort[] { 1, 65535, 3, 4, 5, 6 }), (16, 2, new short[] { -1, -32768, 3, 4, 5, 6 }),
            (32, 1, new uint[] { 1, uint.MaxValue, 3, 4, 5, 6 }), (32, 2, new[] { -1, int.MinValue, 3, 4, 5, 6 }), (32, 3, new[] { 1.5f, -2, float.NaN, 4, 5, 6 }), (64, 3, new[] { 1.5, -2, 3, 4, 5, 6 }),
            (64, 1, new ulong[] { 1, ulong.MaxValue, 3, 4, 5, 6 }), (64, 2, new long[] { -1, long.MinValue, 3, 4, 5, 6 }),
        })
        {
            var file = new TiffFile(bigEndian, isBig);
            byte[] raw = Raw(expected, bits / 8, bigEndian);
            MedImage image = Read(file.Page(3, 2, bits, raw, (339, 3, new long[] { format })));
            Assert.Equal(expected, image.Voxels);
            Assert.Equal(new Shape(3, 2), image.Shape);

            // The same by strips of a row, and in tiles that reach beyond the picture.
            file = new TiffFile(bigEndian, isBig);
            int row = raw.Length / 2;
            int second = file.Add(raw.Skip(row).ToArray());
            int first = file.Add(raw.Take(row).ToArray());
            Assert.Equal(expected, Read(file.Page(3, 2, bits, raw, (339, 3, new long[] { format }), F(278, 1), F(273, first, second), F(279, row, row))).Voxels);
            file = new TiffFile(bigEndian, isBig);
            int size = bits / 8;
            var tile = new byte[16 * 16 * size];
            Array.Copy(raw, 0, tile, 0, row);
            Array.Copy(raw, row, tile, 16 * size, row);
            int at = file.Add(tile);
            Assert.Equal(expected, Read(file.Page(3, 2, bits, Array.Empty<byte>(), (339, 3, new long[] { format }), F(322, 16), F(323, 16), F(324, at), F(325, tile.Length), (273, 4, Array.Empty<long>()), (279, 4, Array.Empty<long>()))).Voxels);
        }
    }

    [Fact]
    public void Deflate_is_inflated_and_its_predictors_undone()
    {
        foreach (bool bigEndian in new[] { false, true })
        {
            var file = new TiffFile(bigEndian);
            byte[] plain = PngFile.Zlib(file.Numbers(2, 1000, 1001, 1003, 7, 6, 5));
            Assert.Equal(new ushort[] { 1000, 1001, 1003, 7, 6, 5 }, (ushort[])Read(file.Page(3, 2, 16, plain, F(259, 8))).Voxels);
            file = new TiffFile(bigEndian);
            byte[] differences = PngFile.Zlib(file.Numbers(2, 1000, 1, 2, 7, -1, -1));
            Assert.Equal(new ushort[] { 1000, 1001, 1003, 7, 6, 5 }, (ushort[])Read(file.Page(3, 2, 16, differences, F(259, 32946), F(317, 2))).Voxels);
        }

        // RGB: each sample less that of the pixel before.
        byte[] colours = PngFile.Zlib(new byte[] { 10, 20, 30, 1, 1, 255 });
        Assert.Equal(new byte[] { 10, 20, 30, 11, 21, 29 }, (byte[])Read(new TiffFile().Page(2, 1, 8, colours, F(259, 8), F(317, 2), F(277, 3), F(262, 2), F(258, 8, 8, 8))).Voxels);

        // 1.5f is 3fc00000, 2f 40000000: their bytes apart, the highest first, each less the one before.
        byte[] apart = { 0x3f, 0x40, 0xc0, 0x00, 0, 0, 0, 0 };
        byte[] floats = PngFile.Zlib(apart.Select((b, i) => (byte)(b - (i > 0 ? apart[i - 1] : 0))).ToArray());
        Assert.Equal(new[] { 1.5f, 2f }, (float[])Read(new TiffFile().Page(2, 1, 32, floats, F(259, 8), F(317, 3), F(339, 3))).Voxels);
    }

    [Fact]
    public void PackBits_and_LZW_are_decoded_by_the_library()
    {
        // 4 of 7, then 1 2 3 one by one (TIFF 6.0 section 9).
        Assert.Equal(new byte[] { 7, 7, 7, 7, 1, 2, 3 }, (byte[])Read(new TiffFile().Page(7, 1, 8, new byte[] { 0xfd, 7, 2, 1, 2, 3 }, F(259, 32773))).Voxels);

        // Codes of 9 bits (section 13): clear, 7, 258 (7 7), 8, end.
        int[] codes = { 256, 7, 258, 8, 257 };
        var bits = string.Concat(codes.Select(c => Convert.ToString(c, 2).PadLeft(9, '0'))).PadRight(48, '0');
        byte[] lzw = Enumerable.Range(0, 6).Select(i => Convert.ToByte(bits.Substring(8 * i, 8), 2)).ToArray();
        Assert.Equal(new byte[] { 7, 7, 7, 8 }, (byte[])Read(new TiffFile().Page(4, 1, 8, lzw, F(259, 5))).Voxels);
    }

    [Theory]
    [InlineData(1, new byte[] { 0b10110000 }, new[] { 255, 0, 255, 255 })]
    [InlineData(2, new byte[] { 0b00011011 }, new[] { 0, 85, 170, 255 })]
    [InlineData(4, new byte[] { 0x0f, 0x17 }, new[] { 0, 255, 17, 119 })]
    [InlineData(12, new byte[] { 0x12, 0x3a, 0xbc, 0xff, 0xf0, 0x01 }, new[] { 0x123, 0xabc, 0xfff, 1 })]
    [InlineData(24, new byte[] { 1, 0, 0, 2, 1, 0, 3, 2, 1, 255, 255, 255 }, new[] { 1, 258, 66051, 16777215 })]
    public void Packed_samples_are_unpacked(int bits, byte[] row, int[] expected)
    {
        MedImage image = Read(new TiffFile().Page(4, 1, bits, row));
        Assert.Equal(expected, image.Voxels.Cast<object>().Select(v => Convert.ToInt32(v, System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void Half_floats_become_floats() =>
        Assert.Equal(new[] { 1f, -2f, 65504f, 5.9604645e-8f, float.NegativeInfinity }, (float[])Read(new TiffFile().Page(5, 1, 16, new TiffFile().Numbers(2, 0x3c00, 0xc000, 0x7bff, 1, 0xfc00), F(339, 3))).Voxels);

    [Fact]
    public void Planes_are_put_together()
    {
        var file = new TiffFile();
        int[] planes = { file.Add(new byte[] { 1, 2 }), file.Add(new byte[] { 3, 4 }), file.Add(new byte[] { 5, 6 }) };
        MedImage image = Read(file.Page(2, 1, 8, Array.Empty<byte>(), F(277, 3), F(258, 8, 8, 8), F(262, 2), F(284, 2), F(273, planes.Select(p => (long)p).ToArray()), F(279, 2, 2, 2)));
        Assert.Equal(new byte[] { 1, 3, 5, 2, 4, 6 }, (byte[])image.Voxels);
        Assert.Equal(3, image.Components);
    }

    [Fact]
    public void Indices_are_looked_up()
    {
        long[] red = Enumerable.Range(0, 16).Select(i => (long)i * 257).ToArray();
        long[] none = new long[16];
        MedImage colours = Read(new TiffFile().Page(2, 1, 4, new byte[] { 0x3f }, F(262, 3), (320, 3, red.Concat(none).Concat(red).ToArray())));
        Assert.Equal(new byte[] { 3, 0, 3, 15, 0, 15 }, (byte[])colours.Voxels);

        // The same by the library: PackBits.
        MedImage packed = Read(new TiffFile().Page(2, 1, 4, new byte[] { 0, 0x3f }, F(262, 3), F(259, 32773), (320, 3, red.Concat(none).Concat(red).ToArray())));
        Assert.Equal(new byte[] { 3, 0, 3, 15, 0, 15 }, (byte[])packed.Voxels);
        MedImage gray = Read(new TiffFile().Page(2, 1, 4, new byte[] { 0x3f }, F(262, 3), (320, 3, red.Concat(red).Concat(red).ToArray())));
        Assert.Equal(1, gray.Components);
        Assert.Equal(new byte[] { 3, 15 }, (byte[])gray.Voxels);
        long[] wide = red.Select(v => v + 1).ToArray();
        MedImage sixteen = Read(new TiffFile().Page(2, 1, 4, new byte[] { 0x3f }, F(262, 3), (320, 3, wide.Concat(wide).Concat(wide).ToArray())));
        Assert.Equal(new ushort[] { 772, 3856 }, (ushort[])sixteen.Voxels);
    }

    [Fact]
    public void Zero_may_be_white()
    {
        Assert.Equal(new byte[] { 0, 255 }, ((byte[])Read(new TiffFile().Page(2, 1, 1, new byte[] { 0x80 }, F(262, 0))).Voxels).Take(2));

        // Numbers are as they are stored, as in ITK.
        MedImage image = Read(new TiffFile().Page(2, 1, 8, new byte[] { 1, 2 }, F(262, 0)));
        Assert.Equal(new byte[] { 1, 2 }, (byte[])image.Voxels);
        Assert.Single(image.Warnings);
    }

    [Fact]
    public void Pages_are_slices()
    {
        var file = new TiffFile();
        for (int i = 0; i < 4; i++)
        {
            file.Page(2, 2, 8, new[] { (byte)i, (byte)1, (byte)2, (byte)3 }, F(254, 2));
        }

        // A thumbnail and a mask are none.
        file.Page(1, 1, 8, new byte[] { 9 }, F(254, 1));
        file.Page(2, 2, 8, new byte[] { 9, 9, 9, 9 }, F(254, 4));
        MedImage image = Read(file);
        Assert.Equal(new Shape(2, 2, 4), image.Shape);
        Assert.Equal(new byte[] { 0, 1, 2, 3, 1, 1, 2, 3, 2, 1, 2, 3, 3, 1, 2, 3 }, (byte[])image.Voxels);
        Assert.Contains("-Spacing", Assert.Single(image.Warnings));
        MedImage known = MedFile.Read(image.Path!, new ReadOptions { Spacing = new Vector(0.5, 0.5, 2), Slice = SliceExpression.Parse("1, :, 2:") });
        Assert.Equal(new Vector(0.5, 0.5, 2), known.Spacing);
        Assert.Equal(new byte[] { 1, 3, 1, 3 }, (byte[])known.Voxels);
        Assert.Empty(known.Warnings);
    }

    [Fact]
    public void Pages_of_several_sizes_are_an_error()
    {
        TiffFile file = new TiffFile().Page(2, 2, 8, new byte[4]).Page(2, 1, 8, new byte[2]);
        Assert.Equal(MedIOError.InconsistentSeries, Error(file.Bytes));
        Assert.Equal(MedIOError.InconsistentSeries, Error(new TiffFile().Page(2, 2, 8, new byte[4]).Page(2, 2, 16, new byte[8]).Bytes));
    }

    [Theory]
    [InlineData(3, 0.2, 0.4)]
    [InlineData(2, 0.508, 1.016)]
    [InlineData(1, 1, 1)]
    public void The_resolution_is_the_spacing(int unit, double x, double y)
    {
        MedImage image = Read(new TiffFile().Page(1, 1, 8, new byte[] { 1 }, (282, 5, new long[] { 100, 2 }), (283, 5, new long[] { 25, 1 }), F(296, unit)));
        Assert.Equal(x, image.Spacing[0], 12);
        Assert.Equal(y, image.Spacing[1], 12);
    }

    [Fact]
    public void ImageJ_says_what_pages_are()
    {
        var file = new TiffFile();
        string text = "ImageJ=1.53k\nimages=12\nchannels=2\nslices=3\nframes=2\nhyperstack=true\nunit=\\u00B5m\nspacing=2.5\nfinterval=0.25\n";
        for (int i = 0; i < 12; i++)
        {
            file.Page(1, 1, 8, new[] { (byte)i }, i == 0 ? Text(text) : F(254, 2), (282, 5, new long[] { 2, 1 }), (283, 5, new long[] { 4, 1 }), F(296, 1));
        }

        MedImage image = Read(file);
        Assert.Equal(new Shape(1, 1, 3, 2), image.Shape);
        Assert.Equal(2, image.Components);

        // Channels come first in the file.
        Assert.Equal(Enumerable.Range(0, 12).Select(i => (byte)i), (byte[])image.Voxels);
        Assert.Equal(new Vector(0.0005, 0.00025, 0.0025), image.Spacing);
        Assert.Equal(0.25, image.TimeStep);
    }

    [Fact]
    public void ImageJ_may_have_one_directory_for_all_slices()
    {
        var file = new TiffFile(bigEndian: true);
        int at = file.Add(file.Numbers(2, 1, 2, 3, 4, 5, 6));
        MedImage image = Read(file.Page(2, 1, 16, Array.Empty<byte>(), F(273, at), F(279, 4), Text("ImageJ=1.53k\nimages=3\nslices=3\nunit=mm\nspacing=3\n")));
        Assert.Equal(new Shape(2, 1, 3), image.Shape);
        Assert.Equal(new ushort[] { 1, 2, 3, 4, 5, 6 }, (ushort[])image.Voxels);
        Assert.Equal(3, image.Spacing[2]);
    }

    [ToolFact("tiffcp")]
    public void What_libtiff_writes_is_read()
    {
        var random = new Random(5);
        foreach (int bits in new[] { 8, 16 })
        {
            byte[] raw = Enumerable.Range(0, 37 * 41 * 3 * bits / 8).Select(i => (byte)(i / 5 % 2 == 0 ? random.Next(256) : i / 50)).ToArray();
            var made = new TiffFile();
            for (int page = 0; page < 3; page++)
            {
                made.Page(37, 41, bits, raw.Select(b => (byte)(b + page)).ToArray(), F(277, 3), F(258, bits, bits, bits), F(262, 2));
            }

            MedImage expected = Read(made);
            foreach (string how in new[] { "-c none", "-c lzw", "-c lzw:2", "-c zip", "-c zip:2", "-c packbits", "-t -w 16 -l 32 -c lzw:2", "-t -w 32 -l 16", "-p separate -c lzw", "-p separate -c zip:2", "-p separate -t -w 16 -l 16", "-B -c lzw:2", "-B -c zip:2", "-8 -c zip", "-r 7", "-f lsb2msb -c lzw", "-B -8" })
            {
                if (bits != 8 && how.StartsWith("-p", StringComparison.Ordinal))
                {
                    // It cannot take these apart.
                    continue;
                }

                ExternalTool.Run("tiffcp", $"{how} \"{_folder["a.tif"]}\" \"{_folder["b.tif"]}\"");
                MedImage image = MedFile.Read(_folder["b.tif"]);
                Assert.Equal(expected.Shape, image.Shape);
                Assert.Equal(expected.Voxels, image.Voxels);
            }
        }
    }

    private static byte[] Raw(Array numbers, int size, bool bigEndian)
    {
        var raw = new byte[numbers.Length * size];
        Buffer.BlockCopy(numbers, 0, raw, 0, raw.Length);
        for (int i = 0; bigEndian && i < raw.Length; i += size)
        {
            Array.Reverse(raw, i, size);
        }

        return raw;
    }

    private MedImage Read(TiffFile file)
    {
        File.WriteAllBytes(_folder["a.tif"], file.Bytes);
        return MedFile.Read(_folder["a.tif"]);
    }

    private MedIOError Error(byte[] bytes)
    {
        File.WriteAllBytes(_folder["a.tif"], bytes);
        return Assert.Throws<MedIOException>(() => MedFile.Read(_folder["a.tif"])).Error;
    }
}
