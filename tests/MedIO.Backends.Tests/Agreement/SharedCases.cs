using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using MedIO.Dicom;
using MedIO.Tests;

namespace MedIO.Backends.Tests.Agreement;

/// <summary>Files that other programs wrote: all that is in the folders, and each DICOM series of a folder.</summary>
internal static class SharedCases
{
    private const string Made = "made/";

    /// <summary>The images that <see cref="MadeFiles"/> wrote.</summary>
    public static IEnumerable<AgreementCase> MadeIn(string folder) => In(folder, Made);

    /// <summary>The shared data; none where they are not there.</summary>
    public static IEnumerable<AgreementCase> Shared() => SharedData.IsThere ? In(SharedData.Folder!, string.Empty) : Array.Empty<AgreementCase>();

    /// <summary>The small files that the tests bring along.</summary>
    public static IEnumerable<AgreementCase> Own() => In(Path.Combine(AppContext.BaseDirectory, "OtherFiles"), "own/");

    private static IEnumerable<AgreementCase> In(string folder, string prefix)
    {
        foreach (string path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).OrderBy(p => p, StringComparer.Ordinal))
        {
            string name = prefix + Name(folder, path);
            if (DicomDirectoryCases(path, name) is { } listed)
            {
                foreach (AgreementCase one in listed)
                {
                    yield return one;
                }
            }
            else
            {
                yield return new AgreementCase(name, path);
            }
        }

        foreach (string path in Directory.EnumerateDirectories(folder, "*", SearchOption.AllDirectories).OrderBy(p => p, StringComparer.Ordinal))
        {
            foreach (AgreementCase one in Series(path, prefix + Name(folder, path)))
            {
                yield return one;
            }
        }
    }

    // A DICOMDIR is a folder of series in one file.
    private static IEnumerable<AgreementCase>? DicomDirectoryCases(string path, string name) =>
        Path.GetFileName(path) == "DICOMDIR" ? Series(path, name) : null;

    // What the tests made has UIDs that no two runs share, by which a folder's series would be in order.
    private static IEnumerable<AgreementCase> Series(string path, string name)
    {
        DicomSeriesList found = DicomSeries.Find(path);
        return found.Count > 1 && name.StartsWith(Made, StringComparison.Ordinal) ? Array.Empty<AgreementCase>() : found.Select((series, i) => new AgreementCase(FormattableString.Invariant($"{name}#{i}"), series));
    }

    private static string Name(string folder, string path) => Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/');
}
