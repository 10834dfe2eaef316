using System;
using System.Collections.Generic;
using System.Linq;
using MedIO.Formats.Headers;
using MedIO.Formats.Reading;
using MedIO.Formats.Writing;
using MedIO.IO;
using MedIO.IO.Replacing;

namespace MedIO.Formats.Nrrd;

/// <summary>NRRD, the format of Teem and 3D Slicer: a header of text with the voxels behind it (.nrrd) or in files of their own (.nhdr).</summary>
/// <remarks>teem.sourceforge.net/nrrd/format.html, versions NRRD00.01 to NRRD0005.</remarks>
internal sealed class NrrdFormat : IImageFormat
{
    // More than any vector image has; a voxel still fits a buffer.
    private const int MostComponents = 1 << 20;

    // Teem's limit.
    private const int MostAxes = 16;

    public MedFormat Info { get; } = new(
        "NRRD",
        new[] { ".nrrd", ".nhdr" },
        "one file, or a header with its data in one file or many; raw, gzip, bzip2, ascii, hex; all types but block, both byte orders",
        new[] { ".nrrd", ".nhdr" },
        "raw, gzip with -CompressionLevel");

    public FormatMatch Match(ImageSource source) =>
        NrrdHeader.IsAtStartOf(source.Content) ? FormatMatch.Content
        : Info.Suffixes.Any(source.HasSuffix) ? FormatMatch.Suffix
        : FormatMatch.None;

    public ImageDescription Describe(ImageSource source, ReadOptions options)
    {
        var warnings = new List<string>();
        NrrdHeader header = NrrdHeader.Read(source, warnings);
        int[] sizes = ReadSizes(header);
        VoxelType type = ReadType(header);
        NrrdSpace space = NrrdSpace.Read(header, sizes.Length);
        NrrdAxes axes = NrrdAxes.Read(header, sizes, space, type, warnings);
        if (axes.Components > MostComponents)
        {
            throw Dimensions(header, FormattableString.Invariant($"a voxel of {axes.Components} values"));
        }

        VoxelType stored = !axes.IsComplex ? type : type == VoxelType.Float32 ? VoxelType.Complex64 : VoxelType.Complex128;
        var geometry = new NrrdGeometry(header, space, axes, sizes, warnings);
        Affine affine = geometry.Read(options);
        long byteCount = VoxelLayout.ByteCount(axes.Shape, stored, axes.Components);
        IReadOnlyList<VoxelSegment> segments = NrrdData.Find(header, source, options, sizes, byteCount, VoxelTypes.SizeOf(type), warnings, out bool bigEndian);
        int[]? order = axes.FileAxes(out bool planar);
        var layout = new VoxelLayout(axes.Shape, stored, axes.Components, segments) { BigEndian = bigEndian, PlanarComponents = planar, FileAxes = order };
        WarnOfMeaning(header, warnings);
        var meta = new MedMeta(axes.Shape, affine, geometry.System, stored, axes.Components, null, options.Header ? header.ToDictionary() : null)
        {
            Format = Info.Name,
            TimeStep = geometry.TimeStep(),
        };
        meta.Native = new NrrdNative(
            new[] { NrrdFields.Content, NrrdFields.SampleUnits }.Where(f => header[f] is { Length: > 0 }).Select(f => new KeyValuePair<string, string>(f, header[f]!)).ToArray(),
            header.Pairs.ToArray(),
            axes.ComponentKind,
            axes.Components,
            axes.Further.Count > 0 && axes.IsList(axes.Further[0]),
            NrrdNative.Turn(geometry.MeasurementFrame(), geometry.System));
        meta.Warnings = warnings;
        return new ImageDescription(meta, layout);
    }

    public void Write(VoxelSource image, string path, AtomicFiles files, SaveOptions options) => NrrdWriter.Write(image, path, files, options);

    private static int[] ReadSizes(NrrdHeader header)
    {
        long dimension = header.Integer(NrrdFields.Dimension) ?? throw header.Invalid($"it has no {NrrdFields.Dimension}");
        if (dimension is < 1 or > MostAxes)
        {
            throw Dimensions(header, FormattableString.Invariant($"dimension: {dimension}"));
        }

        double[] sizes = header.Numbers(NrrdFields.Sizes, (int)dimension) ?? throw header.Invalid($"it has no {NrrdFields.Sizes}");
        return sizes.All(n => n >= 1 && n <= int.MaxValue && n == Math.Floor(n))
            ? sizes.Select(n => (int)n).ToArray()
            : throw Dimensions(header, "sizes: " + HeaderText.Shorten(header[NrrdFields.Sizes]!));
    }

    private static MedIOException Dimensions(NrrdHeader header, string what) =>
        new(MedIOError.InvalidDimensions, $"{header.Path}: {what} is impossible. The header is damaged: copy it again from where it came from.", header.Path);

    private static VoxelType ReadType(NrrdHeader header)
    {
        string name = header.Required(NrrdFields.Type);
        return NrrdFields.TryGetType(name, out VoxelType type) ? type : throw new MedIOException(
            MedIOError.UnsupportedDataType,
            $"{header.Path}: the type {HeaderText.Shorten(name)} is none of numbers that can be read. Write the image anew with one such as short or float.",
            header.Path);
    }

    // ITK gives the stored values; so do we, but say it.
    private static void WarnOfMeaning(NrrdHeader header, List<string> warnings)
    {
        if (header[NrrdFields.OldMin] is { } low && header[NrrdFields.OldMax] is { } high)
        {
            warnings.Add($"The header says that values from {HeaderText.Shorten(low)} to {HeaderText.Shorten(high)} were quantized; as in ITK the values are those stored.");
        }
    }
}
