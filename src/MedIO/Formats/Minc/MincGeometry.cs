using System;
using System.Collections.Generic;
using System.Linq;
using MedIO.Formats.Headers;

namespace MedIO.Formats.Minc;

/// <summary>
/// Where the voxels lie, in RAS+ and mm: along each dimension of space from start in steps of step, in the direction of its
/// direction_cosines (MINC 1 programmer's reference, dimension variables), as nibabel and minc-tools read it.
/// </summary>
internal static class MincGeometry
{
    // Rounded cosines are within this of 1; volume_io makes all of them that long, nibabel none.
    private const double Rounding = 1e-3;

    /// <exception cref="MedIOException"><see cref="MedIOError.InvalidAffine"/>, or a dimension of irregular steps.</exception>
    public static Affine Read(MincHeader header, MincAxes axes, ReadOptions options, List<string> warnings)
    {
        var whole = new double[4, 4];
        whole[3, 3] = 1;
        int[] missing = Enumerable.Range(0, 3).Except(axes.Spatial).ToArray();

        // Of those that the image does not have, the variable may still say where it lies.
        int[] world = axes.Spatial.Concat(missing).ToArray();
        for (int axis = 0; axis < 3; axis++)
        {
            string name = MincDimension.Spatial[world[axis]];
            bool isAxis = axis < axes.Spatial.Length;
            if (isAxis)
            {
                RequireRegular(header, name);
                WarnOf(header, name, warnings);
            }

            double[] cosines = Cosines(header, name, world[axis]);
            double step = header.Number(name, "step") ?? 1;
            double start = header.Number(name, "start") ?? 0;
            for (int r = 0; r < 3; r++)
            {
                whole[r, axis] = cosines[r] * (isAxis || step != 0 ? step : 1);
                whole[r, 3] += cosines[r] * start;
            }
        }

        string[] stepless = axes.Spatial.Where((w, i) => axes.Shape[i] > 1).Select(w => MincDimension.Spatial[w]).Where(name => header.Number(name, "step") is null).ToArray();
        if (stepless.Length > 0)
        {
            warnings.Add($"The header has no step of {string.Join(", ", stepless)}; 1 mm is assumed, as in nibabel and minc-tools.");
        }

        return GeometryCheck.Usable(whole, header.Path, "step, start and direction_cosines", options, warnings);
    }

    /// <summary>Seconds from volume to volume; null where time is no axis, or its steps are not even.</summary>
    public static double? TimeStep(MincHeader header, MincAxes axes, List<string> warnings)
    {
        if (axes.Time != 3)
        {
            return null;
        }

        if (IsIrregular(header, "time"))
        {
            warnings.Add("The volumes are not evenly spaced in time (time:spacing is irregular); there is no time step.");
            return null;
        }

        double step = Math.Abs(header.Number("time", "step") ?? 0);
        double unit = header.Text("time", "units") is "ms" or "msec" ? 1e-3 : 1;
        return step > 0 && !double.IsInfinity(step) ? step * unit : null;
    }

    private static double[] Cosines(MincHeader header, string name, int world)
    {
        double[]? cosines = header.Numbers(name, "direction_cosines");
        if (cosines is not null && cosines.Length != 3)
        {
            throw header.Invalid(FormattableString.Invariant($"{name}:direction_cosines has {cosines.Length} numbers instead of 3"));
        }

        return cosines ?? Enumerable.Range(0, 3).Select(i => i == world ? 1.0 : 0.0).ToArray();
    }

    private static void WarnOf(MincHeader header, string name, List<string> warnings)
    {
        if (header.Numbers(name, "direction_cosines") is { Length: 3 } c && Math.Abs(Math.Sqrt((c[0] * c[0]) + (c[1] * c[1]) + (c[2] * c[2])) - 1) > Rounding)
        {
            warnings.Add($"{name}:direction_cosines are not of length 1; as in nibabel they are taken as they are, other programs may see other distances.");
        }

        if (header.Text(name, "units") is { Length: > 0 } units && units != "mm")
        {
            warnings.Add($"The header says that {name} is in {units}; as in nibabel and minc-tools it is taken as mm.");
        }
    }

    private static void RequireRegular(MincHeader header, string name)
    {
        if (IsIrregular(header, name))
        {
            throw new MedIOException(
                MedIOError.UnsupportedFeature,
                $"{header.Path}: its slices along {name} are not evenly spaced ({name}:spacing is irregular), so that no affine tells where they are. Make them even first, such as with mincresample.",
                header.Path) { IsFinal = true };
        }
    }

    private static bool IsIrregular(MincHeader header, string name) => header.Text(name, "spacing") is "irregular";
}
