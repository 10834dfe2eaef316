using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using FsCheck.Xunit;
using MedIO.Geometry;
using Xunit;

namespace MedIO.Tests.Vtk;

/// <content>What is in the legacy VTK files that are written, and what cannot be.</content>
public sealed class VtkWriteTests : IDisposable
{
    private readonly ScratchFolder _folder = new();
    private readonly List<string> _warnings = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_file_is_what_ITK_writes()
    {
        var image = new MedImage(new short[] { 1, 2, 3, 4, 5, -6 }, new MedMeta(new Shape(3, 2, 1), new Affine(Matrix.Identity(3), new Vector(0.1, 2, 3), new Vector(-1.5, 0, 1e-7))));
        byte[] file = Save(image);
        const string Header = "# vtk DataFile Version 3.0\nWritten by MedIO\nBINARY\nDATASET STRUCTURED_POINTS\nDIMENSIONS 3 2 1\nSPACING 0.1 2 3\nORIGIN -1.5 0 1E-07\nPOINT_DATA 6\nSCALARS scalars short 1\nLOOKUP_TABLE default\n";
        Assert.Equal(Header, Encoding.ASCII.GetString(file, 0, Header.Length));
        Assert.Equal(new byte[] { 0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0xff, 0xfa }, file.Skip(Header.Length));
        Assert.Empty(_warnings);
    }

    [Theory]
    [InlineData(VoxelType.UInt8, 1, "SCALARS scalars unsigned_char 1\nLOOKUP_TABLE default\n")]
    [InlineData(VoxelType.UInt8, 3, "COLOR_SCALARS color_scalars 3\n")]
    [InlineData(VoxelType.UInt8, 4, "COLOR_SCALARS color_scalars 4\n")]
    [InlineData(VoxelType.UInt8, 2, "SCALARS scalars unsigned_char 2\nLOOKUP_TABLE default\n")]
    [InlineData(VoxelType.Int8, 1, "SCALARS scalars char 1\nLOOKUP_TABLE default\n")]
    [InlineData(VoxelType.UInt16, 1, "SCALARS scalars unsigned_short 1\nLOOKUP_TABLE default\n")]
    [InlineData(VoxelType.Int32, 1, "SCALARS scalars int 1\nLOOKUP_TABLE default\n")]
    [InlineData(VoxelType.UInt32, 1, "SCALARS scalars unsigned_int 1\nLOOKUP_TABLE default\n")]
    [InlineData(VoxelType.Int64, 1, "SCALARS scalars vtktypeint64 1\nLOOKUP_TABLE default\n")]
    [InlineData(VoxelType.UInt64, 1, "SCALARS scalars vtktypeuint64 1\nLOOKUP_TABLE default\n")]
    [InlineData(VoxelType.Float32, 3, "SCALARS scalars float 3\nLOOKUP_TABLE default\n")]
    [InlineData(VoxelType.Float64, 9, "SCALARS scalars double 9\nLOOKUP_TABLE default\n")]
    public void Every_type_has_its_words_and_comes_back(VoxelType type, int components, string words)
    {
        Array voxels = Array.CreateInstance(VoxelTypes.ToClrType(type), 8 * components);
        for (int i = 0; i < voxels.Length; i++)
        {
            voxels.SetValue(Convert.ChangeType(i, VoxelTypes.ToClrType(type), null), i);
        }

        var image = new MedImage(voxels, new MedMeta(new Shape(2, 2, 2), dataType: type, components: components));
        Assert.Contains("\nPOINT_DATA 8\n" + words, Encoding.ASCII.GetString(Save(image)), StringComparison.Ordinal);
        MedImage back = MedFile.Read(_folder["a.vtk"]);
        Assert.Equal(image.Voxels, back.Voxels);
        Assert.Equal(components, back.Components);
        Assert.Empty(back.Warnings);
    }

    [Property(MaxTest = 200)]
    public void Voxels_keep_their_places_whatever_the_orientation(int seed)
    {
        var random = new Random(seed);
        string code = AxisCodes.All[random.Next(AxisCodes.All.Count)];
        int[] sizes = { random.Next(1, 5), random.Next(1, 5), random.Next(1, 5) };
        var straight = new MedImage(
            Enumerable.Range(0, sizes[0] * sizes[1] * sizes[2] * 2).Select(v => (short)v).ToArray(),
            new MedMeta(new Shape(sizes), new Affine(Matrix.Identity(3), new Vector(0.7, 1.3, 2.9), new Vector(random.NextDouble(), -50, 7)), dataType: VoxelType.Int16, components: 2));
        MedImage image = straight.Reorient(code);
        image.Metadata.OriginalOrientation = code;
        Save(image);
        Assert.Equal(code == "RAI" ? 0 : 1, _warnings.Count);
        _warnings.Clear();
        MedImage back = MedFile.Read(_folder["a.vtk"]);
        Assert.Equal(straight.Voxels, back.Voxels);
        for (int i = 0; i < 12; i++)
        {
            Assert.Equal(straight.Affine[i / 4, i % 4], back.Affine.To3D()[i / 4, i % 4], 9);
        }
    }

    [Fact]
    public void A_sagittal_plane_lies_where_it_was()
    {
        // Its axes are y and z.
        var affine = new Affine(new double[,] { { 0, 0, 1, 7 }, { 2, 0, 0, -3 }, { 0, 3, 0, 5 }, { 0, 0, 0, 1 } });
        var image = new MedImage(new short[] { 1, 2, 3, 4, 5, 6 }, new MedMeta(new Shape(3, 2), affine));
        Save(image);
        MedImage back = MedFile.Read(_folder["a.vtk"]);
        Assert.Equal(new Shape(1, 3, 2), back.Shape);
        Assert.Equal(image.Voxels, back.Voxels);
        Assert.Equal(new Vector(7, -3, 5), back.Origin);
        Assert.Equal(new Vector(1, 2, 3), back.Spacing);
    }

    [Fact]
    public void What_has_no_place_is_an_error_that_says_so()
    {
        double c = Math.Cos(0.1);
        double s = Math.Sin(0.1);
        var oblique = new Affine(new double[,] { { c, -s, 0, 0 }, { s, c, 0, 0 }, { 0, 0, 1, 0 }, { 0, 0, 0, 1 } });
        Assert.Contains("oblique", Fails(new MedImage(new short[8], new MedMeta(new Shape(2, 2, 2), oblique))), StringComparison.Ordinal);
        var sheared = new Affine(new double[,] { { 1, 0.2, 0, 0 }, { 0, 1, 0, 0 }, { 0, 0, 1, 0 }, { 0, 0, 0, 1 } });
        Assert.Contains("oblique", Fails(new MedImage(new short[8], new MedMeta(new Shape(2, 2, 2), sheared))), StringComparison.Ordinal);
        Assert.Contains("three dimensions", Fails(new MedImage(new short[16], new MedMeta(new Shape(2, 2, 2, 2)))), StringComparison.Ordinal);
        Assert.Contains("Complex64", Fails(new MedImage(new Complex64[8], new MedMeta(new Shape(2, 2, 2), dataType: VoxelType.Complex64))), StringComparison.Ordinal);
        Assert.Empty(_folder.Names());
    }

    [Fact]
    public void The_rounding_of_a_header_is_no_obliqueness()
    {
        var affine = new Affine(new double[,] { { 1, 1e-8, 0, 0 }, { 0, 1, -2e-8, 0 }, { 0, 0, 1, 0 }, { 0, 0, 0, 1 } });
        Save(new MedImage(new short[8], new MedMeta(new Shape(2, 2, 2), affine)));
        Assert.Equal("RAI", MedFile.ReadMeta(_folder["a.vtk"]).Orientation);
    }

    [Fact]
    public void A_fourth_axis_of_one_volume_is_left_out()
    {
        Save(new MedImage(new short[8], new MedMeta(new Shape(2, 2, 2, 1))));
        Assert.Equal(new Shape(2, 2, 2), MedFile.ReadMeta(_folder["a.vtk"]).Shape);
    }

    private byte[] Save(MedImage image)
    {
        image.Save(_folder["a.vtk"], new SaveOptions { Warn = _warnings.Add });
        return File.ReadAllBytes(_folder["a.vtk"]);
    }

    private string Fails(MedImage image)
    {
        MedIOException e = Assert.Throws<MedIOException>(() => Save(image));
        Assert.Equal(MedIOError.CannotRepresent, e.Error);
        return e.Message;
    }
}
