using System;
using System.Collections.Generic;
using System.Linq;
using MedIO.Voxels;
using Xunit;

namespace MedIO.Tests.Voxels;

/// <summary>Every order and direction of axes, beside a copy of one number after another.</summary>
public class VoxelReorderTests
{
    [Theory]
    [InlineData(VoxelType.UInt8)]
    [InlineData(VoxelType.Int16)]
    [InlineData(VoxelType.Float32)]
    [InlineData(VoxelType.Float64)]
    [InlineData(VoxelType.Complex128)]
    public void Voxels_come_in_every_order_and_direction_of_axes(VoxelType type)
    {
        // Whole blocks and tiles, less than one, and some more than one; enough of them for all cores.
        foreach (int[] size in new[] { new[] { 64, 128, 16 }, new[] { 67, 131, 37 }, new[] { 5, 3, 300 }, new[] { 300, 2, 7 }, new[] { 1, 150, 129 } })
        {
            Check(type, size, 1);
        }

        foreach (int components in new[] { 2, 3, 4, 5 })
        {
            Check(type, new[] { 23, 70, 9 }, components);
        }
    }

    [Fact]
    public void Every_second_voxel_comes_backwards_and_across()
    {
        short[] voxels = Enumerable.Range(0, 90 * 80 * 7).Select(i => (short)(i * 31)).ToArray();
        foreach (int step in new[] { 2, -2, 3, -3 })
        {
            int n = 90 / Math.Abs(step);
            long start = step < 0 ? (n - 1) * -step : 0;
            var axes = new[] { new VoxelReorder.Axis(80, 90), new VoxelReorder.Axis(n, step), new VoxelReorder.Axis(7, 90 * 80) };
            var moved = (short[])VoxelReorder.Gather(voxels, start, axes);
            for (int i = 0; i < moved.Length; i++)
            {
                long from = start + (i % 80 * 90) + (i / 80 % n * step) + (i / 80 / n * 90 * 80);
                Assert.True(voxels[from] == moved[i], $"step {step}, voxel {i}");
            }
        }
    }

    private static void Check(VoxelType type, int[] size, int components)
    {
        Array voxels = VoxelArray.Allocate(type, (long)components * size[0] * size[1] * size[2]);
        using (var bytes = new PinnedArray(voxels))
        {
            Fill(bytes);
        }

        long[] strides = { components, (long)components * size[0], (long)components * size[0] * size[1] };
        foreach (int[] order in new[] { new[] { 0, 1, 2 }, new[] { 0, 2, 1 }, new[] { 1, 0, 2 }, new[] { 1, 2, 0 }, new[] { 2, 0, 1 }, new[] { 2, 1, 0 } })
        {
            for (int flips = 0; flips < 8; flips++)
            {
                long start = 0;
                var axes = new List<VoxelReorder.Axis> { new(components, 1) };
                for (int i = 0; i < 3; i++)
                {
                    bool flip = (flips >> i & 1) == 1;
                    start += flip ? (size[order[i]] - 1) * strides[order[i]] : 0;
                    axes.Add(new VoxelReorder.Axis(size[order[i]], flip ? -strides[order[i]] : strides[order[i]]));
                }

                Array moved = VoxelReorder.Gather(voxels, start, axes);
                Assert.True(Same(voxels, start, axes, moved), $"{type} x {components}, {string.Join(" x ", size)}, axes {string.Join(", ", order)}, flips {flips}");
            }
        }
    }

    private static unsafe void Fill(PinnedArray voxels)
    {
        var random = new Random(7);
        for (long i = 0; i < voxels.ByteCount; i++)
        {
            voxels.Pointer[i] = (byte)random.Next(256);
        }
    }

    private static unsafe bool Same(Array voxels, long start, List<VoxelReorder.Axis> axes, Array moved)
    {
        using var from = new PinnedArray(voxels);
        using var to = new PinnedArray(moved);
        int size = from.ElementSize;
        byte* next = to.Pointer;
        for (long z = 0; z < axes[3].Count; z++)
        {
            for (long y = 0; y < axes[2].Count; y++)
            {
                for (long x = 0; x < axes[1].Count; x++)
                {
                    byte* first = from.Pointer + ((start + (x * axes[1].Stride) + (y * axes[2].Stride) + (z * axes[3].Stride)) * size);
                    long bytes = axes[0].Count * size;
                    if (!new ReadOnlySpan<byte>(first, (int)bytes).SequenceEqual(new ReadOnlySpan<byte>(next, (int)bytes)))
                    {
                        return false;
                    }

                    next += bytes;
                }
            }
        }

        return next == to.Pointer + to.ByteCount;
    }
}
