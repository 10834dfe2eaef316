using System;
using System.Collections.Generic;
using System.Threading;

namespace MedIO.PowerShell;

/// <summary>Converts some images at a time, each on a thread of its own, and gives the results in the order in which they were added.</summary>
internal sealed class ConversionQueue : IDisposable
{
    private readonly object _lock = new();
    private readonly Queue<ConversionJob> _order = new();
    private readonly Queue<ConversionJob> _waiting = new();
    private readonly List<ConversionJob> _running = new();
    private readonly List<Thread> _threads = new();
    private readonly int _limit;
    private readonly CancellationToken _stop;
    private bool _ended;

    public ConversionQueue(int limit, CancellationToken stop)
    {
        _limit = limit;
        _stop = stop;
    }

    /// <summary>How many were added.</summary>
    public int Added { get; private set; }

    /// <summary>How many of them are done.</summary>
    public int Done { get; private set; }

    /// <summary>How many have no result yet, or one that was not taken.</summary>
    public int Count => _order.Count;

    public void Add(ConversionJob job)
    {
        _order.Enqueue(job);
        lock (_lock)
        {
            Added++;
            if (job.IsDone)
            {
                Done++;
                return;
            }

            _waiting.Enqueue(job);
            if (_threads.Count < _limit)
            {
                var thread = new Thread(Work) { IsBackground = true, Name = "MedIO conversion" };
                _threads.Add(thread);
                thread.Start();
            }
            else
            {
                Monitor.PulseAll(_lock);
            }
        }
    }

    /// <summary>The first result, if it is there within a moment.</summary>
    public ConversionJob? Next(int milliseconds)
    {
        if (_order.Count == 0)
        {
            return null;
        }

        lock (_lock)
        {
            if (!_order.Peek().IsDone && milliseconds > 0)
            {
                Monitor.Wait(_lock, milliseconds);
            }

            return _order.Peek().IsDone ? _order.Dequeue() : null;
        }
    }

    /// <summary>What is being converted, and how far all are together, in images.</summary>
    public (string Name, double Part) State()
    {
        lock (_lock)
        {
            double part = Done;
            foreach (ConversionJob job in _running)
            {
                part += job.Part;
            }

            return (_running.Count > 0 ? _running[0].Source : string.Empty, part);
        }
    }

    /// <summary>Waits until what is being converted has come to its end, or has been given up and cleared away.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _waiting.Clear();
            _ended = true;
            Monitor.PulseAll(_lock);
        }

        foreach (Thread thread in _threads)
        {
            thread.Join(TimeSpan.FromSeconds(10));
        }
    }

    private void Work()
    {
        while (true)
        {
            ConversionJob job;
            lock (_lock)
            {
                while (_waiting.Count == 0)
                {
                    if (_ended || _stop.IsCancellationRequested)
                    {
                        return;
                    }

                    Monitor.Wait(_lock, 200);
                }

                job = _waiting.Dequeue();
                _running.Add(job);
            }

            job.Run();
            lock (_lock)
            {
                _running.Remove(job);
                Done++;
                Monitor.PulseAll(_lock);
            }
        }
    }
}
