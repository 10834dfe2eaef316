using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using MedIO.Dicom;
using MedIO.Dicom.Series;
using MedIO.Formats;
using MedIO.Formats.Pictures;
using MedIO.Formats.Reading;
using MedIO.Formats.Writing;
using MedIO.Geometry;
using MedIO.IO;
using MedIO.Voxels;

namespace MedIO;

/// <summary>The front door: reads metadata, reads images and saves them, whatever the format.</summary>
public static partial class MedFile
{
    /// <summary>The formats, each with its suffixes and what of it can be read and written.</summary>
    public static IReadOnlyList<MedFormat> Formats { get; } = FormatRegistry.Infos.ToArray();

    /// <summary>The suffixes that <see cref="Save"/> knows, such as <c>.nii.gz</c>, each with the name of its format.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> WriteSuffixes { get; } = FormatRegistry.WriteSuffixes.ToArray();

    /// <summary>Reads an image's metadata. Never touches voxels.</summary>
    /// <param name="path">The file; or a folder or a DICOMDIR with one DICOM series, or with that of <see cref="ReadOptions.Series"/>.</param>
    /// <param name="options">How to read it; null for the defaults.</param>
    /// <returns>What <see cref="Read(string, ReadOptions?)"/> would give, without the voxels.</returns>
    /// <exception cref="MedIOException">The file cannot be read; <see cref="MedIOException.Error"/> says why.</exception>
    public static MedMeta ReadMeta(string path, ReadOptions? options = null)
    {
        options ??= new ReadOptions();
        return Open(path, options, (source, description, map, meta, damage) => Describe(description, map, meta, damage, options));
    }

    /// <summary>Reads the metadata of the image that a DICOM series makes. Never touches voxels.</summary>
    /// <param name="series">The series.</param>
    /// <param name="options">How to read it; null for the defaults.</param>
    /// <returns>What <see cref="Read(DicomSeries, ReadOptions?)"/> would give, without the voxels.</returns>
    /// <exception cref="MedIOException">The series makes no image; <see cref="MedIOException.Error"/> says why.</exception>
    public static MedMeta ReadMeta(DicomSeries series, ReadOptions? options = null)
    {
        options ??= new ReadOptions();
        return Open(series, options, (source, description, map, meta, damage) => Describe(description, map, meta, damage, options));
    }

    /// <summary>Reads an image, or the part of it that <see cref="ReadOptions.Slice"/> says.</summary>
    /// <param name="path">The file; or a folder or a DICOMDIR with one DICOM series, or with that of <see cref="ReadOptions.Series"/>.</param>
    /// <param name="options">How to read it; null for the defaults.</param>
    /// <returns>The image.</returns>
    /// <exception cref="MedIOException">The file cannot be read; <see cref="MedIOException.Error"/> says why.</exception>
    public static MedImage Read(string path, ReadOptions? options = null)
    {
        options ??= new ReadOptions();
        return Open(path, options, (source, description, map, meta, damage) => Read(source, description, map, meta, damage, options));
    }

    /// <summary>Reads the image that a DICOM series makes, or the part of it that <see cref="ReadOptions.Slice"/> says.</summary>
    /// <param name="series">The series.</param>
    /// <param name="options">How to read it; null for the defaults.</param>
    /// <returns>The image.</returns>
    /// <exception cref="MedIOException">The series makes no image, or a file of it cannot be read; <see cref="MedIOException.Error"/> says why.</exception>
    public static MedImage Read(DicomSeries series, ReadOptions? options = null)
    {
        options ??= new ReadOptions();
        return Open(series, options, (source, description, map, meta, damage) => Read(source, description, map, meta, damage, options));
    }

    /// <summary>Writes an image in the format of the path's suffix. Until it is whole, the file there stays as it was.</summary>
    /// <param name="image">The image; it is not changed.</param>
    /// <param name="path">The file.</param>
    /// <param name="options">How to write it; null for the defaults.</param>
    /// <exception cref="MedIOException">The file cannot be written; <see cref="MedIOException.Error"/> says why.</exception>
    public static void Save(MedImage image, string path, SaveOptions? options = null)
    {
        if (image is null)
        {
            throw new ArgumentNullException(nameof(image));
        }

        options ??= new SaveOptions();
        string full = PictureNames.FullPath(path ?? throw new ArgumentNullException(nameof(path)));
        IImageFormat format = FormatRegistry.ForWriting(full);
        if (options.CompressionLevel is < 0 or > 9)
        {
            throw new ArgumentOutOfRangeException(nameof(options), $"A compression level is 0 to 9, not {options.CompressionLevel}.");
        }

        About(full, () =>
        {
            if (options.CreateDirectory)
            {
                AtomicFiles.Guard(full, () => Directory.CreateDirectory(Path.GetDirectoryName(full)!));
            }

            using var files = new AtomicFiles(options.NoClobber);
            MedImage stored = Prepare(image, options);
            AtomicFiles.Guard(full, () =>
            {
                WriteAs(format, new ImageInMemory(stored), full, files, options);
                return true;
            });
            options.CancellationToken.ThrowIfCancellationRequested();
            files.Commit();
            string[] targets = files.Targets.ToArray();
            Array.Sort(targets, NaturalOrder.Compare);
            foreach (string written in targets)
            {
                options.Written?.Invoke(written);
            }

            return true;
        });
    }

    private static void WriteAs(IImageFormat format, VoxelSource image, string path, AtomicFiles files, SaveOptions options)
    {
        if (image.Metadata.Native is IKeptByFormat kept && kept.FormatName != format.Info.Name && kept.LostElsewhere is { } lost)
        {
            options.Warn?.Invoke($"{path}: {format.Info.Name} has no place for {lost} of the {kept.FormatName} that the image came from; left out.");
        }

        format.Write(image, path, files, options);
    }

    private static MedMeta Describe(ImageDescription description, AxisMap? map, MedMeta meta, DamageReport damage, ReadOptions options)
    {
        Complete(description, map, meta);
        AddWarnings(meta, damage.Sentences());
        meta.DataType = options.DataType ?? meta.DataType;
        return meta;
    }

    // What stands behind the voxels of a file is not there yet when axes are permuted and cut.
    private static void Complete(ImageDescription description, AxisMap? map, MedMeta meta)
    {
        if (description.Complete is null)
        {
            return;
        }

        description.Complete();
        meta.TimeStep = map is null ? description.Meta.TimeStep : description.Meta.Remap(map).TimeStep;
        meta.Header = description.Meta.Header;
    }

    private static MedImage Read(ImageSource source, ImageDescription description, AxisMap? map, MedMeta meta, DamageReport damage, ReadOptions options)
    {
        VoxelType from = meta.DataType;
        VoxelType type = options.DataType ?? from;
        var report = new CastReport();
        Array voxels = VoxelReader.Read(description, source, map ?? AxisMap.Identity(meta.Shape), type, report, options, damage);
        Complete(description, map, meta);
        AddWarnings(meta, damage.Sentences());
        if (!report.IsLossless)
        {
            AddWarnings(meta, new[] { report.Describe(from, type) });
        }

        return new MedImage(voxels, meta);
    }

    // Finds out a file or a folder, and what becomes of its metadata by the orientation and the part that are wanted.
    private static T Open<T>(string path, ReadOptions options, Func<ImageSource, ImageDescription, AxisMap?, MedMeta, DamageReport, T> use)
    {
        string full = Path.GetFullPath(path ?? throw new ArgumentNullException(nameof(path)));
        return About(full, () =>
        {
            try
            {
                using ImageSource source = ImageSource.Open(full);
                if (!DicomDirectory.IsOne(source))
                {
                    return Use(source, FormatRegistry.Find(source).Describe(source, options), Path.GetFileName(full), options, use);
                }
            }
            catch (MedIOException e) when (e.Error == MedIOError.NoImageInDirectory)
            {
                // A folder; to ask first would cost all files the time.
            }

            DicomSeriesList found = DicomSeries.Find(full, options);
            if (found.Count == 0 && options.Series is null && PictureStack.Describe(full, options, out string first) is { } stack)
            {
                using ImageSource source = ImageSource.Open(first);
                return Use(source, stack, Path.GetFileName(full.TrimEnd('/', Path.DirectorySeparatorChar)), options, use, full);
            }

            return Open(found.Choose(options.Series), options, use, found.Warnings);
        });
    }

    private static T Open<T>(
        DicomSeries series, ReadOptions options, Func<ImageSource, ImageDescription, AxisMap?, MedMeta, DamageReport, T> use, IReadOnlyList<string>? warnings = null)
    {
        string path = (series ?? throw new ArgumentNullException(nameof(series))).Path;
        return About(path, () =>
        {
            ImageDescription description = series.Describe(options);
            using ImageSource source = ImageSource.Open(series.Files[0]);
            MedMeta meta = description.Meta;
            meta.Series = series;
            AddWarnings(meta, warnings);
            return Use(source, description, series.Name, options, use, path);
        });
    }

    private static T Use<T>(
        ImageSource source, ImageDescription description, string name, ReadOptions options, Func<ImageSource, ImageDescription, AxisMap?, MedMeta, DamageReport, T> use, string? path = null)
    {
        if (options.Spacing is not null && !description.IsPicture)
        {
            throw new MedIOException(MedIOError.InvalidSpacing, $"{path ?? source.Path}: says the distance of its voxels itself; a spacing can be given for pictures only. Leave it out.", path ?? source.Path);
        }

        var damage = new DamageReport(options);
        DataCheck.SizesFit(description.Layout, source, damage);
        MedMeta meta = description.Meta;
        meta.Path = path ?? source.Path;
        meta.Name = name;
        if (options.CoordinateSystem != CoordinateSystem.Native)
        {
            meta.Convert(options.CoordinateSystem);
        }

        AxisMap? map = Map(meta, options);
        return use(source, description, map, map is null ? meta : meta.Remap(map), damage);
    }

    private static void AddWarnings(MedMeta meta, IReadOnlyList<string>? warnings)
    {
        if (warnings is { Count: > 0 })
        {
            meta.Warnings = meta.Warnings.Concat(warnings).ToArray();
        }
    }

    // Null where nothing moves, which is most files.
    private static AxisMap? Map(MedMeta meta, ReadOptions options)
    {
        AxisMap? map = null;
        if (!string.IsNullOrEmpty(options.Orientation) && !string.Equals(options.Orientation, meta.Orientation, StringComparison.OrdinalIgnoreCase))
        {
            map = AxisMap.Reorient(meta.Shape, meta.Orientation, AxisCodes.InPlane(options.Orientation!, meta.Orientation));
        }

        if (options.Slice is not null)
        {
            AxisMap slice = AxisMap.Slice(options.Slice.Resolve(map?.Shape ?? meta.Shape));
            map = map?.Then(slice) ?? slice;
        }

        return map;
    }

    /// <summary>An image as it is to be in a file: in the voxel type wanted, and in its original orientation unless that is not wanted.</summary>
    internal static MedImage Prepare(MedImage image, SaveOptions options)
    {
        if (options.DataType is { } type && type != image.DataType)
        {
            VoxelType from = image.DataType;
            image = image.Cast(type, out CastReport report);
            if (!report.IsLossless)
            {
                options.Warn?.Invoke(report.Describe(from, type));
            }
        }

        if (options.KeepOrientation || image.OriginalOrientation == image.Orientation)
        {
            return image;
        }

        try
        {
            return image.Reorient(image.OriginalOrientation);
        }
        catch (MedIOException e) when (e.Error == MedIOError.InvalidOrientation)
        {
            throw new MedIOException(
                e.Error,
                $"The image lies in a plane with the orientation {image.Orientation}; its OriginalOrientation {image.OriginalOrientation} cannot be restored without resampling. Save it with KeepOrientation, or set OriginalOrientation to what it is to have.",
                innerException: e);
        }
    }

    // Every error names its file, and nothing else than an image or an error of ours comes out.
    private static T About<T>(string path, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (MedIOException e) when (e.Path is null)
        {
            throw e.About(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MedIOException(MedIOError.FileNotReadable, $"{path}: cannot be read: {e.Message} Check that it is whole and your rights.", path, e);
        }
        catch (OutOfMemoryException e)
        {
            throw new MedIOException(MedIOError.ImageTooLarge, $"{path}: there is not enough memory for the image. Read a part of it with a slice.", path, e);
        }
    }
}
