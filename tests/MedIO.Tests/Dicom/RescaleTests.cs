using System;
using System.Linq;
using Xunit;
using static MedIO.Tests.Dicom.ImageFile;

namespace MedIO.Tests.Dicom;

/// <summary>From stored to meant values.</summary>
public class RescaleTests
{
    private static readonly Action<DicomBytesBuilder> Halves = b => b.Double(0x00409224, -5).Double(0x00409225, 0.5);

    [Fact]
    public void Rescale_is_applied()
    {
        MedImage image = Slice().Text(0x00281052, "DS", "-1024").Text(0x00281053, "DS", "2").Read();

        Assert.Equal(new[] { -1024, -1022, -1020, -1018, -1016, -1014 }, image.Voxels);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("nonsense")]
    public void A_slope_that_leaves_no_image_is_taken_as_one(string slope)
    {
        MedImage image = Slice().Text(0x00281052, "DS", "-10").Text(0x00281053, "DS", slope).Read();

        Assert.Equal(-10.0, Values(image)[0]);
        Assert.Equal(-5.0, Values(image)[5]);
        Assert.Contains("RescaleSlope (0028,1053)", Assert.Single(image.Warnings));
    }

    [Fact]
    public void An_intercept_that_is_no_number_is_taken_as_zero()
    {
        MedImage image = Slice().Text(0x00281052, "DS", "nan").Text(0x00281053, "DS", "2").Read();

        Assert.Equal(10.0, Values(image)[5]);
        Assert.Contains("RescaleIntercept (0028,1052)", Assert.Single(image.Warnings));
    }

    [Fact]
    public void A_slope_alone_is_enough()
    {
        Assert.Equal(1.25, Values(Slice().Text(0x00281053, "DS", "0.25").Read())[5]);
    }

    [Fact]
    public void A_linear_real_world_value_mapping_counts_where_there_is_no_rescale()
    {
        Assert.Equal(new float[] { -5, -4.5f, -4, -3.5f, -3, -2.5f }, Slice().Sequence(0x00409096, Halves).Read().Voxels);
    }

    [Fact]
    public void A_real_world_value_mapping_counts_where_rescale_changes_nothing()
    {
        MedImage image = Slice().Text(0x00281052, "DS", "0").Text(0x00281053, "DS", "1").Sequence(0x00409096, Halves).Read();

        Assert.Equal(-5.0, Values(image)[0]);
    }

    [Fact]
    public void Rescale_comes_before_a_real_world_value_mapping()
    {
        MedImage image = Slice().Text(0x00281052, "DS", "7").Text(0x00281053, "DS", "1").Sequence(0x00409096, Halves).Read();

        Assert.Equal(7.0, Values(image)[0]);
        Assert.Empty(image.Warnings);
    }

    [Fact]
    public void Real_world_value_mappings_that_differ_are_left_out()
    {
        MedImage image = Slice().Sequence(0x00409096, Halves, b => b.Double(0x00409224, 0).Double(0x00409225, 3)).Read();

        Assert.Equal(new ushort[] { 0, 1, 2, 3, 4, 5 }, image.Voxels);
        Assert.Contains("RealWorldValueMappingSequence (0040,9096)", Assert.Single(image.Warnings));
    }

    [Fact]
    public void A_table_is_not_taken_for_a_line()
    {
        MedImage image = Slice().Sequence(0x00283000, b => b.UInt16(0x00283002, 2, 0, 16).Text(0x00283004, "LO", "HU").Words(0x00283006, "OW", 5, 6)).Read();

        Assert.Equal(new ushort[] { 0, 1, 2, 3, 4, 5 }, image.Voxels);
        Assert.Contains("ModalityLUTSequence (0028,3000)", Assert.Single(image.Warnings));
    }

    [Fact]
    public void Colours_are_not_rescaled()
    {
        ImageFile file = new ImageFile(SecondaryCapture, "OT", columns: 1, rows: 1).Text(0x00281052, "DS", "7").Text(0x00281053, "DS", "2");
        file.UInt16(0x00280002, 3).Text(0x00280004, "CS", "RGB").UInt16(0x00280006, 0).UInt16(0x00280100, 8).UInt16(0x00280101, 8).UInt16(0x00280102, 7);
        using var folder = new ScratchFolder();
        byte[] bytes = file.ToBytes((_, _) => 0);

        // Two bytes of one 16-bit pixel are too few for three samples: the value grows to four, which its length field says.
        bytes = bytes.Take(bytes.Length - 6).Concat(new byte[] { 4, 0, 0, 0, 1, 2, 3, 0 }).ToArray();
        System.IO.File.WriteAllBytes(folder["rgb.dcm"], bytes);

        Assert.Equal(new byte[] { 1, 2, 3 }, MedFile.Read(folder["rgb.dcm"]).Voxels);
    }

    private static ImageFile Slice() => new ImageFile(CT, "CT").Place().Text(0x00180050, "DS", "1");
}
