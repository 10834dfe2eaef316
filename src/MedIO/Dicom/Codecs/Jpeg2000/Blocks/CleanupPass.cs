using System.Runtime.CompilerServices;
using MedIO.IO;

namespace MedIO.Dicom.Codecs.Jpeg2000.Blocks;

/// <summary>The cleanup pass (ISO/IEC 15444-1 annex D.3.4): all that the other two passes left, columns without any significance as runs.</summary>
internal static unsafe class CleanupPass
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
                uint todo = ~(uint)((flags >> ColumnFlags.OwnBit) | (flags >> ColumnFlags.VisitedBit)) & rows;
                bool found = false;
                if (flags == 0 && rows == ColumnFlags.AllRows)
                {
                    if (mq.Decode((MqState*)contexts + Contexts.Run, states, bytes) == 0)
                    {
                        continue;
                    }

                    int first = 2 * mq.Decode((MqState*)contexts + Contexts.Uniform, states, bytes);
                    first += mq.Decode((MqState*)contexts + Contexts.Uniform, states, bytes);
                    todo &= ~0u << (3 * first);
                    found = true;
                }

                for (; todo != 0; todo &= todo - 1)
                {
                    int shift = Bits.Lowest(todo);
                    uint neighbours = (uint)(flags >> shift) & ColumnFlags.Neighbours;
                    if (found || mq.Decode((MqState*)(contexts + significance[neighbours]), states, bytes) != 0)
                    {
                        found = false;
                        uint sign = signs[ColumnFlags.SignIndex(flags, shift)];
                        uint negative = (uint)mq.Decode((MqState*)(contexts + (sign & 0xF0)), states, bytes) ^ (sign & 1);
                        coefficients[ColumnFlags.Row(shift)] = middle | (negative << 31);
                        ulong own = (1 | ((ulong)negative << 32)) << (ColumnFlags.OwnBit + shift);
                        flags |= own;
                        ColumnFlags.Spread(at, own, shift, stride, causal);
                    }
                }

                *at = flags & ~ColumnFlags.Visited;
            }
        }

        block->Mq = mq;
    }

    /// <summary>
    /// Decodes the symbol that may end a bit-plane (annex D.5). It decides nothing: where rate control cut a block short it is
    /// wrong, though nothing is damaged.
    /// </summary>
    /// <param name="block">The code-block.</param>
    public static void SkipSymbol(BlockState* block)
    {
        for (int i = 0; i < 4; i++)
        {
            block->Mq.Decode(block->Contexts + Contexts.Uniform, block->States, block->Bytes);
        }
    }
}
