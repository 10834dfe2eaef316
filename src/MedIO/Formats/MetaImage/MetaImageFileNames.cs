using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using MedIO.Formats.Headers;

namespace MedIO.Formats.MetaImage;

/// <summary>What an ElementDataFile names: the file itself, another one, a list of files, or files with numbers in their names.</summary>
internal static class MetaImageFileNames
{
    private const int MostNameLength = 4096;
    private const int MostListBytes = 16 << 20;

    /// <summary>Whether the data follow the header in its own file.</summary>
    public static bool IsLocal(string value) => value is "LOCAL" or "Local" or "local";

    /// <summary>Whether the names follow, a line each. <c>LIST</c> alone, or with the dimension of each file: <c>LIST 2</c>, <c>LIST 2D</c>.</summary>
    /// <param name="value">The field's value.</param>
    /// <param name="dimensions">The image's.</param>
    /// <param name="fileDimensions">The axes that each file holds.</param>
    public static bool IsList(string value, int dimensions, out int fileDimensions)
    {
        fileDimensions = dimensions - 1;
        string[] words = value.Length > MostNameLength ? Array.Empty<string>() : HeaderNumbers.Words(value);
        if (words.Length == 0 || words[0] != "LIST")
        {
            return false;
        }

        string number = words.Length > 1 ? new string(words[1].TakeWhile(c => c is >= '0' and <= '9').ToArray()) : string.Empty;
        if (int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int each) && each > 0 && each < dimensions)
        {
            fileDimensions = each;
        }

        return true;
    }

    /// <summary>The names that follow a header's LIST.</summary>
    /// <exception cref="MedIOException">There are fewer than are needed.</exception>
    public static List<string> ReadList(MetaImageHeader header, ImageSource source, long count, List<string> warnings)
    {
        byte[] bytes = source.ReadStart((int)Math.Min(MostListBytes, header.Length + (Math.Min(count, MostListBytes) * MostNameLength)));
        var names = new List<string>();
        foreach (string line in MetaImageHeader.Lines(bytes, header.Length).Where(l => l.Length > 0))
        {
            if (names.Count == count)
            {
                warnings.Add(FormattableString.Invariant($"The LIST of data files has more names than the {count} that the dimensions need; the rest is not used."));
                break;
            }

            names.Add(Checked(header, line));
        }

        return names.Count == count ? names : throw new MedIOException(
            MedIOError.TruncatedHeader,
            FormattableString.Invariant($"{header.Path}: its LIST names {names.Count} data files, but the dimensions need {count}. Copy the header again, or correct the list."),
            header.Path);
    }

    /// <summary>
    /// The names that a pattern such as <c>slice%03d.raw 1 20 1</c> stands for: printf's %d, then the first number, the
    /// last and the step. Null where the value is one name.
    /// </summary>
    /// <exception cref="MedIOException">The numbers do not fit the image.</exception>
    public static IEnumerable<string>? Pattern(MetaImageHeader header, string value, int count, List<string> warnings)
    {
        if (value.IndexOf('%') < 0)
        {
            return null;
        }

        // The name may have blanks; the numbers are the last words, three at most.
        string name = Checked(header, value);
        var numbers = new List<long>();
        for (int blank = name.LastIndexOfAny(new[] { ' ', '\t' }); numbers.Count < 3 && blank > 0; blank = name.LastIndexOfAny(new[] { ' ', '\t' }))
        {
            if (!int.TryParse(name.Substring(blank + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number))
            {
                break;
            }

            numbers.Insert(0, number);
            name = name.Substring(0, blank).TrimEnd();
        }

        if (NumberedName.Parse(name) is not { } names)
        {
            return null;
        }

        long first = numbers.Count > 0 ? numbers[0] : 1;
        long step = numbers.Count > 2 ? numbers[2] : 1;
        if (numbers.Count == 2 && count > 1)
        {
            step = Math.Max(1, (numbers[1] - first) / (count - 1));
        }

        long there = numbers.Count < 2 ? count : step == 0 ? (numbers[1] == first ? 1 : 0) : Math.Max(0, 1 + ((numbers[1] - first) / step));
        if (there < count)
        {
            throw header.Invalid(FormattableString.Invariant($"{MetaImageFields.DataFile} = {MetaImageHeader.Shorten(value)} stands for {there} data files, but the dimensions need {count}"));
        }

        if (there > count)
        {
            warnings.Add(FormattableString.Invariant($"{MetaImageFields.DataFile} stands for {there} data files, of which the dimensions need the first {count}."));
        }

        return Enumerable.Range(0, count).Select(i => names[first + (i * step)]);
    }

    /// <summary>A single name.</summary>
    /// <exception cref="MedIOException">It is empty or too long for one.</exception>
    public static string Checked(MetaImageHeader header, string name) => name.Length is > 0 and <= MostNameLength
        ? name
        : throw header.Invalid($"the name of a data file has {name.Length} characters");
}
