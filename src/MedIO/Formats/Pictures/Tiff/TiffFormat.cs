using System;
using MedIO.Formats.Libraries;

namespace MedIO.Formats.Pictures.Tiff;

/// <summary>TIFF 6.0 and BigTIFF: pictures, and stacks of pages as volumes. Read and written by means of a library.</summary>
internal sealed class TiffFormat : LibraryFormat
{
    private const int Classic = 42;
    private const int Big = 43;

    private static readonly string[] Suffixes = { ".tif", ".tiff" };

    public TiffFormat()
        : base("MedIO.Raster", "MedIO.Raster.TiffCodec")
    {
    }

    public override MedFormat Info { get; } = new(
        "TIFF",
        Suffixes,
        "BigTIFF too; 1 to 64 bits, floats, gray, RGB, palette; strips, tiles, planar; Deflate, LZW, PackBits, JPEG, CCITT; pages as slices, ImageJ's hyperstacks",
        Suffixes,
        "integers, Float32, Float64, gray, RGB, alpha; volumes; raw, Deflate with -CompressionLevel");

    public override FormatMatch Match(ImageSource source)
    {
        ReadOnlySpan<byte> c = source.Content;
        bool isOne = !source.IsGzip && c.Length >= 8
            && ((c[0] == 'I' && c[1] == 'I' && c[2] is Classic or Big && c[3] == 0) || (c[0] == 'M' && c[1] == 'M' && c[2] == 0 && c[3] is Classic or Big));
        return isOne ? FormatMatch.Content : Array.Exists(Suffixes, source.HasSuffix) ? FormatMatch.Suffix : FormatMatch.None;
    }
}
