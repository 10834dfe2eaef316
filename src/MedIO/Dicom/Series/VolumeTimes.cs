using System;
using System.Collections.Generic;
using System.Linq;

namespace MedIO.Dicom.Series;

/// <summary>The time from one volume to the next, where the fourth dimension is time.</summary>
internal static class VolumeTimes
{
    // Clocks of scanners count in steps of milliseconds.
    private const double EvenTolerance = 0.02;
    private const double ClockTolerance = 0.005;

    // What each attribute is in seconds.
    private static readonly Dictionary<string, double> Units = new(StringComparer.Ordinal)
    {
        ["TemporalPositionTimeOffset"] = 1,
        ["TriggerTime"] = 0.001,
        ["NominalCardiacTriggerDelayTime"] = 0.001,
        ["FrameReferenceTime"] = 0.001,
        ["AcquisitionTime"] = 1,
        ["ContentTime"] = 1,
    };

    // Where the attribute only counts, one of these says when.
    private static readonly string[] Counts = { "TemporalPositionIdentifier", "TemporalPositionIndex", "AcquisitionNumber", "InstanceNumber" };
    private static readonly string[] Clocks = { "TemporalPositionTimeOffset", "FrameReferenceTime", "AcquisitionTime", "TriggerTime" };

    /// <summary>Seconds between volumes; null where they are no time series, or not even.</summary>
    /// <param name="volumes">Planes by volume and place.</param>
    /// <param name="keys">Their attributes.</param>
    /// <param name="by">The attribute that told the volumes apart.</param>
    /// <param name="warnings">Gets a sentence where time is not even.</param>
    public static double? Step(DicomPlane?[][] volumes, VolumeKeys keys, string by, List<string> warnings)
    {
        string[] clocks = Units.ContainsKey(by) ? new[] { by } : Counts.Contains(by) ? Clocks : Array.Empty<string>();
        foreach (string clock in clocks)
        {
            if (keys.TryFind(clock, out int key) && Times(volumes, keys, key) is { } times)
            {
                double unit = Units[clock];
                double[] steps = Enumerable.Range(1, times.Length - 1).Select(v => (times[v] - times[v - 1]) * unit).ToArray();
                double step = steps.Average();
                if (step > 0 && steps.All(s => Math.Abs(s - step) <= Math.Max(EvenTolerance * step, ClockTolerance)))
                {
                    return Math.Round(step, 6);
                }

                if (steps.All(s => s > 0))
                {
                    warnings.Add($"The volumes are not even in time: {PlaneGeometry.Number(steps.Min())} to {PlaneGeometry.Number(steps.Max())} s from one to the next by {clock}.");
                    return null;
                }
            }
        }

        return by == "TemporalPositionIdentifier" && keys.TryFind(by, out int position) ? ByResolution(volumes, Times(volumes, keys, position)) : null;
    }

    // TemporalResolution (0020,0110) is ms from one temporal position to the next (PS3.3 section C.8.3.1), where no clock tells it.
    private static double? ByResolution(DicomPlane?[][] volumes, double[]? positions)
    {
        double? resolution = volumes[0].First(p => p is not null)!.TemporalResolution;
        if (positions is null || !(resolution is > 0 and < 1e9) || volumes.Any(v => v.Any(p => p is not null && p.TemporalResolution != resolution)))
        {
            return null;
        }

        double step = positions[1] - positions[0];
        for (int v = 2; v < positions.Length; v++)
        {
            if (positions[v] - positions[v - 1] != step)
            {
                return null;
            }
        }

        return Math.Round(step * resolution.Value * 0.001, 6);
    }

    // Of each volume at a place where all have a slice.
    private static double[]? Times(DicomPlane?[][] volumes, VolumeKeys keys, int key)
    {
        for (int p = 0; p < volumes[0].Length; p++)
        {
            if (volumes.All(v => v[p] is not null))
            {
                double[] times = volumes.Select(v => keys.Value(v[p]!, key)).ToArray();
                return times.Any(double.IsNaN) ? null : times;
            }
        }

        return null;
    }
}
