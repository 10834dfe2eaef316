using System;
using System.Collections.Generic;
using System.IO;
using MedIO.IO;

namespace MedIO.Dicom.Series;

/// <summary>Paths as the system's usual file system sees them.</summary>
internal static class FilePaths
{
    private static readonly string Separator = Path.DirectorySeparatorChar.ToString();

    /// <summary>The folder that holds all of some files, full paths; it may be theirs, or one above.</summary>
    public static string FolderOf(IReadOnlyList<string> files)
    {
        string folder = Path.GetDirectoryName(files[0])!;
        foreach (string file in files)
        {
            while (!file.StartsWith(folder.EndsWith(Separator, StringComparison.Ordinal) ? folder : folder + Separator, PathComparer.Comparison)
                && Path.GetDirectoryName(folder) is { } above)
            {
                folder = above;
            }
        }

        return folder;
    }
}
