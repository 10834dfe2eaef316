using System;
using System.IO;

namespace MedIO.IO.Replacing;

/// <summary>Names of what is not in its place yet, or not any more. A process that was killed may leave such files; nobody reads them.</summary>
internal static class TemporaryNames
{
    /// <summary>How names end of what is on its way to its place.</summary>
    public const string Suffix = ".medio.tmp";

    /// <summary>How the names go on of what has been replaced and may have to come back.</summary>
    public const string BackupSuffix = ".old";

    /// <summary>How names end of files that say what is being moved. Not like the others: whoever deletes those must not delete these.</summary>
    public const string UnfinishedSuffix = ".medio.unfinished";

    // Short, for where whole paths have a limit of 260 characters.
    private const int Length = 12;

    /// <summary>A new name in a folder.</summary>
    public static string In(string folder) => Path.Combine(folder, "." + Guid.NewGuid().ToString("N").Substring(0, Length) + Suffix);

    /// <summary>Whether a file or a folder has such a name.</summary>
    public static bool IsOne(string path) =>
        path.EndsWith(Suffix, StringComparison.Ordinal) || path.EndsWith(Suffix + BackupSuffix, StringComparison.Ordinal) || path.EndsWith(UnfinishedSuffix, StringComparison.Ordinal);

    /// <summary>Deletes a file of such a name, if it can be.</summary>
    public static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Nothing more can be done about a temporary file.
        }
    }
}
