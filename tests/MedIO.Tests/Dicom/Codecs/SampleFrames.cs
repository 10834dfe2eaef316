using System;
using MedIO.Dicom.Codecs;

namespace MedIO.Tests.Dicom.Codecs;

/// <summary>What a sample frame shows. Public, so that theories can have it as data.</summary>
public enum SampleContent
{
    /// <summary>Each sample any value.</summary>
    Noise,

    /// <summary>All samples one value in the upper half of what there is.</summary>
    Flat,

    /// <summary>From the least value to the greatest along the diagonal, each component another way.</summary>
    Gradient,

    /// <summary>A bright ellipse with soft contents on a dark ground, and noise of a few units: like a slice of CT.</summary>
    CtLike,

    /// <summary>Flat, but for one pixel of the greatest value.</summary>
    OddPixel,

    /// <summary>Least and greatest values, in runs of changing length.</summary>
    Extremes,
}

/// <summary>Frames to compress, the same ones each time.</summary>
internal static class SampleFrames
{
    /// <summary>Makes a frame.</summary>
    /// <param name="content">What it shows.</param>
    /// <param name="columns">Pixels along a row.</param>
    /// <param name="rows">Pixels along a column.</param>
    /// <param name="components">Samples of a pixel.</param>
    /// <param name="bitsStored">Bits of a sample, 1 to 31.</param>
    /// <param name="isSigned">Whether samples are two's complements.</param>
    /// <param name="bitsAllocated">Bits of a cell; the next of 8, 16 and 32 where it is not given.</param>
    /// <param name="seed">Another number for other noise.</param>
    public static SampleFrame Make(
        SampleContent content, int columns, int rows, int components = 1, int bitsStored = 8, bool isSigned = false, int? bitsAllocated = null, int seed = 1)
    {
        int allocated = bitsAllocated ?? (bitsStored <= 8 ? 8 : bitsStored <= 16 ? 16 : 32);
        var frame = new FrameDescription(columns, rows, components, allocated, bitsStored, isSigned, IsLuminance: false);
        var samples = new byte[frame.SampleBytes];
        long greatest = (1L << bitsStored) - 1;
        long offset = isSigned ? 1L << (bitsStored - 1) : 0;
        var random = new SampleRandom((uint)seed);
        int at = 0;
        for (int y = 0; y < rows; y++)
        {
            for (int x = 0; x < columns; x++)
            {
                for (int c = 0; c < components; c++)
                {
                    long value = Value(content, frame, x, y, c, greatest, random) - offset;
                    for (int b = 0; b < frame.CellBytes; b++)
                    {
                        samples[at++] = (byte)(value >> (8 * b));
                    }
                }
            }
        }

        return new SampleFrame(frame, samples);
    }

    private static long Value(SampleContent content, FrameDescription frame, int x, int y, int c, long greatest, SampleRandom random)
    {
        int columns = frame.Columns;
        int rows = frame.Rows;
        switch (content)
        {
            case SampleContent.Noise:
                return random.Next() & greatest;
            case SampleContent.Flat:
                return (greatest / 2) + (greatest / 5) - c;
            case SampleContent.Gradient:
                int along = c % 2 == 0 ? x : columns - 1 - x;
                return greatest * (along + y) / Math.Max(1, columns + rows - 2);
            case SampleContent.CtLike:
                return CtLike(x, y, c, columns, rows, greatest, random);
            case SampleContent.OddPixel:
                return x == columns * 2 / 3 && y == rows / 2 ? greatest : greatest / 3;
            case SampleContent.Extremes:
                return (((x / ((y % 5) + 1)) + y + c) & 1) == 0 ? 0 : greatest;
            default:
                throw new ArgumentOutOfRangeException(nameof(content));
        }
    }

    // Whole numbers only: floating point would differ from one machine to another.
    private static long CtLike(int x, int y, int c, int columns, int rows, long greatest, SampleRandom random)
    {
        long dx = ((2L * x) + 1 - columns) * 1000 / columns;
        long dy = ((2L * y) + 1 - rows) * 1000 / rows;
        long distance = (dx * dx) + (dy * dy * 3 / 2);
        long noise = (random.Next() & 31) + (random.Next() & 31);
        long level = distance > 800_000 ? 0
            : distance > 640_000 ? 900 - ((distance - 640_000) / 400)
            : 350 + ((dx + (3 * dy)) / 40) + (distance / 4000) + (40 * c);
        long value = (greatest * Math.Max(0, level) / 1200) + (greatest > 2047 ? noise : noise * greatest / 2048);
        return Math.Min(greatest, value);
    }

    /// <summary>Xorshift: the same numbers on each runtime.</summary>
    private sealed class SampleRandom
    {
        private uint _state;

        public SampleRandom(uint seed) => _state = (seed * 2654435769u) | 1;

        public uint Next()
        {
            _state ^= _state << 13;
            _state ^= _state >> 17;
            _state ^= _state << 5;
            return _state >> 1;
        }
    }
}
