using System;
using System.Linq;
using MedIO.Geometry;

namespace MedIO.Faults;

/// <summary>Which of two images is in a place.</summary>
internal enum Version
{
    Old,
    New,
}

/// <summary>Two images of one shape that differ in every voxel, and in their geometry.</summary>
internal static class SampleImage
{
    /// <summary>Slices of one that is written in no time.</summary>
    public const int Small = 3;

    /// <summary>Slices of one whose writing takes a while.</summary>
    public const int Large = 40;

    private const int OldLevel = 40;
    private const int NewLevel = 180;

    public static MedImage Make(Version version, int slices, VoxelType type)
    {
        int size = slices > Small ? 256 : 16;
        int level = version == Version.Old ? OldLevel : NewLevel;
        var shape = new Shape(size, size, slices);
        byte[] voxels = Enumerable.Range(0, size * size * slices).Select(i => (byte)(level + (i % 16))).ToArray();
        var meta = new MedMeta(shape, Place(version), CoordinateSystem.Itk, VoxelType.UInt8);
        return new MedImage(voxels, meta).Cast(type);
    }

    /// <summary>An image that no compression makes smaller.</summary>
    public static MedImage Noise(int slices, VoxelType type)
    {
        var shape = new Shape(256, 256, slices);
        var voxels = new byte[shape.VoxelCount];
        new Random(1).NextBytes(voxels);
        if (type == VoxelType.UInt8)
        {
            return new MedImage(voxels, new MedMeta(shape, Place(Version.New), CoordinateSystem.Itk, VoxelType.UInt8));
        }

        return new MedImage(Array.ConvertAll(voxels, v => (short)((v * 257) - 30000)), new MedMeta(shape, Place(Version.New), CoordinateSystem.Itk, VoxelType.Int16));
    }

    /// <summary>Which of the two an image is, in voxels and geometry.</summary>
    /// <exception cref="InvalidOperationException">It is neither, or a bit of both.</exception>
    public static Version Recognize(MedImage image, bool hasGeometry, bool isExact)
    {
        double[] voxels = (double[])image.Cast(VoxelType.Float64).Voxels;
        Version version = voxels[0] < (OldLevel + NewLevel) / 2 ? Version.Old : Version.New;
        int level = version == Version.Old ? OldLevel : NewLevel;
        for (int i = 0; i < voxels.Length; i++)
        {
            double wrong = Math.Abs(voxels[i] - level - (i % 16));
            if (wrong > (isExact ? 0 : 40))
            {
                throw new InvalidOperationException(FormattableString.Invariant($"Voxel {i} of {image.Shape} is {voxels[i]}; it is not that of the {version} image."));
            }
        }

        if (hasGeometry && image.Affine.ToString() != Place(version).ToString())
        {
            throw new InvalidOperationException($"The voxels are those of the {version} image, but the affine is {image.Affine}.");
        }

        return version;
    }

    private static Affine Place(Version version) => version == Version.Old
        ? new Affine(Matrix.Identity(3), new Vector(1, 1, 2), new Vector(0, 0, 0))
        : new Affine(Matrix.Identity(3), new Vector(0.5, 0.5, 3), new Vector(10, -20, 30));
}
