using System;
using System.IO;
using MedIO.Dicom.Codecs;
using MedIO.Formats.Reading;

namespace MedIO.Dicom.Pixels;

/// <summary>
/// Makes samples of frames by the codec of a library, which may give other colours than are in the file, and in planes: what it
/// says of each frame counts.
/// </summary>
internal sealed class CodecDecoder : IFrameDecoder
{
    private readonly IPixelSource _source;
    private readonly PixelFormat _format;
    private readonly bool _hasOverlay;

    /// <param name="source">The library.</param>
    /// <param name="format">What the pixels are in the file.</param>
    /// <param name="hasOverlay">Whether an overlay lies in bits that are not the samples' own.</param>
    public CodecDecoder(IPixelSource source, PixelFormat format, bool hasOverlay)
    {
        _source = source;
        _format = format;
        _hasOverlay = hasOverlay;
    }

    /// <inheritdoc/>
    public long LeastBytes(long sampleBytes) =>
        FrameCodecs.Decoder(_format.Syntax.Uid, _format.Frame)?.LeastBytes(_format.PixelCount * _format.SamplesPerPixel * _format.CellBytes) ?? 0;

    /// <inheritdoc/>
    public void Decode(ReadOnlySpan<byte> encoded, Span<byte> samples)
    {
        bool isStream = FrameCodecs.HasMarkers(_format.Syntax.Uid);
        CodedPrecision coded = isStream ? Verify(encoded) : default;
        DecodedFrame frame = _source.Decode(encoded.Slice(coded.Start).ToArray(), isStream ? coded.Bits : _format.BitsStored);
        PixelFormat format = _format with { Photometric = Meaning(frame.Photometric), IsPlanar = frame.IsPlanar && _format.SamplesPerPixel > 1 };
        var cells = new Cells(frame.Cells, format, isStream ? coded : null);
        IFrameDecoder decoder = isStream ? new CodedSamples(format, cells, _hasOverlay) : cells;
        if (format.IsConverted)
        {
            decoder = new ColourDecoder(format, decoder, isStream ? null : format.Cells(false));
        }

        decoder.Decode(encoded, samples);
    }

    // Native codecs take the word of one header for the memory that they fill after the other.
    private CodedPrecision Verify(ReadOnlySpan<byte> encoded)
    {
        CodedPrecision coded = CodedPrecision.Read(encoded) ?? throw new InvalidDataException("It has no header of a code stream.");
        if (coded.Columns != _format.Columns || coded.Rows != _format.Rows || coded.Components != _format.SamplesPerPixel)
        {
            throw new InvalidDataException(FormattableString.Invariant(
                $"Its code stream has {coded.Columns} x {coded.Rows} pixels of {coded.Components} samples where the data set has {_format.Columns} x {_format.Rows} of {_format.SamplesPerPixel}."));
        }

        return coded.Bits <= 8 * _format.CellBytes
            ? coded
            : throw new InvalidDataException(FormattableString.Invariant($"Its code stream has samples of {coded.Bits} bits where the data set allocates {_format.BitsAllocated}."));
    }

    // Codecs make RGB of luminance and chrominances, or one kind of those of another; what is no colour stays so.
    private PhotometricInterpretation Meaning(string? said)
    {
        PhotometricInterpretation before = _format.Photometric;
        PhotometricInterpretation now = PixelFormatReader.Named(said) ?? before;
        bool isColour = NativeLength.IsLuminance(before) && (now == PhotometricInterpretation.Rgb || NativeLength.IsLuminance(now));
        return isColour ? now : before;
    }

    /// <summary>The cells that a codec has given, the samples of a pixel together.</summary>
    private sealed class Cells : IFrameDecoder
    {
        private readonly byte[] _cells;
        private readonly PixelFormat _format;
        private readonly CodedPrecision? _coded;

        public Cells(byte[] cells, PixelFormat format, CodedPrecision? coded)
        {
            _cells = cells;
            _format = format;
            _coded = coded;
        }

        public long LeastBytes(long sampleBytes) => 0;

        public void Decode(ReadOnlySpan<byte> encoded, Span<byte> samples)
        {
            int size = _coded is { Bits: <= 8 } ? 1 : _format.CellBytes;
            int count = samples.Length / _format.CellBytes;
            int needed = _format.BitsAllocated == 1 ? (count + 7) / 8 : count * size;
            if (_cells.Length < needed)
            {
                throw new InvalidDataException(FormattableString.Invariant($"The codec gives {_cells.Length} bytes where {needed} are needed."));
            }

            if (_format.BitsAllocated == 1)
            {
                NativeDecoder.UnpackBits(_cells, 0, samples);
            }
            else if (_format.IsPlanar)
            {
                NativeDecoder.Interleave(_cells, samples.Slice(0, needed), _format.SamplesPerPixel, size);
            }
            else
            {
                _cells.AsSpan(0, needed).CopyTo(samples);
            }

            if (size < _format.CellBytes)
            {
                Widen(samples, count);
            }
        }

        // Bytes at the beginning become cells, from the last to the first.
        private void Widen(Span<byte> samples, int count)
        {
            int size = _format.CellBytes;
            for (int i = count - 1; i >= 0; i--)
            {
                byte value = samples[i];
                Span<byte> cell = samples.Slice(i * size, size);
                cell.Fill(value >= 0x80 && _coded!.Value.IsSigned ? (byte)0xff : (byte)0);
                cell[0] = value;
            }
        }
    }
}
