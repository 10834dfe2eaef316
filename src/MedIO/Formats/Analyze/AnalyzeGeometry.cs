using System;
using System.Collections.Generic;
using System.Linq;
using MedIO.Formats.Headers;

namespace MedIO.Formats.Analyze;

/// <summary>
/// Where the voxels lie, RAS+ in mm, as nibabel's SPM2 reader has it: SPM's <c>.mat</c> beside the header if it is there;
/// else the voxel sizes, the first axis from right to left, and SPM's origin, or the image's centre at the world's origin.
/// </summary>
internal static class AnalyzeGeometry
{
    private const string Left = "Analyze 7.5 does not say which side is left; as in SPM and nibabel, the first axis is taken to run from right to left.";

    /// <param name="header">The header.</param>
    /// <param name="path">The header's file.</param>
    /// <param name="options">Whether a default may stand in.</param>
    /// <param name="warnings">Gets what was assumed.</param>
    /// <exception cref="MedIOException"><see cref="MedIOError.InvalidAffine"/>.</exception>
    public static Affine Read(AnalyzeHeader header, string path, ReadOptions options, List<string> warnings)
    {
        if (SpmMatrix.ReadBeside(path, warnings) is { } matrix)
        {
            if (!matrix.HasFlip)
            {
                warnings.Add(Left);
            }

            return GeometryCheck.Usable(matrix.Affine, path, "the numbers of the .mat file beside it", options, warnings);
        }

        double[] size = Enumerable.Range(1, 3).Select(i => VoxelSize(header, i, warnings)).ToArray();
        int[] dim = Enumerable.Range(1, 3).Select(i => Math.Max(1, (int)header.Integer(AnalyzeField.Dim, i))).ToArray();
        double[] origin = Origin(header, dim, warnings);
        var whole = new double[4, 4];
        whole[3, 3] = 1;
        for (int i = 0; i < 3; i++)
        {
            whole[i, i] = i == 0 ? -size[i] : size[i];
            whole[i, 3] = -origin[i] * whole[i, i];
        }

        if (header.Text(AnalyzeField.Orient) is { Length: > 0 } orient && orient[0] is >= '\x01' and <= '\x05' or >= '1' and <= '5')
        {
            warnings.Add(FormattableString.Invariant($"orient is {orient[0] & 7}: the slices may not be axial, or be in another order; as in SPM and nibabel, that is not followed."));
        }

        warnings.Add(Left);
        return GeometryCheck.Usable(whole, path, "pixdim", options, warnings);
    }

    /// <summary>
    /// Seconds from volume to volume. The definition counts in ms, most programs that wrote the format in seconds; no volume
    /// takes 100 s, nor less than 100 ms.
    /// </summary>
    public static double? TimeStep(AnalyzeHeader header, Shape shape)
    {
        double step = shape.Count > 3 ? header.Number(AnalyzeField.Pixdim, 4) : 0;
        return step > 0 && step < 1e6 ? step >= 100 ? step / 1000 : step : null;
    }

    private static double VoxelSize(AnalyzeHeader header, int axis, List<string> warnings)
    {
        double size = header.Number(AnalyzeField.Pixdim, axis);
        if (size == 0)
        {
            if (axis <= header.Integer(AnalyzeField.Dim))
            {
                warnings.Add(FormattableString.Invariant($"pixdim[{axis}] is 0; 1 mm is used, as in nibabel."));
            }

            return 1;
        }

        if (size < 0)
        {
            warnings.Add(FormattableString.Invariant($"pixdim[{axis}] is {size}; its sign is left out, as in nibabel."));
        }

        return Math.Abs(size);
    }

    // SPM counts voxels from 1. Other programs left text or nothing in its place.
    private static double[] Origin(AnalyzeHeader header, int[] dim, List<string> warnings)
    {
        int[] origin = Enumerable.Range(0, 3).Select(i => (int)header.Integer(AnalyzeField.Origin, i)).ToArray();
        bool isSet = origin.Any(o => o != 0);
        if (isSet && Enumerable.Range(0, 3).All(i => origin[i] > -dim[i] && origin[i] < 2 * dim[i]))
        {
            return origin.Select(o => o - 1.0).ToArray();
        }

        warnings.Add(isSet
            ? "SPM's origin lies far outside the image, or is none; as in nibabel, the image is centred at the world's origin."
            : "The header has no origin; as in SPM and nibabel, the image is centred at the world's origin.");
        return dim.Select(n => (n - 1) / 2.0).ToArray();
    }
}
