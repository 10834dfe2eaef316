using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using MedIO.IO;
using Lanes = System.Numerics.Vector;
#if NET8_0_OR_GREATER
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
#endif

namespace MedIO.Voxels;

/// <summary>
/// The casts that most scanners' images need, in one tight loop each: 16-bit integers with a slope and an intercept to
/// integers of 16 or 32 bits and to floats. What comes out is what the general way by 64-bit numbers gives.
/// </summary>
internal static unsafe class VoxelRescale
{
    /// <summary>Numbers whose extremes are found on the way; where one of them does not fit, they are converted again and counted.</summary>
    private const int Block = 1 << 14;

    /// <summary>Products and sums up to here are exact in 32 bits.</summary>
    private const double MostExact = 1L << 30;

    /// <summary>Converts numbers where there is a loop for them.</summary>
    /// <returns>False where there is none, and nothing was done.</returns>
    public static bool TryConvert(byte* source, Scaling scaling, byte* target, long count, CastReport report)
    {
        if (scaling.From is not (VoxelType.Int16 or VoxelType.UInt16))
        {
            return false;
        }

        if (scaling.To == VoxelType.Float32)
        {
            return Floats(source, scaling, (float*)target, count);
        }

        double most = (Math.Abs(scaling.Slope) * (1 << 16)) + Math.Abs(scaling.Intercept);
        bool whole = scaling.Slope == Math.Floor(scaling.Slope) && scaling.Intercept == Math.Floor(scaling.Intercept);
        if (!whole || !(most < MostExact))
        {
            return false;
        }

        switch (scaling.To)
        {
            case VoxelType.Int16 or VoxelType.UInt16:
                Words(source, scaling, target, count, report);
                return true;
            case VoxelType.Int32:
                Longs(source, scaling, (int*)target, count);
                return true;
            default:
                return false;
        }
    }

    // Numbers of 16 bits wrap around on the way and come out right where the result fits.
    [MethodImpl(Jit.Optimize)]
    private static void Words(byte* source, Scaling scaling, byte* target, long count, CastReport report)
    {
        int slope = (int)scaling.Slope;
        int intercept = (int)scaling.Intercept;
        int lowest = scaling.To == VoxelType.Int16 ? short.MinValue : ushort.MinValue;
        int highest = scaling.To == VoxelType.Int16 ? short.MaxValue : ushort.MaxValue;
        for (long done = 0; done < count; done += Block)
        {
            int n = (int)Math.Min(Block, count - done);
            byte* s = source + (2 * done);
            byte* t = target + (2 * done);
            int low;
            int high;
            if (scaling.From == VoxelType.Int16)
            {
                Signed((short*)s, (short)slope, (short)intercept, (short*)t, n, out low, out high);
            }
            else
            {
                Unsigned((ushort*)s, (ushort)slope, (ushort)intercept, (ushort*)t, n, out low, out high);
            }

            int one = (low * slope) + intercept;
            int other = (high * slope) + intercept;
            if (Math.Min(one, other) < lowest || Math.Max(one, other) > highest)
            {
                Clip(s, scaling, t, n, lowest, highest, report);
            }
        }
    }

    [MethodImpl(Jit.Optimize)]
    private static void Signed(short* source, short slope, short intercept, short* target, int n, out int low, out int high)
    {
        int i = 0;
        short least = short.MaxValue;
        short most = short.MinValue;
        if (n >= Vector<short>.Count)
        {
            var lows = new Vector<short>(least);
            var highs = new Vector<short>(most);
            var slopes = new Vector<short>(slope);
            var intercepts = new Vector<short>(intercept);
            for (; i <= n - Vector<short>.Count; i += Vector<short>.Count)
            {
                Vector<short> v = Unsafe.ReadUnaligned<Vector<short>>(source + i);
                lows = Lanes.Min(lows, v);
                highs = Lanes.Max(highs, v);
                Unsafe.WriteUnaligned(target + i, (v * slopes) + intercepts);
            }

            for (int k = 0; k < Vector<short>.Count; k++)
            {
                least = Math.Min(least, lows[k]);
                most = Math.Max(most, highs[k]);
            }
        }

        for (; i < n; i++)
        {
            short v = source[i];
            least = Math.Min(least, v);
            most = Math.Max(most, v);
            target[i] = (short)((v * slope) + intercept);
        }

        low = least;
        high = most;
    }

    [MethodImpl(Jit.Optimize)]
    private static void Unsigned(ushort* source, ushort slope, ushort intercept, ushort* target, int n, out int low, out int high)
    {
        int i = 0;
        ushort least = ushort.MaxValue;
        ushort most = ushort.MinValue;
        if (n >= Vector<ushort>.Count)
        {
            var lows = new Vector<ushort>(least);
            var highs = new Vector<ushort>(most);
            var slopes = new Vector<ushort>(slope);
            var intercepts = new Vector<ushort>(intercept);
            for (; i <= n - Vector<ushort>.Count; i += Vector<ushort>.Count)
            {
                Vector<ushort> v = Unsafe.ReadUnaligned<Vector<ushort>>(source + i);
                lows = Lanes.Min(lows, v);
                highs = Lanes.Max(highs, v);
                Unsafe.WriteUnaligned(target + i, (v * slopes) + intercepts);
            }

            for (int k = 0; k < Vector<ushort>.Count; k++)
            {
                least = Math.Min(least, lows[k]);
                most = Math.Max(most, highs[k]);
            }
        }

        for (; i < n; i++)
        {
            ushort v = source[i];
            least = Math.Min(least, v);
            most = Math.Max(most, v);
            target[i] = (ushort)((v * slope) + intercept);
        }

        low = least;
        high = most;
    }

    private static void Clip(byte* source, Scaling scaling, byte* target, int n, int lowest, int highest, CastReport report)
    {
        int slope = (int)scaling.Slope;
        int intercept = (int)scaling.Intercept;
        for (int i = 0; i < n; i++)
        {
            int stored = scaling.From == VoxelType.Int16 ? ((short*)source)[i] : ((ushort*)source)[i];
            int value = (stored * slope) + intercept;
            int clipped = Math.Min(highest, Math.Max(lowest, value));
            report.Clipped += clipped != value ? 1 : 0;
            ((ushort*)target)[i] = (ushort)clipped;
        }
    }

    [MethodImpl(Jit.Optimize)]
    private static void Longs(byte* source, Scaling scaling, int* target, long count)
    {
        int slope = (int)scaling.Slope;
        int intercept = (int)scaling.Intercept;
        var slopes = new Vector<int>(slope);
        var intercepts = new Vector<int>(intercept);
        long i = 0;
        if (scaling.From == VoxelType.Int16)
        {
            short* s = (short*)source;
            for (; i <= count - Vector<short>.Count; i += Vector<short>.Count)
            {
                Lanes.Widen(Unsafe.ReadUnaligned<Vector<short>>(s + i), out Vector<int> first, out Vector<int> second);
                Unsafe.WriteUnaligned(target + i, (first * slopes) + intercepts);
                Unsafe.WriteUnaligned(target + i + Vector<int>.Count, (second * slopes) + intercepts);
            }

            for (; i < count; i++)
            {
                target[i] = (s[i] * slope) + intercept;
            }

            return;
        }

        ushort* u = (ushort*)source;
        for (; i <= count - Vector<ushort>.Count; i += Vector<ushort>.Count)
        {
            Lanes.Widen(Unsafe.ReadUnaligned<Vector<ushort>>(u + i), out Vector<uint> first, out Vector<uint> second);
            Unsafe.WriteUnaligned(target + i, (Lanes.AsVectorInt32(first) * slopes) + intercepts);
            Unsafe.WriteUnaligned(target + i + Vector<int>.Count, (Lanes.AsVectorInt32(second) * slopes) + intercepts);
        }

        for (; i < count; i++)
        {
            target[i] = (u[i] * slope) + intercept;
        }
    }

    // By way of doubles, so that the result is rounded once.
    [MethodImpl(Jit.Optimize)]
    private static bool Floats(byte* source, Scaling scaling, float* target, long count)
    {
        double slope = scaling.Slope;
        double intercept = scaling.Intercept;
        if (!((Math.Abs(slope) * (1 << 16)) + Math.Abs(intercept) < float.MaxValue))
        {
            return false;
        }

        long i = 0;
        bool signed = scaling.From == VoxelType.Int16;
        short* s = (short*)source;
        ushort* u = (ushort*)source;
#if NET8_0_OR_GREATER
        if (Avx2.IsSupported)
        {
            Vector256<double> slopes = Vector256.Create(slope);
            Vector256<double> intercepts = Vector256.Create(intercept);
            for (; i <= count - 8; i += 8)
            {
                Vector256<int> v = signed ? Avx2.ConvertToVector256Int32(s + i) : Avx2.ConvertToVector256Int32(u + i);
                Vector256<double> low = Avx.Add(Avx.Multiply(Avx.ConvertToVector256Double(v.GetLower()), slopes), intercepts);
                Vector256<double> high = Avx.Add(Avx.Multiply(Avx.ConvertToVector256Double(v.GetUpper()), slopes), intercepts);
                Avx.ConvertToVector128Single(low).Store(target + i);
                Avx.ConvertToVector128Single(high).Store(target + i + 4);
            }
        }
#endif
        if (signed)
        {
            for (; i < count; i++)
            {
                target[i] = (float)((s[i] * slope) + intercept);
            }
        }

        for (; i < count; i++)
        {
            target[i] = (float)((u[i] * slope) + intercept);
        }

        return true;
    }
}
