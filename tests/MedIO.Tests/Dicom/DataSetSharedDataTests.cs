using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using MedIO.Dicom;
using MedIO.Formats;
using Xunit;

namespace MedIO.Tests.Dicom;

/// <summary>Real files, as pydicom reads them.</summary>
public class DataSetSharedDataTests
{
    [SharedDataFact]
    public void Names_modalities_and_UIDs_of_all_files_are_those_of_pydicom()
    {
        int count = 0;
        foreach (KeyValuePair<string, Dictionary<string, object?>> expected in SharedData.Expected.Where(e => e.Key.EndsWith(".dcm", StringComparison.OrdinalIgnoreCase)))
        {
            // A stray byte at its start: pydicom finds no element of the standard in it, and it is refused here.
            if (expected.Key == "dicom/no_meta.dcm" || !expected.Value.ContainsKey("patient_name"))
            {
                continue;
            }

            using ImageSource source = ImageSource.Open(SharedData.Path(expected.Key));
            using DicomFile file = DicomFile.Read(source);
            Assert.Equal(
                new[] { expected.Value["patient_name"], expected.Value["modality"], expected.Value["sop_class"] },
                new[] { file.DataSet.GetText(0x00100010) ?? string.Empty, file.DataSet.GetText(DicomTags.Modality) ?? string.Empty, file.DataSet.GetText(DicomTags.SOPClassUID) ?? string.Empty });
            Assert.Equal(expected.Value["transfer_syntax"], file.Meta.GetCode(DicomTags.TransferSyntaxUID) ?? string.Empty);
            count++;
        }

        Assert.InRange(count, 30, int.MaxValue);
    }

    [SharedDataFact]
    public void What_pydicom_warns_of_is_warned_of()
    {
        var warnings = new List<string>();
        IReadOnlyList<DicomElementEntry> entries = DicomElements.ReadAll(SharedData.Path("dicom/badVR.dcm"), warnings);
        Assert.Equal("1A", entries.Single(e => e.Keyword == "NumberOfFrames").Value);
        Assert.Contains(warnings, w => w.StartsWith("NumberOfFrames (0028,0008) has a value that is not an IS", StringComparison.Ordinal));
        Assert.Contains(warnings, w => w.Contains("not a UI"));
        warnings.Clear();
        DicomElements.ReadAll(SharedData.Path("dicom/meta_missing_tsyntax.dcm"), warnings);
        Assert.Contains(warnings, w => w.Contains("no TransferSyntaxUID"));
    }

    [SharedDataFact]
    public void Text_of_sequences_is_in_their_own_character_sets()
    {
        IReadOnlyList<DicomElementEntry> entries = DicomElements.ReadAll(SharedData.Path("dicom/charsets/chrSQEncoding.dcm"));
        Assert.Equal("ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう", entries.Single(e => e.Element == "RequestedProcedureCodeSequence[0].PatientName").Value!.ToString());
    }

    [SharedDataFact]
    public void A_private_sequence_of_VR_UN_is_opened()
    {
        using ImageSource source = ImageSource.Open(SharedData.Path("dicom/UN_sequence.dcm"));
        using DicomFile file = DicomFile.Read(source);
        DicomElement element = file.DataSet.Elements.Single(e => file.DataSet.IsSequence(e));
        Assert.NotEmpty(file.DataSet.GetItems(element)[0].Elements);
        Assert.Empty(file.Warnings);
    }
}
