using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using MedIO.Backends;
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
    private const int MostAttempts = 10;

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
        About(full, () => Write(() => new ImageInMemory(Prepare(image, options)), full, Array.Empty<string>(), options));
    }

    // What is wrong with the target is said before anything is read.
    private static string Target(string path, SaveOptions options)
    {
        string full = PictureNames.FullPath(path ?? throw new ArgumentNullException(nameof(path)));
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

    // The files that were written, in order.
    private static string[] Write(Func<VoxelSource> prepare, string path, string[] sources, SaveOptions options)
    {
        if (options.CreateDirectory)
        {
            AtomicFiles.Guard(path, () => Directory.CreateDirectory(Path.GetDirectoryName(path)!));
        }

        (IImageCodec codec, string name) = Writer(path, options);
        using var files = new AtomicFiles(options.NoClobber);
        Refuse(new[] { path });
        VoxelSource image = prepare();
        if (image.Metadata.Native is IKeptByFormat kept && kept.FormatName != name && kept.LostElsewhere is { } lost)
        {
            options.Warn?.Invoke($"{path}: {name} has no place for {lost} of the {kept.FormatName} that the image came from; left out.");
        }

        AtomicFiles.Guard(path, () =>
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
            if (targets.FirstOrDefault(t => sources.Contains(t, FilePaths.Comparer)) is { } same)
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

    // Finds out a file or a folder, and what becomes of its metadata by the orientation and the part that are wanted.
    private static T Open<T>(string path, ReadOptions options, Func<ImageSource, ImageDescription, AxisMap?, MedMeta, DamageReport, T> use)
    {
        string full = Path.GetFullPath(path ?? throw new ArgumentNullException(nameof(path)));
        return Again(options, () => About(full, () => BackendFor(options, backend =>
        {
            try
            {
                using ImageSource source = ImageSource.Open(full);
                if (!DicomDirectory.IsOne(source))
                {
                    RequireFormat(backend, source, options);
                    ImageDescription description = ((IImageCodec?)backend?.Backend ?? FormatRegistry.Find(source)).Describe(source, options);
                    return Use(source, description, Path.GetFileName(full), backend, options, use);
                }
            }
            catch (MedIOException e) when (e.Error == MedIOError.NoImageInDirectory)
            {
                // A folder; to ask first would cost all files the time.
            }

            return OpenFolder(full, backend, options, use);
        })));
    }

    private static T OpenFolder<T>(string full, InstalledBackend? backend, ReadOptions options, Func<ImageSource, ImageDescription, AxisMap?, MedMeta, DamageReport, T> use)
    {
        UnfinishedFiles.RefuseFolder(full);
        DateTime before = Directory.GetLastWriteTimeUtc(full);
        try
        {
            DicomSeriesList found = DicomSeries.Find(full, options);
            if (backend is null && found.Count == 0 && options.Series is null && PictureStack.Describe(full, options, out string first) is { } stack)
            {
                using ImageSource source = ImageSource.Open(first);
                return Use(source, stack, Path.GetFileName(full.TrimEnd('/', Path.DirectorySeparatorChar)), null, options, use, full);
            }

            return Use(found.Choose(options.Series), backend, options, use, found.Warnings);
        }
        catch (MedIOException e) when (!e.IsPassing && Directory.GetLastWriteTimeUtc(full) != before)
        {
            // Half of a series may have been another's a moment ago.
            throw e.Passing();
        }
    }

    // Files that are replaced while they are read are read again.
    private static T Again<T>(ReadOptions options, Func<T> read)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return read();
            }
            catch (MedIOException e) when (e.IsPassing && attempt < MostAttempts && !options.CancellationToken.IsCancellationRequested)
            {
                System.Threading.Thread.Sleep(attempt);
            }
        }
    }

    private static T Open<T>(DicomSeries series, ReadOptions options, Func<ImageSource, ImageDescription, AxisMap?, MedMeta, DamageReport, T> use)
    {
        string path = (series ?? throw new ArgumentNullException(nameof(series))).Path;
        return About(path, () => BackendFor(options, backend => Use(series, backend, options, use)));
    }

    // Reads with the backend that was chosen; where none was, with this library, and if that cannot, with one that can.
    private static T BackendFor<T>(ReadOptions options, Func<InstalledBackend?, T> read)
    {
        string? wanted = options.Backend;
        if ((options.ImageIO is not null || options.PixelType is not null) && BackendRegistry.NameOf(wanted) != MedBackends.SimpleItk)
        {
            wanted = BackendRegistry.NameOf(wanted) == MedBackends.Auto
                ? MedBackends.SimpleItk
                : throw new MedIOException(MedIOError.BackendNotAvailable, $"ImageIO and PixelType are wishes that only {MedBackends.SimpleItk} knows, and the backend {wanted} was chosen. Leave them out, or choose {MedBackends.SimpleItk}.");
        }

        if (BackendRegistry.Chosen(wanted) is { } chosen)
        {
            return read(chosen);
        }

        try
        {
            return read(null);
        }
        catch (MedIOException e) when (!e.IsFinal)
        {
            foreach (InstalledBackend substitute in BackendRegistry.Substitutes(wanted, e.Error))
            {
                try
                {
                    return read(substitute);
                }
                catch (MedIOException)
                {
                    // It cannot either; what this library says of the file is the better reason.
                }
            }

            throw;
        }
    }

    private static void RequireFormat(InstalledBackend? backend, ImageSource source, ReadOptions options)
    {
        if (backend is not null && options.ImageIO is null && !backend.Backend.CanRead(source))
        {
            throw new MedIOException(
                MedIOError.UnknownFormat,
                $"{source.Path}: {backend.Name} {backend.Backend.Version} does not know its format. Leave out -Backend, or give a file that it reads: {backend.Backend.Reads}.",
                source.Path);
        }
    }

    private static T Use<T>(
        DicomSeries series, InstalledBackend? backend, ReadOptions options, Func<ImageSource, ImageDescription, AxisMap?, MedMeta, DamageReport, T> use, IReadOnlyList<string>? warnings = null)
    {
        ImageDescription description = backend is null ? series.Describe(options) : backend.Backend.Describe(series, options);
        using ImageSource source = ImageSource.Open(series.Files[0]);
        MedMeta meta = description.Meta;
        meta.Series = series;
        AddWarnings(meta, warnings);
        return Use(source, description, series.Name, backend, options, use, series.Path);
    }

    private static T Use<T>(
        ImageSource source, ImageDescription description, string name, InstalledBackend? backend, ReadOptions options, Func<ImageSource, ImageDescription, AxisMap?, MedMeta, DamageReport, T> use, string? path = null)
    {
        if (options.Spacing is not null && !description.IsPicture)
        {
            throw new MedIOException(MedIOError.InvalidSpacing, $"{path ?? source.Path}: says the distance of its voxels itself; a spacing can be given for pictures only. Leave it out.", path ?? source.Path);
        }

        var damage = new DamageReport(options);
        RefuseUnfinished(source, description);
        DataCheck.SizesFit(description.Layout, source, damage);
        MedMeta meta = description.Meta;
        meta.Path = path ?? source.Path;
        meta.Name = name;
        meta.Backend = backend?.Name ?? MedBackends.MedIO;
        if (options.CoordinateSystem != CoordinateSystem.Native)
        {
            meta.Convert(options.CoordinateSystem);
        }

        AxisMap? map = Map(meta, options);
        return use(source, description, map, map is null ? meta : meta.Remap(map), damage);
    }

    // One file is old or new; of several some might be old and some new.
    private static void RefuseUnfinished(ImageSource source, ImageDescription description)
    {
        string header = description.HeaderPath ?? source.Path;
        if (description.Layout.Segments.All(s => s.Coding == VoxelCoding.Fill || ReferenceEquals(s.Path, header) || s.Path == header))
        {
            return;
        }

        string[] data = DataFiles(description).ToArray();
        UnfinishedFiles.Refuse(header, data);
        if (!data.Contains(header))
        {
            description.Layout.Header = new PairHeader(header, source, data);
        }
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
