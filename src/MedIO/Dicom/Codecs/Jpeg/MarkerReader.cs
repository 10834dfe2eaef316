using System;
using System.Buffers.Binary;
using System.IO;

namespace MedIO.Dicom.Codecs.Jpeg;

/// <summary>Goes from marker to marker through a code stream (ITU-T T.81 annex B.1.1).</summary>
internal ref struct MarkerReader
{
    private readonly ReadOnlySpan<byte> _encoded;

    public MarkerReader(ReadOnlySpan<byte> encoded)
    {
        _encoded = encoded;
        Position = 0;
        if (encoded.Length < 2 || encoded[0] != JpegMarker.Prefix || encoded[1] != JpegMarker.StartOfImage)
        {
            throw encoded.Length < 2
                ? new EndOfStreamException("Its JPEG code stream ends before it begins.")
                : new InvalidDataException("It is no JPEG code stream: it does not begin with the marker of one.");
        }

        Position = 2;
    }

    /// <summary>Where the next marker is looked for.</summary>
    public int Position { get; set; }

    /// <summary>The next marker, what is none before it left out; <see cref="JpegMarker.None"/> at the end of the data.</summary>
    public byte Next()
    {
        while (Position < _encoded.Length)
        {
            int prefix = _encoded.Slice(Position).IndexOf(JpegMarker.Prefix);
            if (prefix < 0)
            {
                break;
            }

            Position += prefix + 1;

            // Any number of fill bytes may precede a marker (section B.1.1.2).
            while (Position < _encoded.Length && _encoded[Position] == JpegMarker.Prefix)
            {
                Position++;
            }

            if (Position < _encoded.Length && _encoded[Position++] is not 0 and var marker)
            {
                return marker;
            }
        }

        Position = _encoded.Length;
        return JpegMarker.None;
    }

    /// <summary>The parameters of the marker just read, without their length.</summary>
    public ReadOnlySpan<byte> Segment()
    {
        if (_encoded.Length - Position < 2)
        {
            throw new EndOfStreamException("Its JPEG code stream ends within a header.");
        }

        int length = BinaryPrimitives.ReadUInt16BigEndian(_encoded.Slice(Position));
        if (length < 2)
        {
            throw new InvalidDataException("A header of its JPEG code stream is shorter than its own length.");
        }

        if (length > _encoded.Length - Position)
        {
            throw new EndOfStreamException("Its JPEG code stream ends within a header.");
        }

        ReadOnlySpan<byte> segment = _encoded.Slice(Position + 2, length - 2);
        Position += length;
        return segment;
    }
}
