using System;
using System.Collections.Generic;
using System.Linq;
using MedIO.Formats.Reading;
using MedIO.Formats.Writing;
using MedIO.IO;
using MedIO.IO.Replacing;

namespace MedIO.Formats.Mgh;

/// <summary>FreeSurfer's volumes and surface overlays: big endian, in one file, <c>.mgz</c> where gzipped.</summary>
internal sealed class MghFormat : IImageFormat
{
    private static readonly string[] Suffixes = { ".mgz", ".mgh", ".mgh.gz" };

    public MedFormat Info { get; } = new(
        "MGH",
        Suffixes,
        "MGH and MGZ; 8-bit unsigned, 16-bit, 32-bit integers and 32-bit floats, with the scan's numbers behind the voxels",
        Suffixes,
        "MGH, MGZ; the same types, up to four dimensions");

    public FormatMatch Match(ImageSource source) =>
        MghHeader.IsAtStartOf(source.Content) ? FormatMatch.Content
        : Suffixes.Any(source.HasSuffix) ? FormatMatch.Suffix
        : FormatMatch.None;

    public ImageDescription Describe(ImageSource source, ReadOptions options)
    {
        string path = source.Path;
        MghHeader header = ReadHeader(source);
        VoxelType type = MghType.Read(header.Type, path);
        Shape shape = ReadShape(header, path);
        var warnings = new List<string>();
        Affine affine = MghGeometry.Read(header, path, options, warnings);
        long bytes = VoxelLayout.ByteCount(shape, type, 1);
        var tail = new SegmentTail(MghFooter.MostBytes);
        VoxelSegment segment = source.IsGzip
            ? new VoxelSegment(path, 0, bytes, VoxelCoding.Gzip, MghHeader.Size) { Tail = tail }
            : new VoxelSegment(path, MghHeader.Size, bytes);
        var meta = new MedMeta(shape, affine, CoordinateSystem.Nib, type)
        {
            Format = Info.Name,
            Native = new MghNative(header, affine.Whole()),
        };
        meta.Warnings = warnings;
        var footer = new MghFooterReader(segment, meta, options);
        if (!source.IsGzip)
        {
            footer.Read(source.File);
        }

        return new ImageDescription(meta, new VoxelLayout(shape, type, 1, new[] { segment }) { BigEndian = true })
        {
            Complete = source.IsGzip ? footer.Complete : null,
        };
    }

    public void Write(VoxelSource image, string path, AtomicFiles files, SaveOptions options) => MghWriter.Write(image, path, files, options);

    private static MghHeader ReadHeader(ImageSource source)
    {
        byte[] bytes = source.ReadStart(MghHeader.Size);
        if (bytes.Length >= 4 && !MghHeader.IsVersion(bytes))
        {
            throw new MedIOException(
                MedIOError.InvalidHeader,
                $"{source.Path}: is no MGH file: its version, the first four bytes, is not 1. The file is damaged, or the suffix is wrong: copy it again from where it came from, or name it after what it is.",
                source.Path);
        }

        return bytes.Length == MghHeader.Size ? MghHeader.Read(bytes) : throw new MedIOException(
            MedIOError.TruncatedHeader,
            FormattableString.Invariant($"{source.Path}: ends after {bytes.Length} bytes, within the header of {MghHeader.Size} bytes. Copy it again from where it came from."),
            source.Path);
    }

    private static Shape ReadShape(MghHeader header, string path)
    {
        int wrong = Array.FindIndex(header.Dimensions, n => n < 1);
        if (wrong >= 0)
        {
            throw new MedIOException(
                MedIOError.InvalidDimensions,
                FormattableString.Invariant($"{path}: {new[] { "width", "height", "depth", "nframes" }[wrong]} is {header.Dimensions[wrong]}. The header is damaged: copy the file again from where it came from."),
                path);
        }

        // One frame is a volume, as in nibabel.
        return new Shape(header.Dimensions.Take(header.Dimensions[3] > 1 ? 4 : 3).ToArray());
    }
}
