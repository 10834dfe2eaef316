using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using MedIO.Dicom;
using MedIO.Dicom.Frames;
using MedIO.Formats;
using MedIO.Formats.Reading;
using MedIO.Geometry;

namespace MedIO.SimpleItk;

/// <summary>
/// A DICOM series by ITK, which stacks the files in the order that it is given. That order, and whether they make a stack at all,
/// is found out by this library: ITK stacks whatever it gets.
/// </summary>
internal sealed class ItkSeries
{
    private readonly ItkImages _images;
    private readonly ItkDicomFile _file;

    public ItkSeries(ItkImages images, ItkDicomFile file)
    {
        _images = images;
        _file = file;
    }

    /// <summary>Describes the image that a series makes.</summary>
    /// <exception cref="MedIOException">It makes none, or one that ITK cannot make.</exception>
    public ImageDescription Describe(DicomSeries series, ReadOptions options)
    {
        ReadOptions plain = options.Copy();
        plain.Header = false;
        ImageDescription own = series.Describe(plain);
        foreach (DicomImageFile image in series.Images)
        {
            ItkDicomFile.Verify(image);
        }

        if (series.FileCount == 1)
        {
            using ImageSource source = ImageSource.Open(series.Files[0]);
            return _file.Describe(source, (series.Images[0], own), options);
        }

        Shape shape = own.Meta.Shape;
        string[] files = own.Layout.Segments.Select(s => s.Path).ToArray();
        if (shape.Count != 3 || files.Length != shape[2] || files.Distinct().Count() != files.Length || own.Layout.Segments.Any(s => s.Coding == VoxelCoding.Fill) || files.Length != series.FileCount)
        {
            throw ItkDicomFile.Unsupported(series.Path, shape.Count > 3
                ? FormattableString.Invariant($"its {series.FileCount} files are {shape[3]} volumes, which ITK would stack to one")
                : FormattableString.Invariant($"its {series.FileCount} files are not one slice each of {shape} voxels, which is all that ITK stacks"));
        }

        if (ItkGeometry.IsMirrored(own.Meta.Affine))
        {
            // ITK's third axis goes the way that the first two make a right-handed system with.
            Array.Reverse(files);
        }

        IReadOnlyList<VoxelSegment> segments = own.Layout.Segments;
        DicomCheck.Frames(own.Layout.IsScaledBySegment ? segments : new[] { segments[0], segments[segments.Count - 1] }, series.Images, options.CancellationToken);
        ItkHeader first = _images.ReadHeader(files[0], ItkFormats.Dicom, options);
        ItkHeader last = _images.ReadHeader(files[files.Length - 1], ItkFormats.Dicom, options);
        var warnings = new List<string>(ItkWarnings.Sentences(first.Printed).Concat(own.Meta.Warnings).Distinct());
        int[] size = { first.Size[0], first.Size[1], files.Length };
        if (!first.Size.Take(2).SequenceEqual(shape.Take(2)) || (first.Size.Length > 2 && first.Size[2] != 1))
        {
            throw ItkDicomFile.Unsupported(series.Path, $"ITK finds {new Shape(first.Size)} pixels in a file where {shape[0]}x{shape[1]} are stacked");
        }

        Affine affine = Stack(first, last, files, options, warnings);
        ItkWishes wishes = ItkImages.Wishes(first, ItkFormats.Dicom, options);
        if (wishes.PixelType is null && own.Layout.IsScaledBySegment)
        {
            // ITK would press all slices into the type of the first.
            wishes = wishes with { PixelType = Common(files, options) };
        }

        RequireSame(affine, own.Meta.Affine, size, series.Path, warnings);
        Action<CancellationToken> look = c => DicomCheck.Frames(segments, series.Images, c);
        ImageDescription description = _images.Describe(first, files, ItkFormats.Dicom, options, affine, wishes, size, warnings, look: look);
        description.Meta.Modality = own.Meta.Modality;
        return description;
    }

    // As ITK's reader of series does it, but that slices which lie slanted stay so: it would set them upright.
    private static Affine Stack(ItkHeader first, ItkHeader last, string[] files, ReadOptions options, List<string> warnings)
    {
        double[,] whole = ItkGeometry.Whole(first);
        double[] step = Enumerable.Range(0, 3).Select(i => i < last.Origin.Length && i < first.Origin.Length ? (last.Origin[i] - first.Origin[i]) / (files.Length - 1) : 0).ToArray();
        if (step.Any(v => v != 0))
        {
            for (int r = 0; r < 3; r++)
            {
                whole[r, 2] = step[r];
            }
        }

        return Formats.Headers.GeometryCheck.Usable(whole, files[0], "ImagePositionPatient, ImageOrientationPatient and PixelSpacing", options, warnings);
    }

    // Both have the same voxels; where they say other places, the user is told.
    private static void RequireSame(Affine itk, Affine own, int[] size, string path, List<string> warnings)
    {
        Affine other = ItkGeometry.IsMirrored(own) ? ItkGeometry.Reversed(own, size[2]) : own;
        if (!ItkGeometry.AreSame(itk, other, new Shape(size)))
        {
            warnings.Add($"{Path.GetFileName(path)}: ITK puts the voxels in other places than this library does: its affine is {itk}, not {other}.");
        }
    }

    private (VoxelType Type, bool IsVector)? Common(string[] files, ReadOptions options)
    {
        (VoxelType Type, bool IsVector)[] types = files.Select(f => _images.ReadHeader(f, ItkFormats.Dicom, options).PixelType).Where(t => t is not null).Select(t => t!.Value).Distinct().ToArray();
        if (types.Length < 2)
        {
            return null;
        }

        bool isVector = types.Any(t => t.IsVector);
        bool isReal = types.Any(t => !VoxelTypes.IsInteger(t.Type));
        bool isSigned = types.Any(t => t.Type is VoxelType.Int8 or VoxelType.Int16 or VoxelType.Int32 or VoxelType.Int64);
        int bytes = types.Max(t => VoxelTypes.SizeOf(t.Type));
        return (isReal || bytes > 4 ? VoxelType.Float64
            : isSigned ? (bytes == 4 && types.Any(t => t.Type == VoxelType.UInt32) ? VoxelType.Float64 : bytes == 1 ? VoxelType.Int16 : VoxelType.Int32)
            : bytes == 1 ? VoxelType.UInt8 : bytes == 2 ? VoxelType.UInt16 : VoxelType.UInt32, isVector);
    }
}
