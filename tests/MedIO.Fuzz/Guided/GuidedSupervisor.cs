using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Threading.Tasks;
using MedIO.Tests.Dicom.Codecs.Fuzz;

namespace MedIO.Fuzz.Guided;

/// <summary>Has instrumented workers run the cases of formats in turn; what was reached stays in the folder, and the next run goes on from there.</summary>
internal static class GuidedSupervisor
{
    private const int MostDeaths = 20;

    /// <summary>Runs so many cases of each, or as many as there is time for; whether there are no findings.</summary>
    public static bool Run(string[] formats, ulong count, double seconds, string folder)
    {
        string program = InstrumentedCopy.Make(folder);
        var table = new GuidedTable(Path.Combine(folder, "guided.tsv"));
        bool isWell = true;
        foreach (string format in formats)
        {
            GuidedTable.Row before = table[format];
            var watch = Stopwatch.StartNew();
            (ulong executed, long edges, long cases) = Run(program, format, (ulong)before.Executions, count, seconds, folder);
            var found = new Findings(format, folder);
            long findings = found.Count;
            table[format] = new GuidedTable.Row(before.Executions + (long)executed, before.Seconds + watch.Elapsed.TotalSeconds, edges, cases, findings);
            table.Save();
            Console.WriteLine(GuidedTable.Line(format, new GuidedTable.Row((long)executed, watch.Elapsed.TotalSeconds, edges, cases, findings)));
            Console.Write(found.Report());
            isWell &= findings == 0;
        }

        return isWell;
    }

    /// <summary>Has the cases that were kept distilled; whether that went well.</summary>
    /// <param name="formats">The formats or codecs.</param>
    /// <param name="folder">Where guided runs keep their cases.</param>
    /// <param name="target">The folder of what is distilled.</param>
    public static bool Distill(string[] formats, string folder, string target)
    {
        string program = InstrumentedCopy.Make(folder);
        Directory.CreateDirectory(target);
        bool isWell = true;
        foreach (string format in formats)
        {
            ProcessStartInfo start = Start(program);
            foreach (string argument in new[] { format, "--distill", folder, Path.Combine(target, format + ".gz") })
            {
                start.ArgumentList.Add(argument);
            }

            using Process process = Process.Start(start)!;
            process.WaitForExit();
            isWell &= process.ExitCode == 0;
        }

        return isWell;
    }

    // As this program was started: by its own file, or by dotnet.
    private static ProcessStartInfo Start(string program)
    {
        bool isHosted = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet";
        var start = new ProcessStartInfo(isHosted ? Environment.ProcessPath! : Path.ChangeExtension(program, OperatingSystem.IsWindows() ? ".exe" : null)) { UseShellExecute = false };
        if (isHosted)
        {
            start.ArgumentList.Add(program);
        }

        // As OneThread: readers ask how many there are.
        start.Environment["DOTNET_PROCESSOR_COUNT"] = "1";
        return start;
    }

    private static (ulong Executed, long Edges, long Cases) Run(string program, string format, ulong first, ulong count, double seconds, string folder)
    {
        string progressPath = Path.Combine(folder, $"guided-{format}.progress");
        File.Delete(progressPath);
        using var progress = new FuzzProgress(progressPath) { Number = first };
        int deaths = 0;
        var watch = Stopwatch.StartNew();
        while (progress.Number < first + count && watch.Elapsed.TotalSeconds < seconds)
        {
            ulong begin = progress.Number;
            string? death = Work(program, format, begin, first + count - begin, seconds - watch.Elapsed.TotalSeconds, folder, progress);
            if (death is null)
            {
                break;
            }

            progress[FuzzOutcome.Failure]++;
            using (var current = new CurrentCase(Path.Combine(folder, $"guided-{format}.current")))
            {
                new Findings(format, folder).Add(current.Read(), death);
            }

            if (++deaths == MostDeaths)
            {
                Console.WriteLine($"{format}: given up. {death}");
                break;
            }
        }

        return (progress.Number - first, progress.Coverage.Edges, progress.Coverage.Cases);
    }

    // What the worker died of; null where it came to the end.
    private static string? Work(string program, string format, ulong first, ulong count, double seconds, string folder, FuzzProgress progress)
    {
        ProcessStartInfo start = Start(program);
        start.RedirectStandardError = true;
        foreach (string argument in new[] { format, "--guided", first.ToString(CultureInfo.InvariantCulture), count.ToString(CultureInfo.InvariantCulture), seconds.ToString(CultureInfo.InvariantCulture), folder })
        {
            start.ArgumentList.Add(argument);
        }

        // What takes more than there should ever be need for is told by an exception, before it takes what others need.
        start.Environment["DOTNET_GCHeapHardLimit"] = "180000000";
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        var patience = new Patience(process, first);
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
