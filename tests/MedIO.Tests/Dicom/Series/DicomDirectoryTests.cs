using System;
using System.IO;
using System.Linq;
using MedIO.Dicom;
using Xunit;

namespace MedIO.Tests.Dicom.Series;

/// <summary>The files that a DICOMDIR lists.</summary>
public sealed class DicomDirectoryTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("DICOMDIR")]
    [InlineData("dicomdir")]
    [InlineData("index of the disc")]
    public void A_DICOMDIR_stands_for_the_files_it_lists(string name)
    {
        Slices("IMAGES/IM1", "IMAGES/IM2", "IMAGES/IM3", "IMAGES/OTHER");
        Write(name, "IMAGES\\IM1", "IMAGES\\IM2", "IMAGES\\IM3");
        Assert.Equal("3x2x3", MedFile.Read(_folder[name]).Shape.ToString());
        Assert.Equal("3x2x3", MedFile.ReadMeta(_folder[name]).Shape.ToString());
    }

    [Fact]
    public void A_folder_that_has_a_DICOMDIR_and_no_other_image_is_read_by_it()
    {
        Slices("IMAGES/IM1", "IMAGES/IM2");
        Write("DICOMDIR", "IMAGES\\IM1", "IMAGES\\IM2");
        Assert.Equal("3x2x2", MedFile.ReadMeta(_folder.Path).Shape.ToString());
        Assert.Equal(2, DicomSeries.Find(_folder.Path, new ReadOptions { Recurse = true })[0].FileCount);
    }

    [Fact]
    public void Names_are_found_in_any_case()
    {
        Slices("images/im1", "Images2/im2");
        Write("DICOMDIR", "IMAGES\\IM1", "IMAGES2\\IM2");
        DicomSeriesList found = DicomSeries.Find(_folder["DICOMDIR"]);
        Assert.Equal(2, found[0].FileCount);
        Assert.Empty(found.Warnings);
    }

    [Fact]
    public void Names_are_found_with_the_version_or_the_dot_of_a_copied_disc()
    {
        Slices("IMAGES.;1/IM1;1", "IMAGES.;1/im2.", "IMAGES.;1/IM3;1", "IMAGES.;1/im3");
        Write("DICOMDIR", "IMAGES.\\IM1", "IMAGES.\\IM2", "IMAGES.\\IM3", "IMAGES.\\IM3;1");
        DicomSeriesList found = DicomSeries.Find(_folder["DICOMDIR"]);
        Assert.Empty(found.Warnings);

        // Windows has no names that end in a dot.
        Assert.Equal(new[] { "IM1;1", "im2", "IM3;1" }, found[0].Files.Select(f => Path.GetFileName(f).TrimEnd('.')));
    }

    [Fact]
    public void A_name_that_goes_on_for_ever_does_not_fill_the_screen()
    {
        Slices("IM1");
        Write("DICOMDIR", "IM1", new string('x', 60000));
        Assert.InRange(Assert.Single(DicomSeries.Find(_folder["DICOMDIR"]).Warnings).Length, 100, 1000);
        Write("DICOMDIR", "IM1", "..\\" + new string('x', 60000));
        Assert.InRange(Assert.Throws<MedIOException>(() => DicomSeries.Find(_folder["DICOMDIR"])).Message.Length, 100, 1000);
    }

    [Fact]
    public void A_file_that_is_missing_is_said_and_a_hole_it_leaves_is_found()
    {
        Slices("IM1", "IM2", "IM3", "IM4");
        File.Delete(_folder["IM2"]);
        Write("DICOMDIR", "IM1", "IM2", "IM3", "IM4");
        Assert.Contains("IM2", Assert.Single(DicomSeries.Find(_folder["DICOMDIR"]).Warnings), StringComparison.Ordinal);
        Assert.Equal(MedIOError.MissingSlices, Assert.Throws<MedIOException>(() => MedFile.Read(_folder["DICOMDIR"])).Error);
        Assert.Contains(MedFile.Read(_folder["DICOMDIR"], new ReadOptions { AllowMissingSlices = true }).Warnings, w => w.Contains("IM2", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("..\\secret")]
    [InlineData("A\\..\\..\\secret")]
    [InlineData("/etc/passwd")]
    [InlineData("C:\\secret")]
    [InlineData("\\secret")]
    [InlineData(".")]
    public void A_file_outside_of_its_folder_is_refused(string name)
    {
        Slices("IM1");
        Write("DICOMDIR", "IM1", name);
        Assert.Equal(MedIOError.DataFileOutsideFolder, Assert.Throws<MedIOException>(() => MedFile.Read(_folder["DICOMDIR"])).Error);
    }

    [Fact]
    public void A_record_that_was_deleted_does_not_count()
    {
        Slices("IM1", "IM2");
        File.WriteAllBytes(_folder["DICOMDIR"], new DicomBytesBuilder().Sequence(0x00041220, i => Record(i, "IM1", 0xffff), i => Record(i, "IM2", 0)).ToFile(sopClass: "1.2.840.10008.1.3.10"));
        Assert.Equal(1, DicomSeries.Find(_folder["DICOMDIR"])[0].FileCount);
    }

    [Fact]
    public void A_DICOMDIR_without_images_says_so()
    {
        Write("DICOMDIR");
        Assert.Equal(MedIOError.NoImageInDirectory, Assert.Throws<MedIOException>(() => MedFile.Read(_folder["DICOMDIR"])).Error);
    }

    // pydicom and gdcmscanner find the same 7 series in its 17 files; 14 more that it lists are not there.
    [SharedDataFact]
    public void A_real_DICOMDIR_lists_what_is_there()
    {
        DicomSeriesList found = DicomSeries.Find(SharedData.Path("dicom/dirtests/DICOMDIR"));
        string[] files = found.SelectMany(s => s.Files).OrderBy(f => f, StringComparer.Ordinal).ToArray();
        string[] expected = Directory.GetFiles(SharedData.Path("dicom/dirtests/98892003"), "*", SearchOption.AllDirectories).OrderBy(f => f, StringComparer.Ordinal).ToArray();
        Assert.Equal(expected, files);
        Assert.Equal(7, found.Select(s => s.SeriesInstanceUID).Distinct().Count());
        Assert.Equal(11, found.Warnings.Count);
        Assert.Contains("4 more files", found.Warnings[10], StringComparison.Ordinal);
    }

    private static void Record(DicomBytesBuilder item, string name, ushort inUse = 0xffff) =>
        item.UInt32(0x00041400, 0).UInt16(0x00041410, inUse).UInt32(0x00041420, 0).Text(0x00041430, "CS", "IMAGE").Text(0x00041500, "CS", name);

    private void Write(string name, params string[] files) =>
        File.WriteAllBytes(_folder[name], new DicomBytesBuilder().Sequence(0x00041220, files.Select(f => (Action<DicomBytesBuilder>)(i => Record(i, f))).ToArray()).ToFile(sopClass: "1.2.840.10008.1.3.10"));

    private void Slices(params string[] names)
    {
        for (int i = 0; i < names.Length; i++)
        {
            new SliceFile { Position = new double[] { 0, 0, i } }.Save(_folder[names[i].Replace('/', Path.DirectorySeparatorChar)]);
        }
    }
}
