using System;
using System.Collections.Generic;
using System.Linq;
using MedIO.Geometry;

namespace MedIO.Voxels;

/// <summary>Permutes, flips and picks voxels by an <see cref="AxisMap"/>, on all cores.</summary>
internal static unsafe class VoxelReorder
{
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
            case 1: StridedCopy.Run((byte*)from, (byte*)into, merged); break;
            case 2: StridedCopy.Run((ushort*)from, (ushort*)into, merged); break;
            case 3: StridedCopy.Run((Bytes3*)from, (Bytes3*)into, merged); break;
            case 4: StridedCopy.Run((uint*)from, (uint*)into, merged); break;
            case 6: StridedCopy.Run((Bytes6*)from, (Bytes6*)into, merged); break;
            case 8: StridedCopy.Run((ulong*)from, (ulong*)into, merged); break;
            case 12: StridedCopy.Run((Bytes12*)from, (Bytes12*)into, merged); break;
            case 16: StridedCopy.Run((Bytes16*)from, (Bytes16*)into, merged); break;
            case 24: StridedCopy.Run((Bytes24*)from, (Bytes24*)into, merged); break;
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

    /// <summary>An axis of a strided view: how many elements, how far apart, and how far apart where they are copied to.</summary>
    internal readonly record struct Axis(long Count, long Stride, long TargetStride = 0);
}
