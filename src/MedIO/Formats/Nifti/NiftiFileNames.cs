using System;
using System.Collections.Generic;
using System.IO;

namespace MedIO.Formats.Nifti;

/// <summary>
/// Which file of a pair belongs to which. The names differ in <c>.hdr</c> and <c>.img</c> alone; each may be gzipped
/// or not. A single file never has another one: <c>vol.nii</c> and <c>vol.nii.gz</c> are two images.
/// </summary>
internal static class NiftiFileNames
{
    public static bool IsData(string path) => Extension(path, out _, out _).Equals(".img", StringComparison.OrdinalIgnoreCase);

    public static bool IsPair(string path) => IsData(path) || Extension(path, out _, out _).Equals(".hdr", StringComparison.OrdinalIgnoreCase);

    public static bool IsGzip(string path) => path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);

    /// <summary>The two names of a pair to write, given either.</summary>
    public static (string Header, string Data) Pair(string path) => (Swap(path, "hdr"), Swap(path, "img"));

    /// <summary>The header that is there for a data file, or null.</summary>
    public static string? FindHeader(string path) => Find(path, "hdr");

    /// <summary>The data file that is there for a header, or null.</summary>
    public static string? FindData(string path) => Find(path, "img");

    private static string? Find(string path, string extension)
    {
        foreach (string candidate in Candidates(path, extension))
        {
            if (File.Exists(candidate))
            {
                return candidate;
            }
        }

        return null;
    }

    // First the name that differs least.
    private static IEnumerable<string> Candidates(string path, string extension)
    {
        string same = Swap(path, extension);
        string stem = IsGzip(same) ? same.Substring(0, same.Length - 3) : same;
        string bare = stem.Substring(0, stem.Length - 3);
        bool upper = IsUpper(stem);
        string mine = upper ? extension.ToUpperInvariant() : extension;
        string other = upper ? extension : extension.ToUpperInvariant();
        yield return same;
        yield return IsGzip(path) ? stem : stem + (upper ? ".GZ" : ".gz");
        yield return bare + mine + (upper ? ".gz" : ".GZ");
        yield return bare + other;
        yield return bare + other + ".gz";
        yield return bare + other + ".GZ";
    }

    private static string Swap(string path, string extension)
    {
        string old = Extension(path, out string stem, out string gz);
        return stem + "." + (IsUpper(old) ? extension.ToUpperInvariant() : extension) + gz;
    }

    private static string Extension(string path, out string stem, out string gz)
    {
        gz = IsGzip(path) ? path.Substring(path.Length - 3) : string.Empty;
        string plain = path.Substring(0, path.Length - gz.Length);
        string extension = Path.GetExtension(plain);
        stem = plain.Substring(0, plain.Length - extension.Length);
        return extension;
    }

    private static bool IsUpper(string name) => name.Length > 0 && char.IsUpper(name[name.Length - 1]);
}
