namespace MedIO.IO.Compression;

/// <summary>Why <see cref="Inflater.Inflate"/> came back.</summary>
internal enum InflateStatus
{
    /// <summary>Goes on; never returned to a caller.</summary>
    Continue,

    /// <summary>The output asked for is there.</summary>
    OutputFull,

    /// <summary>More input is wanted than was given; what is left of it must be given again.</summary>
    NeedInput,

    /// <summary>The last block has ended; the input stands behind its last byte.</summary>
    StreamEnd,

    /// <summary>The last input was given and the stream does not end in it.</summary>
    Truncated,

    BadBlockType,
    BadStoredLength,
    BadSymbolCount,
    BadCodeLengthCode,
    BadCodeLengthRepeat,
    NoEndOfBlock,
    BadLiteralLengthCode,
    BadDistanceCode,
    UnassignedLiteralLength,
    UnassignedDistance,
    DistanceTooFar,
}

internal static class InflateStatusText
{
    private const string Damaged = "The compressed data is damaged: ";

    public static bool IsFailure(this InflateStatus status) => status >= InflateStatus.Truncated;

    public static string Describe(this InflateStatus status) => status switch
    {
        InflateStatus.Truncated => "The compressed data ends before its last block does.",
        InflateStatus.BadBlockType => Damaged + "a block has the reserved type 3.",
        InflateStatus.BadStoredLength => Damaged + "a stored block's length and its complement differ.",
        InflateStatus.BadSymbolCount => Damaged + "a block has too many length or distance symbols.",
        InflateStatus.BadCodeLengthCode => Damaged + "a block's code length code is not a complete prefix code.",
        InflateStatus.BadCodeLengthRepeat => Damaged + "a code length is repeated before the first or past the last.",
        InflateStatus.NoEndOfBlock => Damaged + "a block's code has no end-of-block symbol.",
        InflateStatus.BadLiteralLengthCode => Damaged + "a block's literal/length code is not a complete prefix code.",
        InflateStatus.BadDistanceCode => Damaged + "a block's distance code is not a complete prefix code.",
        InflateStatus.UnassignedLiteralLength => Damaged + "an unassigned literal/length code occurs.",
        InflateStatus.UnassignedDistance => Damaged + "an unassigned distance code occurs.",
        InflateStatus.DistanceTooFar => Damaged + "a distance reaches before the first byte.",
        _ => "The compressed data could not be decoded.",
    };
}
