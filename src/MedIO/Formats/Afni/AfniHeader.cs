using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using MedIO.Formats.Headers;

namespace MedIO.Formats.Afni;

/// <summary>
/// The attributes of a .HEAD file by name (AFNI's README.attributes): numbers, or text. It judges nothing but its own form.
/// </summary>
internal sealed class AfniHeader
{
    // Histories and tables of labels make some headers long, but never so long.
    private const int MostBytes = 1 << 26;

    private static readonly byte[] Type = Encoding.ASCII.GetBytes("type");
    private static readonly byte[] Attribute = Encoding.ASCII.GetBytes("-attribute");

    private readonly List<KeyValuePair<string, object>> _attributes = new();

    private AfniHeader(string path) => Path = path;

    public string Path { get; }

    /// <summary>Whether the content begins as a .HEAD file does.</summary>
    public static bool IsAtStartOf(ReadOnlySpan<byte> content)
    {
        int at = 0;
        while (at < content.Length && content[at] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
        {
            at++;
        }

        content = content.Slice(at, Math.Min(content.Length - at, 100));
        return content.StartsWith(Type) && content.IndexOf(Attribute) > 0;
    }

    /// <exception cref="MedIOException"><see cref="MedIOError.InvalidHeader"/> or <see cref="MedIOError.TruncatedHeader"/>.</exception>
    public static AfniHeader Read(ImageSource source)
    {
        var header = new AfniHeader(source.Path);
        new AfniAttributeReader(HeaderText.ReadBytes(source, MostBytes), source.Path).ReadTo(header._attributes);
        return header;
    }

    /// <summary>An attribute's numbers; null where it is missing or has none.</summary>
    public double[]? Numbers(string name) => Find(name) is double[] { Length: > 0 } numbers ? numbers : null;

    /// <summary>An attribute's text; null where it is missing.</summary>
    public string? Text(string name) => Find(name) as string;

    /// <summary>An attribute's whole numbers, at least so many.</summary>
    /// <exception cref="MedIOException"><see cref="MedIOError.InvalidHeader"/>: there are fewer, or others.</exception>
    public int[] Integers(string name, int least)
    {
        double[] numbers = Numbers(name) ?? Array.Empty<double>();
        return numbers.Length >= least && numbers.All(n => n >= int.MinValue && n <= int.MaxValue && n == Math.Floor(n))
            ? Array.ConvertAll(numbers, n => (int)n)
            : throw Invalid(numbers.Length == 0 ? $"it has no {name}" : $"{name} is '{string.Join(" ", numbers.Take(8).Select(n => n.ToString("R", CultureInfo.InvariantCulture)))}', not {least} whole numbers");
    }

    public MedIOException Invalid(string what) => new(
        MedIOError.InvalidHeader, $"{Path}: {what}. The header is damaged: copy it again from where it came from, or make it anew with AFNI's 3drefit.", Path);

    /// <summary>Every attribute by its name, in the file's order.</summary>
    public HeaderFields ToFields() => HeaderFields.Of(_attributes.Select(attribute => new KeyValuePair<string, object?>(
        attribute.Key,
        attribute.Value is not double[] numbers ? attribute.Value : numbers.Length == 1 ? numbers[0] : new Vector(numbers))));

    // The last of equal names counts, as in a dictionary.
    private object? Find(string name) => _attributes.FindLast(a => a.Key == name).Value;
}
