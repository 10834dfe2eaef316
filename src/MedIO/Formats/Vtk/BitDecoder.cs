using System;
using System.IO;
using MedIO.Formats.Reading;

namespace MedIO.Formats.Vtk;

/// <summary>Makes a byte of each bit, the highest of a byte first.</summary>
internal sealed class BitDecoder : IFrameDecoder
{
    public long LeastBytes(long sampleBytes) => (sampleBytes + 7) / 8;

    public void Decode(ReadOnlySpan<byte> encoded, Span<byte> samples)
    {
        for (int i = 0; i < samples.Length; i++)
        {
            samples[i] = i / 8 < encoded.Length ? (byte)((encoded[i / 8] >> (7 - (i % 8))) & 1) : throw new EndOfStreamException("the file ends within it.");
        }
    }
}
