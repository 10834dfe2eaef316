using System;
using System.IO;
using MedIO.Formats.Reading;

namespace MedIO.Formats.Pictures.Bmp;

/// <summary>Makes samples of a bitmap's pixels: gray, RGB or RGBA, the row above first.</summary>
internal sealed class BmpDecoder : IFrameDecoder
{
    private readonly BmpHeader _header;
    private readonly int _columns;
    private readonly int _rows;
    private readonly int _components;

    public BmpDecoder(BmpHeader header)
    {
        _header = header;
        _columns = header.Picture.Columns;
        _rows = header.Picture.Rows;
        _components = header.Picture.Components;
    }

    private bool IsRunLength => _header.Coding is BmpCoding.Rle8 or BmpCoding.Rle4;

    // The padding of the last row is at times left out.
    private long UsedBytes => (((long)_columns * _header.Bits) + 7) / 8;

    /// <inheritdoc/>
    public long LeastBytes(long sampleBytes) => _header.PixelOffset + (IsRunLength
        // A run of 255 is two bytes. Rows left out cost nothing, but who has pictures of nothing?
        ? (long)_columns * _rows / DataCheck.MostInflation
        : ((_rows - 1) * _header.RowBytes) + UsedBytes);

    /// <inheritdoc/>
    public void Decode(ReadOnlySpan<byte> encoded, Span<byte> samples)
    {
        ReadOnlySpan<byte> pixels = encoded.Slice(Math.Min(_header.PixelOffset, encoded.Length));
        if (IsRunLength)
        {
            DecodeRuns(pixels, samples);
            return;
        }

        int rowBytes = checked((int)_header.RowBytes);
        var used = (int)UsedBytes;
        for (int i = 0; i < _rows; i++)
        {
            long at = (long)i * rowBytes;
            if (pixels.Length - at < used)
            {
                throw new EndOfStreamException(FormattableString.Invariant($"The file ends within row {i + 1} of {_rows}."));
            }

            Span<byte> line = Line(samples, _header.IsTopDown ? i : _rows - 1 - i);
            DecodeRow(pixels.Slice((int)at, used), line);
        }
    }

    private Span<byte> Line(Span<byte> samples, int row)
    {
        int bytes = _columns * _components;
        return samples.Slice(row * bytes, bytes);
    }

    private void DecodeRow(ReadOnlySpan<byte> row, Span<byte> line)
    {
        int bits = _header.Bits;
        if (bits <= 8)
        {
            for (int x = 0; x < _columns; x++)
            {
                int bit = x * bits;
                Put(line, x, (row[bit >> 3] >> (8 - bits - (bit & 7))) & ((1 << bits) - 1));
            }
        }
        else if (bits == 24)
        {
            for (int i = 0; i + 2 < line.Length; i += 3)
            {
                line[i] = row[i + 2];
                line[i + 1] = row[i + 1];
                line[i + 2] = row[i];
            }
        }
        else
        {
            DecodeFields(row, line, bits / 8);
        }
    }

    private void DecodeFields(ReadOnlySpan<byte> row, Span<byte> line, int bytes)
    {
        Span<int> shifts = stackalloc int[4];
        Span<uint> most = stackalloc uint[4];
        for (int c = 0; c < 4; c++)
        {
            uint mask = _header.Masks[c];
            int shift = 0;
            while (mask != 0 && (mask & 1) == 0)
            {
                mask >>= 1;
                shift++;
            }

            (shifts[c], most[c]) = (shift, mask);
        }

        for (int x = 0; x < _columns; x++)
        {
            uint pixel = 0;
            for (int i = bytes - 1; i >= 0; i--)
            {
                pixel = (pixel << 8) | row[(bytes * x) + i];
            }

            for (int c = 0; c < _components; c++)
            {
                ulong value = (pixel & _header.Masks[c]) >> shifts[c];
                line[(_components * x) + c] = most[c] == 0 ? (byte)0 : most[c] == 255 ? (byte)value : (byte)(((value * 255) + (most[c] / 2)) / most[c]);
            }
        }
    }

    private void Put(Span<byte> line, int x, int index)
    {
        int entry = 3 * index;
        if (_components == 1)
        {
            line[x] = _header.Palette[entry];
            return;
        }

        line[3 * x] = _header.Palette[entry];
        line[(3 * x) + 1] = _header.Palette[entry + 1];
        line[(3 * x) + 2] = _header.Palette[entry + 2];
    }

    // Runs of a colour, or a zero before: an end of line (0), of the bitmap (1), a move (2), or so many pixels one by one.
    // What no run reaches has the first colour.
    private void DecodeRuns(ReadOnlySpan<byte> pixels, Span<byte> samples)
    {
        for (int row = 0; row < _rows; row++)
        {
            Span<byte> line = Line(samples, row);
            for (int i = 0; i < _columns; i++)
            {
                Put(line, i, 0);
            }
        }

        bool nibbles = _header.Coding == BmpCoding.Rle4;
        int x = 0;
        int y = 0;
        int at = 0;
        while (y < _rows)
        {
            if (pixels.Length - at < 2)
            {
                throw new EndOfStreamException(FormattableString.Invariant($"The file ends within row {y + 1} of {_rows}."));
            }

            int count = pixels[at];
            int value = pixels[at + 1];
            at += 2;
            if (count > 0)
            {
                Span<byte> line = Line(samples, _rows - 1 - y);
                for (int i = 0; i < count && x < _columns; i++, x++)
                {
                    Put(line, x, !nibbles ? value : (i & 1) == 0 ? value >> 4 : value & 15);
                }
            }
            else if (value == 0)
            {
                x = 0;
                y++;
            }
            else if (value == 1)
            {
                return;
            }
            else if (value == 2)
            {
                if (pixels.Length - at < 2)
                {
                    throw new EndOfStreamException(FormattableString.Invariant($"The file ends within row {y + 1} of {_rows}."));
                }

                x = Math.Min(x + pixels[at], _columns);
                y += pixels[at + 1];
                at += 2;
            }
            else
            {
                int bytes = nibbles ? (value + 1) / 2 : value;
                if (pixels.Length - at < bytes)
                {
                    throw new EndOfStreamException(FormattableString.Invariant($"The file ends within row {y + 1} of {_rows}."));
                }

                Span<byte> line = Line(samples, _rows - 1 - y);
                for (int i = 0; i < value && x < _columns; i++, x++)
                {
                    Put(line, x, !nibbles ? pixels[at + i] : (i & 1) == 0 ? pixels[at + (i / 2)] >> 4 : pixels[at + (i / 2)] & 15);
                }

                // They end on an even byte.
                at += bytes + (bytes & 1);
            }
        }
    }
}
