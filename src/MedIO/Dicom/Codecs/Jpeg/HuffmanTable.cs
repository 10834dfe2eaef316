using System;
using System.Buffers;
using System.IO;
using System.Runtime.CompilerServices;
using MedIO.IO;

namespace MedIO.Dicom.Codecs.Jpeg;

/// <summary>
/// A Huffman table (ITU-T T.81 annexes C and F.2.2.3) and what is looked up by the next bits of a scan: a code together with
/// the bits that follow it wherever both fit. Lookups are made when a scan first needs them, in memory that is lent until the
/// table is disposed of.
/// </summary>
/// <remarks>
/// Bits 0 to 5 of an entry are the number of bits that it stands for, and bits 16 to 31 the number that these make; in
/// <see cref="Coefficients"/> bits 8 to 11 are the run before it. With <see cref="MoreBits"/> the bits are the code's alone,
/// and bits 8 to 15 the symbol; without any bits the code is longer than the index, or is none.
/// </remarks>
internal sealed class HuffmanTable : IDisposable
{
    /// <summary>Bits that look up <see cref="Differences"/>.</summary>
    public const int DifferenceBits = 12;

    /// <summary>Bits that look up <see cref="Coefficients"/>.</summary>
    public const int CoefficientBits = 10;

    /// <summary>Marks an entry whose symbol has bits that the lookup did not see.</summary>
    public const int MoreBits = 0x40;

    /// <summary>Marks an entry of <see cref="Coefficients"/> without a coefficient: the end of a block, or a run of 16.</summary>
    public const int NoCoefficient = 0x80;

    /// <summary>Takes the number of bits out of an entry.</summary>
    public const int LengthMask = 0x3f;

    private const int LongestCode = 16;

    private readonly byte[] _values;
    private readonly byte[] _counts;

    // Codes of a length, put to the left of 16 bits, are below its limit; the offset leads from them to values.
    private readonly int[] _limits = new int[LongestCode + 1];
    private readonly int[] _offsets = new int[LongestCode + 1];
    private int[]? _differences;
    private int[]? _coefficients;
    private int[]? _symbols;

    /// <param name="counts">How many codes have 1 to 16 bits.</param>
    /// <param name="values">The symbols in the order of their codes.</param>
    /// <exception cref="InvalidDataException">There are more codes than their bits can tell apart.</exception>
    public HuffmanTable(ReadOnlySpan<byte> counts, ReadOnlySpan<byte> values)
    {
        _counts = counts.ToArray();
        _values = values.ToArray();
        int code = 0;
        int done = 0;
        for (int length = 1; length <= LongestCode; length++)
        {
            _offsets[length] = done - code;
            code += counts[length - 1];
            done += counts[length - 1];
            if (code > 1 << length)
            {
                throw new InvalidDataException("A Huffman table of its JPEG code stream has more codes than there can be.");
            }

            _limits[length] = code << (LongestCode - length);
            code <<= 1;
        }
    }

    /// <summary>What the next bits make of a difference: of DC coefficients (section F.2.2.1) or of lossless samples (section H.2).</summary>
    public int[] Differences => _differences ??= MakeLookup(DifferenceBits, DifferenceEntry);

    /// <summary>What the next bits make of an AC coefficient (section F.2.2.2).</summary>
    public int[] Coefficients => _coefficients ??= MakeLookup(CoefficientBits, CoefficientEntry);

    /// <summary>What the next bits make of a symbol that is not a coefficient's (section G.1.2): always with <see cref="MoreBits"/>.</summary>
    public int[] Symbols => _symbols ??= MakeLookup(CoefficientBits, (symbol, length, _) => (symbol << 8) | MoreBits | length);

    /// <summary>Finds a code of any length.</summary>
    /// <param name="bits">The next 16 bits.</param>
    /// <returns>Its length, and its symbol in bits 8 to 15; 0 where no code begins so.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public int Find(int bits)
    {
        for (int length = 1; length <= LongestCode; length++)
        {
            if (bits < _limits[length])
            {
                return (_values[(bits >> (LongestCode - length)) + _offsets[length]] << 8) | length;
            }
        }

        return 0;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Return(ref _differences);
        Return(ref _coefficients);
        Return(ref _symbols);
    }

    private static void Return(ref int[]? lookup)
    {
        if (lookup is not null)
        {
            ArrayPool<int>.Shared.Return(lookup);
            lookup = null;
        }
    }

    [MethodImpl(Jit.Optimize)]
    private int[] MakeLookup(int bits, Func<int, int, int, int> entryOf)
    {
        int[] lookup = ArrayPool<int>.Shared.Rent(1 << bits);
        int at = 0;
        int value = 0;
        for (int length = 1; length <= bits; length++)
        {
            for (int n = _counts[length - 1]; n > 0; n--)
            {
                int rest = bits - length;
                int symbol = _values[value++];
                for (int following = 0; following < 1 << rest; following++)
                {
                    lookup[at++] = entryOf(symbol, length, ((following << LongestCode) >> rest) | (rest << 24));
                }
            }
        }

        for (; at < 1 << bits; at++)
        {
            lookup[at] = MoreBits;
        }

        return lookup;
    }

    // The bits that follow a code are in the high ones of 16, and how many there are above those.
    private static int DifferenceEntry(int category, int length, int following)
    {
        // Category 16 has no bits of its own (table H.2); modulo 2^16 it is -32768 as well. There are none above it.
        return category > 16 ? MoreBits
            : category == 16 ? (short.MinValue << 16) | length
            : category == 0 ? length
            : category > following >> 24 ? (category << 8) | MoreBits | length
            : (Extend((following & 0xffff) >> (LongestCode - category), category) << 16) | (length + category);
    }

    private static int CoefficientEntry(int symbol, int length, int following)
    {
        int category = symbol & 15;
        return category == 0 ? (symbol << 8) | NoCoefficient | length
            : category > following >> 24 ? (symbol << 8) | MoreBits | length
            : (Extend((following & 0xffff) >> (LongestCode - category), category) << 16) | ((symbol >> 4) << 8) | (length + category);
    }

    /// <summary>Decodes a difference.</summary>
    /// <param name="reader">The bits, of which it takes 32 at most.</param>
    /// <param name="lookup"><see cref="Differences"/>.</param>
    /// <param name="difference">The difference, modulo 2^16 for category 16.</param>
    /// <returns>Whether the bits begin with a code.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryDifference(ref BitReader reader, int[] lookup, out int difference)
    {
        int entry = lookup[(int)(reader.Bits >> (64 - DifferenceBits))];
        if ((entry & MoreBits) == 0)
        {
            reader.Bits <<= entry & LengthMask;
            reader.Count -= entry & LengthMask;
            difference = entry >> 16;
            return true;
        }

        return TryLongDifference(ref reader.Bits, ref reader.Count, entry, out difference);
    }

    /// <summary>The number that a category's bits stand for (section F.2.2.1, figure F.12).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Extend(int bits, int category) => bits >= 1 << (category - 1) ? bits : bits - (1 << category) + 1;

    // What the lookup did not see whole: a long code, or more bits than were left.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryLongDifference(ref ulong bits, ref int count, int entry, out int difference)
    {
        if ((entry & LengthMask) == 0)
        {
            entry = Find((int)(bits >> 48));
        }

        int category = (entry >> 8) & 0xff;
        bits <<= entry & LengthMask;
        count -= entry & LengthMask;
        if (category is 0 or >= LongestCode)
        {
            difference = category == 0 ? 0 : short.MinValue;
            return entry != 0 && category <= LongestCode;
        }

        difference = Extend((int)(bits >> (64 - category)), category);
        bits <<= category;
        count -= category;
        return true;
    }
}
