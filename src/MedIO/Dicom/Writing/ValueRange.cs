using System;
using System.Threading;
using System.Threading.Tasks;
using MedIO.Voxels;

namespace MedIO.Dicom.Writing;

/// <summary>The least and the greatest of an image's values.</summary>
/// <param name="Least">The least.</param>
/// <param name="Greatest">The greatest.</param>
/// <param name="IsWhole">Whether all values are whole numbers.</param>
/// <param name="IsFinite">Whether all values are finite numbers.</param>
internal readonly record struct ValueRange(double Least, double Greatest, bool IsWhole, bool IsFinite)
{
    private const int Block = 2048;
    private const long Grain = 1 << 18;

    /// <summary>Finds the range, on all cores.</summary>
    public static unsafe ValueRange Of(Array voxels, CancellationToken cancellation)
    {
        VoxelType type = VoxelTypes.FromClrType(voxels.GetType().GetElementType()!);
        long count = voxels.LongLength;
        using var source = new PinnedArray(voxels);
        nint pointer = (nint)source.Pointer;
        var gate = new object();
        var all = new ValueRange(double.PositiveInfinity, double.NegativeInfinity, true, true);
        var options = new ParallelOptions { CancellationToken = cancellation };
        Parallel.For(0L, (count + Grain - 1) / Grain, options, i =>
        {
            ValueRange part = Of((byte*)pointer, type, i * Grain, Math.Min(count, (i + 1) * Grain));
            lock (gate)
            {
                all = all.With(part);
            }
        });
        return all;
    }

    private static unsafe ValueRange Of(byte* source, VoxelType type, long begin, long end)
    {
        double* values = stackalloc double[Block];
        double least = double.PositiveInfinity;
        double greatest = double.NegativeInfinity;
        bool whole = true;
        double finite = 0;
        for (long done = begin; done < end; done += Block)
        {
            int n = (int)Math.Min(Block, end - done);
            VoxelLoad.Reals(type, source + (done * VoxelTypes.SizeOf(type)), values, null, n, false, null);
            for (int i = 0; i < n; i++)
            {
                double v = values[i];
                least = v < least ? v : least;
                greatest = v > greatest ? v : greatest;
                whole &= v == Math.Floor(v);

                // 0 times what is not finite is not a number.
                finite += v * 0;
            }
        }

        return new ValueRange(least, greatest, whole, finite == 0);
    }

    private ValueRange With(ValueRange other) =>
        new(Math.Min(Least, other.Least), Math.Max(Greatest, other.Greatest), IsWhole && other.IsWhole, IsFinite && other.IsFinite);
}
