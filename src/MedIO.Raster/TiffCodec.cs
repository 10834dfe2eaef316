using System;
using MedIO.Formats;
using MedIO.IO;

namespace MedIO.Raster;

/// <summary>TIFF, by means of LibTiff.NET.</summary>
internal sealed class TiffCodec : IImageCodec
{
    public ImageDescription Describe(ImageSource source, ReadOptions options) => throw new NotImplementedException();

    public void Write(VoxelSource image, string path, AtomicFiles files, SaveOptions options) => throw new NotImplementedException();
}
