using System.Collections.Generic;

namespace MedIO.Tests.Compression;

/// <summary>Writes DEFLATE data by hand, valid or not (RFC 1951, section 3.1.1).</summary>
internal sealed class BitWriter
{
    private static readonly int[] s_order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
    private readonly List<byte> bytes = [];
    private int used;

    public byte[] ToArray() => [.. bytes];

    /// <summary>A number, least significant bit first.</summary>
    public BitWriter Bits(int count, int value)
    {
        for (int i = 0; i < count; i++)
        {
            if (used == 0)
            {
                bytes.Add(0);
            }

            bytes[bytes.Count - 1] |= (byte)((value >> i & 1) << used);
            used = used + 1 & 7;
        }

        return this;
    }

    /// <summary>A Huffman code, most significant bit first.</summary>
    public BitWriter Code(int count, int code)
    {
        for (int i = count - 1; i >= 0; i--)
        {
            Bits(1, code >> i & 1);
        }

        return this;
    }

    public BitWriter Block(bool last, int type) => Bits(1, last ? 1 : 0).Bits(2, type);

    public BitWriter Align()
    {
        used = 0;
        return this;
    }

    /// <summary>A literal/length symbol in the fixed code.</summary>
    public BitWriter Fixed(int symbol) =>
        symbol < 144 ? Code(8, 0x30 + symbol)
        : symbol < 256 ? Code(9, 0x190 + symbol - 144)
        : symbol < 280 ? Code(7, symbol - 256)
        : Code(8, 0xc0 + symbol - 280);

    /// <summary>
    /// A dynamic block's header for the code lengths given. All 19 code length symbols but the last three get codes: 13
    /// of four bits and, to complete the code, 6 of five.
    /// </summary>
    public BitWriter DynamicHeader(bool last, int[] literalLengths, int[] distanceLengths)
    {
        Block(last, 2).Bits(5, literalLengths.Length - 257).Bits(5, distanceLengths.Length - 1).Bits(4, 15);
        foreach (int symbol in s_order)
        {
            Bits(3, symbol < 13 ? 4 : 5);
        }

        foreach (int length in literalLengths)
        {
            CodeLength(length);
        }

        foreach (int length in distanceLengths)
        {
            CodeLength(length);
        }

        return this;
    }

    public BitWriter CodeLength(int symbol) => symbol < 13 ? Code(4, symbol) : Code(5, 26 + symbol - 13);

    public static int[] Order => s_order;
}
