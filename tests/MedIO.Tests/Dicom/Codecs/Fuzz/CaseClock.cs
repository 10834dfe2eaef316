using System;
using System.Diagnostics;

namespace MedIO.Tests.Dicom.Codecs.Fuzz;

/// <summary>What a case takes: of a process with nothing else in it the processor's time, which other programs do not lengthen.</summary>
internal sealed class CaseClock
{
    private readonly Stopwatch _watch = new();
    private TimeSpan _used;

    /// <summary>Whether nothing else runs in this process.</summary>
    public bool IsAlone { get; set; }

    /// <summary>The seconds since the last start.</summary>
    public double Seconds => IsAlone ? (Used() - _used).TotalSeconds : _watch.Elapsed.TotalSeconds;

    public void Restart()
    {
        _used = IsAlone ? Used() : default;
        _watch.Restart();
    }

#if NET9_0_OR_GREATER
    private static TimeSpan Used() => Environment.CpuUsage.TotalTime;
#else
    private static TimeSpan Used()
    {
        using var process = Process.GetCurrentProcess();
        return process.TotalProcessorTime;
    }
#endif
}
