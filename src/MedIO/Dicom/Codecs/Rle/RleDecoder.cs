using System;
using System.Buffers;
using System.Buffers.Binary;
using System.IO;
using System.Runtime.CompilerServices;
using MedIO.Formats;
using MedIO.Formats.Reading;
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
            Require(Unpack(encoded, 0, samples), planeLength);
            return;
        }

        // The planes of one component at a time keep memory low.
        byte[] buffer = ArrayPool<byte>.Shared.Rent(checked(cell * planeLength));
        try
        {
            for (int sample = 0; sample < _frame.Components; sample++)
            {
                // A sample is there where all its bytes are.
                int done = planeLength;
                for (int b = 0; b < cell; b++)
                {
                    done = Math.Min(done, Unpack(encoded, (sample * cell) + b, buffer.AsSpan(b * planeLength, planeLength)));
                }

                if (packed)
                {
                    Spread(buffer, samples, sample, planes, Math.Min(pixels, done * 8));
                }
                else if (planes == 2 && cell == 2)
                {
                    Join(buffer.AsSpan(0, done), buffer.AsSpan(planeLength, done), samples);
                }
                else
                {
                    Interleave(buffer, planeLength, done, cell, samples.Slice(sample * cell), planes);
                }

                Require(done, planeLength);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static void Require(int done, int length)
    {
        if (done < length)
        {
            throw new EndOfStreamException("A segment of an RLE frame ends too early.");
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

    // Returns how many bytes of the plane there were.
    [MethodImpl(Jit.Optimize)]
    private static int Unpack(ReadOnlySpan<byte> encoded, int segment, Span<byte> plane)
    {
        ReadOnlySpan<byte> packed = Segment(encoded, segment);
        int at = 0;
        int done = 0;
        while (done < plane.Length && at < packed.Length)
        {
            sbyte control = (sbyte)packed[at++];
            if (control >= 0)
            {
                int n = Math.Min(Math.Min(control + 1, plane.Length - done), packed.Length - at);
                packed.Slice(at, n).CopyTo(plane.Slice(done));
                at += control + 1;
                done += n;
            }
            else if (control != -128 && at < packed.Length)
            {
                int n = Math.Min(1 - control, plane.Length - done);
                plane.Slice(done, n).Fill(packed[at++]);
                done += n;
            }
        }

        return done;
    }

    [MethodImpl(Jit.Optimize)]
    private static void Interleave(ReadOnlySpan<byte> buffer, int planeLength, int done, int cell, Span<byte> samples, int step)
    {
        for (int b = 0; b < cell; b++)
        {
            ReadOnlySpan<byte> plane = buffer.Slice(b * planeLength, done);
            for (int i = 0, to = cell - 1 - b; i < plane.Length; i++, to += step)
            {
                samples[to] = plane[i];
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
