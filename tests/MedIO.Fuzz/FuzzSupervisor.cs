using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using MedIO.Tests.Dicom.Codecs.Fuzz;

namespace MedIO.Fuzz;

/// <summary>Has a worker run the cases, and another one go on behind the case that a worker did not survive.</summary>
internal static class FuzzSupervisor
{
    /// <summary>Runs cases; whether all went well.</summary>
    public static bool Run(string codec, ulong first, ulong count, string folder)
    {
        string progressPath = Path.Combine(folder, $"progress-{codec}");
        File.Delete(progressPath);
        var failures = new FuzzFailures(codec, folder);
        File.Delete(failures.Path);
        var watch = Stopwatch.StartNew();
        using var progress = new FuzzProgress(progressPath);
        int deaths = 0;
        for (ulong begin = first; begin < first + count;)
        {
            progress.Number = begin;
            string? death = Work(codec, begin, first + count, progressPath, folder, progress);
            if (death is null)
            {
                break;
            }

            if (deaths++ == 20 || death.Contains("is no image", StringComparison.Ordinal) || death.Contains("no seeds", StringComparison.Ordinal))
            {
                Console.WriteLine($"{codec}: given up. {death}");
                return false;
            }

            ulong number = progress.Number;
            progress[FuzzOutcome.Failure]++;
            using (IFuzzTarget target = FuzzWorker.Target(codec))
            {
                failures.Add(number, target.Make(number), death);
            }

            begin = number + 1;
        }

        double seconds = watch.Elapsed.TotalSeconds;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{codec}: {count} cases from {first} in {seconds:F0} s: {progress[FuzzOutcome.Image]} images, {progress[FuzzOutcome.InvalidData]} invalid, {progress[FuzzOutcome.EndOfStream]} cut off, {progress[FuzzOutcome.Failure]} failures{(progress[FuzzOutcome.Failure] == 0 ? "" : ", see " + failures.Path)}"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"    slowest: {1000 * progress.Slowest.Seconds:F1} ms, case {progress.Slowest.Number}; most memory: {progress.Hungriest.Bytes} bytes, case {progress.Hungriest.Number}"));
        return progress[FuzzOutcome.Failure] == 0;
    }

    // What the worker died of; null where it came to the end.
    private static string? Work(string codec, ulong begin, ulong end, string progressPath, string folder, FuzzProgress progress)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardError = true, UseShellExecute = false };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(typeof(FuzzSupervisor).Assembly.Location);
        }

        foreach (string argument in new[] { codec, "--worker", begin.ToString(CultureInfo.InvariantCulture), end.ToString(CultureInfo.InvariantCulture), progressPath, folder })
        {
            start.ArgumentList.Add(argument);
        }

        using Process process = Process.Start(start)!;
        System.Threading.Tasks.Task<string> errors = process.StandardError.ReadToEndAsync();
        var patience = new Patience(process, begin);
        while (!process.WaitForExit(200))
        {
            if (patience.IsOver(progress.Number))
            {
                process.Kill();
                process.WaitForExit();
                return Patience.Verdict;
            }
        }

        return process.ExitCode == 0 ? null : "The process died. " + errors.Result;
    }
}
