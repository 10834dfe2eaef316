using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;

namespace MedIO.Backends.Tests.Agreement;

/// <summary>
/// Compares in a process of its own, which a native library may end: then the case that it was at has crashed, and another
/// process goes on with the next.
/// </summary>
internal static class AgreementProcess
{
    private const int MostSeconds = 120;

    /// <summary>What came of each case that one of the two reads.</summary>
    /// <param name="backend">The backend.</param>
    /// <param name="made">The folder of the files that the tests made.</param>
    public static IReadOnlyList<AgreementResult> Run(string backend, string made)
    {
        var results = new List<AgreementResult>();
        string log = Path.Combine(made, "..", backend + ".log");
        for (int start = 0; ;)
        {
            using Process process = Start(backend, made, log, start);
            System.Threading.Tasks.Task<string> said = process.StandardError.ReadToEndAsync();
            bool ended = Wait(process, log);
            string error = ended ? said.Result : $"it took more than {MostSeconds} seconds";
            string? begun = null;
            foreach (string line in File.ReadAllLines(log))
            {
                // "?" before a case and "=" after it.
                if (line[0] == '?')
                {
                    start++;
                    begun = line.Substring(1);
                }
                else
                {
                    string[] differences = line.Substring(1).Split('\u001e', StringSplitOptions.RemoveEmptyEntries);
                    if (differences is not ["-"])
                    {
                        results.Add(new(begun!, differences.Select(Difference.Parse).ToArray()));
                    }

                    begun = null;
                }
            }

            if (begun is not null)
            {
                results.Add(new(begun, new[] { new Difference(Aspect.Crash, 0, Array.Find(error.Split('\n'), l => l.Trim().Length > 0) ?? "no word") }));
            }
            else if (!ended || process.ExitCode != 0)
            {
                throw new InvalidOperationException($"The process that compares {backend} failed: {error}");
            }
            else
            {
                return results;
            }
        }
    }

    /// <summary>What the process does.</summary>
    public static int CompareAll(string backend, string made, string log, int start)
    {
        using var lines = new StreamWriter(log) { AutoFlush = true };
        foreach (AgreementCase one in SharedCases.Shared().Concat(SharedCases.Own()).Concat(SharedCases.MadeIn(made)).Skip(start))
        {
            lines.WriteLine("?" + one.Name);
            IReadOnlyList<Difference>? differences = Readings.Compare(one, backend);
            lines.WriteLine("=" + (differences is null ? "-" : string.Join('\u001e', differences.Select(d => d.ToLine()))));
        }

        return 0;
    }

    private static Process Start(string backend, string made, string log, int start)
    {
        string dotnet = Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");
        string own = typeof(AgreementProcess).Assembly.Location;
        var info = new ProcessStartInfo(dotnet) { RedirectStandardError = true, UseShellExecute = false };
        foreach (string argument in new[] { "exec", "--runtimeconfig", Path.ChangeExtension(own, ".runtimeconfig.json"), "--depsfile", Path.ChangeExtension(own, ".deps.json"), own, "agreement", backend, made, log, FormattableString.Invariant($"{start}") })
        {
            info.ArgumentList.Add(argument);
        }

        File.Delete(log);
        return Process.Start(info)!;
    }

    // As long as cases come to an end, it may take its time.
    private static bool Wait(Process process, string log)
    {
        long length = -1;
        while (!process.WaitForExit(MostSeconds * 1000))
        {
            long now = new FileInfo(log) is { Exists: true } file ? file.Length : 0;
            if (now == length)
            {
                process.Kill();
                process.WaitForExit();
                return false;
            }

            length = now;
        }

        return true;
    }
}

/// <summary>What came of a case.</summary>
/// <param name="Case">Its name.</param>
/// <param name="Differences">In what the readings differ; empty where they agree.</param>
internal sealed record AgreementResult(string Case, IReadOnlyList<Difference> Differences)
{
    public override string ToString() => $"{Case}\n{string.Join("\n", Differences.Select(d => $"    {d}"))}";
}
