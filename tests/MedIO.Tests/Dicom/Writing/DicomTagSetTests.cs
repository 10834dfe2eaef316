using System;
using System.Collections;
using MedIO.Dicom;
using MedIO.Dicom.Writing;
using Xunit;

namespace MedIO.Tests.Dicom.Writing;

public class DicomTagSetTests
{
    [Theory]
    [InlineData("SeriesDescription")]
    [InlineData("seriesdescription")]
    [InlineData("0008,103E")]
    [InlineData("0008|103e")]
    [InlineData("(0008,103e)")]
    [InlineData("0008103E")]
    public void An_element_is_named_by_keyword_or_number(string key)
    {
        DicomContent content = DicomTagSet.Parse(new Hashtable { [key] = "from research" });
        Assert.Equal("from research", content.TextOf(0x0008103e));
    }

    [Theory]
    [InlineData("NoSuchKeyword", "x")]
    [InlineData("0009,1001", "private without a creator")]
    [InlineData("0008,0000", "1")]
    [InlineData("0002,0010", "1.2.3")]
    [InlineData("PixelData", "x")]
    [InlineData("Rows", "5")]
    [InlineData("ImagePositionPatient", "1\\2\\3")]
    [InlineData("SOPClassUID", "1.2.3")]
    [InlineData("Modality", "")]
    [InlineData("Modality", "ct")]
    [InlineData("Modality", "CT\\MR")]
    [InlineData("StudyDate", "2024-01-31")]
    [InlineData("StudyDate", "20240230")]
    [InlineData("StudyTime", "25")]
    [InlineData("StudyTime", "12:00:00")]
    [InlineData("StudyInstanceUID", "1.02")]
    [InlineData("PatientAge", "45")]
    [InlineData("StudyID", "more than sixteen characters")]
    [InlineData("SliceThickness", "1,5")]
    [InlineData("SliceThickness", "1\\2")]
    [InlineData("SeriesNumber", "1.5")]
    [InlineData("SeriesNumber", "2147483648")]
    [InlineData("PatientName", "a^b^c^d^e^f")]
    [InlineData("SeriesDescription", "a\u0007b")]
    [InlineData("AcquisitionDateTime", "2024013112000")]
    [InlineData("ReferencedImageSequence", "x")]
    [InlineData("0009,0000", "1")]
    public void What_the_standard_does_not_allow_is_refused(string key, string value) =>
        Assert.Equal(MedIOError.InvalidElement, Assert.Throws<MedIOException>(() => DicomTagSet.Parse(new Hashtable { [key] = value })).Error);

    [Fact]
    public void Half_a_character_is_refused() =>
        Assert.Throws<MedIOException>(() => DicomTagSet.Parse(new Hashtable { ["SeriesDescription"] = "a" + (char)0xd800 + "b" }));

    [Theory]
    [InlineData("PatientName", "Yamada^Tarou=\u5c71\u7530^\u592a\u90ce=\u3084\u307e\u3060^\u305f\u308d\u3046")]
    [InlineData("StudyDate", "20240229")]
    [InlineData("StudyTime", "235960")]
    [InlineData("StudyTime", "12")]
    [InlineData("AcquisitionDateTime", "20240131120000.123456+0130")]
    [InlineData("PatientAge", "045Y")]
    [InlineData("ImageComments", "two\r\nlines")]
    [InlineData("ConvolutionKernel", "A\\B\\C")]
    [InlineData("RetrieveURL", "https://example.org/a\\b")]
    [InlineData("PatientID", "")]
    public void What_the_standard_allows_is_kept(string key, string value)
    {
        Assert.True(DicomTag.TryParse(key, out DicomTag tag));
        Assert.Equal(value, DicomTagSet.Parse(new Hashtable { [key] = value }).TextOf(tag.Value) ?? string.Empty);
    }

    [Fact]
    public void An_error_names_element_and_VR_and_never_the_value()
    {
        MedIOException error = Assert.Throws<MedIOException>(() => DicomTagSet.Parse(new Hashtable { ["PatientName"] = "Secret^Name^c^d^e^f" }));
        Assert.Contains("(0010,0010) PatientName (VR PN)", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Secret", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_and_dates_become_what_their_VR_is()
    {
        var tags = new Hashtable
        {
            ["SliceThickness"] = 1.25,
            ["FlipAngle"] = 0.1f,
            ["SeriesNumber"] = 7,
            ["StudyDate"] = new DateTime(2024, 2, 3),
            ["StudyTime"] = new DateTime(2024, 2, 3, 4, 5, 6, 7),
            ["WindowCenter"] = new object[] { 40, 50.5 },
            ["EnergyWindowVector"] = new[] { 1, 65535 },
            ["0018,9073"] = 1.5,
        };
        DicomContent content = DicomTagSet.Parse(tags);
        Assert.Equal("1.25", content.TextOf(0x00180050));
        Assert.Equal("0.1", content.TextOf(0x00181314));
        Assert.Equal("7", content.TextOf(0x00200011));
        Assert.Equal("20240203", content.TextOf(0x00080020));
        Assert.Equal("040506.007000", content.TextOf(0x00080030));
        Assert.Equal("40\\50.5", content.TextOf(0x00281050));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(65536)]
    [InlineData(1.5)]
    [InlineData("x")]
    public void A_number_beyond_its_VR_is_refused(object value) =>
        Assert.Equal(MedIOError.InvalidElement, Assert.Throws<MedIOException>(() => DicomTagSet.Parse(new Hashtable { ["EnergyWindowVector"] = value })).Error);

    [Fact]
    public void The_same_element_under_two_names_is_refused()
    {
        var tags = new Hashtable { ["Modality"] = "CT", ["0008,0060"] = "MR" };
        Assert.Equal(MedIOError.InvalidElement, Assert.Throws<MedIOException>(() => DicomTagSet.Parse(tags)).Error);
    }

    [Fact]
    public void Private_elements_come_with_their_creator()
    {
        DicomContent content = DicomTagSet.Parse(new Hashtable { ["0009,0010"] = "MAKER", ["0009,1001"] = "value" });
        Assert.Equal("value", content.TextOf(0x00091001));
    }

    [Fact]
    public void Items_of_a_sequence_are_dictionaries()
    {
        var code = new Hashtable { ["CodeValue"] = "T-11500", ["CodingSchemeDesignator"] = "SRT", ["CodeMeaning"] = "Spine" };
        DicomContent content = DicomTagSet.Parse(new Hashtable { ["AnatomicRegionSequence"] = new object[] { code, code } });
        var items = Assert.IsType<DicomContent[]>(content.Elements[0].Value.Value);
        Assert.Equal(2, items.Length);
        Assert.Equal("SRT", items[1].TextOf(0x00080102));
        var bad = new Hashtable { ["AnatomicRegionSequence"] = new Hashtable { ["CodeValue"] = "more than sixteen characters" } };
        Assert.Equal(MedIOError.InvalidElement, Assert.Throws<MedIOException>(() => DicomTagSet.Parse(bad)).Error);
    }

    [Theory]
    [InlineData("SpecificCharacterSet", "ISO_IR 100")]
    [InlineData("0002,0010", "1.2.840.10008.1.2")]
    [InlineData("0008,0000", "4")]
    [InlineData("7FE0,0010", "1")]
    [InlineData("0009,1001", "private, without its creator")]
    [InlineData("0008,0102", "the same as CodingSchemeDesignator")]
    public void An_item_of_a_sequence_has_the_same_rules(string key, string value)
    {
        var code = new Hashtable { ["CodingSchemeDesignator"] = "SRT", [key] = value };
        foreach (object items in new object[] { code, new object[] { new Hashtable(), code }, new Hashtable { ["PurposeOfReferenceCodeSequence"] = code } })
        {
            MedIOException error = Assert.Throws<MedIOException>(() => DicomTagSet.Parse(new Hashtable { ["AnatomicRegionSequence"] = items }));
            Assert.Equal(MedIOError.InvalidElement, error.Error);
        }
    }

    [Theory]
    [InlineData("PixelPaddingValue", 63536)]
    [InlineData("SmallestImagePixelValue", 0)]
    [InlineData("ModalityLUTSequence", null)]
    [InlineData("RealWorldValueMappingSequence", null)]
    [InlineData("PixelDataProviderURL", "https://example.org/1")]
    [InlineData("RedPaletteColorLookupTableData", null)]
    [InlineData("NumberOfSlices", 3)]
    [InlineData("DirectoryRecordSequence", null)]
    public void What_would_contradict_the_pixels_is_refused(string key, object? value) =>
        Assert.Equal(MedIOError.InvalidElement, Assert.Throws<MedIOException>(() => DicomTagSet.Parse(new Hashtable { [key] = value })).Error);

    [Theory]
    [InlineData("StudyInstanceUID")]
    [InlineData("SeriesInstanceUID")]
    [InlineData("FrameOfReferenceUID")]
    [InlineData("ImageType")]
    [InlineData("ScanningSequence")]
    [InlineData("Units")]
    public void What_every_file_must_have_cannot_be_emptied(string key)
    {
        foreach (object? nothing in new object?[] { null, string.Empty, Array.Empty<object>() })
        {
            MedIOException error = Assert.Throws<MedIOException>(() => DicomTagSet.Parse(new Hashtable { [key] = nothing }));
            Assert.Contains("is empty", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_dictionary_is_no_text()
    {
        foreach (string key in new[] { "SeriesDescription", "0009,1001", "WindowCenter", "EnergyWindowVector" })
        {
            var tags = new Hashtable { ["0009,0010"] = "MAKER", [key] = new Hashtable { ["CodeValue"] = "x" } };
            Assert.Equal(MedIOError.InvalidElement, Assert.Throws<MedIOException>(() => DicomTagSet.Parse(tags)).Error);
        }
    }

    [Fact]
    public void Bytes_of_a_private_element_stay_bytes()
    {
        DicomContent content = DicomTagSet.Parse(new Hashtable { ["0009,0010"] = "MAKER", ["0009,1001"] = new byte[] { 1, 0, 92, 255 } });
        Assert.Contains(content.Elements, e => e.Key == 0x00091001 && e.Value.VR == DicomVR.OB && e.Value.Value is byte[] { Length: 4 });
    }

    [Fact]
    public void Times_of_all_types_are_written_as_their_VR_wants()
    {
        var time = new DateTimeOffset(2024, 2, 3, 4, 5, 6, TimeSpan.FromHours(-3.5));
        DicomContent content = DicomTagSet.Parse(new Hashtable { ["StudyDate"] = time, ["StudyTime"] = new TimeSpan(0, 13, 14, 15, 500), ["AcquisitionDateTime"] = time });
        Assert.Equal("20240203", content.TextOf(0x00080020));
        Assert.Equal("131415.500000", content.TextOf(0x00080030));
        Assert.Equal("20240203040506.000000-0330", content.TextOf(0x0008002a));
    }
}
