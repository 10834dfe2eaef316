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
        Action<string> work = name switch
        {
            "growth-files" => count => Headers(folder, int.Parse(count, CultureInfo.InvariantCulture)),
            "growth-slice" => file => GC.KeepAlive(MedFile.Read(Path.Combine(folder, file), new ReadOptions { Slice = SliceExpression.Parse("..., 0") })),
            _ => file => GC.KeepAlive(MedFile.Read(Path.Combine(folder, file))),
        };
        // What is compiled on the first calls is no part of it.
        string small = name == "growth-files" ? "1000" : "small.nii";
        for (int i = 0; i < 40; i++)
        {
            work(small);
        }

        GC.Collect();
        long before = Environment.WorkingSet;
        long start = Stopwatch.GetTimestamp();
        work(amount);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        using var self = Process.GetCurrentProcess();
        Console.WriteLine(FormattableString.Invariant($"{seconds:F6} {self.PeakWorkingSet64} {before}"));
    }

    private static void Headers(string folder, int count) =>
        Parallel.ForEach(Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Take(count), path => _ = MedFile.ReadMeta(path).Orientation);
}
