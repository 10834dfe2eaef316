namespace MedIO.Dicom.Codecs.Jpeg2000.HighThroughput;

/// <summary>
/// The unsigned variable length codes of exponent offsets (U-VLC, ISO/IEC 15444-15 clause 7.3.6), of two quads at once: two
/// prefixes, then two suffixes. The extension of four bits that follows offsets of 33 and more is left out: no coefficient
/// of 32 bits has so large an exponent.
/// </summary>
internal static class ExponentOffsets
{
    /// <summary>Entries for a set of quads that have an offset: every six bits, the longest prefixes of two.</summary>
    public const int EntriesOfMode = 1 << PrefixBits;

    /// <summary>Modes of the first row: no quad, the first, the second, both, both and the MEL symbol is 1.</summary>
    public const int FirstRowModes = 5;

    /// <summary>
    /// The table of the first row of quads, then that of the others (modes 0 to 3). An entry: bits 0 to 2 the length of the prefixes,
    /// 3 to 6 that of the suffixes, 7 to 9 that of the first suffix; what to add to the suffixes: bits 10 to 13 to the first, 14 to
    /// 17 to the second. In the first row the exponent that offsets are added to is 1, and contained.
    /// </summary>
    public static readonly uint[] Tables = Make();

    private const int PrefixBits = 6;

    private static uint[] Make()
    {
        uint[] tables = new uint[(FirstRowModes + 4) * EntriesOfMode];
        for (int i = 0; i < tables.Length; i++)
        {
            int bits = i & (EntriesOfMode - 1);
            int mode = i / EntriesOfMode;
            tables[i] = mode < FirstRowModes ? Entry(mode, bits, true) : Entry(mode - FirstRowModes, bits, false);
        }

        return tables;
    }

    private static uint Entry(int mode, int bits, bool isFirstRow)
    {
        int first = 0, second = 0, length = 0, firstSuffix = 0, secondSuffix = 0;
        if (mode != 2 && mode != 0)
        {
            length = Prefix(bits, out first, out firstSuffix);
        }

        if (mode == 3 && isFirstRow && length == 3)
        {
            // The second is 1 or 2 where the first is more: one bit.
            second = 1 + ((bits >> length) & 1);
            length++;
        }
        else if (mode >= 2)
        {
            length += Prefix(bits >> length, out second, out secondSuffix);
        }

        int add = isFirstRow ? mode == 4 ? 3 : 1 : 0;
        return (uint)(length | ((firstSuffix + secondSuffix) << 3) | (firstSuffix << 7) | ((first + add) << 10) | ((second + add) << 14));
    }

    private static int Prefix(int bits, out int value, out int suffix)
    {
        suffix = 0;
        if ((bits & 1) != 0)
        {
            value = 1;
            return 1;
        }

        if ((bits & 2) != 0)
        {
            value = 2;
            return 2;
        }

        bool isLong = (bits & 4) == 0;
        value = isLong ? 5 : 3;
        suffix = isLong ? 5 : 1;
        return 3;
    }
}
