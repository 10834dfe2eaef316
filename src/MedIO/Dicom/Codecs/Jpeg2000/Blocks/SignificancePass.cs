using System.Runtime.CompilerServices;
using MedIO.IO;

namespace MedIO.Dicom.Codecs.Jpeg2000.Blocks;

/// <summary>The significance propagation pass (ISO/IEC 15444-1 annex D.3.1): what is not significant, but has a neighbour that is.</summary>
internal static unsafe class SignificancePass
{
    /// <summary>Decodes the pass.</summary>
    /// <param name="block">The code-block.</param>
    /// <param name="plane">The bit that the pass decodes, with the fraction.</param>
    [MethodImpl(Jit.Optimize)]
    public static void Decode(BlockState* block, int plane)
    {
        MqDecoder mq = block->Mq;
        CodeBytes* bytes = block->Bytes;
        byte* states = block->States;
        byte* contexts = (byte*)block->Contexts;
        byte* significance = block->SignificanceContexts;
        byte* signs = block->SignContexts;
        int stride = block->FlagStride;
        bool causal = block->Causal;
        int width = block->Width;
        uint middle = (1u << plane) | (1u << plane >> 1);
        ulong* row = block->Flags;
        uint* coefficients = block->Coefficients;
        for (int y = 0; y < block->Height; y += 4, row += stride)
        {
            uint rows = block->Rows(y);
            ulong* end = row + width;
            for (ulong* at = row; at < end; at++, coefficients += 4)
            {
                ulong flags = *at;
                uint insignificant = ~((uint)flags >> ColumnFlags.OwnBit) & rows;
                uint todo = ColumnFlags.RowsWithNeighbours((uint)flags) & insignificant;
                if (todo == 0)
                {
                    continue;
                }

                do
                {
                    int shift = Bits.Lowest(todo);
                    todo &= todo - 1;
                    uint neighbours = (uint)(flags >> shift) & ColumnFlags.Neighbours;
                    flags |= 1UL << (ColumnFlags.VisitedBit + shift);
                    if (mq.Decode((MqState*)(contexts + significance[neighbours]), states, bytes) != 0)
                    {
                        uint sign = signs[ColumnFlags.SignIndex(flags, shift)];
                        uint negative = (uint)mq.Decode((MqState*)(contexts + (sign & 0xF0)), states, bytes) ^ (sign & 1);
                        coefficients[ColumnFlags.Row(shift)] = middle | (negative << 31);
                        ulong own = (1 | ((ulong)negative << 32)) << (ColumnFlags.OwnBit + shift);
                        flags |= own;
                        ColumnFlags.Spread(at, own, shift, stride, causal);

                        // The next row has a significant neighbour now.
                        todo |= (8u << shift) & insignificant;
                    }
                }
                while (todo != 0);

                *at = flags;
            }
        }

        block->Mq = mq;
    }

    /// <summary>Decodes the pass where it bypasses the MQ coder: plain bits, signs as well (annex D.6).</summary>
    /// <param name="block">The code-block.</param>
    /// <param name="plane">The bit that the pass decodes, with the fraction.</param>
    [MethodImpl(Jit.Optimize)]
    public static void DecodeRaw(BlockState* block, int plane)
    {
        RawDecoder raw = block->Raw;
        int stride = block->FlagStride;
        bool causal = block->Causal;
        uint middle = (1u << plane) | (1u << plane >> 1);
        ulong* row = block->Flags;
        uint* coefficients = block->Coefficients;
        for (int y = 0; y < block->Height; y += 4, row += stride)
        {
            uint rows = block->Rows(y);
            ulong* end = row + block->Width;
            for (ulong* at = row; at < end; at++, coefficients += 4)
            {
                ulong flags = *at;
                uint insignificant = ~((uint)flags >> ColumnFlags.OwnBit) & rows;
                uint todo = ColumnFlags.RowsWithNeighbours((uint)flags) & insignificant;
                for (; todo != 0; todo &= todo - 1)
                {
                    int shift = Bits.Lowest(todo);
                    flags |= 1UL << (ColumnFlags.VisitedBit + shift);
                    if (raw.Decode() != 0)
                    {
                        uint negative = (uint)raw.Decode();
                        coefficients[ColumnFlags.Row(shift)] = middle | (negative << 31);
                        ulong own = (1 | ((ulong)negative << 32)) << (ColumnFlags.OwnBit + shift);
                        flags |= own;
                        ColumnFlags.Spread(at, own, shift, stride, causal);
                        todo |= (8u << shift) & insignificant;
                    }
                }

                *at = flags;
            }
        }

        block->Raw = raw;
    }
}
