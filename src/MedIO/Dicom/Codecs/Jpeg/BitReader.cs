using System;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace MedIO.Dicom.Codecs.Jpeg;

/// <summary>
/// The next bits of a segment of entropy-coded data whose stuffed bytes are taken out. Behind its end there are zeros, and
/// <see cref="Count"/> becomes negative when such are used. Loops copy the fields, so that they can be in registers.
/// </summary>
internal unsafe struct BitReader
{
    /// <summary>The next bits, the first one highest.</summary>
    public ulong Bits;

    /// <summary>How many of them are read from the segment: at least 32 after <see cref="Fill"/>, or all that are left.</summary>
    public int Count;

    /// <summary>The next byte that is not in <see cref="Bits"/>.</summary>
    public byte* At;

    public byte* End;

    public BitReader(byte* begin, byte* end)
    {
        Bits = 0;
        Count = 0;
        At = begin;
        End = end;
    }

    /// <summary>Whether more bits were used than there are.</summary>
    public readonly bool IsOverrun => Count < 0;

    /// <summary>Makes sure of 32 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Fill()
    {
        if (Count < 32)
        {
            Load();
        }
    }

    /// <summary>Takes some bits; 16 at most, and <see cref="Fill"/> must have made sure of them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Take(int count)
    {
        int taken = (int)(Bits >> 1 >> (63 - count));
        Bits <<= count;
        Count -= count;
        return taken;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Load()
    {
        if (End - At >= 8)
        {
            ulong next = Unsafe.ReadUnaligned<ulong>(At);
            Bits |= (BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(next) : next) >> Count;
            int bytes = (63 - Count) >> 3;
            At += bytes;
            Count += bytes << 3;
        }
        else
        {
            while (At < End && Count <= 56)
            {
                Bits |= (ulong)*At++ << (56 - Count);
                Count += 8;
            }
        }
    }
}
