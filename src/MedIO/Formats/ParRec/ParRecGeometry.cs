using System;
using System.Collections.Generic;
using System.Linq;
using MedIO.Formats.Headers;

namespace MedIO.Formats.ParRec;

/// <summary>
/// Where the voxels lie, RAS+ in mm, as nibabel found it out of scans in all orientations: the header's angles turn the
/// volume about its centre, whose place is the off centre. Angles and places come in the order AP, FH, RL, and Philips' axes
/// run to the posterior, the superior and the left.
/// </summary>
internal static class ParRecGeometry
{
    // The directions of x, y and z in the image, unturned, along P, S, L; by the code of the slices' orientation.
    private static readonly double[][,] Axes =
    {
        new double[,] { { 0, 1, 0 }, { 0, 0, 1 }, { 1, 0, 0 } },
        new double[,] { { 1, 0, 0 }, { 0, -1, 0 }, { 0, 0, -1 } },
        new double[,] { { 0, 0, 1 }, { 0, -1, 0 }, { 1, 0, 0 } },
    };

    /// <exception cref="MedIOException"><see cref="MedIOError.InvalidAffine"/> or <see cref="MedIOError.MissingGeometry"/>.</exception>
    public static Affine Read(ParRecHeader header, ParRecOrder order, Shape shape, ReadOptions options, List<string> warnings)
    {
        double[] angles = header.GeneralNumbers("Angulation midslice(ap,fh,rl)[degr]");
        double[] centre = header.GeneralNumbers("Off Centre midslice(ap,fh,rl) [mm]");
        double[,]? whole = angles.Length == 3 && centre.Length == 3 ? Compose(order, angles, centre, Spacing(order, warnings), shape, header) : null;
        return GeometryCheck.Usable(whole, header.Path, "Angulation midslice and Off Centre midslice, pixel spacing and slice thickness", options, warnings);
    }

    private static double[,] Compose(ParRecOrder order, double[] angles, double[] centre, double[] spacing, Shape shape, ParRecHeader header)
    {
        int orientation = order.Slices[0].Integer(ParRecColumn.SliceOrientation);
        double[,] axes = orientation is >= 1 and <= 3
            ? Axes[orientation - 1]
            : throw header.Invalid(FormattableString.Invariant($"the slice orientation is {orientation}, and there are 1 (transverse), 2 (sagittal) and 3 (coronal)"));
        double[,] turned = Multiply(Multiply(Multiply(Turn(2, angles[2]), Turn(0, angles[0])), Turn(1, angles[1])), axes);
        var whole = new double[4, 4];
        whole[3, 3] = 1;
        for (int psl = 0; psl < 3; psl++)
        {
            // P, S, L are along -y, z, -x.
            int world = psl == 0 ? 1 : psl == 1 ? 2 : 0;
            double sign = psl == 1 ? 1 : -1;
            whole[world, 3] = sign * centre[psl];
            for (int axis = 0; axis < 3; axis++)
            {
                whole[world, axis] = sign * turned[psl, axis] * spacing[axis];
                whole[world, 3] -= whole[world, axis] * (shape[axis] - 1) / 2;
            }
        }

        return whole;
    }

    // Some exports have a gap that makes the slices lie in one another; the places of the slices tell the distance, too.
    private static double[] Spacing(ParRecOrder order, List<string> warnings)
    {
        ParRecSlice first = order.Slices[0];
        double distance = first[ParRecColumn.SliceThickness] + first[ParRecColumn.SliceGap];
        if (order.SliceCount > 1)
        {
            ParRecSlice last = order.Slices[order.SliceCount - 1];
            double places = Math.Sqrt(Enumerable.Range(0, 3).Sum(i => Math.Pow(last[ParRecColumn.ImageOffcentre, i] - first[ParRecColumn.ImageOffcentre, i], 2))) / (order.SliceCount - 1);
            if (places > 0 && Math.Abs(places - distance) > 0.1 + (0.02 * Math.Abs(distance)))
            {
                warnings.Add(FormattableString.Invariant($"Thickness and gap of the slices make {distance:G6} mm from one to the next, but their places lie {places:G6} mm apart; the latter is used."));
                distance = places;
            }
        }

        return new[] { first[ParRecColumn.PixelSpacing], first[ParRecColumn.PixelSpacing, 1], distance };
    }

    // About one of the axes, by the right-hand rule.
    private static double[,] Turn(int axis, double degrees)
    {
        double sin = Math.Sin(degrees * Math.PI / 180);
        double cos = Math.Cos(degrees * Math.PI / 180);
        int a = (axis + 1) % 3;
        int b = (axis + 2) % 3;
        var m = new double[3, 3];
        m[axis, axis] = 1;
        m[a, a] = cos;
        m[b, b] = cos;
        m[a, b] = -sin;
        m[b, a] = sin;
        return m;
    }

    private static double[,] Multiply(double[,] a, double[,] b)
    {
        var m = new double[3, 3];
        for (int r = 0; r < 3; r++)
        {
            for (int c = 0; c < 3; c++)
            {
                m[r, c] = (a[r, 0] * b[0, c]) + (a[r, 1] * b[1, c]) + (a[r, 2] * b[2, c]);
            }
        }

        return m;
    }
}
