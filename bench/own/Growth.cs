using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using MedIO.Geometry;

namespace MedIO.Bench;

/// <summary>One step of work that grows, and the most memory that it took.</summary>
internal static class Growth
{
    public static void Run(string folder, string name, string amount)
    {
        Func<string, Action> prepare = name switch
        {
            "growth-files" => count => () => Headers(folder, int.Parse(count, CultureInfo.InvariantCulture)),
            "growth-slice" => file => () => GC.KeepAlive(MedFile.Read(Path.Combine(folder, file), new ReadOptions { Slice = SliceExpression.Parse("..., 0") })),
            "growth-write" => file => Write(Path.Combine(folder, file), Path.Combine(folder, "written.nii")),
            _ => file => () => GC.KeepAlive(MedFile.Read(Path.Combine(folder, file))),
        };
        // What is compiled on the first calls is no part of it.
        string small = name == "growth-files" ? "1000" : "small.nii";
        for (int i = 0; i < 40; i++)
        {
            prepare(small)();
        }

        Action work = prepare(amount);
        GC.Collect();
        long before = Environment.WorkingSet;
        long start = Stopwatch.GetTimestamp();
        work();
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        using var self = Process.GetCurrentProcess();
        Console.WriteLine(FormattableString.Invariant($"{seconds:F6} {self.PeakWorkingSet64} {before}"));
        File.Delete(Path.Combine(folder, "written.nii"));
    }

    // A new file each time.
    private static Action Write(string source, string target)
    {
        MedImage image = MedFile.Read(source);
        File.Delete(target);
        return () => image.Save(target);
    }

    private static void Headers(string folder, int count) =>
        Parallel.ForEach(Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Take(count), path => _ = MedFile.ReadMeta(path).Orientation);
}
