using System.Collections.Generic;
using System.Linq;

namespace MedIO.PowerShell;

/// <summary>The backends that this version has.</summary>
internal sealed class BackendCompleter : ListCompleter
{
    protected override IEnumerable<KeyValuePair<string, string>> Choices =>
        Backends.Names.Select(name => new KeyValuePair<string, string>(name, "The module's own reader and writer"));
}
