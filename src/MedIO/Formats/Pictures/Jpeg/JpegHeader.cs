namespace MedIO.Formats.Pictures.Jpeg;

/// <summary>What the markers before the first scan say.</summary>
/// <param name="Picture">What becomes of it.</param>
/// <param name="Components">Components of the code stream.</param>
/// <param name="Precision">Bits of a sample.</param>
/// <param name="IsLossless">Whether its process is the lossless one.</param>
/// <param name="AdobeTransform">What Adobe's segment says of the colours; null where there is none.</param>
internal sealed record JpegHeader(PictureHeader Picture, int Components, int Precision, bool IsLossless, int? AdobeTransform);
