using System;
using System.Buffers.Binary;

namespace MedIO.Formats.Pictures.Bmp;

/// <summary>The headers of a bitmap: BITMAPFILEHEADER and BITMAPCOREHEADER, BITMAPINFOHEADER or one of its successors.</summary>
internal sealed class BmpHeader
{
    /// <summary>Bytes before the header that begins with its own length.</summary>
    public const int FileHeaderLength = 14;

    private const int CoreLength = 12;
    private const int InfoLength = 40;
    private const int MostHeader = FileHeaderLength + 124 + 16 + (4 * 256);

    private BmpHeader(PictureHeader picture) => Picture = picture;

    /// <summary>What becomes of it.</summary>
    public PictureHeader Picture { get; }

    /// <summary>Bits of a pixel in the file.</summary>
    public int Bits { get; private set; }

    /// <summary>How its pixels are coded.</summary>
    public BmpCoding Coding { get; private set; }

    /// <summary>Whether the first row in the file is the one above; mostly it is the one below.</summary>
    public bool IsTopDown { get; private set; }

    /// <summary>Where the pixels begin in the file.</summary>
    public int PixelOffset { get; private set; }

    /// <summary>Which bits of a pixel are red, green, blue and alpha; 0 for none.</summary>
    public uint[] Masks { get; private set; } = Array.Empty<uint>();

    /// <summary>Red, green, blue of each index; empty where pixels are colours.</summary>
    public byte[] Palette { get; private set; } = Array.Empty<byte>();

    /// <summary>Bytes of a row in the file where it is not run-length coded.</summary>
    public long RowBytes => (((long)Picture.Columns * Bits) + 31) / 32 * 4;

    /// <summary>Whether a header can have so many bytes.</summary>
    public static bool IsLength(int length) => length is CoreLength or 16 or InfoLength or 52 or 56 or 64 or 108 or 124;

    /// <summary>Reads a header.</summary>
    /// <exception cref="MedIOException">It is damaged, or of a kind that is not supported.</exception>
    public static BmpHeader Read(ImageSource source)
    {
        byte[] bytes = source.ReadStart(MostHeader);
        if (bytes.Length < FileHeaderLength + CoreLength)
        {
            throw new MedIOException(MedIOError.TruncatedHeader, $"{source.Path}: the file ends within its header. Copy it again from where it came from.", source.Path);
        }

        int length = Int(bytes, FileHeaderLength);
        if (bytes[0] != 'B' || bytes[1] != 'M' || !IsLength(length))
        {
            throw Invalid(source, "it does not begin as a BMP does");
        }

        if (bytes.Length < FileHeaderLength + length)
        {
            throw new MedIOException(MedIOError.TruncatedHeader, $"{source.Path}: the file ends within its header. Copy it again from where it came from.", source.Path);
        }

        bool isCore = length == CoreLength;
        long columns = isCore ? Short(bytes, 18) : Int(bytes, 18);
        long rows = isCore ? Short(bytes, 20) : Int(bytes, 22);
        int bits = Short(bytes, isCore ? 24 : 28);
        var coding = (BmpCoding)(length >= InfoLength ? Int(bytes, 30) : 0);
        bool isTopDown = rows < 0;
        rows = Math.Abs(rows);
        if (columns is < 1 or > int.MaxValue || rows is < 1 or > int.MaxValue)
        {
            throw new MedIOException(MedIOError.InvalidDimensions, FormattableString.Invariant($"{source.Path}: {columns} x {rows} pixels cannot be. The header is damaged: copy the file again from where it came from."), source.Path);
        }

        bool fits = coding switch
        {
            BmpCoding.Rgb => bits is 1 or 2 or 4 or 8 or 16 or 24 or 32,
            BmpCoding.Rle8 => bits == 8 && !isTopDown,
            BmpCoding.Rle4 => bits == 4 && !isTopDown,
            BmpCoding.BitFields or BmpCoding.AlphaBitFields => bits is 16 or 32 && length != 64,
            _ => false,
        };
        if (!fits)
        {
            throw new MedIOException(MedIOError.UnsupportedFeature, FormattableString.Invariant($"{source.Path}: {bits} bits a pixel with the coding {(int)coding} are not supported. Save it anew as PNG in another program."), source.Path);
        }

        uint[] masks = ReadMasks(bytes, length, bits, coding);
        byte[] palette = bits <= 8 ? ReadPalette(source, bytes, length, bits, coding) : Array.Empty<byte>();
        int components = bits <= 8 ? (IsGray(palette) ? 1 : 3) : masks[3] != 0 ? 4 : 3;
        double[]? spacing = length >= InfoLength && Int(bytes, 38) > 0 && Int(bytes, 42) > 0 ? PictureSpacing.Of(1000.0 / Int(bytes, 38), 1000.0 / Int(bytes, 42)) : null;
        var picture = new PictureHeader((int)columns, (int)rows, VoxelType.UInt8, components) { Spacing = spacing };
        picture.Fields["Size"] = length;
        picture.Fields["Width"] = (int)columns;
        picture.Fields["Height"] = isTopDown ? -(int)rows : (int)rows;
        picture.Fields["BitCount"] = bits;
        picture.Fields["Compression"] = (int)coding;
        if (length >= InfoLength)
        {
            picture.Fields["XPelsPerMeter"] = Int(bytes, 38);
            picture.Fields["YPelsPerMeter"] = Int(bytes, 42);
        }

        int offset = Int(bytes, 10);
        var header = new BmpHeader(picture) { Bits = bits, Coding = coding, IsTopDown = isTopDown, PixelOffset = offset, Masks = masks, Palette = palette };
        return offset >= FileHeaderLength + length && offset < source.File.Length ? header : throw Invalid(source, FormattableString.Invariant($"its pixels would begin at byte {(uint)offset} of {source.File.Length}"));
    }

    // Those of BITMAPINFOHEADER follow it, later headers have them inside, at the same place.
    private static uint[] ReadMasks(byte[] bytes, int length, int bits, BmpCoding coding)
    {
        if (coding is not (BmpCoding.BitFields or BmpCoding.AlphaBitFields))
        {
            // The fourth byte of 32 bits is undefined, unless a later header says that it is alpha.
            uint alpha = bits == 32 && length >= 56 && bytes.Length >= FileHeaderLength + 56 ? (uint)Int(bytes, 66) : 0;
            return bits == 16 ? new uint[] { 0x7c00, 0x3e0, 0x1f, 0 } : new uint[] { 0xff0000, 0xff00, 0xff, alpha };
        }

        var masks = new uint[4];
        bool hasAlpha = length >= 56 || coding == BmpCoding.AlphaBitFields;
        for (int i = 0; i < (hasAlpha ? 4 : 3) && 58 + (4 * i) <= bytes.Length; i++)
        {
            masks[i] = (uint)Int(bytes, 54 + (4 * i));
        }

        return masks;
    }

    private static byte[] ReadPalette(ImageSource source, byte[] bytes, int length, int bits, BmpCoding coding)
    {
        bool isCore = length == CoreLength;
        int entry = isCore ? 3 : 4;
        int at = FileHeaderLength + length + (length == InfoLength ? coding switch { BmpCoding.BitFields => 12, BmpCoding.AlphaBitFields => 16, _ => 0 } : 0);
        int used = length >= InfoLength ? Int(bytes, 46) : 0;
        int offset = Int(bytes, 10);
        int room = Math.Max(0, Math.Min(bytes.Length, offset < 0 ? 0 : offset) - at) / entry;
        int count = Math.Min(used is > 0 and <= 256 ? Math.Min(used, 1 << bits) : 1 << bits, room);
        if (count == 0)
        {
            throw Invalid(source, "it has indices but no palette");
        }

        // Of indices without an entry nothing is known; they are black.
        var palette = new byte[3 << bits];
        for (int i = 0; i < count; i++)
        {
            for (int c = 0; c < 3; c++)
            {
                palette[(3 * i) + c] = bytes[at + (entry * i) + 2 - c];
            }
        }

        return palette;
    }

    private static bool IsGray(byte[] palette)
    {
        for (int i = 0; i < palette.Length; i += 3)
        {
            if (palette[i] != palette[i + 1] || palette[i] != palette[i + 2])
            {
                return false;
            }
        }

        return true;
    }

    private static int Int(byte[] bytes, int at) => BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at));

    private static int Short(byte[] bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(at));

    private static MedIOException Invalid(ImageSource source, string what) =>
        new(MedIOError.InvalidHeader, $"{source.Path}: {what}. The header is damaged: copy the file again from where it came from.", source.Path);
}
