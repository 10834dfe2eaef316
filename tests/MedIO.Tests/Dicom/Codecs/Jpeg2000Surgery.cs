using System;
using System.Collections.Generic;
using System.Linq;

namespace MedIO.Tests.Dicom.Codecs;

/// <summary>Takes JPEG 2000 code streams apart and puts them together in ways that no encoder at hand does.</summary>
internal static class Jpeg2000Surgery
{
    private const int StartOfTilePart = 0xFF90;
    private const int StartOfPacket = 0xFF91;
    private const int EndOfPacketHeader = 0xFF92;
    private const int StartOfData = 0xFF93;
    private const int EndOfCodeStream = 0xFFD9;

    /// <summary>A number of two bytes.</summary>
    public static int Word(byte[] bytes, int at) => (bytes[at] << 8) | bytes[at + 1];

    /// <summary>Where a marker segment of the main header begins, its marker included.</summary>
    public static int Segment(byte[] stream, int marker)
    {
        // Behind SOC, boxes or not.
        int at = 2;
        while (Word(stream, at - 2) != 0xFF4F)
        {
            at++;
        }

        while (Word(stream, at) != marker)
        {
            at += 2 + Word(stream, at + 2);
        }

        return at;
    }

    /// <summary>The main header without the first tile-part.</summary>
    public static byte[] MainHeader(byte[] stream) => stream.Take(Segment(stream, StartOfTilePart)).ToArray();

    /// <summary>The tile-parts, each from its SOT marker on.</summary>
    public static List<byte[]> TileParts(byte[] stream)
    {
        var parts = new List<byte[]>();
        for (int at = Segment(stream, StartOfTilePart); Word(stream, at) == StartOfTilePart;)
        {
            int length = (Word(stream, at + 6) << 16) | Word(stream, at + 8);
            parts.Add(stream.Skip(at).Take(length).ToArray());
            at += length;
        }

        return parts;
    }

    /// <summary>Puts a code stream together.</summary>
    public static byte[] Join(byte[] header, IEnumerable<byte[]> parts) =>
        header.Concat(parts.SelectMany(part => part)).Concat(new byte[] { EndOfCodeStream >> 8, EndOfCodeStream & 0xFF }).ToArray();

    /// <summary>Changes a byte.</summary>
    public static byte[] With(byte[] stream, int at, int value)
    {
        byte[] copy = (byte[])stream.Clone();
        copy[at] = (byte)value;
        return copy;
    }

    /// <summary>Moves packet headers to PPT segments of each tile-part; the stream has SOP and EPH markers.</summary>
    public static byte[] PackHeadersByTilePart(byte[] stream)
    {
        var parts = new List<byte[]>();
        foreach (byte[] part in TileParts(stream))
        {
            (byte[] header, byte[] packed, byte[] bodies) = Unpack(part);
            int half = packed.Length / 3;
            IEnumerable<byte> segments = PackedSegment(0xFF61, 0, packed.Take(half)).Concat(PackedSegment(0xFF61, 1, packed.Skip(half)));
            parts.Add(TilePart(header.Concat(segments).ToArray(), bodies));
        }

        return Join(MainHeader(stream), parts);
    }

    /// <summary>Moves packet headers to PPM segments of the main header, which end anywhere; the stream has SOP and EPH markers.</summary>
    public static byte[] PackHeadersInMain(byte[] stream)
    {
        var parts = new List<byte[]>();
        var all = new List<byte>();
        foreach (byte[] part in TileParts(stream))
        {
            (byte[] header, byte[] packed, byte[] bodies) = Unpack(part);
            all.AddRange(new byte[] { 0, 0, (byte)(packed.Length >> 8), (byte)packed.Length });
            all.AddRange(packed);
            parts.Add(TilePart(header, bodies));
        }

        const int Length = 37;
        var main = new List<byte>(MainHeader(stream));
        for (int i = 0; i * Length < all.Count; i++)
        {
            main.AddRange(PackedSegment(0xFF60, i, all.Skip(i * Length).Take(Length)));
        }

        return Join(main.ToArray(), parts);
    }

    /// <summary>Puts the boxes of a JP2 file around a code stream.</summary>
    /// <param name="stream">The code stream.</param>
    /// <param name="lengthKind">0 where the last box has no length, 1 where it has one of 8 bytes, 4 where of 4.</param>
    public static byte[] Boxes(byte[] stream, int lengthKind)
    {
        var file = new List<byte> { 0, 0, 0, 12, 0x6A, 0x50, 0x20, 0x20, 0x0D, 0x0A, 0x87, 0x0A, 0, 0, 0, 14, 0x66, 0x74, 0x79, 0x70, 0x6A, 0x70, 0x32, 0x20, 0, 0 };
        int length = stream.Length + (lengthKind == 1 ? 16 : 8);
        byte[] number = { (byte)(length >> 24), (byte)(length >> 16), (byte)(length >> 8), (byte)length };
        file.AddRange(lengthKind == 4 ? number : new byte[] { 0, 0, 0, (byte)lengthKind });
        file.AddRange(new byte[] { 0x6A, 0x70, 0x32, 0x63 });
        if (lengthKind == 1)
        {
            file.AddRange(new byte[4]);
            file.AddRange(number);
        }

        file.AddRange(stream);
        return file.ToArray();
    }

    private static IEnumerable<byte> PackedSegment(int marker, int number, IEnumerable<byte> bytes)
    {
        byte[] content = bytes.ToArray();
        int length = content.Length + 3;
        return new byte[] { (byte)(marker >> 8), (byte)marker, (byte)(length >> 8), (byte)length, (byte)number }.Concat(content);
    }

    // Within packets no byte above 0x8F follows 0xFF, so that markers are what they look like.
    private static (byte[] Header, byte[] Packed, byte[] Bodies) Unpack(byte[] part)
    {
        int at = 12;
        while (Word(part, at) != StartOfData)
        {
            at += 2 + Word(part, at + 2);
        }

        byte[] header = part.Take(at).ToArray();
        var packed = new List<byte>();
        var bodies = new List<byte>();
        at += 2;
        while (at < part.Length)
        {
            at += 6;
            int begin = at;
            while (Word(part, at) != EndOfPacketHeader)
            {
                at++;
            }

            at += 2;
            packed.AddRange(part.Skip(begin).Take(at - begin));
            begin = at;
            while (at < part.Length && (at + 1 == part.Length || Word(part, at) != StartOfPacket))
            {
                at++;
            }

            bodies.AddRange(part.Skip(begin).Take(at - begin));
        }

        return (header, packed.ToArray(), bodies.ToArray());
    }

    private static byte[] TilePart(byte[] header, byte[] bodies)
    {
        byte[] part = header.Concat(new byte[] { StartOfData >> 8, StartOfData & 0xFF }).Concat(bodies).ToArray();
        part[6] = (byte)(part.Length >> 24);
        part[7] = (byte)(part.Length >> 16);
        part[8] = (byte)(part.Length >> 8);
        part[9] = (byte)part.Length;
        return part;
    }
}
