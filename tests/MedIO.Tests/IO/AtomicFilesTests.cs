using System;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text;
using MedIO.IO;
using MedIO.IO.Replacing;
using Xunit;

namespace MedIO.Tests.IO;

public class AtomicFilesTests
{
    [Fact]
    public void Nothing_is_there_under_the_name_before_all_is_written()
    {
        using var folder = new ScratchFolder();
        using var files = new AtomicFiles(noClobber: false);
        Write(files.Create(folder["a.bin"]), "new");
        Assert.False(File.Exists(folder["a.bin"]));
        files.Commit();
        Assert.Equal("new", File.ReadAllText(folder["a.bin"]));
        Assert.Equal(new[] { "a.bin" }, folder.Names());
    }

    [Fact]
    public void Without_commit_the_old_file_stays_and_nothing_else()
    {
        using var folder = new ScratchFolder();
        File.WriteAllText(folder["a.bin"], "old");
        using (var files = new AtomicFiles(noClobber: false))
        {
            Write(files.Create(folder["a.bin"]), "new");
            Write(files.Create(folder["b.bin"]), "new");
        }

        Assert.Equal("old", File.ReadAllText(folder["a.bin"]));
        Assert.Equal(new[] { "a.bin" }, folder.Names());
    }

#if !TEST_NETSTANDARD
    [ToolTheory("mkfifo")]
    [InlineData(false)]
    [InlineData(true)]
    public void A_pipe_is_not_replaced(bool isLinked)
    {
        if (!RuntimeInformation.IsOSPlatform(OSPlatform.Linux))
        {
            return; // Elsewhere nothing tells it from an empty file.
        }

        using var folder = new ScratchFolder();
        ExternalTool.Run("mkfifo", $"\"{folder["pipe.nii"]}\"");
        string name = isLinked ? "link.nii" : "pipe.nii";
        if (isLinked)
        {
            File.CreateSymbolicLink(folder[name], folder["pipe.nii"]);
        }

        using var files = new AtomicFiles(noClobber: false);
        MedIOException error = Assert.Throws<MedIOException>(() => files.Create(folder[name]));
        Assert.Equal(MedIOError.FileNotWritable, error.Error);
        Assert.Contains("a pipe", error.Message, StringComparison.Ordinal);
    }

#endif
    [Fact]
    public void Files_of_a_folder_of_its_own_are_taken_over_together_and_the_folder_goes()
    {
        using var folder = new ScratchFolder();
        File.WriteAllText(folder["a.bin"], "old");
        using (var files = new AtomicFiles(noClobber: false))
        {
            string made = files.CreateFolder(folder["a.bin"]);
            foreach (string name in new[] { "a.bin", "b.bin", "left.bin" })
            {
                File.WriteAllText(Path.Combine(made, name), "new");
            }

            files.Adopt(Path.Combine(made, "a.bin"), folder["a.bin"]);
            files.Adopt(Path.Combine(made, "b.bin"), folder["b.bin"]);
            Assert.Equal("old", File.ReadAllText(folder["a.bin"]));
            Assert.False(File.Exists(folder["b.bin"]));
            files.Commit();
        }

        Assert.Equal("newnew", File.ReadAllText(folder["a.bin"]) + File.ReadAllText(folder["b.bin"]));
        Assert.Equal(new[] { "a.bin", "b.bin" }, Directory.GetFileSystemEntries(folder.Path).Select(Path.GetFileName).OrderBy(n => n, StringComparer.Ordinal));
    }

    [Fact]
    public void A_folder_of_its_own_goes_also_where_nothing_comes_of_it()
    {
        using var folder = new ScratchFolder();
        File.WriteAllText(folder["a.bin"], "old");
        using (var files = new AtomicFiles(noClobber: false))
        {
            string made = files.CreateFolder(folder["a.bin"]);
            File.WriteAllText(Path.Combine(made, "a.bin"), "new");
            files.Adopt(Path.Combine(made, "a.bin"), folder["a.bin"]);
        }

        Assert.Equal("old", File.ReadAllText(folder["a.bin"]));
        Assert.Single(Directory.GetFileSystemEntries(folder.Path));
        using var keeping = new AtomicFiles(noClobber: true);
        Assert.Equal(MedIOError.FileExists, Assert.Throws<MedIOException>(() => keeping.CreateFolder(folder["a.bin"])).Error);
        Assert.Single(Directory.GetFileSystemEntries(folder.Path));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Old_files_are_replaced_together(int count)
    {
        using var folder = new ScratchFolder();
        using var files = new AtomicFiles(noClobber: false);
        for (int i = 0; i < count; i++)
        {
            File.WriteAllText(folder[$"{i}.bin"], "a longer old one");
            Write(files.Create(folder[$"{i}.bin"]), "new");
        }

        files.Commit();
        Assert.Equal(count, folder.Names().Length);
        for (int i = 0; i < count; i++)
        {
            Assert.Equal("new", File.ReadAllText(folder[$"{i}.bin"]));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Files_that_somebody_reads_are_replaced_and_the_reader_keeps_the_old_ones(int count)
    {
        using var folder = new ScratchFolder();
        var readers = new FileBytes[count];
        using (var files = new AtomicFiles(noClobber: false))
        {
            for (int i = 0; i < count; i++)
            {
                File.WriteAllText(folder[$"{i}.bin"], "a longer old one");
                readers[i] = FileBytes.Open(folder[$"{i}.bin"]);
                Write(files.Create(folder[$"{i}.bin"]), "new");
            }

            files.Commit();
        }

        foreach (FileBytes reader in readers)
        {
            var bytes = new byte[16];
            Assert.Equal(16, reader.Read(0, bytes));
            Assert.Equal("a longer old one", Encoding.ASCII.GetString(bytes));
            reader.Dispose();
        }

        // What Windows takes away when the last reader lets go of it is gone as well.
        Assert.Equal(count, folder.Names().Length);
        Assert.All(folder.Names(), n => Assert.Equal("new", File.ReadAllText(folder[n])));
    }

    [Fact]
    public void If_the_second_of_a_pair_cannot_be_put_in_place_the_first_goes_back()
    {
        using var folder = new ScratchFolder();
        File.WriteAllText(folder["a.hdr"], "old");
        using (var files = new AtomicFiles(noClobber: false))
        {
            Write(files.Create(folder["a.hdr"]), "new");
            Write(files.Create(folder["a.img"]), "new");
            Directory.CreateDirectory(folder["a.img"]);
            Assert.Throws<MedIOException>(files.Commit);
        }

        Assert.Equal("old", File.ReadAllText(folder["a.hdr"]));
        Assert.Equal(new[] { "a.hdr", "a.img" }, folder.Names());
    }

    [Fact]
    public void A_file_that_is_to_be_kept_is_kept()
    {
        using var folder = new ScratchFolder();
        File.WriteAllText(folder["a.bin"], "old");
        using var files = new AtomicFiles(noClobber: true);
        Assert.Equal(MedIOError.FileExists, Assert.Throws<MedIOException>(() => files.Create(folder["a.bin"])).Error);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_file_that_comes_meanwhile_is_kept_too(int count)
    {
        using var folder = new ScratchFolder();
        using (var files = new AtomicFiles(noClobber: true))
        {
            for (int i = 0; i < count; i++)
            {
                Write(files.Create(folder[$"{i}.bin"]), "new");
            }

            string last = folder[$"{count - 1}.bin"];
            File.WriteAllText(last, "somebody else's");
            Assert.Equal(MedIOError.FileExists, Assert.Throws<MedIOException>(files.Commit).Error);
        }

        Assert.Equal("somebody else's", File.ReadAllText(folder[$"{count - 1}.bin"]));
        Assert.Single(folder.Names());
    }

    [Fact]
    public void Targets_that_cannot_be_written_are_told_apart()
    {
        using var folder = new ScratchFolder();
        using var files = new AtomicFiles(noClobber: false);
        Directory.CreateDirectory(folder["dir.nii"]);
        File.WriteAllText(folder["locked.nii"], "old");
        File.SetAttributes(folder["locked.nii"], FileAttributes.ReadOnly);
        Assert.Equal(MedIOError.FileNotWritable, Fails("dir.nii"));
        Assert.Equal(MedIOError.FileNotWritable, Fails("locked.nii"));
        Assert.Equal(MedIOError.DirectoryNotFound, Fails(Path.Combine("missing", "a.nii")));
        File.SetAttributes(folder["locked.nii"], FileAttributes.Normal);
        Assert.Equal("old", File.ReadAllText(folder["locked.nii"]));
        Assert.Equal(new[] { "dir.nii", "locked.nii" }, folder.Names());

        MedIOError Fails(string name)
        {
            var e = Assert.Throws<MedIOException>(() => files.Create(folder[name]));
            Assert.StartsWith(folder[name] + ": ", e.Message);
            Assert.Equal(folder[name], e.Path);
            return e.Error;
        }
    }

    [Fact]
    public void What_is_written_is_whole_when_its_stream_is_closed()
    {
        using var folder = new ScratchFolder();
        using (var file = new WrittenFile(folder["a.bin"], isPrivate: false))
        {
            Write(file, new string('x', 100_000));
        }

        Assert.Equal(100_000, new FileInfo(folder["a.bin"]).Length);
        Assert.Throws<IOException>(() => new WrittenFile(folder["a.bin"], isPrivate: false));
    }

#if !TEST_NETSTANDARD
    [Fact]
    public void A_link_out_of_a_folder_whose_files_wait_elsewhere_waits_where_it_leads_to()
    {
        if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
        {
            return;
        }

        // That may be another disk.
        using var folder = new ScratchFolder();
        Directory.CreateDirectory(folder["wait"]);
        Directory.CreateDirectory(folder["store"]);
        File.WriteAllText(folder["store/real.bin"], "old");
        File.CreateSymbolicLink(folder["link.bin"], "store/real.bin");
        using var files = new AtomicFiles(noClobber: false, folder["wait"]);
        files.Create(folder["link.bin"]);
        Assert.Empty(Directory.GetFiles(folder["wait"]));
        Assert.Equal(2, Directory.GetFiles(folder["store"]).Length);
    }

    [Fact]
    public void A_pipe_is_not_replaced_by_a_file()
    {
        if (!RuntimeInformation.IsOSPlatform(OSPlatform.Linux))
        {
            return;
        }

        using var folder = new ScratchFolder();
        ExternalTool.Run("mkfifo", folder["a.nii"]);
        using var files = new AtomicFiles(noClobber: false);
        var e = Assert.Throws<MedIOException>(() => files.Create(folder["a.nii"]));
        Assert.Equal(MedIOError.FileNotWritable, e.Error);
        Assert.Contains("a pipe", e.Message, StringComparison.Ordinal);
        Assert.Equal(new[] { "a.nii" }, folder.Names());
    }

    [Fact]
    public void A_link_stays_a_link_and_its_target_is_replaced()
    {
        if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
        {
            return;
        }

        using var folder = new ScratchFolder();
        Directory.CreateDirectory(folder["store"]);
        File.WriteAllText(folder["store/real.bin"], "old");
        File.CreateSymbolicLink(folder["link.bin"], "store/real.bin");
        using (var files = new AtomicFiles(noClobber: false))
        {
            Write(files.Create(folder["link.bin"]), "new");
            files.Commit();
        }

        Assert.NotNull(new FileInfo(folder["link.bin"]).LinkTarget);
        Assert.Equal("new", File.ReadAllText(folder["store/real.bin"]));

        // Links in a circle are an error of ours.
        File.CreateSymbolicLink(folder["x"], "y");
        File.CreateSymbolicLink(folder["y"], "x");
        using var circle = new AtomicFiles(noClobber: false);
        Assert.Equal(MedIOError.FileNotWritable, Assert.Throws<MedIOException>(() => circle.Create(folder["x"])).Error);
    }
#endif

    [Fact]
    public void A_full_disk_is_called_so()
    {
        if (!File.Exists("/dev/full"))
        {
            return;
        }

        var e = Assert.Throws<MedIOException>(() => WriteErrors.Guard("full.nii", () =>
        {
            using var full = new FileStream("/dev/full", FileMode.Open, FileAccess.Write);
            full.Write(new byte[1 << 20], 0, 1 << 20);
            full.Flush();
            return true;
        }));
        Assert.Equal(MedIOError.DiskFull, e.Error);
    }

    private static void Write(Stream stream, string text)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(text);
        stream.Write(bytes, 0, bytes.Length);
    }
}
