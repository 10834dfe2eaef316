using System;
using System.Linq;
using MedIO.Geometry;

namespace MedIO.Formats.Pictures;

/// <summary>The distance of pixels: as it is wanted, or as the file tells by its resolution, or 1 mm.</summary>
internal static class PictureSpacing
{
    /// <summary>Millimetres of an inch.</summary>
    public const double Inch = 25.4;

    // What any microscope resolves and any planet measures; files with other numbers mean nothing by them.
    private const double Least = 1e-9;
    private const double Most = 1e12;

    /// <summary>Distances along x and y where a file's numbers make sense; else null.</summary>
    public static double[]? Of(double x, double y) => IsDistance(x) && IsDistance(y) ? new[] { x, y } : null;

    /// <summary>Whether a number can be a distance.</summary>
    public static bool IsDistance(double value) => value is >= Least and <= Most;

    /// <summary>The affine of pixels in rows along the world's x and y, slices along its z.</summary>
    /// <param name="axes">The image's axes: 2, or more for a stack.</param>
    /// <param name="options">Says which spacing is wanted.</param>
    /// <param name="inFile">Distances that the file tells, along x and y, and along z if it has slices; null for none.</param>
    /// <param name="knowsSlices">Whether the distance of slices is known, not assumed.</param>
    /// <exception cref="MedIOException"><see cref="MedIOError.InvalidSpacing"/>.</exception>
    public static Affine Affine(int axes, ReadOptions options, double[]? inFile, out bool knowsSlices)
    {
        Vector? wanted = options.Spacing;
        if (wanted is not null && (wanted.Count is not (2 or 3) || !wanted.All(IsDistance)))
        {
            throw new MedIOException(MedIOError.InvalidSpacing, $"'{wanted}' is no spacing of pictures. Give millimetres along x and y, and between slices, such as 0.5,0.5,2.");
        }

        double x = wanted?[0] ?? inFile?[0] ?? 1;
        double y = wanted?[1] ?? inFile?[1] ?? 1;
        double? z = wanted?.Count > 2 ? wanted[2] : inFile?.Length > 2 ? inFile[2] : null;
        knowsSlices = z is not null;
        return axes <= 2
            ? new Affine(new double[,] { { x, 0, 0 }, { 0, y, 0 }, { 0, 0, 1 } })
            : new Affine(new[,] { { x, 0, 0, 0 }, { 0, y, 0, 0 }, { 0, 0, z ?? 1, 0 }, { 0, 0, 0, 1 } });
    }
}
