using System.Collections.Generic;
using System.Linq;

namespace MedIO.PowerShell;

/// <summary>The suffixes that images can be written under.</summary>
internal sealed class FormatCompleter : ListCompleter
{
    protected override IEnumerable<KeyValuePair<string, string>> Choices =>
        MedFile.WriteSuffixes.Select(s => new KeyValuePair<string, string>(s.Key.Substring(1), s.Value));
}
