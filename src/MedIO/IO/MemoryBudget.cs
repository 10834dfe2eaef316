using System;
using System.Threading;

namespace MedIO.IO;

/// <summary>
/// Bounds the memory that works beside one another take together: who needs more than is left waits until others have finished.
/// One alone always gets what it needs.
/// </summary>
internal sealed class MemoryBudget
{
    /// <summary>Where the system does not say how much memory there is.</summary>
    private const long Assumed = 4L << 30;

    private readonly object _lock = new();
    private readonly long _total;
    private long _used;
    private int _users;

    /// <param name="total">Bytes that all together may take.</param>
    public MemoryBudget(long total) => _total = total;

    /// <summary>That of this process: half of what there is, since there are others.</summary>
    public static MemoryBudget OfProcess { get; } = new(Available / 2);

    /// <summary>Bytes of memory that the process may have, such as those of its container.</summary>
    public static long Available
    {
        get
        {
#if NET8_0_OR_GREATER
            return GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
#else
            return Assumed;
#endif
        }
    }

    /// <summary>Bytes that are taken now.</summary>
    public long Used
    {
        get
        {
            lock (_lock)
            {
                return _used;
            }
        }
    }

    /// <summary>Takes memory, once there is enough.</summary>
    /// <param name="bytes">How much.</param>
    /// <param name="cancellation">Stops the waiting.</param>
    /// <returns>To be disposed of when the memory is free again.</returns>
    public Share Take(long bytes, CancellationToken cancellation)
    {
        var share = new Share(this);
        share.Change(bytes, cancellation);
        return share;
    }

    /// <summary>What one work has taken.</summary>
    internal sealed class Share : IDisposable
    {
        private readonly MemoryBudget _budget;
        private long _bytes;
        private bool _taken;

        public Share(MemoryBudget budget) => _budget = budget;

        /// <summary>Gives back what was taken and takes another amount, once there is enough: two that wait for more never wait for each other.</summary>
        public void Change(long bytes, CancellationToken cancellation)
        {
            Dispose();
            lock (_budget._lock)
            {
                while (_budget._users > 0 && _budget._used + bytes > _budget._total)
                {
                    Monitor.Wait(_budget._lock, 50);
                    cancellation.ThrowIfCancellationRequested();
                }

                _budget._used += bytes;
                _budget._users++;
                _bytes = bytes;
                _taken = true;
            }
        }

        public void Dispose()
        {
            lock (_budget._lock)
            {
                if (_taken)
                {
                    _taken = false;
                    _budget._used -= _bytes;
                    _budget._users--;
                    Monitor.PulseAll(_budget._lock);
                }
            }
        }
    }
}
