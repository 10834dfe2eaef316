using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using MedIO.Formats.Headers;

namespace MedIO.Formats.Nrrd;

/// <summary>How NRRD headers write vectors, texts in quotation marks, and keys with line breaks.</summary>
internal static class NrrdText
{
    /// <summary>Reads vectors such as <c>(1,0,0) none</c>; null where the text is something else. <c>none</c>, and a vector of NaN, is null.</summary>
    public static double[]?[]? Vectors(string text)
    {
        var vectors = new List<double[]?>();
        for (int at = 0; ;)
        {
            while (at < text.Length && text[at] is ' ' or '\t')
            {
                at++;
            }

            if (at == text.Length)
            {
                return vectors.ToArray();
            }

            int close = text.IndexOf(')', at);
            if (text[at] == '(' && close > at)
            {
                double[]? numbers = Numbers(text.Substring(at + 1, close - at - 1));
                if (numbers is null)
                {
                    return null;
                }

                vectors.Add(numbers.All(double.IsNaN) ? null : numbers);
                at = close + 1;
            }
            else if (string.Compare(text, at, "none", 0, 4, StringComparison.OrdinalIgnoreCase) == 0 && (at + 4 == text.Length || text[at + 4] is ' ' or '\t' or '('))
            {
                vectors.Add(null);
                at += 4;
            }
            else
            {
                return null;
            }
        }
    }

    /// <summary>A vector so that reading gives the same numbers.</summary>
    public static string Vector(IEnumerable<double> values) => "(" + string.Join(",", values.Select(HeaderNumbers.Format)) + ")";

    /// <summary>Reads texts such as <c>"mm" "s"</c>; null where there is something else.</summary>
    public static string[]? Quoted(string text)
    {
        var texts = new List<string>();
        for (int at = 0; ;)
        {
            while (at < text.Length && text[at] is ' ' or '\t')
            {
                at++;
            }

            if (at == text.Length)
            {
                return texts.ToArray();
            }

            if (text[at++] != '"')
            {
                return null;
            }

            var one = new StringBuilder();
            for (; at < text.Length && text[at] != '"'; at++)
            {
                at += text[at] == '\\' && at + 1 < text.Length && text[at + 1] == '"' ? 1 : 0;
                one.Append(text[at]);
            }

            if (at++ >= text.Length)
            {
                return null;
            }

            texts.Add(one.ToString());
        }
    }

    /// <summary>A key or a value as it was before a writer escaped its line breaks and backslashes.</summary>
    public static string Unescape(string text)
    {
        if (text.IndexOf('\\') < 0)
        {
            return text;
        }

        var plain = new StringBuilder();
        for (int i = 0; i < text.Length; i++)
        {
            bool escaped = text[i] == '\\' && i + 1 < text.Length && text[i + 1] is 'n' or '\\';
            plain.Append(!escaped ? text[i] : text[i + 1] == 'n' ? '\n' : '\\');
            i += escaped ? 1 : 0;
        }

        return plain.ToString();
    }

    /// <summary>A key or a value in one line.</summary>
    public static string Escape(string text) => text.Replace("\\", "\\\\").Replace("\n", "\\n");

    // Null where something is no number, or none is there.
    private static double[]? Numbers(string text)
    {
        string[] parts = text.Split(',');
        var values = new double[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            if (!HeaderNumbers.TryParse(parts[i], out double[] one) || one.Length != 1)
            {
                return null;
            }

            values[i] = one[0];
        }

        return values;
    }
}
