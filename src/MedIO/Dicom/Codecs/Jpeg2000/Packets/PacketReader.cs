using System;
using System.IO;
using MedIO.Dicom.Codecs.Jpeg2000.Headers;

namespace MedIO.Dicom.Codecs.Jpeg2000.Packets;

/// <summary>
/// Reads the packets of a tile (ISO/IEC 15444-1 sections B.9 and B.10; ISO/IEC 15444-15 annex B): notes where the bytes of
/// code-blocks are, and copies none.
/// </summary>
internal sealed unsafe partial class PacketReader
{
    /// <summary>More zero bit-planes than coefficients can have, and more passes than those planes need.</summary>
    private const int MostPlanes = 74;

    private const int MostPasses = 3 * MostPlanes;

    /// <summary>
    /// How often packet headers may go through a tile's code-blocks for each one that there is and each byte that is read. A header of
    /// one byte may say of any number of them that they are not in its packet, in each of 65535 layers.
    /// </summary>
    private const int MostVisits = 64;

    private readonly TileStructure _tile;
    private long _visits;
    private long _bytes;

    public PacketReader(TileStructure tile) => _tile = tile;

    /// <summary>The bodies of packets, and their headers where those are not packed elsewhere.</summary>
    public PacketCursor Bodies { get; } = new();

    /// <summary>Packed packet headers.</summary>
    public PacketCursor Headers { get; } = new();

    public bool HasPackedHeaders { get; set; }

    public bool HasStartMarkers { get; set; }

    public bool HasEndMarkers { get; set; }

    /// <summary>Begins another tile.</summary>
    public void Begin()
    {
        Bodies.Clear();
        Headers.Clear();
        _visits = 0;
        _bytes = 0;
    }

    /// <summary>Reads the next packet, which is of a precinct.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Read(int index, int layer)
    {
        PacketCursor headers = HasPackedHeaders ? Headers : Bodies;
        bool hasBytes = Bodies.Prepare();
        if (HasStartMarkers)
        {
            Bodies.Skip(Marker.StartOfPacket, 6);
        }

        if (HasPackedHeaders ? !Headers.Prepare() : !hasBytes || !headers.Prepare())
        {
            return false;
        }

        int first = _tile.Contributions.Count;
        try
        {
            ReadHeader(headers, index, layer);
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            Drop(first);
            throw;
        }

        if (HasEndMarkers)
        {
            headers.Skip(Marker.EndOfPacketHeader, 2);
        }

        TakeBodies(first);
        return true;
    }

    private void ReadHeader(PacketCursor headers, int index, int layer)
    {
        var bits = new PacketBits(headers.Data, headers.Position, headers.End);
        if (bits.Bit() != 0)
        {
            ref Precinct precinct = ref _tile.Precincts[index];
            ref Resolution resolution = ref _tile.Resolutions[precinct.Resolution];
            if (precinct.FirstPart < 0)
            {
                _tile.Open(ref precinct, index);
            }

            ref TileComponent component = ref _tile.Components[resolution.Component];
            for (int i = 0; i < resolution.Bands; i++)
            {
                ref PrecinctBand part = ref _tile.Parts[precinct.FirstPart + i];
                Visit(part.Blocks);
                for (int block = 0; block < part.Blocks; block++)
                {
                    component.IsCoded |= ReadBlock(ref bits, ref part, block, layer, component.Style.BlockStyle);
                }
            }
        }

        bits.End();
        _bytes += bits.Position - headers.Position;
        headers.Position = bits.Position;
    }

    private void Visit(int blocks)
    {
        _visits += blocks;
        if (_visits > MostVisits * (_tile.Blocks.Count + _bytes))
        {
            throw new InvalidDataException("A JPEG 2000 code stream has more packets without content than it could need.");
        }
    }

    private bool ReadBlock(ref PacketBits bits, ref PrecinctBand part, int index, int layer, CodeBlockStyle style)
    {
        ref TileBlock block = ref _tile.Blocks[part.FirstBlock + index];
        bool isNew = block.Segment < 0;
        bool isIncluded = isNew ? _tile.Trees.IsBelow(ref bits, part.InclusionTree + index, layer + 1) : bits.Bit() != 0;
        if (!isIncluded)
        {
            return false;
        }

        if (isNew)
        {
            int planes = 0;
            while (!_tile.Trees.IsBelow(ref bits, part.PlanesTree + index, planes + 1))
            {
                if (++planes > MostPlanes)
                {
                    throw new InvalidDataException("A packet header of a JPEG 2000 code stream is damaged: too many bit-planes are zero.");
                }
            }

            block.ZeroPlanes = (byte)planes;
            block.LengthBits = 3;
        }

        int passes = ReadPasses(ref bits);
        while (bits.Bit() != 0)
        {
            if (++block.LengthBits > 31)
            {
                throw Damaged();
            }
        }

        if ((style & CodeBlockStyle.HighThroughput) != 0 && !block.IsMixedIn)
        {
            ReadHighThroughput(ref bits, ref block, passes, style);
        }
        else
        {
            ReadSegments(ref bits, ref block, passes, style);
        }

        return true;
    }

    // Table B.4.
    private static int ReadPasses(ref PacketBits bits)
    {
        if (bits.Bit() == 0)
        {
            return 1;
        }

        if (bits.Bit() == 0)
        {
            return 2;
        }

        int n = bits.Bits(2);
        if (n < 3)
        {
            return 3 + n;
        }

        n = bits.Bits(5);
        return n < 31 ? 6 + n : 37 + bits.Bits(7);
    }

    private static int FloorLog2(int value)
    {
        int log = 0;
        while (value > 1)
        {
            value >>= 1;
            log++;
        }

        return log;
    }

    private static InvalidDataException Damaged() => new("A packet header of a JPEG 2000 code stream is damaged.");

    // Table D.9: with bypass, segments end where coding changes between arithmetic and raw.
    private static int MostPassesOf(int segment, CodeBlockStyle style) =>
        (style & CodeBlockStyle.TerminateEachPass) != 0 ? 1
        : (style & CodeBlockStyle.Bypass) == 0 ? MostPasses
        : segment == 0 ? 10
        : (segment & 1) != 0 ? 2 : 1;

    private void ReadSegments(ref PacketBits bits, ref TileBlock block, int passes, CodeBlockStyle style)
    {
        while (passes > 0)
        {
            if (block.Segment < 0 || block.SegmentPasses >= MostPassesOf(block.Segment, style))
            {
                if (block.Segment >= MostPasses)
                {
                    throw Damaged();
                }

                block.Segment++;
                block.SegmentPasses = 0;
            }

            int taken = Math.Min(passes, MostPassesOf(block.Segment, style) - block.SegmentPasses);
            AddContribution(ref bits, ref block, taken, block.LengthBits + FloorLog2(taken));
            passes -= taken;
        }
    }

    private void AddContribution(ref PacketBits bits, ref TileBlock block, int passes, int lengthBits)
    {
        if (lengthBits > 31)
        {
            throw Damaged();
        }

        AddContribution(ref block, passes, bits.Bits(lengthBits));
    }

    private void AddContribution(ref TileBlock block, int passes, int length)
    {
        int index = _tile.Contributions.Count;
        block.SegmentPasses += (short)passes;
        _tile.Contributions.Add(new Contribution { Length = length, Segment = block.Segment, Passes = passes, Next = -1 });
        if (block.First < 0)
        {
            block.First = index;
        }
        else
        {
            _tile.Contributions[block.Last].Next = index;
        }

        block.Last = index;
    }

    // They follow the header in the order in which it names them.
    private void TakeBodies(int first)
    {
        for (int i = first; i < _tile.Contributions.Count; i++)
        {
            ref Contribution contribution = ref _tile.Contributions[i];
            if (contribution.Length == 0)
            {
                continue;
            }

            Bodies.Prepare();
            contribution.Offset = Bodies.Position;
            if (contribution.Length > Bodies.Left)
            {
                // Later passes need more bytes than earlier ones, so that those of as large a part as there is of the bytes are whole.
                contribution.Passes = (int)((long)contribution.Passes * Bodies.Left / contribution.Length);
                contribution.Length = Bodies.Left;
                Bodies.Position = Bodies.End;
                Drop(i + 1);
                throw new EndOfStreamException("A packet of a JPEG 2000 code stream ends too early.");
            }

            Bodies.Position += contribution.Length;
            _bytes += contribution.Length;
        }
    }

    private void Drop(int from)
    {
        for (int i = from; i < _tile.Contributions.Count; i++)
        {
            _tile.Contributions[i].Passes = 0;
            _tile.Contributions[i].Length = 0;
        }
    }
}
