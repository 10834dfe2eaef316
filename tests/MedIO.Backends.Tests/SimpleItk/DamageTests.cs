using System;
using System.IO;
using System.Linq;
using MedIO.SimpleItk;
using MedIO.Tests;
using Xunit;

namespace MedIO.Backends.Tests.SimpleItk;

public class DamageTests
{
    private static readonly ReadOptions ByItk = new() { Backend = MedBackends.SimpleItk };

    // ITK gives an image of most of these, with whatever there was in memory at its end.
    [SimpleItkTheory]
    [InlineData("x.nii", 0.9)]
    [InlineData("x.nii.gz", 0.999)]
    [InlineData("x.nii.gz", 0.5)]
    [InlineData("x.mha", 0.999)]
    [InlineData("x.nrrd", 0.9)]
    [InlineData("x.vtk", 0.9)]
    [InlineData("x.gipl", 0.9)]
    [InlineData("x.mrc", 0.99)]
    [InlineData("x.dcm", 0.9)]
    public void A_file_that_is_cut_off_is_an_error(string name, double part)
    {
        using var folder = new ScratchFolder();
        MedFile.Save(Volumes.Counting(name == "x.dcm" ? VoxelType.UInt16 : VoxelType.Int16, 1, 0, 20, 16, 12), folder[name], new SaveOptions { Backend = MedBackends.SimpleItk });
        byte[] bytes = File.ReadAllBytes(folder[name]);
        File.WriteAllBytes(folder[name], bytes.Take((int)(bytes.Length * part)).ToArray());
        var error = Assert.Throws<MedIOException>(() => MedFile.Read(folder[name], ByItk));
        Assert.Equal(MedIOError.TruncatedData, error.Error);
        Assert.StartsWith(folder[name], error.Message, StringComparison.Ordinal);
    }

    [SimpleItkFact]
    public void A_compressed_file_whose_middle_is_damaged_is_an_error()
    {
        using var folder = new ScratchFolder();
        var random = new Random(3);
        var noise = new MedImage(Enumerable.Range(0, 80 * 80 * 80).Select(_ => (short)random.Next(5000)).ToArray(), new MedMeta(new Shape(80, 80, 80), dataType: VoxelType.Int16));
        MedFile.Save(noise, folder["x.nii.gz"]);
        byte[] bytes = File.ReadAllBytes(folder["x.nii.gz"]);
        bytes.AsSpan(bytes.Length / 2, 5000).Fill(0xff);
        File.WriteAllBytes(folder["x.nii.gz"], bytes);
        var error = Assert.Throws<MedIOException>(() => MedFile.Read(folder["x.nii.gz"], ByItk));
        Assert.Contains(error.Error, new[] { MedIOError.CorruptCompression, MedIOError.TruncatedData });
    }

    [SimpleItkFact]
    public void A_header_cannot_name_a_file_outside_its_folder()
    {
        using var folder = new ScratchFolder();
        string inside = Directory.CreateDirectory(folder["in"]).FullName;
        File.WriteAllBytes(folder["secret.raw"], new byte[8]);
        File.WriteAllText(Path.Combine(inside, "x.mhd"), "NDims = 3\nDimSize = 2 2 2\nElementType = MET_UCHAR\nElementSpacing = 1 1 1\nElementDataFile = ../secret.raw\n");
        Assert.Equal(MedIOError.DataFileOutsideFolder, Assert.Throws<MedIOException>(() => MedFile.Read(Path.Combine(inside, "x.mhd"), ByItk)).Error);
        Assert.Equal(8, MedFile.Read(Path.Combine(inside, "x.mhd"), new ReadOptions { Backend = "itk", AllowExternalData = true }).Voxels.Length);
    }

    [SimpleItkFact]
    public void What_would_end_the_process_does_not_get_to_ITK()
    {
        using var folder = new ScratchFolder();
        byte[] jpeg = { 0xff, 0xd8, 0xff, 0xe0, 0, 16, (byte)'J', (byte)'F', (byte)'I', (byte)'F', 0, 1, 1, 1, 0, 72 };
        File.WriteAllBytes(folder["x.jpg"], jpeg);
        Assert.Equal(MedIOError.TruncatedData, Assert.Throws<MedIOException>(() => MedFile.Read(folder["x.jpg"], ByItk)).Error);
        var error = Assert.Throws<MedIOException>(() => MedFile.Save(Volumes.Counting(VoxelType.Int16, 1, 0, 4, 4, 4, 2), folder["x.dcm"], new SaveOptions { Backend = "itk" }));
        Assert.Equal(MedIOError.CannotRepresent, error.Error);
    }

    [SimpleItkFact]
    public void A_file_of_no_format_lists_those_that_ITK_reads()
    {
        using var folder = new ScratchFolder();
        File.WriteAllText(folder["x.txt"], "nothing");
        var error = Assert.Throws<MedIOException>(() => MedFile.Read(folder["x.txt"], ByItk));
        Assert.Equal(MedIOError.UnknownFormat, error.Error);
        Assert.Contains("MetaImage", error.Message, StringComparison.Ordinal);
    }

    [SimpleItkFact]
    public void An_error_has_the_line_of_ITK_and_none_of_its_sources()
    {
        using var folder = new ScratchFolder();
        File.WriteAllBytes(folder["x.mrc"], new byte[900]);
        var error = Assert.Throws<MedIOException>(() => MedFile.Read(folder["x.mrc"], new ReadOptions { ImageIO = "MRCImageIO" }));
        Assert.Equal(MedIOError.InvalidHeader, error.Error);
        Assert.Contains("Wanted 1024 bytes", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(".cxx", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("\n", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Exception thrown in SimpleITK ImageFileReader_Execute: /src/x.cxx:97:\nsitk::ERROR: The file \"a\" does not exist.", "The file \"a\" does not exist.")]
    [InlineData("Exception thrown in SimpleITK X: /src/y.hxx:1:\nITK ERROR: NiftiImageIO(0x55d0c8a2b3c0): nifti_image_load failed for file: a\n", "nifti_image_load failed for file: a.")]
    [InlineData("Exception:\nITK ERROR: ITK ERROR: GDCMImageIO(0x7f11aa0012): Could not read:\nbecause of this\n", "Could not read: because of this.")]
    [InlineData("one\ntwo", "two.")]
    [InlineData("", "it does not say why.")]
    public void The_line_in_which_ITK_says_what_is_wrong_is_found(string message, string line) => Assert.Equal(line, ItkErrors.OwnLine(message));

    [Fact]
    public void What_is_printed_becomes_sentences()
    {
        const string Printed = "WARNING: In /build/itkNiftiImageIO.cxx, line 1903\nNiftiImageIO (0x55d0c8a2b3c0): x.nii is odd\n\nWARNING: In /build/itkNiftiImageIO.cxx, line 1903\nNiftiImageIO (0x55d0c8a2b3c1): x.nii is odd\n\n** ERROR: short\n----\n";
        Assert.Equal(new[] { "ITK: x.nii is odd.", "ITK: ** ERROR: short." }, ItkWarnings.Sentences(Printed));
        Assert.Empty(ItkWarnings.Sentences(string.Empty));
    }
}
