using System;
using System.Linq;
using System.Management.Automation;

namespace MedIO.PowerShell;

/// <summary>Get-MedBackend: the libraries that can read and write, with where they are and why one is not available.</summary>
[Cmdlet(VerbsCommon.Get, "MedBackend")]
[OutputType(typeof(MedBackend))]
public sealed class GetMedBackendCommand : PSCmdlet
{
    /// <summary>Names of backends, medio's too; wildcards are expanded.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(NamedBackendCompleter))]
    public string[] Name { get; set; } = { "*" };

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string name in Name)
        {
            WildcardPattern pattern = WildcardPattern.Get(name, WildcardOptions.IgnoreCase);
            string? named = WildcardPattern.ContainsWildcardCharacters(name) ? null : Named(name);
            string[] found = MedBackends.Names.Where(n => n != MedBackends.Auto && (named is null ? pattern.IsMatch(n) : n == named)).ToArray();
            foreach (string backend in found)
            {
                // One at a time: what was not asked for is not loaded.
                WriteObject(MedBackends.Get(backend));
            }

            if (found.Length == 0 && !WildcardPattern.ContainsWildcardCharacters(name))
            {
                WriteError(MedErrorRecord.Of(
                    "BackendNotFound",
                    $"{name}: there is no backend of that name. There are {string.Join(", ", MedBackends.Names.Where(n => n != MedBackends.Auto))}.",
                    ErrorCategory.ObjectNotFound,
                    name));
            }
        }
    }

    private static string? Named(string name)
    {
        try
        {
            return MedBackends.NameOf(name);
        }
        catch (MedIOException)
        {
            return null;
        }
    }
}
