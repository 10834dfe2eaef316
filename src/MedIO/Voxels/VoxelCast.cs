using System;
using System.Runtime.CompilerServices;
using System.Threading.Tasks;
using MedIO.IO;

namespace MedIO.Voxels;

/// <summary>
/// Converts voxels from one type to another, with a slope and an intercept if wanted. Integers go by way of 64-bit
/// integers, all else by way of doubles; a value beyond the target's range becomes the nearest end of it, fractions
/// round half to even as nibabel does.
/// </summary>
internal static unsafe class VoxelCast
{
    private const int Block = 2048;
    private const int ParallelGrain = 1 << 18;

    /// <summary>Converts an array; the same one is returned where nothing changes.</summary>
    public static Array Convert(Array voxels, VoxelType to, CastReport report)
    {
        VoxelType from = VoxelTypes.FromClrType(voxels.GetType().GetElementType()!);
        if (from == to)
        {
            return voxels;
        }

        Array result = VoxelArray.Allocate(to, voxels.LongLength);
        using var source = new PinnedArray(voxels);
        using var target = new PinnedArray(result);
        Convert(source.Pointer, new Scaling(from, to), target.Pointer, voxels.LongLength, report);
        return result;
    }

    /// <summary>Converts numbers in memory, on all cores where there are many.</summary>
    public static void Convert(byte* source, Scaling scaling, byte* target, long count, CastReport report)
    {
        if (count <= ParallelGrain)
        {
            Serial(source, scaling, target, count, report);
            return;
        }

        int from = VoxelTypes.SizeOf(scaling.From);
        int to = VoxelTypes.SizeOf(scaling.To);
        nint s = (nint)source;
        nint t = (nint)target;
        Parallel.For(0, (count + ParallelGrain - 1) / ParallelGrain, i =>
        {
            long begin = i * ParallelGrain;
            var mine = new CastReport();
            Serial((byte*)s + (begin * from), scaling, (byte*)t + (begin * to), Math.Min(ParallelGrain, count - begin), mine);
            lock (report)
            {
                report.Add(mine);
            }
        });
    }

    /// <summary>Stores one value many times.</summary>
    public static void Fill(double value, VoxelType to, byte* target, long count, CastReport report)
    {
        double* values = stackalloc double[Block];
        new Span<double>(values, Block).Fill(value);
        int size = VoxelTypes.SizeOf(to);
        for (long done = 0; done < count; done += Block)
        {
            VoxelStore.Reals(to, values, null, target + (done * size), (int)Math.Min(Block, count - done), false, report);
        }
    }

    [MethodImpl(Jit.Optimize)]
    private static void Serial(byte* source, Scaling scaling, byte* target, long count, CastReport report)
    {
        if (VoxelRescale.TryConvert(source, scaling, target, count, report))
        {
            return;
        }

        int from = VoxelTypes.SizeOf(scaling.From);
        int to = VoxelTypes.SizeOf(scaling.To);
        bool integers = scaling.IsIdentity && VoxelTypes.IsInteger(scaling.From) && VoxelTypes.IsInteger(scaling.To);
        long* longs = stackalloc long[Block];
        double* real = (double*)longs;
        double* imaginary = stackalloc double[VoxelTypes.IsComplex(scaling.From) ? Block : 1];
        for (long done = 0; done < count; done += Block)
        {
            int n = (int)Math.Min(Block, count - done);
            byte* s = source + (done * from);
            byte* t = target + (done * to);
            if (integers)
            {
                VoxelLoad.Integers(scaling.From, s, longs, n, scaling.To == VoxelType.Int64 ? report : null);
                VoxelStore.Integers(scaling.To, longs, t, n, report);
                continue;
            }

            bool complex = VoxelTypes.IsComplex(scaling.From);
            bool single = scaling.IsIdentity && (scaling.To is VoxelType.Float32 or VoxelType.Complex64);
            VoxelLoad.Reals(scaling.From, s, real, imaginary, n, single, scaling.IsIdentity ? report : null);
            if (!scaling.IsIdentity)
            {
                for (int i = 0; i < n; i++)
                {
                    real[i] = (real[i] * scaling.Slope) + scaling.Intercept;
                }

                for (int i = 0; complex && i < n; i++)
                {
                    imaginary[i] *= scaling.Slope;
                }
            }

            bool exact = scaling.IsIdentity && VoxelTypes.IsInteger(scaling.From);
            VoxelStore.Reals(scaling.To, real, complex ? imaginary : null, t, n, exact, report);
        }
    }
}
