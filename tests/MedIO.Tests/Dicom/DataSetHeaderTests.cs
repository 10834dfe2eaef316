using System;
using System.Collections;
using System.Linq;
using MedIO.Dicom;
using Xunit;

namespace MedIO.Tests.Dicom;

/// <summary>A whole data set as fields by keyword.</summary>
public class DataSetHeaderTests
{
    [Fact]
    public void Every_element_comes_by_keyword_or_tag_in_the_order_of_the_file()
    {
        HeaderFields fields;
        using (var file = new DataSetFile(Sample().ToFile()))
        {
            fields = DicomHeader.Read(file.File);
        }

        string[] names = fields.Keys.Cast<string>().ToArray();
        Assert.Equal(
            new[]
            {
                "FileMetaInformationGroupLength", "FileMetaInformationVersion", "MediaStorageSOPClassUID", "MediaStorageSOPInstanceUID", "TransferSyntaxUID", "ImplementationClassUID",
                "Modality", "ReferencedImageSequence", "PatientName", "SliceThickness", "0029,0010", "0029,1010", "0029,FFFF", "OverlayRows", "6002,0010", "PixelData",
            },
            names);
        Assert.Equal("MR", fields["modality"]);
        Assert.Equal("SIEMENS CSA HEADER", fields["0029,0010"]);
        Assert.Equal(2.5, fields["SliceThickness"]);
        Assert.Equal(16, fields["OverlayRows"]);
        Assert.Equal(32, fields["6002,0010"]);
        Assert.Equal("OB, 4 bytes", fields["PixelData"]!.ToString());
        var items = (DicomValues<HeaderFields>)fields["ReferencedImageSequence"]!;
        Assert.Equal("1.2.3", items[0]["ReferencedSOPInstanceUID"]);
        Assert.Null(items[1]["ReferencedSOPInstanceUID"]);
        Assert.IsAssignableFrom<IDictionary>(items[0]);
    }

    [Fact]
    public void It_prints_as_one_line_in_every_culture() => InCulture.Run("fr-FR", () =>
    {
        using var file = new DataSetFile(Sample().ToFile());
        string text = DicomHeader.Read(file.DataSet).ToString();
        Assert.StartsWith("Modality=MR; ReferencedImageSequence=2 items; PatientName=A^B; SliceThickness=2.5; ", text, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("MedIO.", text, StringComparison.Ordinal);
    });

    private static DicomBytesBuilder Sample() => new DicomBytesBuilder()
        .Text(0x00080060, "CS", "MR")
        .Sequence(0x00081140, i => i.Text(0x00081155, "UI", "1.2.3"), i => i.Text(0x00081155, "UI", string.Empty))
        .Text(0x00100010, "PN", "A^B")
        .Text(0x00180050, "DS", "2.50")
        .Text(0x00290010, "LO", "SIEMENS CSA HEADER")
        .Binary(0x00291010, "OB", new byte[] { 1, 2 })
        .Binary(0x0029ffff, "UN", new byte[] { 1, 2 })
        .UInt16(0x60000010, 16)
        .UInt16(0x60020010, 32)
        .PixelData(1, 2, 3, 4);
}
