using System;
using System.Runtime.CompilerServices;
using MedIO.IO;

namespace MedIO.Voxels;

/// <summary>Widens stored numbers to 64-bit ones; the first half of a cast.</summary>
internal static unsafe class VoxelLoad
{
    /// <summary>Integers as 64-bit ones. UInt64 values above Int64's range become its end, and are counted where the target is wide enough not to count them again.</summary>
    [MethodImpl(Jit.Optimize)]
    public static void Integers(VoxelType type, byte* source, long* target, int n, CastReport? report)
    {
        switch (type)
        {
            case VoxelType.UInt8: { var s = source; for (int i = 0; i < n; i++) { target[i] = s[i]; } break; }
            case VoxelType.Int8: { var s = (sbyte*)source; for (int i = 0; i < n; i++) { target[i] = s[i]; } break; }
            case VoxelType.UInt16: { var s = (ushort*)source; for (int i = 0; i < n; i++) { target[i] = s[i]; } break; }
            case VoxelType.Int16: { var s = (short*)source; for (int i = 0; i < n; i++) { target[i] = s[i]; } break; }
            case VoxelType.UInt32: { var s = (uint*)source; for (int i = 0; i < n; i++) { target[i] = s[i]; } break; }
            case VoxelType.Int32: { var s = (int*)source; for (int i = 0; i < n; i++) { target[i] = s[i]; } break; }
            case VoxelType.Int64: { var s = (long*)source; for (int i = 0; i < n; i++) { target[i] = s[i]; } break; }
            case VoxelType.UInt64:
            {
                var s = (ulong*)source;
                for (int i = 0; i < n; i++)
                {
                    bool over = s[i] > long.MaxValue;
                    target[i] = over ? long.MaxValue : (long)s[i];
                    if (over && report is not null)
                    {
                        report.Clipped++;
                    }
                }

                break;
            }

            default: throw new ArgumentOutOfRangeException(nameof(type));
        }
    }

    /// <summary>
    /// Any numbers as doubles; 64-bit integers too long for a double are counted as rounded where a report is given. Where
    /// a float32 is wanted in the end they are rounded to one at once, so that they are rounded and counted once only.
    /// </summary>
    [MethodImpl(Jit.Optimize)]
    public static void Reals(VoxelType type, byte* source, double* real, double* imaginary, int n, bool single, CastReport? report)
    {
        switch (type)
        {
            case VoxelType.UInt8: { var s = source; for (int i = 0; i < n; i++) { real[i] = s[i]; } break; }
            case VoxelType.Int8: { var s = (sbyte*)source; for (int i = 0; i < n; i++) { real[i] = s[i]; } break; }
            case VoxelType.UInt16: { var s = (ushort*)source; for (int i = 0; i < n; i++) { real[i] = s[i]; } break; }
            case VoxelType.Int16: { var s = (short*)source; for (int i = 0; i < n; i++) { real[i] = s[i]; } break; }
            case VoxelType.UInt32: { var s = (uint*)source; for (int i = 0; i < n; i++) { real[i] = s[i]; } break; }
            case VoxelType.Int32: { var s = (int*)source; for (int i = 0; i < n; i++) { real[i] = s[i]; } break; }
            case VoxelType.Float32: { var s = (float*)source; for (int i = 0; i < n; i++) { real[i] = s[i]; } break; }
            case VoxelType.Float64: { var s = (double*)source; for (int i = 0; i < n; i++) { real[i] = s[i]; } break; }
            case VoxelType.Int64:
            {
                var s = (long*)source;
                for (int i = 0; i < n; i++)
                {
                    real[i] = single ? (float)s[i] : (double)s[i];
                    if (report is not null && (real[i] >= 9223372036854775808.0 || (long)real[i] != s[i]))
                    {
                        report.Rounded++;
                    }
                }

                break;
            }

            case VoxelType.UInt64:
            {
                var s = (ulong*)source;
                for (int i = 0; i < n; i++)
                {
                    real[i] = single ? (float)s[i] : (double)s[i];
                    if (report is not null && (real[i] >= 18446744073709551616.0 || (ulong)real[i] != s[i]))
                    {
                        report.Rounded++;
                    }
                }

                break;
            }

            case VoxelType.Complex64: { var s = (float*)source; for (int i = 0; i < n; i++) { real[i] = s[2 * i]; imaginary[i] = s[(2 * i) + 1]; } break; }
            case VoxelType.Complex128: { var s = (double*)source; for (int i = 0; i < n; i++) { real[i] = s[2 * i]; imaginary[i] = s[(2 * i) + 1]; } break; }
            default: throw new ArgumentOutOfRangeException(nameof(type));
        }
    }
}
