using System;
using System.IO;
using MedIO.Formats;
using MedIO.Formats.Reading;

namespace MedIO.Dicom.Codecs.JpegLs;

/// <summary>
/// Decodes JPEG-LS frames, lossless and near-lossless (ISO/IEC 14495-1 | T.87; PS3.5 annex A.4.3). Gives little-endian cells,
/// the samples of a pixel together.
/// </summary>
internal sealed class JpegLsDecoder : IFrameDecoder
{
    // SOI, the headers of a frame and of a scan, and EOI.
    private const int LeastHeaders = 25;

    // The longest run that a bit stands for.
    private const int MostOfBit = 1 << 15;

    private readonly FrameDescription _frame;

    public JpegLsDecoder(FrameDescription frame) => _frame = frame;

    /// <inheritdoc/>
    public long LeastBytes(long sampleBytes)
    {
        long pixels = (long)_frame.Columns * _frame.Rows;
        return LeastHeaders + (Math.Max(_frame.Rows, pixels / MostOfBit) / 8);
    }

    /// <inheritdoc/>
    public void Decode(ReadOnlySpan<byte> encoded, Span<byte> samples)
    {
        if (samples.Length < _frame.SampleBytes)
        {
            throw new ArgumentException("There is no room for the samples of a frame.", nameof(samples));
        }

        if (encoded.Length < LeastBytes(samples.Length))
        {
            throw new EndOfStreamException(FormattableString.Invariant($"A JPEG-LS stream of {encoded.Length} bytes cannot hold {_frame.Columns} x {_frame.Rows} pixels."));
        }

        new CodeStreamReader(_frame).Decode(encoded, samples);
    }
}
