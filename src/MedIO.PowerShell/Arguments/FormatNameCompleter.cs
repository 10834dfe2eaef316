using System.Collections.Generic;
using System.Linq;

namespace MedIO.PowerShell;

/// <summary>The names of the formats.</summary>
internal sealed class FormatNameCompleter : ListCompleter
{
    protected override IEnumerable<KeyValuePair<string, string>> Choices =>
        MedFile.Formats.Select(f => new KeyValuePair<string, string>(f.Name, string.Join(" ", f.Suffixes)));
}
