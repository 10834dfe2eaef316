using System.Management.Automation;

namespace MedIO.PowerShell;

/// <summary>A cmdlet that takes folders, too: which of their files are looked at.</summary>
public abstract class FolderCommand : FileCommand
{
    /// <summary>Which files of a folder are looked at.</summary>
    [Parameter]
    [AllowNull]
    [AllowEmptyString]
    [SupportsWildcards]
    [Alias("globber")]
    public string? Filter { get; set; }

    /// <summary>Whether the folders inside a folder are looked at, too.</summary>
    [Parameter]
    public SwitchParameter Recurse { get; set; }
}
