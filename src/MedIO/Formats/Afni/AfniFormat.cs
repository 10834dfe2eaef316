using System;
using System.Collections.Generic;
using System.Linq;
using MedIO.Formats.Reading;
using MedIO.Formats.Writing;
using MedIO.IO;
using MedIO.IO.Replacing;

namespace MedIO.Formats.Afni;

/// <summary>AFNI's datasets: a header of text with the voxels in a file of their own.</summary>
internal sealed class AfniFormat : IImageFormat
{
    private static readonly string[] Suffixes = { ".head", ".brik", ".brik.gz" };

    public MedFormat Info { get; } = new(
        "AFNI",
        Suffixes,
        "HEAD with BRIK, gzip or bzip2, both byte orders, all types, a factor for each sub-brick");

    public FormatMatch Match(ImageSource source) =>
        AfniHeader.IsAtStartOf(source.Content) ? FormatMatch.Content
        : Suffixes.Any(source.HasSuffix) || AfniFileNames.IsData(source.Path) ? FormatMatch.Suffix
        : FormatMatch.None;

    public ImageDescription Describe(ImageSource source, ReadOptions options)
    {
        if (!AfniFileNames.IsData(source.Path) || AfniHeader.IsAtStartOf(source.Content))
        {
            return Describe(source, source, options);
        }

        string header = AfniFileNames.FindHeader(source.Path) ?? throw new MedIOException(
            MedIOError.FileNotFound,
            $"{source.Path}: holds the voxels of a pair, but its header {AfniFileNames.Header(source.Path)} is not there. Put it beside the voxels.",
            source.Path);
        using ImageSource open = ImageSource.Open(header);
        return Describe(open, source, options) with { HeaderPath = header };
    }

    public void Write(VoxelSource image, string path, AtomicFiles files, SaveOptions options) => throw new NotSupportedException();

    private ImageDescription Describe(ImageSource source, ImageSource open, ReadOptions options)
    {
        var warnings = new List<string>();
        AfniHeader header = AfniHeader.Read(source);
        VoxelLayout layout = AfniData.Find(header, source, open, warnings);
        Affine affine = AfniGeometry.Read(header, options, warnings);
        var meta = new MedMeta(layout.Shape, affine, CoordinateSystem.Itk, layout.ResultType, layout.Components, header: options.Header ? header.ToFields() : null)
        {
            Format = Info.Name,
            TimeStep = AfniGeometry.TimeStep(header, layout.Shape),
        };
        meta.Warnings = warnings;
        return new ImageDescription(meta, layout);
    }
}
