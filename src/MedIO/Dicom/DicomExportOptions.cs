using System;
using System.Collections;
using System.IO;
using System.Threading;

namespace MedIO.Dicom;

/// <summary>How to write an image as a DICOM series.</summary>
public sealed class DicomExportOptions
{
    /// <summary>Names of the files: <c>{0}</c> is the number of the slice, from 1; <c>{0:D4}</c> pads it with zeros. medio's <c>{}</c> is understood, too.</summary>
    public string Pattern { get; set; } = "IM{0}.dcm";

    /// <summary>
    /// Elements of all files, which replace those that are written otherwise: keys are keywords (<c>SeriesDescription</c>)
    /// or tags (<c>0008,103E</c>); values are text, numbers, dates, lists of these, and dictionaries for the items of a
    /// sequence. Modality chooses the SOP class: CT, MR, PT, NM, US; Secondary Capture for all others.
    /// </summary>
    public IDictionary? Tags { get; set; }

    /// <summary>Whether the slices of a left-handed image are counted from its other end; otherwise such an image is an error.</summary>
    public bool AllowReorient { get; set; }

    /// <summary>Whether to keep the axes as they are in memory; otherwise <see cref="MedMeta.OriginalOrientation"/> is restored.</summary>
    public bool KeepOrientation { get; set; }

    /// <summary>The voxel type wanted; null for the image's own.</summary>
    public VoxelType? DataType { get; set; }

    /// <summary>How the files are encoded.</summary>
    public DicomTransferSyntax TransferSyntax { get; set; }

    /// <summary>A file of a series, or the folder of one, whose patient, study and frame of reference the new series gets; null for new ones.</summary>
    public string? ReferenceSeries { get; set; }

    /// <summary>The root that UIDs are made under, such as an organization's own; null for 2.25, which is free for all (PS3.5 section B.2).</summary>
    public string? UidRoot { get; set; }

    /// <summary>Whether files in a folder that is not empty may be replaced.</summary>
    public bool Force { get; set; }

    /// <summary>Whether to make the parents of the folder where they are missing; the folder itself is always made.</summary>
    public bool CreateDirectory { get; set; }

    /// <summary>Told what is odd, such as values that <see cref="DataType"/> changed.</summary>
    public Action<string>? Warn { get; set; }

    /// <summary>Stops the writing; nothing is left behind.</summary>
    public CancellationToken CancellationToken { get; set; }

    /// <summary>Told the part that is done, 0 to 1.</summary>
    public IProgress<double>? Progress { get; set; }

    /// <summary>Wraps each file's stream, for tests of what goes wrong with them.</summary>
    internal Func<Stream, Stream>? Wrap { get; set; }
}
