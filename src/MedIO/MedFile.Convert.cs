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

namespace MedIO;

/// <content>From file to file.</content>
public static partial class MedFile
{
    /// <summary>An image of at most so many bytes is read as a whole where something stands behind its voxels.</summary>
    private const long MostAtOnce = 256 << 20;

    /// <summary>
    /// Finds out what a file is, by its content, and which other files hold its voxels. Never touches voxels.
    /// </summary>
    /// <param name="path">The file, or a folder whose files make one image.</param>
    /// <param name="options">Whether data files may lie elsewhere, and which files of a folder are looked at; null for the defaults.</param>
    /// <returns>Its format and its files. Of a header that cannot be read, the file alone.</returns>
    /// <exception cref="MedIOException">There is no such file, it cannot be opened, or no format knows it.</exception>
    public static MedFileInfo Identify(string path, ReadOptions? options = null)
    {
        options ??= new ReadOptions();
        string full = Path.GetFullPath(path ?? throw new ArgumentNullException(nameof(path)));
        return About(full, () =>
        {
            if (Directory.Exists(full))
            {
                return IdentifyFolder(full, options);
            }

            using ImageSource source = ImageSource.Open(full);
            IImageFormat format;
            try
            {
                format = FormatRegistry.Find(source);
            }
            catch (MedIOException e) when (BackendOf(source, options, e.Error) is { } backend)
            {
                return new MedFileInfo(full, new MedFormat(backend.Name, Array.Empty<string>(), backend.Backend.Reads), Array.Empty<string>());
            }

            if (format is Formats.Dicom.DicomFormat)
            {
                // One file always, and many of them.
                return new MedFileInfo(full, format.Info, Array.Empty<string>());
            }

            try
            {
                ImageDescription description = format.Describe(source, options);
                string header = description.HeaderPath ?? full;
                return new MedFileInfo(header, format.Info, DataFiles(description).Where(p => !PathComparer.Instance.Equals(p, header)));
            }
            catch (MedIOException)
            {
                // What is wrong is told to whoever reads it.
                return new MedFileInfo(full, format.Info, Array.Empty<string>());
            }
        });
    }

    // The backend that knows a file which this library does not.
    private static InstalledBackend? BackendOf(ImageSource source, ReadOptions options, MedIOError error) =>
        BackendRegistry.Chosen(options.Backend) is { } chosen
            ? (chosen.Backend.CanRead(source) ? chosen : null)
            : BackendRegistry.Substitutes(options.Backend, error).FirstOrDefault(b => b.Backend.CanRead(source));

    private static MedFileInfo IdentifyFolder(string folder, ReadOptions options)
    {
        if (PictureStack.Describe(folder, options, out string first) is { } stack)
        {
            using ImageSource source = ImageSource.Open(first);
            return new MedFileInfo(folder, FormatRegistry.Find(source).Info, DataFiles(stack));
        }

        DicomSeries series = DicomSeries.Find(folder, options).Choose(options.Series);
        return new MedFileInfo(folder, FormatRegistry.Infos.First(i => i.Name == "DICOM"), series.Files);
    }

    /// <summary>
    /// Reads an image and writes it in the format of the target's suffix, with its axes, its voxel type and its part as asked for.
    /// Where source and target allow it, its voxels go from file to file without ever being in memory as a whole.
    /// </summary>
    /// <param name="path">The file; or a folder or a DICOMDIR with one DICOM series, or with that of <see cref="ReadOptions.Series"/>.</param>
    /// <param name="target">The file to write. Until it is whole, what is there stays as it was.</param>
    /// <param name="read">How to read it: orientation, coordinate system, voxel type, slice; null for the defaults.</param>
    /// <param name="save">How to write it; null for the defaults. Axes are kept as they are read: nothing is restored.</param>
    /// <returns>What was written.</returns>
    /// <exception cref="MedIOException">The image cannot be read or not be written; <see cref="MedIOException.Error"/> says why.</exception>
    public static MedConversion Convert(string path, string target, ReadOptions? read = null, SaveOptions? save = null)
    {
        read ??= new ReadOptions();
        save ??= new SaveOptions();
        string full = Target(target, save);
        return Open(path, read, (source, description, map, meta, damage) => Convert(source, description, map, meta, damage, full, read, save));
    }

    /// <summary>Writes the image that a DICOM series makes; see <see cref="Convert(string, string, ReadOptions?, SaveOptions?)"/>.</summary>
    /// <param name="series">The series.</param>
    /// <param name="target">The file to write. Until it is whole, what is there stays as it was.</param>
    /// <param name="read">How to read it; null for the defaults.</param>
    /// <param name="save">How to write it; null for the defaults.</param>
    /// <returns>What was written.</returns>
    /// <exception cref="MedIOException">The image cannot be read or not be written; <see cref="MedIOException.Error"/> says why.</exception>
    public static MedConversion Convert(DicomSeries series, string target, ReadOptions? read = null, SaveOptions? save = null)
    {
        read ??= new ReadOptions();
        save ??= new SaveOptions();
        string full = Target(target, save);
        return Open(series, read, (source, description, map, meta, damage) => Convert(source, description, map, meta, damage, full, read, save));
    }

    private static MedConversion Convert(
        ImageSource source, ImageDescription description, AxisMap? map, MedMeta meta, DamageReport damage, string target, ReadOptions read, SaveOptions save)
    {
        VoxelType from = meta.DataType;
        meta.DataType = save.DataType ?? read.DataType ?? from;
        meta.OriginalOrientation = meta.Orientation;
        string[] sources = DataFiles(description).Concat(new[] { source.Path, description.HeaderPath ?? source.Path }).ToArray();
        var warnings = new List<string>();
        SaveOptions writing = save.Copy();
        writing.Warn = warnings.Add;
        string path = meta.Path!;
        string[] files;
        long length = 0;
        using (MemoryBudget.Share memory = MemoryBudget.OfProcess.Take(SlabPlan.SlabBytes, read.CancellationToken))
        {
            var image = new ImageInFile(description, source, map ?? AxisMap.Identity(meta.Shape), meta, damage, read, memory);
            if (description.Complete is not null && VoxelLayout.ByteCount(meta.Shape, meta.DataType, meta.Components) <= MostAtOnce)
            {
                // Else what stands behind the voxels would be decompressed twice.
                image.ToImage();
            }

            Complete(description, map, meta);
            files = About(target, () => Write(() => image, target, sources, writing, out length));
            AddWarnings(meta, damage.Sentences());
            if (!image.Report.IsLossless)
            {
                AddWarnings(meta, new[] { image.Report.Describe(from, meta.DataType) });
            }
        }

        MedMeta written = Written(target, files, meta, warnings);
        foreach (string warning in warnings)
        {
            save.Warn?.Invoke(warning);
        }

        return new MedConversion(path, files.Contains(target) ? target : files[0], written, files, length, meta.Warnings.Concat(warnings).ToArray(), meta.Backend);
    }

    // What is in the file is what a reader finds in it: some formats turn axes, or have types of their own.
    private static MedMeta Written(string target, string[] files, MedMeta meta, List<string> warnings)
    {
        var options = new ReadOptions { CoordinateSystem = meta.CoordinateSystem, AllowDefaultAffine = true };
        try
        {
            if (files.Contains(target))
            {
                return ReadMeta(target, options);
            }

            // Several that a pattern names, such as a picture a slice.
            MedMeta first = ReadMeta(files[0], options);
            MedMeta whole = meta.Clone();
            whole.Format = first.Format;
            whole.DataType = first.DataType;
            return whole;
        }
        catch (MedIOException e)
        {
            warnings.Add($"It was written but cannot be read again: {e.Message}");
            return meta;
        }
    }

    private static IEnumerable<string> DataFiles(ImageDescription description) =>
        description.Layout.Segments.Where(s => s.Coding != VoxelCoding.Fill).Select(s => s.Path).Distinct(PathComparer.Instance);
}
