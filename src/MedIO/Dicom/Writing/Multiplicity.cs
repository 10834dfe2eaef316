using System;
using System.Globalization;

namespace MedIO.Dicom.Writing;

/// <summary>Value multiplicities as PS3.6 writes them: <c>1</c>, <c>1-3</c>, <c>2-n</c>, and <c>3-3n</c> for multiples of three.</summary>
internal static class Multiplicity
{
    /// <summary>Whether an element may have so many values; any number where nothing is known of it.</summary>
    public static bool Allows(string? multiplicity, int count)
    {
        if (string.IsNullOrEmpty(multiplicity))
        {
            return true;
        }

        string[] ends = multiplicity!.Split('-');
        int least = Number(ends[0]);
        if (ends.Length == 1)
        {
            return count == least;
        }

        if (!ends[1].EndsWith("n", StringComparison.Ordinal))
        {
            return count >= least && count <= Number(ends[1]);
        }

        int step = ends[1].Length == 1 ? 1 : Number(ends[1].TrimEnd('n'));
        return count >= least && count % step == 0;
    }

    /// <summary>Such as <c>1 to 3 are</c>.</summary>
    public static string Describe(string? multiplicity)
    {
        string[] ends = (multiplicity ?? "1-n").Split('-');
        return ends.Length == 1 ? ends[0] == "1" ? "one is" : $"{ends[0]} are"
            : ends[1] == "n" ? $"{ends[0]} or more are"
            : ends[1].EndsWith("n", StringComparison.Ordinal) ? $"{ends[1].TrimEnd('n')}, or a multiple of it, are"
            : $"{ends[0]} to {ends[1]} are";
    }

    private static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
