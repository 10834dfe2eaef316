using System;
using System.Buffers.Binary;
using System.IO;

namespace MedIO.Dicom.Codecs.JpegLs;

/// <summary>Undoes the colour transforms of Hewlett-Packard's encoder, which is what the marker segment "mrfx" announces: differences to green instead of red and blue, modulo the range of samples.</summary>
internal static class ColourTransform
{
    /// <summary>The last one of them.</summary>
    public const int Last = 3;

    /// <summary>Makes red, green and blue again.</summary>
    /// <param name="transform">Which one: 1 to 3.</param>
    /// <param name="samples">The frame's cells, those of a pixel together.</param>
    /// <param name="bits">Bits of a sample.</param>
    /// <param name="frame">What the data set says of the frame.</param>
    /// <exception cref="InvalidDataException">Pixels do not have three samples.</exception>
    public static void Undo(int transform, Span<byte> samples, int bits, FrameDescription frame)
    {
        if (frame.Components != 3)
        {
            throw new InvalidDataException(FormattableString.Invariant($"A JPEG-LS stream transforms colours, but its pixels have {frame.Components} samples."));
        }

        int cell = frame.CellBytes;
        int mask = (1 << bits) - 1;
        int half = (mask + 1) / 2;
        for (Span<byte> rest = samples; rest.Length >= 3 * cell; rest = rest.Slice(3 * cell))
        {
            int first = Get(rest, cell) & mask;
            int second = Get(rest.Slice(cell), cell) & mask;
            int third = Get(rest.Slice(2 * cell), cell) & mask;
            int red, green, blue;
            if (transform == 3)
            {
                green = (first - ((second + third) >> 2) + (half / 2)) & mask;
                red = (third + green - half) & mask;
                blue = (second + green - half) & mask;
            }
            else
            {
                green = second;
                red = (first + green - half) & mask;
                blue = (third + (transform == 1 ? green : (red + green) >> 1) - half) & mask;
            }

            Put(rest, cell, red);
            Put(rest.Slice(cell), cell, green);
            Put(rest.Slice(2 * cell), cell, blue);
        }
    }

    private static int Get(ReadOnlySpan<byte> cell, int bytes) => bytes == 1 ? cell[0] : BinaryPrimitives.ReadUInt16LittleEndian(cell);

    private static void Put(Span<byte> cell, int bytes, int value)
    {
        cell[0] = (byte)value;
        if (bytes > 1)
        {
            cell[1] = (byte)(value >> 8);
        }
    }
}
