using System;

namespace MedIO.Dicom.Codecs.Jpeg2000.Blocks;

/// <summary>
/// A probability of the MQ coder (ISO/IEC 15444-1 table C.2) with its more probable symbol, and, copied, the state of a
/// context. 16 bytes, two words to copy.
/// </summary>
internal struct MqState
{
    /// <summary>The probability of the less probable symbol (Qe), at the scale of <see cref="MqDecoder"/>'s registers.</summary>
    public long Probability;

    /// <summary>Where in the table the state is that follows the more probable symbol, in bytes.</summary>
    public ushort AfterMore;

    /// <summary>And the one that follows the less probable symbol; must come right after <see cref="AfterMore"/>.</summary>
    public ushort AfterLess;

    /// <summary>The more probable symbol.</summary>
    public int More;

    /// <summary>Bytes of a state.</summary>
    public const int Size = 16;
}

/// <summary>The states that contexts go through (ISO/IEC 15444-1 table C.2).</summary>
internal static class MqStates
{
    /// <summary>Every state twice, for 0 and for 1 as the more probable symbol.</summary>
    public static readonly MqState[] Table = Make();

    // Qe, the state after a more probable symbol, after a less probable one, and whether that swaps the two.
    private static ReadOnlySpan<ushort> Rows =>
    [
        0x5601, 1, 1, 1, 0x3401, 2, 6, 0, 0x1801, 3, 9, 0, 0x0AC1, 4, 12, 0, 0x0521, 5, 29, 0, 0x0221, 38, 33, 0,
        0x5601, 7, 6, 1, 0x5401, 8, 14, 0, 0x4801, 9, 14, 0, 0x3801, 10, 14, 0, 0x3001, 11, 17, 0, 0x2401, 12, 18, 0,
        0x1C01, 13, 20, 0, 0x1601, 29, 21, 0, 0x5601, 15, 14, 1, 0x5401, 16, 14, 0, 0x5101, 17, 15, 0, 0x4801, 18, 16, 0,
        0x3801, 19, 17, 0, 0x3401, 20, 18, 0, 0x3001, 21, 19, 0, 0x2801, 22, 19, 0, 0x2401, 23, 20, 0, 0x2201, 24, 21, 0,
        0x1C01, 25, 22, 0, 0x1801, 26, 23, 0, 0x1601, 27, 24, 0, 0x1401, 28, 25, 0, 0x1201, 29, 26, 0, 0x1101, 30, 27, 0,
        0x0AC1, 31, 28, 0, 0x09C1, 32, 29, 0, 0x08A1, 33, 30, 0, 0x0521, 34, 31, 0, 0x0441, 35, 32, 0, 0x02A1, 36, 33, 0,
        0x0221, 37, 34, 0, 0x0141, 38, 35, 0, 0x0111, 39, 36, 0, 0x0085, 40, 37, 0, 0x0049, 41, 38, 0, 0x0025, 42, 39, 0,
        0x0015, 43, 40, 0, 0x0009, 44, 41, 0, 0x0005, 45, 42, 0, 0x0001, 45, 43, 0, 0x5601, 46, 46, 0,
    ];

    private static MqState[] Make()
    {
        ReadOnlySpan<ushort> rows = Rows;
        MqState[] table = new MqState[rows.Length / 2];
        for (int i = 0; i < table.Length; i++)
        {
            int more = i & 1;
            ReadOnlySpan<ushort> row = rows.Slice(i / 2 * 4, 4);
            table[i] = new MqState
            {
                Probability = (long)row[0] << MqDecoder.FractionBits,
                AfterMore = (ushort)(((2 * row[1]) + more) * MqState.Size),
                AfterLess = (ushort)(((2 * row[2]) + (more ^ row[3])) * MqState.Size),
                More = more,
            };
        }

        return table;
    }
}
