using System;
using System.Collections.Generic;
using System.Linq;

namespace MedIO.Formats.ParRec;

/// <summary>
/// The slices in the order of the image: slice by slice, volume by volume, the volumes by image type, dynamic, label, b value,
/// gradient, cardiac phase and echo, the first of these the slowest, as nibabel's strict_sort has them.
/// </summary>
internal sealed class ParRecOrder
{
    private static readonly ParRecColumn[] VolumeKeys =
    {
        ParRecColumn.ImageTypeMr, ParRecColumn.DynamicScanNumber, ParRecColumn.LabelType, ParRecColumn.DiffusionBValueNumber,
        ParRecColumn.GradientOrientationNumber, ParRecColumn.CardiacPhaseNumber, ParRecColumn.EchoNumber,
    };

    private ParRecOrder(IReadOnlyList<ParRecSlice> slices, int sliceCount)
    {
        Slices = slices;
        SliceCount = sliceCount;
    }

    /// <summary>The slices of all whole volumes.</summary>
    public IReadOnlyList<ParRecSlice> Slices { get; }

    /// <summary>Slices of a volume.</summary>
    public int SliceCount { get; }

    public int VolumeCount => Slices.Count / SliceCount;

    /// <summary>Whether the dynamics alone tell the volumes apart.</summary>
    public bool IsDynamicSeries => Slices.Where(s => s.Number == Slices[0].Number).Select(s => s.Integer(ParRecColumn.DynamicScanNumber)).Distinct().Count() == VolumeCount;

    /// <exception cref="MedIOException"><see cref="MedIOError.TruncatedData"/>: a volume is not whole, unless that is allowed.</exception>
    public static ParRecOrder Find(ParRecHeader header, ReadOptions options, List<string> warnings)
    {
        int count = SlicesOfVolume(header);
        bool isDiffusion = header.GeneralNumbers("Diffusion <0=no 1=yes> ?").FirstOrDefault() != 0;
        List<ParRecSlice> sorted = Sort(header.Slices, isDiffusion);

        // The n-th slice of a number belongs to the n-th volume.
        var seen = new int[count + 1];
        var volumes = new List<List<ParRecSlice>>();
        foreach (ParRecSlice slice in sorted)
        {
            int volume = seen[slice.Number]++;
            if (volume == volumes.Count)
            {
                volumes.Add(new List<ParRecSlice>());
            }

            volumes[volume].Add(slice);
        }

        List<ParRecSlice>[] whole = volumes.Where(v => v.Count == count).ToArray();
        Report(header, volumes, whole, count, options, warnings);
        var order = new ParRecOrder(whole.SelectMany(v => v.OrderBy(s => s.Number)).ToArray(), count);
        Describe(whole, warnings);
        return order;
    }

    private static int SlicesOfVolume(ParRecHeader header)
    {
        int highest = header.Slices.Max(s => s.Number);
        int lowest = header.Slices.Min(s => s.Number);
        double[] declared = header.GeneralNumbers("Max. number of slices/locations");
        double count = declared.Length == 1 ? declared[0] : highest;
        return lowest >= 1 && highest <= count && count <= header.Slices.Count && count == Math.Floor(count)
            ? (int)count
            : lowest >= 1 && highest <= header.Slices.Count && count > header.Slices.Count
            ? throw Partial(header, FormattableString.Invariant($"its table has {header.Slices.Count} slices, and a volume of it would have {count}"), allowed: false)
            : throw header.Invalid(FormattableString.Invariant($"the slice numbers of its table run from {lowest} to {highest}, and 1 to {count} are declared"));
    }

    private static List<ParRecSlice> Sort(IReadOnlyList<ParRecSlice> slices, bool isDiffusion)
    {
        IOrderedEnumerable<ParRecSlice> sorted = slices
            .OrderBy(s => s[ParRecColumn.ImageTypeMr])
            .ThenBy(s => s[ParRecColumn.DynamicScanNumber])
            .ThenBy(s => s[ParRecColumn.LabelType]);
        if (isDiffusion)
        {
            // V4 has the b value itself only, and no gradient.
            bool isNumbered = slices[0].Has(ParRecColumn.DiffusionBValueNumber);
            sorted = sorted.ThenBy(s => s[isNumbered ? ParRecColumn.DiffusionBValueNumber : ParRecColumn.DiffusionBFactor]).ThenBy(s => s[ParRecColumn.GradientOrientationNumber]);
        }

        return sorted
            .ThenBy(s => s[ParRecColumn.CardiacPhaseNumber])
            .ThenBy(s => s[ParRecColumn.EchoNumber])
            .ThenBy(s => s[ParRecColumn.SliceNumber])

            // Where all this is alike, as of two sequences in one file, which nibabel takes as they come.
            .ThenBy(s => s[ParRecColumn.ScanningSequence])
            .ThenBy(s => s.Row)
            .ToList();
    }

    private static void Report(ParRecHeader header, List<List<ParRecSlice>> volumes, List<ParRecSlice>[] whole, int count, ReadOptions options, List<string> warnings)
    {
        if (whole.Length < volumes.Count)
        {
            int slices = volumes.Where(v => v.Count < count).Sum(v => v.Count);
            string what = FormattableString.Invariant($"of {volumes.Count} volumes, {volumes.Count - whole.Length} have fewer than the {count} slices of a whole one; the scan or its export was stopped");
            warnings.Add(options.AllowTruncated && whole.Length > 0
                ? FormattableString.Invariant($"{header.Path}: {what}. Their {slices} slices were left out, as was allowed.")
                : throw Partial(header, what, allowed: whole.Length > 0));
        }

        Compare("slices/locations", null);
        Compare("dynamics", ParRecColumn.DynamicScanNumber);
        Compare("echoes", ParRecColumn.EchoNumber);
        Compare("cardiac phases", ParRecColumn.CardiacPhaseNumber);

        void Compare(string name, ParRecColumn? column)
        {
            double[] declared = header.GeneralNumbers("Max. number of " + name);
            int found = column is null ? count : header.Slices.Select(s => s.Integer(column)).Distinct().Count();
            if (declared.Length == 1 && declared[0] != found)
            {
                warnings.Add(FormattableString.Invariant($"The header declares {declared[0]} {name}, and its table has {found}; the table counts."));
            }
        }
    }

    private static MedIOException Partial(ParRecHeader header, string what, bool allowed) => new(
        MedIOError.TruncatedData,
        $"{header.Path}: {what}. Copy it again from where it came from{(allowed ? "; -AllowTruncated reads the whole volumes" : string.Empty)}.",
        header.Path);

    // What the fourth axis is, where it is not time alone.
    private static void Describe(List<ParRecSlice>[] volumes, List<string> warnings)
    {
        ParRecColumn[] changing = VolumeKeys.Select(k => volumes[0][0].Has(k) ? k : ParRecColumn.DiffusionBFactor).Distinct().Where(k => volumes.Select(v => v[0][k]).Distinct().Count() > 1).ToArray();
        if (volumes.Any(v => changing.Any(k => v.Any(s => s[k] != v[0][k]))))
        {
            warnings.Add("Some volumes have slices of several dynamics, echoes, image types or the like, since others of theirs are missing in the table.");
        }

        if (changing.Length > 1 || (changing.Length == 1 && changing[0] != ParRecColumn.DynamicScanNumber))
        {
            IEnumerable<string> names = changing.Select(k => FormattableString.Invariant($"{k.Name} ({string.Join(" ", volumes.Select(v => v[0][k]).Distinct().Take(8))})"));
            warnings.Add($"The volumes along the fourth axis differ, the first of these slowest, in {string.Join(", ", names)}.");
        }
    }
}
