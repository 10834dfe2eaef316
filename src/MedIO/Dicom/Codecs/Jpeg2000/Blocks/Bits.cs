using System.Runtime.CompilerServices;
#if NET8_0_OR_GREATER
using System.Numerics;
#else
using System;
#endif

namespace MedIO.Dicom.Codecs.Jpeg2000.Blocks;

/// <summary>Where the bits of a word are, on every runtime in a few instructions without branches.</summary>
internal static class Bits
{
    /// <summary>The place of the highest bit.</summary>
    /// <param name="value">At least 1, less than 2 to the power of 53.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Highest(long value) =>
#if NET8_0_OR_GREATER
        BitOperations.Log2((ulong)value);
#else
        (int)(BitConverter.DoubleToInt64Bits(value) >> 52) - 1023;
#endif

    /// <summary>The place of the lowest bit.</summary>
    /// <param name="value">Not 0.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Lowest(uint value) =>
#if NET8_0_OR_GREATER
        BitOperations.TrailingZeroCount(value);
#else
        Highest(value & (0L - value));
#endif
}
