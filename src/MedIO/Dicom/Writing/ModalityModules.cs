namespace MedIO.Dicom.Writing;

/// <summary>The modules of CT, MR, PET, ultrasound and Secondary Capture images (PS3.3 section C.8). What is not known is empty where the standard allows, and otherwise the value that claims least.</summary>
internal static class ModalityModules
{
    /// <summary>CT Image (section C.8.2.1).</summary>
    public static void AddCT(DicomContent content, SeriesFacts facts)
    {
        content.Text(DicomTags.ImageType, "DERIVED\\SECONDARY\\AXIAL");
        content.Empty(DicomTags.PatientPosition, DicomTags.KVP);
        content.Decimal(DicomTags.RescaleSlope, facts.Pixels.Slope);
        content.Decimal(DicomTags.RescaleIntercept, facts.Pixels.Intercept);
        content.Text(DicomTags.RescaleType, "HU");
    }

    /// <summary>MR Image (section C.8.3.1).</summary>
    public static void AddMR(DicomContent content, SeriesFacts facts)
    {
        content.Text(DicomTags.ImageType, "DERIVED\\SECONDARY\\OTHER");
        content.Text(DicomTags.ScanningSequence, "RM");
        content.Text(DicomTags.SequenceVariant, "NONE");
        content.Empty(
            DicomTags.PatientPosition,
            DicomTags.ScanOptions,
            DicomTags.MRAcquisitionType,
            DicomTags.RepetitionTime,
            DicomTags.EchoTime,
            DicomTags.EchoTrainLength);
        if (facts.Volumes > 1)
        {
            content.Integer(DicomTags.NumberOfTemporalPositions, facts.Volumes);
            if (facts.TimeStep is { } seconds)
            {
                content.Decimal(DicomTags.TemporalResolution, seconds * 1000);
            }
        }
    }

    /// <summary>Adds, empty, what the user's own elements make the MR Image module ask for.</summary>
    public static void CompleteMR(DicomContent content)
    {
        if (content.TextOf(DicomTags.ScanningSequence)?.IndexOf("IR", System.StringComparison.Ordinal) >= 0 && !content.Contains(DicomTags.InversionTime))
        {
            content.Empty(DicomTags.InversionTime);
        }
    }

    /// <summary>PET Series, Isotope and Image (sections C.8.9.1 to C.8.9.4), NM/PET Patient Orientation (C.8.4.6).</summary>
    public static void AddPET(DicomContent content, SeriesFacts facts)
    {
        content.Text(DicomTags.ImageType, "DERIVED\\PRIMARY");
        content.Text(DicomTags.Units, "NONE");
        content.Text(DicomTags.CountsSource, "EMISSION");
        content.Text(DicomTags.SeriesType, "STATIC\\IMAGE");
        content.Text(DicomTags.DecayCorrection, "NONE");
        content.Words(DicomTags.NumberOfSlices, facts.Geometry.Slices);
        content.Integer(DicomTags.ActualFrameDuration, 0);
        content.Decimal(DicomTags.FrameReferenceTime, 0);
        content.Decimal(DicomTags.DoseCalibrationFactor, 1);
        content.Decimal(DicomTags.RescaleSlope, facts.Pixels.Slope);
        content.Decimal(DicomTags.RescaleIntercept, 0);
        content.Empty(
            DicomTags.CorrectedImage,
            DicomTags.CollimatorType,
            DicomTags.AcquisitionDate,
            DicomTags.AcquisitionTime,
            DicomTags.RadiopharmaceuticalInformationSequence,
            DicomTags.PatientOrientationCodeSequence,
            DicomTags.PatientGantryRelationshipCodeSequence);
    }

    /// <summary>US Image (section C.8.5.6).</summary>
    public static void AddUltrasound(DicomContent content, SeriesFacts facts) =>
        content.Text(DicomTags.ImageType, "DERIVED\\SECONDARY");

    /// <summary>SC Equipment (section C.8.6.1).</summary>
    public static void AddSecondaryCapture(DicomContent content, SeriesFacts facts)
    {
        content.Text(DicomTags.ConversionType, "WSD");
        if (facts.Pixels.IsScaled)
        {
            // The unit is not known.
            content.Text(DicomTags.RescaleType, "US");
        }
    }
}
