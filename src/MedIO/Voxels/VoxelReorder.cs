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

    /// <summary>What one core does at a time.</summary>
    private const int UnitBytes = 1 << 18;

    /// <summary>Of rows that are walked across, what is taken at least.</summary>
    private const int StripBytes = 256;

    private const int Strip = 64;

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
        int bytes = source.ElementSize;
        byte* from = source.Pointer + (start * bytes);
        byte* into = target.Pointer + (to * bytes);
        Axis[] merged = Merge(axes);
        if (IsOneElement(merged, bytes))
        {
            long n = merged[0].Count;
            bytes *= (int)n;
            merged = merged.Skip(1).Select(a => new Axis(a.Count, a.Stride / n, a.TargetStride / n)).ToArray();
        }

        switch (bytes)
        {
            case 1: Copy((byte*)from, (byte*)into, merged); break;
            case 2: Copy((ushort*)from, (ushort*)into, merged); break;
            case 3: Copy((Bytes3*)from, (Bytes3*)into, merged); break;
            case 4: Copy((uint*)from, (uint*)into, merged); break;
            case 6: Copy((Bytes6*)from, (Bytes6*)into, merged); break;
            case 8: Copy((ulong*)from, (ulong*)into, merged); break;
            case 12: Copy((Bytes12*)from, (Bytes12*)into, merged); break;
            case 16: Copy((Bytes16*)from, (Bytes16*)into, merged); break;
            case 24: Copy((Bytes24*)from, (Bytes24*)into, merged); break;
            default: throw new ArgumentException($"There are no elements of {bytes} bytes.", nameof(source));
        }
    }

    // Components, which stay together.
    private static bool IsOneElement(Axis[] axes, int size)
    {
        long n = axes[0].Count;
        return axes.Length > 1 && axes[0].Stride == 1 && axes[0].TargetStride == 1 && (n * size) is 2 or 3 or 4 or 6 or 8 or 12 or 16 or 24
            && axes.Skip(1).All(a => a.Stride % n == 0 && a.TargetStride % n == 0);
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
        long unit = Math.Max(1, UnitBytes / sizeof(T));
        long strip = partner < 0 ? 1 : Math.Min(axes[partner].Count, Math.Max(StripBytes / sizeof(T), unit / axes[0].Count / Strip * Strip));
        long strips = partner < 0 ? 1 : (axes[partner].Count + strip - 1) / strip;
        long perJob = n / jobs / strips;
        long batch = Math.Max(1, unit / Math.Max(1, perJob));
        long batches = ((jobs * strips) + batch - 1) / batch;
        if (n * sizeof(T) < UnitBytes || batches == 1)
        {
            Batch(0, jobs * strips);
            return;
        }

        Parallel.For(0, batches, b => Batch(b * batch, Math.Min(jobs * strips, (b + 1) * batch)));

        void Batch(long first, long last)
        {
            for (long job = first; job < last; job++)
            {
                long rest = job / strips;
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
                    continue;
                }

                Axis other = axes[partner];
                long j = job % strips * strip;
                long count = Math.Min(strip, other.Count - j);
                T* begin = (T*)from + s + (j * other.Stride);
                T* end = (T*)to + t + (j * other.TargetStride);
                if (axes[0].TargetStride == 1 && other.Stride is 1 or -1)
                {
                    TransposeKernel.Transpose(begin, axes[0].Stride, (int)other.Stride, end, other.TargetStride, axes[0].Count, count);
                }
                else
                {
                    Transpose(begin, end, axes[0], other with { Count = count });
                }
            }
        }
    }

    [MethodImpl(Jit.Optimize)]
    private static void Transpose<T>(T* source, T* target, Axis row, Axis other)
        where T : unmanaged
    {
        for (long j0 = 0; j0 < other.Count; j0 += Tile)
        {
            long j1 = Math.Min(other.Count, j0 + Tile);
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

        if (row.TargetStride == 1 && (sizeof(T) is 3 or 6))
        {
            TransposeKernel.Column(source, row.Stride, target, count);
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
