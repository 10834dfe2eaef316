using System;
using System.Collections.Generic;
using System.Linq;

namespace MedIO.Dicom.Series;

/// <summary>The attributes by which planes at the same place can be told apart, as a table of numbers.</summary>
internal sealed class VolumeKeys
{
    /// <summary>Attributes in the order in which they are tried: time first, then what a sequence varies on purpose, then when it was made.</summary>
    public static readonly string[] Preferred =
    {
        "TemporalPositionIdentifier", "TemporalPositionIndex", "TemporalPositionTimeOffset", "TriggerTime", "NominalCardiacTriggerDelayTime",
        "NominalPercentageOfCardiacPhase", "FrameReferenceTime",
        "EchoTime", "EffectiveEchoTime", "EchoNumbers", "DiffusionBValue", "InversionTime", "FlipAngle",
    };

    /// <summary>Attributes that give planes at one place an order, though their values differ from place to place.</summary>
    public static readonly string[] Ranks = { "TriggerTime", "FrameReferenceTime", "AcquisitionNumber", "AcquisitionTime", InstanceNumber, "ContentTime" };

    private const string InstanceNumber = "InstanceNumber";
    private const string StackId = "StackID";
    private static readonly string[] Last = { StackId, "AcquisitionNumber", "AcquisitionTime", "ContentTime", InstanceNumber };

    // Numbers that differ by less are the same, written by another program.
    private const double Same = 1e-6;
    private const double HalfDay = 43200;

    private readonly string[] _keywords;
    private readonly Dictionary<DicomPlane, double[]> _values;
    private int[]? _steady;

    private VolumeKeys(string[] keywords, Dictionary<DicomPlane, double[]> values)
    {
        _keywords = keywords;
        _values = values;
    }

    public static VolumeKeys Of(IReadOnlyList<DicomPlane> planes)
    {
        string[] given = planes.SelectMany(p => p.Keys).Select(k => k.Keyword).Distinct().ToArray();
        string[] keywords = Preferred.Where(given.Contains).Concat(given.Except(Preferred).Except(Last).OrderBy(k => k, StringComparer.Ordinal)).Concat(Last).ToArray();
        string?[] stacks = planes.Select(p => p.StackId).Distinct().ToArray();
        Array.Sort(stacks, (a, b) => NaturalOrder.Compare(a ?? string.Empty, b ?? string.Empty));
        var values = new Dictionary<DicomPlane, double[]>(planes.Count);
        foreach (DicomPlane plane in planes)
        {
            var row = new double[keywords.Length];
            for (int k = 0; k < row.Length; k++)
            {
                row[k] = keywords[k] switch
                {
                    StackId => Array.IndexOf(stacks, plane.StackId),
                    InstanceNumber => plane.InstanceNumber ?? double.NaN,
                    "AcquisitionNumber" => plane.AcquisitionNumber ?? Find(plane, keywords[k]),
                    _ => Find(plane, keywords[k]),
                };
            }

            values[plane] = row;
        }

        foreach (string clock in new[] { "AcquisitionTime", "ContentTime" })
        {
            PassMidnight(values, Array.IndexOf(keywords, clock));
        }

        return new VolumeKeys(keywords, values);
    }

    public string Keyword(int key) => _keywords[key];

    public bool TryFind(string keyword, out int key)
    {
        key = Array.IndexOf(_keywords, keyword);
        return key >= 0;
    }

    /// <summary>A plane's number; not a number where it has none.</summary>
    public double Value(DicomPlane plane, int key) => _values[plane][key];

    /// <summary>Keys to try, each alone, then those together whose values are the same at all places.</summary>
    public IEnumerable<int[]> Choices(IReadOnlyList<List<DicomPlane>> places, int most)
    {
        // InstanceNumber never tells volumes apart by its value.
        for (int k = 0; k < _keywords.Length - 1; k++)
        {
            yield return new[] { k };
        }

        int[] steady = Steady(places).Where(k => k < _keywords.Length - 1).ToArray();
        for (int i = 0; i < steady.Length; i++)
        {
            for (int j = i + 1; j < steady.Length; j++)
            {
                yield return new[] { steady[i], steady[j] };
            }
        }

        if (steady.Length > 2)
        {
            yield return steady;
        }
    }

    /// <summary>Keys that vary, and whose values are the same at all places, however often.</summary>
    public int[] Steady(IReadOnlyList<List<DicomPlane>> places) => _steady ??= FindSteady(places);

    private int[] FindSteady(IReadOnlyList<List<DicomPlane>> places)
    {
        var steady = new List<int>();
        for (int k = 0; k < _keywords.Length; k++)
        {
            double[] first = Sorted(places[0], k);
            if (!IsSame(first[0], first[first.Length - 1]) && places.All(p => IsSame(Sorted(p, k), first)))
            {
                steady.Add(k);
            }
        }

        return steady.ToArray();
    }

    /// <summary>Whether planes that are next to each other in a volume have the same value in each steady key.</summary>
    public bool Agrees(DicomPlane[][] sorted, IReadOnlyList<List<DicomPlane>> places) => Steady(places).All(k =>
        sorted.All(p => Enumerable.Range(0, p.Length).All(v => IsSame(Value(p[v], k), Value(sorted[0][v], k)))));

    /// <summary>Order by keys, the first counting most; planes without a number are equal to all, and so never told apart.</summary>
    public int Compare(DicomPlane a, DicomPlane b, int[] keys)
    {
        foreach (int key in keys)
        {
            double x = Value(a, key);
            double y = Value(b, key);
            if (!IsSame(x, y))
            {
                return x < y ? -1 : x > y ? 1 : 0;
            }
        }

        return 0;
    }

    private static bool IsSame(double a, double b) => a.Equals(b) || Math.Abs(a - b) <= Same * Math.Max(Math.Abs(a), Math.Abs(b));

    private static bool IsSame(double[] a, double[] b)
    {
        if (a.Length != b.Length)
        {
            return false;
        }

        for (int i = 0; i < a.Length; i++)
        {
            if (!IsSame(a[i], b[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static double Find(DicomPlane plane, string keyword)
    {
        foreach (PlaneKey key in plane.Keys)
        {
            if (key.Keyword == keyword)
            {
                return key.Value;
            }
        }

        return double.NaN;
    }

    private static void PassMidnight(Dictionary<DicomPlane, double[]> values, int key)
    {
        double earliest = double.PositiveInfinity;
        double latest = double.NegativeInfinity;
        foreach (double[] row in values.Values)
        {
            earliest = Math.Min(earliest, double.IsNaN(row[key]) ? earliest : row[key]);
            latest = Math.Max(latest, double.IsNaN(row[key]) ? latest : row[key]);
        }

        if (latest - earliest > HalfDay)
        {
            foreach (double[] row in values.Values)
            {
                row[key] += row[key] < HalfDay ? 2 * HalfDay : 0;
            }
        }
    }

    private double[] Sorted(List<DicomPlane> place, int key)
    {
        double[] values = place.Select(p => Value(p, key)).ToArray();
        Array.Sort(values);
        return values;
    }
}
