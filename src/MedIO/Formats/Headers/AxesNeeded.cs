using System;
using System.Linq;

namespace MedIO.Formats.Headers;

/// <summary>
/// How many axes a file has to have. An image of one or two dimensions whose affine says more than so few can hold gets more, of
/// one voxel each: its place in the world counts for more than the number of its axes.
/// </summary>
internal static class AxesNeeded
{
    /// <param name="shape">The image's axes.</param>
    /// <param name="whole">Its 4x4 affine, in the coordinate system of the file.</param>
    public static int For(Shape shape, double[,] whole)
    {
        int needed = 1;
        for (int axis = 1; axis < 3; axis++)
        {
            bool plain = Enumerable.Range(0, 4).All(i => whole[axis, i] == (i == axis ? 1 : 0) && (i == 3 || whole[i, axis] == (i == axis ? 1 : 0)));
            needed = plain ? needed : axis + 1;
        }

        return Math.Max(shape.Count, needed);
    }
}
