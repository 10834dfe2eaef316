using System;
using System.IO;

namespace MedIO.Faults;

/// <summary>Reads from a share that fails or goes away, in a process of its own.</summary>
internal static class LostShare
{
    /// <summary>What is read from it.</summary>
    public static string[] Kinds { get; } = { "a.nii", "a.nii.gz", "a.mhd", "a.nhdr gzip", "a.hdr.gz", "a.dcm", "a.tif", "{0:D4}.png", "series force" };

    public static int Try(string folder)
    {
        for (int i = 0; i < Kinds.Length; i++)
        {
            Target target = Target.Named(Kinds[i]);
            string own = Directory.CreateDirectory(Path.Combine(folder, $"files{i}")).FullName;
            target.Write(own, Version.Old, SampleImage.Large);
            string served = Kinds[i] == "series force" ? Path.Combine(own, "series") : own;

            Outcome.Require(Read(target, served, folder, int.MaxValue, null) == "Old", $"{Kinds[i]}: it cannot be read from a share at all");
            int failed = 0;
            foreach (int reads in new[] { 0, 2, 10, 40 })
            {
                failed += Read(target, served, folder, reads, null) == "Old" ? 0 : 1;
            }

            Outcome.Require(failed > 1, $"{Kinds[i]}: reads failed, and nobody said so");

            // Killed in the middle, and gone for good.
            Read(target, served, folder, int.MaxValue, server => server.Kill());
            Console.Out.WriteLine(Kinds[i]);
        }

        return 0;
    }

    // Which image it was, or which error.
    private static string Read(Target target, string served, string folder, int reads, Action<Child>? meanwhile)
    {
        string share = Directory.CreateDirectory(Path.Combine(folder, "share" + Guid.NewGuid().ToString("N"))).FullName;
        using Child server = Child.Start("serve", FormattableString.Invariant($"{served}|{reads}"), share);
        server.WaitUntilReady();
        string path = target.Name == "series force" ? share : target.Readable(share)[0];
        string outcome = Read(target, path, meanwhile is null ? null : new Once(() => meanwhile(server)));
        if (meanwhile is not null)
        {
            string after = Read(target, path, null);
            Outcome.Require(after != "Old", $"{target.Name}: the share is gone, and yet it was read");
        }

        Outcome.Require(Handles.In(share).Length == 0, $"{target.Name}: still open");
        return outcome;
    }

    private static string Read(Target target, string path, IProgress<double>? progress)
    {
        try
        {
            MedImage image = target.Read(path, new ReadOptions { Progress = progress });
            return SampleImage.Recognize(image, hasGeometry: false, isExact: true).ToString();
        }
        catch (MedIOException e)
        {
            Outcome.Require(e.Message.StartsWith(path[..path.LastIndexOf('/')], StringComparison.Ordinal), $"{target.Name}: no path in '{e.Message}'");
            return e.Error.ToString();
        }
    }
}
