using System;
using System.Collections.Generic;
using System.Linq;

namespace MedIO.Backends.Tests.Agreement;

/// <summary>
/// Which voxel of one image is at the place of a voxel of another: axes of the first three in another order or direction.
/// Images of fewer axes are volumes of one slice here.
/// </summary>
internal sealed class PlaceMap
{
    // Of the smallest spacing: what numbers of 32 bits, and of 6 digits in text, do to a place.
    private const double Tolerance = 2e-3;

    private readonly int[] _axis = { 0, 1, 2 };
    private readonly bool[] _flipped = new bool[3];

    private PlaceMap(int[] from, int[] to)
    {
        From = from;
        To = to;
    }

    /// <summary>Sizes of the image whose voxels are asked for.</summary>
    public int[] From { get; }

    /// <summary>Sizes of the image that they are looked up in.</summary>
    public int[] To { get; }

    /// <summary>The distance at the corner where the images are furthest from each other, mm.</summary>
    public double Distance { get; private set; }

    /// <summary>Whether all voxels are where their counterparts are.</summary>
    public bool IsSamePlace { get; private set; }

    /// <summary>The map by place; where the images lie elsewhere, the map by index. Null where their sizes do not fit.</summary>
    public static PlaceMap? Between(MedImage from, MedImage to)
    {
        int[] left = Sizes(from);
        int[] right = Sizes(to);
        bool planes = from.Shape.Count < 3 && to.Shape.Count < 3;
        double[,] a = Matrix(from, planes);
        double[,] b = Matrix(to, planes);
        double near = Tolerance * Math.Min(Smallest(a, left), Smallest(b, right));
        PlaceMap? best = null;
        foreach (PlaceMap map in Candidates(left, right))
        {
            map.Distance = map.Furthest(a, b);
            map.IsSamePlace = map.Distance <= near + (Largest(a) * 1e-6);
            if (best is null || map.Distance < best.Distance)
            {
                best = map;
            }
        }

        return best is { IsSamePlace: true } ? best : left.SequenceEqual(right) ? Candidates(left, right).First().At(a, b) : best;
    }

    /// <summary>The index in the other image's first three axes, flat.</summary>
    public long this[int x, int y, int z]
    {
        get
        {
            Span<int> index = stackalloc int[3];
            Span<int> own = stackalloc int[] { x, y, z };
            Place(own, index);
            return index[0] + ((long)To[0] * (index[1] + ((long)To[1] * index[2])));
        }
    }

    /// <summary>The axis of the other image that an axis is.</summary>
    public int Axis(int axis) => _axis[axis];

    /// <summary>Whether an axis runs the other way there.</summary>
    public bool IsFlipped(int axis) => _flipped[axis];

    private static int[] Sizes(MedImage image) => Enumerable.Range(0, 3).Select(i => i < image.Shape.Count ? image.Shape[i] : 1).ToArray();

    // Of a plane there is no more than its own two axes.
    private static double[,] Matrix(MedImage image, bool plane) => (plane ? new Affine(Flat(image.Affine)) : image.Affine).To3D().ToArray();

    private static double[,] Flat(Affine a) => new[,] { { a[0, 0], a[0, 1], a[0, a.Dimension] }, { a[1, 0], a[1, 1], a[1, a.Dimension] }, { 0, 0, 1 } };

    private static double Smallest(double[,] m, int[] sizes) =>
        Enumerable.Range(0, 3).Where(c => sizes[c] > 1).Select(c => Math.Sqrt((m[0, c] * m[0, c]) + (m[1, c] * m[1, c]) + (m[2, c] * m[2, c]))).DefaultIfEmpty(1).Min();

    private static double Largest(double[,] m) => Enumerable.Range(0, 3).Max(r => Math.Abs(m[r, 3]));

    // The same order first.
    private static IEnumerable<PlaceMap> Candidates(int[] from, int[] to)
    {
        int[][] orders = { new[] { 0, 1, 2 }, new[] { 0, 2, 1 }, new[] { 1, 0, 2 }, new[] { 1, 2, 0 }, new[] { 2, 0, 1 }, new[] { 2, 1, 0 } };
        foreach (int[] order in orders.Where(o => Enumerable.Range(0, 3).All(i => from[i] == to[o[i]])))
        {
            for (int flips = 0; flips < 8; flips++)
            {
                var map = new PlaceMap(from, to);
                order.CopyTo(map._axis, 0);
                for (int i = 0; i < 3; i++)
                {
                    map._flipped[i] = (flips & (1 << i)) != 0;
                }

                // An axis of one voxel has no direction.
                if (Enumerable.Range(0, 3).All(i => from[i] > 1 || !map._flipped[i]))
                {
                    yield return map;
                }
            }
        }
    }

    private PlaceMap At(double[,] a, double[,] b)
    {
        Distance = Furthest(a, b);
        return this;
    }

    private double Furthest(double[,] a, double[,] b)
    {
        double most = 0;
        Span<int> own = stackalloc int[3];
        Span<int> other = stackalloc int[3];
        for (int corner = 0; corner < 8; corner++)
        {
            for (int i = 0; i < 3; i++)
            {
                own[i] = (corner & (1 << i)) != 0 ? From[i] - 1 : 0;
            }

            Place(own, other);
            double sum = 0;
            for (int r = 0; r < 3; r++)
            {
                double d = a[r, 3] - b[r, 3];
                for (int c = 0; c < 3; c++)
                {
                    d += (a[r, c] * own[c]) - (b[r, c] * other[c]);
                }

                sum += d * d;
            }

            most = Math.Max(most, Math.Sqrt(sum));
        }

        return most;
    }

    private void Place(ReadOnlySpan<int> own, Span<int> other)
    {
        for (int i = 0; i < 3; i++)
        {
            other[_axis[i]] = _flipped[i] ? From[i] - 1 - own[i] : own[i];
        }
    }
}
