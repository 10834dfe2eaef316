using System;

namespace MedIO.Dicom.Codecs.Jpeg2000.Blocks;

/// <summary>
/// Where a decoder reads the bytes of a code word segment. A zero stands before them and two 0xFF at least behind them, which
/// look like a marker: no decoder reads past that, and none has to count.
/// </summary>
internal unsafe struct CodeBytes
{
    /// <summary>Bytes that <see cref="Copy"/> writes besides the segment's own.</summary>
    public const int Margin = 16;

    private const int Before = 1;

    /// <summary>The next byte.</summary>
    public byte* At;

    /// <summary>Bits that the MQ decoder holds, after <see cref="Refill"/>.</summary>
    public int Held;

    /// <summary>Points this at a copy of a segment.</summary>
    /// <param name="segment">Its bytes.</param>
    /// <param name="buffer">Where the copy goes: <see cref="Margin"/> bytes more than there are.</param>
    public void Copy(ReadOnlySpan<byte> segment, byte* buffer)
    {
        buffer[0] = 0;
        segment.CopyTo(new Span<byte>(buffer + Before, segment.Length));
        new Span<byte>(buffer + Before + segment.Length, Margin - Before).Fill(0xFF);
        At = buffer + Before;
    }

    /// <summary>
    /// The next bits of the segment for the MQ decoder (BYTEIN of ISO/IEC 15444-1 figure C.19), four bytes at once where none
    /// is 0xFF; ones after the end. <see cref="Held"/> becomes what the decoder has then.
    /// </summary>
    /// <param name="bytes">The segment.</param>
    /// <param name="held">Bits that the decoder holds below its integers; fewer than 0 where it has shifted in zeros already.</param>
    /// <returns>What to add to its C register.</returns>
    public static long Refill(CodeBytes* bytes, int held)
    {
        byte* at = bytes->At;
        uint four = ((uint)at[0] << 24) | ((uint)at[1] << 16) | ((uint)at[2] << 8) | at[3];
        if (((~four - 0x01010101) & four & 0x80808080) == 0 && at[-1] != 0xFF)
        {
            bytes->At = at + 4;
            bytes->Held = held + 32;
            return (long)four << -held;
        }

        long bits = 0;
        while (held <= MqDecoder.FractionBits - 8)
        {
            long next = *at;
            if (at[-1] != 0xFF)
            {
                held += 8;
                at++;
            }
            else if (next <= 0x8F)
            {
                // A stuffed bit, which takes a carry.
                held += 7;
                at++;
            }
            else
            {
                next = 0xFF;
                held += 8;
            }

            bits += next << (MqDecoder.FractionBits - held);
        }

        bytes->At = at;
        bytes->Held = held;
        return bits;
    }
}
