using System;

namespace MedIO.Geometry;

/// <summary>Linear algebra of the upper left 3x3 of a matrix.</summary>
internal static class Linear3
{
    public static double Determinant(double[,] m) =>
        (m[0, 0] * ((m[1, 1] * m[2, 2]) - (m[1, 2] * m[2, 1])))
        - (m[0, 1] * ((m[1, 0] * m[2, 2]) - (m[1, 2] * m[2, 0])))
        + (m[0, 2] * ((m[1, 0] * m[2, 1]) - (m[1, 1] * m[2, 0])));

    public static double[,] Inverse(double[,] m)
    {
        double d = 1 / Determinant(m);
        return new[,]
        {
            { Minor(1, 1, 2, 2) * d, -Minor(0, 1, 2, 2) * d, Minor(0, 1, 1, 2) * d },
            { -Minor(1, 0, 2, 2) * d, Minor(0, 0, 2, 2) * d, -Minor(0, 0, 1, 2) * d },
            { Minor(1, 0, 2, 1) * d, -Minor(0, 0, 2, 1) * d, Minor(0, 0, 1, 1) * d },
        };

        double Minor(int r1, int c1, int r2, int c2) => (m[r1, c1] * m[r2, c2]) - (m[r1, c2] * m[r2, c1]);
    }

    /// <summary>
    /// The orthogonal matrix closest to m, its polar factor, by Newton's iteration x = (x + inverse transpose of x) / 2
    /// (Higham 1986). m must not be singular.
    /// </summary>
    public static double[,] NearestOrthogonal(double[,] m)
    {
        var x = new double[3, 3];
        for (int c = 0; c < 3; c++)
        {
            double length = Math.Sqrt((m[0, c] * m[0, c]) + (m[1, c] * m[1, c]) + (m[2, c] * m[2, c]));
            for (int r = 0; r < 3; r++)
            {
                x[r, c] = m[r, c] / length;
            }
        }

        for (int i = 0; i < 100; i++)
        {
            double[,] inverse = Inverse(x);
            double change = 0;
            for (int r = 0; r < 3; r++)
            {
                for (int c = 0; c < 3; c++)
                {
                    double next = (x[r, c] + inverse[c, r]) / 2;
                    change = Math.Max(change, Math.Abs(next - x[r, c]));
                    inverse[c, r] = next;
                }
            }

            for (int r = 0; r < 3; r++)
            {
                for (int c = 0; c < 3; c++)
                {
                    x[r, c] = inverse[c, r];
                }
            }

            if (change < 1e-15)
            {
                break;
            }
        }

        return x;
    }
}
