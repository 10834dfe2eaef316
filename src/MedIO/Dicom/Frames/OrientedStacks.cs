using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using MedIO.Dicom.Series;

namespace MedIO.Dicom.Frames;

/// <summary>The stacks of one multi-frame file, such as the three directions of a localizer, which make no image together.</summary>
internal static class OrientedStacks
{
    // No scanner makes more; the frames of all others together are the last.
    private const int Most = 256;

    /// <summary>The frames of the stack that is wanted, or all where they can be one image.</summary>
    /// <exception cref="MedIOException"><see cref="MedIOError.InconsistentSeries"/>: there are several, and none was chosen.</exception>
    public static IReadOnlyList<DicomPlane> Choose(DicomImageFile file, ReadOptions options)
    {
        DicomPlane[] planes = file.Planes;
        if (planes.Length == 1 || planes.All(p => p.StackId == planes[0].StackId && ReferenceEquals(p.Orientation, planes[0].Orientation)))
        {
            return planes;
        }

        List<List<DicomPlane>> stacks = file.Stacks;
        if (stacks.Count == 1)
        {
            return planes;
        }

        if (options.Series is { Length: > 1 } text && text[0] == '#'
            && int.TryParse(text.Substring(1), NumberStyles.None, CultureInfo.InvariantCulture, out int chosen) && chosen < stacks.Count)
        {
            return stacks[chosen];
        }

        if (stacks.All(s => PlaneGeometry.IsSame(s[0], planes[0])))
        {
            return planes;
        }

        string names = PlaneName.List(stacks.Select((s, i) => FormattableString.Invariant($"#{i}: {s.Count} frame(s) from frame {s[0].Frame + 1}{(s[0].StackId is null ? string.Empty : $", StackID {s[0].StackId}")}, ImageOrientationPatient {PlaneGeometry.Text(s[0].Orientation)}")));
        throw new MedIOException(
            MedIOError.InconsistentSeries,
            $"its frames lie in {stacks.Count} different orientations and make no one image: {names}. Choose one of them with Series, such as #0.");
    }

    /// <summary>The frames of each stack: of the same StackID, orientation and distance of pixels.</summary>
    public static List<List<DicomPlane>> Stacks(IReadOnlyList<DicomPlane> planes)
    {
        var stacks = new List<List<DicomPlane>>();
        foreach (DicomPlane plane in planes)
        {
            List<DicomPlane>? own = stacks.Find(s => s[0].StackId == plane.StackId && PlaneGeometry.IsSame(s[0], plane));
            if (own is null && stacks.Count == Most)
            {
                own = stacks[Most - 1];
            }

            if (own is null)
            {
                own = new List<DicomPlane>();
                stacks.Add(own);
            }

            own.Add(plane);
        }

        return stacks;
    }
}
