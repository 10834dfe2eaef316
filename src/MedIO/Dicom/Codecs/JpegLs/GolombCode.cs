using System;
using System.IO;
using System.Runtime.CompilerServices;
#if NET8_0_OR_GREATER
using System.Numerics;
#endif

namespace MedIO.Dicom.Codecs.JpegLs;

/// <summary>
/// Golomb codes of limited length (ISO/IEC 14495-1 | T.87 section A.5.3): zeros, a one, and k bits more. Bits are looked at
/// without asking whether there are any: the caller lets zeros follow that no line uses up, and asks after each.
/// </summary>
internal static unsafe class GolombCode
{
    // Codes with more zeros than this and a long rest may not fit 64 bits; they are rare.
    private const int MostZeros = 24;

    /// <summary>With how many zeros a code is one for <see cref="ReadLong"/>.</summary>
    public static int Escape(int limit, int errorBits) => Math.Min(MostZeros, limit - errorBits - 1);

    /// <summary>Reads a code.</summary>
    /// <param name="state">The scan.</param>
    /// <param name="k">The code's parameter.</param>
    /// <param name="limit">Bits of the longest one.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Read(ScanState* state, int k, int limit)
    {
        ulong bits = Bits(state->Words, state->Position);
        int zeros = LeadingZeros(bits);
        if (zeros >= Escape(limit, state->ErrorBits))
        {
            return ReadLong(state, k, limit);
        }

        state->Position += zeros + 1 + k;
        return ((zeros - 1) << k) + (int)((bits << zeros) >> (63 - k));
    }

    /// <summary>Reads a code of many zeros: so many that the value itself follows, or not quite.</summary>
    /// <param name="state">The scan.</param>
    /// <param name="k">The code's parameter.</param>
    /// <param name="limit">Bits of the longest one.</param>
    /// <exception cref="InvalidDataException">There are more zeros than any code has.</exception>
    /// <exception cref="EndOfStreamException">There are no more bits.</exception>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int ReadLong(ScanState* state, int k, int limit)
    {
        int escape = limit - state->ErrorBits - 1;
        int zeros = LeadingZeros(Bits(state->Words, state->Position));
        if (zeros > escape)
        {
            throw state->Position + zeros < state->Count
                ? new InvalidDataException("A code of a JPEG-LS scan is longer than any can be.")
                : new EndOfStreamException("A JPEG-LS scan ends too early.");
        }

        state->Position += zeros + 1;
        int rest = zeros < escape ? k : state->ErrorBits;
        int value = (int)(Bits(state->Words, state->Position) >> 1 >> (63 - rest));
        state->Position += rest;
        return zeros < escape ? (zeros << k) + value : value + 1;
    }

    /// <summary>The 64 bits from a position on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Bits(ulong* words, long position)
    {
        ulong* at = words + (position >> 6);
        return (at[0] << (int)position) | (at[1] >> 1 >> (int)~position);
    }

    /// <summary>How many zeros the bits begin with.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int LeadingZeros(ulong bits)
    {
#if NET8_0_OR_GREATER
        return BitOperations.LeadingZeroCount(bits);
#else
        // The exponent of a number says where its highest bit is; numbers of 32 bits are exact.
        uint high = (uint)(bits >> 32);
        return high != 0 ? 1054 - (int)(BitConverter.DoubleToInt64Bits(high) >> 52)
            : (uint)bits != 0 ? 1086 - (int)(BitConverter.DoubleToInt64Bits((uint)bits) >> 52)
            : 64;
#endif
    }
}
