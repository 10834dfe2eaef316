using System.Collections.Generic;
using System.Linq;

namespace MedIO.PowerShell;

/// <summary>The backends whose libraries are installed by the user.</summary>
internal sealed class InstallableBackendCompleter : ListCompleter
{
    protected override IEnumerable<KeyValuePair<string, string>> Choices =>
        BackendChoice.InstallableNames.Select(name => new KeyValuePair<string, string>(name, BackendCompleter.Describe(name)));
}
