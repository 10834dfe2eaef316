using System.Runtime.CompilerServices;
using MedIO.IO;

namespace MedIO.Dicom.Codecs.Jpeg2000.Blocks;

/// <summary>The magnitude refinement pass (ISO/IEC 15444-1 annex D.3.3): what was significant before this bit-plane.</summary>
internal static unsafe class RefinementPass
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
        MqState* contexts = block->Contexts + Contexts.FirstRefinement;
        int stride = block->FlagStride;
        int width = block->Width;
        uint half = 1u << plane >> 1;
        ulong* row = block->Flags;
        uint* coefficients = block->Coefficients;
        for (int y = 0; y < block->Height; y += 4, row += stride)
        {
            ulong* end = row + width;
            for (ulong* at = row; at < end; at++, coefficients += 4)
            {
                uint flags = (uint)*at;
                uint todo = (flags >> ColumnFlags.OwnBit) & ~(flags >> ColumnFlags.VisitedBit) & ColumnFlags.AllRows;
                if (todo == 0)
                {
                    continue;
                }

                *at |= (ulong)todo << ColumnFlags.RefinedBit;
                uint refined = flags >> ColumnFlags.RefinedBit;
                uint near = ColumnFlags.RowsWithNeighbours(flags);
                do
                {
                    int shift = Bits.Lowest(todo);
                    todo &= todo - 1;
                    uint again = (refined >> shift) & 1;
                    uint context = (again << 1) + ((near >> shift) & (again ^ 1));
                    uint bit = (uint)mq.Decode(contexts + context, states, bytes);

                    // The middle of the interval was the lower bound of its upper half.
                    coefficients[ColumnFlags.Row(shift)] += (bit << plane) - half;
                }
                while (todo != 0);
            }
        }

        block->Mq = mq;
    }

    /// <summary>Decodes the pass where it bypasses the MQ coder.</summary>
    /// <param name="block">The code-block.</param>
    /// <param name="plane">The bit that the pass decodes, with the fraction.</param>
    [MethodImpl(Jit.Optimize)]
    public static void DecodeRaw(BlockState* block, int plane)
    {
        RawDecoder raw = block->Raw;
        uint half = 1u << plane >> 1;
        ulong* row = block->Flags;
        uint* coefficients = block->Coefficients;
        for (int y = 0; y < block->Height; y += 4, row += block->FlagStride)
        {
            ulong* end = row + block->Width;
            for (ulong* at = row; at < end; at++, coefficients += 4)
            {
                uint flags = (uint)*at;
                uint todo = (flags >> ColumnFlags.OwnBit) & ~(flags >> ColumnFlags.VisitedBit) & ColumnFlags.AllRows;
                *at |= (ulong)todo << ColumnFlags.RefinedBit;
                for (; todo != 0; todo &= todo - 1)
                {
                    int shift = Bits.Lowest(todo);
                    coefficients[ColumnFlags.Row(shift)] += ((uint)raw.Decode() << plane) - half;
                }
            }
        }

        block->Raw = raw;
    }
}
