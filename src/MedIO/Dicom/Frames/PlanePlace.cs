using System;

namespace MedIO.Dicom.Frames;

/// <summary>Where a plane lies in the patient (PS3.3 section C.7.6.2), as the data set says: null where it says nothing, unchecked where it does.</summary>
/// <param name="Position">ImagePositionPatient: centre of the first pixel, mm, LPS+.</param>
/// <param name="Orientation">ImageOrientationPatient: direction of rows, then of columns.</param>
/// <param name="Spacing">PixelSpacing: distance of rows, then of columns, mm.</param>
internal readonly record struct PlanePlace(double[]? Position, double[]? Orientation, double[]? Spacing)
{
    /// <summary>Whether both position and orientation are there and are numbers.</summary>
    public bool IsPlaced => IsFinite(Position, 3) && IsFinite(Orientation, 6);

    /// <summary>The direction in which planes follow each other: across rows and columns, length 1. Null where there is none.</summary>
    public double[]? Normal
    {
        get
        {
            if (!IsFinite(Orientation, 6))
            {
                return null;
            }

            double[] o = Orientation!;
            double[] normal = { (o[1] * o[5]) - (o[2] * o[4]), (o[2] * o[3]) - (o[0] * o[5]), (o[0] * o[4]) - (o[1] * o[3]) };
            double length = Math.Sqrt((normal[0] * normal[0]) + (normal[1] * normal[1]) + (normal[2] * normal[2]));
            return length is > 1e-6 and < 1e6 ? new[] { normal[0] / length, normal[1] / length, normal[2] / length } : null;
        }
    }

    /// <summary>What the attributes of a plane say at one level of a data set.</summary>
    public static PlanePlace Read(DicomDataSet dataSet) => new(
        Numbers(dataSet, DicomTags.ImagePositionPatient, 3),
        Numbers(dataSet, DicomTags.ImageOrientationPatient, 6),
        Numbers(dataSet, DicomTags.PixelSpacing, 2));

    /// <summary>As many numbers as an attribute must have, with what is no number or not there as NaN; null where it is missing or empty.</summary>
    public static double[]? Numbers(DicomDataSet? dataSet, uint tag, int count)
    {
        Span<double> values = stackalloc double[6];
        int n = dataSet?.GetNumbers(tag, values.Slice(0, count)) ?? 0;
        if (n == 0)
        {
            return null;
        }

        values.Slice(n, count - n).Fill(double.NaN);
        return values.Slice(0, count).ToArray();
    }

    /// <summary>Whether all numbers are there.</summary>
    public static bool IsFinite(double[]? values, int count)
    {
        if (values is null || values.Length < count)
        {
            return false;
        }

        foreach (double value in values)
        {
            if (double.IsNaN(value) || double.IsInfinity(value))
            {
                return false;
            }
        }

        return true;
    }
}
