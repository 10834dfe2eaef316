using System;
using MedIO.Formats;
using MedIO.Formats.Writing;
using MedIO.IO;
using MedIO.IO.Replacing;

namespace MedIO.Minc;

/// <summary>MINC 2, by means of PureHDF.</summary>
internal sealed class Minc2Codec : IImageCodec
{
    public ImageDescription Describe(ImageSource source, ReadOptions options) => Minc2File.Describe(source, options);

    public void Write(VoxelSource image, string path, AtomicFiles files, SaveOptions options) => throw new NotSupportedException();
}
