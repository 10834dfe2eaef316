using System.Globalization;
using System.Text;

namespace MedIO;

/// <summary>Sentences for people. What they quote of a file, or its name, may hold characters that a console obeys instead of showing them.</summary>
public static class PlainText
{
    /// <summary>The text with its line breaks and tabs as spaces, and other control characters as <c>\x1b</c>.</summary>
    /// <param name="text">The text; null is the empty one.</param>
    /// <returns>The text itself where it holds none.</returns>
    public static string Of(string? text)
    {
        text ??= string.Empty;
        int at = 0;
        while (at < text.Length && !IsObeyed(text[at]))
        {
            at++;
        }

        if (at == text.Length)
        {
            return text;
        }

        var plain = new StringBuilder(text, 0, at, text.Length + 16);
        for (; at < text.Length; at++)
        {
            char c = text[at];
            if (!IsObeyed(c))
            {
                plain.Append(c);
            }
            else if (c is '\t' or '\n' or '\r')
            {
                // The two of Windows are one.
                if (c != '\n' || at == 0 || text[at - 1] != '\r')
                {
                    plain.Append(' ');
                }
            }
            else
            {
                plain.Append(c <= 0xff ? "\\x" : "\\u").Append(((int)c).ToString(c <= 0xff ? "x2" : "x4", CultureInfo.InvariantCulture));
            }
        }

        return plain.ToString();
    }

    /// <summary>Whether a console obeys a character: those of C0 and C1, and those that break lines or turn the direction of what is around them.</summary>
    /// <param name="c">The character.</param>
    /// <returns>False for what is shown.</returns>
    public static bool IsObeyed(char c) => char.IsControl(c)
        || c is '\u061c' or '\u200e' or '\u200f' or '\u2028' or '\u2029' or (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069');
}
