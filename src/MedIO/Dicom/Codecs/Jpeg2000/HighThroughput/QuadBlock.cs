namespace MedIO.Dicom.Codecs.Jpeg2000.HighThroughput;

/// <summary>A code-block between the steps of its decoding, all in memory that the decoder has pinned.</summary>
internal unsafe struct QuadBlock
{
    public int Width;

    public int Height;

    /// <summary>The bit that the cleanup pass decodes last, with the fraction.</summary>
    public int Plane;

    public bool Causal;

    /// <summary>
    /// The quads: significance and exponents as in <see cref="QuadCodes.Tables"/>, from bit 16 on the exponent offset, in
    /// the first row with the 1 that it is added to. One or two more at the end of a row are 0.
    /// </summary>
    public uint* Quads;

    public int QuadsPerRow;

    public int QuadRows;

    /// <summary>Quads from one row to the next.</summary>
    public int Stride;

    public ushort* QuadTables;

    public uint* OffsetTables;

    /// <summary>The coefficients, two's complements with a bit of fraction.</summary>
    public int* Coefficients;

    public int CoefficientStride;
}
