using System;
using System.Diagnostics;
using System.IO;

namespace MedIO.Bench;

/// <summary>What is timed: work whose result lives until the clock has stopped.</summary>
/// <param name="parts">The works that make a run, each timed for itself.</param>
internal sealed class Job(params Func<object?>[] parts) : IDisposable
{
    /// <summary>The file that is written; removed at the end.</summary>
    public string? Output { get; init; }

    /// <summary>What is done before each run, off the clock.</summary>
    public Action? Before { get; init; }

    /// <summary>Whether results are memory that the collector knows nothing of.</summary>
    public bool IsUnmanaged { get; init; }

    /// <summary>Does it once.</summary>
    /// <returns>The seconds of each part.</returns>
    public double[] Time()
    {
        var seconds = new double[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            Before?.Invoke();
            if (!IsUnmanaged)
            {
                // What the run before left is no part of this one; peers free theirs at once.
                GC.Collect();
            }

            long start = Stopwatch.GetTimestamp();
            object? result = parts[i]();
            seconds[i] = Stopwatch.GetElapsedTime(start).TotalSeconds;
            (result as IDisposable)?.Dispose();
        }

        return seconds;
    }

    public void Dispose()
    {
        if (Output is not null)
        {
            if (Directory.Exists(Output))
            {
                Directory.Delete(Output, true);
            }

            File.Delete(Output);
        }
    }
}
