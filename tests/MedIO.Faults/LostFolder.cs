using System;
using System.Diagnostics;
using System.IO;
using System.Linq;

namespace MedIO.Faults;

/// <summary>Writes on a disk that is taken away in the middle, in a process of its own.</summary>
internal static class LostFolder
{
    public static int Try(string place)
    {
        foreach (string kind in Target.Names.Where(k => !k.EndsWith("convert", StringComparison.Ordinal)))
        {
            string disk = Directory.CreateDirectory(Path.Combine(place, kind.Replace('{', '_').Replace('}', '_'))).FullName;
            Call("mount", "-t", "tmpfs", "none", disk);
            Target target = Target.Named(kind);
            target.Write(disk, Version.Old, SampleImage.Small);
            bool gone = false;
            SaveOptions options = target.Options();
            options.Progress = new Once(() =>
            {
                Call("umount", "--lazy", disk);
                gone = true;
            });
            try
            {
                target.Write(disk, SampleImage.Noise(SampleImage.Large, kind.StartsWith('{') ? VoxelType.UInt8 : VoxelType.Int16), options);
                throw new InvalidOperationException($"{kind}: it was written to a disk that is gone");
            }
            catch (MedIOException e)
            {
                Outcome.Require(gone, $"{kind}: {e.Message}");
                Outcome.Require(e.Error is MedIOError.FileNotWritable or MedIOError.DirectoryNotFound, $"{kind}: it is called {e.Error}: {e.Message}");
            }

            Outcome.Require(Directory.GetFileSystemEntries(disk).Length == 0, $"{kind}: something was written where the disk had been");
            Outcome.Require(Handles.In(disk).Length == 0, $"{kind}: still open");
            Console.Out.WriteLine(kind);
        }

        return 0;
    }

    private static void Call(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
        Outcome.Require(process.ExitCode == 0, $"{program} says no");
    }
}
