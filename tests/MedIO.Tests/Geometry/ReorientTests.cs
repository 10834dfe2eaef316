using System;
using System.Collections.Generic;
using System.Linq;
using FsCheck.Xunit;
using MedIO.Geometry;
using Xunit;

namespace MedIO.Tests.Geometry;

public class ReorientTests
{
    [Theory]
    [InlineData(CoordinateSystem.Itk)]
    [InlineData(CoordinateSystem.Nib)]
    public void From_each_of_48_codes_to_each_no_voxel_moves_in_the_world(CoordinateSystem system)
    {
        Assert.Equal(48, AxisCodes.All.Distinct().Count());
        var random = new Random(5);
        MedImage first = Make(random, new Shape(2, 3, 4), RandomGeometry.Affine(random, 3, sheared: true), system);
        foreach (string from in AxisCodes.All)
        {
            MedImage start = first.Reorient(from);
            Assert.Equal(from, start.Orientation);
            Assert.Equal(first.OriginalOrientation, start.OriginalOrientation);
            Dictionary<int, Vector> places = Places(start);
            foreach (string to in AxisCodes.All)
            {
                MedImage turned = start.Reorient(to);
                Assert.Equal(to, turned.Orientation);
                SamePlaces(places, turned);
                MedImage back = turned.Reorient(from);
                Assert.Equal(start.Voxels, back.Voxels);
                SameAffine(start.Affine, back.Affine);
            }
        }
    }

    [Property]
    public void Planes_lines_and_volumes_over_time_turn_alike(int seed, bool nib)
    {
        var random = new Random(seed);
        int axes = random.Next(1, 8);
        var shape = new Shape(Enumerable.Range(0, axes).Select(_ => random.Next(1, 4)).ToArray());
        CoordinateSystem system = nib ? CoordinateSystem.Nib : CoordinateSystem.Itk;
        MedImage image = Make(random, shape, RandomGeometry.Affine(random, axes == 2 ? 2 : 3), system, components: random.Next(1, 5));
        string own = image.Orientation;
        Assert.Equal(Math.Min(3, axes), own.Length);
        foreach (string to in AxisCodes.All.Select(code => code.Substring(0, own.Length)).Distinct())
        {
            bool reachable = to.All(letter => own.Any(o => AxisCodes.WorldAxis(o) == AxisCodes.WorldAxis(letter)));
            if (!reachable)
            {
                Assert.Equal(MedIOError.InvalidOrientation, Assert.Throws<MedIOException>(() => image.Reorient(to)).Error);
                continue;
            }

            MedImage turned = image.Reorient(to);
            Assert.Equal(to, turned.Orientation);
            Assert.Equal(shape.Skip(3), turned.Shape.Skip(3));
            SamePlaces(Places(image), turned);
            MedImage back = turned.Reorient(own);
            Assert.Equal(image.Voxels, back.Voxels);
            SameAffine(image.Affine, back.Affine);
        }
    }

    [Theory]
    [InlineData(45, 0, 0)]
    [InlineData(0, 45, 0)]
    [InlineData(0, 0, 45)]
    [InlineData(45, 45, 0)]
    [InlineData(45, 0, 45)]
    [InlineData(135, 45, 45)]
    [InlineData(54.735610317245346, 45, 30)]
    public void An_axis_halfway_between_two_keeps_its_name_however_the_image_is_turned(double x, double y, double z)
    {
        double[,] m = Times(Turn(1, 2, x), Turn(0, 2, y), Turn(0, 1, z));
        var affine = new Affine(new Matrix(m), new[] { 1.5, 0.7, 3 }, new double[] { 4, 5, 6 });
        MedImage image = Make(new Random(1), new Shape(2, 3, 4), affine, CoordinateSystem.Nib);
        foreach (string to in AxisCodes.All)
        {
            MedImage turned = image.Reorient(to);
            Assert.Equal(to, turned.Orientation);
            Assert.Equal(image.Voxels, turned.Reorient(image.Orientation).Voxels);
        }
    }

    [Fact]
    public void The_other_coordinate_system_inverts_letters_and_moves_no_voxel()
    {
        MedImage image = Make(new Random(2), new Shape(2, 3, 4), Affine.Identity(), CoordinateSystem.Nib);
        Assert.Equal("RAS", image.Orientation);
        Array voxels = image.Voxels;
        image.Convert(CoordinateSystem.Itk);
        Assert.Equal("LPI", image.Orientation);
        Assert.Equal("LPI", image.OriginalOrientation);
        Assert.Equal("-1 0 0 0; 0 -1 0 0; 0 0 1 0; 0 0 0 1", image.Affine.ToString());
        Assert.Same(voxels, image.Voxels);
        image.Convert(CoordinateSystem.Itk);
        Assert.Equal("LPI", image.Orientation);
        image.Convert(CoordinateSystem.Nib);
        Assert.Equal(Affine.Identity(), image.Affine);
        Assert.Throws<ArgumentException>(() => image.Convert(CoordinateSystem.Native));
        Assert.Equal("RAI", new MedMeta(new Shape(2, 2, 2)).Orientation);
        Assert.Equal("RA", new MedMeta(new Shape(2, 2)).Orientation);
        Assert.Equal("LPI", AxisCodes.Invert("ras"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("RA")]
    [InlineData("RRS")]
    [InlineData("RLS")]
    [InlineData("XYZ")]
    [InlineData("RASX")]
    [InlineData("rıs")]
    public void What_is_no_orientation_is_an_error(string code)
    {
        MedImage image = Make(new Random(2), new Shape(2, 3, 4), Affine.Identity(), CoordinateSystem.Nib);
        Assert.Equal(MedIOError.InvalidOrientation, Assert.Throws<MedIOException>(() => image.Reorient(code)).Error);
    }

    [Fact]
    public void Case_and_culture_do_not_matter_for_an_orientation() => InCulture.Run("tr-TR", () =>
    {
        MedImage image = Make(new Random(2), new Shape(2, 3, 4), Affine.Identity(), CoordinateSystem.Nib);
        Assert.Equal("LPI", image.Reorient("lpi").Orientation);
        Assert.Equal("LPI", AxisCodes.Parse(" lpi "));
    });

    private static MedImage Make(Random random, Shape shape, Affine affine, CoordinateSystem system, int components = 1)
    {
        int[] voxels = Enumerable.Range(0, (int)shape.VoxelCount * components).ToArray();
        Assert.NotNull(random);
        return new MedImage(voxels, new MedMeta(shape, affine, system, components: components));
    }

    // The place of each voxel by its value, which is different for each; later axes do not lie in space.
    private static Dictionary<int, Vector> Places(MedImage image) => SliceExpressionTests.Indices(image.Shape).ToDictionary(
        index => First(image.GetVoxel(index)),
        index => image.Affine.IndexToCoordinate(SliceExpressionTests.Spatial(index, image.Affine.Dimension)));

    private static int First(object voxel) => voxel is int[] components ? Ordered(components) : (int)voxel;

    private static int Ordered(int[] components)
    {
        Assert.Equal(Enumerable.Range(components[0], components.Length), components);
        return components[0];
    }

    private static void SamePlaces(Dictionary<int, Vector> expected, MedImage image)
    {
        Dictionary<int, Vector> actual = Places(image);
        Assert.Equal(expected.Count, actual.Count);
        foreach (KeyValuePair<int, Vector> voxel in actual)
        {
            for (int r = 0; r < voxel.Value.Count; r++)
            {
                Assert.Equal(expected[voxel.Key][r], voxel.Value[r], 9);
            }
        }
    }

    private static void SameAffine(Affine expected, Affine actual)
    {
        for (int r = 0; r < expected.Count; r++)
        {
            for (int c = 0; c < expected.Count; c++)
            {
                Assert.Equal(expected[r, c], actual[r, c], 9);
            }
        }
    }

    private static double[,] Turn(int a, int b, double degrees)
    {
        double[,] m = Matrix.Identity(3).ToArray();
        double angle = degrees * Math.PI / 180;
        m[a, a] = m[b, b] = Math.Cos(angle);
        m[a, b] = -Math.Sin(angle);
        m[b, a] = Math.Sin(angle);
        return m;
    }

    private static double[,] Times(params double[][,] factors) => factors.Aggregate(RandomGeometry.Times);
}
