using System;
using System.Collections.Generic;
using System.Globalization;
using System.Management.Automation;
using MedIO.Dicom;

namespace MedIO.PowerShell;

/// <summary>Finds DICOM series for a cmdlet, and says what it passes over.</summary>
internal static class SeriesSearch
{
    /// <summary>Finds the series of files and folders.</summary>
    /// <param name="cmdlet">Shows progress, warnings and verbose text.</param>
    /// <param name="paths">Files, folders, DICOMDIRs.</param>
    /// <param name="target">What they are together, for messages.</param>
    /// <param name="options">Filter, Recurse and cancellation.</param>
    public static DicomSeriesList Find(Cmdlet cmdlet, IReadOnlyList<string> paths, string target, ReadOptions options)
    {
        var progress = new ReadProgress(cmdlet, "Looking for DICOM series", target);
        DicomSeriesList found;
        try
        {
            found = DicomSeries.Find(paths, new ReadOptions
            {
                Filter = options.Filter,
                Recurse = options.Recurse,
                AllowExternalData = options.AllowExternalData,
                CancellationToken = options.CancellationToken,
                Progress = progress,
            });
        }
        catch (OperationCanceledException)
        {
            throw new PipelineStoppedException();
        }

        progress.Complete();
        cmdlet.WriteVerbose(PlainText.Of(string.Format(
            CultureInfo.InvariantCulture,
            "{0}: {1} files looked at, {2} of them skipped as no DICOM images; {3} series found.",
            target,
            found.FileCount,
            found.OtherFileCount,
            found.Count)));
        foreach (string warning in found.Warnings)
        {
            cmdlet.WriteWarning(warning);
        }

        return found;
    }
}
