using System;
using System.IO;

namespace MedIO.Dicom.Codecs.Jpeg2000.Packets;

/// <content>
/// Lengths of high-throughput code-blocks (ISO/IEC 15444-15 annex B). Every third pass is a cleanup pass with a segment of its
/// own, the two after it share another. Passes before the first cleanup pass that has bytes are placeholders: each three stand
/// for a bit-plane that is left to it. In mixed code streams the first length that is not 0 tells which kind a code-block is.
/// </content>
internal sealed unsafe partial class PacketReader
{
    private void ReadHighThroughput(ref PacketBits bits, ref TileBlock block, int passes, CodeBlockStyle style)
    {
        if (!HasBytes(block))
        {
            int behind = (Math.Max(block.SegmentPasses, (short)0) + passes - 1) % 3;
            int taken = passes > behind ? passes - behind : passes;
            int lengthBits = block.LengthBits + FloorLog2(taken);
            int length = lengthBits > 31 ? throw Damaged() : bits.Bits(lengthBits);
            bool isMixed = (style & CodeBlockStyle.HighThroughputMixed) != 0;
            bool isCleanup = passes > behind && length > 0
                && (!isMixed || (block.LengthBits > 3 && length > 1 && length >> (lengthBits - 1) == 0));
            if (!isCleanup)
            {
                // As if it were of the other kind: the length's bits go by all passes.
                int more = FloorLog2(passes) - FloorLog2(taken);
                length = lengthBits + more > 31 ? throw Damaged() : (length << more) | bits.Bits(more);
                if (length > 0)
                {
                    MixIn(ref block, isMixed);
                }

                AddPasses(ref block, passes, length);
                return;
            }

            AddPasses(ref block, taken, length);
            passes -= taken;
        }

        while (passes > 0)
        {
            int after = block.SegmentPasses % 3;
            int taken = after == 0 ? 1 : Math.Min(passes, 3 - after);
            int lengthBits = block.LengthBits + taken - 1;
            AddPasses(ref block, taken, lengthBits > 31 ? throw Damaged() : bits.Bits(lengthBits));
            passes -= taken;
        }
    }

    private bool HasBytes(in TileBlock block)
    {
        for (int i = block.First; i >= 0; i = _tile.Contributions[i].Next)
        {
            if (_tile.Contributions[i].Length > 0)
            {
                return true;
            }
        }

        return false;
    }

    // The passes that had no bytes are the first ones of its only segment.
    private void MixIn(ref TileBlock block, bool isMixed)
    {
        if (!isMixed)
        {
            throw new InvalidDataException("A code-block of a high-throughput JPEG 2000 code stream has bytes before its cleanup pass.");
        }

        block.IsMixedIn = true;
        for (int i = block.First; i >= 0; i = _tile.Contributions[i].Next)
        {
            _tile.Contributions[i].Segment = 0;
        }
    }

    private void AddPasses(ref TileBlock block, int passes, int length)
    {
        int last = Math.Max(block.SegmentPasses, (short)0) + passes - 1;
        if (last >= MostPasses)
        {
            throw Damaged();
        }

        block.Segment = (short)(block.IsMixedIn ? 0 : (2 * (last / 3)) + Math.Min(1, last % 3));
        AddContribution(ref block, passes, length);
    }
}
