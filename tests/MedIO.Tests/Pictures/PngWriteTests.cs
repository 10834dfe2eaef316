using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using FsCheck.Xunit;
using Xunit;

namespace MedIO.Tests.Pictures;

public sealed class PngWriteTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Property(MaxTest = 200)]
    public void What_is_written_is_a_PNG_by_the_letter(byte width, byte height, byte seed, byte choice)
    {
        int columns = 1 + (width % 70);
        int rows = 1 + (height % 20);
        int components = 1 + (choice % 4);
        bool wide = (choice & 4) != 0;
        int? level = (choice >> 3) % 11 is < 10 and var l ? l : null;
        Array voxels = Voxels(columns * rows * components, wide, seed);
        var image = new MedImage(voxels, new MedMeta(new Shape(columns, rows), null, CoordinateSystem.Itk, wide ? VoxelType.UInt16 : VoxelType.UInt8, components));
        string path = _folder["a.png"];
        image.Save(path, new SaveOptions { CompressionLevel = level, Warn = w => Assert.Fail(w) });

        // Neither our inflater nor our filters take part here.
        Dictionary<string, byte[]> chunks = PngFile.Chunks(File.ReadAllBytes(path));
        Assert.Equal(PngFile.Header(columns, rows, wide ? 16 : 8, new[] { 0, 4, 2, 6 }[components - 1]), chunks["IHDR"]);
        Assert.Empty(chunks["IEND"]);
        int pixelBytes = components * (wide ? 2 : 1);
        byte[] expected = wide ? ((ushort[])voxels).SelectMany(w => new[] { (byte)(w >> 8), (byte)w }).ToArray() : (byte[])voxels;
        Assert.Equal(expected, PngFile.TakeBack(chunks["IDAT"], columns * pixelBytes, pixelBytes));
        MedImage back = MedFile.Read(path);
        Assert.Equal(voxels, back.Voxels);
        Assert.Equal(components, back.Components);
    }

    [Theory]
    [InlineData(0.7, 1.25)]
    [InlineData(1, 1)]
    [InlineData(1.0 / 3, 1e-5)]
    [InlineData(123456.789, 0.1)]
    public void The_spacing_comes_back_to_the_last_digit(double x, double y)
    {
        var image = new MedImage(new byte[6], new MedMeta(new Shape(3, 2), new Affine(new double[,] { { x, 0, 0 }, { 0, y, 0 }, { 0, 0, 1 } })));
        image.Save(_folder["a.png"], new SaveOptions { Warn = w => Assert.Fail(w) });
        Assert.Equal(new Vector(x, y), MedFile.ReadMeta(_folder["a.png"]).Spacing);
        Dictionary<string, byte[]> chunks = PngFile.Chunks(File.ReadAllBytes(_folder["a.png"]));
        string[] scale = Encoding.ASCII.GetString(chunks["sCAL"], 1, chunks["sCAL"].Length - 1).Split('\0');
        Assert.Equal(x, double.Parse(scale[0], System.Globalization.CultureInfo.InvariantCulture));
        if (x <= 1000)
        {
            Assert.Equal(PngFile.Int((int)Math.Round(1000 / x)).Concat(PngFile.Int((int)Math.Round(1000 / y))).Concat(new byte[] { 1 }), chunks["pHYs"]);
        }
    }

    [Fact]
    public void A_smooth_picture_is_filtered()
    {
        // Of a ramp nothing is left but ones.
        byte[] ramp = Enumerable.Range(0, 100 * 100).Select(i => (byte)((i % 100) + (i / 100))).ToArray();
        new MedImage(ramp, new MedMeta(new Shape(100, 100))).Save(_folder["a.png"]);
        byte[] rows = PngFile.Chunks(File.ReadAllBytes(_folder["a.png"]))["IDAT"];
        Assert.All(Enumerable.Range(0, 100), y => Assert.NotEqual(0, rows[101 * y]));
        Assert.True(new FileInfo(_folder["a.png"]).Length < 500);
    }

    [Theory]
    [InlineData(VoxelType.Int16, 1, "UInt16")]
    [InlineData(VoxelType.Float32, 1, "UInt16")]
    [InlineData(VoxelType.UInt8, 5, "4 components")]
    [InlineData(VoxelType.Complex64, 1, "UInt16")]
    public void What_a_PNG_cannot_hold_is_an_error(VoxelType type, int components, string said)
    {
        Array voxels = Array.CreateInstance(VoxelTypes.ToClrType(type), 4 * components);
        var image = new MedImage(voxels, new MedMeta(new Shape(2, 2), null, CoordinateSystem.Itk, type, components));
        MedIOException e = Assert.Throws<MedIOException>(() => image.Save(_folder["a.png"]));
        Assert.Equal(MedIOError.CannotRepresent, e.Error);
        Assert.Contains(said, e.Message);
        Assert.Empty(_folder.Names());
    }

    [ToolFact("convert")]
    public void ImageMagick_reads_what_is_written()
    {
        foreach ((int components, string map) in new[] { (1, "gray"), (3, "rgb"), (4, "rgba") })
        {
            foreach (bool wide in new[] { false, true })
            {
                Array voxels = Voxels(301 * 97 * components, wide, components);
                new MedImage(voxels, new MedMeta(new Shape(301, 97), null, CoordinateSystem.Itk, VoxelType.UInt8, components)).Save(_folder["a.png"]);
                ExternalTool.Run("convert", $"\"{_folder["a.png"]}\" -depth {(wide ? 16 : 8)} -endian MSB {map}:\"{_folder["a.raw"]}\"");
                byte[] expected = wide ? ((ushort[])voxels).SelectMany(w => new[] { (byte)(w >> 8), (byte)w }).ToArray() : (byte[])voxels;
                Assert.Equal(expected, File.ReadAllBytes(_folder["a.raw"]));
            }
        }
    }

    [ToolFact("convert")]
    public void What_ImageMagick_writes_is_read()
    {
        byte[] gray = (byte[])Voxels(61 * 43, false, 3);
        File.WriteAllBytes(_folder["a.gray"], gray);
        foreach (string how in new[] { string.Empty, "-interlace PNG", "-define png:compression-filter=5", "-define png:bit-depth=16" })
        {
            ExternalTool.Run("convert", $"-size 61x43 -depth 8 \"{_folder["a.gray"]}\" {how} \"{_folder["a.png"]}\"");
            MedImage image = MedFile.Read(_folder["a.png"]);
            Assert.Equal(gray, image.Voxels is ushort[] words ? words.Select(w => (byte)(w / 257)).ToArray() : (byte[])image.Voxels);
        }
    }

    // Half smooth, half noise, with runs at the ends of the range.
    internal static Array Voxels(int count, bool wide, int seed)
    {
        var random = new Random(seed);
        int most = wide ? 65535 : 255;
        int[] values = Enumerable.Range(0, count).Select(i => (i / 7 % 3) switch { 0 => (int)((Math.Sin(i / 9.0) + 1) / 2 * most), 1 => random.Next(most + 1), _ => i % 2 * most }).ToArray();
        return wide ? values.Select(v => (ushort)v).ToArray() : values.Select(v => (byte)v).ToArray();
    }
}
