using System;
using System.Linq;

namespace MedIO.Backends.Tests.SimpleItk;

/// <summary>Images whose voxels all tell where they are.</summary>
internal static class Volumes
{
    /// <summary>Axes turned, one of them backwards, and no two spacings alike.</summary>
    public static Affine Turned => new(new double[,] { { 0, 0, -2, 10 }, { 1.5, 0, 0, -20 }, { 0, -1.25, 0, 30.5 }, { 0, 0, 0, 1 } });

    /// <summary>An image that counts its voxels.</summary>
    /// <param name="type">Their type.</param>
    /// <param name="components">Numbers a voxel.</param>
    /// <param name="start">The first number.</param>
    /// <param name="sizes">Voxels along each axis.</param>
    public static MedImage Counting(VoxelType type, int components, int start, params int[] sizes)
    {
        var shape = new Shape(sizes);
        double[] voxels = Enumerable.Range(0, (int)shape.VoxelCount * components).Select(i => (double)(start + (i % 100))).ToArray();
        var meta = new MedMeta(shape, sizes.Length == 2 ? new Affine(new double[,] { { 0.5, 0, 0 }, { 0, 0.75, 0 }, { 0, 0, 1 } }) : Turned, components: components);
        return new MedImage(voxels, meta).Cast(type);
    }

    /// <summary>Whether two images have the same voxels, to the bit.</summary>
    public static bool SameVoxels(MedImage a, MedImage b) => a.Voxels.Cast<object>().SequenceEqual(b.Voxels.Cast<object>());

    /// <summary>How far two affines are apart, at most, in any number.</summary>
    public static double Apart(Affine a, Affine b) => a.To3D().SelectMany(r => r).Zip(b.To3D().SelectMany(r => r), (x, y) => Math.Abs(x - y)).Max();
}
