using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace MedIO.Tests.Dicom;

/// <summary>Real DICOM files against what pydicom, GDCM and ITK read.</summary>
public class DicomSharedDataTests
{
    private static readonly string[] Uncompressed = { "1.2.840.10008.1.2", "1.2.840.10008.1.2.1", "1.2.840.10008.1.2.2", "1.2.840.10008.1.2.1.99", "1.2.840.10008.1.2.5" };

    public static IEnumerable<object[]> Images() => !SharedData.IsThere
        ? new[] { new object[] { string.Empty } }
        : SharedData.Expected.Where(e => IsDicom(e.Key) && e.Value.ContainsKey("stored") && Uncompressed.Contains((string?)e.Value["transfer_syntax"]!)).Select(e => new object[] { e.Key });

    public static IEnumerable<object[]> Compressed() => !SharedData.IsThere
        ? new[] { new object[] { string.Empty } }
        : SharedData.Expected.Where(e => IsDicom(e.Key) && e.Value.ContainsKey("stored") && !Uncompressed.Contains((string?)e.Value["transfer_syntax"]!)).Select(e => new object[] { e.Key });

    [SharedDataTheory]
    [MemberData(nameof(Images))]
    public void Values_and_shapes_are_those_of_pydicom(string name)
    {
        // pydicom 2.3 does not swap the words of 8-bit samples; DCMTK does, and finds the pixels of the file's twin.
        Dictionary<string, object?> expected = SharedData.Expected[name == "dicom/SC_rgb_small_odd_big_endian.dcm" ? "dicom/SC_rgb_small_odd.dcm" : name];
        MedImage image = MedFile.Read(SharedData.Path(name));
        double[] shape = SharedData.Numbers(name, "shape");
        string photometric = (string)expected["photometric"]!;
        int components = photometric is "MONOCHROME1" or "MONOCHROME2" ? 1 : 3;
        int axes = photometric == "PALETTE COLOR" || components == 1 ? shape.Length : shape.Length - 1;
        bool isMosaic = name.StartsWith("dcm_qa/", StringComparison.Ordinal);

        Assert.Equal(components, image.Components);
        Assert.Equal(shape.Take(axes).Aggregate(1.0, (a, b) => a * b) * components, isMosaic ? shape[0] * shape[1] : image.Voxels.Length);
        if (!isMosaic)
        {
            Assert.Equal(shape[axes - 1], image.Shape[0]);
            Assert.Equal(shape[axes - 2], image.Shape[1]);
        }

        Assert.Equal((string)expected["modality"]!, image.Metadata.Modality ?? string.Empty);
        if (photometric is "PALETTE COLOR" or "YBR_FULL_422")
        {
            return;
        }

        // The dose grid's scaling is no rescale to pydicom.
        double scale = image.Metadata.Modality == "RTDOSE" ? 1e-6 : 1;
        string field = expected.ContainsKey("rescaled") ? "rescaled" : "stored";
        var numbers = (Dictionary<string, object?>)expected[field]!;
        double[] values = ImageFile.Values(image);
        Assert.Equal((double)numbers["sum"]! * scale, values.Sum(), 6);
        Assert.Equal((double)numbers["max"]! * scale, values.Max(), 9);
        if (!isMosaic)
        {
            Assert.Equal((double)numbers["min"]! * scale, values.Min(), 9);
        }
    }

    [SharedDataTheory]
    [MemberData(nameof(Compressed))]
    public void Compressed_pixels_are_named_but_their_metadata_are_read(string name)
    {
        MedIOException error = Assert.Throws<MedIOException>(() => MedFile.Read(SharedData.Path(name), new ReadOptions { AllowDefaultAffine = true }));

        Assert.Equal(MedIOError.UnsupportedTransferSyntax, error.Error);
        Assert.Contains((string)SharedData.Expected[name]["transfer_syntax"]!, error.Message);
    }

    [SharedDataTheory]
    [InlineData("dicom/reportsi.dcm", MedIOError.NoPixelData)]
    [InlineData("dicom/rtplan.dcm", MedIOError.NoPixelData)]
    [InlineData("dicom/MR_truncated.dcm", MedIOError.TruncatedData)]
    public void What_holds_no_whole_image_is_an_error(string name, MedIOError error)
    {
        MedIOException thrown = Assert.Throws<MedIOException>(() => MedFile.Read(SharedData.Path(name)));

        Assert.Equal(error, thrown.Error);
        Assert.DoesNotContain("^", thrown.Message);
    }

    [SharedDataTheory]
    [InlineData("dicom/CT_small.dcm", "128 128 1", "0.661468 0.661468 5", "-158.135803 -179.035797 -75.699997")]
    [InlineData("dicom/MR_small.dcm", "64 64 1", "0.3125 0.3125 0.8", "-83.9063 -91.2 6.6406")]
    [InlineData("dicom/rtdose.dcm", "10 10 15", "10 10 5", "189.43125 199.43125 -761.87")]
    [InlineData("dicom/liver_1frame.dcm", "512 512 1", "0.810547 0.810547 1", "-235.2 -226.8 -128.69")]
    public void Geometry_is_that_of_ITK_and_thick_as_the_file_says(string name, string shape, string spacing, string origin)
    {
        MedMeta meta = MedFile.ReadMeta(SharedData.Path(name));

        Assert.Equal(shape, string.Join(" ", meta.Shape));
        Assert.Equal(Vector.Parse(spacing).ToArray(), meta.Spacing.Select(v => Math.Round(v, 6)).ToArray());
        Assert.Equal(Vector.Parse(origin).ToArray(), meta.Origin.Select(v => Math.Round(v, 6)).ToArray());
        Assert.Equal("RAI", meta.Orientation);
    }

    private static bool IsDicom(string name) => name.StartsWith("dicom/", StringComparison.Ordinal) || (name.StartsWith("dcm_qa/", StringComparison.Ordinal) && !name.EndsWith(".nii", StringComparison.Ordinal));
}
