using System;
using System.Collections.Generic;
using MedIO.Formats.Headers;

namespace MedIO.Formats.Afni;

/// <summary>Where the voxels lie: AFNI's world is DICOM's, LPS+ in mm.</summary>
internal static class AfniGeometry
{
    private static readonly string[] Matrices = { "IJK_TO_DICOM_REAL", "IJK_TO_DICOM" };

    /// <summary>The matrix of the image as it was scanned, oblique or not; in older files made of origin, step and orientation.</summary>
    /// <exception cref="MedIOException"><see cref="MedIOError.InvalidAffine"/> or <see cref="MedIOError.MissingGeometry"/>.</exception>
    public static Affine Read(AfniHeader header, ReadOptions options, List<string> warnings)
    {
        foreach (string name in Matrices)
        {
            if (header.Numbers(name) is { Length: >= 12 } rows)
            {
                var whole = new double[4, 4];
                whole[3, 3] = 1;
                for (int i = 0; i < 12; i++)
                {
                    whole[i / 4, i % 4] = rows[i];
                }

                return GeometryCheck.Usable(whole, header.Path, name, options, warnings);
            }
        }

        return GeometryCheck.Usable(FromParts(header), header.Path, "IJK_TO_DICOM_REAL, or ORIGIN, DELTA and ORIENT_SPECIFIC", options, warnings);
    }

    /// <summary>Seconds from one sub-brick to the next, where they are a series in time.</summary>
    public static double? TimeStep(AfniHeader header, Shape shape)
    {
        const int Milliseconds = 77001;
        const int Hertz = 77003;
        if (shape.Count < 4 || header.Numbers("TAXIS_NUMS") is not { } numbers || header.Numbers("TAXIS_FLOATS") is not { Length: > 1 } floats)
        {
            return null;
        }

        double unit = numbers.Length > 2 ? numbers[2] : 0;
        double step = unit == Milliseconds ? floats[1] / 1000 : floats[1];
        return unit != Hertz && step > 0 && step < 1e9 ? step : null;
    }

    // ORIENT_SPECIFIC has a code for each axis: 0 and 1 lie along x, 2 and 3 along y, 4 and 5 along z; the step has the sign.
    private static double[,]? FromParts(AfniHeader header)
    {
        if (header.Numbers("ORIENT_SPECIFIC") is not { Length: >= 3 } codes || header.Numbers("ORIGIN") is not { Length: >= 3 } origin || header.Numbers("DELTA") is not { Length: >= 3 } delta)
        {
            return null;
        }

        var whole = new double[4, 4];
        whole[3, 3] = 1;
        for (int axis = 0; axis < 3; axis++)
        {
            int world = codes[axis] is >= 0 and <= 5 ? (int)codes[axis] / 2 : throw header.Invalid("ORIENT_SPECIFIC has codes other than 0 to 5");
            whole[world, axis] = delta[axis];
            whole[world, 3] = origin[axis];
        }

        return whole;
    }
}
