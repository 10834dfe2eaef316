using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace MedIO.Tests.Dicom;

/// <summary>Real DICOM files against what pydicom, GDCM and ITK read.</summary>
public class DicomSharedDataTests
{
    // Lossy ones may be off by one where arithmetic differs.
    private static readonly string[] Lossy = { "1.2.840.10008.1.2.4.50", "1.2.840.10008.1.2.4.51", "1.2.840.10008.1.2.4.91", "1.2.840.10008.1.2.4.203" };

    public static IEnumerable<object[]> Images() => !SharedData.IsThere
        ? new[] { new object[] { string.Empty } }
        : SharedData.Expected.Where(e => IsDicom(e.Key) && e.Value.ContainsKey("stored")).Select(e => new object[] { e.Key });

    [SharedDataTheory]
    [MemberData(nameof(Images))]
    public void Values_and_shapes_are_those_of_pydicom(string name)
    {
        // pydicom 2.3 does not swap the words of 8-bit samples; DCMTK does, and finds the pixels of the file's twin.
        Dictionary<string, object?> expected = SharedData.Expected[name == "dicom/SC_rgb_small_odd_big_endian.dcm" ? "dicom/SC_rgb_small_odd.dcm" : name];
        MedImage image = MedFile.Read(SharedData.Path(name), new ReadOptions { AllowDefaultAffine = true });
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
        if (photometric is "PALETTE COLOR" or "YBR_FULL_422" or "YBR_FULL")
        {
            // RGB here.
            return;
        }

        // The dose grid's scaling is no rescale to pydicom.
        double scale = image.Metadata.Modality == "RTDOSE" ? 1e-6 : 1;
        string field = expected.ContainsKey("rescaled") ? "rescaled" : "stored";
        var numbers = (Dictionary<string, object?>)expected[field]!;
        double[] values = ImageFile.Values(image);
        double off = Lossy.Contains((string?)expected["transfer_syntax"]!) ? 1 : 0;
        Assert.InRange(values.Sum(), ((double)numbers["sum"]! * scale) - (off * values.Length) - 1e-6, ((double)numbers["sum"]! * scale) + (off * values.Length) + 1e-6);
        Assert.InRange(values.Max(), ((double)numbers["max"]! * scale) - off - 1e-9, ((double)numbers["max"]! * scale) + off + 1e-9);
        if (!isMosaic)
        {
            Assert.InRange(values.Min(), ((double)numbers["min"]! * scale) - off - 1e-9, ((double)numbers["min"]! * scale) + off + 1e-9);
        }
    }

    // The picture of all of them is the same: ten stripes, of which these are the colours; what JPEG makes of them is off by little.
    [SharedDataTheory]
    [InlineData("dicom/SC_rgb_dcmtk_+eb+cr.dcm")]
    [InlineData("dicom/SC_rgb_dcmtk_+eb+cy+n1.dcm")]
    [InlineData("dicom/SC_rgb_jpeg_dcmtk.dcm")]
    [InlineData("dicom/SC_rgb_rle.dcm")]
    public void Colours_are_RGB_however_they_were_compressed(string name)
    {
        byte[][] stripes =
        {
            new byte[] { 255, 0, 0 }, new byte[] { 255, 128, 128 }, new byte[] { 0, 255, 0 }, new byte[] { 128, 255, 128 }, new byte[] { 0, 0, 255 },
            new byte[] { 128, 128, 255 }, new byte[] { 0, 0, 0 }, new byte[] { 64, 64, 64 }, new byte[] { 192, 192, 192 }, new byte[] { 255, 255, 255 },
        };
        byte[] rgb = (byte[])MedFile.Read(SharedData.Path(name)).Voxels;
        for (int i = 0; i < 100 * 100; i++)
        {
            // Where stripes meet, JPEG blurs them.
            for (int c = 0; c < 3 && i / 100 % 10 is > 1 and < 8; c++)
            {
                Assert.InRange(rgb[(3 * i) + c], stripes[i / 1000][c] - 16, stripes[i / 1000][c] + 16);
            }
        }
    }

    [SharedDataFact]
    public void A_file_cut_off_within_its_pixels_gives_those_that_are_there()
    {
        string path = SharedData.Path("dicom/MR_truncated.dcm");
        MedImage image = MedFile.Read(path, new ReadOptions { AllowTruncated = true });
        short[] whole = (short[])MedFile.Read(SharedData.Path("dicom/MR_small.dcm")).Voxels;

        // 8130 bytes of 8192 are there.
        Assert.Equal(whole.Take(4065), ((short[])image.Voxels).Take(4065));
        Assert.All(((short[])image.Voxels).Skip(4065), v => Assert.Equal(0, v));
        string warning = Assert.Single(image.Warnings, w => w.Contains("cut off", StringComparison.Ordinal));
        Assert.StartsWith(path + ": frame 1 of 1 ", warning, StringComparison.Ordinal);
        Assert.Equal(image.Warnings, MedFile.ReadMeta(path, new ReadOptions { AllowTruncated = true }).Warnings);
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
