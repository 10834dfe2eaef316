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

    /// <summary>Fields of a file that may name one twice: the last value counts, at the place of the first.</summary>
    /// <remarks>To set a field again by its name looks through all before it, which a file of many would make endless.</remarks>
    /// <param name="fields">The fields in their order.</param>
    public static HeaderFields Of(IEnumerable<KeyValuePair<string, object?>> fields)
    {
        var all = new HeaderFields();
        var places = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        foreach (KeyValuePair<string, object?> field in fields)
        {
            if (places.TryGetValue(field.Key, out int place))
            {
                all[place] = field.Value;
            }
            else
            {
                places.Add(field.Key, all.Count);
                all.Add(field.Key, field.Value);
            }
        }

        return all;
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
