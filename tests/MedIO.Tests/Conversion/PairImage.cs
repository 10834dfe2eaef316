using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;

namespace MedIO.Tests.Conversion;

/// <summary>Images of all kinds, and how to compare them.</summary>
internal static class PairImage
{
    private static readonly VoxelType[] Types = VoxelTypes.All.ToArray();

    /// <summary>The first ones are such that nearly every format holds them; the others are anything.</summary>
    public static MedImage Make(Random random, int seed)
    {
        bool easy = seed < 3;
        int axes = seed == 0 ? 2 : seed <= 2 ? 3 : random.Next(1, 6);
        int[] sizes = Enumerable.Range(0, axes).Select(_ => random.Next(1, 7)).ToArray();
        VoxelType type = seed == 0 ? VoxelType.UInt8 : seed == 1 ? VoxelType.Int16 : seed == 2 ? VoxelType.UInt8 : Types[random.Next(Types.Length)];
        int components = seed == 2 || random.Next(4) == 0 ? 3 : 1;
        components = seed < 2 ? 1 : components;
        if (seed == 2)
        {
            sizes[2] = 1;
        }

        var shape = new Shape(sizes);
        Array voxels = SampleVoxels.Make(type, (int)shape.VoxelCount * components);
        Affine affine = easy ? new Affine(new double[,] { { 2, 0, 0, -10 }, { 0, 2, 0, 20 }, { 0, 0, 3, 5 }, { 0, 0, 0, 1 } }) : RandomGeometry.Affine(random, 3, sheared: random.Next(4) == 0);
        var meta = new MedMeta(shape, affine, random.Next(2) == 0 ? CoordinateSystem.Itk : CoordinateSystem.Nib, type, components) { TimeStep = axes > 3 ? 2.5 : null };
        return new MedImage(voxels, meta);
    }

    /// <summary>What was written; pictures of slices one on the other.</summary>
    public static MedImage Read(MedConversion conversion, MedImage like)
    {
        var options = new ReadOptions { CoordinateSystem = conversion.CoordinateSystem, AllowDefaultAffine = true };
        if (!conversion.Path.EndsWith("g", StringComparison.Ordinal) || conversion.Files.Count == 1 || conversion.Path.EndsWith(".img", StringComparison.Ordinal))
        {
            return MedFile.Read(conversion.Path, options);
        }

        MedImage[] slices = conversion.Files.Select(f => MedFile.Read(f, options)).ToArray();
        Array voxels = Array.CreateInstance(slices[0].Voxels.GetType().GetElementType()!, slices.Sum(s => s.Voxels.LongLength));
        long at = 0;
        foreach (MedImage slice in slices)
        {
            slice.Voxels.CopyTo(voxels, at);
            at += slice.Voxels.LongLength;
        }

        return new MedImage(voxels, new MedMeta(like.Shape, like.Affine, like.CoordinateSystem, components: slices[0].Components));
    }

    /// <summary>A picture, or a line, as a volume of one slice: some formats know nothing else.</summary>
    public static MedImage InSpace(MedImage image)
    {
        if (image.Shape.Count > 2)
        {
            return image;
        }

        var meta = new MedMeta(new Shape(image.Shape[0], image.Shape.Count > 1 ? image.Shape[1] : 1, 1), image.Affine.To3D(), image.CoordinateSystem, image.DataType, image.Components) { Warnings = image.Metadata.Warnings };
        return new MedImage(image.Voxels, meta);
    }

    /// <summary>The shape without axes of one voxel at its end.</summary>
    public static IEnumerable<int> Trim(Shape shape) => shape.Reverse().SkipWhile(n => n == 1).Reverse();

    public static double MostDifference(MedImage left, MedImage right) =>
        left.Voxels.Cast<object>().Zip(right.Voxels.Cast<object>(), (a, b) => Difference(a, b)).DefaultIfEmpty(0).Max();

    /// <summary>DICOM holds integers of 16 bits, and numbers of 16 characters to scale them; all else keeps every value.</summary>
    public static double Tolerance(MedImage image, string target)
    {
        if (!target.EndsWith(".dcm", StringComparison.Ordinal) || (VoxelTypes.IsInteger(image.DataType) && VoxelTypes.SizeOf(image.DataType) <= 2))
        {
            return 0;
        }

        double[] values = image.Voxels.Cast<IConvertible>().Select(v => v.ToDouble(null)).ToArray();
        return ((values.Max() - values.Min()) / 65535 * 0.51) + (values.Max(Math.Abs) * 2.4e-7);
    }

    private static double Difference(object a, object b) => a.Equals(b) ? 0 : (a, b) switch
    {
        (Complex64 x, Complex64 y) => Math.Max(Math.Abs(x.Real - y.Real), Math.Abs(x.Imaginary - y.Imaginary)),
        (Complex x, Complex y) => (x - y).Magnitude,
        (IConvertible x, IConvertible y) => (double)Math.Abs(x.ToDecimal(null) - y.ToDecimal(null)),
        _ => double.NaN,
    };
}
