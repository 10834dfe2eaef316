using System;
using System.IO;
using System.Linq;

namespace MedIO.Faults;

/// <summary>Writes on a disk that gets full, in a process of its own.</summary>
internal static class FullDisk
{
    private const int Page = 4096;

    /// <summary>The disk is small. Where there is an old image it stays, and where there is none, there is none.</summary>
    public static int Try(string disk)
    {
        foreach (string kind in Target.Names)
        {
            string folder = Path.Combine(disk, "t");
            Target target = Target.Named(kind);
            foreach (bool old in new[] { true, false })
            {
                Directory.CreateDirectory(folder);
                if (kind.EndsWith("convert", StringComparison.Ordinal))
                {
                    // What is read lies on the disk as well, and is small.
                    Directory.Delete(folder, recursive: true);
                    continue;
                }

                if (old)
                {
                    target.Write(folder, Version.Old, SampleImage.Small);
                }

                Outcome.Fails(folder, target, () => target.WriteNoise(folder, SampleImage.Large), MedIOError.DiskFull);
                Target.Named(kind).Write(folder, Version.New, SampleImage.Small);
                Outcome.Require(target.Recognize(folder) == Version.New, $"{kind}: nothing can be written any more");
                Directory.Delete(folder, recursive: true);
            }

            int failed = FillUp(disk, folder, kind);
            Console.Out.WriteLine($"{kind}: {failed}");
        }

        return 0;
    }

    /// <summary>The system allows no file of more than so many bytes.</summary>
    public static int TryQuota(string folder)
    {
        foreach (string kind in Target.Names.Where(k => !k.EndsWith("convert", StringComparison.Ordinal)))
        {
            // The files of a series are small, and so is a picture.
            Target target = Target.Named(kind);
            string own = Directory.CreateDirectory(Path.Combine(folder, kind.Replace('{', '_').Replace('}', '_'))).FullName;
            if (!kind.StartsWith("series", StringComparison.Ordinal) && !kind.StartsWith('{'))
            {
                target.Write(own, Version.Old, SampleImage.Small);
                Outcome.Fails(own, target, () => target.WriteNoise(own, SampleImage.Large), MedIOError.DiskFull, MedIOError.FileNotWritable);
                Console.Out.WriteLine(kind);
            }
        }

        return 0;
    }

    // Page by page less room, until nothing fits: a small image is there as a whole or not at all.
    private static int FillUp(string disk, string folder, string kind)
    {
        int failed = 0;
        for (int pages = 40; pages >= 0; pages -= pages > 12 ? 7 : 1)
        {
            Directory.CreateDirectory(folder);
            Target target = Target.Named(kind);
            target.Write(folder, Version.Old, SampleImage.Small);
            if (kind.EndsWith("convert", StringComparison.Ordinal))
            {
                File.Copy(Path.Combine(folder, "from", "Old.nii"), Path.Combine(folder, "from", "New.nii"));
            }

            string[] before = Target.FinalNames(folder);
            string filler = Path.Combine(disk, "filler");
            using (var stream = new FileStream(filler, FileMode.Create, FileAccess.Write, FileShare.None, 1))
            {
                long room = new DriveInfo(disk).AvailableFreeSpace - ((long)pages * Page);
                stream.Write(new byte[room]);
            }

            try
            {
                Target writer = kind == "series new" ? Target.Named("series force") : Target.Named(kind);
                writer.Write(folder, Version.New, SampleImage.Small);
                Outcome.Require(Target.TemporaryNames(folder).Length == 0, $"{kind}: left behind");
            }
            catch (MedIOException e)
            {
                Outcome.Require(e.Error == MedIOError.DiskFull, $"{kind}: with room for {pages} pages it is called {e.Error}: {e.Message}");
                Outcome.RequireUnchanged(folder, target, before);
                failed++;
            }

            File.Delete(filler);
            Directory.Delete(folder, recursive: true);
        }

        Outcome.Require(failed > 0, $"{kind}: it was never full");
        return failed;
    }
}
