using System;
using System.Globalization;

namespace MedIO.Dicom.Writing;

/// <summary>Numbers as DS values (PS3.5 section 6.2): at most 16 characters, in the invariant culture, as close to the number as these can say.</summary>
internal static class DecimalString
{
    /// <summary>The most characters of a value.</summary>
    public const int MostCharacters = 16;

    /// <summary>The text of a number.</summary>
    /// <exception cref="MedIOException"><see cref="MedIOError.InvalidElement"/>: the number is not finite.</exception>
    public static string Of(double value)
    {
        if (double.IsNaN(value) || double.IsInfinity(value))
        {
            throw new MedIOException(MedIOError.InvalidElement, "A decimal string (VR DS) holds finite numbers only. Give a finite number.");
        }

        if (value == 0)
        {
            return "0";
        }

        string best = string.Empty;
        double bestError = double.PositiveInfinity;
        bool isFixed = false;
        bool isScientific = false;
        for (int digits = 17; digits > 0 && !(isFixed && isScientific); digits--)
        {
            // Such as -1.2345E+003.
            string text = value.ToString("E" + (digits - 1).ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
            int e = text.IndexOf('E');
            int exponent = int.Parse(text.Substring(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            string sign = value < 0 ? "-" : string.Empty;
            string number = text.Substring(sign.Length, e - sign.Length).Replace(".", string.Empty).TrimEnd('0');
            isFixed |= Consider(sign + Fixed(number, exponent));
            isScientific |= Consider(sign + Scientific(number, exponent));
        }

        return best;

        bool Consider(string candidate)
        {
            // Rounded up, the greatest numbers are none any more.
            if (candidate.Length > MostCharacters
                || !double.TryParse(candidate, NumberStyles.Float, CultureInfo.InvariantCulture, out double read) || double.IsInfinity(read))
            {
                return false;
            }

            double error = Math.Abs(read - value);
            if (error < bestError)
            {
                best = candidate;
                bestError = error;
            }

            return true;
        }
    }

    /// <summary>The number of a text that <see cref="Of(double)"/> made, as any reader sees it.</summary>
    public static double Parse(string text) => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);

    /// <summary>The closest number that a value can hold.</summary>
    public static double Round(double value) => Parse(Of(value));

    /// <summary>The texts of several numbers, as one element holds them.</summary>
    public static string Of(params double[] values) => string.Join("\\", Array.ConvertAll(values, Of));

    /// <summary>Whether a text is one value of VR DS.</summary>
    public static bool IsValid(string text)
    {
        string trimmed = text.Trim(' ');
        foreach (char c in trimmed)
        {
            if (c is (< '0' or > '9') and not ('+' or '-' or '.' or 'E' or 'e'))
            {
                return false;
            }
        }

        return text.Length <= MostCharacters
            && double.TryParse(trimmed, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && !double.IsInfinity(value);
    }

    private static string Fixed(string number, int exponent)
    {
        if (exponent < 0)
        {
            return exponent < -MostCharacters ? new string('0', MostCharacters + 1) : "0." + new string('0', -exponent - 1) + number;
        }

        return exponent > MostCharacters ? new string('0', MostCharacters + 1)
            : number.Length <= exponent + 1 ? number.PadRight(exponent + 1, '0')
            : number.Substring(0, exponent + 1) + "." + number.Substring(exponent + 1);
    }

    private static string Scientific(string number, int exponent) =>
        number.Substring(0, 1) + (number.Length > 1 ? "." + number.Substring(1) : string.Empty) + "E" + exponent.ToString(CultureInfo.InvariantCulture);
}
