using System;
using System.Runtime.ExceptionServices;
using System.Threading;
using System.Threading.Tasks;
using MedIO.Geometry;
using MedIO.Voxels;

namespace MedIO.Formats;

/// <summary>
/// Reads parts of a layout: in one walk where the voxels are one run of a file, on all cores where they are many runs, such
/// as the slices of a series or the frames of a file. Each thread opens, decodes and casts its own straight into its place.
/// </summary>
internal sealed unsafe class PartReader : IDisposable
{
    /// <summary>Stays in a core's cache between reading and casting.</summary>
    private const int WorkerBuffer = 1 << 18;

    /// <summary>What is worth a turn of a worker.</summary>
    private const long TaskBytes = 1 << 19;

    private readonly VoxelLayout _layout;
    private readonly ImageSource _source;
    private readonly int[] _sizes;
    private readonly long[] _strides;
    private readonly int _together;
    private readonly Scaling _scaling;
    private readonly bool _swap;
    private readonly CastReport _report;
    private readonly VoxelBytes _bytes;
    private readonly bool _isStream;
    private readonly int _unitAxis;

    /// <param name="layout">Where the voxels are.</param>
    /// <param name="source">A file of the layout that is open already.</param>
    /// <param name="sizes">Voxels along each axis of the layout, axes of components included.</param>
    /// <param name="together">Numbers that always lie together.</param>
    /// <param name="scaling">From which type to which.</param>
    /// <param name="swap">Whether numbers have the other byte order than the machine.</param>
    /// <param name="report">Counts what the cast loses.</param>
    /// <param name="cancellation">Stops long skips through compressed data.</param>
    public PartReader(VoxelLayout layout, ImageSource source, int[] sizes, int together, Scaling scaling, bool swap, CastReport report, CancellationToken cancellation)
    {
        _layout = layout;
        _source = source;
        _sizes = sizes;
        _together = together;

        // What the layout as a whole has is overridden by each segment; until then no number is one.
        _scaling = layout.IsScaledBySegment ? scaling with { Slope = double.NaN, Intercept = double.NaN } : scaling;
        _swap = swap;
        _report = report;
        _bytes = new VoxelBytes(layout, source, cancellation);
        _strides = new long[sizes.Length + 1];
        _strides[0] = (long)together * VoxelTypes.SizeOf(scaling.From);
        for (int i = 0; i < sizes.Length; i++)
        {
            _strides[i + 1] = _strides[i] * sizes[i];
        }

        bool hasFill = false;
        foreach (VoxelSegment segment in layout.Segments)
        {
            _isStream |= segment.Coding is not (VoxelCoding.Raw or VoxelCoding.Fill);
            hasFill |= segment.Coding == VoxelCoding.Fill;
        }

        _unitAxis = layout.Segments.Count > 1 || hasFill || layout.IsScaledBySegment ? UnitAxis() : 0;
        if (_unitAxis == 0 && (hasFill || layout.IsScaledBySegment))
        {
            throw new InvalidOperationException("Segments of a scaling of their own must hold whole rows.");
        }
    }

    /// <summary>Reads a part to the beginning of an array.</summary>
    /// <param name="ranges">What is wanted of each axis, ascending.</param>
    /// <param name="target">The array.</param>
    /// <param name="options">Cancellation and progress.</param>
    public void Read(SliceRange[] ranges, PinnedArray target, ReadOptions options)
    {
        int axis = _unitAxis > 0 ? _unitAxis : CastAxis(ranges);
        if (axis == 0)
        {
            new RegionReader(_bytes, _sizes, ranges, _together, _scaling, _swap, _report, options).Run(0, _scaling, target.Pointer);
            return;
        }

        new Units(this, ranges, axis, target, options).Run();
    }

    /// <summary>After the last voxel: lets a compressed stream run to its end, so that its checksum is verified.</summary>
    public void VerifyEnd() => _bytes.VerifyEnd();

    public void Dispose() => _bytes.Dispose();

    // The slowest axis of which no index lies in two segments.
    private int UnitAxis()
    {
        int axis = _sizes.Length - 1;
        foreach (VoxelSegment segment in _layout.Segments)
        {
            while (axis > 0 && segment.ByteCount % _strides[axis] != 0)
            {
                axis--;
            }
        }

        return axis;
    }

    // One run of a file that is cast: an axis that cuts it into pieces which each fill a buffer, where all of it is wanted.
    private int CastAxis(SliceRange[] ranges)
    {
        if (_isStream || _scaling.IsCopy || !_bytes.IsRandomAccess)
        {
            return 0;
        }

        int axis = 0;
        for (int i = 0; i < ranges.Length; i++)
        {
            bool whole = ranges[i].Low == 0 && ranges[i].High == _sizes[i] - 1;
            if (!whole && i < ranges.Length - 1)
            {
                return 0;
            }

            axis = _strides[i] <= TaskBytes && _strides[i + 1] > TaskBytes ? i : axis;
        }

        return axis;
    }

    /// <summary>The indices of the slower axes of a part, each read as a unit.</summary>
    private sealed class Units
    {
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
        private readonly object _lock = new();
        private long _next = -1;
        private long _done;
        private long _failed = long.MaxValue;
        private ExceptionDispatchInfo? _error;

        public Units(PartReader parts, SliceRange[] ranges, int axis, PinnedArray target, ReadOptions options)
        {
            _parts = parts;
            _ranges = ranges;
            _axis = axis;
            _target = target.Pointer;
            _elementSize = target.ElementSize;
            _options = options;
            _quiet = new ReadOptions { CancellationToken = options.CancellationToken };
            _inner = ranges.AsSpan(0, axis).ToArray();
            _innerSizes = parts._sizes.AsSpan(0, axis).ToArray();
            _numbers = parts._together;
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
            long bytes = _numbers * VoxelTypes.SizeOf(parts._scaling.From);
            VoxelSegment first = parts._layout.Segments[0];
            long together = first.Decoder is null ? 1 : first.ByteCount / parts._strides[axis];
            _unitsOfTask = Math.Max(1, Math.Max(together, TaskBytes / Math.Max(1, bytes)));
            _tasks = (_count + _unitsOfTask - 1) / _unitsOfTask;
        }

        public void Run()
        {
            int workers = _parts._isStream ? 1 : (int)Math.Min(_tasks, Environment.ProcessorCount);
            if (workers == 1)
            {
                Work(_parts._bytes);
            }
            else
            {
                Parallel.For(0, workers, new ParallelOptions { MaxDegreeOfParallelism = workers }, _ =>
                {
                    using var bytes = new VoxelBytes(_parts._layout, _parts._source, _options.CancellationToken);
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
                    region ??= new RegionReader(bytes, _innerSizes, _inner, _parts._together, _parts._scaling, _parts._swap, report, _quiet, WorkerBuffer);
                    long end = Math.Min(_count, (task + 1) * _unitsOfTask);
                    for (long unit = task * _unitsOfTask; unit < end; unit++)
                    {
                        Read(region, unit, report);
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
                _parts._report.Add(report);
            }
        }

        private void Read(RegionReader region, long unit, CastReport report)
        {
            long origin = 0;
            long rest = unit;
            for (int i = _axis; i < _ranges.Length; i++)
            {
                long index = rest % _ranges[i].Count;
                rest /= _ranges[i].Count;
                origin += (_ranges[i].Start + (index * _ranges[i].Step)) * _parts._strides[i];
            }

            VoxelLayout layout = _parts._layout;
            int at = layout.SegmentAt(origin, out _);
            VoxelSegment? segment = at < layout.Segments.Count ? layout.Segments[at] : null;
            byte* target = _target + (unit * _numbers * _elementSize);
            Scaling scaling = _parts._scaling;
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
}
