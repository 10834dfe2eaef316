using System;
using System.Management.Automation;
using System.Threading;

namespace MedIO.PowerShell;

/// <summary>A file that is to be read, and later what became of it.</summary>
/// <typeparam name="T">What is read of a file.</typeparam>
internal sealed class ReadResult<T>
    where T : class
{
    private volatile bool _done;

    public ReadResult(string path) => Path = path;

    public ReadResult(ErrorRecord error)
    {
        Path = string.Empty;
        ErrorRecord = error;
        _done = true;
    }

    public string Path { get; }

    public T? Value { get; private set; }

    public Exception? Exception { get; private set; }

    public ErrorRecord? ErrorRecord { get; }

    public bool IsDone => _done;

    public void Read(Func<string, T> read)
    {
        try
        {
            Value = read(Path);
        }
#pragma warning disable CA1031 // Whatever happened belongs to this file and is reported with it, in its turn.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Exception = e;
        }

        lock (this)
        {
            _done = true;
            Monitor.PulseAll(this);
        }
    }

    /// <summary>Waits a moment for another thread to finish.</summary>
    public void Wait()
    {
        lock (this)
        {
            if (!_done)
            {
                Monitor.Wait(this, 50);
            }
        }
    }
}
