using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Threading;

namespace MedIO.PowerShell;

/// <summary>
/// Reads a few files ahead on other threads and gives the results in order. The calling thread lends a hand instead of
/// waiting, so that nothing ever depends on a free thread. What is held does not grow with the number of files.
/// </summary>
/// <typeparam name="T">What is read of a file.</typeparam>
internal sealed class ReadAhead<T>
    where T : class
{
    /// <summary>The most files that are held.</summary>
    public const int Capacity = 64;

    private static readonly int MaxWorkers = Math.Min(8, Environment.ProcessorCount);

    private readonly Func<string, T> _read;
    private readonly CancellationToken _stop;
    private readonly Queue<ReadResult<T>> _order = new();
    private readonly ConcurrentQueue<ReadResult<T>> _waiting = new();
    private readonly WaitCallback _work;
    private int _workers;

    public ReadAhead(Func<string, T> read, CancellationToken stop)
    {
        _read = read;
        _stop = stop;
        _work = Work;
    }

    public void Add(ReadResult<T> file)
    {
        _order.Enqueue(file);
        if (!file.IsDone)
        {
            _waiting.Enqueue(file);
        }
    }

    /// <summary>The next result in order: the first one if it is done, or else when more than the given number are held.</summary>
    /// <returns>Null when there is none, or the pipeline stops.</returns>
    public ReadResult<T>? Next(int leave)
    {
        while (_order.Count > 0 && !_stop.IsCancellationRequested)
        {
            ReadResult<T> first = _order.Peek();
            if (first.IsDone)
            {
                return _order.Dequeue();
            }

            if (_order.Count <= leave)
            {
                StartWorker();
                return null;
            }

            if (_waiting.TryDequeue(out ReadResult<T>? file))
            {
                file.Read(_read);
            }
            else
            {
                first.Wait();
            }
        }

        return null;
    }

    /// <summary>Forgets what has not been read yet.</summary>
    public void Abandon()
    {
        while (_waiting.TryDequeue(out _))
        {
        }
    }

    private void StartWorker()
    {
        if (Volatile.Read(ref _workers) < MaxWorkers && !_waiting.IsEmpty)
        {
            Interlocked.Increment(ref _workers);
            ThreadPool.UnsafeQueueUserWorkItem(_work, null);
        }
    }

    private void Work(object? state)
    {
        while (!_stop.IsCancellationRequested && _waiting.TryDequeue(out ReadResult<T>? file))
        {
            file.Read(_read);
        }

        Interlocked.Decrement(ref _workers);
    }
}
