using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using MedIO.Formats.Headers;

namespace MedIO.Formats.ParRec;

/// <summary>The text of a .PAR file: its version, its general information by name, and its table of slices.</summary>
internal sealed class ParRecHeader
{
    // A line has some 250 bytes: a quarter of a million slices.
    private const int MostBytes = 1 << 26;

    private static readonly char[] Blanks = { ' ', '\t' };

    private readonly List<KeyValuePair<string, string>> _general = new();

    private ParRecHeader(string path) => Path = path;

    public string Path { get; }

    /// <summary>40, 41 or 42 for V4, V4.1, V4.2.</summary>
    public int Version { get; private set; }

    public IReadOnlyList<ParRecSlice> Slices { get; private set; } = Array.Empty<ParRecSlice>();

    /// <summary>Whether the content begins as a .PAR file does.</summary>
    public static bool IsAtStartOf(ReadOnlySpan<byte> content)
    {
        const string Title = "# === DATA DESCRIPTION FILE";
        for (int i = 0; i < Title.Length; i++)
        {
            if (i >= content.Length || content[i] != Title[i])
            {
                return false;
            }
        }

        return true;
    }

    /// <exception cref="MedIOException">The text is cut off or no such header.</exception>
    public static ParRecHeader Read(ImageSource source, List<string> warnings)
    {
        var header = new ParRecHeader(source.Path);
        var lines = new List<string>();
        using (var text = new StringReader(HeaderText.Read(source, MostBytes)))
        {
            for (string? line = text.ReadLine(); line is not null; line = text.ReadLine())
            {
                line = line.Trim();
                if (line.Length > 0)
                {
                    lines.Add(line);
                }
            }
        }

        header.Parse(lines, warnings);
        return header;
    }

    /// <summary>A line of the general information, in any case; null where there is none. It may be empty.</summary>
    /// <param name="names">The names that versions have given it.</param>
    public string? General(params string[] names)
    {
        foreach (string name in names)
        {
            foreach (KeyValuePair<string, string> line in _general)
            {
                if (line.Key.Equals(name, StringComparison.OrdinalIgnoreCase))
                {
                    return line.Value;
                }
            }
        }

        return null;
    }

    /// <summary>The numbers of a line of the general information; none where it is missing or holds other things.</summary>
    public double[] GeneralNumbers(params string[] names)
    {
        string[] words = (General(names) ?? string.Empty).Split(Blanks, StringSplitOptions.RemoveEmptyEntries);
        double[] numbers = Array.ConvertAll(words, Number);
        return numbers.Any(double.IsNaN) ? Array.Empty<double>() : numbers;
    }

    public MedIOException Invalid(string what) => new(
        MedIOError.InvalidHeader, $"{Path}: {what}. The header is damaged, or was changed by hand: export the scan again, or copy it again from where it came from.", Path);

    /// <summary>The general information by the file's names, and the table as a list.</summary>
    public HeaderFields ToFields()
    {
        var fields = new HeaderFields { ["version"] = FormattableString.Invariant($"V{Version / 10.0}") };
        foreach (KeyValuePair<string, string> line in _general)
        {
            fields[line.Key] = line.Value;
        }

        fields["images"] = Slices.Select(ToFields).ToArray();
        return fields;
    }

    private static HeaderFields ToFields(ParRecSlice slice)
    {
        var fields = new HeaderFields();
        foreach (ParRecColumn column in ParRecColumn.AllIn(42).Where(slice.Has))
        {
            fields[column.Name] = column.Count == 1 ? slice[column] : new Vector(Enumerable.Range(0, column.Count).Select(i => slice[column, i]).ToArray());
        }

        return fields;
    }

    // Comments with the version, lines that begin with a point, comments with the table's definition, the table.
    private void Parse(List<string> lines, List<string> warnings)
    {
        int at = 0;
        for (; at < lines.Count && lines[at][0] == '#'; at++)
        {
            int tool = lines[at].IndexOf("image export tool", StringComparison.OrdinalIgnoreCase);
            if (tool >= 0)
            {
                ReadVersion(lines[at].Split(Blanks, StringSplitOptions.RemoveEmptyEntries).Last(), warnings);
            }
        }

        if (Version == 0)
        {
            throw Invalid("no line says the version of the export tool");
        }

        for (; at < lines.Count && lines[at][0] == '.'; at++)
        {
            int colon = lines[at].IndexOf(':');

            // A name such as "Patient name" is padded with blanks inside, too.
            string[] words = lines[at].Substring(1, Math.Max(0, colon - 1)).Split(Blanks, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length > 0)
            {
                _general.Add(new KeyValuePair<string, string>(string.Join(" ", words), lines[at].Substring(colon + 1).Trim()));
            }
        }

        while (at < lines.Count && lines[at][0] == '#')
        {
            at++;
        }

        var slices = new List<ParRecSlice>();
        for (; at < lines.Count && lines[at][0] != '#'; at++)
        {
            slices.Add(ReadSlice(lines[at], slices.Count));
        }

        Slices = slices.Count > 0 ? slices : throw new MedIOException(
            MedIOError.TruncatedHeader, $"{Path}: ends before its table of slices. Copy it again from where it came from.", Path);
    }

    private void ReadVersion(string word, List<string> warnings)
    {
        Version = word.ToUpperInvariant() switch
        {
            "V4" => 40,
            "V4.1" => 41,
            "V4.2" => 42,
            _ when word.Length > 2 && "Vv".IndexOf(word[0]) >= 0 && Number(word.Substring(1)) is > 4.2 and < 100 => 43,
            _ => throw new MedIOException(
                MedIOError.UnsupportedFeature,
                $"{Path}: is of version '{(word.Length > 20 ? word.Substring(0, 20) : word)}' of the Philips export tool; V4, V4.1 and V4.2 can be read. Export the scan anew, or as DICOM.",
                Path),
        };
        if (Version > 42)
        {
            Version = 42;
            warnings.Add($"The version of the Philips export tool is {word}, which is newer than V4.2; its table is read as one of V4.2.");
        }
    }

    private ParRecSlice ReadSlice(string line, int row)
    {
        string[] words = line.Split(Blanks, StringSplitOptions.RemoveEmptyEntries);
        ParRecColumn last = ParRecColumn.AllIn(Version).Last();
        int count = last.Start + last.Count;
        if (words.Length < count)
        {
            throw new MedIOException(
                MedIOError.TruncatedHeader,
                FormattableString.Invariant($"{Path}: line {row + 1} of its table of slices has {words.Length} numbers, and version V{Version / 10.0} has {count}. Copy it again from where it came from."),
                Path);
        }

        var numbers = new double[count];
        foreach (ParRecColumn column in ParRecColumn.AllIn(Version))
        {
            for (int i = column.Start; i < column.Start + column.Count; i++)
            {
                numbers[i] = Number(words[i]);
                if (!column.IsText && (double.IsNaN(numbers[i]) || (column.IsWhole && numbers[i] != (int)numbers[i])))
                {
                    throw Invalid(FormattableString.Invariant($"'{(words[i].Length > 20 ? words[i].Substring(0, 20) : words[i])}' in line {row + 1} of its table is no {(column.IsWhole ? "whole " : string.Empty)}number ({column.Name})"));
                }
            }
        }

        return new ParRecSlice(row, numbers);
    }

    private static double Number(string word) =>
        double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && !double.IsInfinity(value) ? value : double.NaN;
}
