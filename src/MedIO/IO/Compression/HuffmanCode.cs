using System;
using System.Runtime.CompilerServices;

namespace MedIO.IO.Compression;

/// <summary>Makes the canonical Huffman codes (RFC 1951, section 3.2.2) of the encoder.</summary>
internal sealed unsafe class HuffmanCode
{
    private const int MaxSymbols = DeflateAlphabet.LiteralLengthSymbols;
    private const int SymbolBits = 9;

    // Frequency and symbol in one, so that the order is the same in any sort.
    private readonly ulong[] _sorted = new ulong[MaxSymbols];
    private readonly uint[] _tree = new uint[MaxSymbols];

    /// <summary>
    /// Finds the code lengths that make the symbols of these frequencies shortest, none above
    /// <paramref name="maxLength"/>. There are always at least two codes, since some decoders take no fewer.
    /// </summary>
    [MethodImpl(Jit.Optimize)]
    public void BuildLengths(uint* frequencies, int symbols, int maxLength, byte* lengths)
    {
        int used = 0;
        for (int i = 0; i < symbols; i++)
        {
            lengths[i] = 0;
            if (frequencies[i] != 0)
            {
                _sorted[used++] = (ulong)frequencies[i] << SymbolBits | (uint)i;
            }
        }

        if (used < 2)
        {
            int only = used == 0 ? 0 : (int)(_sorted[0] & ((1 << SymbolBits) - 1));
            lengths[only] = 1;
            lengths[only == 0 ? 1 : 0] = 1;
            return;
        }

        Array.Sort(_sorted, 0, used);
        int* counts = stackalloc int[MaxSymbols];
        FillDepths(used, counts);
        Limit(counts, used, maxLength);

        // The rarest symbols get the longest codes.
        int next = 0;
        for (int length = maxLength; length > 0; length--)
        {
            for (int n = counts[length]; n > 0; n--)
            {
                lengths[_sorted[next++] & ((1 << SymbolBits) - 1)] = (byte)length;
            }
        }
    }

    /// <summary>
    /// Codes by their lengths, in the order their bits are sent in; bits above <paramref name="lengthShift"/> hold the
    /// length.
    /// </summary>
    [MethodImpl(Jit.Optimize)]
    public static void Assign(byte* lengths, int symbols, uint* codes, int lengthShift)
    {
        uint* next = stackalloc uint[DeflateAlphabet.MaxCodeLength + 2];
        for (int i = 0; i <= DeflateAlphabet.MaxCodeLength + 1; i++)
        {
            next[i] = 0;
        }

        for (int i = 0; i < symbols; i++)
        {
            next[lengths[i] + 1]++;
        }

        next[1] = 0;
        for (int i = 2; i <= DeflateAlphabet.MaxCodeLength; i++)
        {
            next[i] = (next[i - 1] + next[i]) << 1;
        }

        for (int i = 0; i < symbols; i++)
        {
            int length = lengths[i];
            codes[i] = length == 0 ? 0 : Reverse(next[length]++, length) | (uint)length << lengthShift;
        }
    }

    private static uint Reverse(uint code, int length)
    {
        code = (code & 0x5555) << 1 | (code >> 1 & 0x5555);
        code = (code & 0x3333) << 2 | (code >> 2 & 0x3333);
        code = (code & 0x0f0f) << 4 | (code >> 4 & 0x0f0f);
        code = (code & 0x00ff) << 8 | (code >> 8 & 0x00ff);
        return code >> (16 - length);
    }

    /// <summary>
    /// Huffman's tree over the sorted frequencies: nodes come to exist in ascending order, so that two queues do. Then
    /// counts the leaves of each depth.
    /// </summary>
    [MethodImpl(Jit.Optimize)]
    private void FillDepths(int used, int* counts)
    {
        // Weights of inner nodes, then the index of their parents, then their depths.
        uint[] tree = _tree;
        int leaf = 0;
        int root = 0;
        for (int node = 0; node < used - 1; node++)
        {
            uint weight = 0;
            for (int child = 0; child < 2; child++)
            {
                if (leaf < used && (root >= node || _sorted[leaf] >> SymbolBits <= tree[root]))
                {
                    weight += (uint)(_sorted[leaf++] >> SymbolBits);
                }
                else
                {
                    weight += tree[root];
                    tree[root++] = (uint)node;
                }
            }

            tree[node] = weight;
        }

        for (int i = 0; i < MaxSymbols; i++)
        {
            counts[i] = 0;
        }

        // From the root down, each inner node turns a place at its depth into two of the next.
        tree[used - 2] = 0;
        counts[0] = 1;
        for (int node = used - 2; node >= 0; node--)
        {
            uint depth = node == used - 2 ? 0 : tree[tree[node]] + 1;
            tree[node] = depth;
            counts[depth]--;
            counts[depth + 1] += 2;
        }
    }

    /// <summary>
    /// Cuts codes at the maximum, which asks for more code space than there is, and frees it by lengthening the longest
    /// codes that are below.
    /// </summary>
    private static void Limit(int* counts, int used, int maxLength)
    {
        for (int i = maxLength + 1; i < used; i++)
        {
            counts[maxLength] += counts[i];
            counts[i] = 0;
        }

        int space = 0;
        for (int i = 1; i <= maxLength; i++)
        {
            space += counts[i] << (maxLength - i);
        }

        for (; space > 1 << maxLength; space--)
        {
            int length = maxLength - 1;
            while (counts[length] == 0)
            {
                length--;
            }

            counts[maxLength]--;
            counts[length]--;
            counts[length + 1] += 2;
        }
    }
}
