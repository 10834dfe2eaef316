namespace MedIO.Dicom.Codecs.JpegLs;

/// <summary>The preset coding parameters of an LSE marker segment (ISO/IEC 14495-1 | T.87 section C.2.4.1.1); those that are 0 have their defaults.</summary>
/// <param name="MaximumValue">MAXVAL.</param>
/// <param name="Threshold1">T1.</param>
/// <param name="Threshold2">T2.</param>
/// <param name="Threshold3">T3.</param>
/// <param name="Reset">RESET.</param>
internal readonly record struct PresetParameters(int MaximumValue, int Threshold1, int Threshold2, int Threshold3, int Reset);
