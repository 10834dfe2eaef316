namespace MedIO.Dicom.Codecs.Jpeg2000;

/// <summary>A code-block as packets gave it: what its coefficients are decoded of (ISO/IEC 15444-1 annexes B.10 and D).</summary>
internal struct CodeBlock
{
    public int Width;

    public int Height;

    public SubBand Band;

    public CodeBlockStyle Style;

    /// <summary>Magnitude bit-planes that are coded: those of the sub-band (Mb) less the ones that are zero.</summary>
    public int BitPlanes;

    /// <summary>Coding passes in all code word segments together.</summary>
    public int Passes;
}

/// <summary>A code word segment of a code-block: some of its bytes and the passes that they hold.</summary>
/// <param name="Length">Bytes; segments follow each other.</param>
/// <param name="Passes">Coding passes.</param>
internal readonly record struct CodeWordSegment(int Length, int Passes);
