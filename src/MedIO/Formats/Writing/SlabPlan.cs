using System;
using System.Collections.Generic;
using System.Linq;
using MedIO.Formats.Reading;
using MedIO.Geometry;
using MedIO.IO;

namespace MedIO.Formats.Writing;

/// <summary>
/// Cuts an image on its way from file to file into slabs, each some indices of one axis, so that it need not be in memory
/// as a whole.
/// </summary>
internal sealed class SlabPlan
{
    /// <summary>What is read at once where the file's order is the image's, or nearly.</summary>
    public const long SlabBytes = 16 << 20;

    // As many times as much where each slab goes through the whole file: the more memory there is, the fewer of them.
    private static readonly long Scattered = Math.Max(16, Math.Min(96, MemoryBudget.Available / (16 * SlabBytes)));

    private readonly AxisMap _map;
    private readonly int _axis;
    private readonly int _step;

    private SlabPlan(AxisMap map, int axis, int step, long bytes)
    {
        _map = map;
        _axis = axis;
        _step = step;
        Bytes = bytes;
    }

    /// <summary>Bytes of a slab in the type wanted.</summary>
    public long Bytes { get; }

    /// <summary>The plan for an image; null where all voxels are to be read at once.</summary>
    /// <param name="layout">Where the voxels are.</param>
    /// <param name="map">The voxels wanted.</param>
    /// <param name="type">The type wanted.</param>
    /// <param name="unit">Numbers of which each slab is to be a multiple.</param>
    /// <param name="slabBytes">What to read at once.</param>
    public static SlabPlan? Of(VoxelLayout layout, AxisMap map, VoxelType type, long unit = 1, long slabBytes = SlabBytes)
    {
        // Numbers are parsed from the first to the last one.
        if (VoxelReader.IsText(layout))
        {
            return null;
        }

        long stride = layout.Components;
        for (int axis = 0; axis < map.Ranges.Count; axis++)
        {
            int count = map.Ranges[axis].Count;
            long most = stride % unit == 0 ? MostBytes(layout, map, axis, slabBytes) : 0;
            long bytes = stride * VoxelTypes.SizeOf(type);
            if (most > 0 && bytes * count > most)
            {
                int step = (int)Math.Max(1, Math.Min(count, most / bytes));
                return new SlabPlan(map, axis, step, bytes * step);
            }

            stride *= count;
        }

        return null;
    }

    /// <summary>The maps of the slabs, in the order of the image.</summary>
    public IEnumerable<AxisMap> Slabs()
    {
        int[] counts = _map.Ranges.Select(r => r.Count).ToArray();
        var index = new int[counts.Length];
        while (index[counts.Length - 1] < counts[counts.Length - 1])
        {
            int n = Math.Min(_step, counts[_axis] - index[_axis]);
            yield return _map.Then(AxisMap.Slice(counts.Select((c, i) => i < _axis ? SliceRange.Full(c) : new SliceRange(index[i], 1, i > _axis ? 1 : n)).ToArray()));
            index[_axis] += n;
            for (int i = _axis; i < index.Length - 1 && index[i] == counts[i]; i++)
            {
                index[i] = 0;
                index[i + 1]++;
            }
        }
    }

    // How much to read at once where slabs are some indices of an axis; 0 where it would cost too much to.
    private static long MostBytes(VoxelLayout layout, AxisMap map, int axis, long slabBytes)
    {
        VoxelSegment first = layout.Segments[0];
        if (first.IsDecoded)
        {
            return IsNested(layout, map, axis) && HoldsWholeFrames(layout, axis) ? Math.Max(slabBytes, Math.Min(Scattered * slabBytes, 2 * Environment.ProcessorCount * first.ByteCount)) : 0;
        }

        bool isStream = layout.Segments.Any(s => s.Coding is not (VoxelCoding.Raw or VoxelCoding.Fill));
        return isStream ? (IsForward(layout, map, axis) ? slabBytes : 0) : IsNested(layout, map, axis) ? slabBytes : Scattered * slabBytes;
    }

    // Whether the slabs follow one another in the file, which a compressed stream needs.
    private static bool IsForward(VoxelLayout layout, AxisMap map, int axis)
    {
        if (layout.PlanarComponents && layout.Components > 1)
        {
            return false;
        }

        int inner = Enumerable.Range(0, axis).Where(i => map.Ranges[i].Count > 1).Select(i => map.Source[i]).DefaultIfEmpty(-1).Max();
        for (int i = axis; i < map.Ranges.Count; i++)
        {
            if (map.Ranges[i].Count > 1)
            {
                if (map.Source[i] < inner || map.Ranges[i].Step < 0)
                {
                    return false;
                }

                inner = map.Source[i];
            }
        }

        return true;
    }

    // Whether each index of the axis is in one place of the file, or in a few.
    private static bool IsNested(VoxelLayout layout, AxisMap map, int axis) =>
        !(layout.PlanarComponents && layout.Components > 1) && Enumerable.Range(0, axis).All(i => map.Source[i] < axis || map.Ranges[i].Count == 1);

    // Whether each index of an axis of the file stands for whole frames, so that none is decoded twice.
    private static bool HoldsWholeFrames(VoxelLayout layout, int axis)
    {
        long bytes = layout.Shape.Take(axis).Aggregate((long)layout.Components * VoxelTypes.SizeOf(layout.StoredType), (n, size) => n * size);
        return layout.Segments.All(s => s.ByteCount > 0 && bytes % s.ByteCount == 0);
    }
}
