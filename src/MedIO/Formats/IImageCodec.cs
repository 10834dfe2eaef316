using MedIO.Formats.Reading;
using MedIO.Formats.Writing;

namespace MedIO.Formats;

/// <summary>Reads the headers of a format's files and writes images. Voxels are read by <see cref="VoxelReader"/> for all formats.</summary>
internal interface IImageCodec
{
    /// <summary>Reads the header. Never touches voxels.</summary>
    /// <exception cref="MedIOException">The header cannot be used.</exception>
    ImageDescription Describe(ImageSource source, ReadOptions options);

    /// <summary>Writes an image whose orientation and voxel type are as they should be in the file.</summary>
    /// <param name="image">The image; its metadata may be in either coordinate system and must not be changed.</param>
    /// <param name="path">The target's full path.</param>
    /// <param name="files">Makes the target's files; the caller commits them.</param>
    /// <param name="options">Compression, cancellation, progress.</param>
    /// <exception cref="MedIOException"><see cref="MedIOError.CannotRepresent"/>: the format has no place for something.</exception>
    void Write(VoxelSource image, string path, IO.Replacing.AtomicFiles files, SaveOptions options);
}
