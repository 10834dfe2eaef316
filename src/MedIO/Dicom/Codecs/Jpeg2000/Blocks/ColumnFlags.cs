using System.Runtime.CompilerServices;

namespace MedIO.Dicom.Codecs.Jpeg2000.Blocks;

/// <summary>
/// What passes know of the four coefficients that a stripe has in a column: a word of 64 bits. Bits 0 to 17 say what is
/// significant: six rows, that above the stripe first and that below it last, of three columns, the west one first; so a
/// coefficient's nine are bits 0 to 8 when shifted right by three times its row. Bits 32 to 49 say the same of negative signs
/// (corners need not be right). Bit 20 + 3 row: refined before. Bit 21 + 3 row: coded in the significance pass of this bit-plane.
/// A set of rows is a mask of bits 0, 3, 6 and 9.
/// </summary>
internal static unsafe class ColumnFlags
{
    public const uint AllRows = 0x249;

    /// <summary>Every flag of significance.</summary>
    public const uint AnySignificant = 0x3FFFF;

    public const int OwnBit = 4;

    public const int RefinedBit = 20;

    public const int VisitedBit = 21;

    public const ulong Visited = (ulong)AllRows << VisitedBit;

    /// <summary>The neighbours' eight flags among a coefficient's nine.</summary>
    public const uint Neighbours = 0x1EF;

    /// <summary>Rows that have a significant neighbour.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint RowsWithNeighbours(uint flags)
    {
        uint sides = flags | (flags >> 2);
        uint row = sides | (flags >> 1);
        return (row | (row >> 6) | (sides >> 3)) & AllRows;
    }

    /// <summary>The row that a bit of a set stands for: a third of its place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Row(int shift) => (shift * 11) >> 5;

    /// <summary>What <see cref="Contexts.Sign"/> is indexed by.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int SignIndex(ulong flags, int shift)
    {
        ulong own = flags >> shift;
        return (int)((uint)own & 0xAA) | (int)((uint)(own >> 33) & 0x55);
    }

    /// <summary>Lets the neighbours of a coefficient know that it is significant now. Its own word is the caller's.</summary>
    /// <param name="at">Its word.</param>
    /// <param name="own">Its own flags: significance and sign.</param>
    /// <param name="shift">Three times its row.</param>
    /// <param name="stride">Words from stripe to stripe.</param>
    /// <param name="causal">Whether those of the stripe above do not see it.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Spread(ulong* at, ulong own, int shift, int stride, bool causal)
    {
        at[-1] |= own << 1;
        at[1] |= own >> 1;
        if (shift == 0)
        {
            if (!causal)
            {
                ulong* above = at - stride;
                above[-1] |= own << 13;
                above[0] |= own << 12;
                above[1] |= own << 11;
            }
        }
        else if (shift == 9)
        {
            ulong* below = at + stride;
            below[-1] |= own >> 11;
            below[0] |= own >> 12;
            below[1] |= own >> 13;
        }
    }
}
