using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using FsCheck.Xunit;
using Xunit;

namespace MedIO.Tests.Pictures;

public sealed class TiffWriteTests : IDisposable
{
    private static readonly VoxelType[] Types = VoxelTypes.All.Where(t => !VoxelTypes.IsComplex(t)).ToArray();

    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Property(MaxTest = 200)]
    public void Voxels_and_places_survive(byte width, byte height, byte depth, byte frames, byte choice, byte seed)
    {
        int[] sizes = new[] { 1 + (width % 20), 1 + (height % 20), 1 + (depth % 5), 1 + (frames % 3) }.Take(2 + (choice % 3)).ToArray();
        VoxelType type = Types[seed % Types.Length];
        int components = 1 + (choice / 3 % 5);
        int? level = (choice / 15 % 4) switch { 0 => null, 1 => 0, 2 => 1, _ => 6 };
        var shape = new Shape(sizes);
        Array voxels = Array.CreateInstance(VoxelTypes.ToClrType(type), (int)shape.VoxelCount * components);
        var bytes = new byte[Buffer.ByteLength(voxels)];
        new Random(seed).NextBytes(bytes);
        Buffer.BlockCopy(bytes, 0, voxels, 0, bytes.Length);
        var spacing = new Vector(0.1 + (seed / 100.0), 1 + (choice / 7.0), 0.5 + (depth / 9.0));
        Affine affine = sizes.Length == 2
            ? new Affine(new[,] { { spacing[0], 0, 0 }, { 0, spacing[1], 0 }, { 0, 0, 1 } })
            : new Affine(new[,] { { spacing[0], 0, 0, 0 }, { 0, spacing[1], 0, 0 }, { 0, 0, spacing[2], 0 }, { 0, 0, 0, 1 } });
        var image = new MedImage(voxels, new MedMeta(shape, affine, CoordinateSystem.Itk, type, components) { TimeStep = sizes.Length == 4 ? 1.5 : null });
        image.Save(_folder["a.tif"], new SaveOptions { CompressionLevel = level, Warn = w => Assert.Fail(w) });
        MedImage back = MedFile.Read(_folder["a.tif"]);

        // A single volume in time is a volume.
        Assert.Equal(sizes.Length == 4 && sizes[3] == 1 ? new Shape(sizes.Take(3).ToArray()) : shape, back.Shape);
        Assert.Equal(type, back.DataType);
        Assert.Equal(components, back.Components);
        var written = new byte[bytes.Length];
        Buffer.BlockCopy(back.Voxels, 0, written, 0, bytes.Length);
        Assert.Equal(bytes, written);
        Assert.All(Enumerable.Range(0, Math.Min(3, sizes.Length)), i => Assert.Equal(spacing[i], back.Spacing[i], 12));
        Assert.Equal(sizes.Length == 4 && sizes[3] > 1 ? 1.5 : null, back.TimeStep);
        Assert.Empty(back.Warnings);
    }

    [Fact]
    public void The_file_is_a_TIFF_by_the_letter()
    {
        new MedImage(new ushort[] { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 }, new MedMeta(new Shape(3, 2, 2), new Affine(new double[,] { { 0.5, 0, 0, 0 }, { 0, 0.7, 0, 0 }, { 0, 0, 3, 0 }, { 0, 0, 0, 1 } }))).Save(_folder["a.tif"]);
        byte[] file = File.ReadAllBytes(_folder["a.tif"]);
        Assert.Equal(new byte[] { (byte)'I', (byte)'I', 42, 0 }, file.Take(4));
        int at = BitConverter.ToInt32(file, 4);
        for (int page = 0; page < 2; page++)
        {
            Assert.Equal(0, at % 2);
            int count = BitConverter.ToUInt16(file, at);
            var fields = new Dictionary<int, (int Type, int Count, int Value)>();
            for (int i = 0; i < count; i++)
            {
                int entry = at + 2 + (12 * i);
                fields.Add(BitConverter.ToUInt16(file, entry), (BitConverter.ToUInt16(file, entry + 2), BitConverter.ToInt32(file, entry + 4), BitConverter.ToInt32(file, entry + 8)));
            }

            Assert.Equal(fields.Keys.OrderBy(k => k), fields.Keys);
            Assert.Equal((4, 1, 3), fields[256]);
            Assert.Equal((4, 1, 2), fields[257]);
            Assert.Equal((3, 1, 16), fields[258]);
            Assert.Equal((3, 1, 1), fields[259]);
            Assert.Equal((3, 1, 1), fields[262]);
            Assert.Equal((3, 1, 3), fields[296]);
            Assert.Equal((4, 1, 12), fields[279]);
            Assert.Equal(Enumerable.Range(1, 6).Select(i => (short)(i + (6 * page))), Enumerable.Range(0, 6).Select(i => BitConverter.ToInt16(file, fields[273].Value + (2 * i))));
            Assert.Equal(20.0, (double)BitConverter.ToUInt32(file, fields[282].Value) / BitConverter.ToUInt32(file, fields[282].Value + 4));
            Assert.Equal(100.0 / 7, (double)BitConverter.ToUInt32(file, fields[283].Value) / BitConverter.ToUInt32(file, fields[283].Value + 4), 12);
            at = BitConverter.ToInt32(file, at + 2 + (12 * count));
        }

        Assert.Equal(0, at);
    }

    [ToolFact("tiffcp", "tiffinfo")]
    public void Libtiff_reads_what_is_written()
    {
        foreach (VoxelType type in new[] { VoxelType.UInt8, VoxelType.Int16, VoxelType.UInt32, VoxelType.Float32, VoxelType.Float64 })
        {
            foreach (int components in new[] { 1, 3, 4 })
            {
                Array voxels = Array.CreateInstance(VoxelTypes.ToClrType(type), 53 * 37 * 4 * components);
                for (int i = 0; i < voxels.Length; i++)
                {
                    voxels.SetValue(Convert.ChangeType(i % 100, voxels.GetType().GetElementType()!, System.Globalization.CultureInfo.InvariantCulture), i);
                }

                new MedImage(voxels, new MedMeta(new Shape(53, 37, 4), null, CoordinateSystem.Itk, type, components)).Save(_folder["a.tif"], new SaveOptions { CompressionLevel = 6 });
                string said = ExternalTool.Run("tiffcp", $"-c none \"{_folder["a.tif"]}\" \"{_folder["b.tif"]}\"");
                Assert.Equal(string.Empty, said);
                Assert.Equal(voxels, MedFile.Read(_folder["b.tif"]).Voxels);
                Assert.Contains("Resolution: 10, 10 pixels/cm", ExternalTool.Run("tiffinfo", $"\"{_folder["a.tif"]}\""));
            }
        }
    }

    [Fact]
    public void What_a_TIFF_cannot_hold_is_an_error_or_a_warning()
    {
        var complex = new MedImage(new Complex64[4], new MedMeta(new Shape(2, 2)));
        Assert.Equal(MedIOError.CannotRepresent, Assert.Throws<MedIOException>(() => complex.Save(_folder["a.tif"])).Error);
        var five = new MedImage(new byte[32], new MedMeta(new Shape(2, 2, 2, 2, 2)));
        Assert.Contains("5 dimensions", Assert.Throws<MedIOException>(() => five.Save(_folder["a.tif"])).Message);
        var warnings = new List<string>();
        var turned = new MedImage(new byte[8], new MedMeta(new Shape(2, 2, 2), new Affine(new double[,] { { -1, 0, 0, 5 }, { 0, 1, 0, 0 }, { 0, 0, 1, 0 }, { 0, 0, 0, 1 } })));
        turned.Save(_folder["a.tif"], new SaveOptions { Warn = warnings.Add });
        Assert.Contains("origin", Assert.Single(warnings));
        Assert.Contains("direction", warnings[0]);
    }

    [Theory]
    [InlineData(0.7)]
    [InlineData(1.0 / 3)]
    [InlineData(1e-6)]
    [InlineData(12345.678)]
    public void Fractions_are_the_nearest(double spacing)
    {
        new MedImage(new byte[1], new MedMeta(new Shape(1, 1), new Affine(new[,] { { spacing, 0, 0 }, { 0, spacing, 0 }, { 0, 0, 1 } }))).Save(_folder["a.tif"]);
        Assert.Equal(1, MedFile.ReadMeta(_folder["a.tif"]).Spacing[0] / spacing, 12);
    }
}
