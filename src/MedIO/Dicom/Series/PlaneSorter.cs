using System;
using System.Collections.Generic;
using System.Linq;

namespace MedIO.Dicom.Series;

/// <summary>
/// Puts planes into the order of the image they make: ascending along their normal, as ITK and GDCM do, and in a fourth
/// dimension by what tells planes at the same place apart. Names of files never count; InstanceNumber does where there is
/// nothing else.
/// </summary>
internal static class PlaneSorter
{
    /// <summary>Planes nearer to each other than this part of a pixel lie at the same place.</summary>
    public const double SamePlace = 0.05;

    /// <summary>Orders planes and finds out the image's geometry.</summary>
    /// <param name="planes">Planes of one size and pixel format.</param>
    /// <param name="columns">Pixels of a row.</param>
    /// <param name="rows">Pixels of a column.</param>
    /// <param name="options">Whether slices or geometry may be missing.</param>
    /// <exception cref="MedIOException">
    /// <see cref="MedIOError.MissingGeometry"/>, <see cref="MedIOError.InvalidAffine"/>, <see cref="MedIOError.InconsistentSeries"/>
    /// or <see cref="MedIOError.MissingSlices"/>.
    /// </exception>
    public static PlaneStack Stack(IReadOnlyList<DicomPlane> planes, int columns, int rows, ReadOptions options)
    {
        var warnings = new List<string>();
        IReadOnlyList<string> missing = PlaneGeometry.Missing(planes);
        PlaneGeometry? geometry = null;
        string problem = string.Empty;
        MedIOError error = MedIOError.MissingGeometry;
        if (missing.Count > 0)
        {
            problem = $"has no {string.Join(", no ", missing)}, so that its place in the patient is not known";
        }
        else
        {
            geometry = PlaneGeometry.Of(planes, warnings, out problem);
            error = MedIOError.InvalidAffine;
        }

        if (geometry is null)
        {
            return options.AllowDefaultAffine
                ? WithoutGeometry(planes, columns, rows, problem, warnings)
                : throw new MedIOException(error, $"{problem}. If its place does not matter, allow a default affine.");
        }

        RequireSame(planes);
        PlaneKinds.Tell(planes, warnings);
        List<List<DicomPlane>> places = Places(planes, geometry);
        FourthDimension volumes = FourthDimension.Of(places, planes, options, warnings);
        SliceSpacing spacing = SliceSpacing.Of(places, planes, geometry, options, warnings);
        var ordered = new DicomPlane?[volumes.Count * spacing.Count];
        for (int v = 0; v < volumes.Count; v++)
        {
            for (int p = 0; p < places.Count; p++)
            {
                ordered[(v * spacing.Count) + spacing.IndexOf(p)] = volumes[v, p];
            }
        }

        Shape shape = volumes.Count > 1 ? new Shape(columns, rows, spacing.Count, volumes.Count) : new Shape(columns, rows, spacing.Count);
        return new PlaneStack(ordered, shape, AffineOf(geometry, places[0][0].Position!, spacing.Step), volumes.TimeStep, warnings);
    }

    /// <summary>Order by InstanceNumber, then frame, then names with their numbers as numbers: for planes of which nothing else is known.</summary>
    public static int CompareNumbers(DicomPlane a, DicomPlane b)
    {
        int order = (a.InstanceNumber ?? int.MaxValue).CompareTo(b.InstanceNumber ?? int.MaxValue);
        order = order != 0 ? order : a.Path == b.Path ? a.Frame.CompareTo(b.Frame) : NaturalOrder.Compare(a.Path, b.Path);
        return order;
    }

    private static PlaneStack WithoutGeometry(IReadOnlyList<DicomPlane> planes, int columns, int rows, string problem, List<string> warnings)
    {
        DicomPlane[] ordered = planes.ToArray();
        Array.Sort(ordered, CompareNumbers);
        DicomPlane first = ordered[0];
        double[] pixel = first.PixelSpacing is { Length: 2 } given && given.All(s => s is >= 1e-9 and <= 1e9) ? given : new[] { 1.0, 1.0 };
        double step = Thickness(first) ?? 1;
        var matrix = new double[4, 4] { { pixel[1], 0, 0, 0 }, { 0, pixel[0], 0, 0 }, { 0, 0, step, 0 }, { 0, 0, 0, 1 } };
        string order = planes.Count > 1 ? " and its slices in the order of InstanceNumber" : string.Empty;
        warnings.Add($"The image {problem}; the axes are along the world's, from its origin{order}.");

        // One plane of which nothing places it in space is two-dimensional.
        Shape shape = ordered.Length == 1 ? new Shape(columns, rows) : new Shape(columns, rows, ordered.Length);
        return new PlaneStack(ordered, shape, new Affine(matrix), null, warnings);
    }

    /// <summary>Distance from a plane to the next by what it says of itself; the true one is that of positions.</summary>
    public static double? Thickness(DicomPlane plane) =>
        plane.SpacingBetweenSlices is { } spacing && Math.Abs(spacing) is > 1e-6 and < 1e6 ? Math.Abs(spacing)
        : plane.SliceThickness is { } thickness && thickness is > 1e-6 and < 1e6 ? thickness
        : null;

    private static void RequireSame(IReadOnlyList<DicomPlane> planes)
    {
        DicomPlane[] others = planes.Where(p => !PlaneGeometry.IsSame(p, planes[0])).ToArray();
        if (others.Length > 0)
        {
            throw new MedIOException(
                MedIOError.InconsistentSeries,
                $"the slices do not make one image: {PlaneName.List(others, planes)} differ in ImageOrientationPatient or PixelSpacing from {PlaneName.Of(planes[0], planes)}. Read them apart.");
        }
    }

    // Planes by their place along the normal, ascending.
    private static List<List<DicomPlane>> Places(IReadOnlyList<DicomPlane> planes, PlaneGeometry geometry)
    {
        var along = new double[planes.Count];
        var order = new int[planes.Count];
        for (int i = 0; i < planes.Count; i++)
        {
            along[i] = geometry.Along(planes[i]);
            order[i] = i;
        }

        Array.Sort(along, order);
        double tolerance = SamePlace * geometry.Pixel;
        var places = new List<List<DicomPlane>>();
        double begin = double.NegativeInfinity;
        for (int i = 0; i < order.Length; i++)
        {
            if (along[i] - begin > tolerance)
            {
                begin = along[i];
                places.Add(new List<DicomPlane>(1));
            }

            places[places.Count - 1].Add(planes[order[i]]);
        }

        foreach (List<DicomPlane> place in places)
        {
            // Equal keys fall to the sort in any order; this one is the same whatever the order of the input.
            place.Sort(CompareNumbers);
        }

        return places;
    }

    private static Affine AffineOf(PlaneGeometry geometry, double[] origin, double[] step)
    {
        var matrix = new double[4, 4];
        matrix[3, 3] = 1;
        for (int r = 0; r < 3; r++)
        {
            matrix[r, 0] = (geometry.Row[r] * geometry.Spacing[1]) + 0.0;
            matrix[r, 1] = (geometry.Column[r] * geometry.Spacing[0]) + 0.0;
            matrix[r, 2] = step[r] + 0.0;
            matrix[r, 3] = origin[r] + 0.0;
        }

        return new Affine(matrix);
    }
}
