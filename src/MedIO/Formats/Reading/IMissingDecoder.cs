namespace MedIO.Formats.Reading;

/// <summary>Stands for a decoder that there is none of, so that all but the voxels of a file can be read.</summary>
internal interface IMissingDecoder : IFrameDecoder
{
    /// <summary>What reading the voxels ends in.</summary>
    /// <param name="path">The file; null where the caller adds it.</param>
    MedIOException Error(string? path);
}
