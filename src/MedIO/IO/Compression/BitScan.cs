using System.Runtime.CompilerServices;
#if NET8_0_OR_GREATER
using System;
using System.Numerics;
#endif

namespace MedIO.IO.Compression;

/// <summary>Position of the highest and the lowest bit that is set.</summary>
internal static class BitScan
{
#if !NET8_0_OR_GREATER
    // A de Bruijn sequence: its windows of six bits are all different.
    private const ulong DeBruijn = 0x03f79d71b4cb0a89;

    private static readonly byte[] s_positions = BuildPositions();
#endif

    /// <summary>Position of the highest bit of a value above zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Log2(uint value)
    {
#if NET8_0_OR_GREATER
        return BitOperations.Log2(value);
#else
        int log = 0;
        for (int step = 16; step > 0; step >>= 1)
        {
            if (value >> step != 0)
            {
                value >>= step;
                log += step;
            }
        }

        return log;
#endif
    }

    /// <summary>Position of the lowest bit of a value above zero.</summary>
    public static int Lowest(ulong value)
    {
#if NET8_0_OR_GREATER
        return BitOperations.TrailingZeroCount(value);
#else
        return s_positions[unchecked((value & (0 - value)) * DeBruijn) >> 58];
#endif
    }

    /// <summary>Which byte in memory is the first that is not zero, of a word loaded natively.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int LowestByte(ulong word)
    {
#if NET8_0_OR_GREATER
        return BitConverter.IsLittleEndian
            ? BitOperations.TrailingZeroCount(word) >> 3
            : BitOperations.LeadingZeroCount(word) >> 3;
#else
        return Lowest(word) >> 3;
#endif
    }

#if !NET8_0_OR_GREATER
    private static byte[] BuildPositions()
    {
        var positions = new byte[64];
        for (int i = 0; i < 64; i++)
        {
            positions[DeBruijn << i >> 58] = (byte)i;
        }

        return positions;
    }
#endif
}
