using System;
using System.Collections.Generic;
using MedIO.Geometry;

namespace MedIO.Formats.Nifti;

/// <summary>
/// The affine of a header: sform, else qform, else what dim and pixdim alone give, each as nibabel resolves them
/// (nifti1.h, 3D IMAGE ORIENTATION AND LOCATION IN SPACE). World is RAS+ in mm.
/// </summary>
internal static class NiftiGeometry
{
    private const double MostDisagreement = 0.1;

    /// <param name="header">The header.</param>
    /// <param name="shape">The image's shape.</param>
    /// <param name="path">For messages.</param>
    /// <param name="options">Whether a default may stand in.</param>
    /// <param name="warnings">Gets what is odd.</param>
    /// <param name="formsAgree">Whether sform and qform say the same where both are set.</param>
    /// <exception cref="MedIOException"><see cref="MedIOError.InvalidAffine"/>.</exception>
    public static Affine Read(NiftiHeader header, Shape shape, string path, ReadOptions options, List<string> warnings, out bool formsAgree)
    {
        formsAgree = true;
        long sformCode = Code(header, NiftiField.SformCode, warnings);
        long qformCode = Code(header, NiftiField.QformCode, warnings);
        double[] voxel = VoxelSize(header, shape, warnings);
        double scale = MillimetresPerUnit(header, warnings);
        double[,]? sform = sformCode > 0 ? Scaled(Complete(Sform(header), shape), scale) : null;
        double[,]? qform = qformCode > 0 ? Scaled(Qform(header, voxel, warnings), scale) : null;
        double[,]? matrix = sformCode > 0 ? sform : qformCode > 0 ? qform : Scaled(Centred(voxel, shape), scale);
        if (!IsUsable(matrix))
        {
            string name = sformCode > 0 ? "sform" : qformCode > 0 ? "qform" : "pixdim";
            if (!options.AllowDefaultAffine)
            {
                throw new MedIOException(
                    MedIOError.InvalidAffine,
                    $"{path}: the {name} has numbers that are not finite, or axes that do not span the space, so that voxels have no place. Repair the header, or allow a default affine.",
                    path);
            }

            matrix = Identity();
            warnings.Add($"The {name} is unusable; voxels of 1 mm along the world's axes stand in, as was allowed. Positions and left and right mean nothing.");
        }
        else if (sformCode > 0 && IsUsable(qform))
        {
            double apart = FarthestApart(matrix!, qform!, shape);
            formsAgree = apart <= MostDisagreement;
            if (!formsAgree)
            {
                warnings.Add(FormattableString.Invariant($"sform (code {sformCode}) and qform (code {qformCode}) place a corner {apart:0.##} voxels apart. The sform is used, as in nibabel; programs that prefer the qform, as ITK does in some cases, show the image elsewhere."));
            }
        }
        else if (sformCode == 0 && qformCode == 0)
        {
            warnings.Add("The header has neither sform nor qform; as in nibabel, the image is centred at the world's origin and its first axis runs from right to left, which is a guess.");
        }

        return Affine.FromWhole(matrix!, 3);
    }

    /// <summary>Seconds from volume to volume, where the fourth axis is time.</summary>
    public static double? TimeStep(NiftiHeader header, Shape shape)
    {
        double step = shape.Count > 3 ? header.Number(NiftiField.Pixdim, 4) : 0;
        double seconds = SecondsPerUnit(header);
        return step > 0 && !double.IsInfinity(step) && seconds > 0 ? step * seconds : null;
    }

    /// <summary>What one of the header's time units is in seconds; 0 where the fourth axis is not time. Unknown units are seconds.</summary>
    public static double SecondsPerUnit(NiftiHeader header) => (header.Integer(NiftiField.XyztUnits) & 0x38) switch
    {
        0 or 8 => 1,
        16 => 1e-3,
        24 => 1e-6,
        _ => 0,
    };

    /// <summary>The centred affine of a header without sform and qform.</summary>
    private static double[,] Centred(double[] voxel, Shape shape)
    {
        double[,] m = Identity();
        for (int i = 0; i < 3; i++)
        {
            double step = i >= shape.Count ? 1 : voxel[i];
            m[i, i] = i == 0 ? -step : step;
            m[i, 3] = i >= shape.Count ? 0 : -m[i, i] * (shape[i] - 1) / 2;
        }

        return m;
    }

    private static double[,] Sform(NiftiHeader header)
    {
        double[,] m = Identity();
        for (int c = 0; c < 4; c++)
        {
            m[0, c] = header.Number(NiftiField.SrowX, c);
            m[1, c] = header.Number(NiftiField.SrowY, c);
            m[2, c] = header.Number(NiftiField.SrowZ, c);
        }

        return m;
    }

    private static double[,]? Qform(NiftiHeader header, double[] voxel, List<string> warnings)
    {
        double[,]? r = NiftiQuaternion.ToMatrix(header.Number(NiftiField.QuaternB), header.Number(NiftiField.QuaternC), header.Number(NiftiField.QuaternD));
        if (r is null)
        {
            return null;
        }

        double qfac = header.Number(NiftiField.Pixdim);
        if (qfac is not (1 or -1 or 0))
        {
            warnings.Add(FormattableString.Invariant($"pixdim[0], which says whether the qform is left- or right-handed, is {qfac}, not 1 or -1; 1 is used, as in nibabel."));
        }

        double[,] m = Identity();
        for (int row = 0; row < 3; row++)
        {
            m[row, 0] = r[row, 0] * voxel[0];
            m[row, 1] = r[row, 1] * voxel[1];
            m[row, 2] = r[row, 2] * voxel[2] * (qfac == -1 ? -1 : 1);
        }

        m[0, 3] = header.Number(NiftiField.QoffsetX);
        m[1, 3] = header.Number(NiftiField.QoffsetY);
        m[2, 3] = header.Number(NiftiField.QoffsetZ);
        return m;
    }

    private static long Code(NiftiHeader header, NiftiField field, List<string> warnings)
    {
        long code = header.Integer(field);
        if (code is >= 0 and <= 5)
        {
            return code;
        }

        warnings.Add(FormattableString.Invariant($"{field.Name} is {code}, which NIfTI does not define; it counts as 0, unknown."));
        return 0;
    }

    // Zero counts as 1 and a sign is dropped, as nibabel does.
    private static double[] VoxelSize(NiftiHeader header, Shape shape, List<string> warnings)
    {
        var size = new double[3];
        bool odd = false;
        for (int i = 0; i < 3; i++)
        {
            double value = header.Number(NiftiField.Pixdim, i + 1);
            odd |= value <= 0 && i < shape.Count;
            size[i] = value == 0 ? 1 : Math.Abs(value);
        }

        if (odd)
        {
            warnings.Add("A voxel size in pixdim is zero or negative; zero counts as 1 and the sign is dropped, as in nibabel.");
        }

        return size;
    }

    /// <summary>Gives the unused axes of images with one or two a direction, where the header left it empty.</summary>
    private static double[,] Complete(double[,] m, Shape shape)
    {
        if (shape.Count == 2 && m[0, 2] == 0 && m[1, 2] == 0 && m[2, 2] == 0)
        {
            double x = (m[1, 0] * m[2, 1]) - (m[2, 0] * m[1, 1]);
            double y = (m[2, 0] * m[0, 1]) - (m[0, 0] * m[2, 1]);
            double z = (m[0, 0] * m[1, 1]) - (m[1, 0] * m[0, 1]);
            double length = Math.Sqrt((x * x) + (y * y) + (z * z));
            if (length > 0)
            {
                m[0, 2] = x / length;
                m[1, 2] = y / length;
                m[2, 2] = z / length;
            }
        }

        return m;
    }

    private static double MillimetresPerUnit(NiftiHeader header, List<string> warnings)
    {
        long unit = header.Integer(NiftiField.XyztUnits) & 7;
        if (unit is 1 or 3)
        {
            warnings.Add($"The header's unit of length is the {(unit == 1 ? "metre" : "micrometre")}; it was converted to mm, as ITK does and nibabel does not.");
        }

        return unit == 1 ? 1000 : unit == 3 ? 0.001 : 1;
    }

    private static double[,]? Scaled(double[,]? m, double scale)
    {
        for (int i = 0; i < 12 && m is not null && scale != 1; i++)
        {
            m[i / 4, i % 4] *= scale;
        }

        return m;
    }

    private static bool IsUsable(double[,]? m)
    {
        if (m is null)
        {
            return false;
        }

        foreach (double value in m)
        {
            // Products of lengths must be numbers, too.
            if (!(Math.Abs(value) < 1e50))
            {
                return false;
            }
        }

        return !Affine.FromWhole(m, 3).IsSingular;
    }

    /// <summary>The largest distance of a corner between two affines, in voxels of the smallest side.</summary>
    private static double FarthestApart(double[,] m, double[,] n, Shape shape)
    {
        double most = 0;
        for (int corner = 0; corner < 8; corner++)
        {
            double square = 0;
            for (int r = 0; r < 3; r++)
            {
                double difference = m[r, 3] - n[r, 3];
                for (int c = 0; c < Math.Min(3, shape.Count); c++)
                {
                    difference += ((corner >> c) & 1) == 0 ? 0 : (m[r, c] - n[r, c]) * (shape[c] - 1);
                }

                square += difference * difference;
            }

            most = Math.Max(most, square);
        }

        double smallest = double.MaxValue;
        for (int c = 0; c < 3; c++)
        {
            smallest = Math.Min(smallest, Math.Sqrt((m[0, c] * m[0, c]) + (m[1, c] * m[1, c]) + (m[2, c] * m[2, c])));
        }

        return Math.Sqrt(most) / smallest;
    }

    private static double[,] Identity() => new double[,] { { 1, 0, 0, 0 }, { 0, 1, 0, 0 }, { 0, 0, 1, 0 }, { 0, 0, 0, 1 } };
}
