using System;
using System.Collections.Generic;
using System.Linq;
using MedIO.Dicom.Series;
using Xunit;

namespace MedIO.Tests.Dicom.Series;

/// <summary>The order of planes along their normal, and what is odd about their places.</summary>
public class PlaneSorterTests
{
    private static readonly double[] Axial = { 1, 0, 0, 0, 1, 0 };

    [Fact]
    public void Slices_ascend_along_the_normal_whatever_their_order_numbers_and_names()
    {
        PlaneStack stack = Stack(At(30, instance: 1), At(10, instance: 3), At(20, instance: 2));
        Assert.Equal(new double[] { 10, 20, 30 }, stack.Planes.Select(p => p!.Position![2]));
        Assert.Equal("4x5x3", stack.Shape.ToString());
        Assert.Equal("0.5 0 0 0; 0 2 0 0; 0 0 10 10; 0 0 0 1", stack.Affine.ToString());
        Assert.Empty(stack.Warnings);
    }

    [Fact]
    public void The_normal_of_rows_that_run_to_the_right_and_columns_to_the_head_points_forward()
    {
        // Coronal: rows along x, columns along -z; their cross product is +y.
        double[] coronal = { 1, 0, 0, 0, 0, -1 };
        PlaneStack stack = Stack(Plane(coronal, 0, 8, 100), Plane(coronal, 0, 5, 100), Plane(coronal, 0, 11, 100));
        Assert.Equal(new double[] { 5, 8, 11 }, stack.Planes.Select(p => p!.Position![1]));
        Assert.Equal("0.5 0 0 0; 0 0 3 5; 0 -2 0 100; 0 0 0 1", stack.Affine.ToString());
    }

    [Fact]
    public void The_normal_of_rows_that_run_to_the_left_points_to_the_feet()
    {
        double[] turned = { -1, 0, 0, 0, 1, 0 };
        Assert.Equal(new double[] { 9, 6, 3 }, Stack(Plane(turned, 0, 0, 3), Plane(turned, 0, 0, 6), Plane(turned, 0, 0, 9)).Planes.Select(p => p!.Position![2]));
    }

    [Fact]
    public void A_tilted_gantry_stays_in_the_affine_and_is_said_with_its_angle()
    {
        // 3 mm up and 1 mm back from slice to slice: 18.43 degrees.
        PlaneStack stack = Stack(Enumerable.Range(0, 5).Select(i => Plane(Axial, 7, -i, 3 * i)).ToArray());
        Assert.Equal(new Vector(7, -4, 12), stack.Affine.IndexToCoordinate(new Vector(0, 0, 4)));
        Assert.True(stack.Affine.IsSheared);
        Assert.Contains("18.435 degrees", Assert.Single(stack.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Rounding_of_positions_is_no_tilt_and_no_unevenness()
    {
        var random = new Random(3);
        PlaneStack stack = Stack(Enumerable.Range(0, 60).Select(i => Plane(Axial, -0.0 + (random.NextDouble() * 1e-7), 1e-7 * random.NextDouble(), Math.Round((i * 0.7) + 0.123456, 2))).ToArray());
        Assert.Empty(stack.Warnings);
        Assert.False(stack.Affine.IsSheared);
        Assert.Equal(0.7, stack.Affine.Spacing[2], 3);
    }

    [Fact]
    public void Directions_of_five_digits_make_an_affine_without_shear()
    {
        double[] rounded = { 0.99619, 0.08716, 0, -0.08682, 0.99240, -0.08716 };
        PlaneStack stack = Stack(Plane(rounded, 0, 0, 0), Plane(rounded, -0.0228 * 1, 0.2605, 2.9886));
        Assert.Equal(0.5, stack.Affine.Spacing[0], 12);
        Assert.Equal(2, stack.Affine.Spacing[1], 12);
        Assert.DoesNotContain(stack.Warnings, w => w.Contains("right angles (", StringComparison.Ordinal));
        double[,] m = stack.Affine.ToArray();
        Assert.Equal(0, (m[0, 0] * m[0, 1]) + (m[1, 0] * m[1, 1]) + (m[2, 0] * m[2, 1]), 9);
    }

    [Fact]
    public void A_hole_of_whole_slices_is_an_error_that_says_which_and_where()
    {
        MedIOException e = Assert.Throws<MedIOException>(() => Stack(At(0), At(2), At(8), At(10), At(14)));
        Assert.Equal(MedIOError.MissingSlices, e.Error);
        Assert.Contains("3 of 8 slices are missing: 2 (at 0 0 4), 3 (at 0 0 6), 6 (at 0 0 12)", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_hole_that_is_allowed_is_kept_free_and_said()
    {
        PlaneStack stack = Stack(new ReadOptions { AllowMissingSlices = true }, At(0), At(2), At(8), At(10));
        Assert.Equal("4x5x6", stack.Shape.ToString());
        Assert.Equal(new[] { true, true, false, false, true, true }, stack.Planes.Select(p => p is not null));
        Assert.Equal(2, stack.Affine.Spacing[2]);
        Assert.Contains("2 of 6 slices are missing: 2 (at 0 0 4), 3 (at 0 0 6)", Assert.Single(stack.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Holes_are_found_where_most_slices_have_lost_their_neighbour()
    {
        PlaneStack stack = Stack(new ReadOptions { AllowMissingSlices = true }, At(0), At(2), At(3), At(5), At(7), At(9));
        Assert.Equal("4x5x10", stack.Shape.ToString());
    }

    [Fact]
    public void A_large_gap_that_is_no_multiple_is_a_hole_too()
    {
        MedIOException e = Assert.Throws<MedIOException>(() => Stack(At(0), At(2), At(4), At(9), At(11)));
        Assert.Equal(MedIOError.MissingSlices, e.Error);
        Assert.Contains("gap of 5 mm where others have 2 mm", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Uneven_slices_are_read_and_said_with_numbers()
    {
        PlaneStack stack = Stack(At(0), At(2), At(4.5), At(6), At(8));
        string warning = Assert.Single(stack.Warnings);
        Assert.Contains("1.5 to 2.5 mm", warning, StringComparison.Ordinal);
        Assert.Contains("slice 2 0.5 mm beside its place", warning, StringComparison.Ordinal);
        Assert.Equal("4x5x5", stack.Shape.ToString());
    }

    [Fact]
    public void A_tilted_stack_of_two_spacings_is_read_as_if_even_only_where_that_is_allowed()
    {
        // As of a head CT with thin slices below and thick ones above, and a gantry tilted by 18.5 degrees.
        double[] tilted = { 1, 0, 0, 0, 0.9483237, -0.3173047 };
        double[] places = { 0, 4.22, 8.44, 12.66, 13.8, 21.18, 28.56, 35.94, 43.32 };
        DicomPlane[] planes = places.Select(z => Plane(tilted, -125, -123.5, z)).ToArray();
        MedIOException e = Assert.Throws<MedIOException>(() => Stack(planes));
        Assert.Equal(MedIOError.InconsistentSeries, e.Error);
        Assert.Contains("slice 4 7.4538", e.Message, StringComparison.Ordinal);
        PlaneStack stack = Stack(new ReadOptions { AllowMissingSlices = true }, planes);
        Assert.Equal("4x5x9", stack.Shape.ToString());
        Assert.Equal(2, stack.Warnings.Count);
        Assert.Contains("18.5 degrees", stack.Warnings[0], StringComparison.Ordinal);
        Assert.Contains("not evenly spaced: 1.081", stack.Warnings[1], StringComparison.Ordinal);
        Assert.Equal(43.32, stack.Affine.IndexToCoordinate(new Vector(0, 0, 8))[2], 9);
    }

    [Fact]
    public void Slices_that_do_not_lie_above_each_other_make_no_image()
    {
        MedIOException e = Assert.Throws<MedIOException>(() => Stack(At(0), At(1), Plane(Axial, 30, 0, 2), At(3)));
        Assert.Equal(MedIOError.InconsistentSeries, e.Error);
    }

    [Fact]
    public void Two_slices_far_from_all_others_make_no_image()
    {
        MedIOException e = Assert.Throws<MedIOException>(() => Stack(new ReadOptions { AllowMissingSlices = true }, At(0), At(1), At(2), At(100000)));
        Assert.Equal(MedIOError.InconsistentSeries, e.Error);
    }

    [Theory]
    [InlineData(3.5, 2.0, 3.5)]
    [InlineData(null, 2.0, 2.0)]
    [InlineData(-3.5, 2.0, 3.5)]
    public void One_slice_is_as_thick_as_it_says(double? spacing, double? thickness, double expected)
    {
        PlaneStack stack = Stack(new DicomPlane { Position = new double[] { 1, 2, 3 }, Orientation = Axial, PixelSpacing = new[] { 2, 0.5 }, SpacingBetweenSlices = spacing, SliceThickness = thickness });
        Assert.Equal("4x5x1", stack.Shape.ToString());
        Assert.Equal(expected, stack.Affine.Spacing[2]);
        Assert.Equal("1 2 3", stack.Affine.Origin.ToString());
        Assert.Empty(stack.Warnings);
    }

    [Fact]
    public void One_slice_that_does_not_say_its_thickness_is_1_mm_with_a_warning()
    {
        PlaneStack stack = Stack(At(5));
        Assert.Equal(1, stack.Affine.Spacing[2]);
        Assert.Contains("SliceThickness", Assert.Single(stack.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_geometry_is_an_error_that_names_the_attributes()
    {
        MedIOException e = Assert.Throws<MedIOException>(() => Stack(new DicomPlane { PixelSpacing = new double[] { 1, 1 } }));
        Assert.Equal(MedIOError.MissingGeometry, e.Error);
        Assert.Contains("ImagePositionPatient (0020,0032)", e.Message, StringComparison.Ordinal);
        Assert.Contains("ImageOrientationPatient (0020,0037)", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("PixelSpacing", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Planes_without_a_place_may_go_by_InstanceNumber()
    {
        DicomPlane[] planes = { Numbered(3), Numbered(1), Numbered(10), Numbered(2) };
        PlaneStack stack = Stack(new ReadOptions { AllowDefaultAffine = true }, planes);
        Assert.Equal(new int?[] { 1, 2, 3, 10 }, stack.Planes.Select(p => p!.InstanceNumber));
        Assert.Equal("4x5x4", stack.Shape.ToString());
        Assert.Equal("0.5 2 7", stack.Affine.Spacing.ToString());
        Assert.Single(stack.Warnings);

        static DicomPlane Numbered(int number) => new() { InstanceNumber = number, PixelSpacing = new[] { 2, 0.5 }, SliceThickness = 7 };
    }

    [Theory]
    [InlineData(double.NaN, 0, 0)]
    [InlineData(1e300, 0, 0)]
    [InlineData(double.PositiveInfinity, 0, 0)]
    public void Numbers_that_are_no_place_are_an_error_of_ours(double x, double y, double z)
    {
        MedIOException e = Assert.Throws<MedIOException>(() => Stack(At(0), Plane(Axial, x, y, z)));
        Assert.Equal(MedIOError.InvalidAffine, e.Error);
        Assert.Equal(2, Stack(new ReadOptions { AllowDefaultAffine = true }, At(0), Plane(Axial, x, y, z)).Planes.Count);
    }

    [Theory]
    [InlineData(0, 0, 0, 0, 0, 0)]
    [InlineData(1, 0, 0, 1, 0, 0)]
    [InlineData(1, 0, 0, 0.5, 0.866, 0)]
    [InlineData(2, 0, 0, 0, 1, 0)]
    public void Directions_that_span_no_plane_are_an_error_of_ours(double a, double b, double c, double d, double e, double f) =>
        Assert.Equal(MedIOError.InvalidAffine, Assert.Throws<MedIOException>(() => Stack(Plane(new[] { a, b, c, d, e, f }, 0, 0, 0))).Error);

    [Fact]
    public void Other_orientations_and_pixel_distances_do_not_stack()
    {
        MedIOException e = Assert.Throws<MedIOException>(() => Stack(At(0), At(1), Plane(new double[] { 0, 1, 0, 0, 0, -1 }, 0, 0, 2)));
        Assert.Equal(MedIOError.InconsistentSeries, e.Error);
        e = Assert.Throws<MedIOException>(() => Stack(At(0), new DicomPlane { Position = new double[] { 0, 0, 1 }, Orientation = Axial, PixelSpacing = new[] { 2, 0.6 } }));
        Assert.Equal(MedIOError.InconsistentSeries, e.Error);
    }

    [Fact]
    public void Stacks_that_lie_apart_make_no_image()
    {
        DicomPlane[] planes = Enumerable.Range(0, 6).Select(i => new DicomPlane
        {
            Frame = i,
            Position = new double[] { 0, 0, i < 3 ? i : 40 + i },
            Orientation = Axial,
            PixelSpacing = new double[] { 1, 1 },
            StackId = i < 3 ? "1" : "2",
        }).ToArray();
        MedIOException e = Assert.Throws<MedIOException>(() => Stack(new ReadOptions { AllowMissingSlices = true }, planes));
        Assert.Equal(MedIOError.InconsistentSeries, e.Error);
        Assert.Contains("StackID 1, 2", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4, 2.0, "every second")]
    [InlineData(6, -2.0, "2 of each 3")]
    [InlineData(2, 2.0, null)]
    [InlineData(5, 2.0, null)]
    [InlineData(2, 4.0, null)]
    [InlineData(4, 0.0, null)]
    public void Slices_further_apart_than_they_say_may_be_every_second(double step, double said, string? warned)
    {
        PlaneStack stack = Stack(Enumerable.Range(0, 5).Select(z => new DicomPlane
        {
            Position = new[] { 0, 0, z * step }, Orientation = Axial, PixelSpacing = new[] { 2, 0.5 }, SpacingBetweenSlices = said,
        }).ToArray());
        Assert.Equal(5, stack.Shape[2]);
        if (warned is null)
        {
            Assert.Empty(stack.Warnings);
        }
        else
        {
            Assert.Contains(warned, Assert.Single(stack.Warnings), StringComparison.Ordinal);
        }
    }

    internal static PlaneStack Stack(params DicomPlane[] planes) => Stack(new ReadOptions(), planes);

    internal static PlaneStack Stack(ReadOptions options, params DicomPlane[] planes) => PlaneSorter.Stack(planes, 4, 5, options);

    internal static DicomPlane At(double z, int? instance = null) => Plane(Axial, 0, 0, z, instance);

    private static DicomPlane Plane(double[] orientation, double x, double y, double z, int? instance = null) =>
        new() { Path = $"/s/{instance}.dcm", Position = new[] { x, y, z }, Orientation = orientation, PixelSpacing = new[] { 2, 0.5 }, InstanceNumber = instance };
}
