using System.Runtime.CompilerServices;
using MedIO.Dicom.Codecs.Jpeg2000.Blocks;
using MedIO.IO;

namespace MedIO.Dicom.Codecs.Jpeg2000.HighThroughput;

/// <summary>
/// The two passes that may follow the cleanup pass and decode one bit-plane more (ISO/IEC 15444-15 clauses 7.4 and 7.5).
/// Significance is kept in groups of four columns of a stripe, 16 bits: bit 4 column + row.
/// </summary>
internal static unsafe class RefinementPasses
{
    // What a sample makes a candidate when it becomes significant: the neighbours that come after it in the group.
    private static System.ReadOnlySpan<ushort> Later =>
    [
        0x0032, 0x0074, 0x00E8, 0x00C0, 0x0320, 0x0740, 0x0E80, 0x0C00,
        0x3200, 0x7400, 0xE800, 0xC000, 0x2000, 0x4000, 0x8000, 0x0000,
    ];

    /// <summary>Groups of a stripe, with one at either side that stays 0.</summary>
    public static int GroupStride(int width) => ((width + 3) / 4) + 2;

    /// <summary>Collects what the cleanup pass found significant.</summary>
    /// <param name="block">The code-block.</param>
    /// <param name="groups">Memory for the groups of all stripes and of one after them; zeros.</param>
    public static void Collect(QuadBlock* block, ushort* groups)
    {
        int stride = GroupStride(block->Width);
        for (int y = 0; y < block->QuadRows; y++)
        {
            uint* quads = block->Quads + ((long)y * block->Stride);
            ushort* row = groups + (y / 2 * stride) + 1;
            int shift = 2 * (y & 1);
            for (int x = 0; x < block->QuadsPerRow; x++)
            {
                // The two samples of a column are neighbours in a quad, and columns four bits apart in a group.
                uint quad = (quads[x] >> 4) & 0xF;
                uint columns = (quad & 3) | ((quad & 0xC) << 2);
                row[x / 2] |= (ushort)(columns << (shift + (8 * (x & 1))));
            }
        }
    }

    /// <summary>Decodes the significance propagation pass.</summary>
    /// <param name="block">The code-block.</param>
    /// <param name="groups">What was significant before.</param>
    /// <param name="now">Memory for the groups of a stripe, twice; zeros.</param>
    /// <param name="bits">The pass's bits, zeros after their end.</param>
    [MethodImpl(Jit.Optimize)]
    public static void DecodeSignificance(QuadBlock* block, ushort* groups, ushort* now, byte* bits)
    {
        int stride = GroupStride(block->Width);
        ushort* above = now + 1;
        ushort* own = now + stride + 1;
        int middle = 3 << (block->Plane - 2);
        long position = 0;
        for (int y = 0; y < block->Height; y += 4)
        {
            ushort* row = groups + (y / 4 * stride) + 1;
            uint rows = block->Height - y >= 4 ? 0xFFFFu : 0x1111u * ((1u << (block->Height - y)) - 1);
            int* coefficients = block->Coefficients + ((long)y * block->CoefficientStride);
            own[-1] = 0;
            for (int x = 0; 4 * x < block->Width; x++)
            {
                uint significant = row[x];
                int columns = block->Width - (4 * x);
                uint inside = (columns >= 4 ? rows : rows & ((1u << (4 * columns)) - 1)) & ~significant;

                // Six columns, one more at either side; what is left of the group may have become significant in this pass.
                uint window = ((uint)own[x - 1] >> 12) | (significant << 4) | ((row[x + 1] & 0xFu) << 20);
                uint around = window | ((window << 1) & 0xEEEEEE) | ((window >> 1) & 0x777777) | ((Window(above, x) & 0x888888) >> 3);
                if (!block->Causal)
                {
                    around |= (Window(row + stride, x) & 0x111111) << 3;
                }

                around |= (around << 4) | (around >> 4);
                uint candidates = (around >> 4) & inside;
                uint found = 0;
                if (candidates != 0)
                {
                    ulong next = Unsafe.ReadUnaligned<ulong>(bits + (position >> 3)) >> (int)(position & 7);
                    do
                    {
                        int index = Bits.Lowest(candidates);
                        candidates &= candidates - 1;
                        if ((next & 1) != 0)
                        {
                            found |= 1u << index;
                            candidates |= Later[index] & inside & ~found;
                        }

                        next >>= 1;
                        position++;
                    }
                    while (candidates != 0);

                    for (uint left = found; left != 0; left &= left - 1)
                    {
                        int index = Bits.Lowest(left);
                        coefficients[((index & 3) * block->CoefficientStride) + (4 * x) + (index >> 2)] = (next & 1) != 0 ? -middle : middle;
                        next >>= 1;
                        position++;
                    }
                }

                own[x] = (ushort)(significant | found);
            }

            ushort* old = above;
            above = own;
            own = old;
        }
    }

    /// <summary>Decodes the magnitude refinement pass.</summary>
    /// <param name="block">The code-block.</param>
    /// <param name="groups">What the cleanup pass found significant.</param>
    /// <param name="bits">The pass's bits, zeros after their end.</param>
    [MethodImpl(Jit.Optimize)]
    public static void DecodeMagnitudes(QuadBlock* block, ushort* groups, byte* bits)
    {
        int stride = GroupStride(block->Width);
        int plane = block->Plane - 1;
        int half = 1 << plane >> 1;
        long position = 0;
        for (int y = 0; y < block->Height; y += 4)
        {
            ushort* row = groups + (y / 4 * stride) + 1;
            int* coefficients = block->Coefficients + ((long)y * block->CoefficientStride);
            for (int x = 0; 4 * x < block->Width; x++)
            {
                ulong next = Unsafe.ReadUnaligned<ulong>(bits + (position >> 3)) >> (int)(position & 7);
                for (uint left = row[x]; left != 0; left &= left - 1)
                {
                    int index = Bits.Lowest(left);
                    int* at = coefficients + ((index & 3) * block->CoefficientStride) + (4 * x) + (index >> 2);
                    int sign = *at >> 31;

                    // The middle of the interval was the lower bound of its upper half.
                    int change = ((int)(next & 1) << plane) - half;
                    *at += (change ^ sign) - sign;
                    next >>= 1;
                    position++;
                }
            }
        }
    }

    private static uint Window(ushort* row, int x) => ((uint)row[x - 1] >> 12) | ((uint)row[x] << 4) | ((row[x + 1] & 0xFu) << 20);
}
