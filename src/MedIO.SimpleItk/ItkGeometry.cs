using System;
using System.Collections.Generic;
using System.Linq;
using MedIO.Formats.Headers;

namespace MedIO.SimpleItk;

/// <summary>The affine in space of what ITK says of an image of any dimension, and back.</summary>
internal static class ItkGeometry
{
    /// <summary>The affine of the first axes, up to three of them.</summary>
    /// <exception cref="MedIOException"><see cref="MedIOError.InvalidAffine"/>.</exception>
    public static Affine Affine(ItkHeader header, string path, ReadOptions options, List<string> warnings)
    {
        Affine affine = GeometryCheck.Usable(Whole(header), path, "spacing, direction and origin", options, warnings);
        return header.Size.Length == 2 ? affine.ToPlane() : affine;
    }

    /// <summary>The 4x4 matrix.</summary>
    public static double[,] Whole(ItkHeader header)
    {
        int dimension = header.Size.Length;
        int axes = Math.Min(3, dimension);
        var whole = new double[4, 4];
        for (int i = 0; i < 4; i++)
        {
            whole[i, i] = 1;
        }

        for (int r = 0; r < axes; r++)
        {
            whole[r, 3] = header.Origin[r];
            for (int c = 0; c < axes; c++)
            {
                whole[r, c] = header.Direction[(r * dimension) + c] * header.Spacing[c];
            }
        }

        return whole;
    }

    /// <summary>Whether the third axis goes against the first two.</summary>
    public static bool IsMirrored(Affine affine) => affine.Dimension == 3 && !affine.IsRightHanded;

    /// <summary>The affine of the same voxels with the slices counted from the other end.</summary>
    public static Affine Reversed(Affine affine, int count)
    {
        double[,] whole = affine.ToArray();
        for (int r = 0; r < 3; r++)
        {
            whole[r, 3] += whole[r, 2] * (count - 1);
            whole[r, 2] = -whole[r, 2];
        }

        return new Affine(whole);
    }

    /// <summary>The sizes without axes of one voxel at their end.</summary>
    public static IEnumerable<int> Trimmed(IReadOnlyList<int> sizes)
    {
        int count = sizes.Count;
        while (count > 0 && sizes[count - 1] == 1)
        {
            count--;
        }

        return sizes.Take(count);
    }

    /// <summary>Whether two affines put all voxels of a shape in the same places, to a small part of a voxel.</summary>
    public static bool AreSame(Affine a, Affine b, Shape shape)
    {
        const double Part = 1e-3;
        if (a.Dimension != b.Dimension)
        {
            return false;
        }

        int n = a.Dimension;
        double voxel = double.MaxValue;
        for (int c = 0; c < n; c++)
        {
            voxel = Math.Min(voxel, a.Spacing[c]);
        }

        for (int r = 0; r < n; r++)
        {
            double off = Math.Abs(a[r, n] - b[r, n]);
            for (int c = 0; c < n && c < shape.Count; c++)
            {
                off += Math.Abs(a[r, c] - b[r, c]) * Math.Max(1, shape[c] - 1);
            }

            // NaN fails the comparison. Numbers of single precision far from the origin are as exact as they can be.
            if (!(off <= (Part * voxel) + (1e-6 * Math.Abs(a[r, n]))))
            {
                return false;
            }
        }

        return true;
    }
}
