using System;
using System.Collections.Generic;
using System.Linq;
using MedIO.Voxels;

namespace MedIO.Tests.OtherPrograms.Fuzz;

/// <summary>Whether two images are one.</summary>
internal static class SameImage
{
    /// <summary>The same voxels, bit by bit, in the same place.</summary>
    /// <exception cref="UnlikeException">They are not.</exception>
    public static unsafe void Require(MedImage expected, MedImage actual, string what)
    {
        RequireMeta(expected.Metadata, actual.Metadata, what);
        using var a = new PinnedArray(expected.Voxels);
        using var b = new PinnedArray(actual.Voxels);
        var left = new ReadOnlySpan<byte>(a.Pointer, checked((int)a.ByteCount));
        var right = new ReadOnlySpan<byte>(b.Pointer, checked((int)b.ByteCount));
        if (!left.SequenceEqual(right))
        {
            int at = Enumerable.Range(0, expected.Voxels.Length).First(i => !new ReadOnlySpan<byte>(a.Pointer + (i * a.ElementSize), a.ElementSize).SequenceEqual(new ReadOnlySpan<byte>(b.Pointer + (i * b.ElementSize), b.ElementSize)));
            throw new UnlikeException("numbers", FormattableString.Invariant($"Number {at} of {actual.Shape} is {actual.Voxels.GetValue(at)} and not {expected.Voxels.GetValue(at)}: {what}."));
        }
    }

    /// <summary>The same shape, type and place.</summary>
    /// <exception cref="UnlikeException">They are not.</exception>
    public static void RequireMeta(MedMeta expected, MedMeta actual, string what)
    {
        if (!expected.Shape.Equals(actual.Shape) || expected.Components != actual.Components || expected.DataType != actual.DataType || expected.Orientation != actual.Orientation)
        {
            throw new UnlikeException("meta", FormattableString.Invariant(
                $"It is {actual.Shape} {actual.DataType}x{actual.Components} {actual.Orientation}, and not {expected.Shape} {expected.DataType}x{expected.Components} {expected.Orientation}: {what}."));
        }

        RequirePlace(expected, actual, 1e-9, what);
    }

    /// <summary>Voxels lie where they lay.</summary>
    /// <param name="expected">Where they lay.</param>
    /// <param name="actual">Where they lie; of the same shape.</param>
    /// <param name="part">How far they may be elsewhere, as a part of the largest coordinate or step.</param>
    /// <param name="what">What was done.</param>
    /// <param name="directions">How many axes have a direction even where they are one voxel long.</param>
    /// <param name="slack">How far they may be elsewhere besides, mm.</param>
    /// <exception cref="UnlikeException">They are elsewhere.</exception>
    public static void RequirePlace(MedMeta expected, MedMeta actual, double part, string what, int directions = 3, double slack = 0)
    {
        Affine a = In3D(expected);
        Affine b = In3D(actual);
        Vector[] corners = Corners(expected.Shape, directions).ToArray();
        double most = slack + (part * Math.Max(a.Spacing.Max(), corners.Max(corner => a.IndexToCoordinate(corner).Max(Math.Abs))));
        foreach (Vector corner in corners)
        {
            Vector x = a.IndexToCoordinate(corner);
            Vector y = b.IndexToCoordinate(corner);
            for (int i = 0; i < 3; i++)
            {
                if (!(Math.Abs(x[i] - y[i]) <= most))
                {
                    throw new UnlikeException("place" + (what.Contains(" as .") ? what.Substring(what.IndexOf(" as .", StringComparison.Ordinal) + 4).Split(',')[0] : string.Empty), FormattableString.Invariant($"Voxel {corner} lies at {y} and not at {x}: {what}."));
                }
            }
        }
    }

    private static Affine In3D(MedMeta meta)
    {
        MedMeta copy = meta.Clone();
        copy.Convert(CoordinateSystem.Itk);
        return copy.Affine.Dimension == 2 ? copy.Affine.To3D() : copy.Affine;
    }

    private static IEnumerable<Vector> Corners(Shape shape, int directions)
    {
        int Last(int axis) => Math.Max(axis < directions ? 1 : 0, axis < shape.Count ? shape[axis] - 1 : 0);
        for (int i = 0; i < 8; i++)
        {
            yield return new Vector((i & 1) == 0 ? 0 : Last(0), (i & 2) == 0 ? 0 : Last(1), (i & 4) == 0 ? 0 : Last(2));
        }
    }
}
