using System;
using System.Diagnostics;
using System.IO;

namespace MedIO.Faults;

/// <summary>Writes on a disk that nothing can be written to, in a process of its own.</summary>
internal static class ReadOnlyDisk
{
    public static int Try(string disk)
    {
        foreach (string kind in Target.Names)
        {
            string folder = Directory.CreateDirectory(Path.Combine(disk, kind.Replace('{', '_').Replace('}', '_'))).FullName;
            Target.Named(kind).Write(folder, Version.Old, SampleImage.Small);
            if (kind.EndsWith("convert", StringComparison.Ordinal))
            {
                File.Copy(Path.Combine(folder, "from", "Old.nii"), Path.Combine(folder, "from", "New.nii"));
            }
        }

        using (var mount = Process.Start("mount", new[] { "-o", "remount,ro", disk }))
        {
            mount.WaitForExit();
            Outcome.Require(mount.ExitCode == 0, "mount says no");
        }

        foreach (string kind in Target.Names)
        {
            string folder = Path.Combine(disk, kind.Replace('{', '_').Replace('}', '_'));
            Outcome.Fails(folder, Target.Named(kind), () => Target.Named(kind).Write(folder, Version.New, SampleImage.Small), MedIOError.FileNotWritable);
            Console.Out.WriteLine(kind);
        }

        return 0;
    }
}
