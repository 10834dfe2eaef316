using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using MedIO.Dicom.Writing;
using MedIO.Voxels;

namespace MedIO.Dicom;

/// <summary>Writes images as DICOM series, one file a slice.</summary>
public static class DicomExport
{
    /// <summary>
    /// Writes an image as a series into a folder. The SOP class is that of its Modality: the one in
    /// <see cref="DicomExportOptions.Tags"/>, or the image's own, or OT, which is Secondary Capture. All files appear
    /// together, or none. Nothing of the file that the image was read from is taken over.
    /// </summary>
    /// <param name="image">The image; it is not changed.</param>
    /// <param name="directory">The folder. It is made where it is missing, and must be empty unless <see cref="DicomExportOptions.Force"/> is set.</param>
    /// <param name="options">How to write it; null for the defaults.</param>
    /// <returns>The files' full paths, in the order of the slices.</returns>
    /// <exception cref="MedIOException">The series cannot be written; <see cref="MedIOException.Error"/> says why.</exception>
    public static IReadOnlyList<string> Save(MedImage image, string directory, DicomExportOptions? options = null)
    {
        if (image is null)
        {
            throw new ArgumentNullException(nameof(image));
        }

        options ??= new DicomExportOptions();
        string full = Path.GetFullPath(directory ?? throw new ArgumentNullException(nameof(directory)));
        if (full.Length > (Path.GetPathRoot(full)?.Length ?? 0))
        {
            full = full.TrimEnd(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar);
        }

        try
        {
            return Write(image, full, options);
        }
        catch (MedIOException e) when (e.Path is null)
        {
            throw e.About(full);
        }
        catch (OutOfMemoryException e)
        {
            throw new MedIOException(MedIOError.ImageTooLarge, $"{full}: there is not enough memory for the series. Write the image in parts.", full, e);
        }
    }

    private static string[] Write(MedImage image, string directory, DicomExportOptions options)
    {
        // Whatever can be wrong without a look at the voxels is found before anything is made.
        DicomContent tags = DicomTagSet.Parse(options.Tags);
        string? root = DicomUid.ParseRoot(options.UidRoot);
        SeriesFolder.Check(directory, options.Force, options.CreateDirectory);
        DicomContent? reference = options.ReferenceSeries is null ? null : ReferenceModules.Read(options.ReferenceSeries, options.CancellationToken);
        MedImage stored = MedFile.Prepare(image, new SaveOptions { DataType = options.DataType, KeepOrientation = options.KeepOrientation, Warn = options.Warn });
        DicomSeriesContent series = DicomSeriesContent.Of(stored, tags, reference, root, options.AllowReorient, options.Warn, options.CancellationToken);
        string[] names = FileNamePattern.Names(options.Pattern, series.Count);
        WarnOfOthers(directory, names, options);

        using SeriesFolder folder = SeriesFolder.Open(directory, options.Force, options.Wrap);
        WriteFiles(stored, series, names, folder, options);
        options.CancellationToken.ThrowIfCancellationRequested();
        folder.Commit();
        return Array.ConvertAll(names, name => Path.Combine(directory, name));
    }

    private static void WriteFiles(MedImage image, DicomSeriesContent series, string[] names, SeriesFolder folder, DicomExportOptions options)
    {
        TransferSyntax syntax = DicomWriter.SyntaxOf(options.TransferSyntax);
        using var voxels = new PinnedArray(image.Voxels);
        int done = 0;
        try
        {
            Parallel.For(
                0,
                names.Length,
                new ParallelOptions { CancellationToken = options.CancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount },
                () => new DicomFileBytes(),
                (i, _, file) =>
                {
                    series.WriteFile(i, syntax, voxels, file);
                    folder.Write(names[i], file);
                    options.Progress?.Report((double)Interlocked.Increment(ref done) / names.Length);
                    return file;
                },
                _ => { });
        }
        catch (AggregateException e)
        {
            // What happened first is the error to tell.
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Capture(e.Flatten().InnerExceptions[0]).Throw();
        }
    }

    private static void WarnOfOthers(string directory, string[] names, DicomExportOptions options)
    {
        if (!options.Force || !Directory.Exists(directory))
        {
            return;
        }

        var own = new HashSet<string>(names, StringComparer.OrdinalIgnoreCase);
        int others = 0;
        foreach (string entry in SeriesFolder.Entries(directory))
        {
            others += own.Contains(Path.GetFileName(entry)) ? 0 : 1;
        }

        if (others > 0)
        {
            options.Warn?.Invoke(FormattableString.Invariant($"The folder holds {others} other {(others == 1 ? "file" : "files")}, which stay beside the series."));
        }
    }
}
