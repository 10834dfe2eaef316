using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.ExceptionServices;
using System.Threading;
using System.Threading.Tasks;

namespace MedIO.Dicom.Series;

/// <summary>Looks at many files on all cores, keeping of each no more than what it contributes.</summary>
internal static class SeriesScan
{
    /// <summary>Finds the series of folders, DICOMDIRs and files.</summary>
    /// <param name="paths">Full paths.</param>
    /// <param name="options">Filter, Recurse, cancellation and progress.</param>
    public static DicomSeriesList Find(IEnumerable<string> paths, ReadOptions options)
    {
        var files = new SeriesFiles(options);
        foreach (string path in paths)
        {
            files.Add(path);
        }

        ScannedFile[] scanned = Scan(files.Paths, options);

        // A folder's DICOMDIR names what is in the folder anyway; it is of use where that is all in folders inside.
        bool isEmpty = !scanned.Any(f => f.Image is not null || f.Damage is not null);
        int before = files.Paths.Count;
        foreach (ScannedFile directory in scanned.Where(f => f.IsDirectory && (isEmpty || files.Named.Contains(f.Path))))
        {
            foreach (string listed in DicomDirectory.Read(directory.Path, files.Warnings, options.AllowExternalData))
            {
                files.AddFile(listed);
            }
        }

        scanned = before == files.Paths.Count ? scanned : scanned.Concat(Scan(files.Paths.Skip(before).ToArray(), options)).ToArray();
        var warnings = new List<string>(files.Warnings);
        IReadOnlyList<DicomSeries> series = SeriesGrouping.Group(scanned, warnings);
        return new DicomSeriesList(series, scanned.Length, scanned.Count(f => f.Image is null && f.Damage is null), files.HasSubfolders, warnings);
    }

    private static ScannedFile[] Scan(IReadOnlyList<string> paths, ReadOptions options)
    {
        var scanned = new ScannedFile[paths.Count];
        var reading = new ReadOptions { AllowTruncated = options.AllowTruncated };
        int done = 0;
        OnAllCores(paths.Count, options, i =>
        {
            scanned[i] = ScannedFile.Of(paths[i], reading);
            options.Progress?.Report((double)Interlocked.Increment(ref done) / paths.Count);
        });
        return scanned;
    }

    /// <summary>Does something with each file; the first of what fails counts.</summary>
    /// <param name="count">How many files there are.</param>
    /// <param name="options">Cancellation.</param>
    /// <param name="read">Gets the file's index.</param>
    public static void OnAllCores(int count, ReadOptions options, Action<int> read)
    {
        try
        {
            Parallel.For(0, count, new ParallelOptions { CancellationToken = options.CancellationToken }, read);
        }
        catch (AggregateException e) when (e.InnerExceptions.Count > 0)
        {
            ExceptionDispatchInfo.Capture(e.InnerExceptions[0]).Throw();
        }
    }
}
