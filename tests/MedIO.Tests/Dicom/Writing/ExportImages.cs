using System;

namespace MedIO.Tests.Dicom.Writing;

/// <summary>Images to be exported: oblique, with a number of its own in each voxel.</summary>
internal static class ExportImages
{
    /// <summary>An oblique right-handed affine, LPS+.</summary>
    public static Affine Oblique { get; } = Make(0.3, -0.2, new[] { 0.7, 0.9, 2.5 }, new[] { -100.123456789, -50.2, 333.3 });

    /// <summary>A rotation about z, then about x.</summary>
    public static Affine Make(double z, double x, double[] spacing, double[] origin)
    {
        double[] a = { Math.Cos(z), Math.Sin(z), 0 };
        double[] b = { -Math.Sin(z) * Math.Cos(x), Math.Cos(z) * Math.Cos(x), Math.Sin(x) };
        double[] n = { (a[1] * b[2]) - (a[2] * b[1]), (a[2] * b[0]) - (a[0] * b[2]), (a[0] * b[1]) - (a[1] * b[0]) };
        var m = new double[4, 4];
        m[3, 3] = 1;
        for (int r = 0; r < 3; r++)
        {
            m[r, 0] = a[r] * spacing[0];
            m[r, 1] = b[r] * spacing[1];
            m[r, 2] = n[r] * spacing[2];
            m[r, 3] = origin[r];
        }

        return new Affine(m);
    }

    /// <summary>An image whose values cross the type's range.</summary>
    public static MedImage Of(VoxelType type, int columns = 13, int rows = 9, int slices = 5, Affine? affine = null, int components = 1)
    {
        int count = columns * rows * slices * components;
        Array voxels = Array.CreateInstance(VoxelTypes.ToClrType(type), count);
        for (int i = 0; i < count; i++)
        {
            double part = i * 7919 % count / (count - 1.0);
            object value = type switch
            {
                VoxelType.UInt8 => (object)(byte)(part * 255),
                VoxelType.Int8 => (sbyte)((part * 255) - 128),
                VoxelType.UInt16 => (ushort)(part * 65535),
                VoxelType.Int16 => (short)((part * 65535) - 32768),
                VoxelType.UInt32 => (uint)(part * uint.MaxValue),
                VoxelType.Int32 => (int)((part * 2e6) - 1e6),
                VoxelType.UInt64 => (ulong)(part * 1e12),
                VoxelType.Int64 => (long)((part * 1e12) - 4e11),
                VoxelType.Float32 => (float)((part * 7) - 3),
                _ => (part * 1e-5) - 3e-6,
            };
            voxels.SetValue(value, i);
        }

        return new MedImage(voxels, new MedMeta(new Shape(columns, rows, slices), affine ?? Oblique, CoordinateSystem.Itk, type, components));
    }

    /// <summary>The greatest difference of two images' values.</summary>
    public static double Difference(MedImage left, MedImage right)
    {
        double most = left.Voxels.Length == right.Voxels.Length ? 0 : double.PositiveInfinity;
        for (int i = 0; i < Math.Min(left.Voxels.Length, right.Voxels.Length); i++)
        {
            most = Math.Max(most, Math.Abs(Convert.ToDouble(left.Voxels.GetValue(i), null) - Convert.ToDouble(right.Voxels.GetValue(i), null)));
        }

        return most;
    }

    /// <summary>The greatest distance, mm, of a voxel's places in two images.</summary>
    public static double Displacement(MedImage left, MedImage right)
    {
        double most = 0;
        foreach (double[] corner in new[] { new double[] { 0, 0, 0 }, new double[] { 1, 0, 0 }, new double[] { 0, 1, 0 }, new double[] { 0, 0, 1 }, new double[] { 1, 1, 1 } })
        {
            var index = new Vector(new[] { corner[0] * (left.Shape[0] - 1), corner[1] * (left.Shape[1] - 1), corner[2] * (left.Shape[2] - 1) });
            Vector a = left.Affine.IndexToCoordinate(index);
            Vector b = right.Affine.IndexToCoordinate(index);
            for (int i = 0; i < 3; i++)
            {
                most = Math.Max(most, Math.Abs(a[i] - b[i]));
            }
        }

        return most;
    }
}
