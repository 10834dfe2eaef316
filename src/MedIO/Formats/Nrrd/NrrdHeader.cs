using System;
using System.Collections.Generic;
using System.Collections.Specialized;
using System.Linq;
using System.Text;
using MedIO.Formats.Headers;

namespace MedIO.Formats.Nrrd;

/// <summary>The text that a NRRD begins with: the magic, then lines of <c>field: value</c>, <c>key:=value</c> and <c># comment</c> up to an empty one.</summary>
/// <remarks>Definition of the NRRD file format, section 1. A file that names its data elsewhere may end without the empty line.</remarks>
internal sealed class NrrdHeader
{
    private const int MostBytes = 16 << 20;
    private const int MostWarnings = 20;

    // The last version that is read, of the six that Teem knows.
    private const char LastVersion = '5';

    private readonly List<string> _names = new();
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly List<KeyValuePair<string, string>> _pairs = new();
    private readonly List<string> _warnings;

    private NrrdHeader(string path, List<string> warnings)
    {
        Path = path;
        _warnings = warnings;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The bytes of the text with the empty line; data in the same file begin there.</summary>
    public int Length { get; private set; }

    /// <summary>Whether the empty line is there, so that data may follow.</summary>
    public bool HasEnd { get; private set; }

    /// <summary>The keys that users and programs added, with their values, in the order of the file.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Pairs => _pairs;

    /// <summary>The lines that follow a data file's LIST.</summary>
    public List<string> List { get; } = new();

    /// <summary>Whether the first bytes are a NRRD's.</summary>
    public static bool IsAtStartOf(ReadOnlySpan<byte> content) =>
        content.Length >= 8 && content.Slice(0, 6).SequenceEqual("NRRD00"u8) && (IsDigit(content[6]) && (IsDigit(content[7]) || content[7] == '.'));

    /// <summary>Reads the text, and no more of the file than it takes.</summary>
    /// <exception cref="MedIOException">It is no such text, has no end, or is cut off.</exception>
    public static NrrdHeader Read(ImageSource source, List<string> warnings)
    {
        var header = new NrrdHeader(source.Path, warnings);
        foreach (int count in new[] { Math.Max(1, source.Content.Length), 1 << 16, 1 << 20, MostBytes })
        {
            byte[] bytes = source.ReadStart(count);
            if (header.Parse(bytes, bytes.Length < count))
            {
                return header;
            }
        }

        throw header.Invalid(FormattableString.Invariant($"its text has no end within {MostBytes} bytes"));
    }

    /// <summary>The value of a field, null where it is missing.</summary>
    public string? this[string name] => _values.TryGetValue(name, out string? value) ? value : null;

    /// <summary>The value of a key, null where it is missing.</summary>
    public string? Pair(string key) => _pairs.FirstOrDefault(p => string.Equals(p.Key.Trim(), key, StringComparison.OrdinalIgnoreCase)).Value?.Trim();

    /// <summary>The value of a field that must be there.</summary>
    /// <exception cref="MedIOException">It is not.</exception>
    public string Required(string name) => this[name] ?? throw Invalid($"it has no {name}");

    /// <summary>The words of a field, one an axis; null where it is missing.</summary>
    /// <exception cref="MedIOException">There are more or fewer.</exception>
    public string[]? Words(string name, int count)
    {
        string[]? words = this[name] is { } text ? HeaderNumbers.Words(text) : null;
        return words is null || words.Length == count ? words : throw WrongCount(name, words.Length, count);
    }

    /// <summary>The numbers of a field, one an axis, NaN where one is not finite; null where it is missing.</summary>
    /// <exception cref="MedIOException">There are more or fewer, or something else.</exception>
    public double[]? Numbers(string name, int count) =>
        Words(name, count) is null ? null
        : HeaderNumbers.TryParse(_values[name], out double[] values) ? values.Select(v => double.IsInfinity(v) ? double.NaN : v).ToArray()
        : throw Invalid($"{name}: {HeaderText.Shorten(_values[name])} is not a list of numbers, with a point and blanks between");

    /// <summary>A whole number; null where it is missing.</summary>
    /// <exception cref="MedIOException">It is none.</exception>
    public long? Integer(string name)
    {
        double? value = Numbers(name, 1)?[0];
        return value is null ? null
            : value == Math.Floor(value.Value) && Math.Abs(value.Value) < 1e15 ? (long)value
            : throw Invalid($"{name}: {HeaderText.Shorten(_values[name])} is not a whole number");
    }

    /// <summary>The vectors of a field, such as <c>(1,0,0) none</c>, null for one that is <c>none</c>; null where the field is missing.</summary>
    /// <exception cref="MedIOException">There are more or fewer, or they have other dimensions.</exception>
    public double[]?[]? Vectors(string name, int count, int dimension)
    {
        if (this[name] is not { } text)
        {
            return null;
        }

        double[]?[] vectors = NrrdText.Vectors(text) ?? throw Invalid($"{name}: {HeaderText.Shorten(text)} is not a list of vectors such as (1,0,0)");
        int wrong = Array.FindIndex(vectors, v => v is not null && v.Length != dimension);
        return vectors.Length != count ? throw WrongCount(name, vectors.Length, count)
            : wrong >= 0 ? throw Invalid(FormattableString.Invariant($"{name} has a vector of {vectors[wrong]!.Length} numbers in a space of {dimension} dimensions"))
            : vectors;
    }

    /// <summary>Texts in quotation marks, as they are; null where the field is missing or has not so many.</summary>
    public string[]? Quoted(string name, int count) => this[name] is { } text && NrrdText.Quoted(text) is { } texts && texts.Length == count ? texts : null;

    /// <summary>All fields by their names, then the keys, with the texts of the file as values.</summary>
    public OrderedDictionary ToDictionary() => HeaderFields.Of(
        _names.Select(name => new KeyValuePair<string, object?>(name, _values[name]))
        .Concat(_pairs.Select(pair => new KeyValuePair<string, object?>(NrrdNative.HeaderName(pair.Key), pair.Value))));

    /// <summary>The error for a header that cannot be right.</summary>
    public MedIOException Invalid(string what) => new(MedIOError.InvalidHeader, $"{Path}: the NRRD header is wrong: {what}. Correct its text, or write the file anew.", Path);

    /// <summary>The error for a header that is cut off.</summary>
    public MedIOException Truncated(string what) => new(MedIOError.TruncatedHeader, $"{Path}: {what}. Copy it again from where it came from.", Path);

    private static bool IsDigit(byte b) => b is >= (byte)'0' and <= (byte)'9';

    private MedIOException WrongCount(string name, int has, int needed) =>
        Invalid(FormattableString.Invariant($"{name} has {has} value(s), but {needed} are needed"));

    // False where more bytes are needed.
    private bool Parse(byte[] bytes, bool whole)
    {
        _names.Clear();
        _values.Clear();
        _pairs.Clear();
        List.Clear();
        var odd = new List<string>();
        bool inList = false;
        for (int at = 0, lines = 0; ; lines++)
        {
            int end = at < bytes.Length ? Array.IndexOf(bytes, (byte)'\n', at) : -1;
            if (end < 0 && !whole)
            {
                return false;
            }

            int stop = end < 0 ? bytes.Length : end;
            int next = end < 0 ? bytes.Length : end + 1;
            stop -= stop > at && bytes[stop - 1] == '\r' ? 1 : 0;
            string line = Text(bytes, at, stop - at);
            bool isLast = at == bytes.Length;
            at = next;
            if (lines == 0)
            {
                CheckMagic(line, whole && end < 0);
            }
            else if (line.Length == 0)
            {
                Length = at;
                HasEnd = !isLast;
                _warnings.AddRange(odd.Take(MostWarnings));
                return true;
            }
            else if (inList)
            {
                List.Add(line);
            }
            else
            {
                inList = Add(line, odd) == NrrdFields.DataFile && NrrdFileNames.IsList(_values[NrrdFields.DataFile]);
            }
        }
    }

    private string Text(byte[] bytes, int at, int count)
    {
        for (int i = at; i < at + count; i++)
        {
            if (bytes[i] < 32 && bytes[i] != '\t')
            {
                throw Invalid("it has bytes that are no text before the empty line at its end");
            }
        }

        return HeaderText.Decode(bytes, at, count);
    }

    private void CheckMagic(string line, bool isCut)
    {
        line = line.TrimEnd();
        if (isCut)
        {
            throw Truncated("ends after its first line");
        }

        // The oldest of all is NRRD00.01.
        if (line != "NRRD00.01" && (line.Length != 8 || !line.StartsWith("NRRD000", StringComparison.Ordinal) || line[7] is < '1' or > LastVersion))
        {
            throw new MedIOException(
                line.StartsWith("NRRD", StringComparison.Ordinal) ? MedIOError.UnsupportedFeature : MedIOError.InvalidHeader,
                $"{Path}: begins with '{HeaderText.Shorten(line)}', but what is read begins with NRRD0001 to NRRD000{LastVersion}. Write it anew in one of these versions, as 'unu save' does where it can.",
                Path);
        }
    }

    // Returns the field's name; null for all else.
    private string? Add(string line, List<string> odd)
    {
        if (line[0] == '#')
        {
            return null;
        }

        // As Teem: a known field before ": " is one, whatever follows; all else with ":=" is a key.
        int colon = line.IndexOf(": ", StringComparison.Ordinal);
        int pair = line.IndexOf(":=", StringComparison.Ordinal);
        string? name = null;
        bool known = colon > 0 && NrrdFields.TryGet(line.Substring(0, colon), out name!);
        if (!known && pair >= 0)
        {
            _pairs.Add(new KeyValuePair<string, string>(NrrdText.Unescape(line.Substring(0, pair)), NrrdText.Unescape(line.Substring(pair + 2))));
            return null;
        }

        // Some programs leave the blank out.
        colon = known ? colon : line.IndexOf(':');
        if (!known && (colon <= 0 || !NrrdFields.TryGet(line.Substring(0, colon).Trim(), out name!)))
        {
            odd.Add($"The line '{HeaderText.Shorten(line)}' is no field of the format and was skipped.");
            return null;
        }

        string value = line.Substring(colon + 1).Trim();
        if (!_values.TryGetValue(name!, out string? before))
        {
            _names.Add(name!);
            _values.Add(name!, value);
        }
        else if (before != value)
        {
            throw Invalid($"it says {name} twice, and not the same");
        }

        return name;
    }
}
