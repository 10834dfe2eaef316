using System.Runtime.CompilerServices;

namespace MedIO.IO.Compression;

/// <summary>
/// Binary logarithms in integer arithmetic: what depends on them must come out the same on every machine, which
/// floating point does not promise.
/// </summary>
internal static unsafe class BinaryLogarithm
{
    /// <summary>Number of fractional bits.</summary>
    public const int FractionBits = 16;

    private const int TableBits = 10;
    private static readonly uint[] s_fractions = BuildFractions();

    /// <summary>log2(<paramref name="value"/>) × 2^<see cref="FractionBits"/>, for a value above zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Of(uint value)
    {
        int exponent = BitScan.Log2(value);
        uint mantissa = value << (31 - exponent);
        uint index = mantissa >> (31 - TableBits) & ((1u << TableBits) - 1);
        uint between = mantissa >> (21 - TableBits) & 1023;
        uint low = s_fractions[index];
        uint fraction = low + ((s_fractions[index + 1] - low) * between >> 10);
        return ((uint)exponent << FractionBits) + fraction;
    }

    /// <summary>Digit by digit: squaring doubles the logarithm, whose next digit says whether it reached 1.</summary>
    private static uint[] BuildFractions()
    {
        var fractions = new uint[(1 << TableBits) + 1];
        for (uint i = 0; i < 1u << TableBits; i++)
        {
            ulong x = (ulong)((1u << TableBits) + i) << (30 - TableBits);
            uint fraction = 0;
            for (int digit = 0; digit < FractionBits; digit++)
            {
                x = x * x >> 30;
                fraction <<= 1;
                if (x >= 2ul << 30)
                {
                    fraction |= 1;
                    x >>= 1;
                }
            }

            fractions[i] = fraction;
        }

        fractions[1 << TableBits] = 1u << FractionBits;
        return fractions;
    }
}
