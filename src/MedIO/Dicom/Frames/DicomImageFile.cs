using System;
using System.Collections.Generic;
using MedIO.Dicom.Pixels;
using MedIO.Dicom.Series;
using MedIO.Formats;
using MedIO.Formats.Reading;

namespace MedIO.Dicom.Frames;

/// <summary>What one file contributes to an image. It keeps nothing of the file's bytes, and but for the header nothing that identifies a patient.</summary>
internal sealed class DicomImageFile
{
    private List<List<DicomPlane>>? _stacks;

    private DicomImageFile(string path, PixelFormat pixels, DicomPlane[] planes)
    {
        Path = path;
        Pixels = pixels;
        Planes = planes;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>What its pixels are.</summary>
    public PixelFormat Pixels { get; }

    /// <summary>Its planes, in the order of its frames; the slices of a mosaic in theirs.</summary>
    public DicomPlane[] Planes { get; }

    /// <summary>Its planes, by the stacks they lie in; found once, as there may be many of both.</summary>
    public List<List<DicomPlane>> Stacks => _stacks ??= OrientedStacks.Stacks(Planes);

    /// <summary>Whether its planes have a place in the patient, or are images that must have one.</summary>
    public bool IsInSpace { get; private init; }

    /// <summary>Bytes of the file.</summary>
    public long FileLength { get; private init; }

    /// <summary>When the file was changed last, in ticks; 0 where that is not known.</summary>
    public long FileTime { get; private init; }

    public string? SOPClassUID { get; private init; }

    public string? SOPInstanceUID { get; private init; }

    public string? StudyInstanceUID { get; private init; }

    public string? SeriesInstanceUID { get; private init; }

    public string? FrameOfReferenceUID { get; private init; }

    public int? SeriesNumber { get; private init; }

    public int? AcquisitionNumber { get; private init; }

    public int? InstanceNumber { get; private init; }

    public string? Modality { get; private init; }

    public string? SeriesDescription { get; private init; }

    /// <summary>ImageType (0008,0008), values with backslashes between; empty where it is missing.</summary>
    public string ImageType { get; private init; } = string.Empty;

    /// <summary>Whether a Siemens mosaic was cut into slices.</summary>
    public bool IsMosaic { get; private init; }

    /// <summary>AcquisitionTime (0008,0032) in seconds of the day.</summary>
    public double? AcquisitionTime { get; private init; }

    /// <summary>What is odd about the file.</summary>
    public IReadOnlyList<string> Warnings { get; private init; } = Array.Empty<string>();

    /// <summary>All elements, where they were asked for.</summary>
    public HeaderFields? Header { get; private init; }

    /// <summary>Reads what a file contributes, without its voxels.</summary>
    /// <param name="file">The file, its header read up to the pixel data at least.</param>
    /// <param name="options">Whether the header is wanted, and geometry may be missing; null for the defaults.</param>
    /// <exception cref="MedIOException">The object has no image, or one that cannot be read; <see cref="MedIOError.NoPixelData"/> and others.</exception>
    public static DicomImageFile Read(DicomFile file, ReadOptions? options = null)
    {
        DicomDataSet dataSet = file.DataSet;
        string? sopClass = dataSet.GetCode(DicomTags.SOPClassUID) ?? file.Meta.GetCode(FrameTags.MediaStorageSOPClassUID);
        if (!file.TryFindPixelData(out DicomElement element) && !PixelFrames.AreElsewhere(file))
        {
            throw WithoutPixels(file, sopClass);
        }

        List<string> warnings = file.Warnings;
        PixelFormat pixels = PixelFormat.Read(dataSet, file.Syntax, file.Path, warnings);
        int frames = NumberOfFrames(file, element, pixels);
        VoxelSegment[] segments = PixelFrames.Locate(file, pixels, frames, options is { AllowTruncated: true });
        int? instance = dataSet.GetInteger(DicomTags.InstanceNumber);
        int? acquisition = dataSet.GetInteger(DicomTags.AcquisitionNumber);
        string[] imageType = dataSet.GetCodes(DicomTags.ImageType);
        string? modality = dataSet.GetCode(DicomTags.Modality);
        var source = new FileFrames(file.Path, dataSet, pixels, segments, instance, acquisition, warnings) { AllowDefaultAffine = options is { AllowDefaultAffine: true } };
        Mosaic? mosaic = frames == 1 && Array.IndexOf(imageType, "MOSAIC") >= 0 ? Mosaic.Find(source) : null;
        DicomPlane[] planes = mosaic is not null ? mosaic.Planes(source) : PlanesOf(source, sopClass, modality, imageType);
        bool isInSpace = ImageClasses.AreSlices(sopClass, modality) || IsPlaced(planes);
        return new DicomImageFile(file.Path, mosaic is null ? pixels : mosaic.Tile(pixels), isInSpace ? planes : Flat(planes, dataSet, warnings))
        {
            IsInSpace = isInSpace,
            FileLength = file.FileLength,
            FileTime = file.FileTime,
            IsMosaic = mosaic is not null,
            SOPClassUID = sopClass,
            SOPInstanceUID = dataSet.GetCode(DicomTags.SOPInstanceUID),
            StudyInstanceUID = dataSet.GetCode(DicomTags.StudyInstanceUID),
            SeriesInstanceUID = dataSet.GetCode(DicomTags.SeriesInstanceUID),
            FrameOfReferenceUID = dataSet.GetCode(DicomTags.FrameOfReferenceUID),
            SeriesNumber = dataSet.GetInteger(DicomTags.SeriesNumber),
            AcquisitionNumber = acquisition,
            InstanceNumber = instance,
            Modality = modality,
            SeriesDescription = dataSet.GetText(DicomTags.SeriesDescription),
            ImageType = string.Join("\\", imageType),
            AcquisitionTime = PlaneKeys.TimeOf(dataSet, DicomTags.AcquisitionTime),
            Header = options is { Header: true } ? DicomHeader.Read(file) : null,
            Warnings = warnings,
        };
    }

    private static DicomPlane[] PlanesOf(FileFrames source, string? sopClass, string? modality, string[] imageType) =>
        FunctionalGroups.AreIn(source.DataSet) ? EnhancedFrames.Read(source)
        : sopClass == ImageClasses.NuclearMedicine || (sopClass is null && modality == "NM") ? NuclearFrames.Read(source, imageType)
        : sopClass == ImageClasses.RTDose || (sopClass is null && modality == "RTDOSE") ? DoseFrames.Read(source)
        : LegacyFrames.Read(source);

    private static bool IsPlaced(DicomPlane[] planes) => Array.Exists(planes, p => p.Position is not null && p.Orientation is not null);

    // Pictures, films and projections: a place by half does not count, and pixels have other distances than in the patient.
    private static DicomPlane[] Flat(DicomPlane[] planes, DicomDataSet dataSet, List<string> warnings)
    {
        double[]? found = null;
        bool sought = false;
        return Array.ConvertAll(planes, p =>
        {
            double[]? spacing = p.PixelSpacing;
            if (!PlaneSpacing.IsUsable(spacing))
            {
                found = sought ? found : PlaneSpacing.Find(dataSet, warnings);
                sought = true;
                spacing = found;
            }

            return p with { Position = null, Orientation = null, PixelSpacing = spacing };
        });
    }

    private static int NumberOfFrames(DicomFile file, DicomElement element, PixelFormat pixels)
    {
        if (!file.DataSet.TryFind(DicomTags.NumberOfFrames, out DicomElement declared) || declared.Length == 0)
        {
            return 1;
        }

        int? frames = file.DataSet.GetInteger(DicomTags.NumberOfFrames);
        if (frames >= 1)
        {
            return frames.Value;
        }

        // As many as there are bytes for, if that comes out even; slices must not get lost for a letter among the digits.
        double bytes = (double)pixels.PixelCount * pixels.SamplesPerPixel * pixels.BitsAllocated / 8;
        double count = element.IsUndefined ? 1 : Math.Floor(element.Length / bytes);
        int taken = count is >= 1 and < 1 << 16 && element.Length - (count * bytes) < 2 ? (int)count : 1;
        file.Warnings.Note(FormattableString.Invariant($"Its {FrameTags.Name(DicomTags.NumberOfFrames)} is {(frames is null ? "no number" : "not positive")}; {taken} frame(s) were read."));
        return taken;
    }

    private static MedIOException WithoutPixels(DicomFile file, string? sopClass)
    {
        if (file.IsTruncated)
        {
            return new MedIOException(MedIOError.TruncatedHeader, $"{file.Path}: ends before its pixel data begin. Copy it again from where it came from.", file.Path);
        }

        string kind = sopClass is null ? "an unknown kind" : DicomDictionary.NameOfUid(sopClass) ?? sopClass;
        return new MedIOException(
            MedIOError.NoPixelData,
            $"{file.Path}: is a DICOM object without an image ({kind}): it has no pixel data. Give a file with an image; Get-DicomElement reads the others.",
            file.Path);
    }
}
