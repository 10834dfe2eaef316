using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using MedIO.Tests;
using Xunit;

namespace MedIO.Faults;

/// <summary>A process that writes one image over another, again and again, is killed at any moment.</summary>
/// <remarks>The environment variable MEDIO_FAULT_ROUNDS says how often each; 1 by default.</remarks>
public class KilledTests
{
    /// <summary>How often each is tried.</summary>
    internal static readonly int Rounds = int.Parse(Environment.GetEnvironmentVariable("MEDIO_FAULT_ROUNDS") ?? "1", CultureInfo.InvariantCulture);

    /// <summary>Kinds of writes, as xunit wants them.</summary>
    public static TheoryData<string> Kinds()
    {
        var data = new TheoryData<string>();
        foreach (string name in Target.Names)
        {
            data.Add(name);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Killed_at_any_moment_it_leaves_the_old_image_or_the_new_one(string kind)
    {
        for (int round = 0; round < Rounds; round++)
        {
            // With small images it is mostly between files, with large ones within them.
            foreach (int slices in new[] { SampleImage.Small, SampleImage.Large })
            {
                using var folder = new ScratchFolder();
                Target target = Target.Named(kind);
                target.Write(folder.Path, Version.Old, slices);
                string[] names = Target.FinalNames(folder.Path);
                using (Child child = Child.Start("write", kind, slices.ToString(CultureInfo.InvariantCulture), folder.Path))
                {
                    child.WaitUntilReady();
                    Thread.Sleep(Random.Shared.Next(slices == SampleImage.Small ? 20 : 200));
                    child.Kill();
                }

                RequireWhole(target, folder.Path, names, slices);
            }
        }
    }

    [StraceTheory]
    [InlineData("a.nii")]
    [InlineData("a.mhd")]
    [InlineData("{0:D4}.png")]
    [InlineData("series force")]
    public void Killed_at_each_of_the_steps_that_put_files_in_place_it_leaves_the_old_image_or_the_new_one(string kind)
    {
        var seen = new HashSet<string>();
        int step = 0;
        for (bool killed = true; killed;)
        {
            step++;
            using var folder = new ScratchFolder();
            Target target = Target.Named(kind);
            target.Write(folder.Path, Version.Old, SampleImage.Small);
            string[] names = Target.FinalNames(folder.Path);
            killed = Strace.KillAtStep(step, "once", kind, folder.Path);
            seen.Add(RequireWhole(target, folder.Path, names, SampleImage.Small));
            Assert.True(step < 60, "It never came to its end.");
        }

        Assert.True(step > 1, "It was never killed.");

        // Between several files it may be neither, and is told from both.
        string[] expected = Target.Named(kind).IsSeveral ? new[] { "New", "Old", "unfinished" } : new[] { "New", "Old" };
        Assert.Equal(expected, seen.Order(StringComparer.Ordinal));
    }

    // What is there afterwards, and that the next process can go on.
    private static string RequireWhole(Target target, string folder, string[] names, int slices)
    {
        string found;
        try
        {
            found = target.Recognize(folder).ToString();
        }
        catch (MedIOException e) when (target.IsSeveral && e.Error == MedIOError.UnfinishedFiles)
        {
            Assert.Contains("Write the image again", e.Message, StringComparison.Ordinal);
            found = "unfinished";
        }

        string[] left = Target.FinalNames(folder);
        Assert.Empty(names.Except(left));
        Assert.All(left.Except(names), n => Assert.Matches("^(series[0-9]+/IM[0-9]+.dcm|from/New.nii)$", n.Replace('\\', '/')));
        foreach (Version version in new[] { Version.New, Version.Old })
        {
            if (target.Name == "series new")
            {
                Array.ForEach(target.Readable(folder), series => Directory.Delete(series, recursive: true));
            }

            Target.Named(target.Name).Write(folder, version, slices);
            Assert.Equal(version, target.Recognize(folder));
        }

        Assert.DoesNotContain(Target.TemporaryNames(folder), n => n.EndsWith(".medio.unfinished", StringComparison.Ordinal));
        return found;
    }
}
