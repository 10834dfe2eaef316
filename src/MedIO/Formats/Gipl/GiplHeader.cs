using System;
using System.Buffers.Binary;
using System.Linq;
using MedIO.Formats.Headers;

namespace MedIO.Formats.Gipl;

/// <summary>The 256 bytes at the beginning of a GIPL file (Guy's Image Processing Lab), big endian as ITK and IRTK write them.</summary>
internal sealed class GiplHeader
{
    public const int Length = 256;

    private const int MagicAt = 252;
    private const uint Magic = 0xefffe9b0;
    private const uint OtherMagic = 0x2ae389b8;
    private const int TextAt = 26;
    private const int TextLength = 80;

    private readonly byte[] _bytes;
    private readonly bool _bigEndian;

    private GiplHeader(byte[] bytes, bool bigEndian)
    {
        _bytes = bytes;
        _bigEndian = bigEndian;
    }

    /// <summary>Whether numbers have their high byte first, as they should; old PC programs turned them all around.</summary>
    public bool BigEndian => _bigEndian;

    /// <summary>Voxels along x, y, z and time.</summary>
    public int[] Dimensions => Enumerable.Range(0, 4).Select(i => (int)UInt16(2 * i)).ToArray();

    /// <summary>The code of the voxels' type.</summary>
    public int ImageType => UInt16(8);

    /// <summary>Distance of voxels along x, y, z and time.</summary>
    public double[] PixelDimensions => Singles(10, 4);

    /// <summary>The patient, or any text.</summary>
    public string Text => HeaderText.Decode(_bytes, TextAt, TextLength).TrimEnd('\0', ' ');

    /// <summary>Place of the first voxel along x, y, z and time.</summary>
    public double[] Origin => Enumerable.Range(0, 4).Select(i => Double(204 + (8 * i))).ToArray();

    /// <summary>What would be added to stored values.</summary>
    public double PixelOffset => Single(236);

    /// <summary>What stored values would be multiplied by.</summary>
    public double PixelCalibration => Single(240);

    /// <summary>Whether a file begins with such a header.</summary>
    public static bool IsAtStartOf(ReadOnlySpan<byte> content) => IsMagic(content, bigEndian: true) || IsMagic(content, bigEndian: false);

    /// <summary>Reads the header.</summary>
    /// <exception cref="MedIOException">There is none.</exception>
    public static GiplHeader Read(ImageSource source)
    {
        byte[] bytes = source.ReadStart(Length);
        if (bytes.Length < Length)
        {
            throw new MedIOException(MedIOError.TruncatedHeader, FormattableString.Invariant($"{source.Path}: has {bytes.Length} bytes, fewer than the {Length} of a GIPL header. Copy it again from where it came from."), source.Path);
        }

        return IsAtStartOf(bytes)
            ? new GiplHeader(bytes, IsMagic(bytes, bigEndian: true))
            : throw new MedIOException(MedIOError.InvalidHeader, $"{source.Path}: is named like a GIPL file, but its header does not end in GIPL's number. Copy it again from where it came from.", source.Path);
    }

    /// <summary>All fields as a dictionary for users, by the names that GIPL's own header files give them.</summary>
    public HeaderFields ToFields() => new()
    {
        ["dim"] = new Vector(Dimensions.Select(n => (double)n).ToArray()),
        ["image_type"] = ImageType,
        ["pixdim"] = new Vector(PixelDimensions),
        ["line1"] = Text,
        ["matrix"] = new Vector(Singles(106, 20)),
        ["flag1"] = (int)_bytes[186],
        ["flag2"] = (int)_bytes[187],
        ["min"] = Double(188),
        ["max"] = Double(196),
        ["origin"] = new Vector(Origin),
        ["pixval_offset"] = PixelOffset,
        ["pixval_cal"] = PixelCalibration,
        ["interslice_gap"] = Single(244),
        ["user_def2"] = Single(248),
    };

    private static bool IsMagic(ReadOnlySpan<byte> content, bool bigEndian)
    {
        if (content.Length < Length)
        {
            return false;
        }

        ReadOnlySpan<byte> at = content.Slice(MagicAt);
        return (bigEndian ? BinaryPrimitives.ReadUInt32BigEndian(at) : BinaryPrimitives.ReadUInt32LittleEndian(at)) is Magic or OtherMagic;
    }

    private ushort UInt16(int at) => _bigEndian ? BinaryPrimitives.ReadUInt16BigEndian(_bytes.AsSpan(at)) : BinaryPrimitives.ReadUInt16LittleEndian(_bytes.AsSpan(at));

    private double[] Singles(int at, int count) => Enumerable.Range(0, count).Select(i => Single(at + (4 * i))).ToArray();

    private unsafe double Single(int at)
    {
        int bits = _bigEndian ? BinaryPrimitives.ReadInt32BigEndian(_bytes.AsSpan(at)) : BinaryPrimitives.ReadInt32LittleEndian(_bytes.AsSpan(at));
        return *(float*)&bits;
    }

    private double Double(int at) => BitConverter.Int64BitsToDouble(
        _bigEndian ? BinaryPrimitives.ReadInt64BigEndian(_bytes.AsSpan(at)) : BinaryPrimitives.ReadInt64LittleEndian(_bytes.AsSpan(at)));
}
