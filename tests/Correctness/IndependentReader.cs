using System;
using System.Collections.Generic;
using System.Linq;

namespace MedIO.Correctness;

/// <summary>Another program that reads images: which formats of ours, and whether folders of DICOM.</summary>
internal sealed class IndependentReader
{
    private readonly string[] _formats;

    private IndependentReader(string name, string judged, string script, bool series, string part, params string[] formats)
    {
        Name = name;
        Judged = judged;
        Script = script;
        Series = series;
        Part = part;
        _formats = formats;
    }

    /// <summary>Those there are.</summary>
    public static IReadOnlyList<IndependentReader> All { get; } = new IndependentReader[]
    {
        new("nibabel", "nibabel 5.0.0", "nibabel_reader.py", false, "all but DICOM", "NIfTI", "Analyze", "MGH", "MINC", "AFNI", "PAR/REC"),
        new("nicom", "nibabel.nicom 5.0.0", "nicom_reader.py", false, "nibabel's DICOM wrappers: one file, Siemens mosaics", "DICOM"),
        new("pydicom", "pydicom 2.3.1", "pydicom_reader.py", true, "elements, pixels (with GDCM); series by a few lines", "DICOM"),
        new("GDCM", "GDCM 3.0.21", "gdcm_reader.py", true, "pixels, place, order of a series", "DICOM"),
        new("DCMTK", "DCMTK 3.6.7", "dcmtk_reader.py", false, "elements, pixels", "DICOM"),
        new("dcm2niix", "dcm2niix 1.0.20220720", "dcm2niix_reader.py", true, "files and series, made NIfTI and read by nibabel", "DICOM"),
        new("ITK", "ITK 5.2.1", "itk_reader.py", true, "all that its ImageIOFactory takes", "NIfTI", "Analyze", "MetaImage", "NRRD", "DICOM", "VTK", "GIPL", "MINC", "PNG", "JPEG", "BMP", "TIFF"),
        new("VTK", "VTK 9.1.0", "vtk_reader.py", false, "its image readers", "VTK", "VTI", "NIfTI", "MetaImage", "NRRD", "MINC", "PNG", "JPEG", "BMP", "TIFF"),
        new("teem", "teem 1.12", "teem_reader.py", false, "unu", "NRRD"),
        new("MINC", "minc-tools", "minc_reader.py", false, "mincinfo, minctoraw", "MINC"),
        new("niftilib", "niftilib 2.09", "niftilib_reader.py", false, "nifti_tool: header, place, the numbers of small images", "NIfTI", "Analyze"),
        new("tifffile", "tifffile 2023.2.3", "tifffile_reader.py", false, "numbers", "TIFF"),
        new("Pillow", "Pillow 9.4.0", "pillow_reader.py", false, "numbers", "PNG", "JPEG", "BMP", "TIFF"),
    };

    /// <summary>What Differences.tsv calls it.</summary>
    public string Name { get; }

    /// <summary>The version that the rows of Differences.tsv were made with.</summary>
    public string Judged { get; }

    /// <summary>Its program, in the folder readers.</summary>
    public string Script { get; }

    /// <summary>Whether it puts series together.</summary>
    public bool Series { get; }

    /// <summary>How many files of one folder it is asked for: programs that start for each file would take minutes for slices that are all alike.</summary>
    public int MostOfFolder => Name is "DCMTK" or "dcm2niix" ? 12 : int.MaxValue;

    /// <summary>What of it is used.</summary>
    public string Part { get; }

    public static IndependentReader Named(string name) => All.Single(r => r.Name == name);

    /// <summary>Whether it says that it reads such a file.</summary>
    public bool Reads(RealFile file) => (!file.IsSeries || Series) && _formats.Any(f => file.Format.StartsWith(f, StringComparison.Ordinal));
}
