using System;
using System.Collections.Generic;
using MedIO.Geometry;

namespace MedIO;

/// <content>Where an index lies in the world and back, and what becomes of the map when axes or the world are turned.</content>
public sealed partial class Affine
{
    /// <summary>The place in the world, mm, of an index, which may lie between voxels.</summary>
    /// <param name="index">One number an axis.</param>
    /// <returns>World coordinates.</returns>
    /// <exception cref="ArgumentException">There are more or fewer numbers than axes.</exception>
    public Vector IndexToCoordinate(Vector index)
    {
        Check(index, nameof(index));
        var result = new double[Dimension];
        for (int r = 0; r < Dimension; r++)
        {
            result[r] = _m[r, 3];
            for (int c = 0; c < Dimension; c++)
            {
                result[r] += _m[r, c] * index[c];
            }
        }

        return new Vector(result);
    }

    /// <summary>The index, not rounded, of a place in the world.</summary>
    /// <param name="coordinate">World coordinates, mm.</param>
    /// <returns>One number an axis.</returns>
    /// <exception cref="ArgumentException">There are more or fewer numbers than axes.</exception>
    /// <exception cref="InvalidOperationException">The affine is singular.</exception>
    public Vector CoordinateToIndex(Vector coordinate)
    {
        Check(coordinate, nameof(coordinate));
        if (IsSingular)
        {
            throw new InvalidOperationException("The affine is singular: its axes do not span the space, so a place has no index.");
        }

        double[,] inverse = Linear3.Inverse(_m);
        var result = new double[Dimension];
        for (int r = 0; r < Dimension; r++)
        {
            for (int c = 0; c < Dimension; c++)
            {
                result[r] += inverse[r, c] * (coordinate[c] - _m[c, 3]);
            }
        }

        return new Vector(result);
    }

    /// <summary>A plane's affine as the 3x3 view, where the plane is one of the world's x and y; else itself.</summary>
    internal Affine ToPlane() => _m[2, 0] == 0 && _m[2, 1] == 0 ? new((double[,])_m.Clone(), 2) : this;

    /// <summary>The whole 4x4 matrix; a copy.</summary>
    internal double[,] Whole() => (double[,])_m.Clone();

    /// <summary>The affine of a whole 4x4 matrix, kept entire, shown with the given dimension.</summary>
    internal static Affine FromWhole(double[,] whole, int dimension)
    {
        foreach (double value in whole)
        {
            Finite(value, nameof(whole));
        }

        return new Affine((double[,])whole.Clone(), dimension);
    }

    /// <summary>The same map in the other world: x and y change their signs.</summary>
    internal Affine FlipWorld()
    {
        var m = (double[,])_m.Clone();
        for (int c = 0; c < 4; c++)
        {
            m[0, c] = 0 - m[0, c];
            m[1, c] = 0 - m[1, c];
        }

        // A plane's unseen third axis stays the world's own.
        return new Affine(m, Dimension);
    }

    /// <summary>The affine of new axes: new index axis i runs along old axis <c>source[i]</c>, from <c>start[i]</c> in steps of <c>step[i]</c>.</summary>
    internal Affine Remap(IReadOnlyList<int> source, IReadOnlyList<double> start, IReadOnlyList<double> step)
    {
        double[,] m = Eye();
        for (int r = 0; r < 3; r++)
        {
            m[r, 3] = _m[r, 3];
            for (int i = 0; i < 3; i++)
            {
                int old = i < source.Count ? source[i] : i;
                m[r, i] = _m[r, old] * (i < source.Count ? step[i] : 1);
                // The start is given for the old axis that the new one runs along.
                m[r, 3] += _m[r, old] * (i < source.Count ? start[i] : 0);
            }
        }

        return new Affine(m, Dimension);
    }
}
