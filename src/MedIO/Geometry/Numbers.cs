using System;
using System.Collections.Generic;
using System.Globalization;

namespace MedIO.Geometry;

/// <summary>How the small vectors print and parse: the invariant culture, whatever the session's.</summary>
internal static class Numbers
{
    private static readonly char[] Separators = { ' ', '\t', '\r', '\n', ',', ';', 'x', '[', ']', '(', ')', '{', '}', '\\' };

    /// <summary>
    /// Whole numbers in full, others with the seven digits that a 32-bit float is good for: headers store float32, and
    /// neither 0.98 should print as 0.98000001907 nor the length of a rotated axis as 0.90000004. What is below a
    /// billionth of a millimetre is the rounding of a rotation and prints as 0. The exact number stays in the vector.
    /// </summary>
    public static string Format(double value)
    {
        if (double.IsNaN(value) || double.IsInfinity(value))
        {
            return value.ToString(CultureInfo.InvariantCulture);
        }

        if (value == Math.Floor(value) && Math.Abs(value) < 1e15)
        {
            return ((long)value).ToString(CultureInfo.InvariantCulture);
        }

        return Math.Abs(value) < 1e-9 ? "0" : value.ToString("G7", CultureInfo.InvariantCulture);
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
