namespace MedIO.IO.Compression;

/// <summary>
/// Layout of the 32-bit entries of the decoding tables.
/// </summary>
/// <remarks>
/// <code>
/// bits  0-7   all bits to consume: code(s) and extra bits
/// bits  8-11  bits of the code(s) alone, where the extra bits start (subtable link: index bits)
/// bits 12-13  number of literals in the entry (0 to 2)
/// bit  14     a match length follows the literals (exceptional entry: it is a subtable link)
/// bit  15     exceptional: subtable link, end of block or unassigned code
/// bits 16-23  first literal
/// bits 24-31  second literal, or length base less 3
/// </code>
/// A distance entry and a subtable link have their 16-bit base in bits 16-31. The count stands lowest because a
/// 64-bit shift looks at the low six bits only, so an entry can be used as shift amount as it is.
/// </remarks>
internal static class HuffmanEntry
{
    public const uint OneLiteral = 1u << 12;
    public const uint LiteralCountMask = 3u << 12;
    public const int LiteralCountShift = 12;
    public const uint Match = 1u << 14;
    public const uint Exceptional = 1u << 15;
    public const uint SubtableLink = Exceptional | Match;
    public const int CodeBitsShift = 8;
    public const uint CodeBitsMask = 15;
    public const int FirstShift = 16;
    public const int SecondShift = 24;

    /// <summary>Exceptional, neither link nor end of block: what a code that stands for nothing leads to.</summary>
    public const uint Unassigned = Exceptional;
    public const uint EndOfBlock = Exceptional | OneLiteral;

    private static readonly uint[] s_literalLength = BuildLiteralLength();
    private static readonly uint[] s_distance = BuildDistance();
    private static readonly uint[] s_codeLength = BuildCodeLength();

    /// <summary>
    /// Entry of each symbol but for its code's length, which is added in both places by <see cref="WithCode"/>.
    /// </summary>
    public static uint[] LiteralLength => s_literalLength;

    public static uint[] Distance => s_distance;

    public static uint[] CodeLength => s_codeLength;

    public static uint WithCode(uint entry, int codeBits) => entry + (uint)codeBits * 0x101u;

    private static uint[] BuildLiteralLength()
    {
        var entries = new uint[DeflateAlphabet.LiteralLengthSymbols];
        for (int symbol = 0; symbol < entries.Length; symbol++)
        {
            int length = symbol - DeflateAlphabet.EndOfBlock - 1;
            entries[symbol] =
                symbol < DeflateAlphabet.EndOfBlock ? OneLiteral | (uint)symbol << FirstShift
                : symbol == DeflateAlphabet.EndOfBlock ? EndOfBlock
                : symbol >= DeflateAlphabet.MaxUsedLiteralLength ? Unassigned
                : Match | (uint)DeflateAlphabet.LengthBaseLess3[length] << SecondShift
                    | DeflateAlphabet.LengthExtraBits[length];
        }

        return entries;
    }

    private static uint[] BuildDistance()
    {
        var entries = new uint[DeflateAlphabet.DistanceSymbols];
        for (int symbol = 0; symbol < entries.Length; symbol++)
        {
            entries[symbol] = symbol >= DeflateAlphabet.MaxUsedDistance
                ? Unassigned
                : (uint)DeflateAlphabet.DistanceBase(symbol) << FirstShift
                    | (uint)DeflateAlphabet.DistanceExtraBits(symbol);
        }

        return entries;
    }

    private static uint[] BuildCodeLength()
    {
        var entries = new uint[DeflateAlphabet.CodeLengthSymbols];
        for (int symbol = 0; symbol < entries.Length; symbol++)
        {
            entries[symbol] = (uint)symbol << FirstShift;
        }

        return entries;
    }
}
