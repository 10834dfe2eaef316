using System;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading.Tasks;
using MedIO.IO;

namespace MedIO.Voxels;

/// <summary>Copies the elements of a strided view, on all cores.</summary>
internal static unsafe class StridedCopy
{
    /// <summary>Side of the squares in which two swapped axes are walked, so that both stay in the cache.</summary>
    private const int Tile = 32;

    /// <summary>What one core does at a time.</summary>
    private const int UnitBytes = 1 << 18;

    /// <summary>Of rows that are walked across, what is taken at least, and in multiples of what.</summary>
    private const int StripBytes = 256;
    private const int Strip = 64;

    /// <param name="source">The first element.</param>
    /// <param name="target">Where it goes.</param>
    /// <param name="axes">The axes, in the order of the target, without those of one element.</param>
    public static void Run<T>(T* source, T* target, VoxelReorder.Axis[] axes)
        where T : unmanaged
    {
        int partner = Partner(axes);
        VoxelReorder.Axis row = axes[0];
        VoxelReorder.Axis other = partner < 0 ? new VoxelReorder.Axis(1, 1, 1) : axes[partner];
        VoxelReorder.Axis[] outer = axes.Where((_, i) => i != 0 && i != partner).ToArray();
        long unit = Math.Max(1, UnitBytes / sizeof(T));
        long strip = Math.Min(other.Count, Math.Max(StripBytes / sizeof(T), unit / row.Count / Strip * Strip));
        long strips = (other.Count + strip - 1) / strip;
        long jobs = outer.Aggregate(strips, (count, axis) => count * axis.Count);
        long batch = Math.Max(1, unit / (row.Count * strip));
        long batches = (jobs + batch - 1) / batch;
        nint from = (nint)source;
        nint to = (nint)target;
        if (batches == 1)
        {
            Batch(0);
            return;
        }

        Parallel.For(0, batches, Batch);

        void Batch(long number)
        {
            // Where its first job is, by division; from one to the next, by steps.
            long job = number * batch;
            long last = Math.Min(jobs, job + batch);
            long piece = job % strips;
            long rest = job / strips;
            long s = 0;
            long t = 0;
            long* at = stackalloc long[outer.Length + 1];
            for (int i = 0; i < outer.Length; i++)
            {
                at[i] = rest % outer[i].Count;
                rest /= outer[i].Count;
                s += at[i] * outer[i].Stride;
                t += at[i] * outer[i].TargetStride;
            }

            while (true)
            {
                long j = piece * strip;
                One((T*)from + s + (j * other.Stride), (T*)to + t + (j * other.TargetStride), Math.Min(strip, other.Count - j));
                if (++job == last)
                {
                    return;
                }

                if (++piece == strips)
                {
                    piece = 0;
                    for (int i = 0; i < outer.Length; i++)
                    {
                        s += outer[i].Stride;
                        t += outer[i].TargetStride;
                        if (++at[i] < outer[i].Count)
                        {
                            break;
                        }

                        at[i] = 0;
                        s -= outer[i].Count * outer[i].Stride;
                        t -= outer[i].Count * outer[i].TargetStride;
                    }
                }
            }
        }

        void One(T* s, T* t, long columns)
        {
            if (partner < 0)
            {
                Row(s, t, row);
            }
            else if (row.TargetStride == 1 && other.Stride is 1 or -1)
            {
                TransposeKernel.Transpose(s, row.Stride, (int)other.Stride, t, other.TargetStride, row.Count, columns);
            }
            else
            {
                Transpose(s, t, row, other with { Count = columns });
            }
        }
    }

    // The axis that lies closest in the source; the target's rows are walked together with it where it is not theirs.
    private static int Partner(VoxelReorder.Axis[] axes)
    {
        int closest = 0;
        for (int i = 1; i < axes.Length; i++)
        {
            closest = Math.Abs(axes[i].Stride) < Math.Abs(axes[closest].Stride) ? i : closest;
        }

        return closest == 0 ? -1 : closest;
    }

    [MethodImpl(Jit.Optimize)]
    private static void Transpose<T>(T* source, T* target, VoxelReorder.Axis row, VoxelReorder.Axis other)
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
    private static void Row<T>(T* source, T* target, VoxelReorder.Axis row)
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
}
