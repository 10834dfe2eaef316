using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using MedIO.Dicom;
using MedIO.Tests;

namespace MedIO.Correctness;

/// <summary>All real files at hand: the shared data, the samples, what the tests bring along, and what comes with the readers themselves.</summary>
internal static class RealFiles
{
    // Examples that packages of Linux distributions bring along.
    private static readonly string[] Examples = { "minc-tools", "libgdcm3.0", "dicom3tools", "libnifti2-2" };

    /// <summary>The files and series, each once.</summary>
    /// <param name="python">What runs the readers, which knows pydicom's folder.</param>
    public static IEnumerable<RealFile> All(Python python)
    {
        var folders = new List<(string Prefix, string Folder)>
        {
            ("samples/", Path.Combine(AppContext.BaseDirectory, "SampleFiles")),
            ("own/", Path.Combine(AppContext.BaseDirectory, "OtherFiles")),
        };
        if (SharedData.IsThere)
        {
            folders.Insert(0, (string.Empty, SharedData.Folder!));
        }

        if (python.FolderOf("pydicom") is { } pydicom)
        {
            folders.Add(("pydicom/", Path.Combine(pydicom, "data", "test_files")));
            folders.Add(("pydicom-charsets/", Path.Combine(pydicom, "data", "charset_files")));
        }

        folders.AddRange(Examples.Select(p => ($"{p}/", $"/usr/share/doc/{p}/examples")));
        return folders.Where(f => Directory.Exists(f.Folder)).SelectMany(f => In(f.Prefix, f.Folder)).Where(f => f.Format.Length > 0);
    }

    private static IEnumerable<RealFile> In(string prefix, string root)
    {
        // Folders of one series.
        HashSet<string> slices = Directory.EnumerateDirectories(root, "*", SearchOption.AllDirectories)
            .Where(f => DicomSeries.Find(f) is [{ FileCount: > 12 }] or { Count: 0 }).ToHashSet(StringComparer.Ordinal);
        foreach (string path in Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).OrderBy(p => p, StringComparer.Ordinal))
        {
            string name = Path.GetFileName(path);
            if (!name.StartsWith("DICOMDIR", StringComparison.Ordinal) && !name.EndsWith(".json", StringComparison.Ordinal))
            {
                yield return RealFile.Of(prefix + Name(root, path), path, slices.Contains(Path.GetDirectoryName(path)!));
            }
        }

        foreach (string folder in Directory.EnumerateDirectories(root, "*", SearchOption.AllDirectories).OrderBy(p => p, StringComparer.Ordinal))
        {
            // Of one file the readers have made something already.
            foreach (DicomSeries series in DicomSeries.Find(folder).Where(s => s.FileCount > 1 && s.SeriesInstanceUID is not null))
            {
                yield return RealFile.Of(FormattableString.Invariant($"{prefix}{Name(root, folder)}#{series.Index}"), folder, series);
            }
        }
    }

    private static string Name(string root, string path) => Path.GetRelativePath(root, path).Replace(Path.DirectorySeparatorChar, '/').Replace(' ', '_');
}
