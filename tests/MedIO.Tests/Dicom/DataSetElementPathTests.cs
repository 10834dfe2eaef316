using System;
using System.Linq;
using MedIO.Dicom;
using Xunit;

namespace MedIO.Tests.Dicom;

/// <summary>Ways to elements as users write them, and what they lead to.</summary>
public class DataSetElementPathTests
{
    [Theory]
    [InlineData("PatientID", "PatientID")]
    [InlineData("patientid", "PatientID")]
    [InlineData(" PatientID ", "PatientID")]
    [InlineData("0010,0020", "PatientID")]
    [InlineData("(0010,0020)", "PatientID")]
    [InlineData("0010|0020", "PatientID")]
    [InlineData("00100020", "PatientID")]
    [InlineData("0029,1010", "0029,1010")]
    [InlineData("002910aB", "0029,10AB")]
    [InlineData("RequestAttributesSequence[0].ScheduledProcedureStepID", "RequestAttributesSequence[0].ScheduledProcedureStepID")]
    [InlineData("0040,0275[1].(0040,0009)", "RequestAttributesSequence[1].ScheduledProcedureStepID")]
    [InlineData("RequestAttributesSequence[*].ScheduledProcedureStepID", "RequestAttributesSequence.ScheduledProcedureStepID")]
    [InlineData("(0029,xx10:SIEMENS CSA HEADER)", "(0029,xx10:SIEMENS CSA HEADER)")]
    [InlineData("(0029,xx10:1.2.840.99)[0].PatientID", "(0029,xx10:1.2.840.99)[0].PatientID")]
    public void All_spellings_name_the_element(string text, string name) => Assert.Equal(name, DicomElementPath.Parse(text).Name);

    [Theory]
    [InlineData("PatientNmae", "PatientName")]
    [InlineData("Patient's Name", "PatientName")]
    [InlineData("patient_id", "PatientID")]
    [InlineData("StudyInstanceUIDs", "StudyInstanceUID")]
    [InlineData("RequestAttributesSequence[0].ScheduledProcedureStepsID", "ScheduledProcedureStepID")]
    [InlineData("SerieDescription", "SeriesDescription")]
    public void A_misspelled_keyword_is_an_error_that_proposes_the_nearest(string text, string near)
    {
        MedIOException e = Assert.Throws<MedIOException>(() => DicomElementPath.Parse(text));
        Assert.Equal(MedIOError.InvalidElement, e.Error);
        Assert.Contains($"Did you mean {near}", e.Message, StringComparison.Ordinal);
        Assert.Contains($"'{text}'", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Quux")]
    [InlineData("PatientID.")]
    [InlineData(".PatientID")]
    [InlineData("PatientID[x]")]
    [InlineData("PatientID[0")]
    [InlineData("PatientID[0]]")]
    [InlineData("PatientID[]")]
    [InlineData("Patient*")]
    [InlineData("0010,002")]
    [InlineData("(0010,0020")]
    [InlineData("(0010,xx20:CREATOR)")]
    [InlineData("(0029,1010:CREATOR)")]
    [InlineData("(0029,xx10:)")]
    public void What_is_no_element_is_an_error(string text) => Assert.Equal(MedIOError.InvalidElement, Assert.Throws<MedIOException>(() => DicomElementPath.Parse(text)).Error);

    [Theory]
    [InlineData("PatientID", "P1")]
    [InlineData("RequestAttributesSequence[0].ScheduledProcedureStepID", "S1")]
    [InlineData("RequestAttributesSequence[1].ScheduledProcedureStepID", "S2")]
    [InlineData("RequestAttributesSequence[-1].ScheduledProcedureStepID", "S2")]
    [InlineData("RequestAttributesSequence.ScheduledProcedureStepID", "S1\\S2")]
    [InlineData("RequestAttributesSequence[2].ScheduledProcedureStepID", null)]
    [InlineData("RequestAttributesSequence[-3].ScheduledProcedureStepID", null)]
    [InlineData("RequestAttributesSequence.RequestedProcedureID", "R2")]
    [InlineData("PatientID.RequestedProcedureID", null)]
    [InlineData("StudyID", null)]
    [InlineData("(0029,xx10:SECOND)", "two")]
    [InlineData("(0029,xx10:first)", "one")]
    [InlineData("(0029,xx10:THIRD)", null)]
    [InlineData("0029,1110", "two")]
    [InlineData("TransferSyntaxUID", "1.2.840.10008.1.2.1")]
    [InlineData("RequestAttributesSequence[1]", "ScheduledProcedureStepID=S2; RequestedProcedureID=R2")]
    [InlineData("RequestAttributesSequence", "ScheduledProcedureStepID=S1\\ScheduledProcedureStepID=S2; RequestedProcedureID=R2")]
    [InlineData("DigitalSignaturesSequence.MACIDNumber", "7")]
    [InlineData("PixelData", "OB, 2 bytes")]
    public void It_leads_to_the_value_of_a_file(string path, string? expected)
    {
        using var folder = new ScratchFolder();
        System.IO.File.WriteAllBytes(folder["a.dcm"], new DicomBytesBuilder()
            .Text(0x00100020, "LO", "P1")
            .Text(0x00290010, "LO", "FIRST")
            .Text(0x00290011, "LO", "SECOND")
            .Text(0x00291010, "LO", "one")
            .Text(0x00291110, "LO", "two")
            .Sequence(0x00400275, i => i.Text(0x00400009, "SH", "S1"), i => i.Text(0x00400009, "SH", "S2").Text(0x00401001, "SH", "R2"))
            .PixelData(1, 2)
            .Sequence(0xfffafffa, i => i.UInt16(0x04000005, 7))
            .ToFile());
        object? value = DicomElements.Read(folder["a.dcm"], new[] { DicomElementPath.Parse(path) }).Single();
        Assert.Equal(expected, value?.ToString());
    }

    [Fact]
    public void All_elements_of_a_file_come_with_their_ways_which_lead_to_them()
    {
        using var folder = new ScratchFolder();
        System.IO.File.WriteAllBytes(folder["a.dcm"], new DicomBytesBuilder().Text(0x00080060, "CS", "MR")
            .Sequence(0x00400275, i => i.Text(0x00400009, "SH", "S1").Sequence(0x00400008, j => j.Text(0x00080100, "SH", "C"))).Text(0x00450010, "LO", "X").ToFile());
        DicomElementEntry[] entries = DicomElements.ReadAll(folder["a.dcm"]).Where(e => e.Tag.Group != 2).ToArray();
        Assert.Equal(
            new[]
            {
                "Modality=MR", "RequestAttributesSequence=1", "RequestAttributesSequence[0].ScheduledProcedureStepID=S1",
                "RequestAttributesSequence[0].ScheduledProtocolCodeSequence=1", "RequestAttributesSequence[0].ScheduledProtocolCodeSequence[0].CodeValue=C", "0045,0010=X",
            },
            entries.Select(e => e.ToString()));
        Assert.Equal(new[] { "CS", "SQ", "SH", "SQ", "SH", "LO" }, entries.Select(e => e.VR));
        Assert.Equal("Modality", entries[0].Name);
        Assert.Null(entries[5].Keyword);
        foreach (DicomElementEntry entry in entries.Where(e => e.VR != "SQ"))
        {
            Assert.Equal(entry.Value, DicomElements.Read(entry.Path, new[] { DicomElementPath.Parse(entry.Element) })[0]);
        }
    }

    [Fact]
    public void A_file_that_is_none_is_an_error_that_names_it()
    {
        using var folder = new ScratchFolder();
        System.IO.File.WriteAllText(folder["a.txt"], "This is no DICOM file, although it is long enough to be one.");
        MedIOException e = Assert.Throws<MedIOException>(() => DicomElements.ReadAll(folder["a.txt"]));
        Assert.Equal(MedIOError.UnknownFormat, e.Error);
        Assert.StartsWith(folder["a.txt"] + ": is no DICOM file", e.Message, StringComparison.Ordinal);
        Assert.Equal(MedIOError.FileNotFound, Assert.Throws<MedIOException>(() => DicomElements.ReadAll(folder["b"])).Error);
    }
}
