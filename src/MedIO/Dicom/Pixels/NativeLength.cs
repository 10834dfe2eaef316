namespace MedIO.Dicom.Pixels;

/// <summary>How long native frames are (PS3.5 section 8.1).</summary>
internal static class NativeLength
{
    /// <summary>Whether two pixels share their chrominances.</summary>
    public static bool IsSubsampled(PhotometricInterpretation photometric) =>
        photometric is PhotometricInterpretation.YbrFull422 or PhotometricInterpretation.YbrPartial422;

    /// <summary>Whether samples are luminance and chrominances, which are to become RGB.</summary>
    public static bool IsLuminance(PhotometricInterpretation photometric) =>
        photometric is PhotometricInterpretation.YbrFull or PhotometricInterpretation.YbrFull422 or PhotometricInterpretation.YbrPartial422 or PhotometricInterpretation.YbrPartial420;

    /// <summary>Bits of a frame.</summary>
    /// <param name="format">What the pixels are.</param>
    /// <param name="pairsOfRow">Where chrominances are shared: pairs that begin anew with each row; 0 where they run on.</param>
    public static long BitsOfFrame(PixelFormat format, int pairsOfRow) =>
        !IsSubsampled(format.Photometric) ? format.PixelCount * format.SamplesPerPixel * format.BitsAllocated
        : (pairsOfRow > 0 ? (long)format.Rows * pairsOfRow : (format.PixelCount + 1) / 2) * 4 * format.BitsAllocated;
}
