using System.Runtime.CompilerServices;
using MedIO.Dicom.Codecs.Jpeg2000.Blocks;
using MedIO.IO;

namespace MedIO.Dicom.Codecs.Jpeg2000.HighThroughput;

/// <summary>Decodes the magnitudes and signs of the cleanup pass (MagSgn, ISO/IEC 15444-15 clauses 7.3.7 and 7.3.8).</summary>
internal static unsafe class MagnitudeDecoder
{
    /// <summary>Decodes all coefficients.</summary>
    /// <param name="block">The code-block, its quads decoded.</param>
    /// <param name="bits">The bits of magnitudes and signs; after their end, ones for as many columns as the block has, 62 each.</param>
    /// <param name="end">Where the end may be, in bits.</param>
    /// <param name="line">Memory for one word for each quad of a row, and one more; zeros.</param>
    /// <param name="spare">Memory for a row of coefficients.</param>
    /// <returns>The rows that are decoded; fewer than there are, where the quads cannot be right.</returns>
    [MethodImpl(Jit.Optimize)]
    public static int Decode(QuadBlock* block, byte* bits, long end, uint* line, int* spare)
    {
        int shift = block->Plane - 1;
        uint most = (uint)(31 - shift);
        long position = 0;
        int whole = block->Width / 2;
        for (int y = 0; y < block->QuadRows; y++)
        {
            uint* quads = block->Quads + ((long)y * block->Stride);
            int* top = block->Coefficients + (2L * y * block->CoefficientStride);
            bool hasBottom = (2 * y) + 1 < block->Height;
            int* bottom = hasBottom ? top + block->CoefficientStride : spare;
            uint outside = hasBottom ? 0u : 0xA0;
            if (position > end)
            {
                position = end;
            }

            // Of the samples above each quad, the largest exponents: only the highest bit of a word matters.
            uint left = 0;
            for (int x = 0; x < block->QuadsPerRow; x++)
            {
                uint quad = quads[x];
                uint exponent = quad >> 16;
                if (y > 0)
                {
                    uint several = quad & 0xF0;
                    several &= several - 0x10;
                    uint above = several != 0 ? line[x] | line[x + 1] | 2 : 2;
                    exponent += (uint)Bits.Highest(above);
                }

                if (exponent > most || (quad & outside) != 0)
                {
                    return 2 * y;
                }

                top[0] = Sample(bits, ref position, quad, 0, exponent, shift, out _);
                bottom[0] = Sample(bits, ref position, quad, 1, exponent, shift, out uint lower);
                line[x] = left | lower;
                left = 0;
                if (x < whole)
                {
                    top[1] = Sample(bits, ref position, quad, 2, exponent, shift, out _);
                    bottom[1] = Sample(bits, ref position, quad, 3, exponent, shift, out left);
                }
                else if ((quad & 0xC0) != 0)
                {
                    return 2 * y;
                }

                top += 2;
                bottom += 2;
            }

            line[block->QuadsPerRow] = left;
        }

        return block->Height;
    }

    // The magnitude less one and the sign are in the bits, the sign last; where a higher bit is known by the exponent, it is
    // not. The fraction of a half makes the magnitude the middle of its interval.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Sample(byte* bits, ref long position, uint quad, int index, uint exponent, int shift, out uint magnitude)
    {
        uint mask = 0 - ((quad >> (4 + index)) & 1);
        int length = (int)((exponent - ((quad >> (12 + index)) & 1)) & mask);
        uint word = (uint)(Unsafe.ReadUnaligned<ulong>(bits + (position >> 3)) >> (int)(position & 7));
        position += length;
        magnitude = ((word & ((1u << length) - 1)) | (((quad >> (8 + index)) & 1) << length) | 1) & mask;
        int sign = -(int)(word & 1);
        return ((int)(((magnitude + 2) << shift) & mask) ^ sign) - sign;
    }
}
