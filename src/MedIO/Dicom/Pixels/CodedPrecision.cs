using System;
using System.Buffers.Binary;

namespace MedIO.Dicom.Pixels;

/// <summary>What a code stream says of its samples, which need not be what the data set says.</summary>
/// <param name="Bits">Bits of a sample.</param>
/// <param name="IsSigned">Whether samples are signed, as JPEG 2000 alone can have them.</param>
/// <param name="IsRefined">Whether the stream goes from coarse to fine, as JPEG 2000 and progressive JPEG do.</param>
internal readonly record struct CodedPrecision(int Bits, bool IsSigned, bool IsRefined)
{
    private const int SocAndSiz = unchecked((int)0xff4fff51);

    /// <summary>The second byte of SOF2: Huffman-coded progressive DCT (ISO/IEC 10918-1 table B.1).</summary>
    private const byte Progressive = 0xc2;

    /// <summary>From the marker SOC to the first component's Ssiz (ISO/IEC 15444-1 section A.5.1).</summary>
    private const int ToPrecision = 42;

    /// <summary>From the marker SOC to the image's size: its far corner, then its near one (ISO/IEC 15444-1 section A.5.1).</summary>
    private const int ToSize = 8;

    /// <summary>Where in the bytes the code stream begins.</summary>
    public int Start { get; init; }

    /// <summary>Samples along a row; 0 where the header is cut off.</summary>
    public long Columns { get; init; }

    /// <summary>Samples along a column; 0 where the header is cut off or does not say.</summary>
    public long Rows { get; init; }

    /// <summary>Samples of a pixel.</summary>
    public int Components { get; init; }

    /// <summary>Reads the frame header (ISO/IEC 10918-1 section B.2.2, 14495-1 section C.2.2) or the SIZ marker segment; null where there is none.</summary>
    public static CodedPrecision? Read(ReadOnlySpan<byte> encoded)
    {
        if (encoded.Length < 4 || encoded[0] != 0xff || encoded[1] != 0xd8)
        {
            // Boxes of JP2 may lie around the code stream.
            Span<byte> begin = stackalloc byte[4];
            BinaryPrimitives.WriteInt32BigEndian(begin, SocAndSiz);
            int at = encoded.IndexOf(begin);
            return at >= 0 && at + ToPrecision < encoded.Length
                ? new CodedPrecision((encoded[at + ToPrecision] & 0x7f) + 1, (encoded[at + ToPrecision] & 0x80) != 0, true)
                {
                    Start = at,
                    Columns = (long)UInt32(encoded, at + ToSize) - UInt32(encoded, at + ToSize + 8),
                    Rows = (long)UInt32(encoded, at + ToSize + 4) - UInt32(encoded, at + ToSize + 12),
                    Components = BinaryPrimitives.ReadUInt16BigEndian(encoded.Slice(at + ToPrecision - 2)),
                }
                : null;
        }

        for (int at = 2; at + 4 < encoded.Length;)
        {
            if (encoded[at] != 0xff || encoded[at + 1] is 0xff)
            {
                at++;
                continue;
            }

            byte marker = encoded[at + 1];
            if (marker is (>= 0xc0 and <= 0xcf and not (0xc4 or 0xc8 or 0xcc)) or 0xf7)
            {
                bool isWhole = at + 9 < encoded.Length;
                return new CodedPrecision(encoded[at + 4], false, marker == Progressive)
                {
                    Rows = isWhole ? BinaryPrimitives.ReadUInt16BigEndian(encoded.Slice(at + 5)) : 0,
                    Columns = isWhole ? BinaryPrimitives.ReadUInt16BigEndian(encoded.Slice(at + 7)) : 0,
                    Components = isWhole ? encoded[at + 9] : 0,
                };
            }

            // Markers without a segment, then all others.
            at += marker is 0 or 1 or (>= 0xd0 and <= 0xd8) ? 2 : 2 + BinaryPrimitives.ReadUInt16BigEndian(encoded.Slice(at + 2));
        }

        return null;
    }

    private static uint UInt32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32BigEndian(bytes.Slice(at));
}
