using System;
using System.Runtime.CompilerServices;
using MedIO.IO;
#if NET8_0_OR_GREATER
using System.Runtime.Intrinsics.X86;
#endif

namespace MedIO.Voxels;

/// <summary>
/// Turns rows into columns, a block of as many elements as a vector holds at a time. A tile is put together in a buffer before
/// it goes to its place: whole cache lines are read and written then, also where many rows fall into the same set of a cache.
/// </summary>
internal static unsafe class TransposeKernel
{
    /// <summary>What of a source row is turned at once: a cache line.</summary>
    private const int LineBytes = 64;

    /// <summary>What of a target row is written at once.</summary>
    private const int RunBytes = 256;

    /// <summary>target[j * targetStride + i] = source[i * sourceStride + j * step], for all i and j.</summary>
    /// <param name="source">Where i and j are 0.</param>
    /// <param name="sourceStride">Elements from one i to the next in the source.</param>
    /// <param name="step">1 or -1.</param>
    /// <param name="target">Where i and j are 0.</param>
    /// <param name="targetStride">Elements from one j to the next in the target.</param>
    /// <param name="rows">How many i.</param>
    /// <param name="columns">How many j.</param>
    [MethodImpl(Jit.Optimize)]
    public static void Transpose<T>(T* source, long sourceStride, int step, T* target, long targetStride, long rows, long columns)
        where T : unmanaged
    {
        const int Most = LineBytes * RunBytes;
        int block = Block<T>();
        int width = Math.Max(1, LineBytes / sizeof(T));
        int height = Math.Max(1, RunBytes / sizeof(T));
        byte* buffer = stackalloc byte[Most];
        T* tile = (T*)buffer;
        for (long i = 0; i < rows; i += height)
        {
            int m = (int)Math.Min(height, rows - i);
            int wholeRows = m / block * block;
            for (long done = 0; done < columns; done += width)
            {
                int n = (int)Math.Min(width, columns - done);
                long j = step > 0 ? done : columns - done - n;
                int wholeColumns = n / block * block;
                T* from = source + (i * sourceStride) + (j * step);
                T* to = target + (j * targetStride) + i;
                if (wholeRows == 0 || wholeColumns == 0)
                {
                    Plain(from, sourceStride, step, to, targetStride, m, n);
                    continue;
                }

                Prefetch(to, targetStride, wholeRows, wholeColumns);
                Fill(from, sourceStride, step, tile, height, wholeRows, wholeColumns);
                if (wholeRows == height)
                {
                    for (int k = 0; k < wholeColumns; k++)
                    {
                        Unsafe.CopyBlockUnaligned(to + (k * targetStride), tile + (k * height), RunBytes);
                    }
                }
                else
                {
                    for (int k = 0; k < wholeColumns; k++)
                    {
                        Unsafe.CopyBlockUnaligned(to + (k * targetStride), tile + (k * height), (uint)(wholeRows * sizeof(T)));
                    }

                    Plain(from + (wholeRows * sourceStride), sourceStride, step, to + wholeRows, targetStride, m - wholeRows, wholeColumns);
                }

                Plain(from + (wholeColumns * step), sourceStride, step, to + (wholeColumns * targetStride), targetStride, m, n - wholeColumns);
            }
        }
    }

    [MethodImpl(Jit.Optimize)]
    private static void Plain<T>(T* source, long sourceStride, int step, T* target, long targetStride, int rows, int columns)
        where T : unmanaged
    {
        for (int j = 0; j < columns; j++)
        {
            Column(source + (j * step), sourceStride, target + (j * targetStride), rows);
        }
    }

    /// <summary>Copies numbers that lie apart to where they lie together.</summary>
    [MethodImpl(Jit.Optimize)]
    public static void Column<T>(T* source, long stride, T* target, long count)
        where T : unmanaged
    {
        long i = 0;
        if (sizeof(T) is 3 or 6)
        {
            // A byte or two too many, which the next one writes over, take half the time of two stores.
            for (; i < count - 1; i++)
            {
                if (sizeof(T) == 3)
                {
                    *(uint*)(target + i) = *(ushort*)source | ((uint)((byte*)source)[2] << 16);
                }
                else
                {
                    *(ulong*)(target + i) = *(uint*)source | ((ulong)((ushort*)source)[2] << 32);
                }

                source += stride;
            }
        }

        for (; i < count; i++)
        {
            target[i] = *source;
            source += stride;
        }
    }

#if NET8_0_OR_GREATER
    // Elements of a vector; more than there are where vectors do not turn them.
    private static int Block<T>()
        where T : unmanaged => sizeof(T) is 1 or 2 or 4 or 8 && VectorBlocks.AreSupported ? VectorBlocks.Size<T>() : int.MaxValue;

    // Stores wait for the lines that they go to, one after another; these come together.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Prefetch<T>(T* target, long targetStride, int rows, int columns)
        where T : unmanaged
    {
        if (!Sse.IsSupported)
        {
            return;
        }

        for (int k = 0; k < columns; k++)
        {
            byte* line = (byte*)(target + (k * targetStride));
            for (int at = 0; at < rows * sizeof(T); at += LineBytes)
            {
                Sse.Prefetch0(line + at);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PrefetchRows(byte* row, long stride, int count)
    {
        if (!Sse.IsSupported)
        {
            return;
        }

        for (int k = 0; k < count; k++)
        {
            Sse.Prefetch0(row + (k * stride));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Fill<T>(T* source, long sourceStride, int step, T* tile, int tileStride, int rows, int columns)
        where T : unmanaged
    {
        int block = VectorBlocks.Size<T>();

        // A row that is walked backwards is read forwards, from its end, and its columns go to the tile from the last one.
        long tileStep = step < 0 ? -tileStride : tileStride;
        T* first = step < 0 ? source - (columns - 1) : source;
        T* last = step < 0 ? tile + ((long)(columns - 1) * tileStride) : tile;
        for (int i = 0; i < rows; i += block)
        {
            PrefetchRows((byte*)(first + ((i + block) * sourceStride)) + LineBytes - 1, sourceStride * sizeof(T), Math.Min(block, rows - i - block));
            for (int j = 0; j < columns; j += block)
            {
                VectorBlocks.Turn(first + (i * sourceStride) + j, sourceStride, last + (j * tileStep) + i, tileStep);
            }
        }
    }
#else
    private static int Block<T>()
        where T : unmanaged => int.MaxValue;

    private static void Prefetch<T>(T* target, long targetStride, int rows, int columns)
        where T : unmanaged
    {
    }

    private static void Fill<T>(T* source, long sourceStride, int step, T* tile, int tileStride, int rows, int columns)
        where T : unmanaged => throw new PlatformNotSupportedException();
#endif
}
