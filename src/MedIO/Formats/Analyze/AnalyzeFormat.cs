using System;
using System.Collections.Generic;
using System.Linq;
using MedIO.Formats.Nifti;
using MedIO.Formats.Reading;
using MedIO.Formats.Writing;
using MedIO.IO;
using MedIO.IO.Replacing;

namespace MedIO.Formats.Analyze;

/// <summary>Analyze 7.5 of Mayo Clinic, with what SPM99 and SPM2 added to it: a pair of files, older than NIfTI's, alike but for the magic.</summary>
internal sealed class AnalyzeFormat : IImageFormat
{
    private static readonly string[] Suffixes = { ".hdr", ".hdr.gz", ".img", ".img.gz" };

    public MedFormat Info { get; } = new(
        "Analyze",
        Suffixes,
        "Analyze 7.5, gzip, both byte orders, all types but single bits; SPM's origin, scale and .mat");

    // The voxels of a pair are known by their header, before anybody is asked.
    public FormatMatch Match(ImageSource source) =>
        Suffixes.Any(source.HasSuffix) && !NiftiFileNames.IsData(source.Path) && AnalyzeHeader.IsAtStartOf(source) ? FormatMatch.Content : FormatMatch.None;

    public ImageDescription Describe(ImageSource source, ReadOptions options)
    {
        if (!NiftiFileNames.IsData(source.Path))
        {
            return Describe(source, source, options);
        }

        using ImageSource header = ImageSource.Open(NiftiFileNames.FindHeader(source.Path)!);
        return Describe(header, source, options) with { HeaderPath = header.Path };
    }

    public void Write(VoxelSource image, string path, AtomicFiles files, SaveOptions options) => throw new NotSupportedException();

    private ImageDescription Describe(ImageSource source, ImageSource open, ReadOptions options)
    {
        string path = source.Path;
        if (!AnalyzeHeader.IsAtStartOf(source))
        {
            throw new MedIOException(MedIOError.InvalidHeader, $"{path}: is no Analyze header any more. Read it again when nobody writes to it.", path);
        }

        AnalyzeHeader header = AnalyzeHeader.Read(source);
        var warnings = new List<string>();
        VoxelType type = ReadType(header, path, warnings, out int components);
        Shape shape = ReadShape(header, path, warnings);
        Affine affine = AnalyzeGeometry.Read(header, path, options, warnings);
        (double slope, double intercept) = components > 1 ? (1, 0) : AnalyzeScaling.Read(header, warnings);
        var layout = new VoxelLayout(shape, type, components, new[] { Locate(header, VoxelLayout.ByteCount(shape, type, components), source, open) })
        {
            BigEndian = header.BigEndian,
            Slope = slope,
            Intercept = intercept,
        };
        var meta = new MedMeta(shape, affine, CoordinateSystem.Nib, layout.ResultType, components, header: options.Header ? header.ToFields() : null)
        {
            Format = Info.Name,
            TimeStep = AnalyzeGeometry.TimeStep(header, shape),
        };
        meta.Warnings = warnings;
        return new ImageDescription(meta, layout);
    }

    // dbh.h has the codes up to 128; SPM marks the integers of the other sign by adding 128, other programs wrote NIfTI's codes.
    private static VoxelType ReadType(AnalyzeHeader header, string path, List<string> warnings, out int components)
    {
        int code = (int)header.Integer(AnalyzeField.Datatype);
        components = code == 128 ? 3 : 1;
        VoxelType type = code switch
        {
            2 or 128 => VoxelType.UInt8,
            4 => VoxelType.Int16,
            8 => VoxelType.Int32,
            16 => VoxelType.Float32,
            32 => VoxelType.Complex64,
            64 => VoxelType.Float64,
            130 or 256 => VoxelType.Int8,
            132 or 512 => VoxelType.UInt16,
            136 or 768 => VoxelType.UInt32,
            _ => throw new MedIOException(
                MedIOError.UnsupportedDataType,
                code == 1
                    ? $"{path}: datatype is 1 (one bit a voxel), which is not supported. Convert it to bytes with the program that made it."
                    : FormattableString.Invariant($"{path}: datatype is {code}, which Analyze does not define. The header is damaged: copy the file again from where it came from."),
                path),
        };
        int bits = VoxelTypes.SizeOf(type) * components * 8;
        if (header.Integer(AnalyzeField.Bitpix) is var bitpix && bitpix != bits)
        {
            warnings.Add(FormattableString.Invariant($"bitpix is {bitpix}, but voxels of datatype {code} have {bits} bits; datatype decides."));
        }

        return type;
    }

    private static Shape ReadShape(AnalyzeHeader header, string path, List<string> warnings)
    {
        long rank = header.Integer(AnalyzeField.Dim);
        if (rank is < 1 or > 7)
        {
            throw Invalid(path, FormattableString.Invariant($"dim[0] is {rank}, and an image has 1 to 7 dimensions"));
        }

        var sizes = new int[rank];
        for (int i = 0; i < sizes.Length; i++)
        {
            sizes[i] = (int)header.Integer(AnalyzeField.Dim, i + 1);
            if (sizes[i] == 0 && i >= 3)
            {
                // Some programs say four dimensions and leave the number of volumes out.
                warnings.Add(FormattableString.Invariant($"dim[{i + 1}] is 0; 1 is used."));
                sizes[i] = 1;
            }
            else if (sizes[i] < 1)
            {
                throw Invalid(path, FormattableString.Invariant($"dim[{i + 1}] is {sizes[i]}"));
            }
        }

        return new Shape(sizes);
    }

    private static VoxelSegment Locate(AnalyzeHeader header, long bytes, ImageSource source, ImageSource open)
    {
        double offset = header.Number(AnalyzeField.VoxOffset);
        if (!(offset >= 0 && offset < 1L << 50) || offset != Math.Floor(offset))
        {
            throw new MedIOException(
                offset < 0 ? MedIOError.UnsupportedFeature : MedIOError.InvalidHeader,
                FormattableString.Invariant($"{source.Path}: vox_offset is {offset}, which is no place in a file, or says that each volume is padded. Write the image anew with the program that made it."),
                source.Path) { IsFinal = true };
        }

        bool sameFile = ReferenceEquals(source, open);
        string data = !sameFile ? open.Path : NiftiFileNames.FindData(source.Path) ?? throw new MedIOException(
            MedIOError.DataFileNotFound,
            $"{source.Path}: is the header of a pair, but {NiftiFileNames.Pair(source.Path).Data}, which would hold the voxels, is not there. Put it beside the header.",
            source.Path);
        return NiftiVoxels.IsGzip(data, (long)offset, bytes, sameFile ? null : open)
            ? new VoxelSegment(data, 0, bytes, VoxelCoding.Gzip, (long)offset)
            : new VoxelSegment(data, (long)offset, bytes);
    }

    private static MedIOException Invalid(string path, string what) => new(
        MedIOError.InvalidDimensions, $"{path}: {what}. The header is damaged: copy the file again from where it came from.", path);
}
