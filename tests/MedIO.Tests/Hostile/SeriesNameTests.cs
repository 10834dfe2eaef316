using System;
using System.IO;
using System.Linq;
using System.Text;
using MedIO.Dicom;
using MedIO.IO;
using MedIO.Tests.Dicom.Series;
using Xunit;

namespace MedIO.Tests.Hostile;

/// <summary>What a DICOM file says becomes a file's name, a line at the prompt and a cell of a table.</summary>
public sealed class SeriesNameTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("../../etc/passwd", "etc_passwd")]
    [InlineData("..\\..\\x", "series")] // Several values, of which the first counts.
    [InlineData("/etc/passwd", "etc_passwd")]
    [InlineData("C:x", "C_x")]
    [InlineData("//server/share", "server_share")]
    [InlineData("..", "series")]
    [InlineData("CON", "series_CON")]
    [InlineData("nul.gz", "series_nul.gz")]
    [InlineData("COM1", "series_COM1")]
    [InlineData("-rf", "rf")]
    [InlineData("=cmd|' /C calc'!A0", "cmd____C_calc__A0")]
    [InlineData("a\u001b]0;b\u0007c", "a__0_b_c")]
    [InlineData("x.nii. . ", "x.nii")]
    [InlineData("a*?[b]\"<>|:;c", "a___b_______c")]
    public void A_description_is_a_name_of_a_file_in_the_folder_it_goes_to(string description, string name)
    {
        DicomSeries series = Write(description);
        Assert.Equal(name, Described(series));
        Assert.False(DeviceNames.IsReserved(Described(series)));
    }

    [Fact]
    public void A_long_one_stays_short_enough_for_every_file_system()
    {
        Assert.Equal(new string('x', 64), Described(Write(new string('x', 5000))));
    }

    [Fact]
    public void Two_that_become_the_same_name_are_told_apart()
    {
        Directory.CreateDirectory(_folder["s"]);
        new SliceFile { Description = "a/b", SeriesNumber = null, Series = "2.25.1" }.Save(_folder["s/1"]);
        new SliceFile { Description = "a\\b", SeriesNumber = null, Series = "2.25.2" }.Save(_folder["s/2"]);
        DicomSeriesList found = DicomSeries.Find(_folder["s"]);
        Assert.Equal(2, found.Select(s => MedFile.ReadMeta(s).Name).Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    [Theory]
    [InlineData("\u001b[2J\u001b]0;title\u0007")]
    [InlineData("a\r\nb\tc")]
    public void What_the_summary_says_of_a_series_is_plain(string text)
    {
        Directory.CreateDirectory(_folder["s"]);
        new SliceFile { Description = text, Modality = text, SeriesNumber = null, Series = "2.25.1" + text }.Save(_folder["s/1"]);
        DicomSeries series = Assert.Single(DicomSeries.Find(_folder["s"]));
        MedMeta meta = MedFile.ReadMeta(series, new ReadOptions { Header = true });
        foreach (string? shown in new[] { series.SeriesDescription, series.Modality, series.SeriesInstanceUID, series.ToString(), meta.Modality, meta.Name, meta.ToString(), meta.Header!.ToString() })
        {
            Assert.DoesNotContain(shown ?? string.Empty, PlainText.IsObeyed);
        }

        // Who asks for the element gets it as it is, but not in the line that stands for it.
        DicomElementEntry entry = DicomElements.ReadAll(_folder["s/1"], new System.Collections.Generic.List<string>()).First(e => e.Keyword == "Modality" || e.Keyword == "SeriesDescription");
        Assert.DoesNotContain(entry.ToString(), PlainText.IsObeyed);
    }

    [Fact]
    public void Nobody_is_named_in_what_is_made_of_a_series()
    {
        Directory.CreateDirectory(_folder["Secret^Folder"]);
        for (int i = 0; i < 3; i++)
        {
            new SliceFile { Position = new double[] { 0, 0, i }, Description = "T1", Study = "1.2.840.99999.1", Series = "1.2.840.99999.2" }.Save(_folder["Secret^Folder/" + i]);
        }

        MedImage image = MedFile.Read(_folder["Secret^Folder"]);
        foreach (string suffix in MedFile.WriteSuffixes.Select(s => s.Key))
        {
            string stem = suffix is ".png" or ".jpg" or ".jpeg" or ".jpe" or ".jfif" ? "out{0}" : "out";
            Directory.CreateDirectory(_folder["to" + suffix]);
            MedFile.Save(image, Path.Combine(_folder["to" + suffix], stem + suffix), new SaveOptions { AllowReorient = true, DataType = suffix.StartsWith(".j", StringComparison.Ordinal) ? VoxelType.UInt8 : null });
            Assert.All(Directory.GetFiles(_folder["to" + suffix]), Anonymous);
        }

        DicomExport.Save(image, _folder["dicom"], new DicomExportOptions { AllowReorient = true });
        Assert.All(Directory.GetFiles(_folder["dicom"]), Anonymous);
    }

    // Neither the patient, nor the UIDs that lead to one, nor the folder that it came from.
    private static void Anonymous(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        if (bytes.Length > 2 && bytes[0] == 0x1f && bytes[1] == 0x8b)
        {
            bytes = Mgh.MghBytes.Gunzip(bytes);
        }

        string text = Encoding.GetEncoding(28591).GetString(bytes);
        foreach (string told in new[] { "Secret", "1.2.840.99999.", "medio-" })
        {
            Assert.DoesNotContain(told, text, StringComparison.Ordinal);
        }
    }

    private static string Described(DicomSeries series) => MedFile.ReadMeta(series).Name!;

    private DicomSeries Write(string description)
    {
        Directory.CreateDirectory(_folder["s"]);
        new SliceFile { Description = description, SeriesNumber = null }.Save(_folder["s/1"]);
        return Assert.Single(DicomSeries.Find(_folder["s"]));
    }
}
