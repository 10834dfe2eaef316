using System.Collections.Generic;

namespace MedIO.Formats.Writing;

/// <summary>An image on its way into a file: its metadata, and its voxels, which may still be in another file.</summary>
internal abstract class VoxelSource
{
    protected VoxelSource(MedMeta metadata) => Metadata = metadata;

    /// <summary>Everything but the voxels; <see cref="MedMeta.DataType"/> is the type that the voxels come in. Not to be changed.</summary>
    public MedMeta Metadata { get; }

    /// <summary>All voxels once, in order, components of a voxel together. Each run is to be used before the next is asked for.</summary>
    /// <param name="unit">Numbers that lie in one run always, such as those of a slice: each run is a multiple of it.</param>
    /// <exception cref="MedIOException">The voxels cannot be read.</exception>
    public abstract IEnumerable<VoxelRun> Runs(long unit = 1);

    /// <summary>The whole image in memory, for what needs all voxels at once.</summary>
    /// <exception cref="MedIOException">The voxels cannot be read, or there is no room for them.</exception>
    public abstract MedImage ToImage();
}
