namespace MedIO.Dicom.Writing;

/// <summary>
/// The modules of an NM image (PS3.3 section C.8.4). NM is multi-frame by nature: each slice is a reconstructed tomogram
/// of one frame, with its place in the detector's item, where the standard has it, and as other images have it, where
/// readers of a series look for it.
/// </summary>
internal static class NuclearMedicineModules
{
    public static void Add(DicomContent content, SeriesFacts facts)
    {
        content.Text(DicomTags.ImageType, "DERIVED\\PRIMARY\\RECON TOMO\\EMISSION");
        content.Empty(
            DicomTags.PatientOrientationCodeSequence,
            DicomTags.PatientGantryRelationshipCodeSequence,
            DicomTags.RadiopharmaceuticalInformationSequence,
            DicomTags.EnergyWindowInformationSequence,
            DicomTags.RotationInformationSequence,
            DicomTags.CountsAccumulated);
        if (!content.Contains(DicomTags.SpacingBetweenSlices))
        {
            content.Empty(DicomTags.SpacingBetweenSlices);
        }

        content.Integer(DicomTags.NumberOfFrames, 1);
        content.Words(DicomTags.FrameIncrementPointer, (int)(DicomTags.SliceVector >> 16), (int)(DicomTags.SliceVector & 0xffff));
        content.Words(DicomTags.SliceVector, 1);
        content.Words(DicomTags.NumberOfSlices, 1);
        content.Words(DicomTags.NumberOfEnergyWindows, 1);
        content.Words(DicomTags.NumberOfDetectors, 1);
        content.Words(DicomTags.NumberOfRotations, 1);
        content.Items(DicomTags.DetectorInformationSequence, Detector(facts.Geometry, 0));
    }

    /// <summary>The item that says where a slice lies.</summary>
    public static DicomContent Detector(SliceGeometry geometry, int slice)
    {
        var detector = new DicomContent();
        detector.Empty(DicomTags.CollimatorType, DicomTags.FocalDistance, DicomTags.XFocusCenter, DicomTags.YFocusCenter);
        detector.Decimal(DicomTags.ImagePositionPatient, geometry.PositionOf(slice));
        detector.Decimal(DicomTags.ImageOrientationPatient, geometry.Orientation);
        return detector;
    }
}
