namespace MedIO.Backends.Tests.Agreement;

/// <summary>In what two readings of a file can differ.</summary>
internal enum Aspect
{
    /// <summary>This library reads the file and the backend does not.</summary>
    Unread,

    /// <summary>The backend reads the file and this library does not.</summary>
    Extra,

    /// <summary>The backend's library ends the process.</summary>
    Crash,

    /// <summary>The backend contradicts itself: its metadata or a part of the image are not those of the whole.</summary>
    Contradiction,

    /// <summary>Sizes, apart from axes of one voxel at the end and the order of axes.</summary>
    Shape,

    /// <summary>Numbers a voxel.</summary>
    Components,

    /// <summary>The type of the voxels.</summary>
    Type,

    /// <summary>The voxels' numbers, at the same places of the world.</summary>
    Values,

    /// <summary>The voxels' numbers by a factor and an offset, all of them the same; otherwise they agree.</summary>
    Scale,

    /// <summary>Where the voxels are in the world.</summary>
    Place,

    /// <summary>How thick the only slice is.</summary>
    Depth,

    /// <summary>Seconds from one volume to the next.</summary>
    TimeStep,

    /// <summary>Where the axes go, in letters.</summary>
    Orientation,

    /// <summary>A field of the header.</summary>
    Header,

    /// <summary>Which files of a folder make a series.</summary>
    Files,
}
