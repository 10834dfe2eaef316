namespace MedIO.Dicom.Codecs;

/// <summary>
/// What a data set says of a frame that a code stream holds: the stream's own sizes are held against it before memory is
/// taken. Two are equal where one decoder serves both.
/// </summary>
/// <param name="Columns">Pixels along a row.</param>
/// <param name="Rows">Pixels along a column.</param>
/// <param name="Components">Samples of a pixel.</param>
/// <param name="BitsAllocated">Bits of a cell that a sample gets: 1, 8, 16, 32 or 64.</param>
/// <param name="BitsStored">Bits of a sample, as the data set says.</param>
/// <param name="IsSigned">Whether samples are two's complements.</param>
/// <param name="IsLuminance">Whether the data set calls the samples luminance and chrominances (PhotometricInterpretation YBR_FULL and its kin).</param>
internal sealed record FrameDescription(int Columns, int Rows, int Components, int BitsAllocated, int BitsStored, bool IsSigned, bool IsLuminance)
{
    /// <summary>Bytes of a decoded sample.</summary>
    public int CellBytes => BitsAllocated <= 8 ? 1 : BitsAllocated <= 16 ? 2 : BitsAllocated <= 32 ? 4 : 8;

    /// <summary>Bytes of the decoded frame.</summary>
    public long SampleBytes => (long)Columns * Rows * Components * CellBytes;
}
