using System;
using System.Globalization;
using System.Linq;
using Xunit;
using static MedIO.Tests.Dicom.ImageFile;

namespace MedIO.Tests.Dicom;

/// <summary>Frames without groups of their own: doses, nuclear medicine, films and stacks at even steps.</summary>
public class MultiFrameTests
{
    [Fact]
    public void More_frames_than_a_device_makes_are_refused_where_they_are_of_a_few_bits_each()
    {
        // Each frame takes memory of its own: eight frames a byte would take a thousand times that of the file.
        MedIOException error = new ImageFile(MultiframeSecondaryCapture, "OT", 70_000, 1, 1).Fails();

        Assert.Equal(MedIOError.InvalidDimensions, error.Error);
        Assert.Contains("NumberOfFrames (0028,0008) is 70000", error.Message);
        Assert.Equal(new Shape(1, 1, 60_000), new ImageFile(MultiframeSecondaryCapture, "OT", 60_000, 1, 1).ReadMeta(new ReadOptions { AllowDefaultAffine = true }).Shape);
    }

    [Fact]
    public void A_film_is_three_dimensional_without_a_place()
    {
        MedImage image = new ImageFile(MultiframeSecondaryCapture, "OT", frames: 4).Read();

        Assert.Equal(new Shape(3, 2, 4), image.Shape);
        Assert.Equal(new double[] { 0, 100, 200, 300 }, FirstPixels(image));
        Assert.Equal(new double[] { 1, 1, 1 }, image.Spacing.ToArray());
    }

    [Fact]
    public void Frames_with_one_place_follow_each_other_along_its_normal()
    {
        MedImage image = new ImageFile(MultiframeSecondaryCapture, "OT", frames: 4).Place().Text(0x00180088, "DS", "2.5").Read();

        Assert.Equal(new double[] { 0, 100, 200, 300 }, FirstPixels(image));
        AssertPlace(image, new double[] { 0, 0, 3 }, new[] { -10 - (0.8 * 7.5), 20 + (0.6 * 7.5), 30 });
    }

    [Theory]
    [InlineData(@"1\0\0\0\1\0", @"0\2\4\6", 0, 1)]
    [InlineData(@"1\0\0\0\1\0", @"30\32\34\36", 0, 1)]
    [InlineData(@"1\0\0\0\1\0", @"0\-2\-4\-6", 3, 1)]
    [InlineData(@"-1\0\0\0\1\0", @"0\2\4\6", 0, -1)]
    [InlineData(@"-1\0\0\0\1\0", @"30\32\34\36", 3, -1)]
    public void Grid_frame_offsets_are_distances_along_the_normal_or_places_on_the_axis_of_the_patient(string orientation, string offsets, int slice, int direction)
    {
        // PS3.3 section C.8.8.3.2: the first frame is at the position, wherever it comes in the order of slices.
        MedImage image = Dose(orientation).Text(0x3004000c, "DS", offsets).Read();

        Assert.Equal(new Shape(3, 2, 4), image.Shape);
        Assert.Equal(slice == 0 ? new[] { 0, 0.1, 0.2, 0.3 } : new[] { 0.3, 0.2, 0.1, 0 }, FirstPixels(image).Select(v => Math.Round(v, 6)));
        AssertPlace(image, new double[] { 0, 0, slice }, new double[] { -10, 20, 30 });
        AssertPlace(image, new double[] { 0, 0, slice + 1 }, new double[] { -10, 20, 30 + (2 * direction) });
    }

    [Fact]
    public void Grid_frame_offsets_of_neither_kind_are_taken_as_distances_with_a_warning()
    {
        MedImage image = Dose(@"1\0\0\0\1\0").Text(0x3004000c, "DS", @"5\7\9\11").Read();

        AssertPlace(image, new double[] { 0, 0, 1 }, new double[] { -10, 20, 32 });
        Assert.Contains("GridFrameOffsetVector (3004,000C)", Assert.Single(image.Warnings));
    }

    [Fact]
    public void Uneven_grid_frames_are_told()
    {
        Assert.Contains("not evenly spaced", string.Join(" ", Dose(@"1\0\0\0\1\0").Text(0x3004000c, "DS", @"0\2\4.3\6").Read().Warnings));
    }

    [Theory]
    [InlineData(@"0\2\4")]
    [InlineData(@"0\2\4\6\8")]
    [InlineData(@"0\2\x\6")]
    public void Grid_frame_offsets_must_be_one_number_a_frame(string offsets) =>
        Assert.Equal(MedIOError.InvalidHeader, Dose(@"1\0\0\0\1\0").Text(0x3004000c, "DS", offsets).Fails().Error);

    [Fact]
    public void A_dose_of_several_frames_needs_their_places()
    {
        MedIOException error = Dose(@"1\0\0\0\1\0").Fails();

        Assert.Equal(MedIOError.MissingGeometry, error.Error);
        Assert.Contains("GridFrameOffsetVector (3004,000C)", error.Message);
        Assert.Equal(new Shape(3, 2, 4), Dose(@"1\0\0\0\1\0").ReadMeta(new ReadOptions { AllowDefaultAffine = true }).Shape);
    }

    [Theory]
    [InlineData("2.5", false)]
    [InlineData("-2.5", true)]
    public void The_sign_of_nuclear_spacing_says_on_which_side_slices_follow(string spacing, bool behind)
    {
        MedImage image = Nuclear(4, "RECON TOMO").Text(0x00180088, "DS", spacing).UInt16(0x00540080, 1, 2, 3, 4).Read();

        Assert.Equal(behind ? new double[] { 300, 200, 100, 0 } : new double[] { 0, 100, 200, 300 }, FirstPixels(image));
        AssertPlace(image, new double[] { 0, 0, behind ? 3 : 0 }, new double[] { -10, 20, 30 });
        AssertPlace(image, new double[] { 0, 0, behind ? 2 : 1 }, behind ? new[] { -10 + (0.8 * 2.5), 20 - (0.6 * 2.5), 30 } : new[] { -10 - (0.8 * 2.5), 20 + (0.6 * 2.5), 30 });
    }

    [Theory]
    [InlineData(0x00540070)]
    [InlineData(0x00540060)]
    [InlineData(0x00540010)]
    [InlineData(0x00540030)]
    public void Nuclear_slices_of_several_times_or_energies_make_a_fourth_dimension(uint vector)
    {
        // Times turn faster than slices here.
        MedImage image = Nuclear(6, "RECON GATED TOMO").Text(0x00180088, "DS", "2.5").UInt16(0x00540080, 1, 1, 2, 2, 3, 3).UInt16(vector, 1, 2, 1, 2, 1, 2).Read();

        Assert.Equal(new Shape(3, 2, 3, 2), image.Shape);
        Assert.Equal(new double[] { 0, 200, 400, 100, 300, 500 }, FirstPixels(image));
    }

    [Fact]
    public void Projections_have_no_place_whatever_the_detector_says()
    {
        MedImage image = Nuclear(4, "TOMO").UInt16(0x00540090, 1, 2, 3, 4).Read();

        Assert.Equal(new Shape(3, 2, 4), image.Shape);
        Assert.Equal(new double[] { 0, 0, 0 }, image.Origin.ToArray());
        Assert.Equal(new[] { 0.5, 2, 1 }, image.Spacing.ToArray());
    }

    [Fact]
    public void A_slice_vector_of_the_wrong_length_is_not_taken_where_more_than_slices_differ() =>
        Assert.Equal(MedIOError.InvalidHeader, Nuclear(4, "RECON GATED TOMO").Text(0x00180088, "DS", "2.5").UInt16(0x00540080, 1, 2).UInt16(0x00540070, 1, 1, 2, 2).Fails().Error);

    [Fact]
    public void Nuclear_slices_need_a_step() =>
        Assert.Contains("SpacingBetweenSlices (0018,0088)", Nuclear(4, "RECON TOMO").UInt16(0x00540080, 1, 2, 3, 4).Fails().Message);

    [Fact]
    public void Frames_that_cannot_be_counted_are_counted_by_their_bytes()
    {
        MedImage image = new ImageFile(MultiframeSecondaryCapture, "OT", frames: 4).Text(0x00280008, "IS", "4A").Read();

        Assert.Equal(4, image.Shape[2]);
        Assert.Contains("NumberOfFrames (0028,0008)", Assert.Single(image.Warnings));
    }

    [Theory]
    [InlineData("2147483647")]
    [InlineData("5")]
    public void More_frames_than_the_pixel_data_have_are_an_error(string frames)
    {
        MedIOException error = new ImageFile(MultiframeSecondaryCapture, "OT", frames: 4).Text(0x00280008, "IS", frames).Fails();

        Assert.True(error.Error is MedIOError.TruncatedData or MedIOError.InvalidDimensions);
    }

    private static ImageFile Dose(string orientation) =>
        new ImageFile(RTDose, "RTDOSE", frames: 4).Place(orientation: orientation).Text(0x3004000e, "DS", "0.001");

    private static ImageFile Nuclear(int frames, string kind) => new ImageFile(NM, "NM", frames: frames)
        .Text(0x00080008, "CS", @"ORIGINAL\PRIMARY\" + kind + @"\EMISSION").Text(0x00280030, "DS", @"2\0.5")
        .Sequence(0x00540022, b => b.Text(0x00200032, "DS", @"-10\20\30").Text(0x00200037, "DS", Oblique));
}
