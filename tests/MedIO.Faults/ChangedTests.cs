using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using MedIO.Tests;
using Xunit;

namespace MedIO.Faults;

/// <summary>Files that become shorter or longer, go away or are replaced while they are read.</summary>
public class ChangedTests
{
    private const int MostReads = 50;

    private static readonly string[] Changes = { "half", "empty", "longer", "replaced", "deleted", "overwritten" };

    public static TheoryData<string> Kinds()
    {
        var data = new TheoryData<string>();
        foreach (string name in Target.Names.Where(n => !n.EndsWith("convert", StringComparison.Ordinal) && n != "series new"))
        {
            data.Add(name);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_file_that_changes_after_the_first_voxels_were_read_gives_its_image_or_an_error(string kind)
    {
        foreach (string change in Changes)
        {
            using var folder = new ScratchFolder();
            Target target = Target.Named(kind);
            target.Write(folder.Path, Version.Old, SampleImage.Large);
            var once = new Once(() => Change(folder.Path, kind, change));
            string outcome = Read(target, folder.Path, new ReadOptions { Progress = once });
            Assert.True(once.IsDone, "Nobody was told of progress.");
            if (change is "longer" or "replaced" && !target.IsSeveral)
            {
                // What was open is what it was.
                Assert.Equal("Old", outcome);
            }

            Assert.Empty(Handles.In(folder.Path));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_file_that_changes_at_any_moment_gives_an_image_or_an_error(string kind)
    {
        // Each change in a long run, some in a short one.
        foreach (string change in Changes.OrderBy(_ => Random.Shared.Next()).Take(KilledTests.Rounds + 1))
        {
            using var folder = new ScratchFolder();
            Target target = Target.Named(kind);
            target.Write(folder.Path, Version.Old, SampleImage.Large);
            var other = new Thread(() =>
            {
                Thread.Sleep(Random.Shared.Next(10));
                Change(folder.Path, kind, change);
            });
            other.Start();
            for (int reads = 0; reads == 0 || (other.IsAlive && reads < MostReads); reads++)
            {
                Read(target, folder.Path, new ReadOptions());
            }

            other.Join();
            Assert.Empty(Handles.In(folder.Path));
        }
    }

    // What came of it: which image, or which error. An image of both is one only where bytes were overwritten in place.
    private static string Read(Target target, string folder, ReadOptions options)
    {
        try
        {
            MedImage image = target.Read(target.Readable(folder)[0], options);
            try
            {
                return SampleImage.Recognize(image, hasGeometry: false, isExact: false).ToString();
            }
            catch (InvalidOperationException)
            {
                return "mixed";
            }
        }
        catch (MedIOException e)
        {
            Assert.StartsWith(folder, e.Message, StringComparison.Ordinal);
            return e.Error.ToString();
        }
    }

    private static void Change(string folder, string kind, string change)
    {
        string[] files = Directory.GetFiles(folder, "*", SearchOption.AllDirectories);
        switch (change)
        {
            case "replaced":
                Target.Named(kind).Write(folder, Version.New, SampleImage.Large);
                return;
            case "overwritten":
                using (var other = new ScratchFolder())
                {
                    Target.Named(kind).Write(other.Path, Version.New, SampleImage.Large);
                    foreach (string file in files)
                    {
                        byte[] bytes = File.ReadAllBytes(System.IO.Path.Combine(other.Path, System.IO.Path.GetRelativePath(folder, file)));
                        Overwrite(file, stream => stream.Write(bytes));
                    }
                }

                return;
        }

        foreach (string file in files)
        {
            switch (change)
            {
                case "half":
                    Overwrite(file, stream => stream.SetLength(stream.Length / 2));
                    break;
                case "empty":
                    Overwrite(file, stream => stream.SetLength(0));
                    break;
                case "longer":
                    Overwrite(file, stream => stream.SetLength(stream.Length + 100_000));
                    break;
                case "deleted":
                    Delete(file);
                    break;
            }
        }
    }

    private static void Overwrite(string file, Action<FileStream> change)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        change(stream);
    }

    private static void Delete(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (IOException) when (System.IO.Path.DirectorySeparatorChar == '\\')
        {
            // Windows does not let go of it yet.
        }
    }
}
