using System;
using System.Linq;
using Xunit;

namespace MedIO.Tests.Nifti;

/// <content>Where the header puts the voxels, in NIfTI's own world (RAS+).</content>
public sealed class NiftiGeometryTests : IDisposable
{
    private static readonly ReadOptions Nib = new() { CoordinateSystem = CoordinateSystem.Nib };

    private readonly NiftiFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_sform_wins_over_the_qform_and_a_warning_says_that_they_disagree()
    {
        MedMeta meta = Read(n => n.Sform(new double[,] { { 2, 0, 0, 10 }, { 0, 2, 0, 20 }, { 0, 0, 2, 30 } }, 2).Qform(0, 0, 0, -5, 0, 0, 1).Pixdim(1, 2, 2, 2));
        Assert.Equal("10 20 30", meta.Origin.ToString());
        Assert.Contains("sform (code 2) and qform (code 1)", Assert.Single(meta.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void The_qform_is_used_where_there_is_no_sform()
    {
        // A quarter turn about z, left-handed: qfac is -1.
        double half = Math.Sqrt(0.5);
        MedMeta meta = Read(n => n.SformCode(0).Pixdim(0, -1, 2, 3, 4).Qform(0, 0, half, 7, 8, 9, 1));
        AssertAffine(new double[,] { { 0, -3, 0, 7 }, { 2, 0, 0, 8 }, { 0, 0, -4, 9 } }, meta.Affine);
        Assert.Empty(meta.Warnings);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    public void Any_qfac_but_minus_one_is_right_handed(double qfac)
    {
        MedMeta meta = Read(n => n.SformCode(0).Pixdim(0, qfac).Qform(0, 0, 0, 0, 0, 0, 1));
        Assert.Equal("RAS", meta.Orientation);
        Assert.Equal(qfac == 5 ? 1 : 0, meta.Warnings.Count);
    }

    [Fact]
    public void Without_forms_the_image_is_centred_and_its_first_axis_runs_to_the_left()
    {
        // nibabel's get_base_affine for shape 3, 4, 5 and zooms 2, 3, 4.
        MedMeta meta = Read(n => n.SformCode(0).Pixdim(1, 2, 3, 4));
        AssertAffine(new double[,] { { -2, 0, 0, 2 }, { 0, 3, 0, -4.5 }, { 0, 0, 4, -8 } }, meta.Affine);
        Assert.Contains("neither sform nor qform", Assert.Single(meta.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Codes_that_NIfTI_does_not_define_count_as_unknown()
    {
        MedMeta meta = Read(n => n.SformCode(77).QformCode(-1));
        Assert.Equal("LAS", meta.Orientation);
        Assert.Equal(3, meta.Warnings.Count);
    }

    [Theory]
    [InlineData(0, "1 2 2")]
    [InlineData(-3, "3 2 2")]
    public void Zero_voxel_sizes_count_as_one_and_signs_are_dropped(double size, string spacing)
    {
        MedMeta meta = Read(n => n.SformCode(0).Pixdim(1, size, 2, 2).Qform(0, 0, 0, 0, 0, 0, 1));
        Assert.Equal(spacing, meta.Spacing.ToString());
        Assert.Single(meta.Warnings);
    }

    [Theory]
    [InlineData(1, 1000)]
    [InlineData(3, 0.001)]
    public void Metres_and_micrometres_become_millimetres(int unit, double scale)
    {
        MedMeta meta = Read(n => n.Units(unit).Sform(new double[,] { { 2, 0, 0, 10 }, { 0, 2, 0, 20 }, { 0, 0, 2, 30 } }, 1));
        AssertAffine(new double[,] { { 2 * scale, 0, 0, 10 * scale }, { 0, 2 * scale, 0, 20 * scale }, { 0, 0, 2 * scale, 30 * scale } }, meta.Affine);
        Assert.Single(meta.Warnings);
    }

    [Fact]
    public void Unusable_geometry_is_an_error_unless_a_default_is_allowed()
    {
        var broken = new Action<NiftiBytes>[]
        {
            n => n.Sform(new double[,] { { double.NaN, 0, 0, 0 }, { 0, 1, 0, 0 }, { 0, 0, 1, 0 } }, 1),
            n => n.Sform(new double[3, 4], 1),
            n => n.Sform(new double[,] { { 1, 1, 0, 0 }, { 1, 1, 0, 0 }, { 0, 0, 1, 0 } }, 1),
            n => n.SformCode(0).Qform(0.9, 0.9, 0, 0, 0, 0, 1),
            n => n.SformCode(0).Qform(0, 0, 0, double.PositiveInfinity, 0, 0, 1),
            n => n.SformCode(0).Pixdim(1, double.NaN),
        };
        foreach (Action<NiftiBytes> change in broken)
        {
            NiftiBytes nifti = NiftiBytes.Small();
            change(nifti);
            string path = _folder.Put("a.nii", nifti.File(NiftiBytes.SmallVoxels));
            MedIOException error = Assert.Throws<MedIOException>(() => MedFile.ReadMeta(path));
            Assert.Equal(MedIOError.InvalidAffine, error.Error);
            MedMeta meta = MedFile.ReadMeta(path, new ReadOptions { AllowDefaultAffine = true, CoordinateSystem = CoordinateSystem.Nib });
            Assert.Equal(Affine.Identity(), meta.Affine);
            Assert.Single(meta.Warnings);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Images_of_one_and_two_dimensions_have_a_place_too(int dimensions)
    {
        int[] sizes = new[] { 4, 5 }.Take(dimensions).ToArray();
        NiftiBytes nifti = new NiftiBytes().Dim(sizes).Datatype(2, 8).Sform(new double[,] { { -2, 0, 0, 1 }, { 0, 3, 0, 2 }, { 0, 0, 1, 0 } }, 1);
        MedMeta meta = MedFile.ReadMeta(_folder.Put("a.nii", nifti.File(new byte[20])), Nib);
        Assert.Equal(dimensions == 1 ? "L" : "LA", meta.Orientation);
        Assert.Equal(dimensions, meta.Shape.Count);
        Assert.Equal(-2, meta.Affine[0, 0]);
    }

    private static void AssertAffine(double[,] rows, Affine affine)
    {
        for (int r = 0; r < 3; r++)
        {
            for (int c = 0; c < 4; c++)
            {
                Assert.Equal(rows[r, c], affine[r, c], 5);
            }
        }
    }

    private MedMeta Read(Action<NiftiBytes> change)
    {
        NiftiBytes nifti = NiftiBytes.Small();
        change(nifti);
        return MedFile.ReadMeta(_folder.Put("a.nii", nifti.File(NiftiBytes.SmallVoxels)), Nib);
    }
}
