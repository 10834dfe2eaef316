using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using MedIO.SimpleItk;
using MedIO.Tests;
using Xunit;

namespace MedIO.Backends.Tests.SimpleItk;

public class OutputTests
{
    [SimpleItkFact]
    public void Warnings_of_ITK_are_in_the_metadata_and_nothing_is_on_the_console()
    {
        using var folder = new ScratchFolder();
        WriteWithWarning(folder["x.dcm"]);
        (int exitCode, string output, string error) = Child("read", folder["x.dcm"]);
        Assert.Equal((0, string.Empty), (exitCode, error));
        Assert.StartsWith("ITK: ", output, StringComparison.Ordinal);

        // Warnings of many threads each stay with their image.
        MedFile.Save(Volumes.Counting(VoxelType.Int16, 1, 0, 9, 8, 7), folder["y.nii"]);
        Parallel.For(0, 200, i =>
        {
            MedImage read = MedFile.Read(folder[i % 2 == 0 ? "x.dcm" : "y.nii"], new ReadOptions { Backend = "itk" });
            Assert.Equal(i % 2 == 0, read.Metadata.Warnings.Count > 0);
        });
    }

    [SimpleItkFact]
    public void What_the_process_itself_writes_to_its_streams_stays_there()
    {
        using var folder = new ScratchFolder();
        WriteWithWarning(folder["x.dcm"]);
        (int exitCode, string output, string error) = Child("chatter", folder["x.dcm"]);
        Assert.Equal((0, "100"), (exitCode, output));
        Assert.Equal(2000, error.Split('\n').Count(l => l == "mine"));
        Assert.DoesNotContain("ITK", error, StringComparison.Ordinal);
    }

    [SimpleItkFact]
    public void Warnings_are_caught_where_there_is_no_folder_for_temporary_files()
    {
        using var folder = new ScratchFolder();
        WriteWithWarning(folder["x.dcm"]);
        (int exitCode, string output, string error) = Child("read", folder["x.dcm"], s => s.Environment["TMPDIR"] = folder["none"]);
        Assert.Equal((0, string.Empty), (exitCode, error));
        Assert.StartsWith("ITK: ", output, StringComparison.Ordinal);
    }

    // Of most of these ITK says that it has written them.
    [SimpleItkTheory]
    [InlineData("x.nii")]
    [InlineData("x.nii.gz")]
    [InlineData("x.mha")]
    [InlineData("x.mhd")]
    [InlineData("x.hdr")]
    [InlineData("x.nrrd")]
    [InlineData("x.gipl")]
    public void A_file_that_cannot_be_written_whole_does_not_get_its_name(string name)
    {
        if (!RuntimeInformation.IsOSPlatform(OSPlatform.Linux))
        {
            return;
        }

        using var folder = new ScratchFolder();
        (int exitCode, string output, string error) = Child("save", folder[name], s =>
        {
            s.ArgumentList.Insert(0, s.FileName);
            s.ArgumentList.Insert(0, "trap '' XFSZ; ulimit -f 64; exec \"$0\" \"$@\"");
            s.ArgumentList.Insert(0, "-c");
            s.FileName = "/bin/sh";
            s.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        });
        Assert.Equal((0, string.Empty), (exitCode, error));
        Assert.Contains(output, new[] { nameof(MedIOError.FileNotWritable), nameof(MedIOError.CannotRepresent) });
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void What_is_printed_is_caught_also_of_a_call_that_fails_and_of_one_in_another()
    {
        if (!RuntimeInformation.IsOSPlatform(OSPlatform.Linux))
        {
            return;
        }

        string text = string.Empty;
        Assert.Throws<InvalidOperationException>(() => NativeOutput.Run<int>(
            () =>
            {
                _ = Write(2, "a"u8.ToArray(), (nuint)1);
                _ = NativeOutput.Run(() => (int)Write(2, "b"u8.ToArray(), (nuint)1), out string inner);
                Assert.Equal(string.Empty, inner);
                throw new InvalidOperationException();
            },
            out text));
        Assert.Equal("ab", text);
        Assert.Equal(3, NativeOutput.Run(() => 3, out text));
        Assert.Equal(string.Empty, text);
        string before = new FileInfo("/proc/self/fd/2").LinkTarget!;
        int open = Directory.GetFiles("/proc/self/fd").Length;
        for (int i = 0; i < 100; i++)
        {
            _ = NativeOutput.Run(() => (int)Write(2, "c"u8.ToArray(), (nuint)1), out text);
        }

        Assert.Equal(before, new FileInfo("/proc/self/fd/2").LinkTarget);
        Assert.InRange(Directory.GetFiles("/proc/self/fd").Length, 0, open + 20);
    }

    [Fact]
    public void A_process_that_is_started_meanwhile_gets_no_more_than_the_stream_and_says_nothing_in_later_calls()
    {
        if (!RuntimeInformation.IsOSPlatform(OSPlatform.Linux))
        {
            return;
        }

        using var folder = new ScratchFolder();
        const string Script = "ls -l /proc/$$/fd > \"$0/open\"; : > \"$0/there\"; while [ ! -e \"$0/go\" ]; do sleep 0.02; done; echo late >&2";
        var start = new ProcessStartInfo("/bin/sh") { ArgumentList = { "-c", Script, folder.Path } };
        Process? other = null;
        try
        {
            _ = NativeOutput.Run(
                () =>
                {
                    other = Process.Start(start)!;
                    Assert.True(System.Threading.SpinWait.SpinUntil(() => File.Exists(folder["there"]), 20_000));
                    return 0;
                },
                out _);
            string[] lines = File.ReadAllLines(folder["open"]);
            // Files of other tests that a library holds open at the moment are in folders.
            Assert.True(lines.Count(l => Regex.IsMatch(l, "/medio-[^/]+ \\(deleted\\)$")) == 1, string.Join("\n", lines));
            Assert.Contains(lines, l => l.Contains(" 2 -> ", StringComparison.Ordinal) && l.Contains("medio-", StringComparison.Ordinal));
            File.WriteAllText(folder["go"], string.Empty);
            Assert.True(other!.WaitForExit(20_000));
            _ = NativeOutput.Run(() => (int)Write(2, "mine"u8.ToArray(), (nuint)4), out string text);
            Assert.Equal("mine", text);
        }
        finally
        {
            File.WriteAllText(folder["go"], string.Empty);
            other?.Dispose();
        }
    }

    /// <summary>What a child process does.</summary>
    public static int Run(string what, string path)
    {
        var options = new ReadOptions { Backend = MedBackends.SimpleItk };
        if (what == "read")
        {
            Console.Write(string.Join("\n", MedFile.Read(path, options).Metadata.Warnings));
            return 0;
        }

        if (what == "save")
        {
            var random = new Random(5);
            var noise = new MedImage(Enumerable.Range(0, 40 * 40 * 40).Select(_ => (short)random.Next(5000)).ToArray(), new MedMeta(new Shape(40, 40, 40), dataType: VoxelType.Int16));
            try
            {
                MedFile.Save(noise, path, new SaveOptions { Backend = MedBackends.SimpleItk });
                Console.Write("saved");
            }
            catch (MedIOException e)
            {
                Console.Write(e.Error);
            }

            return 0;
        }

        int read = 0;
        Parallel.Invoke(
            () =>
            {
                for (int i = 0; i < 2000; i++)
                {
                    Console.Error.Write("mine\n");
                }
            },
            () =>
            {
                for (int i = 0; i < 100; i++)
                {
                    read += MedFile.Read(path, options).Metadata.Warnings.All(w => w.StartsWith("ITK: ", StringComparison.Ordinal)) ? 1 : 0;
                }
            });
        Console.Write(read);
        return 0;
    }

    // Of a film frame with PixelSpacing alone GDCM says that it finds no spacing.
    private static void WriteWithWarning(string path)
    {
        TinyDicom.Write(path, 0, new double[] { 1, 2, 3, 4 }, isFilm: true);
        Assert.NotEmpty(MedFile.ReadMeta(path, new ReadOptions { Backend = "itk" }).Warnings);
    }

    private static (int ExitCode, string Output, string Error) Child(string what, string path, Action<ProcessStartInfo>? adjust = null)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath)!.Equals("dotnet", StringComparison.OrdinalIgnoreCase))
        {
            start.ArgumentList.Add(typeof(OutputTests).Assembly.Location);
        }
        else
        {
            start.FileName = "dotnet";
            start.ArgumentList.Add(typeof(OutputTests).Assembly.Location);
        }

        start.ArgumentList.Add("simpleitk");
        start.ArgumentList.Add(what);
        start.ArgumentList.Add(path);
        start.Environment["MEDIO_SIMPLEITK"] = Path.GetDirectoryName(SimpleItkBackendHere.Backend.Path);
        adjust?.Invoke(start);
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        Assert.True(process.WaitForExit(120_000));
        return (process.ExitCode, output, error.Result);
    }

    [DllImport("libc", EntryPoint = "write")]
    private static extern nint Write(int descriptor, byte[] bytes, nuint count);
}
