using System;
using System.Linq;
using System.Management.Automation;

namespace MedIO.PowerShell;

/// <summary>Get-MedFormat: the formats, with what of each can be read and written.</summary>
[Cmdlet(VerbsCommon.Get, "MedFormat")]
[OutputType(typeof(MedFormat))]
public sealed class GetMedFormatCommand : PSCmdlet
{
    /// <summary>Names or suffixes of formats; wildcards are expanded.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(FormatNameCompleter))]
    public string[] Name { get; set; } = { "*" };

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string name in Name)
        {
            WildcardPattern pattern = WildcardPattern.Get(name, WildcardOptions.IgnoreCase);
            WildcardPattern suffix = WildcardPattern.Get("." + name.TrimStart('.'), WildcardOptions.IgnoreCase);
            MedFormat[] found = MedFile.Formats.Where(f => pattern.IsMatch(f.Name) || f.Suffixes.Concat(f.WriteSuffixes).Any(suffix.IsMatch)).ToArray();
            WriteObject(found, enumerateCollection: true);
            if (found.Length == 0 && !WildcardPattern.ContainsWildcardCharacters(name))
            {
                WriteError(MedErrorRecord.Of(
                    "FormatNotFound",
                    $"{name}: there is no format of that name or suffix. Known are {string.Join(", ", MedFile.Formats.Select(f => f.Name))}.",
                    ErrorCategory.ObjectNotFound,
                    name));
            }
        }
    }
}
