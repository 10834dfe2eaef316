using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using MedIO.Formats;
using MedIO.Geometry;
using MedIO.IO;
using MedIO.Voxels;

namespace MedIO;

/// <summary>The front door: reads metadata, reads images and saves them, whatever the format.</summary>
public static class MedFile
{
    /// <summary>The suffixes that <see cref="Save"/> knows, such as <c>.nii.gz</c>, each with the name of its format.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> WriteSuffixes { get; } = FormatRegistry.WriteSuffixes.ToArray();

    /// <summary>Reads an image's metadata. Never touches voxels.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How to read it; null for the defaults.</param>
    /// <returns>What <see cref="Read"/> would give, without the voxels.</returns>
    /// <exception cref="MedIOException">The file cannot be read; <see cref="MedIOException.Error"/> says why.</exception>
    public static MedMeta ReadMeta(string path, ReadOptions? options = null)
    {
        options ??= new ReadOptions();
        return Open(path, options, (_, _, _, meta) =>
        {
            meta.DataType = options.DataType ?? meta.DataType;
            return meta;
        });
    }

    /// <summary>Reads an image, or the part of it that <see cref="ReadOptions.Slice"/> says.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How to read it; null for the defaults.</param>
    /// <returns>The image.</returns>
    /// <exception cref="MedIOException">The file cannot be read; <see cref="MedIOException.Error"/> says why.</exception>
    public static MedImage Read(string path, ReadOptions? options = null)
    {
        options ??= new ReadOptions();
        return Open(path, options, (source, description, map, meta) =>
        {
            VoxelType from = meta.DataType;
            VoxelType type = options.DataType ?? from;
            var report = new CastReport();
            Array voxels = VoxelReader.Read(description, source, map ?? AxisMap.Identity(meta.Shape), type, report, options);
            if (!report.IsLossless)
            {
                meta.Warnings = meta.Warnings.Concat(new[] { report.Describe(from, type) }).ToArray();
            }

            return new MedImage(voxels, meta);
        });
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
        string full = Path.GetFullPath(path ?? throw new ArgumentNullException(nameof(path)));
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
                format.Write(stored, full, files, options);
                return true;
            });
            options.CancellationToken.ThrowIfCancellationRequested();
            files.Commit();
            return true;
        });
    }

    // Finds out a file, and what becomes of its metadata by the orientation and the part that are wanted.
    private static T Open<T>(string path, ReadOptions options, Func<ImageSource, ImageDescription, AxisMap?, MedMeta, T> use)
    {
        string full = Path.GetFullPath(path ?? throw new ArgumentNullException(nameof(path)));
        return About(full, () =>
        {
            using ImageSource source = ImageSource.Open(full);
            ImageDescription description = Describe(source, options);
            AxisMap? map = Map(description.Meta, options);
            return use(source, description, map, map is null ? description.Meta : description.Meta.Remap(map));
        });
    }

    private static ImageDescription Describe(ImageSource source, ReadOptions options)
    {
        IImageFormat format = FormatRegistry.Find(source);
        ImageDescription description = format.Describe(source, options);
        DataCheck.SizesFit(description.Layout, source);
        MedMeta meta = description.Meta;
        meta.Path = source.Path;
        meta.Name = Path.GetFileName(source.Path);
        if (options.CoordinateSystem != CoordinateSystem.Native)
        {
            meta.Convert(options.CoordinateSystem);
        }

        return description;
    }

    // Null where nothing moves, which is most files.
    private static AxisMap? Map(MedMeta meta, ReadOptions options)
    {
        AxisMap? map = null;
        if (!string.IsNullOrEmpty(options.Orientation) && !string.Equals(options.Orientation, meta.Orientation, StringComparison.OrdinalIgnoreCase))
        {
            map = AxisMap.Reorient(meta.Shape, meta.Orientation, options.Orientation!);
        }

        if (options.Slice is not null)
        {
            AxisMap slice = AxisMap.Slice(options.Slice.Resolve(map?.Shape ?? meta.Shape));
            map = map?.Then(slice) ?? slice;
        }

        return map;
    }

    private static MedImage Prepare(MedImage image, SaveOptions options)
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
