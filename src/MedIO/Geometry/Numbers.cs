using System;
using System.Collections.Generic;
using System.Globalization;

namespace MedIO.Geometry;

/// <summary>How the small vectors print and parse: the invariant culture, whatever the session's.</summary>
internal static class Numbers
{
    private static readonly char[] Separators = { ' ', '\t', '\r', '\n', ',', ';', 'x', '[', ']', '(', ')', '{', '}', '\\' };

    /// <summary>
    /// The shortest text that gives the same 32-bit float: headers store spacings as float32, and 0.98 should not
    /// print as 0.98000001907. The exact number stays in the vector.
    /// </summary>
    public static string Format(double value)
    {
        float single = (float)value;
        if (float.IsNaN(single) || float.IsInfinity(single) || Math.Abs(value) >= 1e16)
        {
            return value.ToString("R", CultureInfo.InvariantCulture);
        }

        // .NET Framework's "R" is not always the shortest.
        string text = (single + 0f).ToString("G7", CultureInfo.InvariantCulture);
        if (float.Parse(text, CultureInfo.InvariantCulture) != single)
        {
            text = single.ToString("G8", CultureInfo.InvariantCulture);
            if (float.Parse(text, CultureInfo.InvariantCulture) != single)
            {
                text = single.ToString("G9", CultureInfo.InvariantCulture);
            }
        }

        return text == "-0" ? "0" : text;
    }

    public static double[] Parse(string text)
    {
        string[] parts = text.Split(Separators, StringSplitOptions.RemoveEmptyEntries);
        var values = new double[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            if (!double.TryParse(parts[i], NumberStyles.Float, CultureInfo.InvariantCulture, out values[i]))
            {
                throw new FormatException($"'{parts[i]}' in '{text}' is not a number in the invariant culture (1.5, not 1,5).");
            }
        }

        return values;
    }

    public static int Hash<T>(IEnumerable<T> values)
        where T : struct
    {
        int hash = 17;
        foreach (T value in values)
        {
            hash = (hash * 31) + value.GetHashCode();
        }

        return hash;
    }
}
