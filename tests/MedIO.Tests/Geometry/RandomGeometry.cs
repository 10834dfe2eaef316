using System;
using System.Linq;

namespace MedIO.Tests;

/// <summary>Geometry as scanners and registrations make it, from a seed.</summary>
internal static class RandomGeometry
{
    public static double Between(this Random random, double low, double high) => low + (random.NextDouble() * (high - low));

    /// <summary>A rotation, perhaps with a reflection, times spacings, perhaps with shear.</summary>
    public static Affine Affine(Random random, int dimension, bool sheared = false)
    {
        double[,] m = Rotation(random, dimension, Math.PI);
        var result = new double[dimension + 1, dimension + 1];
        result[dimension, dimension] = 1;
        for (int c = 0; c < dimension; c++)
        {
            double spacing = random.Between(0.1, 5) * (random.Next(2) == 0 ? 1 : -1);
            for (int r = 0; r < dimension; r++)
            {
                result[r, c] = (m[r, c] + (sheared && c > 0 ? 0.4 * m[r, c - 1] : 0)) * spacing;
            }

            result[c, dimension] = random.Between(-200, 200);
        }

        return new Affine(result);
    }

    public static double[,] Rotation(Random random, int dimension, double most)
    {
        double[,] m = Eye(dimension);
        for (int a = 0; a < dimension; a++)
        {
            for (int b = a + 1; b < dimension; b++)
            {
                double angle = random.Between(-most, most);
                double[,] turn = Eye(dimension);
                turn[a, a] = turn[b, b] = Math.Cos(angle);
                turn[a, b] = -Math.Sin(angle);
                turn[b, a] = Math.Sin(angle);
                m = Times(m, turn);
            }
        }

        return m;
    }

    public static double[,] Times(double[,] a, double[,] b)
    {
        int n = a.GetLength(0);
        var m = new double[n, n];
        for (int r = 0; r < n; r++)
        {
            for (int c = 0; c < n; c++)
            {
                m[r, c] = Enumerable.Range(0, n).Sum(k => a[r, k] * b[k, c]);
            }
        }

        return m;
    }

    private static double[,] Eye(int n) => Matrix.Identity(n).ToArray();
}
