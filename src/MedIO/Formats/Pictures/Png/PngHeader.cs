namespace MedIO.Formats.Pictures.Png;

/// <summary>The kinds of colours (ISO/IEC 15948 section 6.1).</summary>
internal enum PngColour
{
    Gray = 0,
    Rgb = 2,
    Palette = 3,
    GrayAlpha = 4,
    Rgba = 6,
}

/// <summary>What a PNG's chunks before its pixels say that decoding needs.</summary>
/// <param name="Picture">What becomes of it.</param>
/// <param name="Depth">Bits of a sample in the file.</param>
/// <param name="Colour">What the samples of a pixel are.</param>
/// <param name="IsInterlaced">Whether the pixels come in seven passes (section 8.2).</param>
internal sealed record PngHeader(PictureHeader Picture, int Depth, PngColour Colour, bool IsInterlaced)
{
    /// <summary>Red, green, blue, alpha of each entry; empty where there is no palette.</summary>
    public byte[] Palette { get; init; } = System.Array.Empty<byte>();

    /// <summary>The samples of the colour that is transparent, in the file's depth; null where none is, or in a palette.</summary>
    public int[]? Transparent { get; init; }

    /// <summary>How far each sample is shifted right, so that only its significant bits are left (section 11.3.2.6); null for none.</summary>
    public int[]? Shifts { get; init; }

    /// <summary>Samples of a pixel in the file.</summary>
    public int Channels => Colour switch { PngColour.Rgb => 3, PngColour.GrayAlpha => 2, PngColour.Rgba => 4, _ => 1 };

    /// <summary>Bits of a pixel in the file.</summary>
    public int PixelBits => Channels * Depth;

    /// <summary>Bytes of a row of pixels in the file, without the filter's.</summary>
    public long RowBytes(int pixels) => (((long)pixels * PixelBits) + 7) / 8;
}
