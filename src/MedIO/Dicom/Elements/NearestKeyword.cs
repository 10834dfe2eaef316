using System;
using System.Collections.Generic;
using System.Linq;

namespace MedIO.Dicom;

/// <summary>Keywords of the standard that a misspelled one may have meant.</summary>
internal static class NearestKeyword
{
    private const int Most = 3;

    /// <summary>The nearest keywords, the best first; none where nothing is near.</summary>
    public static IReadOnlyList<string> Of(string name)
    {
        // What an element is called in print, such as Patient's Name, is its keyword with blanks and signs.
        string plain = new(name.Where(char.IsLetterOrDigit).ToArray());
        if (plain.Length is < 3 or > 100)
        {
            return Array.Empty<string>();
        }

        int allowed = Math.Max(1, Math.Min(4, plain.Length / 4));
        var near = new List<(int Distance, string Keyword)>();
        foreach (string keyword in DicomDictionary.Keywords)
        {
            int distance = Math.Abs(keyword.Length - plain.Length) > allowed ? int.MaxValue : Distance(plain, keyword);
            if (distance <= allowed)
            {
                near.Add((distance, keyword));
            }
        }

        int best = near.Count == 0 ? 0 : near.Min(n => n.Distance);
        return near.Where(n => n.Distance == best).Take(Most).Select(n => n.Keyword).ToArray();
    }

    // Letters to insert, leave out, change or swap with their neighbour.
    private static int Distance(string a, string b)
    {
        var before = new int[b.Length + 1];
        var last = new int[b.Length + 1];
        for (int j = 0; j <= b.Length; j++)
        {
            last[j] = j;
        }

        for (int i = 1; i <= a.Length; i++)
        {
            var row = new int[b.Length + 1];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int change = Same(a[i - 1], b[j - 1]) ? 0 : 1;
                row[j] = Math.Min(Math.Min(row[j - 1], last[j]) + 1, last[j - 1] + change);
                if (i > 1 && j > 1 && Same(a[i - 1], b[j - 2]) && Same(a[i - 2], b[j - 1]))
                {
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
                }
            }

            before = last;
            last = row;
        }

        return last[b.Length];
    }

    private static bool Same(char a, char b) => char.ToUpperInvariant(a) == char.ToUpperInvariant(b);
}
