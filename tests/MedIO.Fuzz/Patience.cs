using System;
using System.Diagnostics;

namespace MedIO.Fuzz;

/// <summary>Tells when a worker hangs: a case takes a minute of the processor's time, or far longer while it waits for something.</summary>
internal sealed class Patience
{
    private static readonly TimeSpan MostWork = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan MostWaiting = TimeSpan.FromMinutes(15);

    private readonly Process _process;
    private readonly Stopwatch _still = Stopwatch.StartNew();
    private TimeSpan _used;
    private ulong _last;

    public Patience(Process process, ulong first)
    {
        _process = process;
        _last = first;
    }

    /// <summary>Said of a worker that was ended.</summary>
    public static string Verdict { get; } = FormattableString.Invariant($"It did not end in {MostWork.TotalSeconds} s.");

    /// <summary>Whether the case has been run for too long.</summary>
    /// <param name="number">The case that is run now.</param>
    public bool IsOver(ulong number)
    {
        _process.Refresh();
        TimeSpan used;
        try
        {
            used = _process.TotalProcessorTime;
        }
        catch (InvalidOperationException)
        {
            // It has ended in the meantime.
            return false;
        }

        if (number != _last)
        {
            (_last, _used) = (number, used);
            _still.Restart();
            return false;
        }

        return used - _used > MostWork || _still.Elapsed > MostWaiting;
    }
}
