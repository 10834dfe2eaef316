using System;
using System.Runtime.CompilerServices;
using MedIO.IO;

namespace MedIO.Voxels;

/// <summary>Narrows 64-bit numbers to the type wanted, saturating and counting what is lost; the second half of a cast.</summary>
internal static unsafe class VoxelStore
{
    /// <summary>Integers from 64-bit ones.</summary>
    [MethodImpl(Jit.Optimize)]
    public static void Integers(VoxelType type, long* source, byte* target, int n, CastReport report)
    {
        switch (type)
        {
            case VoxelType.UInt8: { var t = target; for (int i = 0; i < n; i++) { t[i] = (byte)Clip(source[i], byte.MinValue, byte.MaxValue, report); } break; }
            case VoxelType.Int8: { var t = (sbyte*)target; for (int i = 0; i < n; i++) { t[i] = (sbyte)Clip(source[i], sbyte.MinValue, sbyte.MaxValue, report); } break; }
            case VoxelType.UInt16: { var t = (ushort*)target; for (int i = 0; i < n; i++) { t[i] = (ushort)Clip(source[i], ushort.MinValue, ushort.MaxValue, report); } break; }
            case VoxelType.Int16: { var t = (short*)target; for (int i = 0; i < n; i++) { t[i] = (short)Clip(source[i], short.MinValue, short.MaxValue, report); } break; }
            case VoxelType.UInt32: { var t = (uint*)target; for (int i = 0; i < n; i++) { t[i] = (uint)Clip(source[i], uint.MinValue, uint.MaxValue, report); } break; }
            case VoxelType.Int32: { var t = (int*)target; for (int i = 0; i < n; i++) { t[i] = (int)Clip(source[i], int.MinValue, int.MaxValue, report); } break; }
            case VoxelType.Int64: { var t = (long*)target; for (int i = 0; i < n; i++) { t[i] = source[i]; } break; }
            case VoxelType.UInt64: { var t = (ulong*)target; for (int i = 0; i < n; i++) { t[i] = (ulong)Clip(source[i], 0, long.MaxValue, report); } break; }
            default: throw new ArgumentOutOfRangeException(nameof(type));
        }
    }

    /// <summary>Any numbers from doubles.</summary>
    /// <param name="type">The target's type.</param>
    /// <param name="real">The values, or their real parts.</param>
    /// <param name="imaginary">The imaginary parts, or null.</param>
    /// <param name="target">Where to.</param>
    /// <param name="n">How many.</param>
    /// <param name="exact">The values are integers, which a Float32 may be too short for.</param>
    /// <param name="report">Counts what is lost.</param>
    [MethodImpl(Jit.Optimize)]
    public static void Reals(VoxelType type, double* real, double* imaginary, byte* target, int n, bool exact, CastReport report)
    {
        if (imaginary is not null && !VoxelTypes.IsComplex(type))
        {
            for (int i = 0; i < n; i++)
            {
                report.ImaginaryDropped += imaginary[i] != 0 ? 1 : 0;
            }
        }

        switch (type)
        {
            case VoxelType.UInt8: { var t = target; for (int i = 0; i < n; i++) { t[i] = (byte)Round(real[i], byte.MinValue, byte.MaxValue, report); } break; }
            case VoxelType.Int8: { var t = (sbyte*)target; for (int i = 0; i < n; i++) { t[i] = (sbyte)Round(real[i], sbyte.MinValue, sbyte.MaxValue, report); } break; }
            case VoxelType.UInt16: { var t = (ushort*)target; for (int i = 0; i < n; i++) { t[i] = (ushort)Round(real[i], ushort.MinValue, ushort.MaxValue, report); } break; }
            case VoxelType.Int16: { var t = (short*)target; for (int i = 0; i < n; i++) { t[i] = (short)Round(real[i], short.MinValue, short.MaxValue, report); } break; }
            case VoxelType.UInt32: { var t = (uint*)target; for (int i = 0; i < n; i++) { t[i] = (uint)Round(real[i], uint.MinValue, uint.MaxValue, report); } break; }
            case VoxelType.Int32: { var t = (int*)target; for (int i = 0; i < n; i++) { t[i] = (int)Round(real[i], int.MinValue, int.MaxValue, report); } break; }
            case VoxelType.Int64:
            {
                // 2^63 is a double, 2^63 - 1 is not.
                var t = (long*)target;
                for (int i = 0; i < n; i++)
                {
                    double v = Round(real[i], -9223372036854775808.0, 9223372036854775808.0, report);
                    t[i] = v < 9223372036854775808.0 ? (long)v : Saturate(real[i], 9223372036854775808.0, long.MaxValue, report);
                }

                break;
            }

            case VoxelType.UInt64:
            {
                var t = (ulong*)target;
                for (int i = 0; i < n; i++)
                {
                    double v = Round(real[i], 0, 18446744073709551616.0, report);
                    t[i] = v < 18446744073709551616.0 ? (ulong)v : Saturate(real[i], 18446744073709551616.0, ulong.MaxValue, report);
                }

                break;
            }

            case VoxelType.Float32:
            {
                var t = (float*)target;
                for (int i = 0; i < n; i++)
                {
                    t[i] = Single(real[i], exact, report);
                }

                break;
            }

            case VoxelType.Float64: { var t = (double*)target; for (int i = 0; i < n; i++) { t[i] = real[i]; } break; }
            case VoxelType.Complex64:
            {
                var t = (float*)target;
                for (int i = 0; i < n; i++)
                {
                    t[2 * i] = Single(real[i], exact, report);
                    t[(2 * i) + 1] = imaginary is null ? 0 : Single(imaginary[i], false, report);
                }

                break;
            }

            case VoxelType.Complex128:
            {
                var t = (double*)target;
                for (int i = 0; i < n; i++)
                {
                    t[2 * i] = real[i];
                    t[(2 * i) + 1] = imaginary is null ? 0 : imaginary[i];
                }

                break;
            }

            default: throw new ArgumentOutOfRangeException(nameof(type));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long Clip(long value, long low, long high, CastReport report)
    {
        // Without branches: where values are noise around a limit, the processor would guess wrong half of the time.
        long clipped = Math.Min(high, Math.Max(low, value));
        report.Clipped += clipped != value ? 1 : 0;
        return clipped;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Round(double value, double low, double high, CastReport report)
    {
        double rounded = Math.Round(value, MidpointRounding.ToEven);
        if (rounded < low)
        {
            report.Clipped++;
            return low;
        }

        if (rounded > high)
        {
            report.Clipped++;
            return high;
        }

        if (rounded != value)
        {
            if (double.IsNaN(value))
            {
                report.NotANumber++;
                return 0;
            }

            report.Rounded++;
        }

        return rounded;
    }

    // Round has already counted what lies beyond the limit, but not the limit itself.
    private static T Saturate<T>(double value, double limit, T max, CastReport report)
    {
        report.Clipped += value > limit ? 0 : 1;
        return max;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Single(double value, bool exact, CastReport report)
    {
        float single = (float)value;
        return single == value ? single : Inexact(value, single, exact, report);
    }

    private static float Inexact(double value, float single, bool exact, CastReport report)
    {
        if (float.IsInfinity(single) && !double.IsInfinity(value))
        {
            report.Clipped++;
            return value > 0 ? float.MaxValue : float.MinValue;
        }

        report.Rounded += exact ? 1 : 0;
        return single;
    }
}
