using System;

namespace MedIO.Dicom.Codecs.Jpeg2000.Blocks;

/// <summary>
/// The contexts of coding passes (ISO/IEC 15444-1 annex D.3), numbered as there, and the tables that find them by the flags
/// of <see cref="ColumnFlags"/>. Tables hold what to add to the address of context 0.
/// </summary>
internal static unsafe class Contexts
{
    public const int Count = 19;

    public const int FirstSign = 9;

    public const int FirstRefinement = 14;

    public const int Run = 17;

    public const int Uniform = 18;

    /// <summary>Entries of a table for a sub-band's significance.</summary>
    public const int SignificanceEntries = 512;

    /// <summary>
    /// Contexts of significance (table D.1) by the nine flags of a coefficient and its neighbours: those for LL and LH, for
    /// HL and for HH, one after another.
    /// </summary>
    public static readonly byte[] Significance = MakeSignificance();

    /// <summary>Contexts of signs (table D.3) by <see cref="ColumnFlags.SignIndex"/>; the lowest bit is what to exclusive-or with the decision.</summary>
    public static readonly byte[] Sign = MakeSign();

    /// <summary>Where in <see cref="Significance"/> a sub-band's table begins.</summary>
    public static int SignificanceTable(SubBand band) => band switch
    {
        SubBand.HL => SignificanceEntries,
        SubBand.HH => 2 * SignificanceEntries,
        _ => 0,
    };

    /// <summary>Sets all contexts as table D.7 says.</summary>
    public static void Reset(MqState* contexts, MqState* states)
    {
        for (int i = 0; i < Count; i++)
        {
            int state = i switch
            {
                0 => 4,
                Run => 3,
                Uniform => 46,
                _ => 0,
            };
            contexts[i] = states[2 * state];
        }
    }

    private static byte[] MakeSignificance()
    {
        byte[] table = new byte[3 * SignificanceEntries];
        for (int flags = 0; flags < SignificanceEntries; flags++)
        {
            int horizontal = Bit(flags, 3) + Bit(flags, 5);
            int vertical = Bit(flags, 1) + Bit(flags, 7);
            int diagonal = Bit(flags, 0) + Bit(flags, 2) + Bit(flags, 6) + Bit(flags, 8);
            table[flags] = (byte)(MqState.Size * Straight(horizontal, vertical, diagonal));
            table[SignificanceEntries + flags] = (byte)(MqState.Size * Straight(vertical, horizontal, diagonal));
            table[(2 * SignificanceEntries) + flags] = (byte)(MqState.Size * Diagonal(horizontal + vertical, diagonal));
        }

        return table;
    }

    private static int Straight(int along, int across, int diagonal) => along switch
    {
        2 => 8,
        1 => across >= 1 ? 7 : diagonal >= 1 ? 6 : 5,
        _ => across >= 1 ? 2 + across : Math.Min(diagonal, 2),
    };

    private static int Diagonal(int straight, int diagonal) => diagonal switch
    {
        0 => Math.Min(straight, 2),
        1 => 3 + Math.Min(straight, 2),
        2 => 6 + Math.Min(straight, 1),
        _ => 8,
    };

    private static byte[] MakeSign()
    {
        byte[] table = new byte[256];
        for (int index = 0; index < table.Length; index++)
        {
            // North 1, west 3, east 5, south 7: whether significant; a bit lower: whether negative.
            int horizontal = Math.Sign(Contribution(index, 3) + Contribution(index, 5));
            int vertical = Math.Sign(Contribution(index, 1) + Contribution(index, 7));
            bool swap = horizontal < 0 || (horizontal == 0 && vertical < 0);
            int context = FirstSign + Math.Abs((3 * horizontal) + vertical);
            table[index] = (byte)((MqState.Size * context) | (swap ? 1 : 0));
        }

        return table;
    }

    private static int Contribution(int index, int bit) => Bit(index, bit) * (1 - (2 * Bit(index, bit - 1)));

    private static int Bit(int flags, int bit) => (flags >> bit) & 1;
}
