using System;

namespace MedIO.Dicom.Writing;

/// <summary>The storage classes that are written (PS3.4 annex B), with the pixels they take and the modules of their own (PS3.3 annex A).</summary>
internal sealed class SopClass
{
    private SopClass(string uid, StorageRules rules, Action<DicomContent, SeriesFacts> addModules)
    {
        Uid = uid;
        Rules = rules;
        AddModules = addModules;
    }

    public static SopClass CT { get; } = new("1.2.840.10008.5.1.4.1.1.2", new StorageRules(Bytes: false, Words: true, Signed: true, Intercept: true), ModalityModules.AddCT);

    public static SopClass MR { get; } = new("1.2.840.10008.5.1.4.1.1.4", new StorageRules(Bytes: false, Words: true, Signed: true, Intercept: true), ModalityModules.AddMR);

    // RescaleIntercept is 0 by definition (PS3.3 section C.8.9.4).
    public static SopClass PET { get; } = new("1.2.840.10008.5.1.4.1.1.128", new StorageRules(Bytes: false, Words: true, Signed: true, Intercept: false), ModalityModules.AddPET);

    public static SopClass NM { get; } = new("1.2.840.10008.5.1.4.1.1.20", new StorageRules(Bytes: true, Words: true, Signed: true, Intercept: true), NuclearMedicineModules.Add);

    public static SopClass Ultrasound { get; } = new("1.2.840.10008.5.1.4.1.1.6.1", new StorageRules(Bytes: true, Words: false, Signed: false, Intercept: true), ModalityModules.AddUltrasound);

    public static SopClass SecondaryCapture { get; } = new("1.2.840.10008.5.1.4.1.1.7", new StorageRules(Bytes: true, Words: true, Signed: true, Intercept: true), ModalityModules.AddSecondaryCapture);

    // No rescale but identity (PS3.3 section C.8.6.3).
    public static SopClass MultiFrameBytes { get; } = new("1.2.840.10008.5.1.4.1.1.7.2", new StorageRules(Bytes: true, Words: false, Signed: false, Intercept: false), MultiFrameModules.Add);

    public static SopClass MultiFrameWords { get; } = new("1.2.840.10008.5.1.4.1.1.7.3", new StorageRules(Bytes: false, Words: true, Signed: false, Intercept: true), MultiFrameModules.Add);

    public static SopClass MultiFrameColor { get; } = new("1.2.840.10008.5.1.4.1.1.7.4", new StorageRules(Bytes: true, Words: false, Signed: false, Intercept: false), MultiFrameModules.Add);

    public string Uid { get; }

    public StorageRules Rules { get; }

    /// <summary>Adds what the class demands beyond the modules of every image.</summary>
    public Action<DicomContent, SeriesFacts> AddModules { get; }

    /// <summary>The class for a series: that of its modality; Secondary Capture for all others, and for colours where the modality's class has none.</summary>
    public static SopClass Of(string modality, int components) => modality switch
    {
        "US" => Ultrasound,
        _ when components > 1 => SecondaryCapture,
        "CT" => CT,
        "MR" => MR,
        "PT" => PET,
        "NM" => NM,
        _ => SecondaryCapture,
    };
}
