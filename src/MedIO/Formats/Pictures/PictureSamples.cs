namespace MedIO.Formats.Pictures;

/// <summary>A picture that is to be written: its size, and what its samples are.</summary>
/// <param name="Columns">Pixels along a row.</param>
/// <param name="Rows">Pixels along a column.</param>
/// <param name="Type">The type of a sample.</param>
/// <param name="Components">Samples of a pixel.</param>
/// <param name="SpacingX">Distance of pixels along a row, mm.</param>
/// <param name="SpacingY">Distance of rows, mm.</param>
internal sealed record PictureSamples(int Columns, int Rows, VoxelType Type, int Components, double SpacingX, double SpacingY)
{
    /// <summary>Numbers of the picture.</summary>
    public long Count => (long)Columns * Rows * Components;

    /// <summary>Bytes of a row.</summary>
    public long RowBytes => (long)Columns * Components * VoxelTypes.SizeOf(Type);
}
