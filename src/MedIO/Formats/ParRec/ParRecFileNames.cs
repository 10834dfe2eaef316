using System;
using System.IO;
using System.Linq;

namespace MedIO.Formats.ParRec;

/// <summary>Which file of a pair belongs to which: <c>scan.PAR</c> and <c>scan.REC</c>, in capitals or not.</summary>
internal static class ParRecFileNames
{
    /// <summary>Whether a file holds voxels, by its name.</summary>
    public static bool IsData(string path) => Path.GetExtension(path).Equals(".rec", StringComparison.OrdinalIgnoreCase);

    /// <summary>The header that is there for a data file, or null.</summary>
    public static string? FindHeader(string path) => Find(path, "par");

    /// <summary>The data file that is there for a header, or null.</summary>
    public static string? FindData(string path) => Find(path, "rec");

    /// <summary>The name of the other file, in the letters of this one.</summary>
    public static string Other(string path, string extension)
    {
        string own = Path.GetExtension(path);
        bool upper = own.Length > 1 && char.IsUpper(own[own.Length - 1]);
        return Path.ChangeExtension(path, upper ? extension.ToUpperInvariant() : extension);
    }

    private static string? Find(string path, string extension)
    {
        string[] names =
        {
            Other(path, extension), Path.ChangeExtension(path, extension.ToUpperInvariant()), Path.ChangeExtension(path, extension),
            Path.ChangeExtension(path, char.ToUpperInvariant(extension[0]) + extension.Substring(1)),
        };
        return names.FirstOrDefault(File.Exists);
    }
}
