using System;
using System.Collections.Generic;
using MedIO.Formats.Headers;

namespace MedIO.Formats.Mgh;

/// <summary>
/// Where the voxels lie, RAS+ in mm: spacing and direction of each axis, and the place of the centre, which is index
/// size/2, not (size-1)/2.
/// </summary>
internal static class MghGeometry
{
    // FreeSurfer's default: coronal slices, the rows from top to neck, the slices from back to front. (nibabel 5 has the two turned round.)
    private static readonly float[] Default = { 1, 1, 1, -1, 0, 0, 0, 0, -1, 0, 1, 0, 0, 0, 0 };

    /// <exception cref="MedIOException"><see cref="MedIOError.InvalidAffine"/>.</exception>
    public static Affine Read(MghHeader header, string path, ReadOptions options, List<string> warnings)
    {
        float[] geometry = header.Geometry;
        if (!header.HasGeometry)
        {
            geometry = Default;
            warnings.Add("The header says that it has no geometry (goodRASFlag 0); as in FreeSurfer, voxels of 1 mm in coronal slices are centred at the world's origin, which is a guess.");
        }

        return GeometryCheck.Usable(Whole(header, geometry), path, "spacing, direction cosines and centre", options, warnings);
    }

    /// <summary>Whether an affine is what a header's own numbers say, and no default that stands in for them.</summary>
    public static bool IsOf(MghHeader header, double[,] affine)
    {
        double[,] whole = Whole(header, header.Geometry);
        for (int i = 0; i < 16; i++)
        {
            if (!(Math.Abs(whole[i / 4, i % 4] - affine[i / 4, i % 4]) <= 1e-9))
            {
                return false;
            }
        }

        return true;
    }

    private static double[,] Whole(MghHeader header, float[] geometry)
    {
        var whole = new double[4, 4];
        whole[3, 3] = 1;
        for (int r = 0; r < 3; r++)
        {
            whole[r, 3] = geometry[12 + r];
            for (int axis = 0; axis < 3; axis++)
            {
                whole[r, axis] = (double)geometry[3 + (3 * axis) + r] * geometry[axis];
                whole[r, 3] -= whole[r, axis] * header.Dimensions[axis] / 2;
            }
        }

        return whole;
    }

    /// <exception cref="MedIOException"><see cref="MedIOError.CannotRepresent"/>: not with 32 bits for each number.</exception>
    public static void Write(MghHeader header, double[,] whole, string path)
    {
        for (int axis = 0; axis < 3; axis++)
        {
            double spacing = Math.Sqrt((whole[0, axis] * whole[0, axis]) + (whole[1, axis] * whole[1, axis]) + (whole[2, axis] * whole[2, axis]));
            header.Geometry[axis] = (float)spacing;
            for (int r = 0; r < 3; r++)
            {
                header.Geometry[3 + (3 * axis) + r] = (float)(whole[r, axis] / spacing);
            }
        }

        for (int r = 0; r < 3; r++)
        {
            double centre = whole[r, 3];
            for (int axis = 0; axis < 3; axis++)
            {
                centre += whole[r, axis] * header.Dimensions[axis] / 2;
            }

            header.Geometry[12 + r] = (float)centre;
        }

        // As it will be read.
        double[,] written = Whole(header, header.Geometry);
        if (!GeometryCheck.IsFinite(written) || Affine.FromWhole(written, 3).IsSingular)
        {
            throw new MedIOException(MedIOError.CannotRepresent, $"{path}: the image's geometry has numbers too large or too small for MGH, which has 32 bits for each, or axes that hardly span the space. Save it as NIfTI.", path);
        }
    }
}
