using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text.RegularExpressions;
using MedIO.IO;

namespace MedIO.Dicom.Writing;

/// <summary>Names of the files of a series, numbered from 1.</summary>
internal static class FileNamePattern
{
    private static readonly char[] Forbidden = { '/', '\\', ':', '*', '?', '"', '<', '>', '|' };

    /// <summary>The names that a pattern gives.</summary>
    /// <param name="pattern">With <c>{0}</c> for the number, or <c>{0:D4}</c>; also <c>{}</c> and <c>{:04d}</c>, as Python has it.</param>
    /// <param name="count">How many.</param>
    /// <exception cref="MedIOException"><see cref="MedIOError.InvalidPattern"/>: names would be equal, or no names of files in one folder.</exception>
    public static string[] Names(string pattern, int count)
    {
        string format = Regex.Replace(pattern.Replace("{}", "{0}"), @"\{0?:0(\d+)d?\}", "{0:D$1}");
        var names = new string[count];
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (int i = 0; i < count; i++)
        {
            try
            {
                names[i] = string.Format(CultureInfo.InvariantCulture, format, i + 1);
            }
            catch (FormatException e)
            {
                throw Invalid("is no pattern", e);
            }

            if (!IsName(names[i]))
            {
                throw Invalid("gives a name that is none of a file in the folder");
            }

            if (!seen.Add(names[i]))
            {
                throw Invalid($"gives the same name to several of the {count.ToString(CultureInfo.InvariantCulture)} slices");
            }
        }

        return names;

        MedIOException Invalid(string what, Exception? inner = null) =>
            new(MedIOError.InvalidPattern, $"The pattern '{pattern}' {what}. Give one such as IM{{0}}.dcm or IM{{0:D4}}.dcm, with {{0}} where the number goes.", innerException: inner);
    }

    // A name that is good on every system, since folders are copied from one to another.
    private static bool IsName(string name)
    {
        foreach (char c in name)
        {
            if (char.IsControl(c))
            {
                return false;
            }
        }

        return name.Trim().Length > 0 && name.Trim('.').Length > 0 && name[name.Length - 1] is not (' ' or '.')
            && name.IndexOfAny(Forbidden) < 0 && name.IndexOfAny(Path.GetInvalidFileNameChars()) < 0 && name.Length <= 200 && !DeviceNames.IsReserved(name);
    }
}
