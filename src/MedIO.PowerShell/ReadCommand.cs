using System.Management.Automation;

namespace MedIO.PowerShell;

/// <summary>A cmdlet that outputs images or their metadata: the wishes that hold for both alike.</summary>
public abstract class ReadCommand : ImageCommand
{
    /// <summary>Which library reads.</summary>
    [Parameter]
    [AllowNull]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(BackendCompleter))]
    public string? Backend { get; set; }

    /// <summary>Whether to give all fields of the header.</summary>
    [Parameter]
    public SwitchParameter Header { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        Options.Header = Header;
        try
        {
            if (Backends.ForReading(Backend) is { } convention && CoordinateSystem == CoordinateSystem.Native)
            {
                Options.CoordinateSystem = convention;
            }
        }
        catch (MedIOException e)
        {
            Refuse(e, Backend);
        }
    }
}
