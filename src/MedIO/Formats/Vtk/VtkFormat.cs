using System;
using System.Collections.Generic;
using System.Linq;
using MedIO.Formats.Headers;
using MedIO.Formats.Reading;
using MedIO.Formats.Writing;
using MedIO.IO;
using MedIO.IO.Replacing;

namespace MedIO.Formats.Vtk;

/// <summary>Structured points in VTK's legacy files, as ITK reads and writes them: the world is LPS+, and its axes are those of the image.</summary>
internal sealed class VtkFormat : IImageFormat
{
    private static readonly string[] Suffixes = { ".vtk" };

    public MedFormat Info { get; } = new(
        "VTK",
        Suffixes,
        "structured points, binary and ASCII, all types, scalars, colours, vectors, tensors, fields; the first array",
        Suffixes,
        "structured points, binary; the axes are turned to those of the world, since the format holds no direction");

    public FormatMatch Match(ImageSource source) =>
        VtkHeader.IsAtStartOf(source.Content) ? FormatMatch.Content
        : Suffixes.Any(source.HasSuffix) ? FormatMatch.Suffix
        : FormatMatch.None;

    public ImageDescription Describe(ImageSource source, ReadOptions options)
    {
        if (!VtkHeader.IsAtStartOf(source.Content))
        {
            throw new MedIOException(MedIOError.InvalidHeader, $"{source.Path}: does not begin with '{VtkHeader.Magic}', as VTK's legacy files do. Give one of these.", source.Path);
        }

        var warnings = new List<string>();
        VtkHeader header = VtkHeader.Read(source);
        int[] sizes = VtkGrid.Sizes(header.Dimensions!, header.IsOfCells, source.Path);
        Shape shape = VtkGrid.ShapeOf(sizes);
        long points = sizes.Aggregate(1L, (n, size) => Math.Min(long.MaxValue >> 32, n) * size);
        if (points != header.Count)
        {
            warnings.Add(FormattableString.Invariant($"The header says that the array has {header.Count} values, but its dimensions {string.Join(" x ", sizes)} make {points}; these count, as in ITK."));
        }

        if (header.IsOfCells)
        {
            warnings.Add("The values are those of the cells between the points; each voxel is a cell.");
        }

        int components = VtkGrid.Components(header.Components, source.Path);
        VoxelType type = ReadType(header, source, points * components, warnings);
        Affine affine = VtkGrid.AffineOf(header.Spacing, header.Origin, VtkGrid.Straight, new double[3], header.Dimensions!, header.IsOfCells, source.Path, "SPACING and ORIGIN", shape, options, warnings);
        var layout = new VoxelLayout(shape, type, components, new[] { Locate(header, source, shape, type, components, warnings) })
        {
            BigEndian = true,
            // "VTK File Formats": in text, colours are fractions of 1. VTK writes all numbers of 8 bits so.
            IsTextOfFractions = header.IsText && header.Attribute == "COLOR_SCALARS",
        };
        var meta = new MedMeta(shape, affine, CoordinateSystem.Itk, type, components, header: options.Header ? header.ToFields() : null)
        {
            Format = Info.Name,
            Warnings = warnings,
        };
        return new ImageDescription(meta, layout);
    }

    public void Write(VoxelSource image, string path, AtomicFiles files, SaveOptions options) => VtkWriter.Write(image, path, files, options);

    private static VoxelType ReadType(VtkHeader header, ImageSource source, long numbers, List<string> warnings)
    {
        // VTK writes a long as the machine had it.
        bool isLong = header.Type.EndsWith("long", StringComparison.OrdinalIgnoreCase) && !header.IsText && !source.IsGzip;
        bool isShort = isLong && (source.File.Length - header.Length) / 8 < numbers && (source.File.Length - header.Length) / 4 >= numbers;
        if (isShort)
        {
            warnings.Add($"The type {header.Type} was taken to have 4 bytes, as on Windows: the file has no room for 8.");
        }

        return VtkTypes.TryGetLegacy(header.Type, isShort ? 4 : 8, out VoxelType type) ? type : throw new MedIOException(
            MedIOError.UnsupportedDataType,
            $"{source.Path}: the type {VtkWords.Shorten(header.Type)} is none of numbers that can be read. Write the array anew with one such as short or float.",
            source.Path);
    }

    private static VoxelSegment Locate(VtkHeader header, ImageSource source, Shape shape, VoxelType type, int components, List<string> warnings)
    {
        long bytes = VoxelLayout.ByteCount(shape, type, components);
        if (header.IsText)
        {
            return !source.IsGzip ? new VoxelSegment(source.Path, header.Length, bytes, VoxelCoding.Text) : throw new MedIOException(
                MedIOError.UnsupportedFeature, $"{source.Path}: is a gzip file around a VTK file whose data are text. Decompress it first with gunzip.", source.Path);
        }

        bool isBits = header.Type.Equals("bit", StringComparison.OrdinalIgnoreCase);
        long stored = isBits ? (bytes + 7) / 8 : bytes;
        if (!source.IsGzip)
        {
            WarnOfRest(header, source, stored, warnings);
        }

        return new VoxelSegment(source.Path, source.IsGzip ? 0 : header.Length, bytes, source.IsGzip ? VoxelCoding.Gzip : VoxelCoding.Raw, source.IsGzip ? header.Length : 0)
        {
            Decoder = isBits ? new BitDecoder() : null,
            EncodedByteCount = stored,
        };
    }

    // What follows is metadata of the array, which mean nothing here, or more arrays.
    private static void WarnOfRest(VtkHeader header, ImageSource source, long bytes, List<string> warnings)
    {
        var rest = new byte[16];
        int n = bytes < source.File.Length - header.Length ? source.File.Read(header.Length + bytes, rest) : 0;
        string text = HeaderText.Decode(rest, 0, n).TrimStart();
        if (text.Length > 0 && !text.StartsWith("METADATA", StringComparison.OrdinalIgnoreCase) && !text.StartsWith("CELL_DATA", StringComparison.OrdinalIgnoreCase))
        {
            warnings.Add($"The file goes on behind the array '{VtkWords.Shorten(header.Name)}', perhaps with other arrays; only the first is read, as in ITK.");
        }
    }
}
