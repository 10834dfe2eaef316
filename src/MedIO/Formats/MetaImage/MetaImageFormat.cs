using System;
using System.Collections.Generic;
using System.Linq;
using MedIO.Formats.Reading;
using MedIO.Formats.Writing;
using MedIO.IO;
using MedIO.IO.Replacing;

namespace MedIO.Formats.MetaImage;

/// <summary>MetaImage, the format of ITK: a header of text with the voxels behind it (.mha) or in files of their own (.mhd).</summary>
internal sealed class MetaImageFormat : IImageFormat
{
    // More than any vector image has; a voxel still fits a buffer.
    private const int MostComponents = 1 << 20;

    private static readonly string[] Suffixes = { ".mha", ".mhd" };

    public MedFormat Info { get; } = new(
        "MetaImage",
        Suffixes,
        "one file, or a header with its data in one file or many; raw, zlib, gzip, text; all types but long double, both byte orders",
        Suffixes,
        "raw, zlib with -CompressionLevel");

    public FormatMatch Match(ImageSource source) =>
        MetaImageHeader.IsAtStartOf(source.Content) ? FormatMatch.Content
        : Suffixes.Any(source.HasSuffix) ? FormatMatch.Suffix
        : FormatMatch.None;

    public ImageDescription Describe(ImageSource source, ReadOptions options)
    {
        var warnings = new List<string>();
        MetaImageHeader header = MetaImageHeader.Read(source, warnings);
        if (header["ObjectType"] is { } kind && kind != "Image")
        {
            throw new MedIOException(
                MedIOError.UnsupportedFeature, $"{source.Path}: holds a MetaIO {MetaImageHeader.Shorten(kind)}, not an image. Give a MetaImage whose ObjectType is Image.", source.Path);
        }

        Shape shape = ReadShape(header);
        VoxelType type = ReadType(header);
        int components = ReadComponents(header);
        Affine affine = MetaImageGeometry.Read(header, shape.Count, options.AllowDefaultAffine, warnings);
        VoxelLayout layout = MetaImageData.Find(header, source, options, shape, type, components, warnings);
        WarnOfMeaning(header, warnings);
        var meta = new MedMeta(shape, affine, CoordinateSystem.Itk, type, components, null, options.Header ? header.ToDictionary() : null)
        {
            Format = Info.Name,
            TimeStep = MetaImageGeometry.TimeStep(header, shape.Count),
            Native = header.ToCarry(),
        };
        meta.Warnings = warnings;
        return new ImageDescription(meta, layout);
    }

    public void Write(VoxelSource image, string path, AtomicFiles files, SaveOptions options) => MetaImageWriter.Write(image, path, files, options);

    private static Shape ReadShape(MetaImageHeader header)
    {
        long dimensions = header.Integer("NDims") ?? throw header.Invalid("it has no NDims");
        if (dimensions < 1)
        {
            throw Dimensions(header, FormattableString.Invariant($"NDims = {dimensions}"));
        }

        if (dimensions > 7)
        {
            throw new MedIOException(
                MedIOError.UnsupportedFeature, FormattableString.Invariant($"{header.Path}: has {dimensions} dimensions, but 7 is the most that can be read. Write it anew with fewer."), header.Path);
        }

        double[] sizes = header.Numbers("DimSize", (int)dimensions) ?? throw header.Invalid("it has no DimSize");
        return sizes.All(n => n >= 1 && n <= int.MaxValue && n == Math.Floor(n))
            ? new Shape(sizes.Select(n => (int)n).ToArray())
            : throw Dimensions(header, "DimSize = " + MetaImageHeader.Shorten(header["DimSize"]!));
    }

    private static MedIOException Dimensions(MetaImageHeader header, string what) =>
        new(MedIOError.InvalidDimensions, $"{header.Path}: {what} is impossible. The header is damaged: copy it again from where it came from.", header.Path);

    private static VoxelType ReadType(MetaImageHeader header)
    {
        string name = header["ElementType"] ?? throw header.Invalid("it has no ElementType");
        return MetaImageFields.TryGetType(name, out VoxelType type) ? type : throw new MedIOException(
            MedIOError.UnsupportedDataType,
            $"{header.Path}: ElementType = {MetaImageHeader.Shorten(name)} is no type of numbers that can be read. Write the image anew with one such as MET_SHORT or MET_FLOAT.",
            header.Path);
    }

    private static int ReadComponents(MetaImageHeader header)
    {
        long components = header.Integer("ElementNumberOfChannels") ?? 1;
        return components is >= 1 and <= MostComponents ? (int)components : throw Dimensions(header, FormattableString.Invariant($"ElementNumberOfChannels = {components}"));
    }

    // ITK gives the stored values and takes distances as mm, whatever these fields say; so do we, but say it.
    private static void WarnOfMeaning(MetaImageHeader header, List<string> warnings)
    {
        double slope = header.Numbers("ElementToIntensityFunctionSlope", 1)?[0] ?? 1;
        double intercept = header.Numbers("ElementToIntensityFunctionOffset", 1)?[0] ?? 0;
        if (slope != 1 || intercept != 0)
        {
            warnings.Add(FormattableString.Invariant($"The header maps stored values to intensities ({slope} x value + {intercept}); as in ITK the values are those stored."));
        }

        if (header["DistanceUnits"] is "um" or "cm")
        {
            warnings.Add($"The header says that distances are in {header["DistanceUnits"]}; as in ITK they are taken as mm.");
        }
    }
}
