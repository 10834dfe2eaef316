using System;
using MedIO.Geometry;

namespace MedIO.Formats.Nifti;

/// <summary>
/// How the spatial axes of an image lie in the file it was read from, found by their places in the world: needed for
/// the header fields that speak of axes and slices by number.
/// </summary>
/// <param name="Source">The file's axis of each axis.</param>
/// <param name="Start">The file's index of the first voxel.</param>
/// <param name="Step">The file's voxels in one step; negative where the axis is flipped.</param>
internal sealed record NiftiAxisTrace(int[] Source, long[] Start, long[] Step)
{
    private const double Tolerance = 1e-3;

    /// <summary>The trace, or null where the image is not a part of the file's voxel grid.</summary>
    public static NiftiAxisTrace? Find(NiftiNative native, Shape shape, double[,] affine)
    {
        if (shape.Count != native.Shape.Count)
        {
            return null;
        }

        int spatial = Math.Min(3, shape.Count);
        double[,] inverse = Linear3.Inverse(native.Affine);
        var trace = new NiftiAxisTrace(new int[spatial], new long[spatial], new long[spatial]);
        var first = new double[3];
        for (int r = 0; r < 3; r++)
        {
            first[r] = Product(inverse, r, affine[0, 3] - native.Affine[0, 3], affine[1, 3] - native.Affine[1, 3], affine[2, 3] - native.Affine[2, 3]);
        }

        for (int axis = 0; axis < spatial; axis++)
        {
            trace.Source[axis] = -1;
            for (int r = 0; r < 3; r++)
            {
                double along = Product(inverse, r, affine[0, axis], affine[1, axis], affine[2, axis]);
                double step = Math.Round(along);
                if (!(Math.Abs(along - step) < Tolerance) || !(Math.Abs(step) <= int.MaxValue) || (step != 0 && (r >= spatial || trace.Source[axis] >= 0)))
                {
                    return null;
                }

                if (step != 0)
                {
                    trace.Source[axis] = r;
                    trace.Step[axis] = (long)step;
                    trace.Start[axis] = (long)Math.Round(first[r]);
                }
            }

            if (trace.Source[axis] < 0 || !IsInside(trace, axis, first, shape, native.Shape))
            {
                return null;
            }
        }

        return trace;
    }

    /// <summary>Whether an axis has all voxels of the file's, in its order or in reverse.</summary>
    public bool IsWhole(int axis, Shape shape, Shape file) => Math.Abs(Step[axis]) == 1 && shape[axis] == file[Source[axis]];

    private static bool IsInside(NiftiAxisTrace trace, int axis, double[] first, Shape shape, Shape file)
    {
        int source = trace.Source[axis];
        double last = trace.Start[axis] + ((double)trace.Step[axis] * (shape[axis] - 1));
        return Math.Abs(first[source] - trace.Start[axis]) < Tolerance
            && trace.Start[axis] >= 0 && trace.Start[axis] < file[source]
            && last >= 0 && last < file[source];
    }

    private static double Product(double[,] m, int row, double x, double y, double z) => (m[row, 0] * x) + (m[row, 1] * y) + (m[row, 2] * z);
}
