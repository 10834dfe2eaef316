using System;
using System.Collections.Generic;

namespace MedIO.Formats.Headers;

/// <summary>Makes an affine of what a header says, or the default where that is unusable and a default is allowed.</summary>
internal static class GeometryCheck
{
    /// <summary>Beyond this squares of squares overflow, and nothing in the world is as large.</summary>
    public const double Largest = 1e30;

    // Numbers of 32 bits are rounded: what is written has to stay below what is read.
    private const double LargestWritten = Largest / 2;

    /// <param name="whole">4x4, index to world; null where the header says nothing.</param>
    /// <param name="path">The header's file.</param>
    /// <param name="fields">The fields that it came from, as a user finds them in the header.</param>
    /// <param name="options">Whether a default may stand in.</param>
    /// <param name="warnings">Told when it does.</param>
    /// <exception cref="MedIOException"><see cref="MedIOError.InvalidAffine"/> or <see cref="MedIOError.MissingGeometry"/>.</exception>
    public static Affine Usable(double[,]? whole, string path, string fields, ReadOptions options, List<string> warnings)
    {
        string? wrong = whole is null ? $"the header has no {fields}"
            : !IsFinite(whole) ? $"{fields} give numbers that are not finite or far too large"
            : Affine.FromWhole(whole, 3).IsSingular ? $"{fields} give axes that do not span the space"
            : null;
        if (wrong is null)
        {
            return Affine.FromWhole(whole!, 3);
        }

        if (!options.AllowDefaultAffine)
        {
            throw new MedIOException(
                whole is null ? MedIOError.MissingGeometry : MedIOError.InvalidAffine,
                $"{path}: {wrong}, so that its voxels have no place in the world. Correct the header, or allow the default affine.",
                path);
        }

        warnings.Add($"Voxels of 1 mm along the world's axes stand in, as was allowed, because {wrong}. Positions and left and right mean nothing.");
        return Affine.Identity();
    }

    /// <summary>Refuses to write what no reader would take: numbers that cannot be reckoned with.</summary>
    /// <param name="meta">The image's; any of its corners may become the origin.</param>
    /// <exception cref="MedIOException"><see cref="MedIOError.CannotRepresent"/>.</exception>
    public static void RequireWritable(MedMeta meta)
    {
        double[,] whole = meta.Affine.Whole();
        for (int row = 0; row < 3; row++)
        {
            double farthest = Math.Abs(whole[row, 3]);
            for (int axis = 0; axis < 3; axis++)
            {
                farthest += Math.Abs(whole[row, axis]) * (axis < meta.Shape.Count ? meta.Shape[axis] : 1);
            }

            if (!(farthest <= LargestWritten))
            {
                throw new MedIOException(
                    MedIOError.CannotRepresent,
                    $"Its spacing ({meta.Affine.Spacing} mm) or its origin ({meta.Affine.Origin} mm) is far too large for a place in the world. Correct the image's Affine.");
            }
        }
    }

    /// <summary>Whether all numbers can be reckoned with.</summary>
    public static bool IsFinite(double[,] whole)
    {
        foreach (double value in whole)
        {
            // NaN fails the comparison.
            if (!(Math.Abs(value) <= Largest))
            {
                return false;
            }
        }

        return true;
    }
}
