using System;
using System.Management.Automation;

namespace MedIO.PowerShell;

/// <summary>Unregister-MedBackend: forgets where the library of a backend is.</summary>
[Cmdlet(VerbsLifecycle.Unregister, "MedBackend", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(void))]
public sealed class UnregisterMedBackendCommand : PSCmdlet
{
    /// <summary>Which backends, by any of their names.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(InstallableBackendCompleter))]
    public string[] Name { get; set; } = Array.Empty<string>();

    /// <summary>Whether to forget it for the user's later sessions as well.</summary>
    [Parameter]
    public SwitchParameter Persist { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string given in Name)
        {
            try
            {
                string name = BackendChoice.Installable(given);
                if (ShouldProcess(name, Persist ? "Forget where its library is, in this session and in later ones" : "Use no library of it in this session"))
                {
                    MedBackends.Unregister(name, Persist);
                }
            }
            catch (MedIOException e)
            {
                WriteError(MedErrorRecord.From(e, given));
            }
        }
    }
}
