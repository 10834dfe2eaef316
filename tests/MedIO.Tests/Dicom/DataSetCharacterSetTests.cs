using System;
using System.Linq;
using MedIO.Dicom;
using Xunit;

namespace MedIO.Tests.Dicom;

/// <summary>Text in all character sets of PS3.5 section 6.1.2; the byte sequences are those of its annexes and of PS3.3 C.12.1.1.2.</summary>
public class DataSetCharacterSetTests
{
    [Theory]
    [InlineData("ISO_IR 100", "4D FC 6C 6C 65 72", "Müller")]
    [InlineData("ISO_IR 101", "57 B3 6F 64 79 73 B3 61 77", "Włodysław")]
    [InlineData("ISO_IR 109", "C6 61", "Ĉa")]
    [InlineData("ISO_IR 110", "C0 E0", "Āā")]
    [InlineData("ISO_IR 144", "BB EE DA 63 65 DC D1 79 D3", "Люкceмбyг")]
    [InlineData("ISO_IR 127", "E2 C8 C7 E6 EA", "\u0642\u0628\u0627\u0646\u064a")]
    [InlineData("ISO_IR 126", "C4 E9 EF ED", "Διον")]
    [InlineData("ISO_IR 138", "F9 F8 E5 EF", "שרון")]
    [InlineData("ISO_IR 148", "C7 DD F0 FE", "Çİğş")]
    [InlineData("ISO_IR 166", "B9 D2 C2", "นาย")]
    [InlineData("ISO_IR 203", "A4 BD", "€œ")]
    [InlineData("ISO_IR 13", "D4 CF C0 DE", "ﾔﾏﾀﾞ")]
    [InlineData("ISO_IR 192", "E7 8E 8B 5E F0 A0 AE B7", "王^𠮷")]
    [InlineData("GB18030", "CD F5 5E D0 A1 B6 AB 5E 81 39 EF 35", "王^小东^㐆")]
    [InlineData("GBK", "CD F5 5E D0 A1 B6 AB", "王^小东")]
    public void Each_defined_term_has_its_characters(string term, string hex, string expected)
    {
        using DataSetFile file = Open(term, "PN", hex);
        Assert.Equal(expected, file.DataSet.GetText(0x00100010));
        Assert.Empty(file.File.Warnings);
    }

    [Theory]

    // PS3.5 annex H.3.1 and H.3.2, I.2 and I.3, J.3, K.2.
    [InlineData(
        "\\ISO 2022 IR 87",
        "59 61 6D 61 64 61 5E 54 61 72 6F 75 3D 1B 24 42 3B 33 45 44 1B 28 42 5E 1B 24 42 42 40 4F 3A 1B 28 42 3D 1B 24 42 24 64 24 5E 24 40 1B 28 42 5E 1B 24 42 24 3F 24 6D 24 26 1B 28 42",
        "Yamada^Tarou=山田^太郎=やまだ^たろう")]
    [InlineData(
        "ISO 2022 IR 13\\ISO 2022 IR 87",
        "D4 CF C0 DE 5E C0 DB B3 3D 1B 24 42 3B 33 45 44 1B 28 4A 5E 1B 24 42 42 40 4F 3A 1B 28 4A 3D 1B 24 42 24 64 24 5E 24 40 1B 28 4A 5E 1B 24 42 24 3F 24 6D 24 26 1B 28 4A",
        "ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう")]
    [InlineData(
        "\\ISO 2022 IR 149",
        "48 6F 6E 67 5E 47 69 6C 64 6F 6E 67 3D 1B 24 29 43 FB F3 5E 1B 24 29 43 D1 CE D4 D7 3D 1B 24 29 43 C8 AB 5E 1B 24 29 43 B1 E6 B5 BF",
        "Hong^Gildong=洪^吉洞=홍^길동")]
    [InlineData(
        "\\ISO 2022 IR 58",
        "5A 68 61 6E 67 5E 58 69 61 6F 44 6F 6E 67 3D 1B 24 29 41 D5 C5 5E 1B 24 29 41 D0 A1 B6 AB",
        "Zhang^XiaoDong=张^小东")]
#if !TEST_NETFRAMEWORK

    // Mono does not know the set.
    [InlineData("ISO 2022 IR 6\\ISO 2022 IR 159", "1B 24 28 44 22 6F 1B 28 42", "™")]
#endif
    [InlineData("ISO 2022 IR 100\\ISO 2022 IR 144", "4D FC 5E 1B 2D 4C BB EE DA", "Mü^Люк")]
    [InlineData("ISO 2022 IR 100\\ISO 2022 IR 126\\ISO 2022 IR 144", "1B 2D 46 C4 1B 2D 4C BB 3D FC", "ΔЛ=ü")]
    [InlineData("ISO 2022 IR 100\\ISO 2022 IR 203\\ISO 2022 IR 166", "1B 2D 62 A4 1B 2D 54 B9", "€น")]
    public void Escape_sequences_switch_and_delimiters_switch_back(string terms, string hex, string expected)
    {
        using DataSetFile file = Open(terms, "PN", hex);
        Assert.Equal(expected, file.DataSet.GetText(0x00100010));
        Assert.Empty(file.File.Warnings);
    }

    [Fact]
    public void Values_and_lines_begin_in_the_first_set_again()
    {
        using DataSetFile file = Open("ISO 2022 IR 100\\ISO 2022 IR 144", "LO", "1B 2D 4C BB 5C FC");
        Assert.Equal(new[] { "Л", "ü" }, file.DataSet.GetTexts(0x00100010));
        using DataSetFile text = Open("ISO 2022 IR 100\\ISO 2022 IR 144", "LT", "1B 2D 4C BB 0D 0A FC 5E BB");
        Assert.Equal("Л\r\nü^»", text.DataSet.GetText(0x00100010));
    }

    [Theory]
    [InlineData("GB18030", "81 5C 41 5C 42", "乗A", "B")]
    [InlineData("GBK", "81 5C 5C 42", "乗", "B")]
    [InlineData("\\ISO 2022 IR 87", "1B 24 42 3B 5C 1B 28 42 5C 42", "施", "B")]
    public void A_backslash_that_is_half_a_character_separates_nothing(string terms, string hex, string first, string second)
    {
        using DataSetFile file = Open(terms, "LO", hex);
        Assert.Equal(new[] { first, second }, file.DataSet.GetTexts(0x00100010));
    }

    [Theory]
    [InlineData("ISO IR 100", "ISO_IR 100")]
    [InlineData("ISO_IR_100", "ISO_IR 100")]
    [InlineData("iso-ir-100", "ISO_IR 100")]
    [InlineData("latin1", "ISO_IR 100")]
    [InlineData("ISO8859-1", "ISO_IR 100")]
    public void Spellings_that_files_have_are_understood_and_said(string term, string taken)
    {
        using DataSetFile file = Open(term, "LO", "FC");
        Assert.Equal("ü", file.DataSet.GetText(0x00100010));
        string warning = Assert.Single(file.File.Warnings);
        Assert.Contains(term, warning, StringComparison.Ordinal);
        Assert.Contains(taken, warning, StringComparison.Ordinal);
    }

    [Fact]
    public void UTF_8_by_its_own_name_is_understood_and_said()
    {
        using DataSetFile file = Open("UTF-8", "LO", "C3 BC");
        Assert.Equal("ü", file.DataSet.GetText(0x00100010));
        Assert.Contains("ISO_IR 192", Assert.Single(file.File.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "FC", "ü", "does not allow")]
    [InlineData("KLINGON", "FC", "ü", "unknown term")]
    [InlineData("ISO_IR 192", "41 FC 42", "A\ufffdB", "no meaning")]
    [InlineData("\\ISO 2022 IR 149", "41 1B 24 29 43 B1", "A\ufffd", "no meaning")]
    [InlineData("\\ISO 2022 IR 87", "1B 24 42 3B", "\ufffd", "no meaning")]
    [InlineData("\\ISO 2022 IR 87", "1B 21 41", "\ufffd!A", "no meaning")]
    [InlineData("ISO_IR 192\\ISO 2022 IR 87", "C3 BC", "ü", "stands alone")]
    [InlineData("ISO_IR 100", "1B 2D 4C BB", "Л", "switches")]
    public void What_cannot_be_decoded_is_replaced_or_guessed_and_said(string terms, string hex, string expected, string warning)
    {
        using DataSetFile file = Open(terms, "LO", hex);
        Assert.Equal(expected, file.DataSet.GetText(0x00100010));
        Assert.Contains(file.File.Warnings, w => w.Contains(warning));
    }

    [Fact]
    public void Items_inherit_the_set_of_what_they_are_in_or_have_their_own()
    {
        using var file = new DataSetFile(new DicomBytesBuilder().Text(0x00080005, "CS", "ISO_IR 144")
            .Sequence(0x00081140, i => i.Text(0x00081150, "LO", Hex("BB")).Sequence(0x00081199, j => j.Text(0x00080005, "CS", "ISO_IR 126").Text(0x00081150, "LO", Hex("C4"))))
            .ToFile());
        DicomDataSet item = file.DataSet.GetItems(0x00081140)[0];
        Assert.Equal("Л", item.GetText(0x00081150));
        Assert.Equal("Δ", item.GetItems(0x00081199)[0].GetText(0x00081150));
    }

    [Fact]
    public void Only_text_that_has_a_character_set_is_decoded_in_it()
    {
        using var file = new DataSetFile(new DicomBytesBuilder().Text(0x00080005, "CS", "ISO_IR 192").Text(0x00080060, "CS", Hex("C3 BC")).ToFile());
        Assert.Equal("Ã¼", file.DataSet.GetText(0x00080060));
    }

    private static DataSetFile Open(string terms, string vr, string hex) =>
        new(new DicomBytesBuilder().Text(0x00080005, "CS", terms).Text(0x00100010, vr, Hex(hex)).ToFile());

    private static byte[] Hex(string text) => text.Split(' ').Select(b => Convert.ToByte(b, 16)).ToArray();
}
