using System;

namespace MedIO.IO.Compression;

/// <summary>The fixed numbers of the DEFLATE alphabets (RFC 1951, section 3.2.5 to 3.2.7).</summary>
internal static class DeflateAlphabet
{
    public const int EndOfBlock = 256;
    public const int LiteralLengthSymbols = 288;
    public const int DistanceSymbols = 32;
    public const int CodeLengthSymbols = 19;
    public const int MaxCodeLength = 15;
    public const int MaxCodeLengthCodeLength = 7;
    public const int MinMatch = 3;
    public const int MaxMatch = 258;
    public const int WindowSize = 32768;

    /// <summary>Highest HLIT and HDIST that have a meaning; the symbols above them never occur in valid data.</summary>
    public const int MaxUsedLiteralLength = 286;
    public const int MaxUsedDistance = 30;

    /// <summary>Order in which the code length code's lengths are sent (RFC 1951, section 3.2.7).</summary>
    public static ReadOnlySpan<byte> CodeLengthOrder =>
        [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

    /// <summary>Length less <see cref="MinMatch"/> of symbols 257 to 285.</summary>
    public static ReadOnlySpan<byte> LengthBaseLess3 =>
    [
        0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 20, 24, 28, 32, 40, 48, 56,
        64, 80, 96, 112, 128, 160, 192, 224, 255,
    ];

    public static ReadOnlySpan<byte> LengthExtraBits =>
        [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];

    /// <summary>Extra bits of a distance symbol: two symbols to each power of two.</summary>
    public static int DistanceExtraBits(int symbol) => symbol < 2 ? 0 : (symbol >> 1) - 1;

    public static int DistanceBase(int symbol) =>
        symbol < 2 ? symbol + 1 : ((2 + (symbol & 1)) << ((symbol >> 1) - 1)) + 1;

    /// <summary>Code lengths of the fixed literal/length code (RFC 1951, section 3.2.6).</summary>
    public static void FillFixedLiteralLengths(Span<byte> lengths)
    {
        lengths.Slice(0, 144).Fill(8);
        lengths.Slice(144, 112).Fill(9);
        lengths.Slice(256, 24).Fill(7);
        lengths.Slice(280, 8).Fill(8);
    }
}
