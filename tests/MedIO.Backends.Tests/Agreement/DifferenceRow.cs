using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;

namespace MedIO.Backends.Tests.Agreement;

/// <summary>
/// A row of Differences.tsv: files in which a backend is known to differ, and why that is so. Names may have <c>*</c> and <c>?</c>. An aspect
/// may have a limit, as in <c>Values&lt;=1</c>, and a question mark where some builds of the library differ in it and others do not.
/// </summary>
internal sealed class DifferenceRow
{
    private readonly Regex[] _files;
    private readonly Dictionary<string, double> _aspects;
    private readonly HashSet<string> _optional;

    private DifferenceRow(string[] fields)
    {
        if (fields.Length != 5 || fields.Any(string.IsNullOrWhiteSpace))
        {
            throw new InvalidDataException($"Differences.tsv: not five fields: {string.Join(" | ", fields)}");
        }

        Backend = fields[0];
        Files = fields[1];
        _files = fields[1].Split(' ').Select(f => new Regex("^" + Regex.Escape(f).Replace("\\*", ".*").Replace("\\?", ".") + "$", RegexOptions.CultureInvariant)).ToArray();
        string[] aspects = fields[2].Split(' ');
        _optional = aspects.Where(a => a[^1] == '?').Select(a => a[..^1].Split("<=")[0]).ToHashSet();
        _aspects = aspects.Select(a => a.TrimEnd('?').Split("<=")).ToDictionary(a => a[0], a => a.Length > 1 ? double.Parse(a[1], CultureInfo.InvariantCulture) : double.PositiveInfinity);
        Why = fields[3];
        Reference = fields[4];
    }

    public string Backend { get; }

    public string Files { get; }

    public string Why { get; }

    public string Reference { get; }

    /// <summary>The aspects, each with its error or alone.</summary>
    public IEnumerable<string> Aspects => _aspects.Keys;

    /// <summary>The aspects that a file has to need.</summary>
    public IEnumerable<string> Needed => Aspects.Where(a => !_optional.Contains(a));

    /// <summary>The rows of a backend.</summary>
    public static IReadOnlyList<DifferenceRow> Of(string backend)
    {
        using Stream stream = typeof(DifferenceRow).Assembly.GetManifestResourceStream("Differences.tsv")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n').Select(l => l.TrimEnd('\r')).Where(l => l.Length > 0 && l[0] != '#').Skip(1)
            .Select(l => new DifferenceRow(l.Split('\t'))).Where(r => r.Backend == backend).ToArray();
    }

    public bool Matches(string name) => _files.Any(f => f.IsMatch(name));

    /// <summary>Whether it says that a file differs in this.</summary>
    public bool Allows(Difference difference) =>
        (_aspects.TryGetValue(difference.Token, out double most) || _aspects.TryGetValue($"{difference.Aspect}:*", out most)) && difference.Amount <= most;

    /// <summary>The patterns that fit none of these names.</summary>
    public IEnumerable<string> Unmatched(IReadOnlyCollection<string> names) => Files.Split(' ').Where((_, i) => !names.Any(n => _files[i].IsMatch(n)));

    public override string ToString() => $"{Backend}: {Files}: {string.Join(" ", Aspects)} ({Why})";
}
