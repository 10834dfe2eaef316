using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using MedIO.Dicom;
using MedIO.Formats;
using Xunit;

namespace MedIO.Tests.Dicom;

/// <summary>Damaged and hostile files: a data set with warnings or an error of ours, within the time and memory that the file's size justifies.</summary>
public sealed class DataSetDamageTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true, false, false)]
    [InlineData(false, false, false)]
    [InlineData(true, true, false)]
    [InlineData(true, false, true)]
    public void A_file_cut_at_any_byte_is_read_as_far_as_it_goes_or_refused(bool isExplicit, bool bigEndian, bool deflated)
    {
        DicomBytesBuilder builder = Rich(isExplicit, bigEndian);
        byte[] whole = deflated ? builder.ToDeflatedFile() : builder.ToFile();
        int most = ReadAll(whole);
        int before = 0;
        for (int length = 1; length < whole.Length; length++)
        {
            int count = ReadAll(whole[..length]);
            Assert.InRange(count, 0, most);

            // Bytes more never give elements fewer, but for a value that is one only when it is whole.
            Assert.True(count >= before || count >= before - 1 || deflated, $"{count} elements at {length} bytes, {before} before");
            before = count;
        }
    }

    [SharedDataTheory]
    [InlineData("dicom/CT_small.dcm")]
    [InlineData("dicom/nested_priv_SQ.dcm")]
    [InlineData("dicom/rtplan.dcm")]
    [InlineData("dicom/charsets/chrH31.dcm")]
    [InlineData("dicom/image_dfl.dcm")]
    public void A_real_file_cut_at_any_byte_is_read_as_far_as_it_goes_or_refused(string name)
    {
        byte[] whole = File.ReadAllBytes(SharedData.Path(name));
        int most = ReadAll(whole);
        for (int length = 1; length < whole.Length; length += length < 700 ? 1 : 61)
        {
            Assert.InRange(ReadAll(whole[..length]), 0, most);
        }
    }

    [Fact]
    public void Random_changes_never_give_another_exception()
    {
        var random = new Random(20240131);
        byte[][] files =
        {
            Rich(true, false).ToFile(), Rich(false, false).ToFile(), Rich(true, true).ToFile(), Rich(true, false).ToDeflatedFile(), Rich(false, false).ToDataSet(),
        };
        int read = 0;
        for (int i = 0; i < 4000; i++)
        {
            byte[] bytes = (byte[])files[i % files.Length].Clone();
            for (int changes = 1 + random.Next(6); changes > 0; changes--)
            {
                Change(bytes, random);
            }

            read += ReadAll(bytes) > 0 ? 1 : 0;
        }

        // Most changes leave something to read; if none did, the test would test nothing.
        Assert.InRange(read, 1000, 4000);
    }

    [Theory]
    [InlineData("OB", 0xfffffffeu)]
    [InlineData("UT", 0xfffffff0u)]
    [InlineData("SQ", 0xfffffffeu)]
    [InlineData("UN", 0x7fffffffu)]
    public void Four_gigabytes_in_a_small_file_are_neither_read_nor_allocated(string vr, uint length)
    {
        var builder = new DicomBytesBuilder().Text(0x00080060, "CS", "MR").Header(0x00091010, vr, length).Raw(new byte[4000]);
        long before = Allocated();
        using var file = new DataSetFile(builder.ToFile());
        Assert.Equal("MR", file.DataSet.GetCode(0x00080060));
        Assert.Contains("(0009,1010)", Assert.Single(file.File.Warnings), StringComparison.Ordinal);
        Assert.NotNull(DicomHeader.Read(file.DataSet));
        Assert.InRange(Allocated() - before, 0, 1 << 22);
    }

    [Fact]
    public void An_item_of_four_gigabytes_and_values_longer_than_their_item_are_cut()
    {
        var builder = new DicomBytesBuilder().Text(0x00080060, "CS", "MR")
            .Header(0x00081140, "SQ", 40).Item(0xfffffffe).Text(0x00081150, "UI", "1.1").Header(0x00081155, "UI", 400).Raw(new byte[12])
            .Text(0x00100020, "LO", "after");
        using var file = new DataSetFile(builder.ToFile());
        Assert.Equal("1.1", file.DataSet.GetItems(0x00081140).Single().GetCode(0x00081150));
        Assert.Equal("after", file.DataSet.GetCode(0x00100020));
        Assert.Contains("longer than the item", Assert.Single(file.File.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(32, true)]
    [InlineData(33, false)]
    public void Nesting_is_read_to_a_depth_that_no_device_reaches(int depth, bool isRead)
    {
        foreach (bool undefined in new[] { true, false })
        {
            var inner = new DicomBytesBuilder().Text(0x00080060, "CS", "US");
            for (int i = 0; i < depth; i++)
            {
                byte[] content = inner.ToDataSet();
                inner = new DicomBytesBuilder().Sequence(0x00081140, "SQ", undefined, new Action<DicomBytesBuilder>[] { b => b.Raw(content) });
            }

            using var file = new DataSetFile(new DicomBytesBuilder().Text(0x00080060, "CS", "MR").Raw(inner.ToDataSet()).ToFile());
            DicomDataSet? set = file.DataSet;
            for (int i = 0; i < depth && set is not null; i++)
            {
                set = set.GetItems(0x00081140) is { Count: > 0 } items ? items[0] : null;
            }

            Assert.Equal(isRead ? "US" : null, set?.GetCode(0x00080060));
            Assert.Equal(isRead ? 0 : 1, file.File.Warnings.Count);
        }
    }

    [Theory]
    [InlineData(true, "SQ")]
    [InlineData(true, "UN")]
    [InlineData(false, "SQ")]
    public void Nesting_a_hundred_thousand_deep_is_passed_over_without_recursion(bool isExplicit, string vr)
    {
        var builder = new DicomBytesBuilder(isExplicit).Text(0x00080060, "CS", "MR");
        for (int i = 0; i < 100_000; i++)
        {
            // The contents of UN are in implicit VR.
            bool inner = i > 0 && vr == "UN";
            builder.Raw(inner ? new DicomBytesBuilder(false).Header(0x00081140, vr, DicomBytesBuilder.Undefined).ToDataSet() : new DicomBytesBuilder(isExplicit).Header(0x00081140, vr, DicomBytesBuilder.Undefined).ToDataSet());
            builder.Item(DicomBytesBuilder.Undefined);
        }

        for (int i = 0; i < 100_000; i++)
        {
            builder.Delimiter(0xfffee00d).Delimiter(0xfffee0dd);
        }

        using var file = new DataSetFile(builder.Text(0x00100020, "LO", "after").ToFile());
        Assert.Equal("after", file.DataSet.GetCode(0x00100020));
        Assert.Empty(file.File.Warnings);
        Assert.NotNull(DicomHeader.Read(file.DataSet));
        Assert.Contains("nested more than 32 deep", Assert.Single(file.File.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Nesting_with_lengths_is_bounded_too()
    {
        byte[] inner = Array.Empty<byte>();
        for (int i = 0; i < 1000; i++)
        {
            var item = new DicomBytesBuilder(false).Item((uint)inner.Length).Raw(inner);
            inner = new DicomBytesBuilder(false).Header(0x00081140, "SQ", (uint)item.Length).Raw(item.ToDataSet()).ToDataSet();
        }

        using var file = new DataSetFile(new DicomBytesBuilder(false).Text(0x00080060, "CS", "MR").Raw(inner).Text(0x00100020, "LO", "after").ToFile());
        Assert.NotNull(DicomHeader.Read(file.DataSet));
        Assert.Equal("after", file.DataSet.GetCode(0x00100020));
        Assert.Contains("nested more than 32 deep", Assert.Single(file.File.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Millions_of_empty_items_and_elements_cost_what_the_file_justifies(bool undefined)
    {
        const int Items = 1_000_000;
        byte[] item = new DicomBytesBuilder().Item(undefined ? DicomBytesBuilder.Undefined : 0).With(b => b.Raw(undefined ? new DicomBytesBuilder().Delimiter(0xfffee00d).ToDataSet() : Array.Empty<byte>())).ToDataSet();
        var items = new byte[Items * item.Length];
        for (int i = 0; i < Items; i++)
        {
            item.CopyTo(items, i * item.Length);
        }

        byte[] bytes = new DicomBytesBuilder().Text(0x00080060, "CS", "MR")
            .Header(0x00081140, "SQ", undefined ? DicomBytesBuilder.Undefined : (uint)items.Length).Raw(items)
            .With(b => b.Raw(undefined ? new DicomBytesBuilder().Delimiter(0xfffee0dd).ToDataSet() : Array.Empty<byte>()))
            .Text(0x00100020, "LO", "after").ToFile();
        long before = Allocated();
        using var file = new DataSetFile(bytes);
        Assert.Equal("after", file.DataSet.GetCode(0x00100020));
        Assert.Equal(Items, file.DataSet.GetItems(0x00081140).Count);
        Assert.NotNull(DicomHeader.Read(file.DataSet));
        Assert.InRange(Allocated() - before, 0, 30L * bytes.Length);
    }

    [Fact]
    public void Elements_out_of_order_by_the_thousand_are_found_in_linear_time() => Growth.AssertStraight(15_000, count =>
    {
        var builder = new DicomBytesBuilder(false).Text(0x00080060, "CS", "MR");
        for (uint i = 0; i < count; i++)
        {
            builder.Bytes(0x00290000 + 65_000 - i, "LO", Array.Empty<byte>());
        }

        byte[] bytes = builder.ToFile();
        return () =>
        {
            using var file = new DataSetFile(bytes);
            for (uint i = 0; i < count; i++)
            {
                Assert.True(file.DataSet.Contains(0x00290000 + 65_000 - i));
            }
        };
    });

    [Fact]
    public void A_small_deflated_file_that_grows_without_end_is_refused()
    {
        // One sequence of undefined length that never ends: 80 MB of zeros deflate to 80 kB.
        var head = new DicomBytesBuilder().Text(0x00080060, "CS", "MR").Header(0x00081140, "SQ", DicomBytesBuilder.Undefined);
        byte[] item = new DicomBytesBuilder().Item(1 << 20).Raw(new byte[1 << 20]).ToDataSet();
        for (int i = 0; i < 80; i++)
        {
            head.Raw(item);
        }

        MedIOException e = Assert.Throws<MedIOException>(() => new DataSetFile(head.ToDeflatedFile()));
        Assert.Equal(MedIOError.UnsupportedFeature, e.Error);
    }

    [Fact]
    public void Damaged_deflated_bytes_are_an_error()
    {
        byte[] bytes = new DicomBytesBuilder().Raw(Enumerable.Repeat((byte)0xff, 3000).ToArray()).ToFile(DicomBytesBuilder.Meta(DicomBytesBuilder.Deflated));
        MedIOException e = Assert.Throws<MedIOException>(() => new DataSetFile(bytes));
        Assert.Equal(MedIOError.CorruptCompression, e.Error);
        Assert.NotNull(e.Path);
    }

    [Theory]
    [InlineData(new byte[] { 8 })]
    [InlineData(new byte[] { 8, 0, 5, 0, (byte)'C', (byte)'S' })]
    [InlineData(new byte[] { (byte)'D', (byte)'I', (byte)'C', (byte)'M' })]
    public void Few_bytes_are_an_error(byte[] bytes) => Assert.IsType<MedIOException>(Record.Exception(() => new DataSetFile(bytes)));

    [Fact]
    public void A_file_that_ends_within_its_meta_information_is_an_error()
    {
        byte[] bytes = new DicomBytesBuilder().Text(0x00080060, "CS", "MR").ToFile();
        Assert.Equal(MedIOError.TruncatedHeader, Assert.Throws<MedIOException>(() => new DataSetFile(bytes[..200])).Error);
    }

    private static long Allocated() =>
#if TEST_NETFRAMEWORK
        0;
#else
        GC.GetAllocatedBytesForCurrentThread();
#endif

    private static void Change(byte[] bytes, Random random)
    {
        int at = random.Next(3) == 0 ? random.Next(bytes.Length) : Math.Min(bytes.Length - 1, 130 + random.Next(bytes.Length));
        switch (random.Next(5))
        {
            case 0:
                bytes[at] = (byte)random.Next(256);
                break;
            case 1:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 2:
                bytes[at] = 0xff;
                break;
            case 3 when at + 4 < bytes.Length:
                BitConverter.GetBytes(random.Next(4) switch { 0 => 0xffffffff, 1 => 0x7fffffffu, 2 => 0xfffffffe, _ => (uint)random.Next(100_000) }).CopyTo(bytes, at);
                break;
            default:
                // A piece of it again elsewhere: delimiters and items where none belong.
                int count = Math.Min(random.Next(24), Math.Min(bytes.Length - at, bytes.Length - 1));
                Array.Copy(bytes, random.Next(bytes.Length - count), bytes, at, count);
                break;
        }
    }

    private static DicomBytesBuilder Rich(bool isExplicit, bool bigEndian) => new DicomBytesBuilder(isExplicit, bigEndian)
        .Text(0x00080005, "CS", "ISO 2022 IR 100\\ISO 2022 IR 87\\ISO 2022 IR 149")
        .Text(0x00080020, "DA", "20240131")
        .Text(0x00080060, "CS", "MR")
        .UndefinedSequence(0x00081140, i => i.Text(0x00081150, "UI", "1.2.3").UndefinedSequence(0x00081199, j => j.Text(0x00081155, "UI", "1")), i => { })
        .Sequence(0x00082218, "UN", true, new Action<DicomBytesBuilder>[] { i => i.Text(0x00080100, "SH", "T-1") }, () => new DicomBytesBuilder(false))
        .Binary(0x00091010, "UN", new byte[] { 1, 2, 3, 4 })
        .Text(0x00100010, "PN", new byte[] { 0x41, 0x5e, 0x1b, 0x24, 0x42, 0x3b, 0x33, 0x1b, 0x28, 0x42, 0x3d, 0x1b, 0x24, 0x29, 0x43, 0xfb, 0xf3 })
        .Text(0x00180050, "DS", "1.5")
        .UInt16(0x00280010, 2)
        .Tags(0x00280009, 0x00181063)
        .Double(0x00409225, 0.1)
        .Sequence(0x00540016, i => i.Sequence(0x00540300, j => j.Text(0x00080100, "SH", "X")), i => i.Int16(0x00280106, 3))
        .Encapsulated(new uint[] { 0 }, new byte[] { 1, 2, 3, 4 })
        .Text(0xfffafffa, "LO", "end");

    // All that can be asked of a file. How many elements there are, 0 where it was refused.
    private int ReadAll(byte[] bytes)
    {
        string path = _folder["a.dcm"];
        File.WriteAllBytes(path, bytes);
        int count = 0;
        try
        {
            count = DicomElements.ReadAll(path).Count;
        }
        catch (MedIOException e)
        {
            Assert.StartsWith(path + ": ", e.Message, StringComparison.Ordinal);
        }

        try
        {
            using ImageSource source = ImageSource.Open(path);
            using DicomFile file = DicomFile.Read(source);
            Assert.NotNull(DicomHeader.Read(file).ToString());
            foreach (DicomElement element in file.DataSet.Elements)
            {
                file.DataSet.GetNumbers(element.Tag);
                file.DataSet.GetCodes(element.Tag);
                file.DataSet.GetTexts(element.Tag);
            }
        }
        catch (MedIOException)
        {
            // Any error is as good as a data set, if it is one of ours.
        }

        return count;
    }
}
