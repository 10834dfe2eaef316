using System;
using System.Buffers;
using System.IO;
using System.Runtime.CompilerServices;
using MedIO.Formats;
using MedIO.Formats.Reading;
using MedIO.IO;

namespace MedIO.Dicom.Pixels;

/// <summary>
/// Unpacks native frames (PS3.5 section 8.1) that are not simply numbers one after another: samples of 1 or 12 bits, planes
/// of colours, two luminances to a pair of chrominances, bytes written as words. Gives cells of 8, 16, 32 or 64 bits,
/// the samples of a pixel together, in the file's byte order.
/// </summary>
internal sealed class NativeDecoder : IFrameDecoder
{
    private readonly PixelFormat _format;
    private readonly int _skipBits;
    private readonly int _pairsOfRow;

    /// <param name="format">What the pixels are.</param>
    /// <param name="skipBits">Bits before the frame's first one in the bytes given: frames of packed bits need not begin with a byte.</param>
    /// <param name="pairsOfRow">Where chrominances are shared: pairs of pixels of a row that begin anew with each row; 0 where they run on.</param>
    public NativeDecoder(PixelFormat format, int skipBits = 0, int pairsOfRow = 0)
    {
        _format = format;
        _skipBits = skipBits;
        _pairsOfRow = pairsOfRow;
    }

    private bool IsSubsampled => NativeLength.IsSubsampled(_format.Photometric);

    /// <inheritdoc/>
    public long LeastBytes(long sampleBytes) => (NativeLength.BitsOfFrame(_format, _pairsOfRow) + 7) / 8;

    /// <inheritdoc/>
    public void Decode(ReadOnlySpan<byte> encoded, Span<byte> samples)
    {
        long needed = (_skipBits + NativeLength.BitsOfFrame(_format, _pairsOfRow) + 7) / 8;
        if (encoded.Length < needed)
        {
            DecodePart(encoded, (int)needed, samples);
            throw new EndOfStreamException(FormattableString.Invariant($"It has {encoded.Length} bytes where its pixels need {needed}."));
        }

        byte[]? swapped = _format.IsWordSwapped ? SwapPairs(ref encoded) : null;
        byte[]? unpacked = null;
        try
        {
            ReadOnlySpan<byte> cells = encoded.Slice(_skipBits / 8);
            if (_format.BitsAllocated is 1 or 12)
            {
                bool direct = !_format.IsPlanar;
                Span<byte> target = direct ? samples : (unpacked = ArrayPool<byte>.Shared.Rent(samples.Length)).AsSpan(0, samples.Length);
                if (_format.BitsAllocated == 1)
                {
                    UnpackBits(cells, _skipBits & 7, target);
                }
                else
                {
                    Unpack12(cells, _skipBits & 7, target);
                }

                if (direct)
                {
                    return;
                }

                cells = target;
            }

            if (IsSubsampled)
            {
                Expand(cells, samples);
            }
            else if (_format.IsPlanar)
            {
                Interleave(cells, samples, _format.SamplesPerPixel, _format.CellBytes);
            }
            else
            {
                cells.Slice(0, samples.Length).CopyTo(samples);
            }
        }
        finally
        {
            Return(swapped);
            Return(unpacked);
        }
    }

    // The pixels that are there; none where the samples of a pixel lie apart.
    private void DecodePart(ReadOnlySpan<byte> encoded, int needed, Span<byte> samples)
    {
        if (_format.IsPlanar && !IsSubsampled)
        {
            return;
        }

        long bits = Math.Max(0, ((encoded.Length & (_format.IsWordSwapped ? ~1L : ~0L)) * 8) - _skipBits);
        long cells = IsSubsampled ? bits / (4 * _format.BitsAllocated) * 6 : bits / _format.BitsAllocated;
        if (IsSubsampled && _pairsOfRow > 0)
        {
            // Whole rows, as their last pairs may be by half outside.
            cells = cells / (6L * _pairsOfRow) * 3 * _format.Columns;
        }

        byte[] padded = ArrayPool<byte>.Shared.Rent(needed);
        byte[] whole = ArrayPool<byte>.Shared.Rent(samples.Length);
        try
        {
            encoded.CopyTo(padded);
            padded.AsSpan(encoded.Length, needed - encoded.Length).Clear();
            Decode(padded.AsSpan(0, needed), whole.AsSpan(0, samples.Length));
            int pixelBytes = _format.SamplesPerPixel * _format.CellBytes;
            int done = (int)Math.Min(cells * _format.CellBytes, samples.Length);
            whole.AsSpan(0, done - (done % pixelBytes)).CopyTo(samples);
        }
        finally
        {
            Return(padded);
            Return(whole);
        }
    }

    /// <summary>Puts the samples of each pixel together.</summary>
    [MethodImpl(Jit.Optimize)]
    public static void Interleave(ReadOnlySpan<byte> planes, Span<byte> samples, int count, int cellBytes)
    {
        int pixels = samples.Length / (count * cellBytes);
        int pixelBytes = count * cellBytes;
        for (int plane = 0; plane < count; plane++)
        {
            ReadOnlySpan<byte> source = planes.Slice(plane * pixels * cellBytes, pixels * cellBytes);
            if (cellBytes == 1)
            {
                for (int i = 0, to = plane; i < source.Length; i++, to += count)
                {
                    samples[to] = source[i];
                }

                continue;
            }

            for (int i = 0, to = plane * cellBytes; i < source.Length; i += cellBytes, to += pixelBytes)
            {
                for (int b = 0; b < cellBytes; b++)
                {
                    samples[to + b] = source[i + b];
                }
            }
        }
    }

    /// <summary>Makes a byte of each bit, the lowest of a byte first (PS3.5 section 8.1.1).</summary>
    [MethodImpl(Jit.Optimize)]
    public static void UnpackBits(ReadOnlySpan<byte> packed, int skip, Span<byte> samples)
    {
        long bit = skip;
        for (int i = 0; i < samples.Length; i++, bit++)
        {
            samples[i] = (byte)((packed[(int)(bit >> 3)] >> (int)(bit & 7)) & 1);
        }
    }

    [MethodImpl(Jit.Optimize)]
    private static void Unpack12(ReadOnlySpan<byte> packed, int skip, Span<byte> samples)
    {
        long bit = skip;
        for (int i = 0; i < samples.Length; i += 2, bit += 12)
        {
            int at = (int)(bit >> 3);
            int value = (packed[at] | (packed[at + 1] << 8)) >> (int)(bit & 7);
            samples[i] = (byte)value;
            samples[i + 1] = (byte)((value >> 8) & 0xf);
        }
    }

    private static byte[] SwapPairs(ref ReadOnlySpan<byte> bytes)
    {
        byte[] swapped = ArrayPool<byte>.Shared.Rent(bytes.Length + 1);
        for (int i = 0; i < bytes.Length; i++)
        {
            swapped[i ^ 1] = bytes[i];
        }

        if ((bytes.Length & 1) != 0)
        {
            // A last byte without the other half of its word: there is nothing to swap it with.
            swapped[bytes.Length - 1] = bytes[bytes.Length - 1];
        }

        bytes = swapped.AsSpan(0, bytes.Length);
        return swapped;
    }

    private static void Return(byte[]? buffer)
    {
        if (buffer is not null)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // Two luminances, then the two chrominances that they share (PS3.3 section C.7.6.3.1.2).
    private void Expand(ReadOnlySpan<byte> pairs, Span<byte> samples)
    {
        int size = _format.CellBytes;
        int columns = _pairsOfRow > 0 ? _format.Columns : (int)_format.PixelCount;
        int rows = _pairsOfRow > 0 ? _format.Rows : 1;
        int pairsOfRow = _pairsOfRow > 0 ? _pairsOfRow : (columns + 1) / 2;
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<byte> source = pairs.Slice(row * pairsOfRow * 4 * size, pairsOfRow * 4 * size);
            Span<byte> target = samples.Slice(row * columns * 3 * size, columns * 3 * size);
            for (int x = 0; x < columns; x++)
            {
                ReadOnlySpan<byte> pair = source.Slice((x >> 1) * 4 * size, 4 * size);
                pair.Slice((x & 1) * size, size).CopyTo(target.Slice(x * 3 * size));
                pair.Slice(2 * size, 2 * size).CopyTo(target.Slice(((x * 3) + 1) * size));
            }
        }
    }
}
