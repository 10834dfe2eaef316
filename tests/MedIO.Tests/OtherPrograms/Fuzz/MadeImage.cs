using System;
using System.Linq;
using MedIO.Voxels;

namespace MedIO.Tests.OtherPrograms.Fuzz;

/// <summary>An image of what its makers never thought of: any type, one voxel or seven axes, cells like needles, turned and mirrored.</summary>
internal static class MadeImage
{
    private const int MostVoxels = 4096;

    public static MedImage Of(ByteChoices choices)
    {
        var shape = new Shape(Sizes(choices));
        int components = choices.Of(1, 1, 1, 1, 2, 3, 3, 4, 6, 9);
        var type = VoxelTypes.All[choices.Next(VoxelTypes.All.Count)];
        CoordinateSystem system = choices.Of(CoordinateSystem.Itk, CoordinateSystem.Nib);
        MedMeta meta = Meta(choices, shape, system, type, components);
        meta.Name = choices.Text(3);
        if (choices.OneIn(3))
        {
            meta.TimeStep = choices.Length();
        }

        if (choices.OneIn(4))
        {
            meta.OriginalOrientation = WaysToRead.Orientation(meta, choices.Next);
        }

        return new MedImage(Voxels(choices, type, checked((int)shape.VoxelCount * components)), meta);
    }

    // Where the numbers make no geometry there is none.
    private static MedMeta Meta(ByteChoices choices, Shape shape, CoordinateSystem system, VoxelType type, int components)
    {
        try
        {
            return new MedMeta(shape, choices.OneIn(6) ? null : Geometry(choices, shape.Count == 2 ? 2 : 3), system, type, components);
        }
        catch (ArgumentException)
        {
            return new MedMeta(shape, null, system, type, components);
        }
    }

    private static Affine Geometry(ByteChoices choices, int axes)
    {
        var matrix = new double[axes + 1, axes + 1];
        int[] order = choices.OneIn(2) || axes == 2 ? new[] { 0, 1, 2 } : choices.Of(new[] { 0, 2, 1 }, new[] { 1, 0, 2 }, new[] { 1, 2, 0 }, new[] { 2, 0, 1 }, new[] { 2, 1, 0 });
        for (int column = 0; column < axes; column++)
        {
            matrix[order[column], column] = choices.OneIn(3) ? -1 : 1;
        }

        for (int turns = choices.Of(0, 0, 1, 1, 2, 3); turns > 0; turns--)
        {
            Turn(matrix, axes, choices.Next(axes), choices.Of(1e-9, 1e-6, 1e-4, 0.01, 0.3, Math.PI / 4, 1, 2));
        }

        double usual = choices.Length();
        for (int column = 0; column < axes; column++)
        {
            double spacing = choices.OneIn(2) ? usual : choices.Length();
            for (int row = 0; row < axes; row++)
            {
                matrix[row, column] *= spacing;
            }

            matrix[column, axes] = choices.Coordinate();
        }

        if (choices.OneIn(8))
        {
            matrix[0, 1] += usual * choices.Of(1e-7, 1e-5, 1e-3, 0.1, 1);
        }

        matrix[axes, axes] = 1;
        return new Affine(matrix);
    }

    // About the axis; a plane turns in itself.
    private static void Turn(double[,] matrix, int axes, int axis, double angle)
    {
        int a = axes == 2 ? 0 : (axis + 1) % 3;
        int b = axes == 2 ? 1 : (axis + 2) % 3;
        for (int column = 0; column < axes; column++)
        {
            (double x, double y) = (matrix[a, column], matrix[b, column]);
            matrix[a, column] = (x * Math.Cos(angle)) - (y * Math.Sin(angle));
            matrix[b, column] = (x * Math.Sin(angle)) + (y * Math.Cos(angle));
        }
    }

    private static int[] Sizes(ByteChoices choices)
    {
        var sizes = new int[choices.Of(3, 3, 3, 2, 4, 1, 5, 6, 7)];
        int left = MostVoxels;
        for (int i = 0; i < sizes.Length; i++)
        {
            sizes[i] = Math.Min(left, choices.Of(2, 3, 1, 4, 5, 7, 16, 33, 300, 1, 1));
            left = Math.Max(1, left / sizes[i]);
        }

        return sizes;
    }

    private static unsafe Array Voxels(ByteChoices choices, VoxelType type, int count)
    {
        Array voxels = VoxelArray.Allocate(type, count);
        using var numbers = new PinnedArray(voxels);
        var bytes = new Span<byte>(numbers.Pointer, checked((int)numbers.ByteCount));

        // They may be what was in memory before.
        bytes.Clear();
        switch (choices.Next(4))
        {
            case 0:
                break;
            case 1:
                // Small numbers, which most images hold.
                for (int i = 0; i < count; i++)
                {
                    bytes[i * numbers.ElementSize] = (byte)i;
                }

                break;
            default:
                choices.Fill(bytes);
                break;
        }

        return voxels;
    }
}
