using System.Runtime.CompilerServices;
using MedIO.IO;

namespace MedIO.Dicom.Codecs.Jpeg2000.HighThroughput;

/// <summary>
/// Takes the stuffed bits out of a segment at once (ISO/IEC 15444-15 clause 7.1), so that decoders find any bit by its
/// position. Bits are in order from the lowest of the first byte.
/// </summary>
internal static unsafe class Unstuffing
{
    /// <summary>Bytes that may be written after those asked for.</summary>
    public const int Margin = 16;

    /// <summary>A segment that grows forwards: a byte after 0xFF has seven bits.</summary>
    /// <param name="from">Its first byte.</param>
    /// <param name="count">Its bytes.</param>
    /// <param name="to">Gets the bits, and after them what follows the end.</param>
    /// <param name="length">How many bytes of bits are wanted.</param>
    /// <param name="fill">What follows the end: 0 or 0xFF.</param>
    [MethodImpl(Jit.Optimize)]
    public static void Forwards(byte* from, int count, byte* to, int length, byte fill)
    {
        byte* end = from + count;
        byte* full = to + length;
        ulong bits = 0;
        int held = 0;
        uint last = 0;
        while (to < full && from < end)
        {
            if (end - from >= 4 && last != 0xFF)
            {
                uint four = Unsafe.ReadUnaligned<uint>(from);
                if (((~four - 0x01010101) & four & 0x80808080) == 0)
                {
                    Unsafe.WriteUnaligned(to, (uint)(bits | ((ulong)four << held)));
                    bits = held == 0 ? 0 : four >> (32 - held);
                    to += 4;
                    from += 4;
                    last = 0;
                    continue;
                }
            }

            uint next = *from++;
            bool isStuffed = last == 0xFF;
            bits |= (ulong)(isStuffed ? next & 0x7F : next) << held;
            held += isStuffed ? 7 : 8;
            last = next;
            Flush(ref bits, ref held, ref to);
        }

        Finish(bits, held, to, full, fill);
    }

    /// <summary>A segment that grows backwards: a byte after one above 0x8F has seven bits where they are all ones.</summary>
    /// <param name="from">Its first byte, the one of the highest address.</param>
    /// <param name="count">Its bytes.</param>
    /// <param name="last">The byte before the first.</param>
    /// <param name="bits">Bits that come before.</param>
    /// <param name="held">How many they are, up to 31.</param>
    /// <param name="to">Gets the bits, zeros after them.</param>
    /// <param name="length">How many bytes of bits are wanted.</param>
    [MethodImpl(Jit.Optimize)]
    public static void Backwards(byte* from, int count, uint last, ulong bits, int held, byte* to, int length)
    {
        byte* end = from - count;
        byte* full = to + length;
        while (to < full && from > end)
        {
            if (from - end >= 4)
            {
                uint four = Unsafe.ReadUnaligned<uint>(from - 3);
                uint ones = ~four & 0x7F7F7F7F;
                if (((ones - 0x01010101) & ~ones & 0x80808080) == 0)
                {
                    // No seven ones: nothing is stuffed.
                    last = four & 0xFF;
                    four = (four << 24) | ((four & 0xFF00) << 8) | ((four >> 8) & 0xFF00) | (four >> 24);
                    Unsafe.WriteUnaligned(to, (uint)(bits | ((ulong)four << held)));
                    bits = held == 0 ? 0 : four >> (32 - held);
                    to += 4;
                    from -= 4;
                    continue;
                }
            }

            uint next = *from--;
            bool isStuffed = last > 0x8F && (next & 0x7F) == 0x7F;
            bits |= (ulong)(isStuffed ? 0x7F : next) << held;
            held += isStuffed ? 7 : 8;
            last = next;
            Flush(ref bits, ref held, ref to);
        }

        Finish(bits, held, to, full, 0);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Flush(ref ulong bits, ref int held, ref byte* to)
    {
        if (held >= 32)
        {
            Unsafe.WriteUnaligned(to, (uint)bits);
            to += 4;
            bits >>= 32;
            held -= 32;
        }
    }

    private static void Finish(ulong bits, int held, byte* to, byte* full, byte fill)
    {
        Unsafe.WriteUnaligned(to, bits | (fill == 0 ? 0 : ~0UL << held));
        to += 8;
        if (to < full + Margin)
        {
            new System.Span<byte>(to, (int)(full + Margin - to)).Fill(fill);
        }
    }
}
