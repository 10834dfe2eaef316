using System;
using System.Collections.Generic;
using System.Collections.Specialized;
using System.Linq;
using System.Text;
using MedIO.Formats.Headers;

namespace MedIO.Formats.MetaImage;

/// <summary>The text that a MetaImage begins with: lines of <c>Name = Value</c> up to and including ElementDataFile.</summary>
/// <remarks>MetaIO's documentation, "Reference: Tags of MetaObject and MetaImage"; ':' separates as well as '='.</remarks>
internal sealed class MetaImageHeader
{
    private const int MostBytes = 1 << 20;
    private const int MostWarnings = 20;

    private static readonly Encoding Utf8 = new UTF8Encoding(false, true);
    private static readonly Encoding Latin1 = Encoding.GetEncoding("iso-8859-1");

    private readonly List<string> _names = new();
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly List<string> _warnings;

    private MetaImageHeader(string path, List<string> warnings)
    {
        Path = path;
        _warnings = warnings;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The bytes of the text; data in the same file begin there.</summary>
    public int Length { get; private set; }

    /// <summary>Reads the text, and no more of the file than it takes.</summary>
    /// <exception cref="MedIOException">It is no text, has no end, or is cut off.</exception>
    public static MetaImageHeader Read(ImageSource source, List<string> warnings)
    {
        var header = new MetaImageHeader(source.Path, warnings);
        foreach (int count in new[] { source.Content.Length, 1 << 16, MostBytes })
        {
            byte[] bytes = source.ReadStart(count);
            if (header.Parse(bytes, bytes.Length < count))
            {
                return header;
            }
        }

        throw header.Invalid($"its text has no {MetaImageFields.DataFile} within {MostBytes} bytes");
    }

    /// <summary>Whether the first bytes are such a text.</summary>
    public static bool IsAtStartOf(ReadOnlySpan<byte> content)
    {
        int at = SkipMark(content);
        for (int lines = 0; lines < 256 && at < content.Length; lines++)
        {
            ReadOnlySpan<byte> line = content.Slice(at);
            int end = line.IndexOf((byte)'\n');
            line = end < 0 ? line : line.Slice(0, end);
            at += line.Length + 1;
            if (!IsText(line))
            {
                return false;
            }

            string text = Decode(line).Trim();
            if (text.Length == 0)
            {
                continue;
            }

            (string name, string value) = Split(text);
            if (name.Length == 0)
            {
                return false;
            }

            if (name is "NDims" || (name is "ObjectType" && value == "Image"))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The value of a field, null where it is missing.</summary>
    public string? this[string name] => _values.TryGetValue(name, out string? value) ? value : null;

    /// <summary>Whether a field says True, in one of the ways that MetaIO takes for it.</summary>
    public bool IsTrue(string name, bool missing) => this[name] is { Length: > 0 } value ? value[0] is 'T' or 't' or '1' : missing;

    /// <summary>The first numbers of a field, null where it is missing.</summary>
    /// <exception cref="MedIOException">There are fewer, or something else.</exception>
    public double[]? Numbers(string name, int count)
    {
        if (this[name] is not { } text)
        {
            return null;
        }

        if (!HeaderNumbers.TryParse(text, out double[] values) || values.Length < count)
        {
            throw Invalid(FormattableString.Invariant($"{name} = {Shorten(text)} is not {count} number(s), with a point and blanks between"));
        }

        if (values.Length > count)
        {
            _warnings.Add(FormattableString.Invariant($"{name} has {values.Length} numbers, of which the first {count} count."));
            Array.Resize(ref values, count);
        }

        return values;
    }

    /// <summary>A whole number, null where it is missing.</summary>
    /// <exception cref="MedIOException">It is none.</exception>
    public long? Integer(string name)
    {
        double? value = Numbers(name, 1)?[0];
        return value is null ? null
            : value == Math.Floor(value.Value) && Math.Abs(value.Value) < 1e15 ? (long)value
            : throw Invalid($"{name} = {Shorten(this[name]!)} is not a whole number");
    }

    /// <summary>
    /// All fields by their names, in their order. Their values are the texts of the file: what a field that MetaIO does
    /// not know means, only its author can tell.
    /// </summary>
    public OrderedDictionary ToDictionary()
    {
        var known = new HashSet<string>(_names.Where(MetaImageFields.IsKnown), StringComparer.OrdinalIgnoreCase);
        return HeaderFields.Of(_names.Where(n => !MetaImageFields.IsMisspelled(n) || !known.Contains(n)).Select(n => new KeyValuePair<string, object?>(n, _values[n])));
    }

    /// <summary>The fields that a MetaImage written of this one gets too: unknown ones, and those that only describe.</summary>
    public MetaImageNative ToCarry()
    {
        var carried = new List<KeyValuePair<string, string>>();
        var unwritable = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (string name in _names.Where(n => !MetaImageFields.IsStructural(n) && !MetaImageFields.IsMisspelled(n)))
        {
            string value = _values[name];
            if (MetaImageFields.Obstacle(name, value) is not { } obstacle)
            {
                carried.Add(new KeyValuePair<string, string>(name, value));
            }
            else if (unwritable.Add(name) && value.Length > 0 && _warnings.Count < MostWarnings)
            {
                _warnings.Add($"The field {Shorten(name)} will not be written to another MetaImage: {obstacle}.");
            }
        }

        return new MetaImageNative(carried, unwritable);
    }

    /// <summary>The error for a header that cannot be right.</summary>
    public MedIOException Invalid(string what) => new(
        MedIOError.InvalidHeader, $"{Path}: the MetaImage header is wrong: {what}. Correct its text, or write the file anew.", Path);

    /// <summary>A text for a message.</summary>
    public static string Shorten(string text) => text.Length <= 80 ? text : text.Substring(0, 80) + "...";

    /// <summary>The lines of a text, trimmed, as UTF-8 or else Latin-1.</summary>
    public static IEnumerable<string> Lines(byte[] bytes, int from)
    {
        for (int at = from; at < bytes.Length;)
        {
            int end = Array.IndexOf(bytes, (byte)'\n', at);
            end = end < 0 ? bytes.Length : end;
            yield return Decode(bytes.AsSpan(at, end - at)).Trim();
            at = end + 1;
        }
    }

    // False where more bytes are needed.
    private bool Parse(byte[] bytes, bool whole)
    {
        _names.Clear();
        _values.Clear();
        var odd = new List<string>();
        for (int at = SkipMark(bytes); ;)
        {
            int end = Array.IndexOf(bytes, (byte)'\n', at);
            ReadOnlySpan<byte> line = bytes.AsSpan(at, (end < 0 ? bytes.Length : end) - at);
            if (!IsText(line))
            {
                throw Invalid($"it has bytes that are no text before {MetaImageFields.DataFile}");
            }

            if (end < 0 && !whole)
            {
                return false;
            }

            bool last = Add(Decode(line).Trim(), odd);
            at = end < 0 ? bytes.Length : end + 1;
            if (last)
            {
                Length = at;
                _warnings.AddRange(odd.Take(MostWarnings));
                return true;
            }

            if (at == bytes.Length && whole)
            {
                throw new MedIOException(
                    MedIOError.TruncatedHeader,
                    $"{Path}: ends before its header does: there is no {MetaImageFields.DataFile}. Copy it again from where it came from.",
                    Path);
            }
        }
    }

    private bool Add(string line, List<string> odd)
    {
        if (line.Length == 0)
        {
            return false;
        }

        (string name, string value) = Split(line);
        if (name.Length == 0)
        {
            odd.Add($"The line '{Shorten(line)}' is no field and was skipped.");
            return false;
        }

        if (_values.ContainsKey(name))
        {
            odd.Add($"The field {Shorten(name)} comes twice; the last one counts.");
        }
        else
        {
            _names.Add(name);
        }

        if (MetaImageFields.IsMisspelled(name))
        {
            odd.Add($"The field {name} differs from MetaIO's in upper and lower case and has no effect.");
        }

        _values[name] = value;
        return name == MetaImageFields.DataFile;
    }

    // The name is empty where the line is no field. MetaIO skips further separators before the value.
    private static (string Name, string Value) Split(string line)
    {
        int at = line.IndexOfAny(new[] { '=', ':' });
        return at < 0 ? (string.Empty, string.Empty) : (line.Substring(0, at).Trim(), line.Substring(at).TrimStart('=', ':', ' ', '\t'));
    }

    private static int SkipMark(ReadOnlySpan<byte> bytes) => bytes.Length > 2 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF ? 3 : 0;

    private static bool IsText(ReadOnlySpan<byte> line)
    {
        foreach (byte b in line)
        {
            if (b < 32 && b is not ((byte)'\t' or (byte)'\r'))
            {
                return false;
            }
        }

        return true;
    }

    private static string Decode(ReadOnlySpan<byte> line)
    {
        byte[] bytes = line.ToArray();
        try
        {
            return Utf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return Latin1.GetString(bytes);
        }
    }
}
