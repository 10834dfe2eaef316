using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading.Tasks;
using MedIO.Geometry;
using MedIO.IO;

namespace MedIO.Voxels;

/// <summary>Permutes, flips and picks voxels by an <see cref="AxisMap"/>, on all cores.</summary>
internal static unsafe class VoxelReorder
{
    /// <summary>Side of the squares in which two swapped axes are walked, so that both stay in the cache.</summary>
    private const int Tile = 32;

    /// <summary>The voxels of the new image. Returns the same array where nothing moves.</summary>
    public static Array Apply(Array voxels, Shape shape, int components, AxisMap map)
    {
        if (!map.IsPermuted && map.Ranges.Select((r, i) => r.IsFull(shape[i])).All(full => full))
        {
            return voxels;
        }

        var axes = new List<Axis>();
        long stride = components;
        var strides = new long[shape.Count];
        for (int i = 0; i < shape.Count; i++)
        {
            strides[i] = stride;
            stride *= shape[i];
        }

        long start = 0;
        if (components > 1)
        {
            axes.Add(new Axis(components, 1));
        }

        for (int i = 0; i < map.Source.Count; i++)
        {
            SliceRange range = map.Ranges[i];
            long s = strides[map.Source[i]];
            start += range.Start * s;
            axes.Add(new Axis(range.Count, range.Step * s));
        }

        return Gather(voxels, start, axes);
    }

    /// <summary>Moves the components of the voxels apart, each to a volume of its own, one after another.</summary>
    public static Array SplitComponents(Array voxels, Shape shape, int components) => components == 1
        ? voxels
        : Gather(voxels, 0, new[] { new Axis(shape.VoxelCount, components), new Axis(components, 1) });

    /// <summary>Copies a strided view of an array into a new array, first axis fastest.</summary>
    public static Array Gather(Array voxels, long start, IReadOnlyList<Axis> axes)
    {
        VoxelType type = VoxelTypes.FromClrType(voxels.GetType().GetElementType()!);
        var packed = new List<Axis>();
        long n = 1;
        foreach (Axis axis in axes)
        {
            packed.Add(axis with { TargetStride = n });
            n *= axis.Count;
        }

        Array result = VoxelArray.Allocate(type, n);
        using var source = new PinnedArray(voxels);
        using var target = new PinnedArray(result);
        Copy(source, start, target, 0, packed);
        return result;
    }

    /// <summary>Copies a strided view of one array to a strided view of another one, both given by their first element.</summary>
    public static void Copy(PinnedArray source, long start, PinnedArray target, long to, IEnumerable<Axis> axes)
    {
        Axis[] merged = Merge(axes);
        switch (source.ElementSize)
        {
            case 1: Copy<byte>((byte*)source.Pointer + start, (byte*)target.Pointer + to, merged); break;
            case 2: Copy<ushort>((ushort*)source.Pointer + start, (ushort*)target.Pointer + to, merged); break;
            case 4: Copy<uint>((uint*)source.Pointer + start, (uint*)target.Pointer + to, merged); break;
            case 8: Copy<ulong>((ulong*)source.Pointer + start, (ulong*)target.Pointer + to, merged); break;
            default: Copy<decimal>((decimal*)source.Pointer + start, (decimal*)target.Pointer + to, merged); break;
        }
    }

    // Neighbouring axes that walk on without a jump are one; axes of one voxel are none.
    private static Axis[] Merge(IEnumerable<Axis> axes)
    {
        var merged = new List<Axis>();
        foreach (Axis axis in axes.Where(a => a.Count != 1))
        {
            if (merged.Count > 0 && merged[merged.Count - 1] is var last && axis.Stride == last.Stride * last.Count && axis.TargetStride == last.TargetStride * last.Count)
            {
                merged[merged.Count - 1] = last with { Count = last.Count * axis.Count };
            }
            else
            {
                merged.Add(axis);
            }
        }

        if (merged.Count == 0)
        {
            merged.Add(new Axis(1, 1, 1));
        }

        return merged.ToArray();
    }

    private static void Copy<T>(T* source, T* target, Axis[] axes)
        where T : unmanaged
    {
        // The target's rows are walked together with the axis that is contiguous in the source, tile by tile.
        int partner = -1;
        if (Math.Abs(axes[0].Stride) != 1)
        {
            for (int i = 1; i < axes.Length; i++)
            {
                if (partner < 0 || Math.Abs(axes[i].Stride) < Math.Abs(axes[partner].Stride))
                {
                    partner = i;
                }
            }

            if (partner > 0 && Math.Abs(axes[partner].Stride) >= Math.Abs(axes[0].Stride))
            {
                partner = -1;
            }
        }

        long n = axes.Aggregate(1L, (count, axis) => count * axis.Count);
        int[] outer = Enumerable.Range(1, axes.Length - 1).Where(i => i != partner).ToArray();
        long jobs = outer.Aggregate(1L, (count, i) => count * axes[i].Count);
        nint from = (nint)source;
        nint to = (nint)target;
        long perJob = n / jobs;
        if (n < 1 << 16 || (jobs == 1 && partner < 0))
        {
            for (long job = 0; job < jobs; job++)
            {
                Job(job);
            }

            return;
        }

        if (jobs == 1)
        {
            // Two axes only: split the partner in strips.
            long strips = (axes[partner].Count + Tile - 1) / Tile;
            Parallel.For(0, strips, strip => Transpose((T*)from, (T*)to, axes, partner, strip * Tile, Math.Min(axes[partner].Count, (strip + 1) * Tile)));
            return;
        }

        long batch = Math.Max(1, (1 << 15) / Math.Max(1, perJob));
        Parallel.For(0, (jobs + batch - 1) / batch, b =>
        {
            for (long job = b * batch; job < Math.Min(jobs, (b + 1) * batch); job++)
            {
                Job(job);
            }
        });

        void Job(long job)
        {
            long rest = job;
            long s = 0;
            long t = 0;
            foreach (int i in outer)
            {
                long index = rest % axes[i].Count;
                rest /= axes[i].Count;
                s += index * axes[i].Stride;
                t += index * axes[i].TargetStride;
            }

            if (partner < 0)
            {
                Row((T*)from + s, (T*)to + t, axes[0]);
            }
            else
            {
                Transpose((T*)from + s, (T*)to + t, axes, partner, 0, axes[partner].Count);
            }
        }
    }

    [MethodImpl(Jit.Optimize)]
    private static void Transpose<T>(T* source, T* target, Axis[] axes, int partner, long begin, long end)
        where T : unmanaged
    {
        Axis row = axes[0];
        Axis other = axes[partner];
        for (long j0 = begin; j0 < end; j0 += Tile)
        {
            long j1 = Math.Min(end, j0 + Tile);
            for (long i0 = 0; i0 < row.Count; i0 += Tile)
            {
                long i1 = Math.Min(row.Count, i0 + Tile);
                for (long j = j0; j < j1; j++)
                {
                    T* s = source + (j * other.Stride) + (i0 * row.Stride);
                    T* t = target + (j * other.TargetStride) + (i0 * row.TargetStride);
                    for (long i = i0; i < i1; i++)
                    {
                        *t = *s;
                        t += row.TargetStride;
                        s += row.Stride;
                    }
                }
            }
        }
    }

    [MethodImpl(Jit.Optimize)]
    private static void Row<T>(T* source, T* target, Axis row)
        where T : unmanaged
    {
        long count = row.Count;
        if (row.Stride == 1 && row.TargetStride == 1)
        {
            Buffer.MemoryCopy(source, target, count * sizeof(T), count * sizeof(T));
            return;
        }

        if (row.Stride == -1 && row.TargetStride == 1 && count <= int.MaxValue)
        {
            Buffer.MemoryCopy(source - (count - 1), target, count * sizeof(T), count * sizeof(T));
            new Span<T>(target, (int)count).Reverse();
            return;
        }

        for (long i = 0; i < count; i++)
        {
            *target = *source;
            target += row.TargetStride;
            source += row.Stride;
        }
    }

    /// <summary>An axis of a strided view: how many elements, how far apart, and how far apart where they are copied to.</summary>
    internal readonly record struct Axis(long Count, long Stride, long TargetStride = 0);
}
