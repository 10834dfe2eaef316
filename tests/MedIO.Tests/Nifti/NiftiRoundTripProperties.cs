using System;
using System.Linq;
using FsCheck.Xunit;
using Xunit;

namespace MedIO.Tests.Nifti;

/// <content>Properties of random images: what is written comes back, and both forms put the voxels where they were.</content>
public sealed class NiftiRoundTripProperties : IDisposable
{
    private readonly NiftiFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Property(MaxTest = 200)]
    public void Voxels_shape_and_affine_come_back(int seed)
    {
        var random = new Random(seed);
        MedImage image = RandomImage(random, sheared: random.Next(3) == 0);
        string path = _folder[new[] { "a.nii", "b.nii.gz", "c.hdr", "d.img.gz" }[random.Next(4)]];
        image.Save(path);
        MedImage back = MedFile.Read(path, new ReadOptions { CoordinateSystem = image.CoordinateSystem });
        Assert.Equal(image.Shape, back.Shape);
        Assert.Equal(image.Voxels, back.Voxels);
        Assert.Equal(image.Orientation, back.Orientation);
        Assert.Empty(back.Warnings);
        NiftiWriteTests.AssertClose(image.Affine, back.Affine, 1e-6);
    }

    [Property(MaxTest = 200)]
    public void The_qform_alone_puts_the_voxels_in_the_same_places(int seed)
    {
        var random = new Random(seed);
        MedImage image = RandomImage(random, sheared: false, nearHalfTurn: random.Next(2) == 0);
        string path = _folder["a.nii"];
        image.Save(path);
        byte[] bytes = System.IO.File.ReadAllBytes(path);
        bytes[254] = 0;
        System.IO.File.WriteAllBytes(path, bytes);
        MedMeta meta = MedFile.ReadMeta(path, new ReadOptions { CoordinateSystem = image.CoordinateSystem });

        // A quaternion of float32 near half a turn cannot be finer.
        NiftiWriteTests.AssertClose(image.Affine, meta.Affine, 5e-4);
    }

    [Property(MaxTest = 100)]
    public void Reorienting_reading_and_saving_again_changes_nothing(int seed)
    {
        var random = new Random(seed);
        MedImage image = RandomImage(random, sheared: false);
        image.Save(_folder["a.nii"]);
        string[] codes = MedIO.Geometry.AxisCodes.All.ToArray();
        string code = codes[random.Next(codes.Length)];
        if (image.Shape.Count >= 3)
        {
            MedFile.Read(_folder["a.nii"], new ReadOptions { Orientation = code }).Save(_folder["b.nii"]);
            MedImage before = MedFile.Read(_folder["a.nii"], new ReadOptions { Header = true });
            MedImage after = MedFile.Read(_folder["b.nii"], new ReadOptions { Header = true });
            Assert.Equal(before.Voxels, after.Voxels);
            NiftiWriteTests.AssertClose(before.Affine, after.Affine, 1e-6);
            foreach (string name in new[] { "dim", "xyzt_units", "sform_code", "qform_code", "datatype", "vox_offset" })
            {
                Assert.Equal(before.Header![name]!.ToString(), after.Header![name]!.ToString());
            }
        }
    }

    private static MedImage RandomImage(Random random, bool sheared, bool nearHalfTurn = false)
    {
        int[] sizes = Enumerable.Range(0, random.Next(1, 8)).Select(_ => random.Next(1, 5)).ToArray();
        var shape = new Shape(sizes);
        var voxels = new short[shape.VoxelCount];
        for (int i = 0; i < voxels.Length; i++)
        {
            voxels[i] = (short)random.Next(short.MinValue, short.MaxValue + 1);
        }

        var system = random.Next(2) == 0 ? CoordinateSystem.Itk : CoordinateSystem.Nib;
        return new MedImage(voxels, new MedMeta(shape, RandomAffine(random, sheared, nearHalfTurn), system));
    }

    private static Affine RandomAffine(Random random, bool sheared, bool nearHalfTurn)
    {
        double[] q = Enumerable.Range(0, 4).Select(_ => random.NextDouble() - 0.5).ToArray();
        q[0] *= nearHalfTurn ? 1e-4 : 1;
        double n = Math.Sqrt(q.Sum(v => v * v));
        (double a, double b, double c, double d) = (q[0] / n, q[1] / n, q[2] / n, q[3] / n);
        double[,] r =
        {
            { (a * a) + (b * b) - (c * c) - (d * d), 2 * ((b * c) - (a * d)), 2 * ((b * d) + (a * c)) },
            { 2 * ((b * c) + (a * d)), (a * a) + (c * c) - (b * b) - (d * d), 2 * ((c * d) - (a * b)) },
            { 2 * ((b * d) - (a * c)), 2 * ((c * d) + (a * b)), (a * a) + (d * d) - (b * b) - (c * c) },
        };
        var m = new double[4, 4];
        m[3, 3] = 1;
        int hand = random.Next(2) == 0 ? 1 : -1;
        for (int column = 0; column < 3; column++)
        {
            double spacing = 0.3 + (4 * random.NextDouble());
            for (int row = 0; row < 3; row++)
            {
                m[row, column] = r[row, column] * spacing * (column == 2 ? hand : 1);
            }
        }

        for (int row = 0; row < 3; row++)
        {
            m[row, 1] += sheared ? 0.3 * m[row, 0] : 0;
            m[row, 3] = (random.NextDouble() - 0.5) * 400;
        }

        return new Affine(m);
    }
}
