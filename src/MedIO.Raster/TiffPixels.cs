using System;

namespace MedIO.Raster;

/// <summary>What the pixels of a page are; the pages of a stack agree in it.</summary>
/// <param name="Columns">Pixels along a row.</param>
/// <param name="Rows">Pixels along a column.</param>
/// <param name="Samples">Samples of a pixel in the file.</param>
/// <param name="Bits">Bits of a sample.</param>
/// <param name="Format">What its bits are (SampleFormat).</param>
/// <param name="Meaning">What is to be done with them.</param>
/// <param name="Type">The type of the numbers that come out.</param>
/// <param name="Components">Numbers of a pixel that come out.</param>
internal sealed record TiffPixels(int Columns, int Rows, int Samples, int Bits, int Format, TiffMeaning Meaning, VoxelType Type, int Components)
{
    /// <summary>Whether samples are stored as they come out.</summary>
    public bool IsDirect => Meaning == TiffMeaning.Values && Bits == 8 * VoxelTypes.SizeOf(Type);

    /// <summary>Bytes of the page as it comes out.</summary>
    public long ByteCount => (long)Columns * Rows * Components * VoxelTypes.SizeOf(Type);

    /// <summary>Bytes of so many pixels in a row in the file, of one plane if each sample has its own.</summary>
    public long RowBytes(long pixels, bool isPlanar) => ((pixels * (isPlanar ? 1 : Samples) * Bits) + 7) / 8;

    /// <summary>The type of the numbers that samples make; null for none.</summary>
    public static VoxelType? TypeOf(int bits, int format) => format switch
    {
        TiffCode.UnsignedFormat or TiffCode.UndefinedFormat => bits switch { < 1 => null, <= 8 => VoxelType.UInt8, <= 16 => VoxelType.UInt16, <= 32 => VoxelType.UInt32, 64 => VoxelType.UInt64, _ => null },
        TiffCode.SignedFormat => bits switch { 8 => VoxelType.Int8, 16 => VoxelType.Int16, 32 => VoxelType.Int32, 64 => VoxelType.Int64, _ => null },
        TiffCode.FloatFormat => bits switch { 16 or 32 => VoxelType.Float32, 64 => VoxelType.Float64, _ => null },
        TiffCode.ComplexFormat => bits switch { 64 => VoxelType.Complex64, 128 => VoxelType.Complex128, _ => null },
        _ => null,
    };

    /// <summary>Size and type, for messages.</summary>
    public override string ToString() => FormattableString.Invariant($"{Columns} x {Rows} pixels of {Components} x {Type}");
}
