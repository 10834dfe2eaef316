using System;
using System.Collections.ObjectModel;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Management.Automation;
using MedIO.EngineHost;
using MedIO.Tests.Dicom;
using Xunit;

namespace MedIO.PowerShell.Tests;

/// <summary>Get-DicomElement in the real engine.</summary>
public sealed class DicomElementTests : IDisposable
{
    private readonly Engine _engine = ModuleFolder.Import();
    private readonly string _folder = Directory.CreateTempSubdirectory("medio elements ").FullName;

    public DicomElementTests()
    {
        for (int i = 0; i < 300; i++)
        {
            File.WriteAllBytes(Path.Combine(_folder, $"im{i:000}.dcm"), new DicomBytesBuilder()
                .Text(0x00080020, "DA", "20240131")
                .Text(0x00080060, "CS", "MR")
                .Text(0x00100010, "PN", "Doe^Jane")
                .Text(0x00180050, "DS", "2.50")
                .Text(0x00200013, "IS", (i - 1).ToString(CultureInfo.InvariantCulture))
                .Text(0x00280030, "DS", "0.5\\0.75")
                .Text(0x00290010, "LO", "MAKER")
                .Text(0x00291010, "LO", "own")
                .Sequence(0x00400275, item => item.Text(0x00400009, "SH", "S1"))
                .PixelData(new ushort[16])
                .ToFile());
        }
    }

    public void Dispose()
    {
        _engine.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void One_flat_object_a_file_in_the_order_of_input()
    {
        Collection<PSObject> found = Run("Get-ChildItem -LiteralPath $folder | Get-DicomElement -Tag InstanceNumber, 0010,0010, PatientID, 'RequestAttributesSequence[0].ScheduledProcedureStepID', '0029,1010', '(0029,xx10:MAKER)', modality");
        Assert.Equal(300, found.Count);
        Assert.Equal(Enumerable.Range(-1, 300), found.Select(o => (int)PSObject.AsPSObject(o.Properties["InstanceNumber"].Value).BaseObject));
    }

    [Fact]
    public void Properties_are_named_by_keyword_or_as_they_were_written()
    {
        PSObject first = Run("Get-DicomElement -LiteralPath (Join im000.dcm) '0010,0010', PatientID, 'RequestAttributesSequence[0].ScheduledProcedureStepID', '0029,1010', '(0029,xx10:MAKER)', modality, '0010|0010'").Single();
        Assert.Equal(
            new[] { "Path", "PatientName", "PatientID", "RequestAttributesSequence[0].ScheduledProcedureStepID", "0029,1010", "(0029,xx10:MAKER)", "Modality" },
            first.Properties.Select(p => p.Name));
        Assert.Equal(Path.Combine(_folder, "im000.dcm"), first.Properties["Path"].Value);
        Assert.Equal("Doe^Jane", first.Properties["PatientName"].Value.ToString());
        Assert.Null(first.Properties["PatientID"].Value);
        Assert.Equal("S1", first.Properties["RequestAttributesSequence[0].ScheduledProcedureStepID"].Value);
        Assert.Equal("own", first.Properties["0029,1010"].Value);
        Assert.Equal("own", first.Properties["(0029,xx10:MAKER)"].Value);
        Assert.Equal("Jane", Text("(Get-DicomElement -LiteralPath (Join im000.dcm) PatientName).PatientName.Given"));
        Assert.Equal("2024", Text("([datetime](Get-DicomElement -LiteralPath (Join im000.dcm) StudyDate).StudyDate).Year"));
        Assert.Equal("True", Text("(Get-DicomElement -LiteralPath (Join im000.dcm) SliceThickness).SliceThickness -eq 2.5"));
        Assert.Equal("0.75", Text("(Get-DicomElement -LiteralPath (Join im000.dcm) PixelSpacing).PixelSpacing[1]"));
    }

    [Theory]
    [InlineData("de-DE")]
    [InlineData("sv-SE")]
    [InlineData("")]
    public void Export_Csv_writes_values_as_DICOM_has_them_in_every_culture(string culture)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        try
        {
            Run("Get-DicomElement -LiteralPath (Join im000.dcm) Modality, PatientName, StudyDate, SliceThickness, InstanceNumber, PixelSpacing, RequestAttributesSequence, PixelData, PatientID "
                + "| Export-Csv -Path (Join a.csv) -Delimiter ';' -NoTypeInformation");
            Run("Get-DicomElement -LiteralPath (Join im000.dcm) | Export-Csv -Path (Join b.csv) -Delimiter ';' -NoTypeInformation");
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }

        Assert.Equal(
            $"\"{Path.Combine(_folder, "im000.dcm")}\";" + "\"MR\";\"Doe^Jane\";\"20240131\";\"2.5\";\"-1\";\"0.5\\0.75\";\"ScheduledProcedureStepID=S1\";\"OW, 32 bytes\";",
            File.ReadAllLines(Path.Combine(_folder, "a.csv"))[1]);
        string all = File.ReadAllText(Path.Combine(_folder, "b.csv"));
        Assert.Contains("\"SliceThickness\";\"(0018,0050)\";\"DS\";\"SliceThickness\";\"Slice Thickness\";\"2.5\"", all, StringComparison.Ordinal);
        Assert.Contains(";\"-1\"", all, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_Tag_every_element_comes_as_an_object()
    {
        Collection<PSObject> found = Run("Get-DicomElement -LiteralPath (Join im000.dcm) | Where-Object { $_.Element -like 'RequestAttributes*' -or $_.Keyword -eq 'Modality' }");
        Assert.Equal(new[] { "Modality", "RequestAttributesSequence", "RequestAttributesSequence[0].ScheduledProcedureStepID" }, found.Select(o => o.Properties["Element"].Value));
        Assert.Equal(new object[] { "MR", 1, "S1" }, found.Select(o => o.Properties["Value"].Value));
    }

    [Theory]
    [InlineData("0008,0060", "Modality")]
    [InlineData("0018,0050, PatientName", "SliceThickness PatientName")]
    [InlineData("PatientName, 0020,000D, 0008,103E", "PatientName StudyInstanceUID SeriesDescription")]
    [InlineData("00100010", "PatientName")]
    [InlineData("00100010, 00080060, 7FE00010", "PatientName Modality PixelData")]
    public void Tags_without_quotes_are_understood(string tags, string names) =>
        Assert.Equal("Path " + names, string.Join(" ", Run($"Get-DicomElement -LiteralPath (Join im000.dcm) -Tag {tags}").Single().Properties.Select(p => p.Name)));

    [Fact]
    public void A_tag_that_the_prompt_takes_for_a_number_with_an_exponent_is_an_error() =>
        Assert.Contains("write tags in quotes", Assert.ThrowsAny<RuntimeException>(() => Run("Get-DicomElement -LiteralPath (Join im000.dcm) -Tag 0018,10E1")).Message, StringComparison.Ordinal);

    [Fact]
    public void A_misspelled_keyword_ends_it_with_an_error_that_proposes_another()
    {
        var e = Assert.ThrowsAny<RuntimeException>(() => Run("Get-DicomElement -LiteralPath (Join im000.dcm) PatientNmae -ErrorAction Stop"));
        Assert.Equal("InvalidElement,MedIO.PowerShell.GetDicomElementCommand", e.ErrorRecord.FullyQualifiedErrorId);
        Assert.Contains("Did you mean PatientName?", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_that_are_no_DICOM_are_one_error_each()
    {
        File.WriteAllText(Path.Combine(_folder, "im001.dcm"), "This is not DICOM, whatever its name says.");
        using System.Management.Automation.PowerShell shell = _engine.CreateShell();
        shell.AddCommand("Get-DicomElement").AddParameter("LiteralPath", new[] { Path.Combine(_folder, "im000.dcm"), Path.Combine(_folder, "im001.dcm"), Path.Combine(_folder, "im002.dcm") }).AddParameter("Tag", "Modality");
        Assert.Equal(2, shell.Invoke().Count);
        ErrorRecord error = Assert.Single(shell.Streams.Error);
        Assert.Equal("UnknownFormat,MedIO.PowerShell.GetDicomElementCommand", error.FullyQualifiedErrorId);
        Assert.Equal(Path.Combine(_folder, "im001.dcm"), error.TargetObject);
    }

    [Fact]
    public void Tab_completes_keywords()
    {
        string[] found = Run("(TabExpansion2 'Get-DicomElement x.dcm PatientNa' -cursorColumn 32).CompletionMatches | ForEach-Object CompletionText").Select(o => (string)o.BaseObject).ToArray();
        Assert.Contains("PatientName", found);
    }

    private string Text(string script) => Convert.ToString(Run(script).Last().BaseObject, CultureInfo.InvariantCulture)!;

    private Collection<PSObject> Run(string script) => _engine.Invoke(
        $"$folder = '{_folder}'; function Join($name) {{ [IO.Path]::Combine($folder, $name) }}; {script}");
}
