namespace MedIO.Correctness;

/// <summary>What of an image is held against another reader's.</summary>
internal enum Part
{
    /// <summary>Whether it can be read, and which files are one series.</summary>
    Reading,

    /// <summary>The numbers at the same places of the world, and how many make a voxel.</summary>
    Voxels,

    /// <summary>Sizes, where the voxels are, the time between volumes.</summary>
    Geometry,

    /// <summary>Where the axes go, in letters.</summary>
    Orientation,

    /// <summary>The fields of the header.</summary>
    Header,
}
