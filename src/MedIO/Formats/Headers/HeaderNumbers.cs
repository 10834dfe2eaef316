using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace MedIO.Formats.Headers;

/// <summary>How headers of text write numbers: with blanks between, a point, and no loss.</summary>
internal static class HeaderNumbers
{
    private static readonly char[] Blanks = { ' ', '\t' };

    // As C and its libraries on several systems print what is no number.
    private static readonly string[] NotFinite = { "nan", "nan(ind)", "inf", "infinity", "1.#qnan", "1.#ind", "1.#inf" };

    public static string[] Words(string text) => text.Split(Blanks, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Numbers that are not finite become NaN.</summary>
    public static bool TryParse(string text, out double[] values)
    {
        string[] words = Words(text);
        values = new double[words.Length];
        for (int i = 0; i < words.Length; i++)
        {
            if (!double.TryParse(words[i], NumberStyles.Float, CultureInfo.InvariantCulture, out values[i]))
            {
                if (!NotFinite.Contains(words[i].TrimStart('-', '+').ToLowerInvariant()))
                {
                    return false;
                }

                values[i] = double.NaN;
            }
        }

        return true;
    }

    /// <summary>The numbers so that reading gives the same ones, bit by bit.</summary>
    public static string Format(IEnumerable<double> values) => string.Join(" ", values.Select(Format));

    /// <summary>The number so that reading gives the same one, bit by bit.</summary>
    public static string Format(double value)
    {
        // .NET Framework's "R" does not always keep the last bit.
        string text = (value + 0.0).ToString("R", CultureInfo.InvariantCulture);
        if (double.Parse(text, CultureInfo.InvariantCulture) != value)
        {
            text = value.ToString("G17", CultureInfo.InvariantCulture);
        }

        return text == "-0" ? "0" : text;
    }
}
