using System;
using MedIO.Geometry;

namespace MedIO.Formats.Nifti;

/// <summary>Writes an affine as sform, and as qform where its axes are at right angles; pixdim 0 to 3 belong to both.</summary>
internal static class NiftiTransforms
{
    /// <summary>Whether NIfTI-1 can hold the numbers: neither too large nor, for the axes, too small, and axes that still span the space when they are rounded.</summary>
    public static bool FitsFloat32(double[,] affine)
    {
        const double Least = 1e-30;
        bool fits = true;
        var rounded = new double[4, 4];
        rounded[3, 3] = 1;
        for (int i = 0; i < 12; i++)
        {
            fits &= Math.Abs(affine[i / 4, i % 4]) < float.MaxValue / 4;
            rounded[i / 4, i % 4] = (float)affine[i / 4, i % 4];
        }

        for (int c = 0; c < 3; c++)
        {
            fits &= Length(affine, c) > Least;
        }

        return fits && !Affine.FromWhole(rounded, 3).IsSingular;
    }

    /// <param name="header">The header to write to.</param>
    /// <param name="affine">RAS+, mm, 4x4.</param>
    /// <param name="codes">What space the two are in.</param>
    public static void Write(NiftiHeader header, double[,] affine, (int Sform, int Qform) codes)
    {
        NiftiField[] rows = { NiftiField.SrowX, NiftiField.SrowY, NiftiField.SrowZ };
        NiftiField[] offsets = { NiftiField.QoffsetX, NiftiField.QoffsetY, NiftiField.QoffsetZ };
        for (int r = 0; r < 3; r++)
        {
            for (int c = 0; c < 4; c++)
            {
                header.SetNumber(rows[r], affine[r, c], c);
            }

            header.SetNumber(offsets[r], affine[r, 3]);
            header.SetNumber(NiftiField.Pixdim, Length(affine, r), r + 1);
        }

        double qfac = Linear3.Determinant(affine) < 0 ? -1 : 1;
        header.SetNumber(NiftiField.Pixdim, qfac);
        header.SetInteger(NiftiField.SformCode, codes.Sform);
        bool sheared = Affine.FromWhole(affine, 3).IsSheared;
        header.SetInteger(NiftiField.QformCode, sheared ? 0 : codes.Qform);
        double[] bcd = sheared ? new double[3] : NiftiQuaternion.FromMatrix(Rotation(affine, qfac), header.Version == 1);
        header.SetNumber(NiftiField.QuaternB, bcd[0]);
        header.SetNumber(NiftiField.QuaternC, bcd[1]);
        header.SetNumber(NiftiField.QuaternD, bcd[2]);
    }

    private static double[,] Rotation(double[,] affine, double qfac)
    {
        double[,] r = Linear3.NearestOrthogonal(affine);
        for (int i = 0; i < 3; i++)
        {
            r[i, 2] *= qfac;
        }

        return r;
    }

    private static double Length(double[,] m, int c) => Math.Sqrt((m[0, c] * m[0, c]) + (m[1, c] * m[1, c]) + (m[2, c] * m[2, c]));
}
