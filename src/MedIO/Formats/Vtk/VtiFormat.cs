using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using MedIO.Formats.Reading;
using MedIO.Formats.Writing;
using MedIO.IO;
using MedIO.IO.Replacing;

namespace MedIO.Formats.Vtk;

/// <summary>VTK's image data in XML.</summary>
internal sealed class VtiFormat : IImageFormat
{
    private const int WhereItBegins = 512;

    private static readonly string[] Suffixes = { ".vti" };
    private static readonly byte[] Root = Encoding.ASCII.GetBytes("<VTKFile");

    public MedFormat Info { get; } = new(
        "VTI",
        Suffixes,
        "VTK image data: ASCII, base64, appended raw or base64, zlib; all types, both byte orders, direction; the active array of one piece");

    public FormatMatch Match(ImageSource source)
    {
        ReadOnlySpan<byte> start = source.Content.Slice(0, Math.Min(WhereItBegins, source.Content.Length));
        return start.IndexOf(Root) >= 0 && start[0] is (byte)'<' or 0xEF or (byte)' ' or (byte)'\n' or (byte)'\r' ? FormatMatch.Content
            : Suffixes.Any(source.HasSuffix) ? FormatMatch.Suffix
            : FormatMatch.None;
    }

    public ImageDescription Describe(ImageSource source, ReadOptions options)
    {
        if (source.IsGzip)
        {
            throw new MedIOException(MedIOError.UnsupportedFeature, $"{source.Path}: is a VTK file inside a gzip file. Decompress it first with gunzip.", source.Path);
        }

        var warnings = new List<string>();
        VtiHeader header = VtiHeader.Read(source);
        double[] extent = VtiHeader.Numbers(header.Piece, "Extent", null, 6, source.Path);
        if (extent.Any(e => e != Math.Floor(e) || Math.Abs(e) > int.MaxValue))
        {
            throw new MedIOException(MedIOError.InvalidDimensions, $"{source.Path}: the extent {VtkWords.Shorten(header.Piece["Extent"]!)} is impossible. The file is damaged: copy it again from where it came from.", source.Path);
        }

        long[] points = Enumerable.Range(0, 3).Select(i => (long)extent[(2 * i) + 1] - (long)extent[2 * i] + 1).ToArray();
        double[] first = Enumerable.Range(0, 3).Select(i => extent[2 * i]).ToArray();
        Shape shape = VtkGrid.ShapeOf(VtkGrid.Sizes(points, header.IsOfCells, source.Path));
        string typeName = header.Array["type"] ?? string.Empty;
        if (!VtkTypes.TryGetXml(typeName, out VoxelType type))
        {
            throw new MedIOException(
                MedIOError.UnsupportedDataType, $"{source.Path}: the type '{VtkWords.Shorten(typeName)}' is none of numbers that can be read. Write the array anew with one such as Int16.", source.Path);
        }

        int components = VtkGrid.Components(VtiHeader.Integer(header.Array, "NumberOfComponents", 1, source.Path), source.Path);
        if (header.IsOfCells)
        {
            warnings.Add("The values are those of the cells between the points; each voxel is a cell.");
        }

        Affine affine = VtkGrid.AffineOf(
            VtiHeader.Numbers(header.Image, "Spacing", new double[] { 1, 1, 1 }, 3, source.Path),
            VtiHeader.Numbers(header.Image, "Origin", new double[3], 3, source.Path),
            VtiHeader.Numbers(header.Image, "Direction", VtkGrid.Straight, 9, source.Path),
            first,
            points,
            header.IsOfCells,
            source.Path,
            "Spacing, Origin and Direction",
            shape,
            options,
            warnings);
        var layout = new VoxelLayout(shape, type, components, VtiData.Locate(header, source, shape, type, components)) { BigEndian = header.File["byte_order"] == "BigEndian" };
        var meta = new MedMeta(shape, affine, CoordinateSystem.Itk, type, components, header: options.Header ? header.ToFields() : null)
        {
            Format = Info.Name,
            Warnings = warnings,
        };
        return new ImageDescription(meta, layout);
    }

    public void Write(VoxelSource image, string path, AtomicFiles files, SaveOptions options) => throw new NotSupportedException();
}
