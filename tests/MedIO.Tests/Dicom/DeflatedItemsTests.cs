using System;
using System.Collections.Generic;
using System.IO;
using MedIO.Dicom;
using Xunit;

namespace MedIO.Tests.Dicom;

/// <summary>Deflated files of some kilobytes that have millions of items, all of them empty.</summary>
public sealed class DeflatedItemsTests : IDisposable
{
    private const uint ReferencedImages = 0x00081140;
    private const uint SourceImages = 0x00082112;

    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_list_of_elements_ends_at_a_million_items()
    {
        string path = Write(b => Sequence(b, ReferencedImages, 2_000_000));
        var warnings = new List<string>();
        long before = Allocated();
        Assert.NotEmpty(DicomElements.ReadAll(path, warnings));
        Assert.InRange(Allocated() - before, 0, 400_000_000);
        Assert.Contains(warnings, w => w.Contains("more than 1048576 elements and items", StringComparison.Ordinal));
    }

    [Fact]
    public void A_header_gives_half_a_million_items_of_all_sequences_together()
    {
        string path = Write(b =>
        {
            Sequence(b, ReferencedImages, 400_000);
            Sequence(b, SourceImages, 400_000);
        });
        using var file = new DataSetFile(File.ReadAllBytes(path));
        HeaderFields fields = DicomHeader.Read(file.DataSet);
        Assert.Equal(400_000, Assert.IsType<DicomValues<HeaderFields>>(fields["ReferencedImageSequence"]).Count);
        Assert.Equal((1 << 19) - 400_000, Assert.IsType<DicomValues<HeaderFields>>(fields["SourceImageSequence"]).Count);
        Assert.Contains(file.File.Warnings, w => w.Contains("more than 524288 items", StringComparison.Ordinal));
    }

    private string Write(Action<DicomBytesBuilder> add)
    {
        var builder = new DicomBytesBuilder().Text(0x00080060, "CS", "MR");
        add(builder);
        byte[] bytes = builder.ToDeflatedFile();
        Assert.InRange(bytes.Length, 0, 100_000);
        File.WriteAllBytes(_folder["items.dcm"], bytes);
        return _folder["items.dcm"];
    }

    private static void Sequence(DicomBytesBuilder builder, uint tag, int items)
    {
        byte[] item = new DicomBytesBuilder().Item(0).ToDataSet();
        var all = new byte[items * item.Length];
        for (int i = 0; i < all.Length; i += item.Length)
        {
            item.CopyTo(all, i);
        }

        builder.Header(tag, "SQ", (uint)all.Length).Raw(all);
    }

#if TEST_NETFRAMEWORK
    private static long Allocated() => 0;
#else
    private static long Allocated() => GC.GetAllocatedBytesForCurrentThread();
#endif
}
