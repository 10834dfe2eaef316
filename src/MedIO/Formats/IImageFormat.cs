using System.Collections.Generic;

namespace MedIO.Formats;

/// <summary>A file format: finds out its files, reads their headers, writes images. Voxels are read by <see cref="VoxelReader"/> for all of them.</summary>
internal interface IImageFormat
{
    /// <summary>The name that users know it by.</summary>
    string Name { get; }

    /// <summary>The suffixes it writes, in lower case with the dot, such as <c>.nii.gz</c>; the first is the usual one.</summary>
    IReadOnlyList<string> WriteSuffixes { get; }

    /// <summary>Whether a file is of this format, by its content if that tells.</summary>
    FormatMatch Match(ImageSource source);

    /// <summary>Reads the header. Never touches voxels.</summary>
    /// <exception cref="MedIOException">The header cannot be used.</exception>
    ImageDescription Describe(ImageSource source, ReadOptions options);

    /// <summary>Writes an image whose orientation and voxel type are as they should be in the file.</summary>
    /// <param name="image">The image; its metadata may be in either coordinate system and must not be changed.</param>
    /// <param name="path">The target's full path.</param>
    /// <param name="files">Makes the target's files; the caller commits them.</param>
    /// <param name="options">Compression, cancellation, progress.</param>
    /// <exception cref="MedIOException"><see cref="MedIOError.CannotRepresent"/>: the format has no place for something.</exception>
    void Write(MedImage image, string path, IO.AtomicFiles files, SaveOptions options);
}
