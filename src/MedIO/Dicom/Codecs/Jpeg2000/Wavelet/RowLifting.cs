using System.Numerics;
using System.Runtime.CompilerServices;
#if NET8_0_OR_GREATER
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
#endif
using MedIO.IO;
using Lanes = System.Numerics.Vector;

namespace MedIO.Dicom.Codecs.Jpeg2000.Wavelet;

/// <summary>The lifting steps of the inverse wavelet transforms (ISO/IEC 15444-1 sections F.3.8 and annex F.4), for rows.</summary>
internal static unsafe class RowLifting
{
    /// <summary>What low coefficients are multiplied with (table F.4).</summary>
    public const float LowScale = 1.230174105f;

    /// <summary>
    /// What high ones are multiplied with. The standard divides by 1.230174105, which is 0.812893; this is OpenJPEG's number,
    /// which all others are compared with: in 16 bits the difference would show.
    /// </summary>
    public const float HighScale = 0.5f * 1.625732422f;

    /// <summary>Numbers that a row's working memory needs beside those of the row.</summary>
    public const int Margins = 16;

    private const float Alpha = -1.586134342059924f;
    private const float Beta = -0.052980118572961f;
    private const float Gamma = 0.882911075530934f;
    private const float Delta = 0.443506852043971f;

    /// <summary>The factor of the 9/7 transform's steps, in their order.</summary>
    public static float Factor(int step) => step switch
    {
        0 => Delta,
        1 => Gamma,
        2 => Beta,
        _ => Alpha,
    };

    /// <summary>Even rows of the 5/3 transform (equation F-5).</summary>
    [MethodImpl(Jit.Optimize)]
    public static void Update(int* row, int* a, int* b, int count)
    {
        int i = 0;
#if NET8_0_OR_GREATER
        if (Lanes.IsHardwareAccelerated)
        {
            var two = new Vector<int>(2);
            for (; i <= count - Vector<int>.Count; i += Vector<int>.Count)
            {
                Vector<int> sum = *(Vector<int>*)(a + i) + *(Vector<int>*)(b + i) + two;
                *(Vector<int>*)(row + i) -= Lanes.ShiftRightArithmetic(sum, 2);
            }
        }
#endif
        for (; i < count; i++)
        {
            row[i] -= (a[i] + b[i] + 2) >> 2;
        }
    }

    /// <summary>Odd rows of the 5/3 transform (equation F-6).</summary>
    [MethodImpl(Jit.Optimize)]
    public static void Predict(int* row, int* a, int* b, int count)
    {
        int i = 0;
#if NET8_0_OR_GREATER
        if (Lanes.IsHardwareAccelerated)
        {
            for (; i <= count - Vector<int>.Count; i += Vector<int>.Count)
            {
                Vector<int> sum = *(Vector<int>*)(a + i) + *(Vector<int>*)(b + i);
                *(Vector<int>*)(row + i) += Lanes.ShiftRightArithmetic(sum, 1);
            }
        }
#endif
        for (; i < count; i++)
        {
            row[i] += (a[i] + b[i]) >> 1;
        }
    }

    /// <summary>A step of the 9/7 transform.</summary>
    [MethodImpl(Jit.Optimize)]
    public static void Lift(float* row, float* a, float* b, float factor, int count)
    {
        int i = 0;
        if (Lanes.IsHardwareAccelerated)
        {
            var factors = new Vector<float>(factor);
            for (; i <= count - Vector<float>.Count; i += Vector<float>.Count)
            {
                Vector<float> sum = Unsafe.ReadUnaligned<Vector<float>>(a + i) + Unsafe.ReadUnaligned<Vector<float>>(b + i);
                Unsafe.WriteUnaligned(row + i, Unsafe.ReadUnaligned<Vector<float>>(row + i) - (sum * factors));
            }
        }

        for (; i < count; i++)
        {
            row[i] -= (a[i] + b[i]) * factor;
        }
    }

    /// <summary>Puts a row of the 5/3 transform together.</summary>
    /// <param name="low">Coefficients of low frequency.</param>
    /// <param name="lows">How many.</param>
    /// <param name="high">Those of high frequency.</param>
    /// <param name="highs">How many.</param>
    /// <param name="startsHigh">Whether the first is one of high frequency.</param>
    /// <param name="isHalved">Whether this is the only row, and one of high frequency.</param>
    /// <param name="target">Gets the row.</param>
    /// <param name="work">Working memory.</param>
    [MethodImpl(Jit.Optimize)]
    public static void Row53(int* low, int lows, int* high, int highs, bool startsHigh, bool isHalved, int* target, int* work)
    {
        if (lows + highs == 1)
        {
            int value = lows == 1 ? *low : *high / 2;
            *target = isHalved ? value / 2 : value;
            return;
        }

        // With a margin of one before and behind, for the mirror image.
        int* l = work + 1;
        int* h = l + lows + 2;
        Copy(low, l, lows);
        Copy(high, h, highs);
        Mirror(h, highs, startsHigh, lows);
        Update(l, startsHigh ? h : h - 1, startsHigh ? h + 1 : h, lows);
        Mirror(l, lows, !startsHigh, highs);
        Predict(h, startsHigh ? l - 1 : l, startsHigh ? l : l + 1, highs);
        Interleave(startsHigh ? h : l, startsHigh ? l : h, lows + highs, target);
        for (int i = 0; isHalved && i < lows + highs; i++)
        {
            target[i] /= 2;
        }
    }

    /// <summary>Puts a row of the 9/7 transform together.</summary>
    /// <param name="low">Coefficients of low frequency.</param>
    /// <param name="lows">How many.</param>
    /// <param name="high">Those of high frequency.</param>
    /// <param name="highs">How many.</param>
    /// <param name="startsHigh">Whether the first is one of high frequency.</param>
    /// <param name="scale">The factor that the row has in its columns.</param>
    /// <param name="target">Gets the row.</param>
    /// <param name="work">Working memory.</param>
    [MethodImpl(Jit.Optimize)]
    public static void Row97(float* low, int lows, float* high, int highs, bool startsHigh, float scale, float* target, float* work)
    {
        if (lows + highs == 1)
        {
            *target = scale * (lows == 1 ? *low : *high * 0.5f);
            return;
        }

        float* l = work + 1;
        float* h = l + lows + 2;
        Scale(low, l, lows, scale * LowScale);
        Scale(high, h, highs, scale * HighScale);
        for (int step = 0; step < 4; step += 2)
        {
            Mirror((int*)h, highs, startsHigh, lows);
            Lift(l, startsHigh ? h : h - 1, startsHigh ? h + 1 : h, Factor(step), lows);
            Mirror((int*)l, lows, !startsHigh, highs);
            Lift(h, startsHigh ? l - 1 : l, startsHigh ? l : l + 1, Factor(step + 1), highs);
        }

        Interleave((int*)(startsHigh ? h : l), (int*)(startsHigh ? l : h), lows + highs, (int*)target);
    }

    // The neighbours of the others that lie beyond the ends are the same as those within.
    private static void Mirror(int* row, int count, bool isFirst, int others)
    {
        if (!isFirst)
        {
            row[-1] = row[0];
        }

        row[count] = row[count - 1];
    }

    private static void Copy(int* from, int* to, int count) =>
        System.Buffer.MemoryCopy(from, to, (long)count * sizeof(int), (long)count * sizeof(int));

    [MethodImpl(Jit.Optimize)]
    private static void Scale(float* from, float* to, int count, float factor)
    {
        int i = 0;
        if (Lanes.IsHardwareAccelerated)
        {
            var factors = new Vector<float>(factor);
            for (; i <= count - Vector<float>.Count; i += Vector<float>.Count)
            {
                Unsafe.WriteUnaligned(to + i, Unsafe.ReadUnaligned<Vector<float>>(from + i) * factors);
            }
        }

        for (; i < count; i++)
        {
            to[i] = from[i] * factor;
        }
    }

    [MethodImpl(Jit.Optimize)]
    private static void Interleave(int* even, int* odd, int count, int* target)
    {
        int i = 0;
        int pairs = count / 2;
#if NET8_0_OR_GREATER
        if (Sse2.IsSupported)
        {
            for (; i <= pairs - 4; i += 4)
            {
                Vector128<int> e = Vector128.Load(even + i);
                Vector128<int> o = Vector128.Load(odd + i);
                Sse2.UnpackLow(e, o).Store(target + (2 * i));
                Sse2.UnpackHigh(e, o).Store(target + (2 * i) + 4);
            }
        }
#endif
        for (; i < pairs; i++)
        {
            target[2 * i] = even[i];
            target[(2 * i) + 1] = odd[i];
        }

        if ((count & 1) != 0)
        {
            target[count - 1] = even[pairs];
        }
    }
}
