using System;
using System.Collections.Generic;
using System.Linq;
using MedIO.Formats.Headers;

namespace MedIO.Formats.Vtk;

/// <summary>The grid of points that VTK's image data are, as an image's shape and affine.</summary>
internal static class VtkGrid
{
    /// <summary>Axes along the world's, row by row.</summary>
    public static readonly double[] Straight = { 1, 0, 0, 0, 1, 0, 0, 0, 1 };

    private const int MostComponents = 1 << 20;

    /// <summary>Voxels along each axis: points, or the cells between them, which lie flat where there is one point.</summary>
    /// <exception cref="MedIOException"><see cref="MedIOError.InvalidDimensions"/>.</exception>
    public static int[] Sizes(long[] points, bool isOfCells, string path) =>
        points.All(n => n is >= 1 and <= int.MaxValue)
            ? points.Select(n => (int)(isOfCells ? Math.Max(1, n - 1) : n)).ToArray()
            : throw new MedIOException(
                MedIOError.InvalidDimensions, $"{path}: the dimensions {string.Join(" x ", points)} are impossible. The header is damaged: copy the file again from where it came from.", path);

    /// <summary>The shape: two-dimensional where there is one slice, as in ITK.</summary>
    public static Shape ShapeOf(int[] sizes) => sizes[2] == 1 ? new Shape(sizes[0], sizes[1]) : new Shape(sizes);

    /// <summary>The components of a voxel, held against what a voxel can have.</summary>
    public static int Components(long components, string path) => components is >= 1 and <= MostComponents
        ? (int)components
        : throw new MedIOException(MedIOError.InvalidDimensions, FormattableString.Invariant($"{path}: {components} numbers a point are impossible. The header is damaged: copy the file again from where it came from."), path);

    /// <summary>The affine.</summary>
    /// <param name="spacing">Distance of points; as in ITK a negative one turns the axis around.</param>
    /// <param name="origin">Place of the point with index 0.</param>
    /// <param name="direction">The axes' directions as columns, row by row.</param>
    /// <param name="first">The index of the first point.</param>
    /// <param name="points">Points along each axis.</param>
    /// <param name="isOfCells">Whether voxels are cells: their centres are half a step on.</param>
    /// <param name="path">For messages.</param>
    /// <param name="fields">For messages.</param>
    /// <param name="shape">The image's.</param>
    /// <param name="options">Whether a default may stand in.</param>
    /// <param name="warnings">Told when it does.</param>
    /// <exception cref="MedIOException"><see cref="MedIOError.InvalidAffine"/>.</exception>
    public static Affine AffineOf(
        double[] spacing, double[] origin, double[] direction, double[] first, long[] points, bool isOfCells, string path, string fields, Shape shape, ReadOptions options, List<string> warnings)
    {
        var whole = new double[4, 4];
        whole[3, 3] = 1;
        for (int r = 0; r < 3; r++)
        {
            whole[r, 3] = origin[r];
            for (int c = 0; c < 3; c++)
            {
                // The step of an axis without extent means nothing; some programs write 0.
                double step = spacing[c] == 0 && points[c] == 1 ? 1 : spacing[c];
                whole[r, c] = direction[(3 * r) + c] * step;
                whole[r, 3] += whole[r, c] * (first[c] + (isOfCells && points[c] > 1 ? 0.5 : 0));
            }
        }

        Affine affine = GeometryCheck.Usable(whole, path, fields, options, warnings);
        return shape.Count == 2 ? Affine.FromWhole(affine.Whole(), 2) : affine;
    }
}
