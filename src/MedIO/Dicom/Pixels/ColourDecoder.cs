using System;
using System.Buffers;
using System.IO;
using MedIO.Formats;
using MedIO.Formats.Reading;
using MedIO.Voxels;

namespace MedIO.Dicom.Pixels;

/// <summary>Makes RGB of a frame's samples, whatever made those of the bytes in the file.</summary>
internal sealed class ColourDecoder : IRefinedFrames
{
    private readonly PixelFormat _format;
    private readonly IFrameDecoder _inner;
    private readonly SampleBits? _bits;

    /// <param name="format">What the pixels are.</param>
    /// <param name="inner">Makes cells of the bytes in the file.</param>
    /// <param name="bits">Makes numbers of the cells; null where they are.</param>
    public ColourDecoder(PixelFormat format, IFrameDecoder inner, SampleBits? bits)
    {
        _format = format;
        _inner = inner;
        _bits = bits;
    }

    private long CellsLength => _format.PixelCount * _format.SamplesPerPixel * _format.CellBytes;

    /// <inheritdoc/>
    public long LeastBytes(long sampleBytes) => _inner.LeastBytes(CellsLength);

    /// <inheritdoc/>
    public bool IsRefined(ReadOnlySpan<byte> encoded) => _inner is IRefinedFrames inner && inner.IsRefined(encoded);

    /// <inheritdoc/>
    public void Decode(ReadOnlySpan<byte> encoded, Span<byte> samples)
    {
        if (CellsLength > int.MaxValue)
        {
            throw new InvalidDataException("A frame has more pixels than can be decoded at once.");
        }

        byte[] cells = ArrayPool<byte>.Shared.Rent((int)CellsLength);
        try
        {
            Span<byte> source = cells.AsSpan(0, (int)CellsLength);
            try
            {
                _inner.Decode(encoded, source);
            }
            catch (Exception e) when (e is EndOfStreamException or InvalidDataException)
            {
                if (Salvage(encoded, source))
                {
                    Convert(source, samples);
                }

                throw;
            }

            Convert(source, samples);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(cells);
        }
    }

    // What can be decoded, over black; false where that is nothing.
    private bool Salvage(ReadOnlySpan<byte> encoded, Span<byte> cells)
    {
        cells.Clear();
        if (NativeLength.IsLuminance(_format.Photometric))
        {
            // Chrominances of no colour, the highest bit alone.
            int size = _format.CellBytes;
            byte middle = (byte)(1 << ((_format.HighBit) & 7));
            for (int i = 2 * size - 1; i < cells.Length; i += 3 * size)
            {
                cells[i] = middle;
                cells[i + size] = middle;
            }
        }

        byte[] black = ArrayPool<byte>.Shared.Rent(cells.Length);
        try
        {
            cells.CopyTo(black);
            _inner.Decode(encoded, cells);
            return true;
        }
        catch (Exception e) when (e is EndOfStreamException or InvalidDataException)
        {
            return !cells.SequenceEqual(black.AsSpan(0, cells.Length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(black);
        }
    }

    private unsafe void Convert(Span<byte> cells, Span<byte> samples)
    {
        fixed (byte* s = cells, t = samples)
        {
            _bits?.Apply(s, cells.Length);
            Convert(s, t, (int)_format.PixelCount);
        }
    }

    private unsafe void Convert(byte* cells, byte* samples, int pixels)
    {
        if (_format.Palette is { } palette)
        {
            switch (_format.CellBytes)
            {
                case 1 when _format.IsSigned: { var s = (sbyte*)cells; for (int i = 0; i < pixels; i++) { palette.Colour(s[i], samples, i); } break; }
                case 1: { for (int i = 0; i < pixels; i++) { palette.Colour(cells[i], samples, i); } break; }
                case 2 when _format.IsSigned: { var s = (short*)cells; for (int i = 0; i < pixels; i++) { palette.Colour(s[i], samples, i); } break; }
                case 2: { var s = (ushort*)cells; for (int i = 0; i < pixels; i++) { palette.Colour(s[i], samples, i); } break; }
                case 4 when _format.IsSigned: { var s = (int*)cells; for (int i = 0; i < pixels; i++) { palette.Colour(s[i], samples, i); } break; }
                case 4: { var s = (uint*)cells; for (int i = 0; i < pixels; i++) { palette.Colour(s[i], samples, i); } break; }
                default: { var s = (long*)cells; for (int i = 0; i < pixels; i++) { palette.Colour(s[i], samples, i); } break; }
            }

            return;
        }

        int size = _format.CellBytes;
        if (_format.Photometric == PhotometricInterpretation.Argb)
        {
            for (int i = 0; i < pixels; i++)
            {
                Buffer.MemoryCopy(cells + (((i * 4L) + 1) * size), samples + (i * 3L * size), 3 * size, 3 * size);
            }

            return;
        }

        bool partial = _format.Photometric is PhotometricInterpretation.YbrPartial422 or PhotometricInterpretation.YbrPartial420;
        if (size == 1 && !partial && _format.BitsStored == 8)
        {
            YbrToRgb.Full8(cells, samples, pixels);
        }
        else if (size == 1)
        {
            new YbrToRgb(_format.BitsStored, partial).Convert8(cells, samples, pixels);
        }
        else
        {
            new YbrToRgb(_format.BitsStored, partial).Convert16((ushort*)cells, (ushort*)samples, pixels);
        }
    }
}
