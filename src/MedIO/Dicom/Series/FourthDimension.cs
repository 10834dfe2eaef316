using System;
using System.Collections.Generic;
using System.Linq;

namespace MedIO.Dicom.Series;

/// <summary>
/// Tells apart planes that lie at the same place, so that they make several volumes. An attribute does it whose values are
/// all different at each place and the same at all places; of several such the first of <see cref="VolumeKeys.Preferred"/>.
/// If it takes two attributes together, the first is the slower one. Where none does, planes go by their order in time, or
/// by InstanceNumber, at each place for itself.
/// </summary>
internal sealed class FourthDimension
{
    // Of how many places all planes must be there if the others are to be holes.
    private const double LeastWhole = 0.5;

    private readonly DicomPlane?[][] _volumes;

    private FourthDimension(DicomPlane?[][] volumes, double? timeStep = null)
    {
        _volumes = volumes;
        TimeStep = timeStep;
    }

    /// <summary>How many volumes there are.</summary>
    public int Count => _volumes.Length;

    /// <summary>Seconds from one volume to the next, where they are even in time.</summary>
    public double? TimeStep { get; }

    /// <summary>The plane of a volume at a place; null where it is missing.</summary>
    public DicomPlane? this[int volume, int place] => _volumes[volume][place];

    public static FourthDimension Of(IReadOnlyList<List<DicomPlane>> places, IReadOnlyList<DicomPlane> planes, ReadOptions options, List<string> warnings)
    {
        int most = places.Max(p => p.Count);
        if (most == 1)
        {
            return new FourthDimension(new[] { places.Select(p => (DicomPlane?)p[0]).ToArray() });
        }

        VolumeKeys keys = VolumeKeys.Of(planes);
        bool whole = places.All(p => p.Count == most);
        DicomPlane?[][]? volumes = null;
        string by = string.Empty;
        foreach (int[] choice in keys.Choices(places, most))
        {
            volumes = ByValue(places, most, keys, choice);
            if (volumes is not null)
            {
                by = keys.Keyword(choice[choice.Length - 1]);
                if (choice.Length > 1)
                {
                    warnings.Add($"The fourth dimension runs over {string.Join(", then ", Enumerable.Reverse(choice).Select(keys.Keyword))}.");
                }

                break;
            }
        }

        if (volumes is null && whole)
        {
            volumes = ByRank(places, most, keys, out by);
            if (volumes is not null)
            {
                warnings.Add($"No attribute tells the {most} volumes of the fourth dimension apart; the slices at each place are in the order of {by}.");
            }
        }

        if (volumes is null)
        {
            throw Inconsistent(places, planes, most);
        }

        if (!whole)
        {
            Holes(volumes, options, warnings);
        }

        return new FourthDimension(volumes, VolumeTimes.Step(volumes, keys, by, warnings));
    }

    // Volumes by the values of attributes; null where those do not tell all planes apart.
    private static DicomPlane?[][]? ByValue(IReadOnlyList<List<DicomPlane>> places, int most, VolumeKeys keys, int[] choice)
    {
        int[] full = Enumerable.Range(0, places.Count).Where(p => places[p].Count == most).ToArray();
        if (full.Length < LeastWhole * places.Count)
        {
            return null;
        }

        DicomPlane[] order = places[full[0]].OrderBy(p => p, Comparer<DicomPlane>.Create((a, b) => keys.Compare(a, b, choice))).ToArray();
        var volumes = Array.ConvertAll(order, _ => new DicomPlane?[places.Count]);
        for (int i = 1; i < order.Length; i++)
        {
            if (keys.Compare(order[i - 1], order[i], choice) >= 0)
            {
                return null;
            }
        }

        for (int p = 0; p < places.Count; p++)
        {
            foreach (DicomPlane plane in places[p])
            {
                if (choice.Any(k => double.IsNaN(keys.Value(plane, k))))
                {
                    return null;
                }

                int v = Array.BinarySearch(order, plane, Comparer<DicomPlane>.Create((a, b) => keys.Compare(a, b, choice)));
                if (v < 0 || volumes[v][p] is not null)
                {
                    return null;
                }

                volumes[v][p] = plane;
            }
        }

        return volumes;
    }

    // Volumes by the order at each place; null where two planes have no order, or where it would mix what is known to differ.
    private static DicomPlane?[][]? ByRank(IReadOnlyList<List<DicomPlane>> places, int most, VolumeKeys keys, out string by)
    {
        foreach (string keyword in VolumeKeys.Ranks)
        {
            by = keyword;
            if (!keys.TryFind(keyword, out int key))
            {
                continue;
            }

            // In the order of acquisition, as converters have it, unless it is another one from place to place.
            int[] alone = { key };
            int[] together = keys.Steady(places).Where(k => k != key).Concat(alone).ToArray();
            foreach (int[] choice in new[] { alone, together })
            {
                DicomPlane[][] sorted = places.Select(p => p.OrderBy(x => x, Comparer<DicomPlane>.Create((a, b) => keys.Compare(a, b, choice))).ToArray()).ToArray();
                if (sorted.All(p => Enumerable.Range(1, most - 1).All(i => keys.Compare(p[i - 1], p[i], choice) < 0)) && keys.Agrees(sorted, places))
                {
                    return Enumerable.Range(0, most).Select(v => sorted.Select(p => (DicomPlane?)p[v]).ToArray()).ToArray();
                }
            }
        }

        by = string.Empty;
        return null;
    }

    private static void Holes(DicomPlane?[][] volumes, ReadOptions options, List<string> warnings)
    {
        var holes = new List<string>();
        for (int v = 0; v < volumes.Length; v++)
        {
            int[] missing = Enumerable.Range(0, volumes[v].Length).Where(p => volumes[v][p] is null).ToArray();
            holes.AddRange(missing.Select(p => FormattableString.Invariant($"{p} of volume {v}")));
        }

        string said = FormattableString.Invariant($"{holes.Count} of {volumes.Length * volumes[0].Length} slices are missing: {PlaneName.List(holes)}");
        warnings.Add(options.AllowMissingSlices
            ? $"{said}."
            : throw new MedIOException(MedIOError.MissingSlices, $"{said}. Get the missing files, or allow missing slices."));
    }

    private static MedIOException Inconsistent(IReadOnlyList<List<DicomPlane>> places, IReadOnlyList<DicomPlane> planes, int most)
    {
        bool even = places.All(p => p.Count == most);
        int fewest = places.Min(p => p.Count);
        List<DicomPlane> example = places.First(p => p.Count == most);
        string names = PlaneName.List(example, planes);
        string counts = even ? $"each of {places.Count} places has {most} slices" : $"{places.Count(p => p.Count == most)} of {places.Count} places have {most} slices, others down to {fewest}";
        return new MedIOException(
            MedIOError.InconsistentSeries,
            $"the slices do not make one image: {counts}, and no attribute tells which belong together, such as {names}. Leave the copies out, or read the parts apart.");
    }
}
