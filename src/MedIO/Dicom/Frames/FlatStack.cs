using System;
using System.Collections.Generic;
using System.Linq;
using MedIO.Dicom.Series;

namespace MedIO.Dicom.Frames;

/// <summary>The image of planes that have no place in the patient: a picture of two axes, or one of three whose frames keep their order.</summary>
internal static class FlatStack
{
    public static PlaneStack Of(IReadOnlyList<DicomPlane> planes, int columns, int rows)
    {
        DicomPlane[] ordered = planes.ToArray();
        Array.Sort(ordered, PlaneSorter.CompareNumbers);
        double[] spacing = PlaneSpacing.IsUsable(ordered[0].PixelSpacing) ? ordered[0].PixelSpacing! : new double[] { 1, 1 };
        double step = PlaneSorter.Thickness(ordered[0]) ?? 1;
        var affine = new Affine(new double[,] { { spacing[1], 0, 0, 0 }, { 0, spacing[0], 0, 0 }, { 0, 0, step, 0 }, { 0, 0, 0, 1 } });
        Shape shape = ordered.Length == 1 ? new Shape(columns, rows) : new Shape(columns, rows, ordered.Length);
        return new PlaneStack(ordered, shape, affine, null, Array.Empty<string>());
    }
}
