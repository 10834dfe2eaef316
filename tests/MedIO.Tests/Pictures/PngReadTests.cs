using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Xunit;

namespace MedIO.Tests.Pictures;

public sealed class PngReadTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_filter_is_taken_back()
    {
        // A row for each filter, and one above each of them that is not zero; all of pixels of 1, 2, 3, 4, 6 and 8 bytes.
        foreach ((int depth, int colour, int pixelBytes) in new[] { (8, 0, 1), (16, 0, 2), (8, 2, 3), (8, 6, 4), (16, 2, 6), (16, 6, 8) })
        {
            byte[] rows = Random(11 * pixelBytes * 10);
            byte[] file = PngFile.Of(11, 10, depth, colour, PngFile.Filter(rows, 11 * pixelBytes, pixelBytes, y => y % 5));
            Assert.Equal(rows, BigEndian(Read(file)));
            byte[] reverse = PngFile.Of(11, 10, depth, colour, PngFile.Filter(rows, 11 * pixelBytes, pixelBytes, y => 4 - (y % 5)));
            Assert.Equal(rows, BigEndian(Read(reverse)));
        }
    }

    [Theory]
    [InlineData(1, new byte[] { 0b10110000 }, new[] { 255, 0, 255, 255 })]
    [InlineData(2, new byte[] { 0b00011011 }, new[] { 0, 85, 170, 255 })]
    [InlineData(4, new byte[] { 0x0f, 0x17 }, new[] { 0, 255, 17, 119 })]
    [InlineData(8, new byte[] { 0, 255, 17, 119 }, new[] { 0, 255, 17, 119 })]
    public void Gray_of_few_bits_becomes_eight(int depth, byte[] row, int[] expected)
    {
        MedImage image = Read(PngFile.Of(4, 1, depth, 0, Row(row)));
        Assert.Equal(VoxelType.UInt8, image.DataType);
        Assert.Equal(expected, ((byte[])image.Voxels).Select(v => (int)v));
        Assert.Equal(new Shape(4, 1), image.Shape);
    }

    [Fact]
    public void Sixteen_bits_have_their_high_byte_first()
    {
        MedImage image = Read(PngFile.Of(2, 1, 16, 0, Row(0x01, 0x02, 0xff, 0xfe)));
        Assert.Equal(new ushort[] { 0x0102, 0xfffe }, (ushort[])image.Voxels);
    }

    [Theory]
    [InlineData(2, 3)]
    [InlineData(4, 2)]
    [InlineData(6, 4)]
    public void Samples_of_a_pixel_are_components(int colour, int components)
    {
        byte[] row = Random(3 * components);
        MedImage image = Read(PngFile.Of(3, 1, 8, colour, Row(row)));
        Assert.Equal(components, image.Components);
        Assert.Equal(row, (byte[])image.Voxels);
    }

    [Fact]
    public void Indices_are_looked_up()
    {
        byte[] palette = { 1, 2, 3, 40, 50, 60, 7, 8, 9 };
        foreach ((int depth, byte[] row) in new[] { (1, new byte[] { 0b01000000 }), (2, new byte[] { 0b00011000 }), (4, new byte[] { 0x01, 0x20 }), (8, new byte[] { 0, 1, 2 }) })
        {
            MedImage image = Read(PngFile.Of(depth == 1 ? 2 : 3, 1, depth, 3, Row(row), false, ("PLTE", palette)));
            Assert.Equal(palette.Take(depth == 1 ? 6 : 9), (byte[])image.Voxels);
            Assert.Equal(3, image.Components);
        }

        // An index behind the palette's end is black, as in libpng.
        Assert.Equal(new byte[] { 0, 0, 0 }, (byte[])Read(PngFile.Of(1, 1, 8, 3, Row(9), false, ("PLTE", palette))).Voxels);
    }

    [Fact]
    public void Transparency_is_a_component()
    {
        MedImage palette = Read(PngFile.Of(3, 1, 8, 3, Row(0, 1, 2), false, ("PLTE", new byte[] { 1, 2, 3, 4, 5, 6, 7, 8, 9 }), ("tRNS", new byte[] { 10, 20 })));
        Assert.Equal(new byte[] { 1, 2, 3, 10, 4, 5, 6, 20, 7, 8, 9, 255 }, (byte[])palette.Voxels);
        Assert.Equal(new byte[] { 5, 255, 6, 0 }, (byte[])Read(PngFile.Of(2, 1, 8, 0, Row(5, 6), false, ("tRNS", new byte[] { 0, 6 }))).Voxels);
        Assert.Equal(new byte[] { 255, 0, 0, 255 }, (byte[])Read(PngFile.Of(2, 1, 1, 0, Row(0x80), false, ("tRNS", new byte[] { 0, 1 }))).Voxels);
        Assert.Equal(new byte[] { 1, 2, 3, 0, 1, 2, 4, 255 }, (byte[])Read(PngFile.Of(2, 1, 8, 2, Row(1, 2, 3, 1, 2, 4), false, ("tRNS", new byte[] { 0, 1, 0, 2, 0, 3 }))).Voxels);
        Assert.Equal(new ushort[] { 258, 0, 259, 65535 }, (ushort[])Read(PngFile.Of(2, 1, 16, 0, Row(1, 2, 1, 3), false, ("tRNS", new byte[] { 1, 2 }))).Voxels);
    }

    [Fact]
    public void Significant_bits_are_what_was_before_as_in_ITK()
    {
        // 12 bits in 16, the low ones filled by the high ones, as the definition recommends.
        MedImage image = Read(PngFile.Of(2, 1, 16, 0, Row(0xab, 0xca, 0xff, 0xff), false, ("sBIT", new byte[] { 12 })));
        Assert.Equal(new ushort[] { 0xabc, 0xfff }, (ushort[])image.Voxels);
        Assert.Equal(new ushort[] { 0xabca }, (ushort[])Read(PngFile.Of(1, 1, 16, 0, Row(0xab, 0xca), false, ("sBIT", new byte[] { 16 }))).Voxels);
        Assert.Equal(new ushort[] { 0xabca }, (ushort[])Read(PngFile.Of(1, 1, 16, 0, Row(0xab, 0xca), false, ("sBIT", new byte[] { 17 }))).Voxels);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 2)]
    [InlineData(5, 5)]
    [InlineData(8, 8)]
    [InlineData(13, 9)]
    [InlineData(33, 17)]
    public void Interlaced_pixels_come_to_their_places(int width, int height)
    {
        // Each pass by the letter of section 8.2: where its first pixel is, and the steps.
        int[][] passes = { new[] { 0, 0, 8, 8 }, new[] { 4, 0, 8, 8 }, new[] { 0, 4, 4, 8 }, new[] { 2, 0, 4, 4 }, new[] { 0, 2, 2, 4 }, new[] { 1, 0, 2, 2 }, new[] { 0, 1, 1, 2 } };
        foreach ((int depth, int colour, int channels) in new[] { (8, 0, 1), (16, 2, 3), (2, 0, 1) })
        {
            int bits = depth * channels;
            int bytes = Math.Max(1, bits / 8);
            byte[] pixels = Random(width * height * bytes);
            for (int i = 0; bits < 8 && i < pixels.Length; i++)
            {
                pixels[i] = (byte)(pixels[i] & 3);
            }

            var rows = new List<byte>();
            foreach (int[] p in passes)
            {
                var pass = new List<byte>();
                int columns = 0;
                for (int y = p[1]; y < height; y += p[3])
                {
                    var row = new List<int>();
                    for (int x = p[0]; x < width; x += p[2])
                    {
                        row.AddRange(Enumerable.Range(0, bytes).Select(i => (int)pixels[(((y * width) + x) * bytes) + i]));
                    }

                    columns = row.Count;
                    pass.AddRange(bits >= 8 ? row.Select(v => (byte)v) : Enumerable.Range(0, (row.Count + 3) / 4).Select(i => (byte)Enumerable.Range(0, 4).Sum(k => (4 * i) + k < row.Count ? row[(4 * i) + k] << (6 - (2 * k)) : 0)));
                }

                int rowBytes = bits >= 8 ? columns : (columns + 3) / 4;
                if (rowBytes > 0)
                {
                    rows.AddRange(PngFile.Filter(pass.ToArray(), rowBytes, bytes, y => (y + 1) % 5));
                }
            }

            byte[] got = BigEndian(Read(PngFile.Of(width, height, depth, colour, rows.ToArray(), interlaced: true)));
            Assert.Equal(bits >= 8 ? pixels : pixels.Select(v => (byte)(v * 85)).ToArray(), got);
        }
    }

    [Fact]
    public void Pixels_may_be_spread_over_many_chunks()
    {
        byte[] rows = Row(Random(40));
        byte[] zlib = PngFile.Zlib(rows);
        var file = new PngFile().Chunk("IHDR", PngFile.Header(40, 1, 8, 0));
        foreach (byte value in zlib)
        {
            file.Chunk("IDAT", new[] { value }).Chunk("IDAT", Array.Empty<byte>());
        }

        Assert.Equal(rows.Skip(1), (byte[])Read(file.Chunk("IEND", Array.Empty<byte>()).Bytes).Voxels);
    }

    [Theory]
    [InlineData(2000, 4000, 1, 0.5, 0.25)]
    [InlineData(2000, 4000, 0, 1, 1)]
    [InlineData(0, 4000, 1, 1, 1)]
    public void Pixels_a_metre_are_the_spacing(int x, int y, int unit, double spacingX, double spacingY)
    {
        byte[] size = PngFile.Int(x).Concat(PngFile.Int(y)).Concat(new[] { (byte)unit }).ToArray();
        MedImage image = Read(PngFile.Of(1, 1, 8, 0, Row(7), false, ("pHYs", size)));
        Assert.Equal(new Vector(spacingX, spacingY), image.Spacing);
        Assert.Empty(image.Warnings);
    }

    [Fact]
    public void The_scale_that_ITK_writes_is_in_millimetres()
    {
        byte[] scale = Encoding.ASCII.GetBytes("\u0001" + "0.7\0" + "1.25e0");
        Assert.Equal(new Vector(0.7, 1.25), Read(PngFile.Of(1, 1, 8, 0, Row(7), false, ("sCAL", scale))).Spacing);

        // By the definition it is in metres; pHYs says when it really is.
        byte[] metres = Encoding.ASCII.GetBytes("\u0001" + "0.0007\0" + "0.00125");
        byte[] size = PngFile.Int(1429).Concat(PngFile.Int(800)).Concat(new byte[] { 1 }).ToArray();
        Vector spacing = Read(PngFile.Of(1, 1, 8, 0, Row(7), false, ("sCAL", metres), ("pHYs", size))).Spacing;
        Assert.Equal(0.7, spacing[0], 10);
        Assert.Equal(1.25, spacing[1], 10);
    }

    [Fact]
    public void The_header_is_there_when_it_is_asked_for()
    {
        string path = Write(PngFile.Of(2, 1, 8, 0, Row(1, 2), false, ("tEXt", Encoding.ASCII.GetBytes("Comment\0a phantom"))));
        Assert.Null(MedFile.ReadMeta(path).Header);
        System.Collections.IDictionary header = MedFile.ReadMeta(path, new ReadOptions { Header = true }).Header!;
        Assert.Equal(8, header["BitDepth"]);
        Assert.Equal("a phantom", header["Comment"]);
    }

    [Fact]
    public void A_spacing_that_is_wanted_holds()
    {
        string path = Write(PngFile.Of(2, 1, 8, 0, Row(1, 2)));
        Assert.Equal(new Vector(0.5, 2), MedFile.ReadMeta(path, new ReadOptions { Spacing = new Vector(0.5, 2) }).Spacing);
        Assert.Equal(new Vector(0.5, 2), MedFile.ReadMeta(path, new ReadOptions { Spacing = new Vector(0.5, 2, 7) }).Spacing);
        foreach (Vector wrong in new[] { new Vector(1), new Vector(1, 0), new Vector(-1, 1), new Vector(1, double.NaN), new Vector(1, 1, 1, 1), new Vector(1, double.PositiveInfinity) })
        {
            Assert.Equal(MedIOError.InvalidSpacing, Assert.Throws<MedIOException>(() => MedFile.ReadMeta(path, new ReadOptions { Spacing = wrong })).Error);
        }
    }

    private static byte[] Row(params byte[] bytes) => new byte[] { 0 }.Concat(bytes).ToArray();

    private static byte[] Random(int count)
    {
        var bytes = new byte[count];
        new Random(count).NextBytes(bytes);
        return bytes;
    }

    // The samples as they are in the file.
    private static byte[] BigEndian(MedImage image) =>
        image.Voxels is ushort[] words ? words.SelectMany(w => new[] { (byte)(w >> 8), (byte)w }).ToArray() : (byte[])image.Voxels;

    private string Write(byte[] bytes)
    {
        File.WriteAllBytes(_folder["a.png"], bytes);
        return _folder["a.png"];
    }

    private MedImage Read(byte[] bytes) => MedFile.Read(Write(bytes));
}
