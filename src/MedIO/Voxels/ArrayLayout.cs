using System;
using System.Collections.Generic;
using System.Linq;

namespace MedIO.Voxels;

/// <summary>
/// Between .NET's multi-dimensional arrays, last index fastest, and the flat array of an image: components, then first
/// axis fastest.
/// </summary>
internal static class ArrayLayout
{
    public static (Array Voxels, Shape Shape, int Components) Flatten(Array array, int? channelsAxis)
    {
        if (array.Length == 0)
        {
            throw new ArgumentException("The array is empty.", nameof(array));
        }

        Array numbers = Numbers(array);
        int rank = array.Rank;
        int channel = channelsAxis is null ? -1 : Axis(channelsAxis.Value, rank);
        int[] axes = Enumerable.Range(0, rank).Where(i => i != channel).ToArray();
        if (axes.Length is 0 or > 3)
        {
            throw new ArgumentException($"An array of 1, 2 or 3 dimensions makes an image, not of {axes.Length}; for more, give the flat array and its metadata.", nameof(array));
        }

        int[] order = channel >= 0 ? new[] { channel }.Concat(axes).ToArray() : axes;
        long[] strides = RowMajorStrides(Enumerable.Range(0, rank).Select(array.GetLength).ToArray());
        Array voxels = VoxelReorder.Gather(numbers, 0, order.Select(i => new VoxelReorder.Axis(array.GetLength(i), strides[i])).ToArray());
        return (voxels, new Shape(axes.Select(array.GetLength).ToArray()), channel >= 0 ? array.GetLength(channel) : 1);
    }

    public static Array Unflatten(Array voxels, Shape shape, int components, int channelsAxis)
    {
        List<int> sizes = shape.ToList();
        long stride = components;
        var strides = new List<long>();
        foreach (int n in shape)
        {
            strides.Add(stride);
            stride *= n;
        }

        if (components > 1)
        {
            int channel = Axis(channelsAxis, shape.Count + 1);
            sizes.Insert(channel, components);
            strides.Insert(channel, 1);
        }

        Array result = Array.CreateInstance(voxels.GetType().GetElementType()!, sizes.ToArray());
        Array flat = VoxelReorder.Gather(voxels, 0, sizes.Select((n, i) => new VoxelReorder.Axis(n, strides[i])).Reverse().ToArray());
        CopyBytes(flat, result);
        return result;
    }

    private static int Axis(int axis, int rank)
    {
        int index = axis < 0 ? axis + rank : axis;
        return index >= 0 && index < rank ? index : throw new ArgumentOutOfRangeException(nameof(axis), $"There is no axis {axis} among {rank}.");
    }

    private static Array Numbers(Array array)
    {
        Type type = array.GetType().GetElementType()!;
        if (type == typeof(object))
        {
            // What a shell calls an array of numbers.
            var doubles = Array.CreateInstance(typeof(double), Enumerable.Range(0, array.Rank).Select(array.GetLength).ToArray());
            ForEachIndex(array, index => doubles.SetValue(Convert.ToDouble(array.GetValue(index), System.Globalization.CultureInfo.InvariantCulture), index));
            return doubles;
        }

        if (type == typeof(bool))
        {
            var bytes = Array.CreateInstance(typeof(byte), Enumerable.Range(0, array.Rank).Select(array.GetLength).ToArray());
            ForEachIndex(array, index => bytes.SetValue((bool)array.GetValue(index)! ? (byte)1 : (byte)0, index));
            return bytes;
        }

        VoxelTypes.FromClrType(type);
        return array;
    }

    private static void ForEachIndex(Array array, Action<int[]> action)
    {
        var index = new int[array.Rank];
        for (long i = 0; i < array.LongLength; i++)
        {
            long rest = i;
            for (int axis = array.Rank - 1; axis >= 0; axis--)
            {
                index[axis] = (int)(rest % array.GetLength(axis));
                rest /= array.GetLength(axis);
            }

            action(index);
        }
    }

    private static long[] RowMajorStrides(int[] sizes)
    {
        var strides = new long[sizes.Length];
        long stride = 1;
        for (int i = sizes.Length - 1; i >= 0; i--)
        {
            strides[i] = stride;
            stride *= sizes[i];
        }

        return strides;
    }

    private static unsafe void CopyBytes(Array from, Array to)
    {
        using var source = new PinnedArray(from);
        using var target = new PinnedArray(to);
        Buffer.MemoryCopy(source.Pointer, target.Pointer, target.ByteCount, source.ByteCount);
    }
}
