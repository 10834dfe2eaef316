namespace MedIO.Dicom;

/// <summary>The elements that the code names, by their keywords.</summary>
internal static class DicomTags
{
    public const uint TransferSyntaxUID = 0x00020010;
    public const uint SpecificCharacterSet = 0x00080005;
    public const uint ImageType = 0x00080008;
    public const uint SOPClassUID = 0x00080016;
    public const uint SOPInstanceUID = 0x00080018;
    public const uint StudyDate = 0x00080020;
    public const uint AcquisitionTime = 0x00080032;
    public const uint Modality = 0x00080060;
    public const uint StudyDescription = 0x00081030;
    public const uint SeriesDescription = 0x0008103e;
    public const uint StudyInstanceUID = 0x0020000d;
    public const uint SeriesInstanceUID = 0x0020000e;
    public const uint SeriesNumber = 0x00200011;
    public const uint AcquisitionNumber = 0x00200012;
    public const uint InstanceNumber = 0x00200013;
    public const uint ImagePositionPatient = 0x00200032;
    public const uint ImageOrientationPatient = 0x00200037;
    public const uint FrameOfReferenceUID = 0x00200052;
    public const uint SliceThickness = 0x00180050;
    public const uint SpacingBetweenSlices = 0x00180088;
    public const uint SamplesPerPixel = 0x00280002;
    public const uint PhotometricInterpretation = 0x00280004;
    public const uint PlanarConfiguration = 0x00280006;
    public const uint NumberOfFrames = 0x00280008;
    public const uint Rows = 0x00280010;
    public const uint Columns = 0x00280011;
    public const uint PixelSpacing = 0x00280030;
    public const uint BitsAllocated = 0x00280100;
    public const uint BitsStored = 0x00280101;
    public const uint HighBit = 0x00280102;
    public const uint PixelRepresentation = 0x00280103;
    public const uint RescaleIntercept = 0x00281052;
    public const uint RescaleSlope = 0x00281053;
    public const uint FloatPixelData = 0x7fe00008;
    public const uint DoubleFloatPixelData = 0x7fe00009;
    public const uint PixelData = 0x7fe00010;
}
