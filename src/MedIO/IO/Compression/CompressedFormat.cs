namespace MedIO.IO.Compression;

/// <summary>What is wrapped around DEFLATE data.</summary>
internal enum CompressedFormat
{
    /// <summary>Gzip members (RFC 1952).</summary>
    Gzip,

    /// <summary>One zlib stream (RFC 1950).</summary>
    Zlib,

    /// <summary>Nothing: DEFLATE data (RFC 1951) without header and checksum.</summary>
    Raw,
}
