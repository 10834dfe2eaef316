namespace MedIO.Formats;

/// <summary>How the voxels' bytes are wrapped in a file.</summary>
internal enum VoxelCoding
{
    /// <summary>As they are.</summary>
    Raw,

    /// <summary>RFC 1952.</summary>
    Gzip,

    /// <summary>RFC 1950.</summary>
    Zlib,

    /// <summary>Decimal numbers with white space between.</summary>
    Text,
}
