using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace MedIO.Tests;

/// <summary>Voxels of any type as plain numbers; a complex one is two.</summary>
internal static class VoxelNumbers
{
    public static double[] Of(Array voxels) => voxels.Cast<object>().SelectMany(Parts).ToArray();

    private static IEnumerable<double> Parts(object voxel) => voxel switch
    {
        Complex64 c => new double[] { c.Real, c.Imaginary },
        System.Numerics.Complex c => new[] { c.Real, c.Imaginary },
        _ => new[] { Convert.ToDouble(voxel, CultureInfo.InvariantCulture) },
    };
}
