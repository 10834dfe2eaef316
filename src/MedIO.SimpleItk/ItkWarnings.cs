using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace MedIO.SimpleItk;

/// <summary>Makes sentences of what ITK and the libraries under it print.</summary>
internal static class ItkWarnings
{
    private const int Most = 20;

    private static readonly Regex Source = new(@"^\s*(warning|error|debug)\s*:\s*in .*\bline \d+", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);
    private static readonly Regex Object = new(@"^\s*\w+\s*\((0x)?[0-9a-f]{6,}\):\s*", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    private static readonly Regex Place = new(@"\.?/[\w/.+-]+\.(h|hxx|txx|c|cc|cpp|cxx):\d+(\s*\(([^()]|\(\))*\))?:?", RegexOptions.CultureInvariant);

    /// <summary>Each line that says something, once, without the place in ITK's sources.</summary>
    public static IReadOnlyList<string> Sentences(string printed)
    {
        if (printed.Length == 0)
        {
            return Array.Empty<string>();
        }

        string[] lines = printed.Split('\n')
            .Where(l => !Source.IsMatch(l))
            .Select(l => Place.Replace(Object.Replace(l, string.Empty), string.Empty).Trim())
            .Where(l => l.Any(char.IsLetter))
            .Select(l => $"ITK: {l}{(l.EndsWith(".", StringComparison.Ordinal) ? string.Empty : ".")}")
            .Distinct()
            .ToArray();
        return lines.Length <= Most ? lines : lines.Take(Most).Concat(new[] { FormattableString.Invariant($"ITK: {lines.Length - Most} more lines like these.") }).ToArray();
    }
}
