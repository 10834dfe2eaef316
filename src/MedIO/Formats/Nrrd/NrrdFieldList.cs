using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using MedIO.Formats.Headers;

namespace MedIO.Formats.Nrrd;

/// <summary>The descriptive fields and the keys that an image takes with it into a NRRD.</summary>
internal static class NrrdFieldList
{
    /// <summary>The lines, without their ends.</summary>
    /// <param name="meta">The image.</param>
    /// <param name="path">The target, for errors.</param>
    /// <exception cref="MedIOException">One cannot be written.</exception>
    public static IEnumerable<string> Of(MedMeta meta, string path)
    {
        var native = meta.Native as NrrdNative;
        if (meta.Header is null)
        {
            return native is null ? Enumerable.Empty<string>() : native.Fields.Select(f => Field(f.Key, f.Value, path)).Concat(native.Pairs.Select(p => Pair(p.Key, p.Value, path)));
        }

        // The header of an image in memory, or of one read from a NRRD, holds what its user wants to find in the file; that of
        // another format describes the other file.
        return native is not null || meta.Format is null ? FromHeader(meta.Header, path) : Enumerable.Empty<string>();
    }

    private static IEnumerable<string> FromHeader(IDictionary header, string path)
    {
        foreach (DictionaryEntry entry in header)
        {
            string name = Convert.ToString(entry.Key, CultureInfo.InvariantCulture) ?? string.Empty;
            string value = Text(entry.Value);
            if (!NrrdFields.TryGet(name, out string field))
            {
                yield return Pair(NrrdNative.KeyOf(name), value, path);
            }
            else if (NrrdFields.IsDescriptive(field) && value.Trim().Length > 0)
            {
                yield return Field(field, value.Trim(), path);
            }
        }
    }

    private static string Field(string name, string value, string path) => value.Any(c => c < ' ' && c != '\t')
        ? throw CannotWrite(path, name, "its value has a line break or another control character")
        : name + ": " + value;

    private static string Pair(string key, string value, string path)
    {
        string? obstacle = key.Length == 0 || key[0] == '#' ? "its name is empty or begins with '#'"
            : key.IndexOf(":=", StringComparison.Ordinal) >= 0 || IsField(key) ? "its name has ':=' in it, or begins as a field of the format"
            : (key + value).Any(c => c < ' ' && c is not ('\t' or '\n')) ? "it has a control character other than a line break"
            : null;
        return obstacle is null ? NrrdText.Escape(key) + ":=" + NrrdText.Escape(value) : throw CannotWrite(path, key, obstacle);
    }

    // "type: x" would be a field, whatever follows.
    private static bool IsField(string key)
    {
        int colon = key.IndexOf(": ", StringComparison.Ordinal);
        return colon > 0 && NrrdFields.TryGet(key.Substring(0, colon), out _);
    }

    private static MedIOException CannotWrite(string path, string name, string why) =>
        new(MedIOError.CannotRepresent, $"{path}: the header's field '{HeaderText.Shorten(name)}' cannot be written: {why}. Correct it, or remove it from Header.", path);

    private static string Text(object? value) => value switch
    {
        null => string.Empty,
        string text => text,
        double number => HeaderNumbers.Format(number),
        IEnumerable<double> numbers => HeaderNumbers.Format(numbers),
        IEnumerable items => string.Join(" ", items.Cast<object?>().Select(Text)),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty,
    };
}
