using System;
using System.Collections.Generic;
using System.Linq;
using MedIO.Formats.Headers;
using MedIO.Formats.Reading;
using MedIO.Formats.Writing;
using MedIO.IO;
using MedIO.IO.Replacing;

namespace MedIO.Formats.Gipl;

/// <summary>GIPL, read as ITK reads it: the world is LPS+, its axes are those of the image.</summary>
internal sealed class GiplFormat : IImageFormat
{
    private static readonly string[] Suffixes = { ".gipl", ".gipl.gz" };

    public MedFormat Info { get; } = new("GIPL", Suffixes, "one file, gzip too; 8, 16 and 32-bit integers and floats, both byte orders; the format holds no direction");

    public FormatMatch Match(ImageSource source) =>
        GiplHeader.IsAtStartOf(source.Content) ? FormatMatch.Content
        : Suffixes.Any(source.HasSuffix) ? FormatMatch.Suffix
        : FormatMatch.None;

    public ImageDescription Describe(ImageSource source, ReadOptions options)
    {
        var warnings = new List<string>();
        GiplHeader header = GiplHeader.Read(source);
        Shape shape = ReadShape(header, source.Path);
        VoxelType type = ReadType(header, source.Path);
        Affine affine = ReadAffine(header, shape, source.Path, options, warnings);
        double calibration = header.PixelCalibration;
        double offset = header.PixelOffset;
        if (calibration is not (0 or 1) || offset != 0)
        {
            warnings.Add(FormattableString.Invariant($"The header maps stored values to others ({calibration} x value + {offset}); as in ITK the values are those stored."));
        }

        long bytes = VoxelLayout.ByteCount(shape, type, 1);
        VoxelSegment voxels = source.IsGzip
            ? new VoxelSegment(source.Path, 0, bytes, VoxelCoding.Gzip, GiplHeader.Length)
            : new VoxelSegment(source.Path, GiplHeader.Length, bytes);
        double step = shape.Count > 3 ? Math.Abs(header.PixelDimensions[3]) : 0;
        var meta = new MedMeta(shape, affine, CoordinateSystem.Itk, type, header: options.Header ? header.ToFields() : null)
        {
            Format = Info.Name,
            TimeStep = step > 0 && !double.IsInfinity(step) ? step : null,
            Warnings = warnings,
        };
        return new ImageDescription(meta, new VoxelLayout(shape, type, 1, new[] { voxels }) { BigEndian = header.BigEndian });
    }

    public void Write(VoxelSource image, string path, AtomicFiles files, SaveOptions options) => throw new NotSupportedException();

    // An image of one slice has three dimensions, one of one volume has not four.
    private static Shape ReadShape(GiplHeader header, string path)
    {
        int[] sizes = header.Dimensions;
        int count = sizes[3] > 1 ? 4 : sizes[2] > 0 ? 3 : sizes[1] > 0 ? 2 : 1;
        return sizes.Take(count).All(n => n > 0)
            ? new Shape(sizes.Take(count).ToArray())
            : throw new MedIOException(
                MedIOError.InvalidDimensions, $"{path}: the dimensions {string.Join(" x ", sizes)} are impossible. The header is damaged: copy the file again from where it came from.", path);
    }

    private static VoxelType ReadType(GiplHeader header, string path) => header.ImageType switch
    {
        // What is called binary has a byte a voxel.
        1 or 8 => VoxelType.UInt8,
        7 => VoxelType.Int8,
        15 => VoxelType.Int16,
        16 => VoxelType.UInt16,
        31 => VoxelType.UInt32,
        32 => VoxelType.Int32,
        64 => VoxelType.Float32,
        65 => VoxelType.Float64,
        192 => VoxelType.Complex64,
        193 => VoxelType.Complex128,
        _ => throw new MedIOException(
            MedIOError.UnsupportedDataType,
            FormattableString.Invariant($"{path}: image_type {header.ImageType} is no type of numbers that can be read. Write the image anew with one such as 15, 16-bit integers."),
            path),
    };

    // As in ITK a negative size turns the axis around.
    private static Affine ReadAffine(GiplHeader header, Shape shape, string path, ReadOptions options, List<string> warnings)
    {
        double[] spacing = header.PixelDimensions;
        double[] origin = header.Origin;
        var whole = new double[4, 4];
        whole[3, 3] = 1;
        for (int i = 0; i < 3; i++)
        {
            whole[i, i] = i < shape.Count ? spacing[i] : 1;
            whole[i, 3] = i < shape.Count ? origin[i] : 0;
        }

        Affine affine = GeometryCheck.Usable(whole, path, "pixdim and origin", options, warnings);
        return shape.Count == 2 ? Affine.FromWhole(affine.Whole(), 2) : affine;
    }
}
