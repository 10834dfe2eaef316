using System;
using System.Threading;

namespace MedIO;

/// <summary>How to write an image.</summary>
public sealed class SaveOptions
{
    /// <summary>Whether to keep the axes as they are in memory; otherwise <see cref="MedMeta.OriginalOrientation"/> is restored.</summary>
    public bool KeepOrientation { get; set; }

    /// <summary>The voxel type wanted in the file; null for the image's own.</summary>
    public VoxelType? DataType { get; set; }

    /// <summary>Whether an existing file is kept and an error raised instead.</summary>
    public bool NoClobber { get; set; }

    /// <summary>Whether to make the target's directory, and its parents, where they are missing.</summary>
    public bool CreateDirectory { get; set; }

    /// <summary>Whether the slices of a left-handed image are counted from its other end where the format, as DICOM does, demands right-handed axes; otherwise such an image is an error.</summary>
    public bool AllowReorient { get; set; }

    /// <summary>0 for none to 9 for the smallest; null for the format's default.</summary>
    public int? CompressionLevel { get; set; }

    /// <summary>What writes: a name of <see cref="MedBackends"/>, or medio's name for it. Null and <c>Auto</c> are this library, and where it does not know the suffix, an installed backend that does.</summary>
    public string? Backend { get; set; }

    /// <summary>The class of ITK that is to write, whatever the suffix, such as <c>NrrdImageIO</c>; null for the suffix's own. For SimpleItk, which it chooses.</summary>
    public string? ImageIO { get; set; }

    /// <summary>Told what happened to values when <see cref="DataType"/> changed them.</summary>
    public Action<string>? Warn { get; set; }

    /// <summary>Told the full path of each file that was written, once all of them are in place: a header's data file, the numbered pictures of a volume.</summary>
    public Action<string>? Written { get; set; }

    /// <summary>Told the full path of each file that is ready, before any is put in place; what it throws stops the writing, and nothing is changed.</summary>
    public Action<string>? Writing { get; set; }

    /// <summary>Stops the writing; nothing is left behind.</summary>
    public CancellationToken CancellationToken { get; set; }

    /// <summary>Told the part that is done, 0 to 1.</summary>
    public IProgress<double>? Progress { get; set; }

    /// <summary>The same wishes, to change one of them.</summary>
    internal SaveOptions Copy() => (SaveOptions)MemberwiseClone();
}
