using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace MedIO.SimpleItk;

/// <summary>ITK's formats: the names of its classes, and what the field calls them.</summary>
internal static class ItkFormats
{
    public const string Dicom = "GDCMImageIO";

    public const string Minc = "MINCImageIO";

    public const string Jpeg = "JPEGImageIO";

    public const string Nifti = "NiftiImageIO";

    public const string Tiff = "TIFFImageIO";

    private const string Suffix = "ImageIO";

    // What each is called, what it writes, and what of the geometry it keeps.
    private static readonly ItkFormat[] All =
    {
        new(Nifti, "NIfTI", true, ".nii", ".nii.gz", ".hdr", ".img", ".img.gz") { IsExact = true },
        new("MetaImageIO", "MetaImage", true, ".mha", ".mhd") { IsExact = true },
        new("NrrdImageIO", "NRRD", true, ".nrrd", ".nhdr") { IsExact = true },
        new(Dicom, "DICOM", true, ".dcm") { MostAxes = 3 },
        new(Minc, "MINC", true, ".mnc"),
        new("HDF5ImageIO", "ITK HDF5", true, ".h5", ".hdf5") { IsExact = true, NeedsRoom = true },
        new("VTKImageIO", "VTK", false, ".vtk") { MostAxes = 3 },
        new("GiplImageIO", "GIPL", false, ".gipl", ".gipl.gz"),
        new("MRCImageIO", "MRC", false, ".mrc") { MostAxes = 3, HeaderBytes = 1024 },
        new("PNGImageIO", "PNG", false, ".png") { IsPicture = true, IsExact = true, MostAxes = 2 },
        new(Jpeg, "JPEG", false, ".jpg", ".jpeg") { IsPicture = true, IsLossy = true, MostAxes = 2 },
        new("BMPImageIO", "BMP", false, ".bmp") { IsPicture = true, MostAxes = 2 },
        new(Tiff, "TIFF", false, ".tif", ".tiff") { IsPicture = true, MostAxes = 3 },
        new("LSMImageIO", "LSM", false) { IsPicture = true },
        new("BioRadImageIO", "Bio-Rad", false, ".pic") { MostAxes = 3, HeaderBytes = 76 },
        new("Bruker2dseqImageIO", "Bruker 2dseq", true),
        new("StimulateImageIO", "Stimulate", false),
        new("GE4ImageIO", "GE Signa 4", true),
        new("GE5ImageIO", "GE Signa 5", true),
        new("GEAdwImageIO", "GE Advantage Windows", true),
        new("SiemensVisionImageIO", "Siemens Vision", true),
        new("JPEG2000ImageIO", "JPEG 2000", false, ".j2k", ".jp2") { IsPicture = true, IsLossy = true, MostAxes = 2 },
        new("MGHImageIO", "MGH", true, ".mgh", ".mgz"),
        new("SCIFIOImageIO", "SCIFIO", false),
    };

    /// <summary>What the field calls the format of a class.</summary>
    public static ItkFormat Of(string imageIO) =>
        All.FirstOrDefault(f => f.ImageIO == imageIO)
        ?? new ItkFormat(imageIO, imageIO.EndsWith(Suffix, StringComparison.Ordinal) ? imageIO.Substring(0, imageIO.Length - Suffix.Length) : imageIO, false);

    /// <summary>The format that a file's suffix asks for; null for none of those known here.</summary>
    public static ItkFormat? OfSuffix(string path) => All.FirstOrDefault(f => f.Suffixes.Any(s => path.EndsWith(s, StringComparison.OrdinalIgnoreCase)));

    /// <summary>The suffixes that the classes write.</summary>
    public static IReadOnlyList<string> WriteSuffixes(IEnumerable<string> imageIOs) => imageIOs.SelectMany(i => Of(i).Suffixes).Distinct().ToArray();

    /// <summary>The formats of the classes in words.</summary>
    public static string Names(IEnumerable<string> imageIOs) => string.Join(" ", imageIOs.Select(i => Of(i).Name.Replace(' ', '-')).Distinct());

    /// <summary>The class with a name in any case.</summary>
    /// <exception cref="MedIOException">There is none.</exception>
    public static string Require(ItkLibrary library, string wanted, string path) =>
        library.ImageIOs.FirstOrDefault(n => n.Equals(wanted.Trim(), StringComparison.OrdinalIgnoreCase))
        ?? library.ImageIOs.FirstOrDefault(n => n.Equals(wanted.Trim() + Suffix, StringComparison.OrdinalIgnoreCase))
        ?? throw new MedIOException(
            MedIOError.UnknownFormat,
            $"{path}: SimpleITK {library.Version} has no ImageIO '{wanted}'. Leave it out, or give one of {string.Join(", ", library.ImageIOs)}.",
            path);
}
