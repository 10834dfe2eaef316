using System;
using System.Collections.Generic;
using System.IO;

namespace MedIO.Dicom.Codecs.Jpeg2000.Headers;

/// <summary>The packet headers of PPM or PPT segments, joined in the order of their numbers (ISO/IEC 15444-1 sections A.7.4 and A.7.5).</summary>
internal sealed class PackedHeaders
{
    private readonly List<(int Number, int Offset, int Length)> _segments = new();
    private byte[]? _joined;

    public bool IsEmpty => _segments.Count == 0;

    public byte[] Joined => _joined ?? Array.Empty<byte>();

    /// <summary>Notes a segment.</summary>
    /// <param name="segment">What is in it.</param>
    /// <param name="end">Where it ends in the code stream.</param>
    public void Add(HeaderBytes segment, int end)
    {
        int number = segment.Byte();
        _segments.Add((number, end - segment.Left, segment.Left));
    }

    public void Join(ReadOnlySpan<byte> stream)
    {
        // Those that wrongly have one number stay in their order.
        _segments.Sort((a, b) => a.Number != b.Number ? a.Number.CompareTo(b.Number) : a.Offset.CompareTo(b.Offset));
        int length = 0;
        foreach ((int Number, int Offset, int Length) segment in _segments)
        {
            length += segment.Length;
        }

        _joined = new byte[length];
        int at = 0;
        foreach ((int Number, int Offset, int Length) segment in _segments)
        {
            stream.Slice(segment.Offset, segment.Length).CopyTo(_joined.AsSpan(at));
            at += segment.Length;
        }
    }

    /// <summary>Says which bytes of joined PPM segments are the headers of each tile-part.</summary>
    public void Distribute(Growing<TilePart> parts)
    {
        var bytes = new HeaderBytes(Joined);
        for (int i = 0; i < parts.Count; i++)
        {
            // The stream may have been cut: then there are more headers than parts.
            if (bytes.Left < 4)
            {
                throw new EndOfStreamException("The packed packet headers of a JPEG 2000 code stream end too early.");
            }

            long length = bytes.Long();
            parts[i].PackedBegin = bytes.Position;
            bytes.Take((int)Math.Min(length, bytes.Left));
            parts[i].PackedEnd = bytes.Position;
        }
    }
}
