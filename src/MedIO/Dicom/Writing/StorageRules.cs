namespace MedIO.Dicom.Writing;

/// <summary>What pixels a SOP class takes, besides unsigned ones.</summary>
/// <param name="Bytes">Whether 8 bits a sample are allowed.</param>
/// <param name="Words">Whether 16 bits a sample are allowed.</param>
/// <param name="Signed">Whether PixelRepresentation may be 1.</param>
/// <param name="Intercept">Whether RescaleIntercept may be other than 0.</param>
internal readonly record struct StorageRules(bool Bytes, bool Words, bool Signed, bool Intercept);
