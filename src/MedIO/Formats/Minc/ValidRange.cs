using System;
using System.Runtime.CompilerServices;
using MedIO.IO;

namespace MedIO.Formats.Minc;

/// <summary>Keeps stored integers inside their valid range.</summary>
internal sealed class ValidRange
{
    private readonly VoxelType _type;
    private readonly long _low;
    private readonly long _high;

    /// <param name="type">The type of the numbers; none of 64 bits, which MINC does not have.</param>
    /// <param name="low">The lower end; a number below the type's range changes nothing.</param>
    /// <param name="high">The upper end.</param>
    public ValidRange(VoxelType type, double low, double high)
    {
        _type = type;
        _low = (long)Math.Max(long.MinValue, Math.Min(1L << 53, Math.Ceiling(low)));
        _high = (long)Math.Max(-(1L << 53), Math.Min(1L << 53, Math.Floor(high)));
    }

    /// <summary>Clips numbers in place, in the byte order of the machine.</summary>
    [MethodImpl(Jit.Optimize)]
    public unsafe void Apply(byte* data, long byteCount)
    {
        long n = byteCount / VoxelTypes.SizeOf(_type);
        switch (_type)
        {
            case VoxelType.UInt8:
            {
                byte low = (byte)Clamp(0, byte.MaxValue, _low), high = (byte)Clamp(0, byte.MaxValue, _high);
                for (long i = 0; i < n; i++)
                {
                    data[i] = Math.Max(low, Math.Min(high, data[i]));
                }

                break;
            }

            case VoxelType.Int8:
            {
                sbyte low = (sbyte)Clamp(sbyte.MinValue, sbyte.MaxValue, _low), high = (sbyte)Clamp(sbyte.MinValue, sbyte.MaxValue, _high);
                var p = (sbyte*)data;
                for (long i = 0; i < n; i++)
                {
                    p[i] = Math.Max(low, Math.Min(high, p[i]));
                }

                break;
            }

            case VoxelType.UInt16:
            {
                ushort low = (ushort)Clamp(0, ushort.MaxValue, _low), high = (ushort)Clamp(0, ushort.MaxValue, _high);
                var p = (ushort*)data;
                for (long i = 0; i < n; i++)
                {
                    p[i] = Math.Max(low, Math.Min(high, p[i]));
                }

                break;
            }

            case VoxelType.Int16:
            {
                short low = (short)Clamp(short.MinValue, short.MaxValue, _low), high = (short)Clamp(short.MinValue, short.MaxValue, _high);
                var p = (short*)data;
                for (long i = 0; i < n; i++)
                {
                    p[i] = Math.Max(low, Math.Min(high, p[i]));
                }

                break;
            }

            case VoxelType.UInt32:
            {
                uint low = (uint)Clamp(0, uint.MaxValue, _low), high = (uint)Clamp(0, uint.MaxValue, _high);
                var p = (uint*)data;
                for (long i = 0; i < n; i++)
                {
                    p[i] = Math.Max(low, Math.Min(high, p[i]));
                }

                break;
            }

            default:
            {
                int low = (int)Clamp(int.MinValue, int.MaxValue, _low), high = (int)Clamp(int.MinValue, int.MaxValue, _high);
                var p = (int*)data;
                for (long i = 0; i < n; i++)
                {
                    p[i] = Math.Max(low, Math.Min(high, p[i]));
                }

                break;
            }
        }
    }

    private static long Clamp(long least, long most, long value) => Math.Max(least, Math.Min(most, value));
}
