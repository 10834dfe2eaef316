using System.Runtime.CompilerServices;
#if NET8_0_OR_GREATER
using System;
using System.Buffers.Binary;
#endif

namespace MedIO.IO.Compression;

/// <summary>
/// Writes bits from the least significant end (RFC 1951, section 3.1.1). A flush may overwrite the eight bytes from
/// <see cref="Next"/> on.
/// </summary>
internal unsafe struct BitOutput
{
    public byte* Next;
    public ulong Bits;
    public int Count;

    /// <summary>Adds bits; between two flushes, which leave up to seven, there is room for 56.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Put(uint bits, int count)
    {
        Bits |= (ulong)bits << Count;
        Count += count;
    }

    /// <summary>Writes the whole bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Flush()
    {
        StoreLittleEndian(Next, Bits);
        Next += Count >> 3;
        Bits >>= Count & ~7;
        Count &= 7;
    }

    /// <summary>Fills the last byte with zeros.</summary>
    public void Align()
    {
        Flush();
        if (Count > 0)
        {
            Next++;
            Bits = 0;
            Count = 0;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreLittleEndian(byte* destination, ulong value)
    {
#if NET8_0_OR_GREATER
        if (!BitConverter.IsLittleEndian)
        {
            value = BinaryPrimitives.ReverseEndianness(value);
        }
#endif
        *(ulong*)destination = value;
    }
}
