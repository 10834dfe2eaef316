using System;
using System.IO;
using MedIO.Formats.Reading;
using MedIO.IO;

namespace MedIO.Formats.Minc;

/// <summary>Makes numbers of the machine's byte order of NetCDF's, none of them outside of the valid range.</summary>
internal sealed unsafe class ValidRangeDecoder : IFrameDecoder
{
    private readonly VoxelType _type;
    private readonly ValidRange _range;

    /// <param name="type">The type of the numbers.</param>
    /// <param name="range">Their valid range.</param>
    public ValidRangeDecoder(VoxelType type, ValidRange range)
    {
        _type = type;
        _range = range;
    }

    public long LeastBytes(long sampleBytes) => sampleBytes;

    public void Decode(ReadOnlySpan<byte> encoded, Span<byte> samples)
    {
        int have = Math.Min(encoded.Length, samples.Length);
        have -= have % VoxelTypes.SizeOf(_type);
        encoded.Slice(0, have).CopyTo(samples);
        fixed (byte* data = samples)
        {
            if (BitConverter.IsLittleEndian)
            {
                ByteOrder.Swap(data, have, _type);
            }

            _range.Apply(data, have);
        }

        if (have < samples.Length)
        {
            throw new EndOfStreamException("the file ends within it.");
        }
    }
}
