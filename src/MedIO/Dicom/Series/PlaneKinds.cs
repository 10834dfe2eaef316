using System;
using System.Collections.Generic;
using System.Linq;

namespace MedIO.Dicom.Series;

/// <summary>
/// What a plane's numbers are, where a scanner mixes kinds: the part of a complex number (PS3.3 section C.8.13.3.1.1), or the
/// FrameType. Kinds tell planes apart, but volumes of different kinds are no volumes to be averaged: that is said.
/// </summary>
internal static class PlaneKinds
{
    public const string Component = "ComplexImageComponent";
    public const string FrameType = "FrameType";

    // A plane's key is the place here.
    private static readonly string[] Components = { "MAGNITUDE", "PHASE", "REAL", "IMAGINARY", "MIXED" };

    /// <summary>The number of a component; null for one that the standard does not know.</summary>
    public static double? NumberOf(string? component) => Array.IndexOf(Components, component) is >= 0 and int number ? number : null;

    /// <summary>Says so where planes are of several kinds.</summary>
    public static void Tell(IReadOnlyList<DicomPlane> planes, List<string> warnings)
    {
        double[] components = Values(planes, Component);
        if (components.Length > 1)
        {
            string names = string.Join(" and ", components.Where(c => c >= 0 && c < Components.Length).Select(c => Components[(int)c]));
            warnings.Add(FormattableString.Invariant($"It holds images of {components.Length} kinds, {names} ({Component}): their values do not mean the same."));
            return;
        }

        double[] types = Values(planes, FrameType);
        if (types.Length > 1)
        {
            warnings.Add(FormattableString.Invariant($"It holds images of {types.Length} kinds, with different {FrameType} (0008,9007): their values may not mean the same."));
        }
    }

    private static double[] Values(IReadOnlyList<DicomPlane> planes, string keyword)
    {
        var values = new HashSet<double>();
        foreach (DicomPlane plane in planes)
        {
            foreach (PlaneKey key in plane.Keys)
            {
                if (key.Keyword == keyword)
                {
                    values.Add(key.Value);
                }
            }
        }

        double[] sorted = values.ToArray();
        Array.Sort(sorted);
        return sorted;
    }
}
