using System;
using System.Buffers.Binary;
using System.IO;

namespace MedIO.Dicom.Codecs.Jpeg2000.Headers;

/// <summary>Reads the numbers of a header, the high byte first.</summary>
internal ref struct HeaderBytes
{
    private readonly ReadOnlySpan<byte> _bytes;

    public HeaderBytes(ReadOnlySpan<byte> bytes)
    {
        _bytes = bytes;
        Position = 0;
    }

    public int Position { get; private set; }

    public readonly int Left => _bytes.Length - Position;

    public int Byte() => Take(1)[0];

    public int Word() => BinaryPrimitives.ReadUInt16BigEndian(Take(2));

    public uint Long() => BinaryPrimitives.ReadUInt32BigEndian(Take(4));

    public ReadOnlySpan<byte> Take(int count)
    {
        if (count > Left)
        {
            throw new EndOfStreamException("A header of a JPEG 2000 code stream ends too early.");
        }

        ReadOnlySpan<byte> taken = _bytes.Slice(Position, count);
        Position += count;
        return taken;
    }

    /// <summary>Takes the segment behind a marker, without its length.</summary>
    public HeaderBytes Segment()
    {
        int length = Word();
        if (length < 2)
        {
            throw new InvalidDataException("A marker segment of a JPEG 2000 code stream has an impossible length.");
        }

        return new HeaderBytes(Take(length - 2));
    }
}
