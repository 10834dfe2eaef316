using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using MedIO.Formats.Headers;

namespace MedIO.Formats.Nrrd;

/// <summary>What a <c>data file</c> field names: one file, a list of files, or files with numbers in their names. Section 5 of the definition.</summary>
internal static class NrrdFileNames
{
    private const string ListWord = "LIST";
    private const string SkipListWord = "SKIPLIST";
    private const int MostNameLength = 4096;

    /// <summary>Whether the names follow, a line each.</summary>
    public static bool IsList(string value) => value.StartsWith(ListWord, StringComparison.Ordinal);

    /// <summary>The names of the files, which hold equal parts of the data in their order.</summary>
    /// <exception cref="MedIOException">They are not as many as the sizes need.</exception>
    public static IEnumerable<string> Read(NrrdHeader header, int[] sizes)
    {
        string value = header[NrrdFields.DataFile]!;
        if (value.StartsWith(SkipListWord, StringComparison.Ordinal))
        {
            throw new MedIOException(MedIOError.UnsupportedFeature, $"{header.Path}: has a SKIPLIST of data files, which is of NRRD0006 and not read. Write it anew with one data file, as 'unu save' does.", header.Path);
        }

        if (IsList(value))
        {
            string dimension = value.Substring(ListWord.Length).Trim();
            long count = Count(header, sizes, dimension.Length == 0 ? sizes.Length - 1 : Integer(dimension) ?? throw header.Invalid($"data file: {HeaderText.Shorten(value)} has something else than a number behind LIST"), header.List.Count);
            return header.List.Count >= count
                ? header.List.Select(name => Checked(header, name))
                : throw header.Truncated(FormattableString.Invariant($"its LIST names {header.List.Count} data files, but the sizes need {count}"));
        }

        return Pattern(header, value, sizes) ?? new[] { Checked(header, value) };
    }

    /// <summary>A name as it is to stand in a header: Teem takes none that begins so for a file beside it.</summary>
    public static string Plain(string name) => IsList(name) || name.StartsWith(SkipListWord, StringComparison.Ordinal) || name[0] == '-' || char.IsWhiteSpace(name[0]) || (name.Length > 1 && name[1] == ':') ? "./" + name : name;

    // Such as "slice%03d.raw 1 20 1 2": the first number, the last, the step, and how many axes each file holds.
    private static IEnumerable<string>? Pattern(NrrdHeader header, string value, int[] sizes)
    {
        int place = value.IndexOf('%');
        int end = place < 0 ? -1 : value.IndexOfAny(new[] { ' ', '\t' }, place);
        if (end < 0 || NumberedName.Parse(value.Substring(0, end)) is not { } names)
        {
            return null;
        }

        int?[] numbers = HeaderNumbers.Words(value.Substring(end)).Select(Integer).ToArray();
        if (numbers.Length is not (3 or 4) || numbers.Contains(null) || numbers[2] == 0)
        {
            throw header.Invalid($"data file: {HeaderText.Shorten(value)} has not the first number, the last and the step, and perhaps a dimension, behind its pattern");
        }

        long first = numbers[0]!.Value;
        long step = numbers[2]!.Value;
        long there = Math.Max(0, 1 + ((numbers[1]!.Value - first) / step));
        there = (numbers[1]!.Value - first) * Math.Sign(step) < 0 ? 0 : there;
        long count = Count(header, sizes, numbers.Length == 4 ? numbers[3]!.Value : sizes.Length - 1, there);
        return there == count && value.Length <= MostNameLength
            ? Numbered(names, first, step, count)
            : throw header.Invalid(FormattableString.Invariant($"data file: {HeaderText.Shorten(value)} stands for {there} files, but the sizes need {count}"));
    }

    private static IEnumerable<string> Numbered(NumberedName names, long first, long step, long count)
    {
        for (long i = 0; i < count; i++)
        {
            yield return names[first + (i * step)];
        }
    }

    // How many files of so many dimensions there have to be; of all dimensions, any number into which the last axis can be cut.
    private static long Count(NrrdHeader header, int[] sizes, int dimension, long there)
    {
        if (dimension < 1 || dimension > sizes.Length)
        {
            throw sizes.Length == 1 && dimension == 0
                ? header.Invalid("its one axis cannot be spread over several data files without saying that each holds one dimension")
                : header.Invalid(FormattableString.Invariant($"its data files are to hold {dimension} dimensions each, but there are {sizes.Length}"));
        }

        if (dimension == sizes.Length)
        {
            return there > 0 && sizes[sizes.Length - 1] % there == 0
                ? there
                : throw header.Invalid(FormattableString.Invariant($"its last axis of {sizes[sizes.Length - 1]} cannot be cut into {there} data files of equal size"));
        }

        long count = 1;
        foreach (int size in sizes.Skip(dimension))
        {
            count = count > int.MaxValue ? count : count * size;
        }

        if (there > count)
        {
            throw header.Invalid(FormattableString.Invariant($"it names {there} data files, but the sizes need {count}"));
        }

        return count;
    }

    private static string Checked(NrrdHeader header, string name) => name.Length is > 0 and <= MostNameLength
        ? name
        : throw header.Invalid(FormattableString.Invariant($"the name of a data file has {name.Length} characters"));

    private static int? Integer(string text) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) ? value : null;
}
