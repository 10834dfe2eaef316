using System;
using System.Diagnostics;
using System.Management.Automation;
using System.Threading;

namespace MedIO.PowerShell;

/// <summary>
/// Reads the files that a cmdlet is given ahead, on all cores, and writes what they give, or their errors, in the order of
/// input. A file that comes after a pause is written at once, so that nothing waits for a file that is yet to come.
/// </summary>
/// <typeparam name="T">What is read of a file.</typeparam>
internal sealed class OrderedOutput<T>
    where T : class
{
    private static readonly long Pause = Stopwatch.Frequency / 200;

    private readonly Cmdlet _cmdlet;
    private readonly Action<T> _write;
    private readonly ReadAhead<T> _files;
    private long _last;

    /// <summary>Makes ready.</summary>
    /// <param name="cmdlet">The cmdlet, whose thread calls.</param>
    /// <param name="read">Reads a file, on any thread.</param>
    /// <param name="write">Writes what it gave, on the cmdlet's thread.</param>
    /// <param name="stop">Stops it all.</param>
    public OrderedOutput(Cmdlet cmdlet, Func<string, T> read, Action<T> write, CancellationToken stop)
    {
        _cmdlet = cmdlet;
        _write = write;
        _files = new ReadAhead<T>(read, stop);
    }

    public void Add(string path) => Add(new ReadResult<T>(path));

    public void Add(ErrorRecord error) => Add(new ReadResult<T>(error));

    /// <summary>Writes all that was added.</summary>
    public void WriteAll() => WriteResults(leave: 0);

    /// <summary>Forgets what has not been read yet.</summary>
    public void Abandon() => _files.Abandon();

    private void Add(ReadResult<T> file)
    {
        bool hurried = _last != 0 && Stopwatch.GetTimestamp() - _last < Pause;
        _files.Add(file);
        WriteResults(hurried ? ReadAhead<T>.Capacity : 0);
        _last = Stopwatch.GetTimestamp();
    }

    // Waits only for what is beyond the number that may be left.
    private void WriteResults(int leave)
    {
        while (_files.Next(leave) is { } file)
        {
            if (_cmdlet.Stopping)
            {
                return;
            }

            if (file.Value is { } value)
            {
                _write(value);
            }
            else if (file.ErrorRecord is { } record)
            {
                _cmdlet.WriteError(record);
            }
            else if (file.Exception is { } exception and not OperationCanceledException)
            {
                _cmdlet.WriteError(MedErrorRecord.From(exception, file.Path));
            }
        }
    }
}
