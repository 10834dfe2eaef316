using System;
using System.Collections;
using System.Linq;
using System.Text;
using MedIO.Dicom;
using Xunit;

namespace MedIO.Tests.Dicom;

/// <summary>Values of every VR (PS3.5 section 6.2) as objects, and how they print.</summary>
public class DataSetValueTests
{
    [Theory]
    [InlineData("DS", "0.30", 0.3)]
    [InlineData("DS", " -1.5E+2 ", -150.0)]
    [InlineData("DS", "+7", 7.0)]
    [InlineData("IS", " -12 ", -12)]
    [InlineData("IS", "3.0", 3)]
    [InlineData("IS", "+2147483647", int.MaxValue)]
    [InlineData("IS", "2147483648", 2147483648L)]
    [InlineData("CS", " ORIGINAL ", "ORIGINAL")]
    [InlineData("LO", " a b  ", "a b")]
    [InlineData("AE", " STORE ", "STORE")]
    [InlineData("AS", "045Y", "045Y")]
    [InlineData("UC", "  kept ", "  kept")]
    [InlineData("LT", "  one\\value \r\n two  ", "  one\\value \r\n two")]
    [InlineData("ST", " a\\b ", " a\\b")]
    [InlineData("UT", " a\\b ", " a\\b")]
    [InlineData("UR", "http://a/b\\c ", "http://a/b\\c")]
    [InlineData("UI", "1.2.840.10008.1.2", "1.2.840.10008.1.2")]
    public void One_value_is_itself(string vr, string text, object expected) => Assert.Equal(expected, DataSetFile.ValueOf(new DicomBytesBuilder().Text(0x00091010, vr, text)));

    [Theory]
    [InlineData("DS", "")]
    [InlineData("IS", "  ")]
    [InlineData("LO", "")]
    [InlineData("PN", "")]
    [InlineData("DA", " ")]
    [InlineData("UI", "")]
    [InlineData("UT", "")]
    [InlineData("OB", "")]
    [InlineData("US", "")]
    public void An_empty_value_is_null(string vr, string text) => Assert.Null(DataSetFile.ValueOf(new DicomBytesBuilder().Text(0x00091010, vr, text)));

    [Fact]
    public void Numbers_of_all_binary_VRs_come_in_the_machines_order()
    {
        foreach (bool big in new[] { false, true })
        {
            DicomBytesBuilder Make() => new(bigEndian: big);
            Assert.Equal(65535, DataSetFile.ValueOf(Make().UInt16(0x00091010, 65535)));
            Assert.Equal(-2, DataSetFile.ValueOf(Make().Int16(0x00091010, -2)));
            Assert.Equal(4000000000L, DataSetFile.ValueOf(Make().UInt32(0x00091010, 4000000000)));
            Assert.Equal(-70000, DataSetFile.ValueOf(Make().Int32(0x00091010, -70000)));
            Assert.Equal(ulong.MaxValue, DataSetFile.ValueOf(Make().UInt64(0x00091010, ulong.MaxValue)));
            Assert.Equal(long.MinValue, DataSetFile.ValueOf(Make().Int64(0x00091010, long.MinValue)));
            Assert.Equal(0.1f, DataSetFile.ValueOf(Make().Single(0x00091010, 0.1f)));
            Assert.Equal(0.1, DataSetFile.ValueOf(Make().Double(0x00091010, 0.1)));
            Assert.Equal(new DicomTag(0x0010, 0x0020), DataSetFile.ValueOf(Make().Tags(0x00091010, 0x00100020)));
            Assert.Equal("(0010,0020)\\(7FE0,0010)", DataSetFile.ValueOf(Make().Tags(0x00091010, 0x00100020, 0x7fe00010))!.ToString());
            Assert.Equal(new[] { 1, 258 }, (DicomValues<int>)DataSetFile.ValueOf(Make().UInt16(0x00091010, 1, 258))!);
            Assert.Equal(new ushort[] { 258 }, (DicomValues<ushort>)DataSetFile.ValueOf(Make().Words(0x00091010, "OW", 258))!);
            Assert.Equal("0102", DataSetFile.ValueOf(Make().Words(0x00091010, "OW", 258))!.ToString());
        }
    }

    [Fact]
    public void Lists_of_bytes_and_long_numbers_are_typed()
    {
        byte[] eight = { 0, 0, 0x80, 0x3f, 0, 0, 0, 0x40 };
        Assert.Equal(eight, (DicomValues<byte>)DataSetFile.ValueOf(new DicomBytesBuilder().Binary(0x00091010, "OB", eight))!);
        Assert.Equal(eight, (DicomValues<byte>)DataSetFile.ValueOf(new DicomBytesBuilder().Binary(0x00091010, "UN", eight))!);
        Assert.Equal(new[] { 1f, 2f }, (DicomValues<float>)DataSetFile.ValueOf(new DicomBytesBuilder().Binary(0x00091010, "OF", eight))!);
        Assert.Equal(new[] { 0x3f800000u, 0x40000000u }, (DicomValues<uint>)DataSetFile.ValueOf(new DicomBytesBuilder().Binary(0x00091010, "OL", eight))!);
        Assert.Equal(new[] { 0x400000003f800000ul }, (DicomValues<ulong>)DataSetFile.ValueOf(new DicomBytesBuilder().Binary(0x00091010, "OV", eight))!);
        Assert.Equal(new[] { 2.0000004731118679 }, (DicomValues<double>)DataSetFile.ValueOf(new DicomBytesBuilder().Binary(0x00091010, "OD", eight))!);
        Assert.Equal("00\\00\\80\\3f\\00\\00\\00\\40", DataSetFile.ValueOf(new DicomBytesBuilder().Binary(0x00091010, "UN", eight))!.ToString());
    }

    [Fact]
    public void Unknown_bytes_that_are_text_print_as_text()
    {
        object value = DataSetFile.ValueOf(new DicomBytesBuilder(isExplicit: false).Text(0x00091010, "UN", "SIEMENS\\MR "))!;
        Assert.Equal("SIEMENS\\MR", value.ToString());
        Assert.Equal(12, Assert.IsType<DicomValues<byte>>(value).Count);
    }

    [Fact]
    public void Several_values_index_enumerate_and_print_as_DICOM_text_in_every_culture()
    {
        InCulture.Run("de-DE", () =>
        {
            var spacing = Assert.IsType<DicomValues<double>>(DataSetFile.ValueOf(new DicomBytesBuilder().Text(0x00280030, "DS", "0.50\\ 0.7 ")));
            Assert.Equal(2, spacing.Count);
            Assert.Equal(0.7, spacing[1]);
            Assert.Equal(new[] { 0.5, 0.7 }, spacing.ToArray());
            Assert.Equal(2, ((IEnumerable)spacing).Cast<double>().Count());
            Assert.Equal("0.50\\0.7", spacing.ToString());
            Assert.Equal("0.1\\1E-05\\-3", DataSetFile.ValueOf(new DicomBytesBuilder().Double(0x00091010, 0.1, 1e-5, -3))!.ToString());
            Assert.Equal("0.1\\-2.5", DataSetFile.ValueOf(new DicomBytesBuilder().Single(0x00091010, 0.1f, -2.5f))!.ToString());
            Assert.Equal(1.5, DataSetFile.ValueOf(new DicomBytesBuilder().Text(0x00180050, "DS", "1.5")));
        });
        Assert.Equal("ORIGINAL\\PRIMARY\\AXIAL", DataSetFile.ValueOf(new DicomBytesBuilder().Text(0x00080008, "CS", "ORIGINAL\\PRIMARY \\AXIAL"))!.ToString());
        Assert.Equal(new[] { 1, 2, 3 }, (DicomValues<int>)DataSetFile.ValueOf(new DicomBytesBuilder().Text(0x00091010, "IS", "1\\2\\3"))!);
    }

    [Theory]
    [InlineData("IS", "1A")]
    [InlineData("DS", "1,5")]
    [InlineData("DS", "NaN")]
    [InlineData("DA", "20241301")]
    [InlineData("TM", "2561")]
    [InlineData("DT", "2024-01-31 10:00")]
    [InlineData("UI", "1.02.3")]
    [InlineData("UI", "1..2")]
    public void What_the_VR_does_not_allow_stays_its_text_and_is_said_without_the_value(string vr, string text)
    {
        using var file = new DataSetFile(new DicomBytesBuilder().Text(0x00091010, vr, text).ToFile());
        Assert.Equal(text, file.DataSet.GetValue(new DicomTag(0x00091010)));
        string warning = Assert.Single(file.File.Warnings);
        Assert.Contains($"not a{(vr == "IS" ? "n" : string.Empty)} {vr}", warning, StringComparison.Ordinal);
        Assert.DoesNotContain(text, warning, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_several_values_those_that_are_numbers_stay_numbers()
    {
        var mixed = Assert.IsType<DicomValues<object>>(DataSetFile.ValueOf(new DicomBytesBuilder().Text(0x00091010, "DS", "1.5\\x\\\\2")));
        Assert.Equal(new object[] { 1.5, "x", string.Empty, 2.0 }, mixed);
        Assert.Equal("1.5\\x\\\\2", mixed.ToString());
    }

    [Fact]
    public void A_number_with_bytes_left_over_is_read_and_said()
    {
        using var file = new DataSetFile(new DicomBytesBuilder().Bytes(0x00280010, "US", new byte[] { 1, 2, 3 }).ToFile());
        Assert.Equal(513, file.DataSet.GetValue(new DicomTag(0x00280010)));
        Assert.Contains("has 3 bytes", Assert.Single(file.File.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Names_have_groups_and_parts()
    {
        var name = Assert.IsType<DicomPersonName>(DataSetFile.ValueOf(new DicomBytesBuilder().Text(0x00080005, "CS", "ISO_IR 192")
            .Text(0x00100010, "PN", Encoding.UTF8.GetBytes("Yamada^Tarou^M ^Dr.^PhD=山田^太郎=やまだ^たろう "))));
        Assert.Equal("Yamada^Tarou^M ^Dr.^PhD=山田^太郎=やまだ^たろう", name.ToString());
        Assert.Equal("Yamada Tarou M Dr. PhD", string.Join(" ", name.Family, name.Given, name.Middle, name.Prefix, name.Suffix));
        Assert.Equal("山田", name.Ideographic.Family);
        Assert.Equal("たろう", name.Phonetic.Given);
        Assert.Equal("Yamada^Tarou^M ^Dr.^PhD", name.Alphabetic.ToString());
        var plain = (DicomPersonName)DataSetFile.ValueOf(new DicomBytesBuilder().Text(0x00100010, "PN", "Doe^^=="))!;
        Assert.Equal("Doe^^", plain.Text);
        Assert.Equal(string.Empty, plain.Given + plain.Suffix + plain.Ideographic.Family + plain.Phonetic.Text);
        Assert.Equal(new DicomPersonName("Doe^^"), plain);
        Assert.True(plain < new DicomPersonName("E") && plain != new DicomPersonName("E"));
        var several = Assert.IsType<DicomValues<DicomPersonName>>(DataSetFile.ValueOf(new DicomBytesBuilder().Text(0x00081060, "PN", "A^B\\C^D")));
        Assert.Equal("C", several[1].Family);
        Assert.Equal("A^B\\C^D", several.ToString());
    }

    [Fact]
    public void Pixel_data_and_large_binary_values_stand_as_their_size()
    {
        using var file = new DataSetFile(new DicomBytesBuilder()
            .Sequence(0x00880200, icon => icon.PixelData(1, 2, 3, 4))
            .Binary(0x00091010, "OW", new byte[70_000])
            .PixelData(5, 6)
            .ToFile());
        var icon = (DicomBulk)file.DataSet.GetItems(0x00880200)[0].GetValue(DicomTags.PixelData)!;
        Assert.Equal("OB, 4 bytes", icon.ToString());
        Assert.Equal(new byte[] { 1, 2, 3, 4 }, icon.ReadBytes());
        Assert.Equal("OW, 70000 bytes", file.DataSet.GetValue(new DicomTag(0x00091010))!.ToString());
        Assert.Equal(new byte[] { 5, 6 }, ((DicomBulk)file.DataSet.GetValue(DicomTags.PixelData)!).ReadBytes());
        System.IO.File.WriteAllBytes(file.Path, new byte[3]);
        MedIOException changed = Assert.Throws<MedIOException>(icon.ReadBytes);
        Assert.Equal(MedIOError.FileNotReadable, changed.Error);
        Assert.Contains("has changed", changed.Message, StringComparison.Ordinal);
        using var fragments = new DataSetFile(new DicomBytesBuilder().Encapsulated(null, new byte[10]).ToFile());
        var bulk = (DicomBulk)fragments.DataSet.GetValue(DicomTags.PixelData)!;
        Assert.Equal(-1, bulk.Length);
        Assert.Throws<MedIOException>(bulk.ReadBytes);
    }

    [Theory]
    [InlineData(1, "US")]
    [InlineData(256, "OW")]
    public void LUTData_is_a_number_or_words_by_its_descriptor(ushort entries, string vr)
    {
        using var file = new DataSetFile(new DicomBytesBuilder(isExplicit: false).Sequence(0x00283000, i => i.UInt16(0x00283002, entries, 0, 16).UInt16(0x00283006, 7)).ToFile());
        DicomDataSet item = file.DataSet.GetItems(0x00283000)[0];
        Assert.True(item.TryFind(0x00283006, out DicomElement data));
        Assert.Equal(vr, DicomVRs.NameOf(item.VROf(data)));
    }
}
