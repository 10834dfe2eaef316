using System;
using System.Runtime.ExceptionServices;
using System.Threading;
using System.Threading.Tasks;
using MedIO.Geometry;
using MedIO.Voxels;

namespace MedIO.Formats.Reading;

/// <summary>The indices of the slower axes of a part, each read as a unit, on all cores.</summary>
internal sealed unsafe class PartUnits
{
    /// <summary>Stays in a core's cache between reading and casting.</summary>
    private const int WorkerBuffer = 1 << 18;

    private readonly PartReader _parts;
    private readonly SliceRange[] _ranges;
    private readonly SliceRange[] _inner;
    private readonly int[] _innerSizes;
    private readonly int _axis;
    private readonly byte* _target;
    private readonly ReadOptions _options;
    private readonly ReadOptions _quiet;
    private readonly long _count;
    private readonly long _numbers;
    private readonly long _unitsOfTask;
    private readonly long _tasks;
    private readonly int _caller = Environment.CurrentManagedThreadId;
    private readonly int _elementSize;
    private readonly int[]? _forward;
    private readonly object _lock = new();
    private long _next = -1;
    private long _done;
    private long _failed = long.MaxValue;
    private ExceptionDispatchInfo? _error;

    public PartUnits(PartReader parts, SliceRange[] ranges, int axis, PinnedArray target, ReadOptions options)
    {
        _parts = parts;
        _ranges = ranges;
        _axis = axis;
        _target = target.Pointer;
        _elementSize = target.ElementSize;
        _options = options;
        _quiet = new ReadOptions { CancellationToken = options.CancellationToken };
        _inner = ranges.AsSpan(0, axis).ToArray();
        _innerSizes = parts.Sizes.AsSpan(0, axis).ToArray();
        _numbers = parts.Together;
        _count = 1;
        for (int i = 0; i < ranges.Length; i++)
        {
            if (i < axis)
            {
                _numbers *= ranges[i].Count;
            }
            else
            {
                _count *= ranges[i].Count;
            }
        }

        // A segment that is decoded as a whole is left to one worker.
        long bytes = _numbers * VoxelTypes.SizeOf(parts.Scaling.From);
        VoxelSegment first = parts.Layout.Segments[0];
        long together = !first.IsDecoded ? 1 : first.ByteCount / parts.Strides[axis];
        _unitsOfTask = Math.Max(1, Math.Max(together, PartReader.TaskBytes / Math.Max(1, bytes)));
        _tasks = (_count + _unitsOfTask - 1) / _unitsOfTask;
        _forward = parts.IsStream && _count <= int.MaxValue ? Forward() : null;
    }

    public void Run()
    {
        int workers = _parts.IsStream ? 1 : (int)Math.Min(_tasks, Environment.ProcessorCount);
        if (workers == 1)
        {
            Work(_parts.Bytes);
        }
        else
        {
            Parallel.For(0, workers, new ParallelOptions { MaxDegreeOfParallelism = workers }, _ =>
            {
                using var bytes = new VoxelBytes(_parts.Layout, _parts.Source, _parts.Damage, _options.CancellationToken);
                Work(bytes);
            });
        }

        _options.CancellationToken.ThrowIfCancellationRequested();
        _error?.Throw();
        _options.Progress?.Report(1);
    }

    // Takes tasks in the order of the image, so that of several errors the first one is known in the end.
    private void Work(VoxelBytes bytes)
    {
        var report = new CastReport();
        RegionReader? region = null;
        while (!_options.CancellationToken.IsCancellationRequested)
        {
            long task = Interlocked.Increment(ref _next);
            if (task >= _tasks || task > Interlocked.Read(ref _failed))
            {
                break;
            }

            try
            {
                region ??= new RegionReader(bytes, _innerSizes, _inner, _parts.Together, _parts.Scaling, _parts.Swap, report, _quiet, WorkerBuffer);
                long end = Math.Min(_count, (task + 1) * _unitsOfTask);
                for (long unit = task * _unitsOfTask; unit < end; unit++)
                {
                    Read(region, _forward?[unit] ?? unit, report);
                }
            }
            catch (OperationCanceledException)
            {
                break;
            }
            catch (Exception e)
            {
                Fail(task, e);
                break;
            }

            long done = Interlocked.Increment(ref _done);
            if (_options.Progress is not null && Environment.CurrentManagedThreadId == _caller)
            {
                _options.Progress.Report((double)done / _tasks);
            }
        }

        lock (_lock)
        {
            _parts.Report.Add(report);
        }
    }

    // The units in the order in which they lie in a compressed stream, which is read from its beginning again for what
    // lies behind; null where that is the order of the image.
    private int[]? Forward()
    {
        var places = new long[_count];
        var units = new int[_count];
        bool isForward = true;
        for (int unit = 0; unit < units.Length; unit++)
        {
            long origin = Origin(unit);
            int at = _parts.Layout.SegmentAt(origin, out long begin);
            places[unit] = at < _parts.Layout.Segments.Count ? _parts.Layout.Segments[at].ContentOffset + origin - begin : long.MaxValue;
            units[unit] = unit;
            isForward &= unit == 0 || places[unit] >= places[unit - 1];
        }

        if (isForward || !IsOneStream())
        {
            return null;
        }

        Array.Sort(places, units);
        return units;
    }

    private bool IsOneStream()
    {
        VoxelSegment first = _parts.Layout.Segments[0];
        foreach (VoxelSegment segment in _parts.Layout.Segments)
        {
            if (segment.Coding != VoxelCoding.Fill && (segment.Path != first.Path || segment.FileOffset != first.FileOffset))
            {
                return false;
            }
        }

        return true;
    }

    private long Origin(long unit)
    {
        long origin = 0;
        for (int i = _axis; i < _ranges.Length; i++)
        {
            origin += (_ranges[i].Start + (unit % _ranges[i].Count * _ranges[i].Step)) * _parts.Strides[i];
            unit /= _ranges[i].Count;
        }

        return origin;
    }

    private void Read(RegionReader region, long unit, CastReport report)
    {
        long origin = Origin(unit);
        VoxelLayout layout = _parts.Layout;
        int at = layout.SegmentAt(origin, out _);
        VoxelSegment? segment = at < layout.Segments.Count ? layout.Segments[at] : null;
        byte* target = _target + (unit * _numbers * _elementSize);
        Scaling scaling = _parts.Scaling;
        if (segment is { Coding: VoxelCoding.Fill })
        {
            VoxelCast.Fill(segment.FillValue, scaling.To, target, _numbers, report);
            return;
        }

        if (layout.IsScaledBySegment && segment is not null)
        {
            scaling = scaling with { Slope = segment.Slope, Intercept = segment.Intercept };
        }

        region.Run(origin, scaling, target);
    }

    private void Fail(long task, Exception e)
    {
        lock (_lock)
        {
            if (task < _failed)
            {
                _error = ExceptionDispatchInfo.Capture(e);
                Interlocked.Exchange(ref _failed, task);
            }
        }
    }
}
