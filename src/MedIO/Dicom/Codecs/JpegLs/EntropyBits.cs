using System;
using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using MedIO.IO;

namespace MedIO.Dicom.Codecs.JpegLs;

/// <summary>
/// The entropy-coded bits up to a marker, as one run of 64-bit words: without the zero bit that follows each byte 0xFF
/// (ISO/IEC 14495-1 | T.87 section A.1). So the loops that decode them need not look for it.
/// </summary>
internal sealed unsafe class EntropyBits : IDisposable
{
    private readonly ulong[] _words;
    private readonly int _margin;

    /// <param name="bytes">The most entropy-coded bytes that there can be.</param>
    /// <param name="margin">Words of zeros that follow what there is.</param>
    public EntropyBits(int bytes, int margin)
    {
        _margin = margin;
        _words = ArrayPool<ulong>.Shared.Rent(checked((bytes / 8) + 2 + margin));
    }

    /// <summary>The words, the first bit in the highest one of the first.</summary>
    public ulong[] Words => _words;

    /// <summary>How many bits there are.</summary>
    public long Count { get; private set; }

    /// <summary>Takes the bits that begin at a byte.</summary>
    /// <returns>The first byte behind them: that of a marker, or the end.</returns>
    [MethodImpl(Jit.Optimize)]
    public int Read(ReadOnlySpan<byte> encoded, int at)
    {
        const ulong Lows = 0x0101010101010101;
        const ulong Highs = 0x8080808080808080;
        fixed (byte* from = encoded)
        fixed (ulong* words = _words)
        {
            ulong* to = words;
            int end = encoded.Length;
            ulong open = 0;
            int used = 0;
            while (at < end)
            {
                if (at + 9 <= end)
                {
                    // Bytes without any 0xFF come eight at a time; none of their complements is zero.
                    ulong eight = Unsafe.ReadUnaligned<ulong>(from + at);
                    ulong inverse = ~eight;
                    if (((inverse - Lows) & ~inverse & Highs) == 0)
                    {
                        if (BitConverter.IsLittleEndian)
                        {
                            eight = BinaryPrimitives.ReverseEndianness(eight);
                        }

                        *to++ = open | (eight >> used);
                        open = eight << (63 - used) << 1;
                        at += 8;
                        continue;
                    }
                }

                int bits = 8;
                ulong b = from[at];
                if (b == 0xFF)
                {
                    if (at + 1 < end)
                    {
                        if (from[at + 1] >= 0x80)
                        {
                            break;
                        }

                        b = (b << 7) | from[at + 1];
                        bits = 15;
                        at++;
                    }
                }

                at++;
                int free = 64 - used;
                if (bits < free)
                {
                    open |= b << (free - bits);
                    used += bits;
                }
                else
                {
                    used = bits - free;
                    *to++ = open | (b >> used);
                    open = b << (63 - used) << 1;
                }
            }

            Count = ((to - words) * 64L) + used;
            *to++ = open;
            new Span<ulong>(to, _margin).Clear();
        }

        return at;
    }

    /// <inheritdoc/>
    public void Dispose() => ArrayPool<ulong>.Shared.Return(_words);
}
