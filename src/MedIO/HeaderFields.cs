using System;
using System.Collections;
using System.Collections.Generic;
using System.Collections.Specialized;
using System.Globalization;
using System.Linq;

namespace MedIO;

/// <summary>A header's fields by name, in any case and in their order; prints them all as one line, so that a table of images can hold it.</summary>
internal sealed class HeaderFields : OrderedDictionary
{
    public HeaderFields()
        : base(StringComparer.OrdinalIgnoreCase)
    {
    }

    /// <summary>Fields that say something, such as <c>dim=3 64 64 32; descrip=FSL5.0</c>.</summary>
    public override string ToString() =>
        PlainText.Of(string.Join("; ", this.Cast<DictionaryEntry>().Select(e => $"{e.Key}={Text(e.Value)}")));

    private static string Text(object? value) => value switch
    {
        string text => text,
        IDictionary fields => string.Join(" ", fields.Keys.Cast<object>()),
        IReadOnlyList<HeaderFields> items => items.Count == 1 ? "1 item" : string.Format(CultureInfo.InvariantCulture, "{0} items", items.Count),
        Array items => string.Join(" ", items.Cast<object?>().Select(Text)),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty,
    };
}
