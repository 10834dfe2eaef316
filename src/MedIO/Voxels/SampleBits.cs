using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using MedIO.IO;

namespace MedIO.Voxels;

/// <summary>
/// How a sample lies in its cell (PS3.5 section 8.1.1): in which byte order, and in which of the cell's bits. The other bits
/// may hold overlays or anything else.
/// </summary>
/// <param name="CellBytes">Bytes of a cell: 1, 2, 4 or 8.</param>
/// <param name="BitsStored">Bits of the sample.</param>
/// <param name="HighBit">The cell's bit that holds the sample's highest, from 0.</param>
/// <param name="IsSigned">Whether samples are two's complements.</param>
/// <param name="Swap">Whether cells have the other byte order than the machine.</param>
internal sealed record SampleBits(int CellBytes, int BitsStored, int HighBit, bool IsSigned, bool Swap)
{
    private bool IsWholeCell => BitsStored == CellBytes * 8;

    /// <summary>Whether nothing is to be done.</summary>
    public bool IsPlain => IsWholeCell && (!Swap || CellBytes == 1);

    /// <summary>Makes numbers of cells in place.</summary>
    [MethodImpl(Jit.Optimize)]
    public unsafe void Apply(byte* data, long byteCount)
    {
        if (Swap)
        {
            SwapBytes(data, byteCount);
        }

        if (IsWholeCell)
        {
            return;
        }

        int left = (CellBytes * 8) - 1 - HighBit;
        int right = (CellBytes * 8) - BitsStored;
        long n = byteCount / CellBytes;
        switch (CellBytes)
        {
            case 1 when IsSigned: { for (long i = 0; i < n; i++) { data[i] = (byte)((sbyte)(data[i] << left) >> right); } break; }
            case 1: { for (long i = 0; i < n; i++) { data[i] = (byte)((byte)(data[i] << left) >> right); } break; }
            case 2 when left == right: Mask16((ushort*)data, n); break;
            case 2 when IsSigned: { var t = (short*)data; for (long i = 0; i < n; i++) { t[i] = (short)((short)(t[i] << left) >> right); } break; }
            case 2: { var t = (ushort*)data; for (long i = 0; i < n; i++) { t[i] = (ushort)((ushort)(t[i] << left) >> right); } break; }
            case 4 when IsSigned: { var t = (int*)data; for (long i = 0; i < n; i++) { t[i] = (t[i] << left) >> right; } break; }
            case 4: { var t = (uint*)data; for (long i = 0; i < n; i++) { t[i] = (t[i] << left) >> right; } break; }
            case 8 when IsSigned: { var t = (long*)data; for (long i = 0; i < n; i++) { t[i] = (t[i] << left) >> right; } break; }
            default: { var t = (ulong*)data; for (long i = 0; i < n; i++) { t[i] = (t[i] << left) >> right; } break; }
        }
    }

    /// <summary>Makes cells of numbers in place, of which <see cref="Apply"/> makes the numbers again.</summary>
    public unsafe void Revert(byte* data, long byteCount)
    {
        int up = HighBit + 1 - BitsStored;
        long n = byteCount / CellBytes;
        for (long i = 0; up > 0 && i < n; i++)
        {
            switch (CellBytes)
            {
                case 1: data[i] = (byte)(data[i] << up); break;
                case 2: ((ushort*)data)[i] = (ushort)(((ushort*)data)[i] << up); break;
                case 4: ((uint*)data)[i] <<= up; break;
                default: ((ulong*)data)[i] <<= up; break;
            }
        }

        if (Swap)
        {
            SwapBytes(data, byteCount);
        }
    }

    // The usual case, such as 12 bits of 16: no shift is needed. To flip the sign bit and subtract it again extends it.
    private unsafe void Mask16(ushort* data, long n)
    {
        ushort mask = (ushort)((1 << BitsStored) - 1);
        ushort sign = IsSigned ? (ushort)(1 << (BitsStored - 1)) : (ushort)0;
        var masks = new Vector<ushort>(mask);
        var signs = new Vector<ushort>(sign);
        long i = 0;
        for (; i <= n - Vector<ushort>.Count; i += Vector<ushort>.Count)
        {
            Vector<ushort> v = Unsafe.ReadUnaligned<Vector<ushort>>(data + i);
            Unsafe.WriteUnaligned(data + i, ((v & masks) ^ signs) - signs);
        }

        for (; i < n; i++)
        {
            data[i] = (ushort)(((data[i] & mask) ^ sign) - sign);
        }
    }

    private unsafe void SwapBytes(byte* data, long byteCount) =>
        ByteOrder.Swap(data, byteCount, CellBytes switch { 1 => VoxelType.UInt8, 2 => VoxelType.UInt16, 4 => VoxelType.UInt32, _ => VoxelType.UInt64 });
}
