using System;
using System.Collections.Concurrent;
using System.IO;
using System.Linq;
using System.Threading;
using MedIO.Tests;
using Xunit;

namespace MedIO.Faults;

/// <summary>Sixty-four at once read and write the same files.</summary>
public class CrowdTests
{
    private const int Many = 64;

    [Theory]
    [MemberData(nameof(KilledTests.Kinds), MemberType = typeof(KilledTests))]
    public void Sixty_four_writers_and_readers_of_one_image_see_the_old_one_or_the_new_one(string kind)
    {
        if (kind == "series new")
        {
            // Only one can make a folder.
            return;
        }

        using var folder = new ScratchFolder();
        Target target = Target.Named(kind);
        foreach (Version version in new[] { Version.New, Version.Old })
        {
            target.Write(folder.Path, version, SampleImage.Small);
        }

        string[] names = Target.FinalNames(folder.Path);
        var errors = new ConcurrentBag<string>();
        Thread[] crowd = Enumerable.Range(0, Many).Select(i => new Thread(() =>
        {
            for (int turn = 0; turn < 3; turn++)
            {
                try
                {
                    if (i % 2 == 0)
                    {
                        target.Write(folder.Path, i % 4 == 0 ? Version.Old : Version.New, SampleImage.Small);
                    }
                    else
                    {
                        target.Recognize(folder.Path);
                    }
                }
                catch (MedIOException) when (i % 2 == 1 && target.IsSeveral)
                {
                    // Files that never come to rest cannot be read; but never is it an image of both.
                }
                catch (Exception e) when (e is MedIOException or InvalidOperationException)
                {
                    errors.Add($"{(i % 2 == 0 ? "writer" : "reader")}: {e.Message}");
                }
            }
        })).ToArray();
        Array.ForEach(crowd, t => t.Start());
        Array.ForEach(crowd, t => t.Join());

        Assert.True(errors.IsEmpty, string.Join("\n", errors.Distinct().Take(5)));
        target.Recognize(folder.Path);
        Assert.Equal(names, Target.FinalNames(folder.Path));
        Assert.Empty(Target.TemporaryNames(folder.Path));
        Assert.Empty(Handles.In(folder.Path));
    }

    [Fact]
    public void Of_sixty_four_that_make_the_same_new_folder_one_succeeds()
    {
        using var folder = new ScratchFolder();
        int made = 0;
        var others = new ConcurrentBag<MedIOError>();
        Thread[] crowd = Enumerable.Range(0, Many).Select(i => new Thread(() =>
        {
            try
            {
                MedIO.Dicom.DicomExport.Save(SampleImage.Make(i % 2 == 0 ? Version.Old : Version.New, SampleImage.Small, VoxelType.Int16), folder["series"]);
                Interlocked.Increment(ref made);
            }
            catch (MedIOException e)
            {
                others.Add(e.Error);
            }
        })).ToArray();
        Array.ForEach(crowd, t => t.Start());
        Array.ForEach(crowd, t => t.Join());

        Assert.Equal(1, made);
        Assert.All(others, e => Assert.Equal(MedIOError.FileExists, e));
        Target.Named("series force").Recognize(folder.Path);
        Assert.Empty(Target.TemporaryNames(folder.Path));
    }
}
