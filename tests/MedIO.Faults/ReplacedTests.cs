using System;
using System.IO;
using System.Linq;
using System.Runtime.Versioning;
using MedIO.Tests;
using Xunit;

namespace MedIO.Faults;

/// <summary>What becomes of a file that is replaced: its bytes where the power fails, and who may read it.</summary>
public class ReplacedTests
{
    private const string Calls = "fsync,fdatasync,/^(rename|link)";

    [StraceTheory]
    [InlineData("a.nii", 1)]
    [InlineData("a.mhd", 3)]
    [InlineData("{0:D4}.png", 4)]
    [InlineData("series force", 4)]
    public void Before_the_first_old_file_goes_all_new_ones_are_on_the_disk(string kind, int settled)
    {
        using var folder = new ScratchFolder();
        Target.Named(kind).Write(folder.Path, Version.Old, SampleImage.Small);
        string[] calls = Strace.Calls(Calls, "once", kind, folder.Path).Where(c => c.Contains(".medio.", StringComparison.Ordinal)).ToArray();
        Assert.Equal(settled, calls.TakeWhile(c => !IsMove(c)).Count());
        Assert.Equal(settled, calls.Where(c => !IsMove(c)).Distinct().Count());
        Assert.Contains(calls, IsMove);
    }

    [StraceTheory]
    [InlineData("a.nii")]
    [InlineData("a.mhd")]
    [InlineData("{0:D4}.png")]
    [InlineData("series new")]
    public void Where_nothing_is_replaced_nothing_waits_for_the_disk(string kind)
    {
        using var folder = new ScratchFolder();
        Assert.DoesNotContain(Strace.Calls("fsync,fdatasync,ftruncate", "once", kind, folder.Path), c => c.Contains(folder.Path, StringComparison.Ordinal));
        Target.Named(kind).Recognize(folder.Path);
    }

    [StraceTheory]
    [InlineData("a.nii")]
    [InlineData("a.mhd")]
    [InlineData("{0:D4}.png")]
    public void A_disk_that_does_not_take_what_is_written_keeps_the_old_image(string kind)
    {
        using var folder = new ScratchFolder();
        Target target = Target.Named(kind);
        target.Write(folder.Path, Version.Old, SampleImage.Small);
        string said = Strace.Fail("fsync", "error=EIO", out bool happened, "once", kind, folder.Path);
        Assert.True(happened);
        Assert.Contains("cannot be written: Input/output error.", said, StringComparison.Ordinal);
        Assert.Equal(Version.Old, target.Recognize(folder.Path));
        Assert.Empty(Target.TemporaryNames(folder.Path));
    }

    [StraceTheory]
    [InlineData("a.nii")]
    [InlineData("a.mhd")]
    public void A_disk_that_cannot_be_asked_to_keep_what_is_written_takes_the_new_image(string kind)
    {
        using var folder = new ScratchFolder();
        Target target = Target.Named(kind);
        target.Write(folder.Path, Version.Old, SampleImage.Small);
        Strace.Fail("fsync", "error=EOPNOTSUPP", out bool happened, "once", kind, folder.Path);
        Assert.True(happened);
        Assert.Equal(Version.New, target.Recognize(folder.Path));
        Assert.Empty(Target.TemporaryNames(folder.Path));
    }

    [UnixFact]
    [UnsupportedOSPlatform("windows")]
    public void What_only_some_may_read_stays_so()
    {
        using var folder = new ScratchFolder();
        foreach (string kind in new[] { "a.nii", "a.mhd", "{0:D4}.png" })
        {
            Target.Named(kind).Write(folder.Path, Version.Old, SampleImage.Small);
        }

        foreach (string file in Directory.GetFiles(folder.Path))
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        }

        foreach (string kind in new[] { "a.nii", "a.mhd", "{0:D4}.png" })
        {
            Target.Named(kind).Write(folder.Path, Version.New, SampleImage.Small);
            Assert.Equal(Version.New, Target.Named(kind).Recognize(folder.Path));
        }

        Assert.All(Directory.GetFiles(folder.Path), f => Assert.Equal("-rw-r-----", ExternalTool.Run("stat", "-c %A " + f).Trim()));
    }

    [UnixFact]
    [UnsupportedOSPlatform("windows")]
    public void Nor_may_all_read_what_replaces_it_while_it_is_written()
    {
        using var folder = new ScratchFolder();
        Target target = Target.Named("a.nii");
        target.Write(folder.Path, Version.Old, SampleImage.Small);
        File.SetUnixFileMode(folder["a.nii"], UnixFileMode.UserRead | UnixFileMode.UserWrite);
        string? modes = null;
        SaveOptions options = target.Options();
        options.Progress = new Once(() => modes = ExternalTool.Run("stat", "-c %A " + string.Join(" ", Directory.GetFiles(folder.Path))));
        target.Write(folder.Path, SampleImage.Noise(SampleImage.Large, VoxelType.Int16), options);
        Assert.Equal("-rw-------\n-rw-------\n", modes);
    }

    [RootFact]
    public void What_is_somebody_elses_stays_theirs()
    {
        using var folder = new ScratchFolder();
        Target target = Target.Named("a.mhd");
        target.Write(folder.Path, Version.Old, SampleImage.Small);
        ExternalTool.Run("chown", $"1234:5678 {folder["a.mhd"]} {folder["a.raw"]}");
        ExternalTool.Run("chmod", $"640 {folder["a.mhd"]} {folder["a.raw"]}");
        target.Write(folder.Path, Version.New, SampleImage.Small);
        Assert.Equal(Version.New, target.Recognize(folder.Path));
        foreach (string name in new[] { "a.mhd", "a.raw" })
        {
            Assert.Equal("1234:5678 640", ExternalTool.Run("stat", "-c \"%u:%g %a\" " + folder[name]).Trim());
        }
    }

    private static bool IsMove(string call) => call.Contains("rename", StringComparison.Ordinal) || call.Contains("link", StringComparison.Ordinal);
}
