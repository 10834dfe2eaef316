using System;
using MedIO.Formats.Writing;
using MedIO.IO;
using MedIO.IO.Replacing;

namespace MedIO.Formats.Libraries;

/// <summary>A format that needs a library: found out here, read and written in an assembly of its own that is loaded on first use.</summary>
internal abstract class LibraryFormat : IImageFormat
{
    private readonly Lazy<IImageCodec> _codec;

    /// <param name="assembly">The assembly's name, such as <c>MedIO.Raster</c>.</param>
    /// <param name="type">The full name of its class, an <see cref="IImageCodec"/>.</param>
    protected LibraryFormat(string assembly, string type) => _codec = new Lazy<IImageCodec>(() => LibraryFolder.Formats.Create<IImageCodec>(assembly, type));

    public abstract MedFormat Info { get; }

    public abstract FormatMatch Match(ImageSource source);

    public ImageDescription Describe(ImageSource source, ReadOptions options) => _codec.Value.Describe(source, options);

    public void Write(VoxelSource image, string path, AtomicFiles files, SaveOptions options) => _codec.Value.Write(image, path, files, options);
}
