using System;
using System.Buffers.Binary;
using System.IO;

namespace MedIO.Dicom.Codecs.Jpeg2000.Headers;

/// <summary>
/// The boxes of a JP2 file (ISO/IEC 15444-1 annex I). A DICOM frame is a bare code stream, but some programs leave the file
/// around it.
/// </summary>
internal static class Jp2Boxes
{
    private const uint Signature = 0x6A502020;
    private const uint CodeStreamBox = 0x6A703263;

    /// <summary>Finds the code stream.</summary>
    public static ReadOnlySpan<byte> CodeStream(ReadOnlySpan<byte> encoded)
    {
        if (encoded.Length < 12 || BinaryPrimitives.ReadUInt32BigEndian(encoded.Slice(4)) != Signature)
        {
            return encoded;
        }

        long at = 0;
        while (at + 8 <= encoded.Length)
        {
            ReadOnlySpan<byte> box = encoded.Slice((int)at);
            ulong length = BinaryPrimitives.ReadUInt32BigEndian(box);
            int header = 8;
            if (length == 1 && box.Length >= 16)
            {
                length = BinaryPrimitives.ReadUInt64BigEndian(box.Slice(8));
                header = 16;
            }

            // 0 is the last box, as long as there are bytes.
            length = length == 0 ? (ulong)box.Length : Math.Min(length, (ulong)box.Length);
            if (length < (ulong)header)
            {
                break;
            }

            if (BinaryPrimitives.ReadUInt32BigEndian(box.Slice(4)) == CodeStreamBox)
            {
                return box.Slice(header, (int)length - header);
            }

            at += (long)length;
        }

        throw new InvalidDataException("A JP2 file has no JPEG 2000 code stream in it.");
    }
}
