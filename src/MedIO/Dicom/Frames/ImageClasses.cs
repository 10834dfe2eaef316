namespace MedIO.Dicom.Frames;

/// <summary>SOP classes (PS3.4 section B.5), as far as they tell whether an image must have a place in the patient.</summary>
internal static class ImageClasses
{
    public const string NuclearMedicine = "1.2.840.10008.5.1.4.1.1.20";
    public const string Segmentation = "1.2.840.10008.5.1.4.1.1.66.4";
    public const string RTDose = "1.2.840.10008.5.1.4.1.1.481.2";

    /// <summary>
    /// Whether images of a class are slices through the patient, so that one without position, orientation or spacing lacks
    /// something. Where the class is not known, the modality tells.
    /// </summary>
    public static bool AreSlices(string? sopClass, string? modality) => sopClass switch
    {
        "1.2.840.10008.5.1.4.1.1.2" or "1.2.840.10008.5.1.4.1.1.2.1" or "1.2.840.10008.5.1.4.1.1.2.2" => true, // CT
        "1.2.840.10008.5.1.4.1.1.4" or "1.2.840.10008.5.1.4.1.1.4.1" or "1.2.840.10008.5.1.4.1.1.4.3" or "1.2.840.10008.5.1.4.1.1.4.4" => true, // MR
        "1.2.840.10008.5.1.4.1.1.128" or "1.2.840.10008.5.1.4.1.1.128.1" or "1.2.840.10008.5.1.4.1.1.130" => true, // PET
        "1.2.840.10008.5.1.4.1.1.6.2" or "1.2.840.10008.5.1.4.1.1.13.1.1" or "1.2.840.10008.5.1.4.1.1.13.1.2" or "1.2.840.10008.5.1.4.1.1.13.1.3" => true, // US volumes, X-Ray 3D
        RTDose => true,
        null => modality is "CT" or "MR" or "PT" or "RTDOSE",
        _ => false,
    };
}
