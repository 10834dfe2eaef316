using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using MedIO.Dicom;
using Xunit;

namespace MedIO.Tests.Conversion;

/// <summary>What no reader would take is not written, and is said then rather than when it is too late.</summary>
public sealed class UnusableGeometryTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public static TheoryData<string> Suffixes()
    {
        var data = new TheoryData<string>();
        foreach (KeyValuePair<string, string> suffix in MedFile.WriteSuffixes)
        {
            data.Add(suffix.Key);
        }

        return data;
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Suffixes))]
    public void Numbers_that_cannot_be_reckoned_with_are_refused(string suffix)
    {
        foreach (MedImage image in new[] { Image(new[] { 1e31, 1, 1 }, 0), Image(new[] { 1.0, 1, 1 }, 1e31), Image(new[] { 6e29, 1, 1 }, 0) })
        {
            MedIOException e = Assert.Throws<MedIOException>(() => MedFile.Save(image, _folder["a{0}" + suffix], new SaveOptions { AllowReorient = true }));
            Assert.Equal(MedIOError.CannotRepresent, e.Error);
            Assert.StartsWith(_folder["a{0}" + suffix] + ": ", e.Message, StringComparison.Ordinal);
            Assert.Empty(Directory.GetFiles(_folder.Path));
        }
    }

    [Theory]
    [InlineData(1e-10, 1, 1, 0)]
    [InlineData(1, 1e10, 1, 0)]
    [InlineData(1, 1, 1, 1e10)]
    [InlineData(1, 1, 0.04, 0)]
    public void Slices_that_readers_of_DICOM_give_no_place_are_refused(double x, double y, double z, double origin)
    {
        MedImage image = Image(new[] { x, y, z }, origin);
        Assert.Equal(MedIOError.CannotRepresent, Assert.Throws<MedIOException>(() => DicomExport.Save(image, _folder["series"])).Error);
        Assert.False(Directory.Exists(_folder["series"]) && Directory.EnumerateFileSystemEntries(_folder["series"]).Any());
        Assert.Equal(MedIOError.CannotRepresent, Assert.Throws<MedIOException>(() => image.Save(_folder["a.dcm"])).Error);
    }

    [Fact]
    public void No_folder_is_made_for_what_is_refused()
    {
        Assert.Throws<MedIOException>(() => MedFile.Save(Image(new[] { 1e31, 1, 1 }, 0), _folder["new/deep/a.nii"], new SaveOptions { CreateDirectory = true }));
        Assert.Empty(_folder.Names());
    }

    [Fact]
    public void Thin_slices_are_written_and_read()
    {
        DicomExport.Save(Image(new[] { 1, 1, 0.06 }, 0), _folder["series"]);
        Assert.Equal("2x2x3", MedFile.Read(_folder["series"]).Shape.ToString());
    }

    private static MedImage Image(double[] spacing, double origin) =>
        new(new byte[12], new MedMeta(new Shape(2, 2, 3), new Affine(Matrix.Identity(3), new Vector(spacing), new Vector(origin, 0, 0))));
}
