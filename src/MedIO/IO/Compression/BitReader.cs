using System;
#if NET8_0_OR_GREATER
using System.Buffers.Binary;
#endif

namespace MedIO.IO.Compression;

/// <summary>
/// Reads bits from the least significant end (RFC 1951, section 3.1.1), never past <see cref="End"/>. Bits beyond the
/// end
/// read as zero; consuming one of them sets <see cref="Overrun"/>.
/// </summary>
internal unsafe struct BitReader
{
    public byte* Next;
    public byte* End;
    public ulong Bits;
    public int Count;
    public bool Overrun;

    /// <summary>Makes at least 56 bits available, unless the input ends before.</summary>
    public void Refill()
    {
        if (End - Next >= 8)
        {
            Bits |= LoadLittleEndian(Next) << Count;
            Next += (63 - Count) >> 3;
            Count |= 56;
            return;
        }

        while (Count < 56 && Next < End)
        {
            Bits |= (ulong)*Next++ << Count;
            Count += 8;
        }
    }

    public uint Peek(int count) => (uint)Bits & ((1u << count) - 1);

    public void Consume(int count)
    {
        if (count > Count)
        {
            Overrun = true;
            Count = count;
        }

        Bits >>= count;
        Count -= count;
    }

    public uint Take(int count)
    {
        uint value = Peek(count);
        Consume(count);
        return value;
    }

    /// <summary>Gives whole bytes back to the input, so that less than eight bits are kept.</summary>
    public void ReturnBytes()
    {
        Next -= Count >> 3;
        Count &= 7;
        Bits &= (1ul << Count) - 1;
    }

    public static ulong LoadLittleEndian(byte* source)
    {
#if NET8_0_OR_GREATER
        if (!BitConverter.IsLittleEndian)
        {
            return BinaryPrimitives.ReverseEndianness(*(ulong*)source);
        }
#endif
        return *(ulong*)source;
    }
}
