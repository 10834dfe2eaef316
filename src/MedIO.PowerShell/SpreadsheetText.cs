using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Text;

namespace MedIO.PowerShell;

/// <summary>
/// What <c>-Safe</c> makes of output that goes to a CSV: text that a spreadsheet would take for a formula gets an apostrophe
/// in front, as OWASP recommends against CSV injection. Numbers stay numbers.
/// </summary>
internal static class SpreadsheetText
{
    // The wide ones are taken for the same in East Asian settings.
    private const string Beginnings = "=+-@\uff1d\uff0b\uff0d\uff20";

    // One of a CSV may be another's text: a comma's file is opened where cells end with semicolons, and quotes are no help there.
    private const string Separators = ",;\t\r\n";

    /// <summary>An object for a CSV.</summary>
    public static PSObject Safe(object output)
    {
        PSObject row = PSObject.AsPSObject(output);
        var columns = row.Properties.Where(p => p.IsGettable).Select(p => (p.Name, p.Value)).Select(p => (p.Name, p.Value, Safe: Value(p.Value))).ToArray();
        if (columns.All(c => ReferenceEquals(c.Value, c.Safe)))
        {
            return row;
        }

        // All of them, as those that are added come first and the columns would change places.
        foreach ((string name, _, object? safe) in columns)
        {
            row.Properties.Remove(name);
            row.Properties.Add(new PSNoteProperty(name, safe), preValidated: true);
        }

        return row;
    }

    // The value itself where nothing of it is a formula. A header is changed in place: its fields become cells, too, and their names columns.
    private static object? Value(object? value)
    {
        object? bare = value is PSObject wrapped ? wrapped.BaseObject : value;
        if (bare is null or ValueType)
        {
            return value;
        }

        if (bare is IDictionary fields)
        {
            HeaderChange.Apply(fields, Text, Value);
        }
        else if (bare is IEnumerable<IDictionary> items)
        {
            foreach (IDictionary item in items)
            {
                HeaderChange.Apply(item, Text, Value);
            }
        }

        string text = value!.ToString() ?? string.Empty;
        string safe = Text(text);

        // A tab that begins a text is no longer one where the console is spared it.
        return !ReferenceEquals(safe, text) ? safe : bare is string raw && !ReferenceEquals(Text(raw), raw) ? "'" + text : value;
    }

    // The text itself where no cell of it is a formula.
    private static string Text(string text)
    {
        StringBuilder? safe = null;
        int from = 0;
        for (int at = 0; at <= text.Length; at++)
        {
            if (at < text.Length && Separators.IndexOf(text[at]) < 0)
            {
                continue;
            }

            string cell = text.Substring(from, at - from);
            if (IsFormula(cell) || (at == 0 && text.Length > 0 && text[0] is '\t' or '\r' or '\n'))
            {
                safe ??= new StringBuilder(text, 0, from, text.Length + 16);
                safe.Append('\'');
            }

            safe?.Append(cell);
            if (at < text.Length)
            {
                safe?.Append(text[at]);
            }

            from = at + 1;
        }

        return safe?.ToString() ?? text;
    }

    private static bool IsFormula(string cell)
    {
        int begin = 0;
        while (begin < cell.Length && IsSkipped(cell[begin]))
        {
            begin++;
        }

        return begin < cell.Length && Beginnings.IndexOf(cell[begin]) >= 0 && !IsNumbers(cell);
    }

    // What is not seen, and quotes, which go where a cell of a CSV ends.
    private static bool IsSkipped(char c) => c == '"' || char.IsWhiteSpace(c) || char.IsControl(c) || char.GetUnicodeCategory(c) == UnicodeCategory.Format;

    // One, or several as vectors and DICOM's values have them. Bytes may print as a text, so that it is the text that counts.
    private static bool IsNumbers(string cell) => cell.Split(' ', '\\').All(word =>
        word.Length == 0 || (word.All(c => c is (>= '0' and <= '9') or '+' or '-' or '.' or 'e' or 'E') && double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out _)));
}
