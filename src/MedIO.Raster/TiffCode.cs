namespace MedIO.Raster;

/// <summary>Numbers that tags hold.</summary>
internal static class TiffCode
{
    public const int Uncompressed = 1;
    public const int OldJpeg = 6;
    public const int Jpeg = 7;
    public const int Deflate = 8;

    /// <summary>Deflate, as it was called before.</summary>
    public const int OldDeflate = 32946;

    public const int MinIsWhite = 0;
    public const int MinIsBlack = 1;
    public const int Rgb = 2;
    public const int Palette = 3;
    public const int Inks = 5;
    public const int YCbCr = 6;
    public const int CieLab = 8;
    public const int LogL = 32844;
    public const int LogLuv = 32845;

    public const int Planar = 2;

    public const int UnsignedFormat = 1;
    public const int SignedFormat = 2;
    public const int FloatFormat = 3;
    public const int UndefinedFormat = 4;
    public const int ComplexFormat = 6;

    public const int NoUnit = 1;
    public const int InchUnit = 2;
    public const int CentimetreUnit = 3;

    /// <summary>The codings that the library decodes.</summary>
    public static bool IsDecoded(int compression) => compression is Uncompressed
        or 2 or 3 or 4 or 32771 // CCITT
        or 5 // LZW
        or OldJpeg or Jpeg
        or Deflate or OldDeflate
        or 32766 or 32773 or 32809; // NeXT, PackBits, ThunderScan

    /// <summary>The name of a coding, for messages.</summary>
    public static string CompressionName(int compression) => compression switch
    {
        32908 or 32909 => "Pixar's coding",
        34661 => "JBIG",
        33003 or 33005 or 34712 => "JPEG 2000",
        34676 or 34677 => "SGI's logarithmic coding",
        34887 => "LERC",
        34925 => "LZMA",
        50000 => "Zstandard",
        50001 => "WebP",
        _ => System.FormattableString.Invariant($"the coding {compression}"),
    };
}
