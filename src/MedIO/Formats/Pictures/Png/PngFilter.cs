using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using MedIO.IO;

namespace MedIO.Formats.Pictures.Png;

/// <summary>Filters of rows (ISO/IEC 15948 section 9): each byte less what the bytes left of it and above let expect.</summary>
internal static unsafe class PngFilter
{
    public const byte None = 0;
    public const byte Sub = 1;
    public const byte Up = 2;
    public const byte Average = 3;
    public const byte Paeth = 4;

    /// <summary>Makes the bytes of a row of what the filter left, in place.</summary>
    /// <param name="filter">The filter's number.</param>
    /// <param name="row">The row.</param>
    /// <param name="above">The row above, whose filter was taken back; null for none.</param>
    /// <param name="count">Bytes of a row.</param>
    /// <param name="step">Bytes from one pixel to the next, at least one.</param>
    /// <returns>False where there is no such filter.</returns>
    public static bool TakeBack(byte filter, byte* row, byte* above, int count, int step)
    {
        switch (filter)
        {
            case None:
                return true;
            case Sub:
                TakeBackSub(row, count, step);
                return true;
            case Up:
                if (above is not null)
                {
                    Add(row, above, count);
                }

                return true;
            case Average:
                TakeBackAverage(row, above, count, step);
                return true;
            case Paeth when above is null:
                // All above are zero: what is left is nearest.
                TakeBackSub(row, count, step);
                return true;
            case Paeth:
                TakeBackPaeth(row, above, count, step);
                return true;
            default:
                return false;
        }
    }

    [MethodImpl(Jit.Optimize)]
    private static void TakeBackSub(byte* row, int count, int step)
    {
        for (int i = step; i < count; i++)
        {
            row[i] += row[i - step];
        }
    }

    [MethodImpl(Jit.Optimize)]
    private static void Add(byte* row, byte* above, int count)
    {
        int i = 0;
        for (; i <= count - Vector<byte>.Count; i += Vector<byte>.Count)
        {
            Unsafe.WriteUnaligned(row + i, Unsafe.ReadUnaligned<Vector<byte>>(row + i) + Unsafe.ReadUnaligned<Vector<byte>>(above + i));
        }

        for (; i < count; i++)
        {
            row[i] += above[i];
        }
    }

    [MethodImpl(Jit.Optimize)]
    private static void TakeBackAverage(byte* row, byte* above, int count, int step)
    {
        for (int i = 0; i < count; i++)
        {
            int left = i >= step ? row[i - step] : 0;
            int up = above is null ? 0 : above[i];
            row[i] += (byte)((left + up) >> 1);
        }
    }

    [MethodImpl(Jit.Optimize)]
    private static void TakeBackPaeth(byte* row, byte* above, int count, int step)
    {
        int first = Math.Min(step, count);
        for (int i = 0; i < first; i++)
        {
            row[i] += above[i];
        }

        switch (step)
        {
            // What was just found out stays at hand, one for each byte of a pixel.
            case 1:
                TakeBackPaethOne(row, above, count, 1, 0);
                break;
            case 2:
                TakeBackPaethTwo(row, above, count);
                break;
            default:
                for (int i = step; i < count; i++)
                {
                    row[i] += (byte)Predict(row[i - step], above[i], above[i - step]);
                }

                break;
        }
    }

    [MethodImpl(Jit.Optimize)]
    private static void TakeBackPaethOne(byte* row, byte* above, int count, int step, int begin)
    {
        int a = row[begin];
        int c = above[begin];
        for (int i = begin + step; i < count; i += step)
        {
            int b = above[i];
            a = (byte)(row[i] + Predict(a, b, c));
            row[i] = (byte)a;
            c = b;
        }
    }

    [MethodImpl(Jit.Optimize)]
    private static void TakeBackPaethTwo(byte* row, byte* above, int count)
    {
        if (count < 2)
        {
            return;
        }

        int a0 = row[0];
        int c0 = above[0];
        int a1 = row[1];
        int c1 = above[1];
        for (int i = 2; i + 1 < count; i += 2)
        {
            int b0 = above[i];
            int b1 = above[i + 1];
            a0 = (byte)(row[i] + Predict(a0, b0, c0));
            a1 = (byte)(row[i + 1] + Predict(a1, b1, c1));
            row[i] = (byte)a0;
            row[i + 1] = (byte)a1;
            c0 = b0;
            c1 = b1;
        }
    }

    /// <summary>Paeth's predictor (section 9.4): that of left, above and upper left which is nearest to left + above - upper left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Predict(int left, int above, int corner)
    {
        int p = above - corner;
        int q = left - corner;
        int pa = p < 0 ? -p : p;
        int pb = q < 0 ? -q : q;
        int pc = p + q < 0 ? -(p + q) : p + q;
        int nearer = pb < pa ? above : left;
        int least = pb < pa ? pb : pa;
        return pc < least ? corner : nearer;
    }
}
