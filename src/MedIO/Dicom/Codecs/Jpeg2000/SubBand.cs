namespace MedIO.Dicom.Codecs.Jpeg2000;

/// <summary>Which frequencies a sub-band holds; the numbers are those of <c>orient</c> in ISO/IEC 15444-1 (HL: high along a row).</summary>
internal enum SubBand
{
    LL,
    HL,
    LH,
    HH,
}
