using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Xunit;

namespace MedIO.Tests.Pictures;

public sealed class BmpReadTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Rows_come_from_below_unless_the_height_is_negative()
    {
        // 2 x 2 pixels: below green and red, above blue and white; blue comes first in a pixel.
        byte[] rows = { 0, 255, 0, 0, 0, 255, 0, 0, 255, 0, 0, 255, 255, 255, 0, 0 };
        byte[] above = { 0, 0, 255, 255, 255, 255 };
        byte[] below = { 0, 255, 0, 255, 0, 0 };
        Assert.Equal(above.Concat(below), (byte[])Read(Bmp(2, 2, 24, 0, rows)).Voxels);
        Assert.Equal(below.Concat(above), (byte[])Read(Bmp(2, -2, 24, 0, rows)).Voxels);
    }

    [Theory]
    [InlineData(1, new byte[] { 0b10100000, 0, 0, 0 }, new byte[] { 0, 1, 0 })]
    [InlineData(4, new byte[] { 0x01, 0x20, 0, 0 }, new byte[] { 0, 1, 2 })]
    [InlineData(8, new byte[] { 2, 0, 1, 0 }, new byte[] { 2, 0, 1 })]
    public void Indices_are_looked_up(int bits, byte[] row, byte[] indices)
    {
        int[][] colours = { new[] { 10, 20, 30 }, new[] { 40, 50, 60 }, new[] { 70, 80, 90 } };
        indices = bits == 1 ? new byte[] { 1, 0, 1 } : indices;
        byte[] palette = colours.SelectMany(c => new[] { (byte)c[2], (byte)c[1], (byte)c[0], (byte)0 }).Concat(new byte[(4 << bits) - Math.Min(12, 4 << bits)]).Take(4 << bits).ToArray();
        MedImage image = Read(Bmp(3, 1, bits, 0, row, palette));
        Assert.Equal(3, image.Components);
        Assert.Equal(indices.SelectMany(i => colours[i].Select(v => (byte)v)), (byte[])image.Voxels);
    }

    [Fact]
    public void A_gray_palette_makes_gray()
    {
        byte[] palette = Enumerable.Range(0, 256).SelectMany(i => new[] { (byte)(255 - i), (byte)(255 - i), (byte)(255 - i), (byte)0 }).ToArray();
        MedImage image = Read(Bmp(3, 1, 8, 0, new byte[] { 0, 5, 255, 0 }, palette));
        Assert.Equal(1, image.Components);
        Assert.Equal(new byte[] { 255, 250, 0 }, (byte[])image.Voxels);
    }

    [Fact]
    public void Fields_of_bits_are_spread_over_eight()
    {
        // 5 bits each without masks; 5, 6, 5 with them.
        Assert.Equal(new byte[] { 255, 0, 8 }, (byte[])Read(Bmp(1, 1, 16, 0, new byte[] { 0x01, 0x7c, 0, 0 })).Voxels);
        byte[] masks = new uint[] { 0xf800, 0x7e0, 0x1f }.SelectMany(BitConverter.GetBytes).ToArray();
        Assert.Equal(new byte[] { 255, 4, 0 }, (byte[])Read(Bmp(1, 1, 16, 3, new byte[] { 0x20, 0xf8, 0, 0 }, masks)).Voxels);
        Assert.Equal(new byte[] { 3, 2, 1 }, (byte[])Read(Bmp(1, 1, 32, 0, new byte[] { 1, 2, 3, 99 })).Voxels);
    }

    [Fact]
    public void Runs_are_decoded()
    {
        byte[] palette = Enumerable.Range(0, 256).SelectMany(i => new[] { (byte)i, (byte)i, (byte)i, (byte)0 }).ToArray();

        // Below: 3 of 7, then 9 8 7 one by one (padded). Above: a move by 2, then 2 of 5.
        byte[] runs = { 3, 7, 0, 3, 9, 8, 7, 0, 0, 0, 0, 2, 2, 0, 2, 5, 0, 1 };
        Assert.Equal(new byte[] { 0, 0, 5, 5, 0, 0, 7, 7, 7, 9, 8, 7 }, (byte[])Read(Bmp(6, 2, 8, 1, runs, palette)).Voxels);

        // Nibbles: 5 of 1 2 1 2 1, then three one by one. Runs beyond the row are cut.
        byte[] nibbles = { 5, 0x12, 0, 3, 0x34, 0x50, 0, 0, 200, 0x11, 0, 1 };
        byte[] sixteen = Enumerable.Range(0, 16).SelectMany(i => new[] { (byte)i, (byte)i, (byte)i, (byte)0 }).ToArray();
        Assert.Equal(new byte[] { 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 1, 2, 1, 3, 4, 5 }, (byte[])Read(Bmp(8, 2, 4, 2, nibbles, sixteen)).Voxels);
    }

    [Fact]
    public void Pixels_a_metre_are_the_spacing() =>
        Assert.Equal(new Vector(0.5, 0.25), Read(Bmp(1, 1, 24, 0, new byte[4], null, 2000, 4000)).Spacing);

    [Fact]
    public void It_is_not_written()
    {
        MedIOException e = Assert.Throws<MedIOException>(() => new MedImage(new byte[4], new MedMeta(new Shape(2, 2))).Save(_folder["a.bmp"]));
        Assert.Equal(MedIOError.UnknownSuffix, e.Error);
    }

    /// <summary>A bitmap with a BITMAPINFOHEADER.</summary>
    internal static byte[] Bmp(int width, int height, int bits, int coding, byte[] pixels, byte[]? palette = null, int perMetreX = 0, int perMetreY = 0)
    {
        palette ??= Array.Empty<byte>();
        var bytes = new List<byte> { (byte)'B', (byte)'M' };
        foreach (int value in new[] { 54 + palette.Length + pixels.Length, 0, 54 + palette.Length, 40, width, height, 1 | (bits << 16), coding, pixels.Length, perMetreX, perMetreY, 0, 0 })
        {
            bytes.AddRange(BitConverter.GetBytes(value));
        }

        return bytes.Concat(palette).Concat(pixels).ToArray();
    }

    private MedImage Read(byte[] bytes)
    {
        File.WriteAllBytes(_folder["a.bmp"], bytes);
        return MedFile.Read(_folder["a.bmp"]);
    }
}
