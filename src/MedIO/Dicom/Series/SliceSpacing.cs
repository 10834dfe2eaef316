using System;
using System.Collections.Generic;
using System.Linq;

namespace MedIO.Dicom.Series;

/// <summary>
/// The step from one slice to the next, and which slice each place is: the vector from the first position to the last,
/// so that a tilted gantry stays in it. Places that do not follow each other evenly are told; holes of whole slices, and
/// slices that would be further from their place than to the next, are an error unless that is allowed.
/// </summary>
internal sealed class SliceSpacing
{
    /// <summary>Slices further from their even place than this part of the step are told. Decimal strings of five digits stay below.</summary>
    public const double EvenTolerance = 0.01;

    // A gap this near to a multiple of the step is a hole of whole slices; one this large is a hole in any case.
    private const double MultipleTolerance = 0.1;
    private const double LargeGap = 1.75;

    // More than this many holes a slice, and it is no stack with holes but slices from here and there.
    private const int MostHoles = 4;

    // Sideways steps that are rounding: mm, and as a part of a pixel.
    private const double Rounding = 0.02;

    private readonly int[] _indices;

    private SliceSpacing(int[] indices, double[] step)
    {
        _indices = indices;
        Step = step;
    }

    /// <summary>From one slice to the next in the world, mm.</summary>
    public double[] Step { get; }

    /// <summary>Slices, with those that are missing.</summary>
    public int Count => _indices[_indices.Length - 1] + 1;

    /// <summary>The slice of a place.</summary>
    public int IndexOf(int place) => _indices[place];

    public static SliceSpacing Of(
        IReadOnlyList<List<DicomPlane>> places, IReadOnlyList<DicomPlane> planes, PlaneGeometry geometry, ReadOptions options, List<string> warnings)
    {
        double[] first = places[0][0].Position!;
        int[] indices = new int[places.Count];
        double[] step;
        if (places.Count == 1)
        {
            double? thickness = PlaneSorter.Thickness(places[0][0]);
            if (thickness is null)
            {
                warnings.Add("There is one slice, and neither SpacingBetweenSlices (0018,0088) nor SliceThickness (0018,0050) says how thick it is; 1 mm is taken.");
            }

            step = Array.ConvertAll(geometry.Normal, n => n * (thickness ?? 1));
        }
        else
        {
            double[] along = places.Select(p => geometry.Along(p[0])).ToArray();
            indices = Indices(along, planes, options, warnings);
            double[] span = PlaneGeometry.Minus(places[places.Count - 1][0].Position!, first);
            step = Array.ConvertAll(span, s => s / indices[indices.Length - 1]);
            Tilt(ref step, indices[indices.Length - 1], geometry, warnings);
            Hold(PlaneGeometry.Dot(step, geometry.Normal), planes, warnings);
        }

        var spacing = new SliceSpacing(indices, step);
        spacing.Check(places, planes, geometry, options, warnings);
        if (indices[indices.Length - 1] >= places.Count)
        {
            spacing.Holes(places, options, warnings);
        }

        return spacing;
    }

    // Which slice each place is, counted in steps from the first.
    private static int[] Indices(double[] along, IReadOnlyList<DicomPlane> planes, ReadOptions options, List<string> warnings)
    {
        var gaps = new double[along.Length - 1];
        for (int i = 0; i < gaps.Length; i++)
        {
            gaps[i] = along[i + 1] - along[i];
        }

        double[] sorted = gaps.ToArray();
        Array.Sort(sorted);
        double median = sorted[sorted.Length / 2];
        int[] even = Enumerable.Range(0, along.Length).ToArray();

        // The usual gap is the step. Where most slices have a neighbour missing, the smallest one is.
        int[]? indices = Multiples(gaps, median) ?? Multiples(gaps, sorted[0]);
        double largest = sorted[sorted.Length - 1];
        if (indices is null)
        {
            if (largest > LargeGap * median && !options.AllowMissingSlices)
            {
                int at = Array.IndexOf(gaps, largest);
                throw new MedIOException(
                    MedIOError.MissingSlices,
                    FormattableString.Invariant($"slices are missing, or their positions are wrong: between slices {at} and {at + 1} of {along.Length} is a gap of {PlaneGeometry.Number(largest)} mm where others have {PlaneGeometry.Number(median)} mm. Get the missing files, or allow missing slices to read it as if it were even."));
            }

            return even;
        }

        int missing = indices[indices.Length - 1] + 1 - along.Length;
        if (missing > MostHoles * (long)along.Length)
        {
            throw new MedIOException(
                MedIOError.InconsistentSeries,
                FormattableString.Invariant($"the slices do not make one image: {along.Length} slices with a smallest distance of {PlaneGeometry.Number(sorted[0])} mm lie {PlaneGeometry.Number(largest)} mm apart{Stacks(planes)}. Read them apart."));
        }

        string stacks = Stacks(planes);
        if (missing > 0 && stacks.Length > 0)
        {
            throw new MedIOException(
                MedIOError.InconsistentSeries,
                FormattableString.Invariant($"the slices do not make one image: there are gaps of up to {PlaneGeometry.Number(largest)} mm between them{stacks}. Read the stacks apart."));
        }

        return indices;
    }

    private static string Stacks(IReadOnlyList<DicomPlane> planes)
    {
        string[] ids = planes.Select(p => p.StackId ?? string.Empty).Distinct().ToArray();
        return ids.Length > 1 ? $", and they are of {ids.Length} stacks (StackID {PlaneName.List(ids)})" : string.Empty;
    }

    // Each place's number where every gap is a multiple of the step; null where one is not.
    private static int[]? Multiples(double[] gaps, double step)
    {
        var indices = new int[gaps.Length + 1];
        for (int pass = 0; pass < 2; pass++)
        {
            double total = 0;
            for (int i = 0; i < gaps.Length; i++)
            {
                double ratio = gaps[i] / step;
                double count = Math.Round(ratio);
                if (count < 1 || Math.Abs(ratio - count) > MultipleTolerance || indices[i] + count > int.MaxValue / 2)
                {
                    return null;
                }

                indices[i + 1] = indices[i] + (int)count;
                total += gaps[i];
            }

            // Once more with the mean, which a single gap's rounding does not move.
            step = total / indices[indices.Length - 1];
        }

        return indices;
    }

    // Where every second slice is gone, what is left is even: only what the slices say of their distance shows it.
    private static void Hold(double step, IReadOnlyList<DicomPlane> planes, List<string> warnings)
    {
        double said = Math.Abs(planes[0].SpacingBetweenSlices ?? 0);
        double times = said > 0 ? Math.Round(step / said) : 0;
        if (times is >= 2 and <= 100 && Math.Abs(step - (times * said)) <= EvenTolerance * said
            && planes.All(p => Math.Abs(p.SpacingBetweenSlices ?? 0) == said))
        {
            warnings.Add(FormattableString.Invariant($"The slices are {PlaneGeometry.Number(step)} mm apart, but say that they should be {PlaneGeometry.Number(said)} mm (SpacingBetweenSlices): {(times == 2 ? "every second" : $"{times - 1} of each {times}")} may be missing."));
        }
    }

    private static void Tilt(ref double[] step, int steps, PlaneGeometry geometry, List<string> warnings)
    {
        double along = PlaneGeometry.Dot(step, geometry.Normal);
        double[] upright = Array.ConvertAll(geometry.Normal, n => n * along);
        double aside = PlaneGeometry.Length(PlaneGeometry.Minus(step, upright));
        if (aside * steps <= Math.Min(Rounding, Rounding * geometry.Pixel))
        {
            step = upright;
            return;
        }

        double angle = Math.Atan2(aside, along) * 180 / Math.PI;
        warnings.Add(FormattableString.Invariant($"The slices are not stacked at right angles to their plane but tilted by {angle:0.###} degrees, as with a tilted gantry; the affine keeps it as shear."));
    }

    // Holds each position against the even place that its index gives it.
    private void Check(IReadOnlyList<List<DicomPlane>> places, IReadOnlyList<DicomPlane> planes, PlaneGeometry geometry, ReadOptions options, List<string> warnings)
    {
        double[] first = places[0][0].Position!;
        double step = PlaneGeometry.Dot(Step, geometry.Normal);
        double worst = 0;
        int worstPlace = 0;
        double aside = 0;
        DicomPlane? asidePlane = null;
        for (int p = 0; p < places.Count; p++)
        {
            foreach (DicomPlane plane in places[p])
            {
                // How many steps along the line from the first slice to the last it lies, and how far beside the line.
                double[] off = PlaneGeometry.Minus(plane.Position!, first);
                double steps = PlaneGeometry.Dot(off, geometry.Normal) / step;
                double sideways = PlaneGeometry.Length(PlaneGeometry.Minus(off, Array.ConvertAll(Step, s => s * steps)));
                double uneven = Math.Abs(steps - _indices[p]) * step;
                if (uneven > worst && places.Count > 1)
                {
                    worst = uneven;
                    worstPlace = p;
                }

                if (sideways > aside)
                {
                    aside = sideways;
                    asidePlane = plane;
                }
            }
        }

        if (aside > Math.Max(geometry.Spacing[0], geometry.Spacing[1]))
        {
            throw new MedIOException(
                MedIOError.InconsistentSeries,
                $"the slices do not make one image: they do not lie above each other, and {PlaneName.Of(asidePlane!, planes)} is {PlaneGeometry.Number(aside)} mm beside the line from the first slice to the last. Read them apart.");
        }

        if (aside > Math.Max(0.1 * geometry.Pixel, Rounding))
        {
            warnings.Add($"The slices do not lie exactly above each other: up to {PlaneGeometry.Number(aside)} mm beside the line from the first slice to the last.");
        }

        if (worst > EvenTolerance * step)
        {
            double[] gaps = Enumerable.Range(1, places.Count - 1).Select(p => (geometry.Along(places[p][0]) - geometry.Along(places[p - 1][0])) / (_indices[p] - _indices[p - 1])).ToArray();
            string said = FormattableString.Invariant($"slices are not evenly spaced: {PlaneGeometry.Number(gaps.Min())} to {PlaneGeometry.Number(gaps.Max())} mm from one to the next. An image with a slice every {PlaneGeometry.Number(step)} mm has slice {_indices[worstPlace]} {PlaneGeometry.Number(worst)} mm beside its place");
            warnings.Add(worst < step || options.AllowMissingSlices
                ? $"The {said}."
                : throw new MedIOException(MedIOError.InconsistentSeries, $"the {said}. Read the parts of even spacing apart, or allow missing slices to read it as if it were even."));
        }
    }

    private void Holes(IReadOnlyList<List<DicomPlane>> places, ReadOptions options, List<string> warnings)
    {
        double[] first = places[0][0].Position!;
        var present = new HashSet<int>(_indices);
        string[] holes = Enumerable.Range(0, Count).Where(i => !present.Contains(i)).Select(i =>
            FormattableString.Invariant($"{i} (at {string.Join(" ", first.Select((x, r) => PlaneGeometry.Number(Math.Round(x + (Step[r] * i), 6))))})")).ToArray();
        string said = FormattableString.Invariant($"{holes.Length} of {Count} slices are missing: {PlaneName.List(holes)}");
        warnings.Add(options.AllowMissingSlices
            ? $"{said}."
            : throw new MedIOException(MedIOError.MissingSlices, $"{said}. Get the missing files, or allow missing slices."));
    }
}
