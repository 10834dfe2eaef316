using System;
using System.Collections;
using System.Linq;

namespace MedIO.PowerShell;

/// <summary>Gives the fields of a header other names and values for where they go, a console or a spreadsheet.</summary>
internal static class HeaderChange
{
    /// <summary>Changes a header in place. Its fields keep their order.</summary>
    /// <param name="header">The header; null is none.</param>
    /// <param name="name">The name for a name; itself where nothing is to change.</param>
    /// <param name="value">The value for a value; itself where nothing is to change.</param>
    public static void Apply(IDictionary? header, Func<string, string> name, Func<object?, object?> value)
    {
        if (header is null)
        {
            return;
        }

        DictionaryEntry[] fields = header.Cast<DictionaryEntry>().ToArray();
        if (fields.All(f => f.Key is not string key || ReferenceEquals(name(key), key)))
        {
            foreach (DictionaryEntry field in fields)
            {
                if (value(field.Value) is { } changed && !ReferenceEquals(changed, field.Value))
                {
                    header[field.Key] = changed;
                }
            }

            return;
        }

        header.Clear();
        foreach (DictionaryEntry field in fields)
        {
            header[field.Key is string key ? name(key) : field.Key] = value(field.Value);
        }
    }
}
