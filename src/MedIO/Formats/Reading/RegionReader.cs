using System;
using System.Runtime.ExceptionServices;
using System.Threading.Tasks;
using MedIO.IO;
using MedIO.Voxels;

namespace MedIO.Formats.Reading;

/// <summary>
/// Walks a region of the voxels in the file's order, so that the target fills from front to back. What lies together
/// is read at once; what lies near is read with the gaps and picked in memory; the rest is read piece by piece.
/// </summary>
internal sealed unsafe class RegionReader
{
    /// <summary>The buffer of a reader that works alone.</summary>
    public const int BufferBytes = 1 << 20;

    private const int SmallSpan = 1 << 16;

    /// <summary>Bytes that are copied in the time that one more read takes.</summary>
    private const int WorthARead = 1 << 13;
    private const long ParallelBytes = 8 << 20;

    private readonly VoxelBytes _bytes;
    private readonly SliceRange[] _ranges;
    private readonly long[] _strides;
    private readonly long[] _spans;
    private readonly long[] _used;
    private readonly int _unit;
    private readonly bool _swap;
    private readonly int _elementSize;
    private readonly CastReport _report;
    private readonly ReadOptions _options;
    private readonly int _from;
    private readonly byte[] _buffer;
    private readonly byte[] _picked;
    private Scaling _scaling;
    private byte* _target;
    private long _done;
    private long _reported;

    /// <param name="bytes">The voxels' bytes.</param>
    /// <param name="sizes">Voxels along the axes that are walked, fastest first.</param>
    /// <param name="ranges">What is wanted of each.</param>
    /// <param name="components">Numbers that lie together.</param>
    /// <param name="scaling">From which type to which; one that copies where all runs copy.</param>
    /// <param name="swap">Whether numbers have the other byte order than the machine.</param>
    /// <param name="report">Counts what the cast loses.</param>
    /// <param name="options">Cancellation and progress.</param>
    /// <param name="bufferBytes">Bytes that are read at once where they go through a buffer.</param>
    public RegionReader(VoxelBytes bytes, int[] sizes, SliceRange[] ranges, int components, Scaling scaling, bool swap, CastReport report, ReadOptions options, int bufferBytes = BufferBytes)
    {
        _bytes = bytes;
        _ranges = ranges;
        _scaling = scaling;
        _swap = swap;
        _report = report;
        _options = options;
        _elementSize = VoxelTypes.SizeOf(scaling.To);
        _from = VoxelTypes.SizeOf(scaling.From);
        _unit = components * _from;
        _strides = new long[sizes.Length];
        _spans = new long[sizes.Length];
        _used = new long[sizes.Length];
        long stride = _unit;
        long span = _unit;
        long used = _unit;
        for (int i = 0; i < sizes.Length; i++)
        {
            _strides[i] = stride;
            span += (ranges[i].High - ranges[i].Low) * stride;
            used *= ranges[i].Count;
            _spans[i] = span;
            _used[i] = used;
            stride *= sizes[i];
        }

        int last = sizes.Length - 1;
        bool direct = _spans[last] == _used[last] && scaling.IsCopy;
        _buffer = direct ? Array.Empty<byte>() : new byte[Math.Max(_unit, (int)Math.Min(_spans[last], bufferBytes / _unit * _unit))];
        _picked = direct || _spans[last] == _used[last] ? Array.Empty<byte>() : new byte[_buffer.Length];
    }

    /// <summary>Reads the region.</summary>
    /// <param name="origin">Where the first voxel of the axes is among the bytes.</param>
    /// <param name="scaling">The scaling of this region; its types are those of all.</param>
    /// <param name="target">Filled from its beginning on.</param>
    public void Run(long origin, Scaling scaling, byte* target)
    {
        _scaling = scaling;
        _target = target;
        _done = 0;
        _reported = 0;
        Walk(_ranges.Length - 1, origin);
    }

    private void Walk(int axis, long origin)
    {
        long first = origin;
        for (int i = 0; i <= axis; i++)
        {
            first += _ranges[i].Low * _strides[i];
        }

        if (_spans[axis] == _used[axis])
        {
            Run(first, _used[axis]);
            return;
        }

        SliceRange range = _ranges[axis];
        if (_spans[axis] <= _buffer.Length && _spans[axis] <= Math.Max(SmallSpan, 8 * _used[axis]))
        {
            Span(axis, first, range.Count);
            return;
        }

        int near = Near(axis);
        if (near > 1)
        {
            for (int i = 0; i < range.Count; i += near)
            {
                Span(axis, first + (i * (long)range.Step * _strides[axis]), Math.Min(near, range.Count - i));
                ReportSometimes();
            }

            return;
        }

        for (int i = 0; i < range.Count; i++)
        {
            long at = origin + ((range.Start + ((long)i * range.Step)) * _strides[axis]);
            if (axis > 0)
            {
                Walk(axis - 1, at);
            }
            else
            {
                Run(at, _unit);
            }

            ReportSometimes();
        }
    }

    // How many indices of an axis are read at once: as many as the buffer holds, where their pieces lie so near that a
    // read of its own for each would cost more than the gaps.
    private int Near(int axis)
    {
        long inner = axis > 0 ? _spans[axis - 1] : _unit;
        long apart = _ranges[axis].Step * _strides[axis];
        long pieces = 1;
        for (int i = 0; i < axis; i++)
        {
            pieces = _spans[i] == _used[i] ? 1 : pieces * _ranges[i].Count;
        }

        return inner <= _buffer.Length && apart <= pieces * WorthARead
            ? (int)Math.Min(_ranges[axis].Count, 1 + ((_buffer.Length - inner) / apart))
            : 1;
    }

    // Reads a span with its gaps and picks the voxels wanted: so many indices of an axis, all that is wanted of those below.
    private void Span(int axis, long first, int count)
    {
        long apart = _ranges[axis].Step * _strides[axis];
        long inner = axis > 0 ? _spans[axis - 1] : _unit;
        fixed (byte* buffer = _buffer, picked = _picked)
        {
            _bytes.Read(first, buffer, inner + ((count - 1) * apart));
            byte* end = Pick(axis, count, buffer, picked);
            Deliver(picked, (end - picked) / _from);
        }
    }

    private byte* Pick(int axis, int count, byte* source, byte* target)
    {
        long step = _ranges[axis].Step * _strides[axis];
        if (axis == 0 && _unit == 2)
        {
            for (int i = 0; i < count; i++)
            {
                *(ushort*)target = *(ushort*)source;
                target += 2;
                source += step;
            }

            return target;
        }

        for (int i = 0; i < count; i++)
        {
            if (axis == 0 || _spans[axis - 1] == _used[axis - 1])
            {
                long n = axis == 0 ? _unit : _used[axis - 1];
                Buffer.MemoryCopy(source, target, n, n);
                target += n;
            }
            else
            {
                target = Pick(axis - 1, _ranges[axis - 1].Count, source, target);
            }

            source += step;
        }

        return target;
    }

    // Reads bytes that lie together.
    private void Run(long offset, long count)
    {
        byte* target = _target + (_done * _elementSize);
        if (_scaling.IsCopy)
        {
            if (count >= ParallelBytes && _bytes.IsRandomAccess)
            {
                RunParallel(offset, target, count);
            }
            else
            {
                // Larger than a cache would hold, small enough to stop at once.
                long step;
                for (long at = 0; at < count; at += step)
                {
                    step = Math.Min(_bytes.StepAt(offset + at, 4 << 20), count - at);
                    Direct(offset + at, target + at, step);
                    Report(at + step);
                }
            }

            _done += count / _from;
            return;
        }

        fixed (byte* buffer = _buffer)
        {
            for (long at = 0; at < count; at += _buffer.Length)
            {
                long n = Math.Min(_buffer.Length, count - at);
                _bytes.Read(offset + at, buffer, n);
                Deliver(buffer, n / _from);
                Report(0);
            }
        }
    }

    private void RunParallel(long offset, byte* target, long count)
    {
        const long Step = 2 << 20;
        const long Round = 64 * Step;
        _bytes.Prepare();
        nint to = (nint)target;
        var parallel = new ParallelOptions { CancellationToken = _options.CancellationToken };
        for (long round = 0; round < count; round += Round)
        {
            long begin = round;
            long end = Math.Min(count, round + Round);
            try
            {
                Parallel.For(0, (end - begin + Step - 1) / Step, parallel, i =>
                {
                    long at = begin + (i * Step);
                    Direct(offset + at, (byte*)to + at, Math.Min(Step, end - at));
                });
            }
            catch (AggregateException e)
            {
                // The first of several threads' errors says it all.
                ExceptionDispatchInfo.Capture(e.Flatten().InnerExceptions[0]).Throw();
            }

            Report(end);
        }
    }

    private void Direct(long offset, byte* target, long count)
    {
        _bytes.Read(offset, target, count);
        if (_swap)
        {
            ByteOrder.Swap(target, count, _scaling.From);
        }
    }

    private void Deliver(byte* data, long numbers)
    {
        if (_swap)
        {
            ByteOrder.Swap(data, numbers * _from, _scaling.From);
        }

        byte* target = _target + (_done * _elementSize);
        if (_scaling.IsCopy)
        {
            Buffer.MemoryCopy(data, target, numbers * _from, numbers * _from);
        }
        else
        {
            VoxelCast.Convert(data, _scaling, target, numbers, _report);
        }

        _done += numbers;
    }

    // A walk of many small steps stops at once too, but does not report each.
    private void ReportSometimes()
    {
        _options.CancellationToken.ThrowIfCancellationRequested();
        if (_done - _reported >= BufferBytes)
        {
            Report(0);
        }
    }

    private void Report(long bytesOfRun)
    {
        _reported = _done;
        _options.CancellationToken.ThrowIfCancellationRequested();
        _options.Progress?.Report(Math.Min(1, (((double)_done * _from) + bytesOfRun) / Math.Max(1, _used[_used.Length - 1])));
    }
}
