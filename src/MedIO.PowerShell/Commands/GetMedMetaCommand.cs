using System;
using System.Diagnostics;
using System.Management.Automation;

namespace MedIO.PowerShell;

/// <summary>Get-MedMeta: metadata of images, without their voxels.</summary>
[Cmdlet(VerbsCommon.Get, "MedMeta", DefaultParameterSetName = "Path")]
[OutputType(typeof(MedMeta))]
public sealed class GetMedMetaCommand : ReadCommand
{
    // What comes later than this is not read ahead but at once, so that nothing waits for a file that is yet to come.
    private static readonly long Pause = Stopwatch.Frequency / 200;

    private ReadAhead? _files;
    private long _last;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _files = new ReadAhead(path => MedFile.ReadMeta(path, Options), Stop);
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => WriteResults(leave: 0);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _files?.Abandon();
    }

    private protected override void ProcessFile(string path) => Add(new ReadResult(path));

    private protected override void ProcessError(ErrorRecord error) => Add(new ReadResult(error));

    private void Add(ReadResult file)
    {
        bool hurried = _last != 0 && Stopwatch.GetTimestamp() - _last < Pause;
        _files!.Add(file);
        WriteResults(hurried ? ReadAhead.Capacity : 0);
        _last = Stopwatch.GetTimestamp();
    }

    // In the order of input. Waits only for what is beyond the number that may be left.
    private void WriteResults(int leave)
    {
        while (_files!.Next(leave) is { } file)
        {
            if (Stopping)
            {
                return;
            }

            if (file.Meta is { } meta)
            {
                WriteWarnings(meta);
                WriteObject(meta);
            }
            else if (file.ErrorRecord is { } record)
            {
                WriteError(record);
            }
            else if (file.Exception is { } exception and not OperationCanceledException)
            {
                WriteError(MedErrorRecord.From(exception, file.Path));
            }
        }
    }
}
