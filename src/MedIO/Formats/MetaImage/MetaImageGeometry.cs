using System;
using System.Collections.Generic;
using System.Linq;
using MedIO.Formats.Headers;

namespace MedIO.Formats.MetaImage;

/// <summary>Where the voxels lie, in LPS+ and mm, as ITK reads it.</summary>
/// <remarks>
/// Each row of TransformMatrix is the direction of one axis of the image; so an axis's column of the affine is its row
/// times its spacing. Missing fields have MetaIO's defaults: the world's axes, 1 mm, the origin. CenterOfRotation,
/// AnatomicalOrientation and DistanceUnits have no effect, as in ITK.
/// </remarks>
internal static class MetaImageGeometry
{
    /// <summary>The affine of the first up to three axes.</summary>
    /// <exception cref="MedIOException"><see cref="MedIOError.InvalidAffine"/>, unless a default is allowed.</exception>
    public static Affine Read(MetaImageHeader header, int dimensions, bool allowDefault, List<string> warnings)
    {
        double[] rows = First(header, dimensions * dimensions, warnings, MatrixNames(header)) ?? Eye(dimensions);
        double[] offset = First(header, dimensions, warnings, OffsetNames(header)) ?? new double[dimensions];
        double[] spacing = Spacing(header, dimensions) ?? Enumerable.Repeat(1.0, dimensions).ToArray();
        int spatial = Math.Min(3, dimensions);
        var whole = new double[4, 4];
        for (int i = 0; i < 4; i++)
        {
            whole[i, i] = 1;
        }

        for (int axis = 0; axis < spatial; axis++)
        {
            for (int world = 0; world < spatial; world++)
            {
                whole[world, axis] = rows[(axis * dimensions) + world] * spacing[axis];
            }

            whole[axis, 3] = offset[axis];
        }

        string? wrong = Wrong(whole, rows, dimensions);
        if (wrong is null)
        {
            if (offset.Skip(3).Any(o => o != 0))
            {
                warnings.Add("The offset along the axes beyond the third is not kept.");
            }

            return Affine.FromWhole(whole, dimensions == 2 ? 2 : 3);
        }

        if (!allowDefault)
        {
            throw new MedIOException(
                MedIOError.InvalidAffine,
                $"{header.Path}: {wrong}, so its voxels have no place in the world. Correct TransformMatrix, ElementSpacing or Offset in the header, or allow the default affine.",
                header.Path);
        }

        warnings.Add($"The geometry is a default of 1 mm along the world's axes, because {wrong}.");
        return Affine.Identity(dimensions == 2 ? 2 : 3);
    }

    /// <summary>The distance of volumes along the fourth axis, in seconds as ITK takes it; null where the header does not say.</summary>
    public static double? TimeStep(MetaImageHeader header, int dimensions) =>
        dimensions > 3 && Spacing(header, dimensions) is { } spacing && Math.Abs(spacing[3]) is > 0 and < GeometryCheck.Largest ? Math.Abs(spacing[3]) : null;

    // ElementSize, how large a voxel is, stands in for how far voxels are apart.
    private static double[]? Spacing(MetaImageHeader header, int dimensions) =>
        header.Numbers("ElementSpacing", dimensions) ?? header.Numbers("ElementSize", dimensions);

    // The first that is there wins, as in MetaIO, where a later assignment does.
    private static string[] MatrixNames(MetaImageHeader header) => IsVersion1(header)
        ? new[] { "ElementDirection", "TransformMatrix" }
        : new[] { "TransformMatrix", "Rotation", "Orientation" };

    private static string[] OffsetNames(MetaImageHeader header) => IsVersion1(header)
        ? new[] { "ElementOrigin", "ImagePosition", "Offset" }
        : new[] { "ImagePosition", "Origin", "Position", "Offset" };

    private static bool IsVersion1(MetaImageHeader header) => header.Integer("FileFormatVersion") is > 0;

    private static double[]? First(MetaImageHeader header, int count, List<string> warnings, string[] names)
    {
        double[]? first = null;
        string? used = null;
        foreach (string name in names)
        {
            double[]? values = header.Numbers(name, count);
            if (first is not null && values is not null && !values.SequenceEqual(first))
            {
                warnings.Add($"{used} and {name} say different things; {used} counts, as in MetaIO.");
            }

            used ??= values is null ? null : name;
            first ??= values;
        }

        return first;
    }

    private static string? Wrong(double[,] whole, double[] rows, int dimensions)
    {
        if (!GeometryCheck.IsFinite(whole))
        {
            return "its geometry has numbers that are not finite or far too large";
        }

        for (int i = 0; i < dimensions; i++)
        {
            for (int j = 0; j < dimensions; j++)
            {
                if (i != j && (i > 2 || j > 2) && rows[(i * dimensions) + j] != 0)
                {
                    return "its TransformMatrix mixes space with other axes";
                }
            }
        }

        return Affine.FromWhole(whole, 3).IsSingular ? "its geometry is singular" : null;
    }

    private static double[] Eye(int dimensions)
    {
        var rows = new double[dimensions * dimensions];
        for (int i = 0; i < dimensions; i++)
        {
            rows[(i * dimensions) + i] = 1;
        }

        return rows;
    }
}
