using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace MedIO.Dicom.Series;

/// <summary>The directions and distances that all planes of a stack share (PS3.3 section C.7.6.2.1.1), cleaned of the rounding of decimal strings.</summary>
internal sealed class PlaneGeometry
{
    /// <summary>Components of direction cosines that differ by more are of different orientations.</summary>
    public const double OrientationTolerance = 1e-3;

    /// <summary>Distances of pixels that differ by a larger part are different.</summary>
    public const double SpacingTolerance = 1e-3;

    // Cosines between rows and columns: rounding below the first, an error above the second.
    private const double Rounding = 1e-4;
    private const double Skew = 1e-2;

    // What is farther, or apart by more or less, is no place in a patient but a damaged number.
    private const double Largest = 1e9;
    private const double LeastSpacing = 1e-9;

    // Distances this short are compared as if they were this long.
    private const double LeastDistance = 1e-9;

    private PlaneGeometry(double[] row, double[] column, double[] spacing)
    {
        Row = row;
        Column = column;
        Spacing = spacing;
        Normal = Cross(row, column);
    }

    /// <summary>Direction in which the column index grows; length 1.</summary>
    public double[] Row { get; }

    /// <summary>Direction in which the row index grows; length 1, at right angles to <see cref="Row"/>.</summary>
    public double[] Column { get; }

    /// <summary>Their cross product, along which slices are ordered.</summary>
    public double[] Normal { get; }

    /// <summary>PixelSpacing: distance of rows, then of columns.</summary>
    public double[] Spacing { get; }

    /// <summary>The shorter distance of pixels, mm.</summary>
    public double Pixel => Math.Min(Spacing[0], Spacing[1]);

    /// <summary>Attributes that planes need for a place in the patient and do not have, by keyword and tag.</summary>
    public static IReadOnlyList<string> Missing(IReadOnlyList<DicomPlane> planes)
    {
        var missing = new List<string>();
        Check(p => p.Position, "ImagePositionPatient (0020,0032)");
        Check(p => p.Orientation, "ImageOrientationPatient (0020,0037)");
        Check(p => p.PixelSpacing, "PixelSpacing (0028,0030)");
        return missing;

        void Check(Func<DicomPlane, double[]?> value, string name)
        {
            if (planes.Any(p => value(p) is null))
            {
                missing.Add(name);
            }
        }
    }

    /// <summary>What all planes share; null with a sentence on why it cannot be used.</summary>
    /// <param name="planes">Planes that have position, orientation and spacing.</param>
    /// <param name="warnings">Gets what is odd.</param>
    /// <param name="problem">Why there is none.</param>
    public static PlaneGeometry? Of(IReadOnlyList<DicomPlane> planes, List<string> warnings, out string problem)
    {
        foreach (DicomPlane plane in planes)
        {
            if (!IsPosition(plane.Position) || !IsUsable(plane.Orientation, 6, 2) || !IsSpacing(plane.PixelSpacing))
            {
                problem = $"the geometry of {PlaneName.Of(plane, planes)} cannot be used: its ImagePositionPatient is '{Text(plane.Position)}', its ImageOrientationPatient '{Text(plane.Orientation)}', its PixelSpacing '{Text(plane.PixelSpacing)}'";
                return null;
            }
        }

        double[] orientation = planes[0].Orientation!;
        double[] row = { orientation[0], orientation[1], orientation[2] };
        double[] column = { orientation[3], orientation[4], orientation[5] };
        double lengths = Length(row) * Length(column);
        double cosine = lengths > 1e-6 ? Dot(row, column) / lengths : 1;
        if (Length(row) is < 0.9 or > 1.1 || Length(column) is < 0.9 or > 1.1 || Math.Abs(cosine) > Skew)
        {
            problem = $"the ImageOrientationPatient '{Text(orientation)}' of {PlaneName.Of(planes[0], planes)} is not two directions of length 1 at right angles";
            return null;
        }

        if (Math.Abs(cosine) > Rounding)
        {
            warnings.Add($"The directions of rows and columns in ImageOrientationPatient are not quite at right angles (cosine {Number(cosine)}); they were made so.");
        }

        problem = string.Empty;
        Straighten(row, column);
        return new PlaneGeometry(row, column, planes[0].PixelSpacing!);
    }

    /// <summary>Whether a place can be a patient's.</summary>
    public static bool IsPosition(double[]? position) => IsUsable(position, 3, Largest);

    /// <summary>Whether two distances of pixels can be an image's.</summary>
    public static bool IsSpacing(double[]? spacing) => IsUsable(spacing, 2, Largest) && !Array.Exists(spacing!, s => s < LeastSpacing);

    /// <summary>Whether two planes have the same orientation and distance of pixels, but for rounding.</summary>
    public static bool IsSame(DicomPlane a, DicomPlane b) =>
        IsSame(a.Orientation, b.Orientation, OrientationTolerance) && IsSameSpacing(a.PixelSpacing, b.PixelSpacing);

    /// <summary>
    /// Numbers that differ by 1 at most where planes have the same orientation and distance of pixels: directions in steps of
    /// their tolerance, and logarithms of the distance of rows and of both together. Null where no plane is the same.
    /// </summary>
    public static double[]? PointOf(DicomPlane plane)
    {
        double[] directions = plane.Orientation ?? Array.Empty<double>();
        double[] spacing = plane.PixelSpacing ?? Array.Empty<double>();
        if (Array.Exists(directions, double.IsInfinity) || Array.Exists(spacing, double.IsInfinity))
        {
            return null;
        }

        var point = new double[directions.Length + Math.Min(spacing.Length, 2)];
        for (int i = 0; i < directions.Length; i++)
        {
            point[i] = directions[i] / OrientationTolerance;
        }

        double sum = 0;
        for (int i = directions.Length; i < point.Length; i++)
        {
            // The distance of rows is what the tolerance is a part of: that much of it in each of the two is twice that of their sum.
            sum += Math.Abs(spacing[i - directions.Length]);
            double relative = sum / LeastDistance;
            point[i] = Math.Log(relative + Math.Sqrt((relative * relative) + 1)) / (SpacingTolerance * (i - directions.Length + 1)) / 1.01;
        }

        return point;
    }

    /// <summary>How far along the normal a plane lies, mm.</summary>
    public double Along(DicomPlane plane) => Dot(plane.Position!, Normal);

    public static double[] Cross(double[] a, double[] b) =>
        new[] { (a[1] * b[2]) - (a[2] * b[1]), (a[2] * b[0]) - (a[0] * b[2]), (a[0] * b[1]) - (a[1] * b[0]) };

    public static double Dot(double[] a, double[] b) => (a[0] * b[0]) + (a[1] * b[1]) + (a[2] * b[2]);

    public static double Length(double[] a) => Math.Sqrt(Dot(a, a));

    public static double[] Minus(double[] a, double[] b) => new[] { a[0] - b[0], a[1] - b[1], a[2] - b[2] };

    public static string Number(double value) => Geometry.Numbers.Format(value);

    public static string Text(double[]? values) => values is null ? string.Empty : string.Join("\\", values.Select(v => v.ToString(CultureInfo.InvariantCulture)));

    private static bool IsUsable(double[]? values, int count, double largest)
    {
        bool isUsable = values is not null && values.Length >= count;
        for (int i = 0; isUsable && i < count; i++)
        {
            isUsable = Math.Abs(values![i]) <= largest;
        }

        return isUsable;
    }

    private static bool IsSame(double[]? a, double[]? b, double tolerance)
    {
        if (a is null || b is null || a.Length != b.Length)
        {
            return a is null && b is null;
        }

        for (int i = 0; i < a.Length; i++)
        {
            if (!(Math.Abs(a[i] - b[i]) <= tolerance) && !(double.IsNaN(a[i]) && double.IsNaN(b[i])))
            {
                return false;
            }
        }

        return true;
    }

    // A part of an infinite distance would be any other.
    private static bool IsSameSpacing(double[]? a, double[]? b) =>
        (a is null || !Array.Exists(a, double.IsInfinity)) && IsSame(a, b, SpacingTolerance * Math.Max(a is { Length: > 0 } ? Math.Abs(a[0]) : 0, LeastDistance));

    // Takes half of what is wrong from each, so that neither is preferred; what is exact stays exact.
    private static void Straighten(double[] row, double[] column)
    {
        double cosine = Dot(row, column);
        if (Math.Abs(cosine) > 1e-12)
        {
            for (int i = 0; i < 3; i++)
            {
                (row[i], column[i]) = (row[i] - (column[i] * cosine / 2), column[i] - (row[i] * cosine / 2));
            }
        }

        foreach (double[] direction in new[] { row, column })
        {
            double length = Length(direction);
            for (int i = 0; i < 3; i++)
            {
                // No negative zeros.
                direction[i] = (Math.Abs(length - 1) > 1e-15 ? direction[i] / length : direction[i]) + 0.0;
            }
        }
    }
}
