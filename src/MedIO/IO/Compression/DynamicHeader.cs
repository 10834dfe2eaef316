using System.Runtime.CompilerServices;

namespace MedIO.IO.Compression;

/// <summary>The description of a dynamic block's codes (RFC 1951, section 3.2.7).</summary>
internal unsafe struct DynamicHeader
{
    private const int MaxItems = DeflateAlphabet.MaxUsedLiteralLength + DeflateAlphabet.MaxUsedDistance;
    private const int LengthShift = 24;

    private int _literalLengths;
    private int _distances;
    private int _codeLengths;
    private int _itemCount;

    // Symbols of the code length code, each with its extra bits from bit 8 on.
    private fixed ushort _items[MaxItems];
    private fixed byte _lengths[DeflateAlphabet.CodeLengthSymbols];

    /// <summary>Size of the description, without the block's three bits.</summary>
    public long Bits { get; private set; }

    [MethodImpl(Jit.Optimize)]
    public static void Build(ref DynamicHeader header, byte* literalLengths, byte* distances, HuffmanCode huffman)
    {
        int literalCount = DeflateAlphabet.MaxUsedLiteralLength;
        while (literalLengths[literalCount - 1] == 0 && literalCount > 257)
        {
            literalCount--;
        }

        int distanceCount = DeflateAlphabet.MaxUsedDistance;
        while (distances[distanceCount - 1] == 0 && distanceCount > 1)
        {
            distanceCount--;
        }

        header._literalLengths = literalCount;
        header._distances = distanceCount;
        byte* all = stackalloc byte[MaxItems];
        for (int i = 0; i < literalCount; i++)
        {
            all[i] = literalLengths[i];
        }

        for (int i = 0; i < distanceCount; i++)
        {
            all[literalCount + i] = distances[i];
        }

        header.FillItems(all, literalCount + distanceCount);
        header.Count(huffman);
    }

    [MethodImpl(Jit.Optimize)]
    public void Write(ref BitOutput output)
    {
        output.Put((uint)(_literalLengths - 257), 5);
        output.Put((uint)(_distances - 1), 5);
        output.Put((uint)(_codeLengths - 4), 4);
        output.Flush();
        uint* codes = stackalloc uint[DeflateAlphabet.CodeLengthSymbols];
        fixed (byte* lengths = _lengths)
        {
            HuffmanCode.Assign(lengths, DeflateAlphabet.CodeLengthSymbols, codes, LengthShift);
            for (int i = 0; i < _codeLengths; i++)
            {
                output.Put(lengths[DeflateAlphabet.CodeLengthOrder[i]], 3);
                output.Flush();
            }
        }

        for (int i = 0; i < _itemCount; i++)
        {
            int symbol = _items[i] & 0xff;
            uint code = codes[symbol];
            output.Put(code & ((1 << LengthShift) - 1), (int)(code >> LengthShift));
            output.Put((uint)_items[i] >> 8, ExtraBits(symbol));
            output.Flush();
        }
    }

    private static int ExtraBits(int symbol) => symbol switch
    {
        16 => 2,
        17 => 3,
        18 => 7,
        _ => 0,
    };

    [MethodImpl(Jit.Optimize)]
    private void FillItems(byte* lengths, int count)
    {
        _itemCount = 0;
        for (int i = 0; i < count;)
        {
            int length = lengths[i];
            int run = 1;
            while (i + run < count && lengths[i + run] == length)
            {
                run++;
            }

            i += run;
            if (length != 0)
            {
                Add(length, 0);
                run--;
            }

            while (run >= 3)
            {
                int part;
                if (length != 0)
                {
                    part = run > 6 ? 6 : run;
                    Add(16, part - 3);
                }
                else if (run < 11)
                {
                    part = run;
                    Add(17, part - 3);
                }
                else
                {
                    part = run > 138 ? 138 : run;
                    Add(18, part - 11);
                }

                run -= part;
            }

            for (; run > 0; run--)
            {
                Add(length, 0);
            }
        }
    }

    private void Add(int symbol, int extra) => _items[_itemCount++] = (ushort)(symbol | extra << 8);

    [MethodImpl(Jit.Optimize)]
    private void Count(HuffmanCode huffman)
    {
        uint* frequencies = stackalloc uint[DeflateAlphabet.CodeLengthSymbols];
        for (int i = 0; i < DeflateAlphabet.CodeLengthSymbols; i++)
        {
            frequencies[i] = 0;
        }

        for (int i = 0; i < _itemCount; i++)
        {
            frequencies[_items[i] & 0xff]++;
        }

        long bits = 14;
        fixed (byte* lengths = _lengths)
        {
            huffman.BuildLengths(
                frequencies, DeflateAlphabet.CodeLengthSymbols, DeflateAlphabet.MaxCodeLengthCodeLength, lengths);
            for (int i = 0; i < DeflateAlphabet.CodeLengthSymbols; i++)
            {
                bits += (long)frequencies[i] * (lengths[i] + ExtraBits(i));
            }

            _codeLengths = DeflateAlphabet.CodeLengthSymbols;
            while (_codeLengths > 4 && lengths[DeflateAlphabet.CodeLengthOrder[_codeLengths - 1]] == 0)
            {
                _codeLengths--;
            }
        }

        Bits = bits + 3 * _codeLengths;
    }
}
