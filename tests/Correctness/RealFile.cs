using System;
using System.Collections;
using MedIO.Dicom;
using MedIO.Formats;

namespace MedIO.Correctness;

/// <summary>A file, or a DICOM series of a folder, and what this library makes of it.</summary>
internal sealed class RealFile
{
    private readonly DicomSeries? _series;

    private RealFile(string name, string path, DicomSeries? series)
    {
        Name = name;
        Path = path;
        _series = series;
        Image = Read(false, out MedIOException? error);
        if (error?.Error is MedIOError.MissingGeometry or MedIOError.InvalidAffine)
        {
            // A film or a screen has no place in the world; its voxels are held against each other by their index.
            IsPlaceless = true;
            Image = Read(true, out error);
        }

        Error = error;
        Header = series is null ? ReadHeader() : null;
        Format = Image?.Format ?? (Header is not null ? "DICOM" : FormatOf(path));
    }

    /// <summary>What the table calls it.</summary>
    public string Name { get; }

    /// <summary>The file or the folder.</summary>
    public string Path { get; }

    public bool IsSeries => _series is not null;

    public DicomSeries? Series => _series;

    /// <summary>Whether it is one of many of its series, which are in a folder by themselves.</summary>
    public bool IsSlice { get; init; }

    /// <summary>The format; empty where it is none of an image.</summary>
    public string Format { get; }

    /// <summary>Null where this library refuses the file.</summary>
    public MedImage? Image { get; }

    public MedIOException? Error { get; }

    /// <summary>Whether it does not say where it lies.</summary>
    public bool IsPlaceless { get; }

    /// <summary>Its header; of a DICOM file without an image, too.</summary>
    public IDictionary? Header { get; }

    public static RealFile Of(string name, string path, bool slice) => new(name, path, null) { IsSlice = slice };

    public static RealFile Of(string name, string folder, DicomSeries series) => new(name, folder, series);

    public override string ToString() => Name;

    private MedImage? Read(bool placeless, out MedIOException? error)
    {
        var options = new ReadOptions { AllowDefaultAffine = placeless, Header = _series is null };
        try
        {
            error = null;
            return _series is null ? MedFile.Read(Path, options) : MedFile.Read(_series, options);
        }
        catch (MedIOException e)
        {
            error = e;
            return null;
        }
    }

    private IDictionary? ReadHeader()
    {
        if (Image?.Header is { } header)
        {
            return header;
        }

        try
        {
            using ImageSource source = ImageSource.Open(Path);
            using DicomFile dicom = DicomFile.Read(source, pastPixelData: true);
            return DicomHeader.Read(dicom);
        }
        catch (MedIOException)
        {
            return null;
        }
    }

    // What is refused here has a suffix, or is nobody's.
    private string FormatOf(string path) => Error!.Error == MedIOError.UnknownFormat ? string.Empty : System.IO.Path.GetExtension(path).ToUpperInvariant() switch
    {
        ".NII" or ".GZ" or ".HDR" or ".IMG" => "NIfTI",
        ".MHA" or ".MHD" => "MetaImage",
        ".NRRD" or ".NHDR" => "NRRD",
        ".MNC" => "MINC",
        ".TIF" => "TIFF",
        _ => "DICOM",
    };
}
