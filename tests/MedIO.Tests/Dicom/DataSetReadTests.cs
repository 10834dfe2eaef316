using System;
using System.Collections.Generic;
using System.Linq;
using MedIO.Dicom;
using Xunit;

namespace MedIO.Tests.Dicom;

/// <summary>Data sets as the standard has them, and as scanners, archives and half-good software write them.</summary>
public class DataSetReadTests
{
    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public void All_encodings_give_the_same_values(bool isExplicit, bool bigEndian)
    {
        using var file = new DataSetFile(Sample(isExplicit, bigEndian).ToFile());
        AssertSample(file);
        Assert.Empty(file.File.Warnings);
    }

    [Fact]
    public void A_deflated_data_set_gives_the_same_values_and_finds_its_large_ones_again()
    {
        byte[] large = Enumerable.Range(0, 200_000).Select(i => (byte)(i * 7)).ToArray();
        using var file = new DataSetFile(Sample(true, false).Binary(0x00420011, "OB", large).PixelData(1, 2, 3, 4).ToDeflatedFile());
        AssertSample(file);
        Assert.Empty(file.File.Warnings);
        Assert.Equal("1.2.840.10008.1.2.1.99", file.File.Syntax.Uid);
        Assert.Equal("2.25.1", file.File.Meta.GetCode(0x00020003));
        var document = Assert.IsType<DicomBulk>(file.DataSet.GetValue(new DicomTag(0x00420011)));
        Assert.Equal(large, document.ReadBytes());
        Assert.True(file.File.TryFindPixelData(out DicomElement pixels));
        Assert.Equal(4u, pixels.Length);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public void A_bare_data_set_without_meta_information_is_found_out(bool isExplicit, bool bigEndian)
    {
        using var file = new DataSetFile(Sample(isExplicit, bigEndian).ToDataSet());
        AssertSample(file);
        Assert.Empty(file.File.Meta.Elements);
        Assert.Equal(isExplicit, file.File.Syntax.IsExplicit);
        Assert.Equal(bigEndian, file.File.Syntax.BigEndian);
    }

    [Fact]
    public void Meta_information_without_a_preamble_is_read()
    {
        byte[] part10 = Sample(false, false).ToFile();
        foreach (int cut in new[] { 128, 132 })
        {
            using var file = new DataSetFile(part10[cut..]);
            AssertSample(file);
            Assert.Equal("1.2.840.10008.1.2", file.File.Syntax.Uid);
        }
    }

    // Its first number is that of the columns, which as a group has lengths of its own.
    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(8)]
    public void A_map_of_a_microscope_is_no_data_set(int columns)
    {
        byte[] map = new byte[1024 + (2 * columns * 4 * 4)];
        int[] numbers = { columns, 4, 4, 6 };
        Buffer.BlockCopy(numbers, 0, map, 0, 16);
        "MAP DA"u8.CopyTo(map.AsSpan(208));
        Assert.Null(DicomStart.Find(map));
        "NOT "u8.CopyTo(map.AsSpan(208));
        Assert.Equal(columns != 8, DicomStart.Find(map) is not null);
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(17u)]
    [InlineData(100_000u)]
    [InlineData(0xffffffffu)]
    public void A_wrong_group_length_does_not_matter(uint groupLength)
    {
        byte[] bytes = Sample(true, false).ToFile();
        BitConverter.GetBytes(groupLength).CopyTo(bytes, 140);
        using var file = new DataSetFile(bytes);
        AssertSample(file);
    }

    [Fact]
    public void Meta_information_without_group_length_and_in_implicit_VR_is_read()
    {
        byte[] meta = new DicomBytesBuilder(isExplicit: false).Text(0x00020002, "UI", "1.2").Text(0x00020010, "UI", DicomBytesBuilder.ExplicitLittle).ToDataSet();
        using var file = new DataSetFile(Sample(true, false).ToFile(meta));
        AssertSample(file);
        Assert.Equal("1.2", file.File.Meta.GetCode(0x00020002));
        Assert.Empty(file.File.Warnings);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public void A_missing_transfer_syntax_is_found_out_and_said(bool isExplicit, bool bigEndian)
    {
        byte[] meta = new DicomBytesBuilder().Text(0x00020002, "UI", "1.2").ToDataSet();
        using var file = new DataSetFile(Sample(isExplicit, bigEndian).ToFile(meta));
        AssertSample(file);
        Assert.Contains("no TransferSyntaxUID", Assert.Single(file.File.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, false, DicomBytesBuilder.ImplicitLittle)]
    [InlineData(false, false, DicomBytesBuilder.ExplicitLittle)]
    [InlineData(true, true, DicomBytesBuilder.ExplicitLittle)]
    [InlineData(true, false, DicomBytesBuilder.ExplicitBig)]
    public void A_wrong_transfer_syntax_is_noticed_and_said(bool isExplicit, bool bigEndian, string said)
    {
        using var file = new DataSetFile(Sample(isExplicit, bigEndian).ToFile(said));
        AssertSample(file);
        Assert.Contains("it was read as such", Assert.Single(file.File.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public void Sequences_of_either_length_nest(bool isExplicit, bool bigEndian)
    {
        var builder = new DicomBytesBuilder(isExplicit, bigEndian).Text(0x00080060, "CS", "MR");
        builder.UndefinedSequence(
            0x00081140,
            item => item.Text(0x00081150, "UI", "1.1").Sequence(0x0040a170, deep => deep.Text(0x00080100, "SH", "A").UndefinedSequence(0x00081199, last => last.Int16(0x00280106, -5))),
            item => item.Text(0x00081150, "UI", "1.2"));
        builder.Sequence(0x00081115, item => item.UndefinedSequence(0x00081199, _ => { }, deep => deep.Text(0x00081155, "UI", "2.25.7")));
        builder.Text(0x00100010, "PN", "A^B");
        using var file = new DataSetFile(builder.ToFile());
        IReadOnlyList<DicomDataSet> items = file.DataSet.GetItems(0x00081140);
        Assert.Equal(2, items.Count);
        Assert.Equal("1.1", items[0].GetCode(0x00081150));
        DicomDataSet deepest = items[0].GetItems(0x0040a170)[0].GetItems(0x00081199)[0];
        Assert.Equal(isExplicit ? -5 : 65531, deepest.GetInteger(0x00280106));
        Assert.Equal("1.2", items[1].GetCode(0x00081150));
        Assert.Equal("2.25.7", file.DataSet.GetItems(0x00081115)[0].GetItems(0x00081199)[1].GetCode(0x00081155));
        Assert.Equal("A^B", file.DataSet.GetCode(0x00100010));
        Assert.Empty(file.File.Warnings);
        Assert.Same(items[0], file.DataSet.GetItems(0x00081140)[0]);
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    [InlineData(true, false)]
    public void A_sequence_that_became_UN_on_its_way_is_a_sequence_still(bool undefined, bool innerExplicit)
    {
        Action<DicomBytesBuilder>[] items =
        {
            item => item.Text(0x00080100, "SH", "T-1").UndefinedSequence(0x00080121, deep => deep.Text(0x00080100, "SH", "X")),
            item => item.Text(0x00080100, "SH", "T-2"),
        };
        byte[] bytes = new DicomBytesBuilder().Text(0x00080060, "CS", "MR")
            .Sequence(0x00082218, "UN", undefined, items, () => new DicomBytesBuilder(innerExplicit))
            .Sequence(0x00091010, "UN", undefined, items, () => new DicomBytesBuilder(innerExplicit))
            .Text(0x00100020, "LO", "after").ToFile();
        using var file = new DataSetFile(bytes);
        foreach (uint tag in new uint[] { 0x00082218, 0x00091010 })
        {
            Assert.True(file.DataSet.TryFind(tag, out DicomElement element));
            Assert.True(file.DataSet.IsSequence(element));
            Assert.Equal(new[] { "T-1", "T-2" }, file.DataSet.GetItems(tag).Select(i => i.GetCode(0x00080100)));
            Assert.Equal("X", file.DataSet.GetItems(tag)[0].GetItems(0x00080121)[0].GetCode(0x00080100));
        }

        Assert.Equal("after", file.DataSet.GetCode(0x00100020));
        Assert.Empty(file.File.Warnings);
    }

    [Fact]
    public void An_unknown_sequence_in_a_big_endian_file_is_little_endian()
    {
        byte[] bytes = new DicomBytesBuilder(bigEndian: true).Text(0x00080060, "CS", "MR")
            .Sequence(0x00091010, "UN", true, new Action<DicomBytesBuilder>[] { item => item.UInt16(0x00280010, 258) }, () => new DicomBytesBuilder(false))
            .UInt16(0x00280010, 513).ToFile();
        using var file = new DataSetFile(bytes);
        Assert.Equal(258, file.DataSet.GetItems(0x00091010)[0].GetInteger(0x00280010));
        Assert.Equal(513, file.DataSet.GetInteger(0x00280010));
    }

    [Fact]
    public void Missing_delimiters_cost_no_more_than_they_must()
    {
        var builder = new DicomBytesBuilder().Text(0x00080060, "CS", "MR");

        // No item delimiter, then no sequence delimiter.
        builder.Header(0x00081140, "SQ", DicomBytesBuilder.Undefined).Item(DicomBytesBuilder.Undefined).Text(0x00081150, "UI", "1.1").Delimiter(0xfffee0dd);
        builder.Header(0x00081199, "SQ", DicomBytesBuilder.Undefined).Item(DicomBytesBuilder.Undefined).Text(0x00081150, "UI", "1.2").Delimiter(0xfffee00d);
        builder.Text(0x00100020, "LO", "after");
        using var file = new DataSetFile(builder.ToFile());
        Assert.Equal("1.1", file.DataSet.GetItems(0x00081140).Single().GetCode(0x00081150));
        Assert.Equal("1.2", file.DataSet.GetItems(0x00081199).Single().GetCode(0x00081150));
        Assert.Equal("after", file.DataSet.GetCode(0x00100020));
        Assert.Contains("(0008,1199) holds what is no item", Assert.Single(file.File.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_delimiter_after_a_sequence_that_had_a_length_is_passed_over()
    {
        using var file = new DataSetFile(new DicomBytesBuilder().Sequence(0x00081140, i => i.Text(0x00081150, "UI", "1.1")).Delimiter(0xfffee0dd).Text(0x00100020, "LO", "after").ToFile());
        Assert.Equal("after", file.DataSet.GetCode(0x00100020));
    }

    [Fact]
    public void VRs_that_nobody_knows_are_resolved_by_the_dictionary_and_said()
    {
        var builder = new DicomBytesBuilder().Text(0x00080060, "CS", "MR");

        // Short form with letters that are no VR, long form as of a later standard, signs that are no letters.
        builder.Raw(0x10, 0, 0x20, 0, (byte)'Z', (byte)'Z', 4, 0).Raw((byte)'I', (byte)'D', (byte)'4', (byte)'2');
        builder.Raw(0x18, 0, 0x50, 0, (byte)'X', (byte)'Y', 0, 0, 4, 0, 0, 0).Raw((byte)'2', (byte)'.', (byte)'5', (byte)' ');
        builder.Raw(0x28, 0, 0x10, 0, (byte)'?', (byte)'?', 2, 0).Raw(7, 0);
        builder.Raw(0x28, 0, 0x11, 0, 2, 0, 0, 0).Raw(9, 0);
        builder.Text(0x00281055, "LO", "after");
        using var file = new DataSetFile(builder.ToFile());
        Assert.Equal("ID42", file.DataSet.GetValue(new DicomTag(0x00100020)));
        Assert.Equal(2.5, file.DataSet.GetValue(new DicomTag(0x00180050)));
        Assert.Equal(7, file.DataSet.GetInteger(0x00280010));
        Assert.Equal(9, file.DataSet.GetInteger(0x00280011));
        Assert.Equal("after", file.DataSet.GetValue(new DicomTag(0x00281055)));
        Assert.Equal(2, file.File.Warnings.Count);
        Assert.Contains("(0010,0020) has the VR ZZ", file.File.Warnings[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, -100)]
    [InlineData(0, 65436)]
    public void Where_the_standard_leaves_US_or_SS_PixelRepresentation_decides(ushort representation, int expected)
    {
        var builder = new DicomBytesBuilder(isExplicit: false).Text(0x00080060, "CS", "MR").UInt16(0x00280103, representation).Int16(0x00280120, -100)
            .Sequence(0x00409096, item => item.Int16(0x00409216, -100));
        using var file = new DataSetFile(builder.ToFile());
        Assert.Equal(expected, file.DataSet.GetValue(new DicomTag(0x00280120)));
        Assert.Equal(expected, file.DataSet.GetInteger(0x00280120));
        Assert.Equal(expected, file.DataSet.GetItems(0x00409096)[0].GetValue(new DicomTag(0x00409216)));
    }

    [Fact]
    public void Odd_lengths_zero_padding_and_trailing_padding_are_read()
    {
        byte[] bytes = new DicomBytesBuilder().Bytes(0x00080060, "CS", "MRI"u8.ToArray()).Bytes(0x00100020, "LO", "12345"u8.ToArray()).Raw(new byte[37]).ToFile();
        using var file = new DataSetFile(bytes);
        Assert.Equal("MRI", file.DataSet.GetCode(0x00080060));
        Assert.Equal("12345", file.DataSet.GetCode(0x00100020));
        Assert.Equal(2, file.DataSet.Elements.Count);
        Assert.Empty(file.File.Warnings);
        using var padded = new DataSetFile(new DicomBytesBuilder().Text(0x00080060, "CS", "MR").Binary(0xfffcfffc, "OB", new byte[1000]).ToFile());
        Assert.Empty(padded.File.Warnings);
    }

    [Fact]
    public void Elements_out_of_order_are_found_and_of_duplicates_the_last()
    {
        var builder = new DicomBytesBuilder().Text(0x00100020, "LO", "first").Text(0x00080060, "CS", "MR").Text(0x00100020, "LO", "last");
        for (uint i = 0; i < 30; i++)
        {
            builder.UInt16(0x00280130 - i, (ushort)i);
        }

        using var file = new DataSetFile(builder.ToFile());
        Assert.Equal("MR", file.DataSet.GetCode(0x00080060));
        Assert.Equal("last", file.DataSet.GetCode(0x00100020));
        Assert.Equal(29, file.DataSet.GetInteger(0x00280113));
        Assert.False(file.DataSet.Contains(0x00280112));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_follows_pixel_data_is_read_where_it_is_asked_for(bool encapsulated)
    {
        var builder = new DicomBytesBuilder().Text(0x00080060, "CS", "MR");
        builder = encapsulated ? builder.Encapsulated(new uint[] { 0 }, new byte[70_000], new byte[3]) : builder.PixelData(new ushort[100_000]);
        byte[] bytes = builder.Text(0xfffafffa, "LO", "signature").ToFile();
        using var without = new DataSetFile(bytes);
        Assert.False(without.DataSet.Contains(0xfffafffa));
        using var with = new DataSetFile(bytes, pastPixelData: true);
        Assert.Equal("signature", with.DataSet.GetCode(0xfffafffa));
        Assert.True(with.File.TryFindPixelData(out DicomElement pixels));
        Assert.Equal(encapsulated, pixels.IsUndefined);
        Assert.True(pixels.IsDeferred);
    }

    [Fact]
    public void Reading_stops_after_the_last_element_wanted()
    {
        byte[] bytes = Sample(true, false).ToFile();
        using var file = new DataSetFile(bytes, stopAfter: 0x00100010);
        Assert.True(file.DataSet.Contains(0x00100010));
        Assert.False(file.DataSet.Contains(0x00280010));
    }

    [Fact]
    public void Large_values_and_sequences_stay_in_the_file_until_they_are_asked_for()
    {
        byte[] large = Enumerable.Range(0, 300_000).Select(i => (byte)(i % 251)).ToArray();
        var builder = new DicomBytesBuilder().Text(0x00080060, "CS", "MR").Binary(0x00091010, "OB", large)
            .Sequence(0x30060039, Enumerable.Repeat<Action<DicomBytesBuilder>>(i => i.Text(0x30060050, "DS", "1.5\\" + new string('1', 3000)), 100).ToArray())
            .Text(0x300600ff, "LO", "after");
        using var file = new DataSetFile(builder.ToFile());
        Assert.True(file.DataSet.TryFind(0x00091010, out DicomElement element));
        Assert.True(element.IsDeferred);
        Assert.Equal(large, file.DataSet.BytesOf(element).ToArray());
        Assert.True(file.DataSet.TryFind(0x30060039, out DicomElement sequence));
        Assert.True(sequence.IsDeferred);
        Assert.Equal(100, file.DataSet.GetItems(0x30060039).Count);
        Assert.Equal(1.5, file.DataSet.GetItems(0x30060039)[99].GetNumber(0x30060050));
        Assert.Equal("after", file.DataSet.GetCode(0x300600ff));
    }

    [Fact]
    public void Repeating_groups_have_their_VR_and_keyword()
    {
        using var file = new DataSetFile(new DicomBytesBuilder(isExplicit: false).Text(0x00080060, "CS", "MR").UInt16(0x60020010, 512).Words(0x60023000, "OW", 1).ToFile());
        Assert.Equal(512, file.DataSet.GetValue(new DicomTag(0x60020010)));
        Assert.Equal("OverlayRows", new DicomTag(0x60020010).Keyword);
        Assert.Equal("SourceImageIDs", new DicomTag(0x00203105).Keyword);
        Assert.Equal(new ushort[] { 1 }, Assert.IsType<DicomValues<ushort>>(file.DataSet.GetValue(new DicomTag(0x60023000))));
    }

    [Fact]
    public void After_it_was_disposed_a_file_gives_an_error_and_no_bytes_of_another()
    {
        var file = new DataSetFile(Sample(true, false).ToFile());
        DicomDataSet dataSet = file.DataSet;
        file.Dispose();
        Assert.Throws<ObjectDisposedException>(() => dataSet.GetCode(0x00080060));
        Assert.Throws<ObjectDisposedException>(() => dataSet.GetItems(0x00081140));
    }

    private static DicomBytesBuilder Sample(bool isExplicit, bool bigEndian) => new DicomBytesBuilder(isExplicit, bigEndian)
        .Text(0x00080005, "CS", "ISO_IR 192")
        .Text(0x00080060, "CS", "MR")
        .Sequence(0x00081140, i => i.Text(0x00081150, "UI", "1.2.3"))
        .Text(0x00100010, "PN", System.Text.Encoding.UTF8.GetBytes("Müller^Änne"))
        .Text(0x00280008, "IS", "12")
        .UInt16(0x00280010, 258)
        .Double(0x00409225, 0.1)
        .Single(0x00720076, 0.5f);

    private static void AssertSample(DataSetFile file)
    {
        DicomDataSet set = file.DataSet;
        Assert.Equal("MR", set.GetCode(DicomTags.Modality));
        Assert.Equal("1.2.3", set.GetItems(0x00081140).Single().GetCode(0x00081150));
        Assert.Equal("Müller^Änne", set.GetText(0x00100010));
        Assert.Equal(12, set.GetInteger(DicomTags.NumberOfFrames));
        Assert.Equal(258, set.GetInteger(DicomTags.Rows));
        Assert.Equal(0.1, set.GetValue(new DicomTag(0x00409225)));
        Assert.Equal(0.5f, set.GetValue(new DicomTag(0x00720076)));
    }
}
