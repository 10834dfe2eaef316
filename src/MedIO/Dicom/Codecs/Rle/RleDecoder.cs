using System.Buffers.Binary;
using System.Buffers;
using System.IO;
using System.Runtime.CompilerServices;
using System;
using MedIO.Formats;
using MedIO.IO;

namespace MedIO.Dicom.Codecs.Rle;

/// <summary>
/// Decodes RLE Lossless frames (PS3.5 annex G): a segment for each byte of each sample, the high bytes first, packed as in
/// TIFF's PackBits. Gives little-endian cells, the samples of a pixel together.
/// </summary>
internal sealed class RleDecoder : IFrameDecoder
{
    private const int HeaderLength = 64;
    private const int MostSegments = 15;

    private readonly FrameDescription _frame;

    public RleDecoder(FrameDescription frame) => _frame = frame;

    /// <inheritdoc/>
    public long LeastBytes(long sampleBytes)
    {
        // Two bytes make at most 128.
        long decoded = _frame.BitsAllocated == 1 ? sampleBytes / 8 : sampleBytes;
        return HeaderLength + (decoded / 64);
    }

    /// <inheritdoc/>
    public void Decode(ReadOnlySpan<byte> encoded, Span<byte> samples)
    {
        int cell = _frame.CellBytes;
        int planes = _frame.Components * cell;
        int pixels = samples.Length / planes;
        uint count = encoded.Length >= HeaderLength ? BinaryPrimitives.ReadUInt32LittleEndian(encoded) : 0;
        if (count != planes || count > MostSegments)
        {
            throw new InvalidDataException(encoded.Length < HeaderLength
                ? "An RLE frame ends within its header."
                : FormattableString.Invariant($"An RLE frame has {count} segments where its pixels have {planes} bytes."));
        }

        bool packed = _frame.BitsAllocated == 1;
        int planeLength = packed ? (pixels + 7) / 8 : pixels;
        if (planes == 1 && !packed)
        {
            Unpack(Segment(encoded, 0), samples);
            return;
        }

        // One plane more than needed at a time keeps memory low: two planes make 16-bit samples, the usual case.
        byte[] buffer = ArrayPool<byte>.Shared.Rent(2 * planeLength);
        try
        {
            Span<byte> first = buffer.AsSpan(0, planeLength);
            Span<byte> second = buffer.AsSpan(planeLength, planeLength);
            for (int sample = 0; sample < _frame.Components; sample++)
            {
                for (int b = 0; b < cell; b++)
                {
                    Unpack(Segment(encoded, (sample * cell) + b), first);
                    int to = (sample * cell) + cell - 1 - b;
                    if (packed)
                    {
                        Spread(first, samples, to, planes, pixels);
                    }
                    else if (planes == 2 && cell == 2)
                    {
                        Unpack(Segment(encoded, 1), second);
                        Join(first, second, samples);
                        return;
                    }
                    else
                    {
                        for (int i = 0; i < pixels; i++, to += planes)
                        {
                            samples[to] = first[i];
                        }
                    }
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static ReadOnlySpan<byte> Segment(ReadOnlySpan<byte> encoded, int index)
    {
        uint begin = BinaryPrimitives.ReadUInt32LittleEndian(encoded.Slice(4 + (4 * index)));
        if (begin < HeaderLength || begin >= encoded.Length)
        {
            throw new InvalidDataException(FormattableString.Invariant($"Segment {index} of an RLE frame would begin at byte {begin} of {encoded.Length}."));
        }

        // A segment ends where its plane is full; where the next one begins says no more, and is wrong at times.
        return encoded.Slice((int)begin);
    }

    [MethodImpl(Jit.Optimize)]
    private static void Unpack(ReadOnlySpan<byte> packed, Span<byte> plane)
    {
        int at = 0;
        int done = 0;
        while (done < plane.Length)
        {
            if (at >= packed.Length)
            {
                throw new EndOfStreamException("A segment of an RLE frame ends too early.");
            }

            sbyte control = (sbyte)packed[at++];
            if (control >= 0)
            {
                int n = Math.Min(control + 1, plane.Length - done);
                if (n > packed.Length - at)
                {
                    throw new EndOfStreamException("A segment of an RLE frame ends too early.");
                }

                packed.Slice(at, n).CopyTo(plane.Slice(done));
                at += control + 1;
                done += n;
            }
            else if (control != -128)
            {
                if (at >= packed.Length)
                {
                    throw new EndOfStreamException("A segment of an RLE frame ends too early.");
                }

                int n = Math.Min(1 - control, plane.Length - done);
                plane.Slice(done, n).Fill(packed[at++]);
                done += n;
            }
        }
    }

    [MethodImpl(Jit.Optimize)]
    private static unsafe void Join(ReadOnlySpan<byte> high, ReadOnlySpan<byte> low, Span<byte> samples)
    {
        fixed (byte* h = high, l = low, to = samples)
        {
            int n = Math.Min(high.Length, low.Length);
            for (int i = 0; i < n; i++)
            {
                to[2 * i] = l[i];
                to[(2 * i) + 1] = h[i];
            }
        }
    }

    private static void Spread(ReadOnlySpan<byte> bits, Span<byte> samples, int to, int step, int pixels)
    {
        for (int i = 0; i < pixels; i++, to += step)
        {
            samples[to] = (byte)((bits[i >> 3] >> (i & 7)) & 1);
        }
    }
}
