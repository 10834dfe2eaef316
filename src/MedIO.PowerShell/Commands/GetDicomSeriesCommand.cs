using System;
using System.Collections.Generic;
using System.IO;
using System.Management.Automation;
using MedIO.Dicom;

namespace MedIO.PowerShell;

/// <summary>Get-DicomSeries: the DICOM series in folders, or of files.</summary>
[Cmdlet(VerbsCommon.Get, "DicomSeries", DefaultParameterSetName = "Path")]
[OutputType(typeof(DicomSeries))]
public sealed class GetDicomSeriesCommand : FolderCommand
{
    private readonly List<string> _paths = new();

    /// <summary>Whether text that a spreadsheet would take for a formula gets an apostrophe in front, for Export-Csv.</summary>
    [Parameter]
    public SwitchParameter Safe { get; set; }

    /// <inheritdoc/>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "Path")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [Alias("input_path")]
    public override string[] Path { get; set; } = { "." };

    // All that comes is one study, whose series are told apart by all of its files.
    private protected override void ProcessFile(string path)
    {
        if (File.Exists(path) || Directory.Exists(path))
        {
            _paths.Add(path);
        }
        else
        {
            ProcessError(MedErrorRecord.From(new MedIOException(MedIOError.FileNotFound, $"{path}: there is no such file or folder. Check the name and the current location.", path), path));
        }
    }

    private protected override void ProcessError(ErrorRecord error) => WriteError(error);

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_paths.Count == 0)
        {
            return;
        }

        string target = _paths.Count == 1 || Directory.Exists(_paths[0]) ? _paths[0] : System.IO.Path.GetDirectoryName(_paths[0])!;
        var options = new ReadOptions { Filter = string.IsNullOrEmpty(Filter) ? null : Filter, Recurse = Recurse, CancellationToken = Stop };
        try
        {
            DicomSeriesList found = SeriesSearch.Find(this, _paths, target, options);
            if (found.Count == 0)
            {
                found.Choose();
            }

            foreach (DicomSeries series in found)
            {
                foreach (string warning in series.Warnings)
                {
                    WriteWarning(warning);
                }

                WriteObject(Safe ? SpreadsheetText.Safe(series) : series);
            }
        }
        catch (MedIOException e)
        {
            WriteError(MedErrorRecord.From(e.About(target), target));
        }
    }
}
