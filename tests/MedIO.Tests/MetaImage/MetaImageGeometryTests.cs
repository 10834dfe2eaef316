using System;
using System.Linq;
using Xunit;
using static MedIO.Tests.MetaImage.MetaImageFolder;

namespace MedIO.Tests.MetaImage;

public sealed class MetaImageGeometryTests : IDisposable
{
    private const double C = 0.8;
    private const double S = 0.6;

    private readonly MetaImageFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("TransformMatrix", "Offset")]
    [InlineData("Rotation", "Position")]
    [InlineData("Orientation", "Origin")]
    public void Each_row_of_the_matrix_is_the_direction_of_an_axis(string matrix, string offset)
    {
        MedMeta meta = Read("2 3 4", $"{matrix} = 0.8 0.6 0 -0.6 0.8 0 0 0 -1", $"{offset} = 10 -20 30.5", "ElementSpacing = 2 3 4");
        Assert.Equal(new Affine(new Matrix(C, -S, 0, S, C, 0, 0, 0, -1), new Vector(2, 3, 4), new Vector(10, -20, 30.5)), meta.Affine);
        Assert.Equal(CoordinateSystem.Itk, meta.CoordinateSystem);
        Assert.Equal("RAS", meta.Orientation);
    }

    [Fact]
    public void Native_is_LPS_and_Nib_flips_it()
    {
        string path = Write("2 2 2", "Offset = 1 2 3");
        Assert.Equal(new Vector(1, 2, 3), MedFile.ReadMeta(path, new ReadOptions { CoordinateSystem = CoordinateSystem.Native }).Origin);
        MedMeta nib = MedFile.ReadMeta(path, new ReadOptions { CoordinateSystem = CoordinateSystem.Nib });
        Assert.Equal(new Vector(-1, -2, 3), nib.Origin);
        Assert.Equal("LPS", nib.Orientation);
    }

    [Fact]
    public void ElementSize_is_the_spacing_only_where_there_is_no_other()
    {
        Assert.Equal(new Vector(5, 6, 7), Read("2 2 2", "ElementSize = 5 6 7").Spacing);
        Assert.Equal(new Vector(1, 2, 3), Read("2 2 2", "ElementSize = 5 6 7", "ElementSpacing = 1 2 3").Spacing);
    }

    [Fact]
    public void Fields_that_disagree_count_as_in_MetaIO_and_are_warned_of()
    {
        MedMeta meta = Read("2 2 2", "Position = 1 2 3", "Offset = 4 5 6");
        Assert.Equal(new Vector(1, 2, 3), meta.Origin);
        Assert.Contains("Offset", Assert.Single(meta.Warnings));
    }

    [Fact]
    public void Two_dimensions_have_a_plane()
    {
        MedMeta meta = Read("2 2", "TransformMatrix = 0 1 -1 0", "Offset = 5 6", "ElementSpacing = 2 3");
        Assert.Equal(new Affine(new double[,] { { 0, -3, 5 }, { 2, 0, 6 }, { 0, 0, 1 } }), meta.Affine);
    }

    [Fact]
    public void Fourth_spacing_is_the_time_step()
    {
        MedMeta meta = Read("2 2 2 3", "TransformMatrix = 0 1 0 0 1 0 0 0 0 0 1 0 0 0 0 1", "Offset = 1 2 3 0", "ElementSpacing = 2 3 4 1.5");
        Assert.Equal(1.5, meta.TimeStep);
        Assert.Equal(new Vector(2, 3, 4), meta.Spacing);
        Assert.Equal(new Affine(new double[,] { { 0, 3, 0, 1 }, { 2, 0, 0, 2 }, { 0, 0, 4, 3 }, { 0, 0, 0, 1 } }), meta.Affine);
        Assert.Null(Read("2 2 2 3").TimeStep);
    }

    [Fact]
    public void Shear_and_rows_that_are_no_unit_vectors_are_kept()
    {
        MedMeta meta = Read("2 2 2", "TransformMatrix = 2 0 0 0.5 1 0 0 0 1", "ElementSpacing = 3 1 -1");
        Assert.True(meta.IsSheared);
        Assert.Equal(new Affine(new double[,] { { 6, 0.5, 0, 0 }, { 0, 1, 0, 0 }, { 0, 0, -1, 0 }, { 0, 0, 0, 1 } }), meta.Affine);
    }

    [Theory]
    [InlineData("2 2 2", "ElementSpacing = 1 nan 1")]
    [InlineData("2 2 2", "ElementSpacing = 1 0 1")]
    [InlineData("2 2 2", "Offset = -1.#IND 0 0")]
    [InlineData("2 2 2", "ElementSpacing = 1 1 1e200")]
    [InlineData("2 2 2", "TransformMatrix = 1 0 0 1 0 0 0 0 1")]
    [InlineData("2 2 2", "TransformMatrix = 0 0 0 0 0 0 0 0 0")]
    [InlineData("2 2 2 2", "TransformMatrix = 1 0 0 0.5 0 1 0 0 0 0 1 0 0 0 0 1")]
    public void Geometry_without_sense_needs_permission(string dimSize, string field)
    {
        string path = Write(dimSize, field);
        Assert.Equal(MedIOError.InvalidAffine, Assert.Throws<MedIOException>(() => MedFile.ReadMeta(path)).Error);
        MedMeta meta = MedFile.ReadMeta(path, new ReadOptions { AllowDefaultAffine = true });
        Assert.Equal(Affine.Identity(), meta.Affine);
        Assert.Contains("default", Assert.Single(meta.Warnings));
    }

    private MedMeta Read(string dimSize, params string[] fields) => MedFile.ReadMeta(Write(dimSize, fields));

    private string Write(string dimSize, params string[] fields) =>
        _folder.Write("a.mha", Header(dimSize, "MET_UCHAR", "LOCAL", fields), new byte[dimSize.Split(' ').Select(int.Parse).Aggregate(1, (n, d) => n * d)]);
}
