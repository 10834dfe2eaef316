using System;
using System.Threading;

namespace MedIO.Faults;

/// <summary>Does something when the first part of a work is done, on the thread that does it.</summary>
internal sealed class Once : IProgress<double>
{
    private readonly Action _action;
    private int _done;

    public Once(Action action) => _action = action;

    public bool IsDone => Volatile.Read(ref _done) > 0;

    public void Report(double value)
    {
        if (Interlocked.Exchange(ref _done, 1) == 0)
        {
            _action();
        }
    }
}
