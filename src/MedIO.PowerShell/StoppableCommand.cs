using System;
using System.Management.Automation;
using System.Threading;

namespace MedIO.PowerShell;

/// <summary>A cmdlet whose work stops at once on Ctrl+C, or when nobody wants more of its output.</summary>
public abstract class StoppableCommand : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stop = new();

    /// <summary>Cancelled when the pipeline stops.</summary>
    private protected CancellationToken Stop => _stop.Token;

    /// <inheritdoc/>
    protected override void StopProcessing() => _stop.Cancel();

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Lets go of what runs in the background.</summary>
    /// <param name="disposing">Whether it is called by <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
        // Not disposed: a read in the background may look at the token still.
        _stop.Cancel();
    }

    /// <summary>As the engine's, for texts with names of files in them.</summary>
    private protected new void WriteWarning(string text) => base.WriteWarning(PlainText.Of(text));

    /// <summary>Writes a warning with its file in front, unless it is named there already.</summary>
    private protected void WriteWarning(string? path, string warning) =>
        WriteWarning(path is not null && warning.StartsWith(PlainText.Of(path), StringComparison.Ordinal) ? warning : $"{path}: {warning}");

    /// <summary>Says which backend wrote a file whose suffix this module's own formats do not know.</summary>
    /// <param name="path">The file.</param>
    /// <param name="name">What was chosen to write it.</param>
    private protected void WriteWriter(string path, string? name)
    {
        if (BackendChoice.Writer(path, name) is { } writer)
        {
            WriteVerbose($"{path}: was written by {writer}, since the module's own formats do not know the suffix.");
        }
    }

    /// <summary>As the engine's, for texts with names of files in them.</summary>
    private protected new void WriteVerbose(string text) => base.WriteVerbose(PlainText.Of(text));

    /// <summary>As the engine's, for names of files.</summary>
    private protected new bool ShouldProcess(string target, string action) => base.ShouldProcess(PlainText.Of(target), PlainText.Of(action));

    /// <summary>Ends the cmdlet with an error of ours: what was asked for can be had from no file.</summary>
    private protected void Refuse(MedIOException exception, object? argument) =>
        ThrowTerminatingError(new ErrorRecord(exception, exception.Error.ToString(), exception.Error == MedIOError.BackendNotAvailable ? ErrorCategory.NotInstalled : ErrorCategory.InvalidArgument, argument));
}
