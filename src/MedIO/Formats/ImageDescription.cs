using System;
using MedIO.Formats.Reading;

namespace MedIO.Formats;

/// <summary>What a format makes of a file's header.</summary>
/// <param name="Meta">The metadata, in the coordinate system the format is defined in.</param>
/// <param name="Layout">Where the voxels are.</param>
internal sealed record ImageDescription(MedMeta Meta, VoxelLayout Layout)
{
    /// <summary>The header's full path where the file given was the data of a pair; null where it was the header.</summary>
    public string? HeaderPath { get; init; }

    /// <summary>
    /// Adds to <see cref="Meta"/> what stands behind the voxels of a compressed file; null where nothing does. It costs
    /// nothing once all voxels have been read, else the decompression of the file.
    /// </summary>
    public Action? Complete { get; init; }

    /// <summary>Whether it is a picture, whose spacing the user may give and which may be one of a numbered stack.</summary>
    public bool IsPicture { get; init; }
}
