using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Linq;
using FsCheck.Xunit;
using Xunit;

namespace MedIO.Tests.Geometry;

public class AffineTests
{
    [Property]
    public void A_place_that_an_index_has_leads_back_to_the_index(int seed, bool plane, bool sheared)
    {
        var random = new Random(seed);
        int n = plane ? 2 : 3;
        Affine affine = RandomGeometry.Affine(random, n, sheared);
        Vector index = Enumerable.Range(0, n).Select(_ => random.Between(-300, 300)).ToArray();
        Vector back = affine.CoordinateToIndex(affine.IndexToCoordinate(index));
        Close(index, back, 1e-8);
        Assert.Equal(sheared, affine.IsSheared);
        Assert.False(affine.IsSingular);
        Assert.Equal(n, affine.Dimension);
        Assert.Equal(n + 1, affine.ToArray().GetLength(0));
    }

    [Property]
    public void Parts_make_the_same_affine_as_the_matrix(int seed, bool plane, bool sheared)
    {
        Affine affine = RandomGeometry.Affine(new Random(seed), plane ? 2 : 3, sheared);
        var again = new Affine(affine.Direction, affine.Spacing, affine.Origin);
        for (int r = 0; r < affine.Count; r++)
        {
            Close(affine[r], again[r], 1e-12);
        }

        Assert.Equal(affine, new Affine(affine.ToMatrix()));
        Assert.Equal(affine, new Affine(affine.ToArray()));
    }

    [Fact]
    public void Each_part_is_set_without_the_others_changing()
    {
        Affine affine = RandomGeometry.Affine(new Random(1), 3);
        Matrix direction = affine.Direction;
        Vector origin = affine.Origin;
        affine.Spacing = new[] { 0.5, 2, 3.25 };
        Close(new[] { 0.5, 2, 3.25 }, affine.Spacing, 1e-12);
        Assert.Equal(origin, affine.Origin);
        for (int r = 0; r < 3; r++)
        {
            Close(direction[r], affine.Direction[r], 1e-12);
        }

        affine.Direction = Matrix.Identity(3);
        Assert.Equal(Matrix.Identity(3), affine.Direction);
        Close(new[] { 0.5, 2, 3.25 }, affine.Spacing, 1e-12);
        Assert.Equal(origin, affine.Origin);

        affine.Origin = new double[] { 1, 2, 3 };
        Assert.Equal(new double[] { 1, 2, 3 }, affine.IndexToCoordinate(new double[] { 0, 0, 0 }));
    }

    [Fact]
    public void A_clone_is_independent()
    {
        Affine affine = Affine.Identity();
        Affine clone = affine.Clone();
        clone.Spacing = new double[] { 2, 2, 2 };
        clone.Origin = new double[] { 5, 5, 5 };
        Assert.Equal(Affine.Identity(), affine);
        Assert.NotEqual(affine, clone);
    }

    [Fact]
    public void A_plane_has_a_view_of_three_rows()
    {
        var affine = new Affine(new double[,] { { 0, -2, 10 }, { 3, 0, 20 }, { 0, 0, 1 } });
        Assert.Equal("0 -2 10; 3 0 20; 0 0 1", affine.ToString());
        Assert.Equal("3 2", affine.Spacing.ToString());
        Assert.Equal("10 20", affine.Origin.ToString());
        Assert.Equal(new double[] { 4, 26 }, affine.IndexToCoordinate(new double[] { 2, 3 }));
        Assert.Throws<ArgumentException>(() => affine.IndexToCoordinate(new double[] { 2, 3, 4 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => affine[3, 0]);
    }

    [Theory]
    [InlineData("de-DE")]
    [InlineData("tr-TR")]
    public void Text_is_the_same_in_every_culture(string culture) => InCulture.Run(culture, () =>
    {
        var affine = new Affine(new[,] { { 0.98, 0, 0, -1.5 }, { 0, 0.98, 0, 2.25 }, { 0, 0, 1.5, 3 }, { 0, 0, 0, 1 } });
        const string Text = "0.98 0 0 -1.5; 0 0.98 0 2.25; 0 0 1.5 3; 0 0 0 1";
        Assert.Equal(Text, affine.ToString());
        Assert.Equal(affine, Affine.Parse(Text));
        Assert.Equal(affine, Convert(Text));
        Assert.Equal("0.98 0.98 1.5", affine.Spacing.ToString());
        Assert.Equal("0.98 0 0", affine[0].ToString().Substring(0, 8));
    });

    [Fact]
    public void Arrays_as_a_shell_makes_them_convert()
    {
        var expected = new Affine(new double[,] { { 2, 0, 0, 1 }, { 0, 2, 0, 2 }, { 0, 0, 2, 3 }, { 0, 0, 0, 1 } });
        Assert.Equal(expected, Convert(new object[] { 2, 0, 0, 1, 0, 2, 0, 2, 0, 0, 2.0, 3, 0, 0, 0, 1f }));
        Assert.Equal(expected, Convert(new object[] { new object[] { 2, 0, 0, 1 }, new[] { 0, 2, 0, 2 }, "0 0 2 3", new List<double> { 0, 0, 0, 1 } }));
        Assert.Equal(expected, Convert(expected.ToArray()));
        Assert.Equal(new Shape(4, 5, 6), TypeDescriptor.GetConverter(typeof(Shape)).ConvertFrom(new object[] { 4, "5", 6.0 }));
        Assert.Equal(new Vector(1.5, 2), TypeDescriptor.GetConverter(typeof(Vector)).ConvertFrom(new object[] { 1.5m, (byte)2 }));
        Assert.Equal(Matrix.Identity(2), TypeDescriptor.GetConverter(typeof(Matrix)).ConvertFrom("1 0; 0 1"));
        Assert.Throws<ArgumentException>(() => Convert("1 2 3"));
        Assert.Throws<FormatException>(() => Convert("1 0 0 zero"));
    }

    [Fact]
    public void Rounding_to_float32_is_not_shear_and_a_tilted_gantry_is()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            double[,] m = RandomGeometry.Affine(new Random(seed), 3).ToArray();
            for (int r = 0; r < 3; r++)
            {
                for (int c = 0; c < 3; c++)
                {
                    m[r, c] = (float)m[r, c];
                }
            }

            Assert.False(new Affine(m).IsSheared, $"seed {seed}");
        }

        double tilt = 0.5 * Math.PI / 180;
        Assert.True(new Affine(new[,] { { 1, 0, 0, 0 }, { 0, 1, 5 * Math.Tan(tilt), 0 }, { 0, 0, 5, 0 }, { 0, 0, 0, 1 } }).IsSheared);
    }

    [Theory]
    [InlineData(1e-60)]
    [InlineData(1e60)]
    [InlineData(1e120)]
    public void The_size_of_voxels_does_not_make_an_affine_singular(double size)
    {
        double[,] m = RandomGeometry.Affine(new Random(3), 3).ToArray();
        for (int r = 0; r < 3; r++)
        {
            for (int c = 0; c < 3; c++)
            {
                m[r, c] *= size;
            }
        }

        Assert.False(new Affine(m).IsSingular);
    }

    [Fact]
    public void What_is_no_affine_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new Affine(new double[2, 2]));
        Assert.Throws<ArgumentException>(() => new Affine(new double[3, 4]));
        Assert.Throws<ArgumentException>(() => new Affine(new double[,] { { 1, 0, 0 }, { 0, 1, 0 }, { 0, 1, 1 } }));
        foreach (double bad in new[] { double.NaN, double.PositiveInfinity, double.NegativeInfinity })
        {
            Assert.Throws<ArgumentException>(() => new Affine(new[,] { { bad, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 } }));
            Assert.Throws<ArgumentException>(() => new Affine(Matrix.Identity(3), new[] { 1, bad, 1 }, new double[3]));
            Assert.Throws<ArgumentException>(() => Affine.Identity().Origin = new[] { bad, 0, 0 });
            Assert.Throws<ArgumentException>(() => Affine.Identity().Spacing = new[] { bad, 1, 1 });
        }

        Assert.Throws<ArgumentException>(() => Affine.Identity().Spacing = new double[] { 1, 0, 1 });
        Assert.Throws<ArgumentException>(() => Affine.Identity().Spacing = new double[] { 1, 1 });
        var flat = new Affine(new double[,] { { 1, 1, 0, 0 }, { 1, 1, 0, 0 }, { 0, 0, 1, 0 }, { 0, 0, 0, 1 } });
        Assert.True(flat.IsSingular);
        Assert.Throws<InvalidOperationException>(() => flat.CoordinateToIndex(new double[3]));
        Assert.Throws<ArgumentException>(() => new MedMeta(new Shape(2, 2, 2), flat));
    }

    [Theory]
    [InlineData("RAI", true)]
    [InlineData("LPI", true)]
    [InlineData("RAS", false)]
    [InlineData("ARI", false)]
    public void Right_handed_axes_turn_as_the_world_does_in_either_convention(string itkOrientation, bool expected)
    {
        MedImage image = new MedImage(new byte[2, 3, 4]).Reorient(itkOrientation);
        Assert.Equal(expected, image.Affine.IsRightHanded);
        image.Convert(CoordinateSystem.Nib);
        Assert.Equal(expected, image.Affine.IsRightHanded);
    }

    private static object? Convert(object value) => TypeDescriptor.GetConverter(typeof(Affine)).ConvertFrom(value);

    private static void Close(Vector expected, Vector actual, double tolerance)
    {
        Assert.Equal(expected.Count, actual.Count);
        for (int i = 0; i < expected.Count; i++)
        {
            Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance * Math.Max(1, Math.Abs(expected[i])), $"{expected} and {actual}");
        }
    }
}
