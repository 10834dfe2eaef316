using System.Runtime.CompilerServices;
using MedIO.IO;

namespace MedIO.Dicom.Codecs.Jpeg2000.HighThroughput;

/// <summary>
/// Decodes what the cleanup pass says of quads, groups of two by two samples, before their magnitudes: which samples are
/// significant, what is known of their exponents, and how far the largest is above what neighbours let expect
/// (ISO/IEC 15444-15 clauses 7.3.5 and 7.3.6).
/// </summary>
internal static unsafe class QuadDecoder
{
    /// <summary>Decodes all quads.</summary>
    /// <param name="block">The code-block.</param>
    /// <param name="mel">The MEL symbols.</param>
    /// <param name="codes">The bits of VLC codes.</param>
    [MethodImpl(Jit.Optimize)]
    public static void Decode(QuadBlock* block, MelDecoder* mel, byte* codes)
    {
        int quads = block->QuadsPerRow;
        uint* row = block->Quads;
        ushort* table = block->QuadTables;
        uint* offsets = block->OffsetTables;
        long position = 0;
        int zeros = 0;
        for (int y = 0; y < block->QuadRows; y++, row += block->Stride)
        {
            uint* above = row - block->Stride;
            bool isFirst = y == 0;
            uint context = 0;
            for (int x = 0; x < quads; x += 2)
            {
                // Two quads take 40 bits at most.
                ulong bits = Unsafe.ReadUnaligned<ulong>(codes + (position >> 3)) >> (int)(position & 7);

                if (!isFirst)
                {
                    context |= ((above[x] & 0xA0) << 2) | ((above[x + 1] & 0x20) << 4);
                }

                uint first = table[context | (uint)(bits & 0x7F)];
                if (context == 0)
                {
                    first &= Symbol(mel, ref zeros);
                }

                bits >>= (int)(first & 7);
                int taken = (int)(first & 7);
                context = isFirst
                    ? ((first & 0x10) << 3) | ((first & 0xE0) << 2)
                    : ((first & 0x40) << 2) | ((first & 0x80) << 1) | (above[x] & 0x80) | ((above[x + 1] & 0xA0) << 2) | ((above[x + 2] & 0x20) << 4);

                uint second = 0;
                if (x + 1 < quads)
                {
                    second = table[context | (uint)(bits & 0x7F)];
                    if (context == 0)
                    {
                        second &= Symbol(mel, ref zeros);
                    }

                    bits >>= (int)(second & 7);
                    taken += (int)(second & 7);
                }

                context = isFirst
                    ? ((second & 0x10) << 3) | ((second & 0xE0) << 2)
                    : ((second & 0x40) << 2) | ((second & 0x80) << 1) | (above[x + 1] & 0x80);

                uint mode = ((first >> 3) & 1) | ((second >> 2) & 2);
                if (isFirst && mode == 3)
                {
                    mode += Symbol(mel, ref zeros) & 1;
                }

                uint offset = offsets[(mode * ExponentOffsets.EntriesOfMode) + (uint)(bits & (ExponentOffsets.EntriesOfMode - 1))];
                int prefix = (int)(offset & 7);
                int suffix = (int)(offset >> 3) & 0xF;
                int firstSuffix = (int)(offset >> 7) & 7;
                uint suffixes = (uint)(bits >> prefix) & ((1u << suffix) - 1);
                row[x] = first | ((((offset >> 10) & 0xF) + (suffixes & ((1u << firstSuffix) - 1))) << 16);
                row[x + 1] = second | (((offset >> 14) + (suffixes >> firstSuffix)) << 16);
                position += taken + prefix + suffix;
            }

            // Nothing is significant right of the last.
            row[(quads + 1) & ~1] = 0;
            if (isFirst)
            {
                table += QuadCodes.Entries;
                offsets += ExponentOffsets.FirstRowModes * ExponentOffsets.EntriesOfMode;
            }
        }
    }

    // All ones or zeros.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Symbol(MelDecoder* mel, ref int zeros)
    {
        if (zeros > 0)
        {
            zeros--;
            return 0;
        }

        mel->Zeros = 0;
        uint symbol = mel->Next();
        zeros = mel->Zeros;
        return 0 - symbol;
    }
}
