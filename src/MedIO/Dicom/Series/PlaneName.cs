using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace MedIO.Dicom.Series;

/// <summary>Planes in sentences: by their file's name where each is a file, by frame where they are of one file.</summary>
internal static class PlaneName
{
    private const int Most = 8;

    /// <summary>The name of one plane among others.</summary>
    public static string Of(DicomPlane plane, IReadOnlyList<DicomPlane> others)
    {
        string file = Path.GetFileName(plane.Path);
        bool single = others.All(o => o.Path == others[0].Path);
        return single && others.Count > 1
            ? FormattableString.Invariant($"frame {plane.Frame + 1}")
            : plane.Frame > 0 ? FormattableString.Invariant($"frame {plane.Frame + 1} of {file}") : file;
    }

    /// <summary>The names of some planes among others, or the first of many.</summary>
    public static string List(IReadOnlyList<DicomPlane> some, IReadOnlyList<DicomPlane> all) =>
        List(some.Take(Most).Select(p => Of(p, all)), some.Count);

    /// <summary>Some names, or the first of many.</summary>
    public static string List(IEnumerable<string> names)
    {
        string[] all = names.ToArray();
        return List(all.Take(Most), all.Length);
    }

    private static string List(IEnumerable<string> first, int count) =>
        count <= Most ? string.Join(", ", first) : FormattableString.Invariant($"{string.Join(", ", first)} and {count - Most} more");
}
