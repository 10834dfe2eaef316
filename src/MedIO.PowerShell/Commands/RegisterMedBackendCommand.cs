using System;
using System.IO;
using System.Management.Automation;

namespace MedIO.PowerShell;

/// <summary>Register-MedBackend: says where the library of a backend is.</summary>
[Cmdlet(VerbsLifecycle.Register, "MedBackend", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(MedBackend))]
public sealed class RegisterMedBackendCommand : PSCmdlet
{
    /// <summary>Which backend, by any of its names.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(InstallableBackendCompleter))]
    public string Name { get; set; } = string.Empty;

    /// <summary>The folder that the library is in, or a file in it; never a pattern.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [Alias("LiteralPath", "PSPath", "FullName")]
    public string Path { get; set; } = string.Empty;

    /// <summary>Whether it is to hold for the user's later sessions as well.</summary>
    [Parameter]
    public SwitchParameter Persist { get; set; }

    /// <summary>Whether to output the backend.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (!FilePath.TryResolve(this, Path, out string folder, out ErrorRecord? error))
        {
            WriteError(error!);
            return;
        }

        if (File.Exists(folder))
        {
            folder = System.IO.Path.GetDirectoryName(folder)!;
        }

        try
        {
            string name = BackendChoice.Installable(Name);
            if (ShouldProcess(name, Persist ? $"Use the library in {folder}, in this session and in later ones" : $"Use the library in {folder} in this session"))
            {
                MedBackend backend = MedBackends.Register(name, folder, Persist);
                if (PassThru)
                {
                    WriteObject(backend);
                }
            }
        }
        catch (MedIOException e)
        {
            WriteError(MedErrorRecord.From(e, folder));
        }
    }
}
