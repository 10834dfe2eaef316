using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using MedIO.Backends.Tests.Agreement;
using MedIO.Dicom;

namespace MedIO.Correctness;

/// <summary>The fields of a header as two readers have them, each value held against its counterpart.</summary>
internal static class HeaderComparison
{
    /// <summary>All in which they differ.</summary>
    /// <param name="ours">Here.</param>
    /// <param name="theirs">There.</param>
    /// <param name="complete">Whether what is not there should not be here.</param>
    /// <param name="precision">To what part of them numbers there are rounded.</param>
    /// <param name="compared">Fields that were held against each other.</param>
    public static IReadOnlyList<Difference> Of(IDictionary ours, JsonElement theirs, bool complete, double precision, out int compared)
    {
        var here = new Dictionary<string, string[]?>(StringComparer.OrdinalIgnoreCase);
        Flatten(ours, string.Empty, here);
        var found = new List<Difference>();
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (JsonProperty field in theirs.EnumerateObject())
        {
            string name = NameOf(field.Name);
            seen.Add(name);
            string[] there = Texts(field.Value).ToArray();
            if (!here.TryGetValue(name, out string[]? values))
            {
                found.Add(Differ(name, "nothing", Print(there)));
            }
            else if (values is not null && !Same(values, there, precision))
            {
                found.Add(Differ(name, Print(values), Print(there)));
            }
        }

        if (complete)
        {
            found.AddRange(here.Where(f => f.Value is not null && !seen.Contains(f.Key)).Select(f => Differ(f.Key, Print(f.Value!), "nothing")));
        }

        compared = seen.Count + found.Count(d => !seen.Contains(d.Token["Header:".Length..]));
        return found;
    }

    private static Difference Differ(string name, string here, string there) => new(Aspect.Header, 0, $"{name.Replace(' ', '_')}: {here} here, {there} there");

    // Values of bytes are null: others give them in other ways.
    private static void Flatten(IDictionary fields, string prefix, Dictionary<string, string[]?> into)
    {
        foreach (DictionaryEntry field in fields)
        {
            string name = prefix + field.Key;
            if (field.Value is IEnumerable<IDictionary> items)
            {
                int i = 0;
                foreach (IDictionary item in items)
                {
                    Flatten(item, FormattableString.Invariant($"{name}[{i++}]."), into);
                }
            }
            else
            {
                into[name] = field.Value switch
                {
                    null => new[] { string.Empty },
                    string text => new[] { text },
                    DicomBulk or DicomValues<byte> or DicomValues<ushort> or byte[] => null,
                    IEnumerable values => values.Cast<object?>().Select(Text).ToArray(),
                    var value => new[] { Text(value) },
                };
            }
        }
    }

    // The shortest text of a tiny float is not that of the double of the same value.
    private static string Text(object? value) => value is float number ? Text((double)number) : Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty;

    private static IEnumerable<string> Texts(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => value.EnumerateArray().SelectMany(Texts),
        JsonValueKind.Null => new[] { string.Empty },
        JsonValueKind.String => new[] { value.GetString()! },
        _ => new[] { value.GetRawText() },
    };

    // "0010,0010" is PatientName, in paths too.
    private static string NameOf(string path) => string.Join(".", path.Split('.').Select(part =>
    {
        string tag = part.Split('[')[0];
        return tag.Length == 9 && tag[4] == ',' && ushort.TryParse(tag.AsSpan(0, 4), NumberStyles.HexNumber, null, out ushort group) && ushort.TryParse(tag.AsSpan(5), NumberStyles.HexNumber, null, out ushort element)
            ? DicomHeader.NameOf(new DicomTag(group, element)) + part[9..]
            : part;
    }));

    private static bool Same(string[] left, string[] right, double precision)
    {
        // Text with backslashes is several values to some.
        left = left.SelectMany(t => t.Split('\\')).ToArray();
        right = right.SelectMany(t => t.Split('\\')).ToArray();
        return left.Length == right.Length && left.Zip(right).All(p => Same(p.First, p.Second, precision));
    }

    private static bool Same(string left, string right, double precision) => left.Trim(' ', '\0') == right.Trim(' ', '\0')
        || (double.TryParse(left, NumberStyles.Float, CultureInfo.InvariantCulture, out double l) && double.TryParse(right, NumberStyles.Float, CultureInfo.InvariantCulture, out double r)
            && (Math.Abs(l - r) <= precision * (1 + Math.Max(Math.Abs(l), Math.Abs(r))) || (double.IsNaN(l) && double.IsNaN(r))));

    private static string Print(string[] values) => $"'{string.Join("\\", values.Take(8))}'";
}
