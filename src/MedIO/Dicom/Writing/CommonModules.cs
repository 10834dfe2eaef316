using System;
using System.Globalization;

namespace MedIO.Dicom.Writing;

/// <summary>The modules that every image has (PS3.3 sections C.7 and C.12): patient, study, series, frame of reference, equipment, general image, pixels.</summary>
internal static class CommonModules
{
    /// <summary>The name of this writer, with its version.</summary>
    public const string Product = "MedIO.PowerShell";

    /// <summary>The version of this writer, such as <c>0.1.0</c>.</summary>
    public static string Version { get; } = typeof(CommonModules).Assembly.GetName().Version?.ToString(3) ?? "0";

    /// <summary>Adds the modules of a series.</summary>
    public static void Add(DicomContent content, SopClass sopClass, SeriesFacts facts, string? root)
    {
        string study = DicomUid.New(root);
        AddPatient(content);
        AddStudy(content, study, facts.Now);
        AddSeries(content, facts, root);
        content.Text(DicomTags.FrameOfReferenceUID, DicomUid.New(root));
        content.Empty(DicomTags.PositionReferenceIndicator);
        content.Text(DicomTags.Manufacturer, Product);
        content.Text(DicomTags.ManufacturerModelName, Product);
        content.Text(DicomTags.SoftwareVersions, Version);
        content.Text(DicomTags.SOPClassUID, sopClass.Uid);
        content.Text(DicomTags.InstanceCreationDate, Date(facts.Now));
        content.Text(DicomTags.InstanceCreationTime, Time(facts.Now));
        content.Text(DicomTags.ContentDate, Date(facts.Now));
        content.Text(DicomTags.ContentTime, Time(facts.Now));
        content.Text(DicomTags.ImageType, "DERIVED\\SECONDARY");
        content.Empty(DicomTags.AcquisitionNumber, DicomTags.PatientOrientation);
        AddPlane(content, facts.Geometry);
        AddPixels(content, facts.Pixels, facts.Geometry);
    }

    /// <summary>A patient of one's own for each study: an empty PatientID is refused by some archives, and one for all would make one person of many.</summary>
    public static void NamePatient(DicomContent content)
    {
        string study = content.TextOf(DicomTags.StudyInstanceUID) ?? string.Empty;
        string digits = study.Replace(".", string.Empty);
        if (!content.Contains(DicomTags.PatientID))
        {
            content.Text(DicomTags.PatientID, "ANON-" + digits.Substring(Math.Max(0, digits.Length - 12)));
        }
    }

    /// <summary>Takes away what another series' patient and study take the place of: what that one does not know is not to be made up.</summary>
    public static void RemovePatientAndStudy(DicomContent content)
    {
        content.Empty(
            DicomTags.PatientName,
            DicomTags.PatientID,
            DicomTags.PatientBirthDate,
            DicomTags.PatientSex,
            DicomTags.StudyDate,
            DicomTags.StudyTime,
            DicomTags.ReferringPhysicianName,
            DicomTags.StudyID,
            DicomTags.AccessionNumber);
    }

    /// <summary>A date as DA.</summary>
    public static string Date(DateTime time) => time.ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    /// <summary>A time as TM.</summary>
    public static string Time(DateTime time) => time.ToString("HHmmss.ffffff", CultureInfo.InvariantCulture);

    private static void AddPatient(DicomContent content)
    {
        content.Text(DicomTags.PatientName, "Anonymous^");
        content.Empty(DicomTags.PatientBirthDate, DicomTags.PatientSex);
    }

    private static void AddStudy(DicomContent content, string study, DateTime now)
    {
        content.Text(DicomTags.StudyInstanceUID, study);
        content.Text(DicomTags.StudyDate, Date(now));
        content.Text(DicomTags.StudyTime, Time(now));
        content.Empty(DicomTags.ReferringPhysicianName, DicomTags.AccessionNumber);
        content.Text(DicomTags.StudyID, "1");
    }

    private static void AddSeries(DicomContent content, SeriesFacts facts, string? root)
    {
        content.Text(DicomTags.Modality, facts.Modality);
        content.Text(DicomTags.SeriesInstanceUID, DicomUid.New(root));
        content.Integer(DicomTags.SeriesNumber, 1);
        content.Text(DicomTags.SeriesDate, Date(facts.Now));
        content.Text(DicomTags.SeriesTime, Time(facts.Now));
    }

    private static void AddPlane(DicomContent content, SliceGeometry geometry)
    {
        content.Decimal(DicomTags.PixelSpacing, geometry.PixelSpacing);
        content.Decimal(DicomTags.ImageOrientationPatient, geometry.Orientation);
        content.Empty(DicomTags.SliceThickness);
        if (geometry.SliceSpacing is { } spacing)
        {
            content.Decimal(DicomTags.SliceThickness, spacing);
            content.Decimal(DicomTags.SpacingBetweenSlices, spacing);
        }
    }

    private static void AddPixels(DicomContent content, StoredPixels pixels, SliceGeometry geometry)
    {
        content.Words(DicomTags.SamplesPerPixel, pixels.Components);
        content.Text(DicomTags.PhotometricInterpretation, pixels.Components == 3 ? "RGB" : "MONOCHROME2");
        if (pixels.Components == 3)
        {
            content.Words(DicomTags.PlanarConfiguration, 0);
        }

        int bits = 8 * VoxelTypes.SizeOf(pixels.StoredType);
        content.Words(DicomTags.Rows, geometry.Rows);
        content.Words(DicomTags.Columns, geometry.Columns);
        content.Words(DicomTags.BitsAllocated, bits);
        content.Words(DicomTags.BitsStored, bits);
        content.Words(DicomTags.HighBit, bits - 1);
        content.Words(DicomTags.PixelRepresentation, pixels.IsSigned ? 1 : 0);
        if (pixels.IsScaled)
        {
            AddRescale(content, pixels);
        }
    }

    /// <summary>Adds what makes values of stored numbers (PS3.3 section C.11.1).</summary>
    public static void AddRescale(DicomContent content, StoredPixels pixels)
    {
        content.Decimal(DicomTags.RescaleSlope, pixels.Slope);
        content.Decimal(DicomTags.RescaleIntercept, pixels.Intercept);
    }
}
