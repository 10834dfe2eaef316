using System;
using MedIO.Formats.Writing;
using MedIO.IO;
using MedIO.IO.Replacing;

namespace MedIO.Formats.Pictures.Png;

/// <summary>PNG, Portable Network Graphics (ISO/IEC 15948).</summary>
internal sealed class PngFormat : IImageFormat
{
    private static readonly string[] Suffixes = { ".png" };

    public MedFormat Info { get; } = new(
        "PNG",
        Suffixes,
        "1 to 16 bits, gray, RGB, palette, alpha, interlaced; numbered files of a folder as a volume",
        Suffixes,
        "8 and 16 bits, gray, RGB, alpha; a volume as numbered files");

    public FormatMatch Match(ImageSource source) =>
        !source.IsGzip && source.Content.StartsWith(PngChunk.Signature) ? FormatMatch.Content
        : Array.Exists(Suffixes, source.HasSuffix) ? FormatMatch.Suffix
        : FormatMatch.None;

    public ImageDescription Describe(ImageSource source, ReadOptions options)
    {
        PngHeader header = PngHeaderReader.Read(source);
        return PictureImage.Describe(Info.Name, header.Picture, new PngDecoder(header), source, options);
    }

    public void Write(VoxelSource image, string path, AtomicFiles files, SaveOptions options) =>
        new PictureWriter(Info.Name, new PngEncoder()).Write(image, path, files, options);
}
