using System;
using System.Collections.Generic;
using System.Linq;
using MedIO.Geometry;
using MedIO.Voxels;

namespace MedIO.Formats.Reading;

/// <summary>
/// Reads a region whose axes are to lie in another order than in the file: a slab at a time, each spread over the final
/// array at once, so that no second array of the size of the image is needed.
/// </summary>
internal sealed class SlabReader
{
    /// <summary>What is read at once: little memory beside the image.</summary>
    public const long SlabBytes = 4 << 20;

    private readonly SliceRange[] _ranges;
    private readonly VoxelReorder.Axis[] _axes;
    private readonly int[] _order;
    private readonly bool[] _flipped;
    private readonly int _together;
    private readonly VoxelType _type;
    private readonly long _count;
    private readonly long _slabBytes;
    private int _axis;
    private int _step;

    /// <param name="ranges">What is wanted of each axis of the file, ascending; axes that hold components included.</param>
    /// <param name="order">The axes of the file in the order of the result, fastest first.</param>
    /// <param name="flipped">Which axes of the file are walked backwards in the result.</param>
    /// <param name="together">Numbers that always stay together.</param>
    /// <param name="type">The type of the result.</param>
    /// <param name="slabBytes">Bytes of the result that are read at once.</param>
    public SlabReader(SliceRange[] ranges, IReadOnlyList<int> order, IReadOnlyList<bool> flipped, int together, VoxelType type, long slabBytes = SlabBytes)
    {
        _slabBytes = slabBytes;
        _ranges = ranges;
        _order = order.ToArray();
        _flipped = flipped.ToArray();
        _together = together;
        _type = type;
        _count = ranges.Aggregate((long)together, (n, r) => n * r.Count);
        _axes = new VoxelReorder.Axis[ranges.Length];
        long target = together;
        foreach (int axis in _order)
        {
            _axes[axis] = new VoxelReorder.Axis(ranges[axis].Count, 0, target);
            target *= ranges[axis].Count;
        }

        Cut();
    }

    /// <summary>Reads all slabs in the file's order.</summary>
    /// <param name="result">Gets all numbers.</param>
    /// <param name="read">Reads a region, given by its ranges, to the beginning of an array.</param>
    /// <param name="options">Cancellation and progress.</param>
    public void Read(Array result, Action<SliceRange[], PinnedArray> read, ReadOptions options)
    {
        long inner = _ranges.Take(_axis).Aggregate((long)_together, (n, r) => n * r.Count);
        Array slab = VoxelArray.Allocate(_type, inner * _step);
        using var source = new PinnedArray(slab);
        using var target = new PinnedArray(result);
        var index = new int[_ranges.Length];
        for (long done = 0; done < _count;)
        {
            int[] counts = _ranges.Select((r, i) => i < _axis ? r.Count : i > _axis ? 1 : Math.Min(_step, r.Count - index[i])).ToArray();
            read(_ranges.Select((r, i) => new SliceRange(r.Start + (index[i] * r.Step), r.Step, counts[i])).ToArray(), source);
            Spread(source, target, index, counts);
            done += inner * counts[_axis];
            options.CancellationToken.ThrowIfCancellationRequested();
            options.Progress?.Report((double)done / _count);
            index[_axis] += counts[_axis];
            for (int i = _axis; i < index.Length - 1 && index[i] == _ranges[i].Count; i++)
            {
                index[i] = 0;
                index[i + 1]++;
            }
        }
    }

    // The slowest axis of which at least one index fits, and how many of it do.
    private void Cut()
    {
        long inner = (long)_together * VoxelTypes.SizeOf(_type);
        while (_axis < _ranges.Length - 1 && inner * _ranges[_axis].Count <= _slabBytes)
        {
            inner *= _ranges[_axis++].Count;
        }

        _step = (int)Math.Max(1, Math.Min(_ranges[_axis].Count, _slabBytes / inner));
    }

    private void Spread(PinnedArray slab, PinnedArray result, int[] index, int[] counts)
    {
        var strides = new long[counts.Length];
        long stride = _together;
        long from = 0;
        long to = 0;
        for (int i = 0; i < counts.Length; i++)
        {
            strides[i] = _flipped[i] ? -stride : stride;
            from += _flipped[i] ? (counts[i] - 1) * stride : 0;
            to += _axes[i].TargetStride * (_flipped[i] ? _ranges[i].Count - index[i] - counts[i] : index[i]);
            stride *= counts[i];
        }

        IEnumerable<VoxelReorder.Axis> axes = _order.Select(i => new VoxelReorder.Axis(counts[i], strides[i], _axes[i].TargetStride));
        VoxelReorder.Copy(slab, from, result, to, _together > 1 ? new[] { new VoxelReorder.Axis(_together, 1, 1) }.Concat(axes) : axes);
    }
}
