using System;
using System.Threading;

namespace MedIO;

/// <summary>How to read an image; the same wishes hold for its metadata.</summary>
public sealed class ReadOptions
{
    /// <summary>The orientation wanted, in the convention of <see cref="CoordinateSystem"/>; null for the file's own.</summary>
    public string? Orientation { get; set; }

    /// <summary>The coordinate system of the result; <see cref="CoordinateSystem.Native"/> leaves it to the format.</summary>
    public CoordinateSystem CoordinateSystem { get; set; } = CoordinateSystem.Itk;

    /// <summary>The voxel type wanted; null for the file's own, or what its scaling needs.</summary>
    public VoxelType? DataType { get; set; }

    /// <summary>Whether to give all header fields in <see cref="MedMeta.Header"/>; they may hold identities of patients.</summary>
    public bool Header { get; set; }

    /// <summary>The part to read, counted after reorientation; null for all.</summary>
    public SliceExpression? Slice { get; set; }

    /// <summary>Whether voxels of 1 mm along the world's axes stand in for missing or unusable geometry.</summary>
    public bool AllowDefaultAffine { get; set; }

    /// <summary>Whether a header may name a data file outside its own folder.</summary>
    public bool AllowExternalData { get; set; }

    /// <summary>Which series of several: its SeriesNumber, its SeriesInstanceUID, or <c>#n</c> for the n-th of the list, from 0. A number that is no SeriesNumber counts in the list, too.</summary>
    public string? Series { get; set; }

    /// <summary>Which files of a folder are looked at: a name with <c>*</c> and <c>?</c>; null for all.</summary>
    public string? Filter { get; set; }

    /// <summary>Whether the folders inside a folder are looked at, too.</summary>
    public bool Recurse { get; set; }

    /// <summary>Whether a series with slices missing is read all the same; the missing ones hold -1024, which is air, in CT and 0 in all else, or what comes nearest to it in the voxel type.</summary>
    public bool AllowMissingSlices { get; set; }

    /// <summary>
    /// Whether a file that is cut off, or whose compressed frames are damaged, is read all the same: what could be read is
    /// there, and the rest holds the value that missing slices have. The image's warnings name the file and its frames. A
    /// damaged frame of which nothing can be decoded is an error still, unless <see cref="AllowMissingSlices"/> is set, too.
    /// </summary>
    public bool AllowTruncated { get; set; }

    /// <summary>
    /// Distance of pixels along each axis, mm, of pictures, whose files do not say, or say it of a printer or a screen: x, y, and for
    /// a stack of them the distance of slices. Null for what the files say, and 1 where they say nothing. Wrong for all other formats.
    /// </summary>
    public Vector? Spacing { get; set; }

    /// <summary>Which values of a Philips PAR/REC are read: those displayed on the console, or the floating point ones. Other formats have one value a voxel.</summary>
    public PhilipsScaling PhilipsScaling { get; set; }

    /// <summary>
    /// What reads: a name of <see cref="MedBackends"/>, or medio's name for it. Null and <c>Auto</c> are this library, and where it
    /// does not know the format or has no decoder, an installed backend that does.
    /// </summary>
    public string? Backend { get; set; }

    /// <summary>The class of ITK that is to read, whatever it says of the file, such as <c>NiftiImageIO</c>; null for the one that knows it. For SimpleItk, which it chooses.</summary>
    public string? ImageIO { get; set; }

    /// <summary>
    /// The pixel type that ITK is to read into (its <c>SetOutputPixelType</c>); null for the one that it finds. What does not fit is cut
    /// off by ITK without a word, unlike by <see cref="DataType"/>. For SimpleItk, which it chooses.
    /// </summary>
    public VoxelType? PixelType { get; set; }

    /// <summary>Whether <see cref="PixelType"/> is used only where ITK finds none of its own.</summary>
    public bool PixelTypeFallbackOnly { get; set; }

    /// <summary>Stops the reading.</summary>
    public CancellationToken CancellationToken { get; set; }

    /// <summary>Told the part that is done, 0 to 1.</summary>
    public IProgress<double>? Progress { get; set; }

    /// <summary>The same wishes, to change one of them.</summary>
    internal ReadOptions Copy() => (ReadOptions)MemberwiseClone();
}
