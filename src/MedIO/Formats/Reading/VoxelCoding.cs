namespace MedIO.Formats.Reading;

/// <summary>How the voxels' bytes are wrapped in a file.</summary>
internal enum VoxelCoding
{
    /// <summary>As they are.</summary>
    Raw,

    /// <summary>RFC 1952.</summary>
    Gzip,

    /// <summary>RFC 1950.</summary>
    Zlib,

    /// <summary>RFC 1951, without header and checksum.</summary>
    Deflate,

    /// <summary>As the program bzip2 compresses.</summary>
    Bzip2,

    /// <summary>Two hexadecimal digits a byte; white space may be anywhere.</summary>
    Hex,

    /// <summary>Decimal numbers with white space between.</summary>
    Text,

    /// <summary>In no file: all voxels of the run have the value <see cref="VoxelSegment.FillValue"/>.</summary>
    Fill,
}
