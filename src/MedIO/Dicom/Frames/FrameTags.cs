namespace MedIO.Dicom.Frames;

/// <summary>The elements that say where planes lie, what their values mean and what tells them apart, by their keywords.</summary>
internal static class FrameTags
{
    public const uint MediaStorageSOPClassUID = 0x00020002;

    public const uint AcquisitionDateTime = 0x0008002a;
    public const uint ContentTime = 0x00080033;
    public const uint FrameType = 0x00089007;
    public const uint ComplexImageComponent = 0x00089208;

    public const uint EchoTime = 0x00180081;
    public const uint InversionTime = 0x00180082;
    public const uint EchoNumbers = 0x00180086;
    public const uint TriggerTime = 0x00181060;
    public const uint ImagerPixelSpacing = 0x00181164;
    public const uint FlipAngle = 0x00181314;
    public const uint NominalScannedPixelSpacing = 0x00182010;
    public const uint SequenceOfUltrasoundRegions = 0x00186011;
    public const uint PhysicalUnitsXDirection = 0x00186024;
    public const uint PhysicalUnitsYDirection = 0x00186026;
    public const uint PhysicalDeltaX = 0x0018602c;
    public const uint PhysicalDeltaY = 0x0018602e;
    public const uint FrameAcquisitionDateTime = 0x00189074;
    public const uint EffectiveEchoTime = 0x00189082;
    public const uint DiffusionBValue = 0x00189087;
    public const uint MRTimingAndRelatedParametersSequence = 0x00189112;
    public const uint MREchoSequence = 0x00189114;
    public const uint MRDiffusionSequence = 0x00189117;
    public const uint CardiacSynchronizationSequence = 0x00189118;
    public const uint FrameReferenceDateTime = 0x00189151;
    public const uint MRImageFrameTypeSequence = 0x00189226;
    public const uint CTImageFrameTypeSequence = 0x00189329;
    public const uint PETFrameTypeSequence = 0x00189751;

    public const uint TemporalPositionIdentifier = 0x00200100;
    public const uint StackID = 0x00209056;
    public const uint InStackPositionNumber = 0x00209057;
    public const uint FrameContentSequence = 0x00209111;
    public const uint PlanePositionSequence = 0x00209113;
    public const uint PlaneOrientationSequence = 0x00209116;
    public const uint TemporalPositionIndex = 0x00209128;
    public const uint NominalCardiacTriggerDelayTime = 0x00209153;
    public const uint FrameAcquisitionNumber = 0x00209156;
    public const uint DimensionIndexValues = 0x00209157;
    public const uint DimensionIndexPointer = 0x00209165;
    public const uint DimensionIndexSequence = 0x00209222;
    public const uint NominalPercentageOfCardiacPhase = 0x00209241;
    public const uint ImagePositionVolume = 0x00209301;
    public const uint ImageOrientationVolume = 0x00209302;
    public const uint PlanePositionVolumeSequence = 0x0020930e;
    public const uint PlaneOrientationVolumeSequence = 0x0020930f;
    public const uint TemporalPositionTimeOffset = 0x0020930d;
    public const uint TemporalPositionSequence = 0x00209310;

    public const uint FrameIncrementPointer = 0x00280009;
    public const uint PixelAspectRatio = 0x00280034;
    public const uint ModalityLUTSequence = 0x00283000;
    public const uint PixelMeasuresSequence = 0x00289110;
    public const uint PixelValueTransformationSequence = 0x00289145;

    public const uint ParametricMapFrameTypeSequence = 0x00409092;
    public const uint RealWorldValueMappingSequence = 0x00409096;
    public const uint RealWorldValueIntercept = 0x00409224;
    public const uint RealWorldValueSlope = 0x00409225;

    public const uint EnergyWindowVector = 0x00540010;
    public const uint DetectorVector = 0x00540020;
    public const uint DetectorInformationSequence = 0x00540022;
    public const uint PhaseVector = 0x00540030;
    public const uint RotationVector = 0x00540050;
    public const uint RRIntervalVector = 0x00540060;
    public const uint TimeSlotVector = 0x00540070;
    public const uint SliceVector = 0x00540080;
    public const uint AngularViewVector = 0x00540090;
    public const uint TimeSliceVector = 0x00540100;
    public const uint FrameReferenceTime = 0x00541300;

    public const uint SegmentIdentificationSequence = 0x0062000a;
    public const uint ReferencedSegmentNumber = 0x0062000b;

    public const uint ImagePlanePixelSpacing = 0x30020011;
    public const uint GridFrameOffsetVector = 0x3004000c;
    public const uint DoseGridScaling = 0x3004000e;

    public const uint SharedFunctionalGroupsSequence = 0x52009229;
    public const uint PerFrameFunctionalGroupsSequence = 0x52009230;

    /// <summary>An element as sentences name it, such as <c>PixelSpacing (0028,0030)</c>.</summary>
    public static string Name(uint tag) => $"{new DicomTag(tag).Keyword} {new DicomTag(tag)}";
}
