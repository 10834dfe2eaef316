using System.Linq;
using Xunit;
using static MedIO.Tests.Dicom.ImageFile;

namespace MedIO.Tests.Dicom;

/// <summary>Files with one frame: their place in the patient, and what becomes of those that have none.</summary>
public class SingleFrameTests
{
    [Fact]
    public void A_slice_is_three_dimensional_at_its_place_in_the_patient()
    {
        MedImage image = new ImageFile(CT, "CT").Place().Text(0x00180050, "DS", "3").Text(0x00180088, "DS", "2.5").Read();

        Assert.Equal(new Shape(3, 2, 1), image.Shape);
        AssertPlace(image, new double[] { 0, 0, 0 }, new double[] { -10, 20, 30 });
        AssertPlace(image, new double[] { 1, 0, 0 }, new[] { -10 + (0.6 * 0.5), 20 + (0.8 * 0.5), 30 });
        AssertPlace(image, new double[] { 0, 1, 0 }, new double[] { -10, 20, 28 });
        AssertPlace(image, new double[] { 0, 0, 1 }, new[] { -10 - (0.8 * 2.5), 20 + (0.6 * 2.5), 30 });
        Assert.Equal("DICOM", image.Format);
        Assert.Equal("CT", image.Metadata.Modality);
        Assert.Empty(image.Warnings);
    }

    [Theory]
    [InlineData("2.5", "3", 2.5)]
    [InlineData(null, "3", 3)]
    [InlineData("0", "3", 3)]
    [InlineData(null, null, 1)]
    public void The_slice_of_a_lone_plane_is_as_thick_as_the_file_says(string? spacing, string? thickness, double expected)
    {
        ImageFile file = new ImageFile(MR, "MR").Place();
        _ = spacing is null ? file : file.Text(0x00180088, "DS", spacing);
        _ = thickness is null ? file : file.Text(0x00180050, "DS", thickness);

        Assert.Equal(expected, file.ReadMeta().Spacing[2], 9);
    }

    [Theory]
    [InlineData(0x00200032, "ImagePositionPatient (0020,0032)")]
    [InlineData(0x00200037, "ImageOrientationPatient (0020,0037)")]
    [InlineData(0x00280030, "PixelSpacing (0028,0030)")]
    public void A_missing_attribute_of_the_geometry_is_named(uint tag, string name)
    {
        MedIOException error = new ImageFile(CT, "CT").Place().Without(tag).Fails();

        Assert.Equal(MedIOError.MissingGeometry, error.Error);
        Assert.Contains(name, error.Message);
    }

    [Fact]
    public void All_missing_attributes_of_the_geometry_are_named_at_once()
    {
        MedIOException error = new ImageFile(MR, "MR").Fails();

        Assert.Equal(MedIOError.MissingGeometry, error.Error);
        Assert.Contains("(0020,0032)", error.Message);
        Assert.Contains("(0020,0037)", error.Message);
        Assert.Contains("(0028,0030)", error.Message);
    }

    [Fact]
    public void A_default_affine_takes_the_spacing_that_is_known()
    {
        MedImage image = new ImageFile(CT, "CT").Text(0x00280030, "DS", @"2\0.5").Read(new ReadOptions { AllowDefaultAffine = true });

        Assert.Equal(0.5, image.Spacing[0]);
        Assert.Equal(2, image.Spacing[1]);
        Assert.Contains("ImagePositionPatient (0020,0032)", Assert.Single(image.Warnings));
    }

    [Fact]
    public void A_plane_without_a_class_needs_a_place_if_its_modality_makes_slices()
    {
        Assert.Equal(MedIOError.MissingGeometry, new ImageFile(CT, "CT").Without(0x00080016).Fails().Error);
        Assert.Equal(2, new ImageFile(SecondaryCapture, "OT").Without(0x00080016).ReadMeta().Shape.Count);
    }

    [Theory]
    [InlineData(@"1\0\0\0\1")]
    [InlineData(@"1\0\0\1\0\0")]
    [InlineData(@"0\0\0\0\0\0")]
    [InlineData(@"5\0\0\0\5\0")]
    [InlineData(@"a\0\0\0\1\0")]
    public void An_orientation_that_is_none_is_an_error(string orientation)
    {
        MedIOException error = new ImageFile(CT, "CT").Place(orientation: orientation).Fails();

        Assert.Equal(MedIOError.InvalidAffine, error.Error);
        Assert.Contains("ImageOrientationPatient", error.Message);
    }

    [Theory]
    [InlineData(@"0\1")]
    [InlineData(@"-1\1")]
    [InlineData(@"1")]
    [InlineData(@"x\1")]
    public void A_spacing_that_is_none_is_an_error(string spacing) =>
        Assert.Equal(MedIOError.InvalidAffine, new ImageFile(CT, "CT").Place(spacing: spacing).Fails().Error);

    [Fact]
    public void Directions_with_few_digits_are_made_right_angles_of_length_one()
    {
        MedImage image = new ImageFile(MR, "MR").Place(orientation: @"0.998\0.05\0.002\-0.05\0.998\0.001").Read();

        Assert.False(image.IsSheared);
        Assert.Equal(0.5, image.Spacing[0], 9);
    }

    [Fact]
    public void A_picture_is_two_dimensional()
    {
        MedImage image = new ImageFile(SecondaryCapture, "OT").Read();

        Assert.Equal(new Shape(3, 2), image.Shape);
        Assert.Equal(new double[] { 1, 1 }, image.Spacing.ToArray());
        Assert.Equal(new ushort[] { 0, 1, 2, 3, 4, 5 }, image.Voxels);
        Assert.Empty(image.Warnings);
    }

    [Theory]
    [InlineData(0x00280030, @"2\0.5", 0.5, 2)]
    [InlineData(0x00181164, @"0.2\0.1", 0.1, 0.2)]
    [InlineData(0x00182010, @"0.2\0.1", 0.1, 0.2)]
    [InlineData(0x30020011, @"0.2\0.1", 0.1, 0.2)]
    public void The_pixels_of_a_picture_are_as_large_as_any_attribute_says(uint tag, string value, double x, double y)
    {
        MedMeta meta = new ImageFile("1.2.840.10008.5.1.4.1.1.1", "CR").Text(tag, "DS", value).ReadMeta();

        Assert.Equal(new[] { x, y }, meta.Spacing.ToArray());
    }

    [Fact]
    public void A_pixel_aspect_ratio_is_vertical_to_horizontal()
    {
        MedMeta meta = new ImageFile(SecondaryCapture, "OT").Text(0x00280034, "IS", @"3\2").ReadMeta();

        Assert.Equal(new[] { 1, 1.5 }, meta.Spacing.ToArray());
    }

    [Fact]
    public void The_calibration_of_an_ultrasound_region_is_in_centimetres()
    {
        MedMeta meta = new ImageFile("1.2.840.10008.5.1.4.1.1.6.1", "US")
            .Sequence(0x00186011, b => b.UInt16(0x00186024, 3).UInt16(0x00186026, 3).Double(0x0018602c, 0.02).Double(0x0018602e, 0.03))
            .ReadMeta();

        Assert.Equal(0.2, meta.Spacing[0], 9);
        Assert.Equal(0.3, meta.Spacing[1], 9);
    }

    [Fact]
    public void A_picture_with_a_place_is_a_slice()
    {
        MedMeta meta = new ImageFile(SecondaryCapture, "OT").Place().ReadMeta();

        Assert.Equal(new Shape(3, 2, 1), meta.Shape);
        Assert.Equal(-10, meta.Origin[0]);
    }

    [Fact]
    public void A_picture_with_a_position_alone_has_no_place()
    {
        MedMeta meta = new ImageFile(SecondaryCapture, "OT").Text(0x00200032, "DS", @"1\2\3").ReadMeta();

        Assert.Equal(new Shape(3, 2), meta.Shape);
    }

    [Fact]
    public void An_object_without_pixels_is_named_by_its_class()
    {
        using var folder = new ScratchFolder();
        string path = folder["report.dcm"];
        System.IO.File.WriteAllBytes(path, new DicomBytesBuilder().Text(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.88.11").Text(0x00080060, "CS", "SR").ToFile());

        MedIOException error = Assert.Throws<MedIOException>(() => MedFile.ReadMeta(path));

        Assert.Equal(MedIOError.NoPixelData, error.Error);
        Assert.Contains("Basic Text SR", error.Message);
    }

    [Fact]
    public void A_file_that_ends_before_its_pixels_is_truncated()
    {
        using var folder = new ScratchFolder();
        byte[] whole = new ImageFile(CT, "CT").Place().ToBytes();
        System.IO.File.WriteAllBytes(folder["cut.dcm"], whole.Take(whole.Length - 60).ToArray());

        Assert.Equal(MedIOError.TruncatedHeader, Assert.Throws<MedIOException>(() => MedFile.ReadMeta(folder["cut.dcm"])).Error);
    }

    [Fact]
    public void The_header_has_all_fields_only_where_it_is_asked_for()
    {
        ImageFile file = new ImageFile(CT, "CT").Place();

        Assert.Null(file.ReadMeta().Header);
        Assert.Equal("CT", file.ReadMeta(new ReadOptions { Header = true }).Header!["Modality"]);
    }
}
