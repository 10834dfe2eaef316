using System;
using System.Collections.Generic;
using MedIO.Formats.Reading;
using MedIO.Formats.Writing;
using MedIO.IO;
using MedIO.IO.Replacing;

namespace MedIO.Formats.Nifti;

/// <summary>NIfTI-1 and NIfTI-2, in one file or as a pair, gzipped or not, in both byte orders.</summary>
internal sealed class NiftiFormat : IImageFormat
{
    private static readonly string[] Suffixes = { ".nii.gz", ".nii", ".hdr", ".hdr.gz", ".img", ".img.gz" };

    public MedFormat Info { get; } = new(
        "NIfTI",
        Suffixes,
        "NIfTI-1 and NIfTI-2, one file or a pair, gzip, both byte orders, all types but 128-bit floats, RGB and vectors",
        Suffixes,
        "NIfTI-1, NIfTI-2 where it is needed; one file or a pair, gzip");

    public FormatMatch Match(ImageSource source)
    {
        if (NiftiHeaderReader.IsNifti(source.Content))
        {
            return FormatMatch.Content;
        }

        return Array.Exists(Suffixes, source.HasSuffix) ? FormatMatch.Suffix : FormatMatch.None;
    }

    public ImageDescription Describe(ImageSource source, ReadOptions options)
    {
        if (!NiftiFileNames.IsData(source.Path) || NiftiHeaderReader.IsNifti(source.Content))
        {
            return Describe(source, source, options);
        }

        string header = NiftiFileNames.FindHeader(source.Path) ?? throw new MedIOException(
            MedIOError.FileNotFound,
            $"{source.Path}: holds the voxels of a pair, but its header {NiftiFileNames.Pair(source.Path).Header} is not there. Put it beside the voxels.",
            source.Path);
        using ImageSource open = ImageSource.Open(header);
        return Describe(open, source, options) with { HeaderPath = header };
    }

    public void Write(VoxelSource image, string path, AtomicFiles files, SaveOptions options) => NiftiWriter.Write(image, path, files, options);

    private static ImageDescription Describe(ImageSource source, ImageSource open, ReadOptions options)
    {
        string path = source.Path;
        NiftiHeader header = NiftiHeaderReader.Read(source);
        int datatype = (int)header.Integer(NiftiField.Datatype);
        VoxelType type = NiftiDataType.Read(datatype, path, out int components);
        NiftiDimensions dimensions = NiftiDimensions.Read(header, components, path);
        var warnings = new List<string>();
        CheckBitpix(header, VoxelTypes.SizeOf(type) * components * 8, warnings);

        Affine affine = NiftiGeometry.Read(header, dimensions.Shape, path, options, warnings, out bool formsAgree);
        (double slope, double intercept) = components > 1 ? (1, 0) : Scaling(header, path);
        var layout = new VoxelLayout(dimensions.Shape, type, dimensions.Components, new[] { NiftiVoxels.Locate(header, dimensions, type, source, open, warnings) })
        {
            BigEndian = header.BigEndian,
            PlanarComponents = dimensions.Planar,
            Slope = slope,
            Intercept = intercept,
        };
        IReadOnlyList<NiftiExtension> extensions = ReadExtensions(header, source, layout.Segments[0], warnings);
        var meta = new MedMeta(
            dimensions.Shape,
            affine,
            CoordinateSystem.Nib,
            layout.ResultType,
            dimensions.Components,
            header: options.Header ? NiftiFields.Read(header, extensions) : null)
        {
            Format = header.Version == 1 ? "NIfTI-1" : "NIfTI-2",
            TimeStep = NiftiGeometry.TimeStep(header, dimensions.Shape),
            Native = new NiftiNative(header, extensions, dimensions.Shape, affine.Whole(), formsAgree),
        };
        if (warnings.Count > 0)
        {
            meta.Warnings = warnings;
        }

        return new ImageDescription(meta, layout);
    }

    private static void CheckBitpix(NiftiHeader header, int bits, List<string> warnings)
    {
        long bitpix = header.Integer(NiftiField.Bitpix);
        if (bitpix != bits)
        {
            warnings.Add(FormattableString.Invariant($"bitpix is {bitpix}, but voxels of datatype {header.Integer(NiftiField.Datatype)} have {bits} bits; datatype decides."));
        }
    }

    // Slope 0, or none, means that nothing is scaled; what to do with an intercept that is no number nobody can know.
    private static (double Slope, double Intercept) Scaling(NiftiHeader header, string path)
    {
        double slope = header.Number(NiftiField.SclSlope);
        if (slope == 0 || double.IsNaN(slope) || double.IsInfinity(slope))
        {
            return (1, 0);
        }

        double intercept = header.Number(NiftiField.SclInter);
        return !double.IsNaN(intercept) && !double.IsInfinity(intercept)
            ? (slope, intercept)
            : throw new MedIOException(
                MedIOError.InvalidHeader,
                FormattableString.Invariant($"{path}: scl_slope is {slope}, but scl_inter is {intercept}, so that no voxel has a value. Repair scl_inter in the header; 0 is usual."),
                path);
    }

    /// <summary>The extensions between the header and the voxels, or in a pair up to the header file's end.</summary>
    private static IReadOnlyList<NiftiExtension> ReadExtensions(NiftiHeader header, ImageSource source, VoxelSegment voxels, List<string> warnings)
    {
        int begin = NiftiHeader.SizeOf(header.Version);
        if (source.Content.Length <= begin || source.Content[begin] == 0)
        {
            return Array.Empty<NiftiExtension>();
        }

        begin += 4;
        long end = header.IsPair ? int.MaxValue : voxels.FileOffset + voxels.ContentOffset;
        if (end <= begin)
        {
            return Array.Empty<NiftiExtension>();
        }

        // What is asked for is allocated, so a small file must not ask for much.
        long most = source.IsGzip ? Math.Min(NiftiExtension.MostBytes, (source.File.Length + 64) * 1040) : source.File.Length;
        if (!header.IsPair && end - begin > NiftiExtension.MostBytes)
        {
            warnings.Add(FormattableString.Invariant($"{end - begin} bytes between header and voxels are more than header extensions are read from; they were left out."));
            return Array.Empty<NiftiExtension>();
        }

        byte[] bytes = source.ReadStart((int)Math.Min(Math.Min(end, most), NiftiExtension.MostBytes));
        return bytes.Length > begin
            ? NiftiExtension.Read(bytes.AsSpan(begin), header.BigEndian, warnings)
            : Array.Empty<NiftiExtension>();
    }
}
