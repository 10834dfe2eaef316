using System;
using System.IO;
using System.Linq;

namespace MedIO.Faults;

/// <summary>The files that this process has open in a folder, and how many there are of any kind.</summary>
internal static class Handles
{
    private const string Folder = "/proc/self/fd";

    /// <summary>Whether the system says what is open.</summary>
    public static bool AreKnown => Directory.Exists(Folder);

    /// <summary>Open files in a folder, also those that were deleted; none where the system does not say.</summary>
    public static string[] In(string folder) => !AreKnown ? Array.Empty<string>() : Directory.GetFileSystemEntries(Folder)
        .Select(Leads).Where(f => f.StartsWith(folder, StringComparison.Ordinal)).ToArray();

    private static string Leads(string entry)
    {
        try
        {
            return new FileInfo(entry).LinkTarget ?? string.Empty;
        }
        catch (IOException)
        {
            // Closed meanwhile.
            return string.Empty;
        }
    }
}
