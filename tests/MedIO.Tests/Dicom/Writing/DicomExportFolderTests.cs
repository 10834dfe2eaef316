using System;
using System.Collections;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using MedIO.Dicom;
using Xunit;

namespace MedIO.Tests.Dicom.Writing;

/// <summary>A series appears whole or not at all.</summary>
public class DicomExportFolderTests
{
    private static readonly string[] Whole = { "IM1.dcm", "IM2.dcm", "IM3.dcm", "IM4.dcm", "IM5.dcm" };

    [Fact]
    public void A_new_folder_is_made()
    {
        using var folder = new ScratchFolder();
        DicomExport.Save(ExportImages.Of(VoxelType.Int16), folder["out"] + Path.DirectorySeparatorChar);
        Assert.Equal(Whole, Names(folder["out"]));
        Assert.Equal(new[] { "out" }, folder.Names());
    }

    [Fact]
    public void An_empty_folder_is_filled()
    {
        using var folder = new ScratchFolder();
        DicomExport.Save(ExportImages.Of(VoxelType.Int16), folder.Path);
        Assert.Equal(Whole, folder.Names());
    }

    [Fact]
    public void A_folder_that_is_not_empty_is_left_alone_unless_forced()
    {
        using var folder = new ScratchFolder();
        File.WriteAllText(folder["IM2.dcm"], "old");
        File.WriteAllText(folder["other.txt"], "other");
        MedImage image = ExportImages.Of(VoxelType.Int16);
        Assert.Equal(MedIOError.FileExists, Assert.Throws<MedIOException>(() => DicomExport.Save(image, folder.Path)).Error);
        Assert.Equal("old", File.ReadAllText(folder["IM2.dcm"]));
        Assert.Equal(new[] { "IM2.dcm", "other.txt" }, folder.Names());

        string? warning = null;
        DicomExport.Save(image, folder.Path, new DicomExportOptions { Force = true, Warn = text => warning = text.Contains("other file") ? text : warning });
        Assert.Equal(6, folder.Names().Length);
        Assert.Equal("other", File.ReadAllText(folder["other.txt"]));
        Assert.NotEqual("old", File.ReadAllText(folder["IM2.dcm"]));
        Assert.Contains("1 other file", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void Parents_are_made_only_when_asked_for()
    {
        using var folder = new ScratchFolder();
        string target = Path.Combine(folder["a"], "b", "c");
        MedImage image = ExportImages.Of(VoxelType.Int16);
        Assert.Equal(MedIOError.DirectoryNotFound, Assert.Throws<MedIOException>(() => DicomExport.Save(image, target)).Error);
        Assert.Empty(folder.Names());
        DicomExport.Save(image, target, new DicomExportOptions { CreateDirectory = true });
        Assert.Equal(Whole, Names(target));
    }

    [Fact]
    public void A_file_of_that_name_is_an_error()
    {
        using var folder = new ScratchFolder();
        File.WriteAllText(folder["out"], "file");
        Assert.Equal(MedIOError.FileNotWritable, Assert.Throws<MedIOException>(() => DicomExport.Save(ExportImages.Of(VoxelType.Int16), folder["out"], new DicomExportOptions { Force = true })).Error);
        Assert.Equal("file", File.ReadAllText(folder["out"]));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_full_disk_leaves_nothing_and_keeps_what_was_there(bool exists)
    {
        using var folder = new ScratchFolder();
        string target = Path.Combine(folder["a"], "out");
        if (exists)
        {
            Directory.CreateDirectory(target);
            File.WriteAllText(Path.Combine(target, "IM1.dcm"), "old");
        }

        int files = 0;
        var options = new DicomExportOptions
        {
            Force = true,
            CreateDirectory = true,
            Wrap = stream => Interlocked.Increment(ref files) == 3 ? new FullDisk(stream) : stream,
        };
        Assert.Equal(MedIOError.DiskFull, Assert.Throws<MedIOException>(() => DicomExport.Save(ExportImages.Of(VoxelType.Int16), target, options)).Error);
        if (exists)
        {
            Assert.Equal(new[] { "IM1.dcm" }, Names(target));
            Assert.Equal("old", File.ReadAllText(Path.Combine(target, "IM1.dcm")));
        }
        else
        {
            Assert.Empty(folder.Names());
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Stopping_in_the_middle_leaves_nothing(bool exists)
    {
        using var folder = new ScratchFolder();
        if (exists)
        {
            Directory.CreateDirectory(folder["out"]);
        }

        using var stop = new CancellationTokenSource();
        int files = 0;
        var options = new DicomExportOptions
        {
            CancellationToken = stop.Token,
            Wrap = stream =>
            {
                if (Interlocked.Increment(ref files) == 3)
                {
                    stop.Cancel();
                }

                return stream;
            },
        };
        Assert.ThrowsAny<OperationCanceledException>(() => DicomExport.Save(ExportImages.Of(VoxelType.Int16, slices: 40), folder["out"], options));
        Assert.Equal(exists ? new[] { "out" } : Array.Empty<string>(), folder.Names());
        Assert.Empty(exists ? Names(folder["out"]) : Array.Empty<string>());
    }

    [Fact]
    public void What_waits_for_the_rest_is_never_read_as_a_series()
    {
        using var folder = new ScratchFolder();
        Directory.CreateDirectory(folder["out"]);
        int readable = 0;
        var options = new DicomExportOptions
        {
            Wrap = stream =>
            {
                readable += Directory.GetFiles(folder["out"]).Length;
                return stream;
            },
        };
        DicomExport.Save(ExportImages.Of(VoxelType.Int16), folder["out"], options);
        Assert.Equal(0, readable);
        Assert.Equal(Whole, Names(folder["out"]));
    }

    [Fact]
    public void Leftovers_of_a_killed_process_are_in_nobodys_way()
    {
        using var folder = new ScratchFolder();
        string left = Path.Combine(folder["out"], ".0123.medio.tmp");
        Directory.CreateDirectory(left);
        File.WriteAllText(Path.Combine(left, "x"), "half");
        File.WriteAllText(Path.Combine(folder["out"], ".export.medio.tmp"), string.Empty);
        var warnings = new List<string>();
        foreach (bool force in new[] { false, true })
        {
            DicomExport.Save(ExportImages.Of(VoxelType.Int16), folder["out"], new DicomExportOptions { Force = force, Warn = warnings.Add });
        }

        Assert.DoesNotContain(warnings, w => w.Contains("other", StringComparison.Ordinal));
        Assert.Equal(5, Assert.Single(DicomSeries.Find(folder["out"], new ReadOptions { Recurse = true })).Files.Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Two_exports_at_once_do_not_mix(bool exists)
    {
        using var folder = new ScratchFolder();
        if (exists)
        {
            Directory.CreateDirectory(folder["out"]);
        }

        Parallel.For(0, 4, i =>
            DicomExport.Save(ExportImages.Of(VoxelType.Int16, slices: 60), folder["out"], new DicomExportOptions { Force = true, Tags = new Hashtable { ["Modality"] = "CT", ["SeriesInstanceUID"] = "1.2." + (i + 1) } }));
        Assert.Equal(60, Names(folder["out"]).Length);
        Assert.Equal(60, Assert.Single(DicomSeries.Find(folder["out"])).Files.Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_folder_that_is_filled_meanwhile_is_left_alone(bool exists)
    {
        using var folder = new ScratchFolder();
        if (exists)
        {
            Directory.CreateDirectory(folder["out"]);
        }

        bool first = true;
        var options = new DicomExportOptions
        {
            Wrap = stream =>
            {
                if (first)
                {
                    first = false;
                    Directory.CreateDirectory(folder["out"]);
                    File.WriteAllText(Path.Combine(folder["out"], "IM2.dcm"), "other");
                }

                return stream;
            },
        };
        MedIOException error = Assert.Throws<MedIOException>(() => DicomExport.Save(ExportImages.Of(VoxelType.Int16), folder["out"], options));
        Assert.Equal(MedIOError.FileExists, error.Error);
        Assert.Contains("use Force", error.Message, StringComparison.Ordinal);
        Assert.Equal(new[] { "IM2.dcm" }, Names(folder["out"]));
        Assert.Equal(new[] { "out" }, folder.Names());
    }

    [Fact]
    public void A_folder_that_another_makes_meanwhile_is_written_into_by_force()
    {
        using var folder = new ScratchFolder();
        int calls = 0;
        var options = new DicomExportOptions
        {
            Force = true,
            Wrap = stream =>
            {
                if (Interlocked.Increment(ref calls) == 1)
                {
                    Directory.CreateDirectory(folder["out"]);
                    File.WriteAllText(Path.Combine(folder["out"], "IM2.dcm"), "other");
                    File.WriteAllText(Path.Combine(folder["out"], "note.txt"), "other");
                }

                return stream;
            },
        };
        DicomExport.Save(ExportImages.Of(VoxelType.Int16), folder["out"], options);
        Assert.Equal(new[] { "IM1.dcm", "IM2.dcm", "IM3.dcm", "IM4.dcm", "IM5.dcm", "note.txt" }, Names(folder["out"]));
        Assert.Equal(5, Assert.Single(DicomSeries.Find(folder["out"])).Files.Count);
        Assert.Equal(new[] { "out" }, folder.Names());
    }

    [Fact]
    public void A_wrong_element_or_pattern_is_found_before_anything_is_written()
    {
        using var folder = new ScratchFolder();
        MedImage image = ExportImages.Of(VoxelType.Int16);
        Assert.Throws<MedIOException>(() => DicomExport.Save(image, folder["a"], new DicomExportOptions { Tags = new Hashtable { ["Modality"] = "ct" } }));
        Assert.Throws<MedIOException>(() => DicomExport.Save(image, folder["b"], new DicomExportOptions { Pattern = "same" }));
        Assert.Throws<MedIOException>(() => DicomExport.Save(image, folder["c"], new DicomExportOptions { UidRoot = "x" }));
        Assert.Empty(folder.Names());
    }

    [Fact]
    public void A_thousand_slices_go_into_a_folder_that_exists_without_a_thousand_open_files()
    {
        using var folder = new ScratchFolder();
        DicomExport.Save(ExportImages.Of(VoxelType.UInt8, 4, 4, 1000), folder.Path);
        Assert.Equal(1000, folder.Names().Length);
        Assert.Equal(new Shape(4, 4, 1000), MedFile.ReadMeta(folder.Path).Shape);
    }

    private static string[] Names(string path)
    {
        string[] names = Array.ConvertAll(Directory.GetFileSystemEntries(path), p => Path.GetFileName(p)!);
        Array.Sort(names, StringComparer.Ordinal);
        return names;
    }

    // Takes half of what it is given.
    private sealed class FullDisk : Stream
    {
        private readonly Stream _inner;

        public FullDisk(Stream inner) => _inner = inner;

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => _inner.Length;

        public override long Position { get => _inner.Position; set => throw new NotSupportedException(); }

        public override void Flush() => _inner.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count)
        {
            _inner.Write(buffer, offset, count / 2);
            throw new IOException("No space left on device", unchecked((int)0x80070070));
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                _inner.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
