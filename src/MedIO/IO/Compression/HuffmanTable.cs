using System;
using System.Runtime.CompilerServices;

namespace MedIO.IO.Compression;

/// <summary>Builds decoding tables of canonical Huffman codes (RFC 1951, section 3.2.2).</summary>
internal static unsafe class HuffmanTable
{
    /// <summary>
    /// Entries that a table can need, subtables included: a subtable of 2^n entries holds at least n + 1 symbols.
    /// </summary>
    public const int LiteralLengthCapacity = (1 << 12) + 288 / 2 * 8;
    public const int DistanceCapacity = (1 << 8) + 32 * 16;
    public const int CodeLengthCapacity = 1 << DeflateAlphabet.MaxCodeLengthCodeLength;

    /// <summary>
    /// Fills <paramref name="table"/>. Returns false where the lengths are over-subscribed, or incomplete in another
    /// way than the two that are in use: a single code of one bit, or no code at all (where
    /// <paramref name="allowIncomplete"/>), whose unused codes lead to <see cref="HuffmanEntry.Unassigned"/>.
    /// </summary>
    [MethodImpl(Jit.Optimize)]
    public static bool TryBuild(
        ReadOnlySpan<byte> lengths, uint[] symbolEntries, uint* table, int tableBits, bool allowIncomplete)
    {
        int* counts = stackalloc int[DeflateAlphabet.MaxCodeLength + 1];
        int* offsets = stackalloc int[DeflateAlphabet.MaxCodeLength + 2];
        ushort* sorted = stackalloc ushort[DeflateAlphabet.LiteralLengthSymbols];
        for (int i = 0; i <= DeflateAlphabet.MaxCodeLength; i++)
        {
            counts[i] = 0;
        }

        for (int i = 0; i < lengths.Length; i++)
        {
            counts[lengths[i]]++;
        }

        int left = 1;
        offsets[1] = 0;
        for (int i = 1; i <= DeflateAlphabet.MaxCodeLength; i++)
        {
            left = (left << 1) - counts[i];
            if (left < 0)
            {
                return false;
            }

            offsets[i + 1] = offsets[i] + counts[i];
        }

        for (int i = 0; i < lengths.Length; i++)
        {
            int length = lengths[i];
            if (length != 0)
            {
                sorted[offsets[length]++] = (ushort)i;
            }
        }

        fixed (uint* entries = symbolEntries)
        {
            if (left > 0)
            {
                return allowIncomplete
                    && TryFillIncomplete(lengths.Length - counts[0], counts[1], sorted, entries, table, tableBits);
            }

            FillComplete(counts, sorted, entries, table, tableBits);
        }

        return true;
    }

    private static bool TryFillIncomplete(
        int used, int ofOneBit, ushort* sorted, uint* entries, uint* table, int tableBits)
    {
        if (used != ofOneBit)
        {
            return false;
        }

        uint assigned = used == 0 ? HuffmanEntry.Unassigned : entries[sorted[0]];
        for (int i = 0; i < 1 << tableBits; i += 2)
        {
            table[i] = HuffmanEntry.WithCode(assigned, 1);
            table[i + 1] = HuffmanEntry.WithCode(HuffmanEntry.Unassigned, 1);
        }

        return true;
    }

    [MethodImpl(Jit.Optimize)]
    private static void FillComplete(int* counts, ushort* sorted, uint* entries, uint* table, int tableBits)
    {
        // Codes come in ascending order of length; the part of the table filled so far is doubled as the length grows,
        // since an index's bits above a code's do not matter. Codes are kept bit-reversed, as they are read.
        int length = 1;
        while (counts[length] == 0)
        {
            length++;
        }

        int count = counts[length];
        uint code = 0;
        uint end = 1u << length;
        while (length <= tableBits)
        {
            do
            {
                table[code] = HuffmanEntry.WithCode(entries[*sorted++], length);
                if (code == end - 1)
                {
                    for (; length < tableBits; length++)
                    {
                        Double(table, ref end);
                    }

                    return;
                }

                code = NextCode(code, end - 1);
            }
            while (--count != 0);

            do
            {
                if (++length <= tableBits)
                {
                    Double(table, ref end);
                }
            }
            while ((count = counts[length]) == 0);
        }

        FillSubtables(counts, sorted, entries, table, tableBits, length, count, code);
    }

    [MethodImpl(Jit.Optimize)]
    private static void FillSubtables(
        int* counts, ushort* sorted, uint* entries, uint* table, int tableBits, int length, int count, uint code)
    {
        uint end = 1u << tableBits;
        uint start = 0;
        uint prefix = uint.MaxValue;
        uint prefixMask = end - 1;
        for (;;)
        {
            if ((code & prefixMask) != prefix)
            {
                prefix = code & prefixMask;
                start = end;
                int bits = length - tableBits;
                for (int space = count; space < 1 << bits;)
                {
                    bits++;
                    space = (space << 1) + counts[tableBits + bits];
                }

                end = start + (1u << bits);
                table[prefix] = start << HuffmanEntry.FirstShift | HuffmanEntry.SubtableLink
                    | (uint)bits << HuffmanEntry.CodeBitsShift | (uint)tableBits;
            }

            uint entry = HuffmanEntry.WithCode(entries[*sorted++], length - tableBits);
            for (uint i = start + (code >> tableBits); i < end; i += 1u << (length - tableBits))
            {
                table[i] = entry;
            }

            uint allOnes = (1u << length) - 1;
            if (code == allOnes)
            {
                return;
            }

            code = NextCode(code, allOnes);
            count--;
            while (count == 0)
            {
                count = counts[++length];
            }
        }
    }

    /// <summary>
    /// Puts, in place, a literal and what follows it into one entry wherever both codes fit into the index: image
    /// noise is
    /// largely literals and single literals between short matches, which then take one lookup and no unforeseeable
    /// branch.
    /// </summary>
    [MethodImpl(Jit.Optimize)]
    public static void Pair(uint* table, int tableBits)
    {
        // Downwards, since the entry of what follows has a smaller index and must still be a single one.
        for (int i = (1 << tableBits) - 1; i >= 0; i--)
        {
            uint first = table[i];
            if ((first & (HuffmanEntry.Exceptional | HuffmanEntry.Match)) != 0)
            {
                continue;
            }

            int firstBits = (int)(first & 0xff);
            uint second = table[i >> firstBits];
            uint bits = (uint)firstBits + (second >> HuffmanEntry.CodeBitsShift & HuffmanEntry.CodeBitsMask);
            if ((second & HuffmanEntry.Exceptional) != 0 || bits > (uint)tableBits)
            {
                continue;
            }

            // A literal moves from the first place to the second; a length stands there already.
            uint value = (second & HuffmanEntry.Match) != 0 ? second & 0xff000000u : second << 8 & 0xff000000u;
            table[i] = (first & 0x00ff0000u) | value
                | ((first & HuffmanEntry.LiteralCountMask)
                    + (second & (HuffmanEntry.LiteralCountMask | HuffmanEntry.Match)))
                | bits << HuffmanEntry.CodeBitsShift
                | (uint)firstBits + (second & 0xff);
        }
    }

    private static void Double(uint* table, ref uint end)
    {
        Buffer.MemoryCopy(table, table + end, end * sizeof(uint), end * sizeof(uint));
        end <<= 1;
    }

    /// <summary>The next code of the same length, both bit-reversed: an increment that carries downwards.</summary>
    private static uint NextCode(uint code, uint allOnes)
    {
        uint zeros = code ^ allOnes;
#if NET8_0_OR_GREATER
        uint bit = 1u << System.Numerics.BitOperations.Log2(zeros);
#else
        uint bit = (allOnes >> 1) + 1;
        while ((zeros & bit) == 0)
        {
            bit >>= 1;
        }
#endif
        return (code & (bit - 1)) | bit;
    }
}
