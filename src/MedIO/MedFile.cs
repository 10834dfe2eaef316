using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using MedIO.Backends;
using MedIO.Dicom;
using MedIO.Dicom.Series;
using MedIO.Formats;
using MedIO.Formats.Headers;
using MedIO.Formats.Pictures;
using MedIO.Formats.Reading;
using MedIO.Formats.Writing;
using MedIO.Geometry;
using MedIO.IO;
using MedIO.IO.Replacing;
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
        string full = Target(path, options);
        About(full, () => Write(() => new ImageInMemory(Prepare(image, options)), full, Array.Empty<string>(), options, out _));
    }

    // What is wrong with the target is said before anything is read.
    private static string Target(string path, SaveOptions options)
    {
        string full = PictureNames.FullPath(path ?? throw new ArgumentNullException(nameof(path)));
        DeviceNames.Refuse(full, full);
        _ = Writer(full, options);
        return options.CompressionLevel is null or (>= 0 and <= 9)
            ? full
            : throw new ArgumentOutOfRangeException(nameof(options), $"A compression level is 0 to 9, not {options.CompressionLevel}.");
    }

    // What writes, with the name of its format.
    private static (IImageCodec Codec, string Name) Writer(string path, SaveOptions options)
    {
        string? wanted = options.ImageIO is null || BackendRegistry.NameOf(options.Backend) != MedBackends.Auto ? options.Backend : MedBackends.SimpleItk;
        if (BackendRegistry.Chosen(wanted) is { } chosen)
        {
            return (chosen.Backend, chosen.Name);
        }

        try
        {
            IImageFormat format = FormatRegistry.ForWriting(path);
            return (format, format.Info.Name);
        }
        catch (MedIOException e)
        {
            InstalledBackend? substitute = BackendRegistry.Substitutes(wanted, e.Error)
                .FirstOrDefault(b => b.Backend.WriteSuffixes.Any(s => path.EndsWith(s, StringComparison.OrdinalIgnoreCase)));
            if (substitute is null)
            {
                throw;
            }

            return (substitute.Backend, substitute.Name);
        }
    }

    // The files that were written, in order, and their bytes together.
    private static string[] Write(Func<VoxelSource> prepare, string path, string[] sources, SaveOptions options, out long length)
    {
        (IImageCodec codec, string name) = Writer(path, options);
        using var files = new AtomicFiles(options.NoClobber);
        var read = new HashSet<string>(sources, PathComparer.Instance);
        Refuse(new[] { path });
        VoxelSource image = prepare();
        GeometryCheck.RequireWritable(image.Metadata);
        if (options.CreateDirectory)
        {
            WriteErrors.Guard(path, () => Directory.CreateDirectory(Path.GetDirectoryName(path)!));
        }

        if (image.Metadata.Native is IKeptByFormat kept && kept.FormatName != name && kept.LostElsewhere is { } lost)
        {
            options.Warn?.Invoke($"{path}: {name} has no place for {lost} of the {kept.FormatName} that the image came from; left out.");
        }

        WriteErrors.Guard(path, () =>
        {
            codec.Write(image, path, files, options);
            return true;
        });
        Refuse(files.Targets);
        options.CancellationToken.ThrowIfCancellationRequested();
        foreach (string target in files.Targets)
        {
            options.Writing?.Invoke(target);
        }

        length = files.Close();
        files.Commit();
        string[] written = files.Targets.ToArray();
        Array.Sort(written, NaturalOrder.Compare);
        foreach (string target in written)
        {
            options.Written?.Invoke(target);
        }

        return written;

        void Refuse(IEnumerable<string> targets)
        {
            if (targets.FirstOrDefault(read.Contains) is { } same)
            {
                throw new MedIOException(MedIOError.TargetIsSource, $"{same}: is a file that the image is read from. Give another folder or name for what is written.", same);
            }
        }
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

        int known = description.Meta.Warnings.Count;
        description.Complete();
        if (meta != description.Meta)
        {
            AddWarnings(meta, description.Meta.Warnings.Skip(known).ToArray());
        }

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
