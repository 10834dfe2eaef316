using System;
using System.Collections;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using MedIO.Backends.Tests.Agreement;
using MedIO.Dicom;
using MedIO.Tests;
using MedIO.Tests.Dicom;
using Xunit;

namespace MedIO.Backends.Tests.FoDicom;

/// <summary>What the backend says of itself, headers, series, and what reading costs.</summary>
public class ReadingTests
{
    [BackendFact(MedBackends.FoDicom)]
    public void The_backend_says_what_it_is()
    {
        MedBackend backend = MedBackends.Get("pdcm");
        Assert.Equal(MedBackends.FoDicom, backend.Name);
        Assert.StartsWith("5.", backend.Version, StringComparison.Ordinal);
        Assert.True(File.Exists(backend.Path));
        Assert.StartsWith("DICOM", backend.Reads, StringComparison.Ordinal);
        Assert.Empty(backend.Writes);
        Assert.Empty(backend.WriteSuffixes);
    }

    [BackendFact(MedBackends.FoDicom)]
    public void It_does_not_write_and_leaves_nothing()
    {
        using var folder = new ScratchFolder();
        var image = new MedImage(new short[8], new MedMeta(new Shape(2, 2, 2)));
        MedIOException error = Assert.Throws<MedIOException>(() => MedFile.Save(image, folder["out.dcm"], new SaveOptions { Backend = MedBackends.FoDicom }));
        Assert.Equal(MedIOError.CannotRepresent, error.Error);
        Assert.Empty(folder.Names());
    }

    [BackendFact(MedBackends.FoDicom)]
    public void A_file_that_is_no_dicom_is_not_known()
    {
        using var folder = new ScratchFolder();
        MedFile.Save(new MedImage(new short[8], new MedMeta(new Shape(2, 2, 2))), folder["image.nii"]);
        MedIOException error = Assert.Throws<MedIOException>(() => MedFile.Read(folder["image.nii"], BothReadings.By(MedBackends.FoDicom)));
        Assert.Equal(MedIOError.UnknownFormat, error.Error);
    }

    [BackendFact(MedBackends.FoDicom)]
    public void Headers_have_all_elements_in_order_and_of_the_same_types()
    {
        byte[] bytes = new ImageFile(ImageFile.MR, "MR").Place().Text(0x00080070, "LO", "Vendor").Text(0x00290010, "LO", "VENDOR HEADER").Binary(0x00291010, "OB", new byte[100_000])
            .Double(0x00189087, 1000.5).Sequence(0x00081140, b => b.Text(0x00081150, "UI", "1.2.3"), b => b.Text(0x00081155, "UI", "2.25.1")).ToBytes();
        BothReadings.WithFile(bytes, path =>
        {
            HeaderFields own = Header(path, MedBackends.MedIO);
            HeaderFields other = Header(path, MedBackends.FoDicom);
            Assert.Equal(Flatten(own), Flatten(other));
            Assert.Contains("29,1010", string.Join("|", Flatten(other)), StringComparison.OrdinalIgnoreCase);
            return true;
        });
    }

    [SharedDataAndFoDicomFact]
    public void Headers_of_real_files_are_those_that_this_library_reads()
    {
        int compared = 0;
        foreach (string path in Directory.EnumerateFiles(SharedData.Path("dicom"), "*.dcm"))
        {
            HeaderFields own;
            try
            {
                own = Header(path, MedBackends.MedIO);
            }
            catch (MedIOException)
            {
                continue;
            }

            if (Path.GetFileName(path) != "MR_truncated.dcm")
            {
                Assert.Equal(Flatten(own), Flatten(Header(path, MedBackends.FoDicom)));
                compared++;
            }
        }

        Assert.True(compared > 20);
    }

    [BackendFact(MedBackends.FoDicom)]
    public void Series_are_read_as_without_it_and_say_what_is_missing()
    {
        using var folder = new ScratchFolder();
        WriteSeries(folder.Path, 9);
        BothReadings.AreSame("series", folder.Path);
        Assert.NotNull(MedFile.ReadMeta(folder.Path, BothReadings.By(MedBackends.FoDicom)).Header);
        File.Delete(folder["4.dcm"]);
        Assert.Equal(MedIOError.MissingSlices, Assert.Throws<MedIOException>(() => MedFile.Read(folder.Path, BothReadings.By(MedBackends.FoDicom))).Error);
        ReadOptions lenient = BothReadings.By(MedBackends.FoDicom);
        lenient.AllowMissingSlices = true;
        Assert.Equal(9, MedFile.Read(folder.Path, lenient).Shape[2]);
    }

    [BackendFact(MedBackends.FoDicom)]
    public void Sixty_four_threads_read_the_same_at_once()
    {
        using var folder = new ScratchFolder();
        WriteSeries(folder.Path, 12);
        string[] paths = Directory.GetFiles(folder.Path).Append(folder.Path).ToArray();
        Dictionary<string, double[]> expected = paths.ToDictionary(p => p, p => ImageFile.Values(MedFile.Read(p, BothReadings.By(MedBackends.MedIO))));
        int wrong = 0;
        Exception? thrown = null;
        Thread[] threads = Enumerable.Range(0, 64).Select(t => new Thread(() =>
        {
            try
            {
                for (int i = 0; i < paths.Length; i++)
                {
                    string path = paths[(t + i) % paths.Length];
                    if (!expected[path].SequenceEqual(ImageFile.Values(MedFile.Read(path, BothReadings.By(MedBackends.FoDicom)))))
                    {
                        Interlocked.Increment(ref wrong);
                    }
                }
            }
            catch (MedIOException e)
            {
                thrown = e;
            }
        })).ToArray();
        Array.ForEach(threads, t => t.Start());
        Array.ForEach(threads, t => t.Join());
        Assert.Null(thrown);
        Assert.Equal(0, wrong);
    }

    [BackendFact(MedBackends.FoDicom)]
    public void Metadata_take_no_memory_for_pixels()
    {
        byte[] bytes = new PixelFile { Rows = 4096, Columns = 4096, Allocated = 16, Pixels = new byte[2 * 4096 * 4096] }.ToBytes();
        BothReadings.WithFile(bytes, path =>
        {
            ReadOptions options = BothReadings.By(MedBackends.FoDicom);
            MedFile.ReadMeta(path, options);
            long before = GC.GetAllocatedBytesForCurrentThread();
            MedFile.ReadMeta(path, options);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
            return true;
        });
    }

    [BackendFact(MedBackends.FoDicom)]
    public void Nesting_without_end_is_an_error_and_not_the_end_of_the_process()
    {
        var builder = new DicomBytesBuilder();
        for (int i = 0; i < 50_000; i++)
        {
            builder.Header(0x00081140, "SQ", DicomBytesBuilder.Undefined).Item(DicomBytesBuilder.Undefined);
        }

        MedIOException error = BothReadings.Fails(builder.ToFile());
        Assert.Equal(MedIOError.InvalidHeader, error.Error);
        Assert.Contains("nested more than 32 deep", error.Message, StringComparison.Ordinal);
    }

    [BackendFact(MedBackends.FoDicom)]
    public void A_file_that_is_cut_off_is_said_to_be()
    {
        byte[] bytes = new ImageFile(ImageFile.MR, "MR", columns: 64, rows: 64).Place().ToBytes();
        Assert.Equal(MedIOError.TruncatedData, BothReadings.Fails(bytes.Take(bytes.Length - 100).ToArray()).Error);
    }

    [BackendFact(MedBackends.FoDicom)]
    public void Errors_name_nobody()
    {
        byte[] bytes = new ImageFile(ImageFile.MR, "MR", columns: 64, rows: 64).Place().ToBytes();
        for (int cut = 200; cut < bytes.Length; cut += 37)
        {
            try
            {
                BothReadings.Read(bytes.Take(cut).ToArray());
            }
            catch (MedIOException e)
            {
                string message = e.Message.Replace(e.Path!, "FILE", StringComparison.Ordinal);
                Assert.DoesNotContain("Doe", message, StringComparison.Ordinal);
                Assert.DoesNotContain("4711", message, StringComparison.Ordinal);
            }
        }
    }

    private static HeaderFields Header(string path, string backend) => (HeaderFields)MedFile.ReadMeta(path, BothReadings.By(backend)).Header!;

    private static IEnumerable<string> Flatten(HeaderFields fields, string at = "")
    {
        foreach (DictionaryEntry field in (IDictionary)fields)
        {
            string name = $"{at}{field.Key}";
            if (field.Value is IEnumerable<HeaderFields> items)
            {
                foreach (string inner in items.SelectMany((item, i) => Flatten(item, FormattableString.Invariant($"{name}[{i}]."))))
                {
                    yield return inner;
                }
            }
            else
            {
                string value = field.Value is byte[] bytes ? Convert.ToHexString(bytes) : Convert.ToString(field.Value, System.Globalization.CultureInfo.InvariantCulture) ?? string.Empty;
                yield return $"{name} {field.Value?.GetType().Name} {value}";
            }
        }
    }

    private static void WriteSeries(string folder, int count)
    {
        for (int i = 0; i < count; i++)
        {
            int slice = i;
            byte[] bytes = new ImageFile(ImageFile.MR, "MR", columns: 16, rows: 12).Place(ImageFile.At(2.5 * i)).Text(0x00080018, "UI", FormattableString.Invariant($"2.25.{100 + i}"))
                .Text(0x00200013, "IS", FormattableString.Invariant($"{i + 1}")).ToBytes((frame, pixel) => (ushort)((1000 * slice) + pixel));
            File.WriteAllBytes(Path.Combine(folder, FormattableString.Invariant($"{i}.dcm")), bytes);
        }
    }

    /// <summary>A test that needs the shared data as well.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    private sealed class SharedDataAndFoDicomFactAttribute : FactAttribute
    {
        public SharedDataAndFoDicomFactAttribute() =>
            Skip = MedBackends.Get(MedBackends.FoDicom).Reason ?? (SharedData.IsThere ? null! : SharedData.SkipReason);
    }
}
