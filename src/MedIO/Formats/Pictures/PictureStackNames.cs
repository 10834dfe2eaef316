using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using MedIO.Dicom.Series;

namespace MedIO.Formats.Pictures;

/// <summary>The files of a folder that are one numbered stack: equal names but for a number.</summary>
internal static class PictureStackNames
{
    private const int MostNamed = 10;
    private const int MostDigits = 18;

    private static readonly string[] Suffixes = { ".png", ".jpg", ".jpeg", ".jpe", ".jfif", ".bmp", ".dib", ".tif", ".tiff" };

    private static readonly Regex Digits = new("[0-9]+", RegexOptions.CultureInvariant);

    /// <summary>The pictures of a folder, by their suffixes, that <see cref="ReadOptions.Filter"/> lets through.</summary>
    public static string[] PicturesOf(string folder, ReadOptions options)
    {
        var files = new SeriesFiles(options);
        files.Add(folder);
        return files.Paths.Where(f => Suffixes.Contains(Path.GetExtension(f), StringComparer.OrdinalIgnoreCase)).ToArray();
    }

    /// <summary>The files in the order of their numbers; null stands for one that is missing.</summary>
    /// <param name="folder">Their folder.</param>
    /// <param name="files">The files, at least one.</param>
    /// <param name="options">Says whether some may be missing.</param>
    /// <param name="warnings">Gets which are, and what else is odd.</param>
    /// <exception cref="MedIOException">They are no stack, or one with holes.</exception>
    public static string?[] Order(string folder, string[] files, ReadOptions options, List<string> warnings)
    {
        string[] names = Array.ConvertAll(files, f => f.Substring(folder.Length).TrimStart('/', '\\'));
        var numbers = new SortedDictionary<long, string>();
        int at = Place(folder, names);
        for (int i = 0; i < files.Length; i++)
        {
            // Equal names but for zeros have the same number, whichever it is.
            long number = at < 0 ? 0 : Number(folder, names[i], at);
            if (numbers.TryGetValue(number, out string? other))
            {
                throw Mixed(folder, $"'{Path.GetFileName(other)}' and '{Path.GetFileName(files[i])}' have the same number");
            }

            numbers.Add(number, files[i]);
        }

        return Fill(folder, numbers, options, warnings);
    }

    /// <summary>Whether files so named are read as one stack, in this order.</summary>
    /// <param name="files">Full paths, in one folder.</param>
    public static bool AreStack(string[] files)
    {
        try
        {
            return files.SequenceEqual(Order(Path.GetDirectoryName(files[0])!, files, new ReadOptions(), new List<string>()));
        }
        catch (MedIOException)
        {
            return false;
        }
    }

    // Which of the numbers in the names is that of the slice: the one that differs. -1 where there is one name only.
    private static int Place(string folder, string[] names)
    {
        MatchCollection first = Digits.Matches(names[0]);
        string text = Text(names[0]);
        int place = -1;
        foreach (string name in names)
        {
            if (Text(name) != text)
            {
                throw Mixed(folder, $"'{names[0]}' and '{name}' are not numbered alike");
            }

            MatchCollection digits = Digits.Matches(name);
            for (int i = 0; i < digits.Count; i++)
            {
                if (digits[i].Value.TrimStart('0') != first[i].Value.TrimStart('0'))
                {
                    place = place == -1 || place == i ? i : throw Mixed(folder, $"'{names[0]}' and '{name}' differ in several numbers");
                }
            }
        }

        return place;
    }

    // What is left of a name without its numbers; the suffix in any case.
    private static string Text(string name)
    {
        string suffix = Path.GetExtension(name);
        return Digits.Replace(name.Substring(0, name.Length - suffix.Length) + suffix.ToLowerInvariant(), "0");
    }

    private static long Number(string folder, string name, int place)
    {
        string digits = Digits.Matches(name)[place].Value.TrimStart('0');
        return digits.Length == 0 ? 0
            : digits.Length <= MostDigits ? long.Parse(digits, System.Globalization.CultureInfo.InvariantCulture)
            : throw Mixed(folder, $"the number in '{name}' has too many digits");
    }

    private static string?[] Fill(string folder, SortedDictionary<long, string> numbers, ReadOptions options, List<string> warnings)
    {
        long[] keys = numbers.Keys.ToArray();
        long step = 0;
        for (int i = 1; i < keys.Length; i++)
        {
            step = Divisor(step, keys[i] - keys[i - 1]);
        }

        step = Math.Max(1, step);
        long count = ((keys[keys.Length - 1] - keys[0]) / step) + 1;
        if (step > 1)
        {
            warnings.Add(FormattableString.Invariant($"The numbers in the files' names go up by {step} ({keys[0]}, {keys[1]} ...); nothing is taken to be missing between them."));
        }

        if (count == keys.Length)
        {
            return numbers.Values.ToArray();
        }

        var missing = new List<long>();
        for (long n = keys[0]; missing.Count <= MostNamed; n += step)
        {
            if (!numbers.ContainsKey(n))
            {
                missing.Add(n);
            }

            if (n == keys[keys.Length - 1])
            {
                break;
            }
        }

        string which = string.Join(", ", missing.Take(MostNamed)) + (count - keys.Length > MostNamed ? " ..." : string.Empty);
        if (!options.AllowMissingSlices || count > 2L * keys.Length)
        {
            throw new MedIOException(
                MedIOError.MissingSlices,
                FormattableString.Invariant($"{folder}: {count - keys.Length} of {count} pictures are missing by the numbers in the names: {which}. Get them, or choose others with -Filter{(options.AllowMissingSlices ? "; more than half of them are too many to leave out" : ", or read the stack without them with -AllowMissingSlices")}."),
                folder);
        }

        warnings.Add(FormattableString.Invariant($"{count - keys.Length} of {count} pictures are missing and hold 0: {which}."));
        var files = new string?[count];
        for (long i = 0; i < count; i++)
        {
            files[i] = numbers.TryGetValue(keys[0] + (i * step), out string? file) ? file : null;
        }

        return files;
    }

    private static long Divisor(long a, long b)
    {
        while (b != 0)
        {
            (a, b) = (b, a % b);
        }

        return a;
    }

    private static MedIOException Mixed(string folder, string why) => new(
        MedIOError.InconsistentSeries, $"{folder}: its pictures are no stack: {why}. Choose those of one stack with -Filter, such as -Filter slice*.png, or read them one by one: Get-ChildItem -File.", folder);
}
