namespace MedIO.Dicom.Codecs.Jpeg;

/// <summary>A component of a frame (ITU-T T.81 sections A.1.1 and B.2.2), and where its samples are put.</summary>
internal sealed class FrameComponent
{
    /// <param name="id">Its identifier.</param>
    /// <param name="h">Its horizontal sampling factor.</param>
    /// <param name="v">Its vertical sampling factor.</param>
    /// <param name="quantization">The selector of its quantization table.</param>
    public FrameComponent(int id, int h, int v, int quantization)
    {
        Id = id;
        H = h;
        V = v;
        QuantizationSelector = quantization;
    }

    public int Id { get; }

    public int H { get; }

    public int V { get; }

    public int QuantizationSelector { get; }

    /// <summary>Samples along a row.</summary>
    public int Width { get; set; }

    /// <summary>Samples along a column.</summary>
    public int Height { get; set; }

    /// <summary>Samples from one row of its plane to the next: whole data units and MCUs.</summary>
    public int Stride { get; set; }

    /// <summary>Rows of its plane, likewise.</summary>
    public int PlaneRows { get; set; }

    /// <summary>Where its plane begins among those of all.</summary>
    public int PlaneOffset { get; set; }

    /// <summary>Whether a scan held it.</summary>
    public bool IsCoded { get; set; }

    /// <summary>Low bits that a lossless scan leaves out (Pt).</summary>
    public int PointTransform { get; set; }

    /// <summary>The quantization table that held when its first scan began, in zigzag order.</summary>
    public int[]? Quantization { get; set; }

    /// <summary>
    /// For each coefficient of a progressive frame the lowest bit that is decoded, 0 for all; above any where none is.
    /// </summary>
    public byte[]? LowBits { get; set; }

    /// <summary>How many coefficients of each block the scans of a progressive frame held so far, each as often as it came.</summary>
    public int CodedCoefficients { get; set; }
}
