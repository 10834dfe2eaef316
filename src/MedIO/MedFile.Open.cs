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
using MedIO.Geometry;
using MedIO.IO;
using MedIO.IO.Replacing;

namespace MedIO;

/// <content>Finds out what a file, a folder or a series is, and by which backend.</content>
public static partial class MedFile
{
    private const int MostAttempts = 10;

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
                    IImageBackend? codec = backend?.Backend;
                    RequireFormat(codec, backend?.Name, source, options);
                    ImageDescription description = ((IImageCodec?)codec ?? FormatRegistry.Find(source)).Describe(source, options);
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
        UnfinishedReads.WaitForFolder(full);
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
        catch (MedIOException e) when (!e.IsPassing && e.Error != MedIOError.UnfinishedFiles)
        {
            // Half of a series may have been another's a moment ago, or be so for good.
            if (Directory.GetLastWriteTimeUtc(full) != before)
            {
                throw e.Passing();
            }

            UnfinishedReads.RefuseFolder(full);
            throw;
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

    private static void RequireFormat(IImageBackend? backend, string? name, ImageSource source, ReadOptions options)
    {
        if (backend is not null && options.ImageIO is null && !backend.CanRead(source))
        {
            throw new MedIOException(
                MedIOError.UnknownFormat,
                $"{source.Path}: {name} {backend.Version} does not know its format. Leave out -Backend, or give a file that it reads: {backend.Reads}.",
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
        string[] signs = UnfinishedReads.Signs(header, data);
        if (UnfinishedReads.Refuse(signs, header, data))
        {
            throw PairHeader.Replaced(header);
        }

        if (!data.Contains(header))
        {
            description.Layout.Header = new PairHeader(header, source, data, signs);
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
}
