using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;

namespace MedIO.PowerShell;

/// <summary>
/// What <c>-Safe</c> makes of output that goes to a CSV: text that a spreadsheet would take for a formula gets an apostrophe
/// in front, as OWASP recommends against CSV injection. Numbers stay numbers.
/// </summary>
internal static class SpreadsheetText
{
    // The wide ones are taken for the same in East Asian settings.
    private const string Beginnings = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20";

    /// <summary>An object for a CSV.</summary>
    public static PSObject Safe(object output)
    {
        PSObject row = PSObject.AsPSObject(output);
        var columns = row.Properties.Where(p => p.IsGettable).Select(p => (p.Name, p.Value, Text: Formula(p.Value))).ToArray();
        if (columns.All(c => c.Text is null))
        {
            return row;
        }

        // All of them, as those that are added come first and the columns would change places.
        foreach ((string name, object? value, string? text) in columns)
        {
            row.Properties.Remove(name);
            row.Properties.Add(new PSNoteProperty(name, text is null ? value : "'" + text), preValidated: true);
        }

        return row;
    }

    /// <summary>Whether a spreadsheet would take a text for a formula.</summary>
    private static bool IsFormula(string text)
    {
        string begun = text.TrimStart(' ', '\u00a0');
        return begun.Length > 0 && Beginnings.IndexOf(begun[0]) >= 0 && !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
    }

    // The text of a value that is a formula, else null.
    private static string? Formula(object? value)
    {
        object? bare = value is PSObject wrapped ? wrapped.BaseObject : value;
        if (bare is null || IsNumeric(bare))
        {
            return null;
        }

        string text = value!.ToString() ?? string.Empty;
        return IsFormula(text) || (bare is string raw && IsFormula(raw)) ? text : null;
    }

    private static bool IsNumeric(object? value) => (value is PSObject wrapped ? wrapped.BaseObject : value) switch
    {
        null or ValueType => true,
        string or IDictionary => false,
        IEnumerable items => items.Cast<object?>().All(IsNumeric),
        _ => false,
    };
}
