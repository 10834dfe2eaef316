using System;
using System.Collections.Generic;
using MedIO.IO;

namespace MedIO.Formats.MetaImage;

internal sealed class MetaImageFormat : IImageFormat
{
    public string Name => "MetaImage";

    public IReadOnlyList<string> WriteSuffixes { get; } = new[] { ".mha", ".mhd" };

    public FormatMatch Match(ImageSource source) => throw new NotImplementedException();

    public ImageDescription Describe(ImageSource source, ReadOptions options) => throw new NotImplementedException();

    public void Write(MedImage image, string path, AtomicFiles files, SaveOptions options) => throw new NotImplementedException();
}
