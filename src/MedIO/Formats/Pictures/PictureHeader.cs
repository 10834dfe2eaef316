using System.Collections.Generic;

namespace MedIO.Formats.Pictures;

/// <summary>What the header of a picture says of the samples that its decoder makes, whatever the format.</summary>
/// <param name="Columns">Pixels along a row.</param>
/// <param name="Rows">Pixels along a column, the first row above.</param>
/// <param name="Type">The type of a sample.</param>
/// <param name="Components">Samples of a pixel: gray, gray and alpha, RGB, RGBA.</param>
internal sealed record PictureHeader(int Columns, int Rows, VoxelType Type, int Components)
{
    /// <summary>Distance of pixels along x and y, mm; null where the file does not say.</summary>
    public double[]? Spacing { get; init; }

    /// <summary>Fields of the header by their names in the format's definition.</summary>
    public HeaderFields Fields { get; } = new();

    /// <summary>What is odd about the file.</summary>
    public List<string> Warnings { get; } = new();

    /// <summary>Bytes of all samples; where no number holds them, the largest.</summary>
    public long SampleBytes
    {
        get
        {
            int pixelBytes = Components * VoxelTypes.SizeOf(Type);
            long pixels = (long)Columns * Rows;
            return pixels <= long.MaxValue / pixelBytes ? pixels * pixelBytes : long.MaxValue;
        }
    }
}
