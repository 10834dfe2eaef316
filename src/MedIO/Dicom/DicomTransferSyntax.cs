namespace MedIO.Dicom;

/// <summary>How the files of a series are encoded (PS3.5 section 10 and annex A).</summary>
public enum DicomTransferSyntax
{
    /// <summary>Explicit VR Little Endian, 1.2.840.10008.1.2.1: what every program reads.</summary>
    ExplicitVRLittleEndian,

    /// <summary>Implicit VR Little Endian, 1.2.840.10008.1.2: the standard's oldest.</summary>
    ImplicitVRLittleEndian,

    /// <summary>Deflated Explicit VR Little Endian, 1.2.840.10008.1.2.1.99: the whole data set compressed.</summary>
    DeflatedExplicitVRLittleEndian,

    /// <summary>RLE Lossless, 1.2.840.10008.1.2.5: the pixels compressed, line by line.</summary>
    RleLossless,

    /// <summary>JPEG-LS Lossless, 1.2.840.10008.1.2.4.80: the pixels compressed to a half or a third, every value kept.</summary>
    JpegLsLossless,
}
