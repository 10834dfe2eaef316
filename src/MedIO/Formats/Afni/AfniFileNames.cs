using System;
using System.Collections.Generic;
using System.IO;

namespace MedIO.Formats.Afni;

/// <summary>Which file of a pair belongs to which: <c>epi+orig.HEAD</c> and <c>epi+orig.BRIK</c>, the latter compressed or not.</summary>
internal static class AfniFileNames
{
    private static readonly string[] Compressions = { string.Empty, ".gz", ".bz2", ".Z" };

    /// <summary>Whether a file holds voxels, by its name.</summary>
    public static bool IsData(string path) => Stem(path, ".BRIK") is not null;

    /// <summary>The header that is there for a data file, or null.</summary>
    public static string? FindHeader(string path)
    {
        string stem = Stem(path, ".BRIK")!;
        return First(new[] { stem + ".HEAD", stem + ".head" });
    }

    /// <summary>The name that the header of a data file should have.</summary>
    public static string Header(string path) => Stem(path, ".BRIK") + ".HEAD";

    /// <summary>The data file that is there for a header, or null.</summary>
    public static string? FindData(string path)
    {
        string? stem = Stem(path, ".HEAD");
        if (stem is null)
        {
            return null;
        }

        var names = new List<string>();
        foreach (string compression in Compressions)
        {
            names.Add(stem + ".BRIK" + compression);
            names.Add(stem + ".brik" + compression);
        }

        return First(names);
    }

    // The path without its suffix, and without that of a compression; null where it has another.
    private static string? Stem(string path, string suffix)
    {
        foreach (string compression in Compressions)
        {
            if (path.EndsWith(suffix + compression, StringComparison.OrdinalIgnoreCase))
            {
                return path.Substring(0, path.Length - suffix.Length - compression.Length);
            }
        }

        return null;
    }

    private static string? First(IEnumerable<string> paths)
    {
        foreach (string path in paths)
        {
            if (File.Exists(path))
            {
                return path;
            }
        }

        return null;
    }
}
