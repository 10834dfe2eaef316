using System;

namespace MedIO.Formats.Nifti;

/// <summary>The rotation of the qform: a unit quaternion of which the header keeps b, c and d, since a is not negative (nifti1.h, METHOD 2).</summary>
internal static class NiftiQuaternion
{
    // As far as b, c and d of careless writers are longer than 1.
    private const double MostExcess = 0.01;

    /// <summary>The rotation matrix; null where b, c and d are no part of a unit quaternion.</summary>
    public static double[,]? ToMatrix(double b, double c, double d)
    {
        double rest = 1 - ((b * b) + (c * c) + (d * d));
        if (!(rest > -MostExcess))
        {
            return null;
        }

        double a = rest > 0 ? Math.Sqrt(rest) : 0;
        double s = 2 / ((a * a) + (b * b) + (c * c) + (d * d));
        return new[,]
        {
            { 1 - (s * ((c * c) + (d * d))), s * ((b * c) - (a * d)), s * ((b * d) + (a * c)) },
            { s * ((b * c) + (a * d)), 1 - (s * ((b * b) + (d * d))), s * ((c * d) - (a * b)) },
            { s * ((b * d) - (a * c)), s * ((c * d) + (a * b)), 1 - (s * ((b * b) + (c * c))) },
        };
    }

    /// <summary>b, c and d of a rotation matrix whose determinant is 1.</summary>
    /// <param name="r">The matrix.</param>
    /// <param name="single">
    /// Whether they will be stored as float32. The reader's a is what is left of 1, and near a = 0 a rounding of 1e-7
    /// there is a turn by 3e-4; so the neighbours are tried for those that come back best.
    /// </param>
    public static double[] FromMatrix(double[,] r, bool single)
    {
        double[] q = Unit(r);
        double sign = q[0] < 0 ? -1 : 1;
        var bcd = new[] { sign * q[1], sign * q[2], sign * q[3] };
        return single ? Nearest(bcd, r) : bcd;
    }

    // Shepperd's method: divide by the largest of the four.
    private static double[] Unit(double[,] r)
    {
        double[] squares =
        {
            1 + r[0, 0] + r[1, 1] + r[2, 2],
            1 + r[0, 0] - r[1, 1] - r[2, 2],
            1 - r[0, 0] + r[1, 1] - r[2, 2],
            1 - r[0, 0] - r[1, 1] + r[2, 2],
        };
        int largest = 0;
        for (int i = 1; i < 4; i++)
        {
            largest = squares[i] > squares[largest] ? i : largest;
        }

        double x = Math.Sqrt(squares[largest]) / 2;
        double f = 0.25 / x;
        double s21 = r[2, 1] - r[1, 2];
        double s02 = r[0, 2] - r[2, 0];
        double s10 = r[1, 0] - r[0, 1];
        double p10 = r[1, 0] + r[0, 1];
        double p02 = r[0, 2] + r[2, 0];
        double p21 = r[2, 1] + r[1, 2];
        return largest switch
        {
            0 => new[] { x, s21 * f, s02 * f, s10 * f },
            1 => new[] { s21 * f, x, p10 * f, p02 * f },
            2 => new[] { s02 * f, p10 * f, x, p21 * f },
            _ => new[] { s10 * f, p02 * f, p21 * f, x },
        };
    }

    private static double[] Nearest(double[] bcd, double[,] r)
    {
        const int Steps = 5;
        double[] best = { (float)bcd[0], (float)bcd[1], (float)bcd[2] };
        double least = double.MaxValue;
        for (int i = 0; i < Steps * Steps * Steps; i++)
        {
            double[] candidate = { Neighbour(bcd[0], (i % Steps) - 2), Neighbour(bcd[1], (i / Steps % Steps) - 2), Neighbour(bcd[2], (i / Steps / Steps) - 2) };
            double error = Error(candidate, r);
            if (error < least)
            {
                least = error;
                best = candidate;
            }
        }

        return best;
    }

    private static unsafe double Neighbour(double value, int steps)
    {
        float single = (float)value;
        if (single == 0)
        {
            return 0;
        }

        int bits = *(int*)&single + steps;
        return *(float*)&bits;
    }

    private static double Error(double[] bcd, double[,] r)
    {
        // Readers differ below 0: nibabel refuses beyond three roundings.
        double rest = 1 - ((bcd[0] * bcd[0]) + (bcd[1] * bcd[1]) + (bcd[2] * bcd[2]));
        double[,]? m = rest < -3e-7 ? null : ToMatrix(bcd[0], bcd[1], bcd[2]);
        if (m is null)
        {
            return double.MaxValue;
        }

        double error = 0;
        for (int i = 0; i < 9; i++)
        {
            error = Math.Max(error, Math.Abs(m[i / 3, i % 3] - r[i / 3, i % 3]));
        }

        return error;
    }
}
