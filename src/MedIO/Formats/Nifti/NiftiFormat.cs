using System;
using System.Collections.Generic;
using MedIO.IO;

namespace MedIO.Formats.Nifti;

internal sealed class NiftiFormat : IImageFormat
{
    public string Name => "Nifti";

    public IReadOnlyList<string> WriteSuffixes { get; } = new[] { ".nii.gz", ".nii", ".hdr", ".hdr.gz", ".img", ".img.gz" };

    public FormatMatch Match(ImageSource source) => throw new NotImplementedException();

    public ImageDescription Describe(ImageSource source, ReadOptions options) => throw new NotImplementedException();

    public void Write(MedImage image, string path, AtomicFiles files, SaveOptions options) => throw new NotImplementedException();
}
