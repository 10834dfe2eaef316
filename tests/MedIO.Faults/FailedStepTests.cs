using System;
using System.IO;
using System.Linq;
using MedIO.Tests;
using Xunit;

namespace MedIO.Faults;

/// <summary>The system refuses one of the steps that put files in place.</summary>
public class FailedStepTests
{
    [StraceTheory]
    [InlineData("a.nii", "EIO")]
    [InlineData("a.mhd", "EIO")]
    [InlineData("a.mhd", "EPERM")]
    [InlineData("{0:D4}.png", "ENOSPC")]
    [InlineData("series force", "EPERM")]
    public void Whichever_step_is_refused_it_leaves_the_old_image_or_the_new_one_and_nothing_else(string kind, string error)
    {
        int failed = 0;
        foreach (string calls in new[] { "/^rename", "/^link" })
        {
            bool happened = true;
            for (int step = 1; happened; step++)
            {
                using var folder = new ScratchFolder();
                Target target = Target.Named(kind);
                target.Write(folder.Path, Version.Old, SampleImage.Small);
                string[] names = Target.FinalNames(folder.Path);
                string said = Strace.Fail(calls, FormattableString.Invariant($"error={error}:when={step}"), out happened, "once", kind, folder.Path);
                string where = FormattableString.Invariant($"{calls} {step}: {said}");
                Assert.True((said.Length == 0 ? Version.New : Version.Old) == target.Recognize(folder.Path), where);
                Assert.True(Target.TemporaryNames(folder.Path).Length == 0, $"{where} left {string.Join(", ", Target.TemporaryNames(folder.Path))}");
                Assert.Empty(names.Except(Target.FinalNames(folder.Path)));
                Assert.True(said.Length == 0 || said.Contains(folder.Path, StringComparison.Ordinal), where);
                failed += said.Length == 0 ? 0 : 1;
                Assert.True(step < 60, "It never came to its end.");
            }
        }

        Assert.True(failed > 0, "Nothing ever failed.");
    }

    [StraceTheory]
    [InlineData("a.mhd", ".a.mhd")]
    [InlineData("{0:D4}.png", "")]
    public void What_a_colleague_has_left_who_was_killed_is_taken_over_though_its_time_is_theirs(string kind, string name)
    {
        using var folder = new ScratchFolder();
        Target target = Target.Named(kind);
        target.Write(folder.Path, Version.Old, SampleImage.Small);
        File.WriteAllText(folder[name + ".medio.unfinished"], string.Empty);
        Assert.Empty(Strace.Fail("utimensat", "error=EPERM", out bool happened, "once", kind, folder.Path));
        Assert.True(happened);
        Assert.Equal(Version.New, target.Recognize(folder.Path));
        Assert.Empty(Target.TemporaryNames(folder.Path));
    }

    [StraceTheory]
    [InlineData("ENOSPC")]
    [InlineData("EIO")]
    public void What_somebody_has_left_who_was_killed_stays_where_its_files_cannot_be_written_again(string error)
    {
        using var folder = new ScratchFolder();
        Target.Named("a.mhd").Write(folder.Path, Version.Old, SampleImage.Small);
        string left = folder[".a.mhd.medio.unfinished"];
        File.WriteAllText(left, "These files\nlength, time, where it is, where it belongs:\n1\t1\t.0.medio.tmp\ta.raw\n1\t1\t.1.medio.tmp\ta.mhd\n");
        Assert.NotEmpty(Strace.FailAt(left, "pwrite64", "error=" + error, out bool happened, "once", "a.mhd", folder.Path));
        Assert.True(happened);
        Assert.Equal(new[] { Path.GetFileName(left) }, Target.TemporaryNames(folder.Path));
        Assert.Equal(MedIOError.UnfinishedFiles, Assert.Throws<MedIOException>(() => MedFile.Read(folder["a.mhd"])).Error);
    }

    [CompilerTheory]
    [InlineData("a.nii", 28)]
    [InlineData("a.nii.gz", 122)]
    [InlineData("a.mhd", 5)]
    [InlineData("{0:D4}.png", 5)]
    [InlineData("series force", 5)]
    [InlineData("series new", 5)]
    public void What_a_server_says_only_when_a_file_is_closed_is_heard(string kind, int error)
    {
        // Shares keep what is written to themselves, and their disk may be full then.
        using var folder = new ScratchFolder();
        Target target = Target.Named(kind);
        string[] names = Array.Empty<string>();
        if (kind != "series new")
        {
            target.Write(folder.Path, Version.Old, SampleImage.Small);
            names = Target.FinalNames(folder.Path);
        }

        string said = FailingClose.Run(error, "once", kind, folder.Path);
        Assert.Contains(error == 5 ? "cannot be written: Input/output error." : "the disk is full.", said, StringComparison.Ordinal);
        Assert.Equal(names, Target.FinalNames(folder.Path));
        Assert.Empty(Target.TemporaryNames(folder.Path));
        if (names.Length > 0)
        {
            Assert.Equal(Version.Old, target.Recognize(folder.Path));
        }
    }
}
