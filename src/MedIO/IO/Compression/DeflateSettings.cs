namespace MedIO.IO.Compression;

/// <summary>How hard <see cref="Deflater"/> looks for matches.</summary>
internal sealed class DeflateSettings
{
    /// <summary>
    /// On images one candidate a position, and a second look at the next position before a short match is taken, give
    /// smaller files than zlib's usual level 6 in a fraction of its time.
    /// </summary>
    public const int DefaultLevel = 5;

    public const int MaxLevel = 9;

    private static readonly DeflateSettings s_fast = new() { Depth = 1, Nice = 32, Ends = 8, SkipShift = 6 };
    private static readonly DeflateSettings s_default =
        new() { Depth = 1, Nice = 32, LazyBelow = 6, Ends = 16, SkipShift = 9 };

    /// <summary>What is meant by the levels; level 0 stores.</summary>
    private static readonly DeflateSettings[] s_levels =
    [
        s_fast,
        s_fast,
        s_fast,
        s_default,
        s_default,
        s_default,
        new() { Depth = 8, Nice = 130, LazyBelow = 32, Ends = 64, SkipShift = 12 },
        new() { Depth = 24, Nice = 130, LazyBelow = 32, Ends = 64, SkipShift = 12 },
        new() { Depth = 80, Nice = 258, LazyBelow = 64, Ends = 129, SkipShift = 12 },
        new() { Depth = 400, Nice = 258, LazyBelow = 64, Ends = 129, SkipShift = 31 },
    ];

    /// <summary>Most candidates looked at for a match.</summary>
    public int Depth { get; private set; }

    /// <summary>Length that is not improved upon.</summary>
    public int Nice { get; private set; }

    /// <summary>Below this length the next position is tried before a match is taken.</summary>
    public int LazyBelow { get; private set; }

    /// <summary>How many positions at either end of a match can be found later.</summary>
    public int Ends { get; private set; }

    /// <summary>After 2^SkipShift literals in a row positions begin to be left out.</summary>
    public int SkipShift { get; private set; }

    public static DeflateSettings OfLevel(int level) => s_levels[level];
}
