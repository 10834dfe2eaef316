using System;
using System.Globalization;
using MedIO.Dicom.Series;
using MedIO.Geometry;

namespace MedIO.Dicom.Writing;

/// <summary>
/// Where the slices of an image lie in the patient, as the Image Plane module says it (PS3.3 section C.7.6.2): positions
/// and directions in LPS+, mm. Each slice has a position of its own, so that the slices of a tilted gantry stay where they are.
/// </summary>
internal sealed class SliceGeometry
{
    // Of the in-plane axes; what a header in float32 has is far less.
    private const double MostCosine = 1e-4;

    // A little more than what readers take for one place: positions are written as text, and rounded.
    private const double LeastDistance = 1.01 * PlaneSorter.SamePlace;

    // A cosine this small moves no voxel, and is shorter as 0.
    private const double NoCosine = 1e-10;

    private readonly double[,] _m;
    private readonly bool _reversed;

    private SliceGeometry(double[,] m, Shape shape, bool reversed)
    {
        _m = m;
        _reversed = reversed;
        Columns = shape[0];
        Rows = shape.Count > 1 ? shape[1] : 1;
        Slices = shape.Count > 2 ? shape[2] : 1;
        double[] x = Unit(0);
        double[] y = Unit(1);
        Orientation = new[] { x[0], x[1], x[2], y[0], y[1], y[2] };
        PixelSpacing = new[] { Length(1), Length(0) };
        Normal = new[] { (x[1] * y[2]) - (x[2] * y[1]), (x[2] * y[0]) - (x[0] * y[2]), (x[0] * y[1]) - (x[1] * y[0]) };
        SliceSpacing = shape.Count < 3 ? null : Math.Abs((m[0, 2] * Normal[0]) + (m[1, 2] * Normal[1]) + (m[2, 2] * Normal[2]));
    }

    /// <summary>Pixels along a row.</summary>
    public int Columns { get; }

    /// <summary>Pixels along a column.</summary>
    public int Rows { get; }

    /// <summary>Slices.</summary>
    public int Slices { get; }

    /// <summary>ImageOrientationPatient: direction of a row, then of a column.</summary>
    public double[] Orientation { get; }

    /// <summary>PixelSpacing: distance of rows, then of columns.</summary>
    public double[] PixelSpacing { get; }

    /// <summary>Distance of slices, square to them; null for an image of two axes.</summary>
    public double? SliceSpacing { get; }

    private double[] Normal { get; }

    /// <summary>The geometry of an image.</summary>
    /// <param name="image">The image, its axes as they are to be written.</param>
    /// <param name="allowReorient">Whether slices are counted from the other end where the axes are left-handed.</param>
    /// <exception cref="MedIOException"><see cref="MedIOError.CannotRepresent"/>: DICOM has no place for its axes.</exception>
    public static SliceGeometry Of(MedImage image, bool allowReorient)
    {
        MedMeta meta = image.Metadata.Clone();
        string orientation = meta.Orientation;
        meta.Convert(CoordinateSystem.Itk);
        double[,] m = meta.Affine.Whole();
        bool reversed = meta.Shape.Count > 2 && meta.Shape[2] > 1 && !meta.Affine.IsRightHanded;
        if (reversed && !allowReorient)
        {
            string other = orientation.Substring(0, 2) + AxisCodes.Invert(orientation)[2];
            throw new MedIOException(
                MedIOError.CannotRepresent,
                $"The orientation {orientation} is left-handed, and the slices of a DICOM series are right-handed. {other} would do: allow reorienting (AllowReorient), which counts the slices from the other end and leaves every voxel where it is in the world.");
        }

        var geometry = new SliceGeometry(m, meta.Shape, reversed);
        if (!PlaneGeometry.IsSpacing(geometry.PixelSpacing) || !PlaneGeometry.IsPosition(geometry.PositionOf(0)) || !PlaneGeometry.IsPosition(geometry.PositionOf(geometry.Slices - 1)))
        {
            throw new MedIOException(
                MedIOError.CannotRepresent,
                $"Its spacing ({meta.Spacing} mm) or its origin ({meta.Origin} mm) is no place in a patient. Correct the image's Affine.");
        }

        if (geometry.Slices > 1 && geometry.SliceSpacing <= LeastDistance * Math.Min(geometry.PixelSpacing[0], geometry.PixelSpacing[1]))
        {
            throw new MedIOException(
                MedIOError.CannotRepresent,
                $"Its slices lie so near to each other ({meta.Spacing} mm) that a reader takes them for several of one place. Correct the image's Spacing, or save it in another format, such as NIfTI.");
        }

        double[] o = geometry.Orientation;
        double cosine = (o[0] * o[3]) + (o[1] * o[4]) + (o[2] * o[5]);
        if (Math.Abs(cosine) > MostCosine)
        {
            throw new MedIOException(
                MedIOError.CannotRepresent,
                string.Format(CultureInfo.InvariantCulture, "The rows and columns of its slices are not at right angles (cosine {0:0.0000}), which DICOM has no place for. Resample the image, or save it in a format that keeps shears, such as NIfTI.", cosine));
        }

        return geometry;
    }

    /// <summary>The image's slice that is written as the given one.</summary>
    public int SourceOf(int slice) => _reversed ? Slices - 1 - slice : slice;

    /// <summary>ImagePositionPatient of a slice as it is written.</summary>
    public double[] PositionOf(int slice)
    {
        int k = SourceOf(slice);
        return new[] { _m[0, 3] + (k * _m[0, 2]), _m[1, 3] + (k * _m[1, 2]), _m[2, 3] + (k * _m[2, 2]) };
    }

    /// <summary>SliceLocation: how far along the normal a slice lies.</summary>
    public double LocationOf(int slice)
    {
        double[] p = PositionOf(slice);
        return (p[0] * Normal[0]) + (p[1] * Normal[1]) + (p[2] * Normal[2]);
    }

    private double[] Unit(int axis)
    {
        double length = Length(axis);
        var unit = new double[3];
        for (int r = 0; r < 3; r++)
        {
            double cosine = _m[r, axis] / length;
            unit[r] = Math.Abs(cosine) < NoCosine ? 0 : cosine;
        }

        return unit;
    }

    private double Length(int axis) => Math.Sqrt((_m[0, axis] * _m[0, axis]) + (_m[1, axis] * _m[1, axis]) + (_m[2, axis] * _m[2, axis]));
}
