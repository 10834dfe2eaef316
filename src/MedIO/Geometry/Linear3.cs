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
        // Row by row in 9 numbers: matrices of two indices are slow to make, and this is done for every file.
        Span<double> x = stackalloc double[9];
        for (int c = 0; c < 3; c++)
        {
            double length = Math.Sqrt((m[0, c] * m[0, c]) + (m[1, c] * m[1, c]) + (m[2, c] * m[2, c]));
            for (int r = 0; r < 3; r++)
            {
                x[(3 * r) + c] = m[r, c] / length;
            }
        }

        Span<double> cofactors = stackalloc double[9];
        for (int i = 0; i < 100; i++)
        {
            Cofactors(x, cofactors);
            double determinant = (x[0] * cofactors[0]) + (x[1] * cofactors[1]) + (x[2] * cofactors[2]);
            double change = 0;
            for (int k = 0; k < 9; k++)
            {
                // The inverse's transpose is the matrix of the cofactors, over the determinant.
                double next = (x[k] + (cofactors[k] / determinant)) / 2;
                change = Math.Max(change, Math.Abs(next - x[k]));
                x[k] = next;
            }

            if (change < 1e-15)
            {
                break;
            }
        }

        return new[,] { { x[0], x[1], x[2] }, { x[3], x[4], x[5] }, { x[6], x[7], x[8] } };
    }

    private static void Cofactors(ReadOnlySpan<double> x, Span<double> cofactors)
    {
        cofactors[0] = (x[4] * x[8]) - (x[5] * x[7]);
        cofactors[1] = (x[5] * x[6]) - (x[3] * x[8]);
        cofactors[2] = (x[3] * x[7]) - (x[4] * x[6]);
        cofactors[3] = (x[2] * x[7]) - (x[1] * x[8]);
        cofactors[4] = (x[0] * x[8]) - (x[2] * x[6]);
        cofactors[5] = (x[1] * x[6]) - (x[0] * x[7]);
        cofactors[6] = (x[1] * x[5]) - (x[2] * x[4]);
        cofactors[7] = (x[2] * x[3]) - (x[0] * x[5]);
        cofactors[8] = (x[0] * x[4]) - (x[1] * x[3]);
    }
}
