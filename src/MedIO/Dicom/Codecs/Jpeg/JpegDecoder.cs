using System;
using MedIO.Formats;
using MedIO.Formats.Reading;

namespace MedIO.Dicom.Codecs.Jpeg;

/// <summary>
/// Decodes JPEG frames (ITU-T T.81, PS3.5 section A.4.1) with Huffman coding: baseline, extended sequential and progressive
/// DCT, and lossless. The code stream says which, for the transfer syntax at times is wrong. Components that are luminance
/// and chrominances become RGB.
/// </summary>
internal sealed class JpegDecoder : IFrameDecoder
{
    /// <summary>
    /// Most samples that a bit can stand for: of four components, one has 16 blocks in an MCU of 32 x 32 samples, the others one, and
    /// each block has at least a bit.
    /// </summary>
    private const int MostSamplesOfBit = 4 * 32 * 32 / 19;

    private readonly FrameDescription _frame;

    public JpegDecoder(FrameDescription frame) => _frame = frame;

    /// <inheritdoc/>
    public long LeastBytes(long sampleBytes) => sampleBytes / _frame.CellBytes / (8 * (MostSamplesOfBit + 1));

    /// <inheritdoc/>
    public unsafe void Decode(ReadOnlySpan<byte> encoded, Span<byte> samples)
    {
        if (samples.Length != _frame.SampleBytes)
        {
            throw new ArgumentException("A frame is decoded as a whole.", nameof(samples));
        }

        using var tables = new DecodingTables();
        fixed (byte* cells = samples)
        {
            new JpegImage(encoded, _frame, tables).Decode(cells);
        }
    }
}
