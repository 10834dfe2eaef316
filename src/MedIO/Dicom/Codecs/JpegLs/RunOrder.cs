using System;

namespace MedIO.Dicom.Codecs.JpegLs;

/// <summary>How long runs are expected to be (ISO/IEC 14495-1 | T.87 section A.2.1, J).</summary>
internal static class RunOrder
{
    /// <summary>The highest run index.</summary>
    public const int Last = 31;

    /// <summary>The binary logarithm of the expected length, for each run index.</summary>
    public static ReadOnlySpan<byte> Of => new byte[]
    {
        0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 9, 10, 11, 12, 13, 14, 15,
    };
}
