using System.Collections.Generic;
using System.Linq;

namespace MedIO.PowerShell;

/// <summary>The backends that are one, as the choice between them is not.</summary>
internal sealed class NamedBackendCompleter : ListCompleter
{
    protected override IEnumerable<KeyValuePair<string, string>> Choices =>
        MedBackends.Names
            .Where(name => name != MedBackends.Auto)
            .Select(name => new KeyValuePair<string, string>(name, BackendCompleter.Describe(name)));
}
