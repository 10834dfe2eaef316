namespace MedIO.Formats.Pictures.Bmp;

/// <summary>How a bitmap's pixels are coded, by the numbers in its header (biCompression).</summary>
internal enum BmpCoding
{
    Rgb = 0,
    Rle8 = 1,
    Rle4 = 2,
    BitFields = 3,
    AlphaBitFields = 6,
}
