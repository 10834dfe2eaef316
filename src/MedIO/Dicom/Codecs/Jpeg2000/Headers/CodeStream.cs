using System;
using System.Buffers.Binary;
using System.IO;

namespace MedIO.Dicom.Codecs.Jpeg2000.Headers;

/// <summary>
/// A code stream's main header, and where its tile-parts are (ISO/IEC 15444-1 annex A). Tiles are decoded one after another
/// then, whatever the order of their parts.
/// </summary>
internal sealed class CodeStream
{
    private const int PartHeaderLength = 12;

    private readonly int[] _lastPart;

    private CodeStream(ImageSize size)
    {
        Size = size;
        Parameters = new CodingParameters(size.Components.Length);
        FirstPart = new int[size.TilesWide * size.TilesHigh];
        _lastPart = new int[FirstPart.Length];
        FirstPart.AsSpan().Fill(-1);
    }

    public ImageSize Size { get; }

    public CodingParameters Parameters { get; }

    /// <summary>The first part of each tile; -1 where a tile has none.</summary>
    public int[] FirstPart { get; }

    public Growing<TilePart> Parts { get; } = new();

    /// <summary>The packet headers of all tile-parts, if they are in the main header.</summary>
    public PackedHeaders Packed { get; } = new();

    /// <summary>Whether the stream says where it ends, and all of its tile-parts are as long as they say.</summary>
    public bool IsWhole { get; private set; }

    /// <summary>What is wrong with the tile-parts; those found before can be decoded.</summary>
    public string? Damage { get; private set; }

    /// <summary>Reads the main header and looks up the tile-parts.</summary>
    public static CodeStream Read(ReadOnlySpan<byte> bytes, FrameDescription frame)
    {
        var header = new HeaderBytes(bytes);
        if (bytes.Length < 4 || header.Word() != (int)Marker.StartOfCodeStream || header.Word() != (int)Marker.ImageSize)
        {
            throw new InvalidDataException("A frame is no JPEG 2000 code stream.");
        }

        var stream = new CodeStream(ImageSize.Read(header.Segment(), frame));
        while (true)
        {
            var marker = (Marker)header.Word();
            if (marker == Marker.StartOfTilePart)
            {
                break;
            }

            if (marker is >= Marker.FirstWithoutLength and <= Marker.LastWithoutLength)
            {
                continue;
            }

            if (marker is Marker.EndOfCodeStream or Marker.StartOfData || (int)marker < 0xFF00)
            {
                throw new InvalidDataException("The main header of a JPEG 2000 code stream is broken.");
            }

            HeaderBytes segment = header.Segment();
            if (marker == Marker.PackedHeadersMain)
            {
                stream.Packed.Add(segment, header.Position);
            }
            else
            {
                stream.Parameters.Read(marker, segment);
            }
        }

        stream.FindParts(bytes, header.Position - 2);
        if (!stream.Packed.IsEmpty)
        {
            stream.Packed.Join(bytes);
            stream.Packed.Distribute(stream.Parts);
        }

        return stream;
    }

    private void FindParts(ReadOnlySpan<byte> bytes, int at)
    {
        while (bytes.Length - at >= 2)
        {
            int marker = BinaryPrimitives.ReadUInt16BigEndian(bytes.Slice(at));
            if (marker == (int)Marker.EndOfCodeStream)
            {
                IsWhole = true;
                return;
            }

            if (marker != (int)Marker.StartOfTilePart)
            {
                Damage = "Something else is in a JPEG 2000 code stream where a tile-part should begin.";
                return;
            }

            if (bytes.Length - at < PartHeaderLength)
            {
                return;
            }

            int tile = BinaryPrimitives.ReadUInt16BigEndian(bytes.Slice(at + 4));
            long length = BinaryPrimitives.ReadUInt32BigEndian(bytes.Slice(at + 6));
            if (tile >= FirstPart.Length || length is > 0 and < PartHeaderLength + 2)
            {
                Damage = tile >= FirstPart.Length
                    ? FormattableString.Invariant($"A JPEG 2000 code stream has a part of tile {tile}, but {FirstPart.Length} tiles.")
                    : "A tile-part of a JPEG 2000 code stream has an impossible length.";
                return;
            }

            // 0 is the last part, as long as there are bytes.
            int end = length == 0 ? EndOfLast(bytes, at + PartHeaderLength) : (int)Math.Min(at + length, bytes.Length);
            AddPart(tile, at + PartHeaderLength, end);
            if (at + length > bytes.Length)
            {
                return;
            }

            at = end;
        }
    }

    // The end marker may have a padding byte behind it.
    private static int EndOfLast(ReadOnlySpan<byte> bytes, int from)
    {
        for (int at = bytes.Length - 2; at >= Math.Max(from, bytes.Length - 4); at--)
        {
            if (BinaryPrimitives.ReadUInt16BigEndian(bytes.Slice(at)) == (int)Marker.EndOfCodeStream)
            {
                return at;
            }
        }

        return bytes.Length;
    }

    private void AddPart(int tile, int header, int end)
    {
        int part = Parts.Count;
        Parts.Add(new TilePart { Header = header, End = end, Next = -1 });
        if (FirstPart[tile] < 0)
        {
            FirstPart[tile] = part;
        }
        else
        {
            Parts[_lastPart[tile]].Next = part;
        }

        _lastPart[tile] = part;
    }
}
