using System;
using System.Collections.Generic;
using System.Management.Automation;
using MedIO.Dicom;

namespace MedIO.PowerShell;

/// <summary>Get-MedMeta: metadata of images, without their voxels.</summary>
[Cmdlet(VerbsCommon.Get, "MedMeta", DefaultParameterSetName = "Path")]
[OutputType(typeof(MedMeta))]
public sealed class GetMedMetaCommand : ReadCommand
{
    private OrderedOutput<MedMeta>? _files;

    /// <summary>Whether text that a spreadsheet would take for a formula gets an apostrophe in front, for Export-Csv.</summary>
    [Parameter]
    public SwitchParameter Safe { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _files = new OrderedOutput<MedMeta>(this, path => MedFile.ReadMeta(path, Options), Write, Stop);
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        base.EndProcessing();
        _files!.WriteAll();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _files?.Abandon();
    }

    private protected override void ReadFile(string path) => _files!.Add(path);

    // The files are looked at on all cores already; only what was found before is to come first.
    private protected override void ReadSeries(DicomSeries series)
    {
        _files!.WriteAll();
        try
        {
            Write(MedFile.ReadMeta(series, Options));
        }
        catch (OperationCanceledException)
        {
            throw new PipelineStoppedException();
        }
        catch (MedIOException e)
        {
            WriteError(MedErrorRecord.Of(series, e));
        }
    }

    // Without -Series, all of them.
    private protected override IEnumerable<DicomSeries> Choose(DicomSeriesList found) =>
        found.Count > 0 && Options.Series is null ? found : base.Choose(found);

    private protected override void ProcessError(ErrorRecord error) => _files!.Add(error);

    private void Write(MedMeta meta)
    {
        WriteReader(meta.Path, meta.Backend);
        WriteWarnings(meta);
        ConsoleText.Show(meta.Header);
        if (meta.Series is null)
        {
            WriteObject(Safe ? SpreadsheetText.Safe(meta) : meta);
            return;
        }

        // A table of its own: of the same folder, what tells series apart is their number.
        var shown = new PSObject(meta);
        shown.TypeNames.Insert(0, "MedIO.MedMeta#Series");
        WriteObject(Safe ? SpreadsheetText.Safe(shown) : shown);
    }
}
