using System;
using System.Globalization;
using FsCheck.Xunit;
using MedIO.Geometry;
using Xunit;

namespace MedIO.Tests.Geometry;

public class SmallVectorTests
{
    [Theory]
    [InlineData(0.1, "0.1")]
    [InlineData(0.9800000190734863, "0.98")]
    [InlineData(0.90000004, "0.9")]
    [InlineData(-0.0, "0")]
    [InlineData(6.1e-17, "0")]
    [InlineData(123456789.0, "123456789")]
    [InlineData(-1.5e20, "-1.5E+20")]
    [InlineData(double.NaN, "NaN")]
    public void Numbers_print_with_the_digits_that_float32_is_good_for(double value, string text) => InCulture.Run("de-DE", () => Assert.Equal(text, Numbers.Format(value)));

    [Property]
    public void What_is_printed_is_the_number_to_seven_digits(float value)
    {
        if (!float.IsNaN(value) && !float.IsInfinity(value))
        {
            double printed = double.Parse(Numbers.Format(value), CultureInfo.InvariantCulture);
            Assert.True(Math.Abs(printed - value) <= Math.Max(1e-9, 5.1e-7 * Math.Abs(value)), Numbers.Format(value));
        }
    }

    [Theory]
    [InlineData("de-DE")]
    [InlineData("tr-TR")]
    public void Text_is_the_same_in_every_culture(string culture) => InCulture.Run(culture, () =>
    {
        Assert.Equal("256x256x128", new Shape(256, 256, 128).ToString());
        Assert.Equal(new Shape(256, 256, 128), Shape.Parse("256x256x128"));
        Assert.Equal(new Shape(256, 256), Shape.Parse("256, 256"));
        Assert.Equal("0.98 -1.5", new Vector(0.98, -1.5).ToString());
        Assert.Equal(new Vector(0.98, -1.5), Vector.Parse("[0.98, -1.5]"));
        Assert.Equal("1 0; 0 0.5", new Matrix(1, 0, 0, 0.5).ToString());
        Assert.Throws<FormatException>(() => Shape.Parse("2.5x3"));
    });

    [Fact]
    public void Equal_ones_are_equal_and_hash_alike()
    {
        Assert.Equal(new Vector(0.0, 1), new Vector(-0.0, 1));
        Assert.Equal(new Vector(0.0, 1).GetHashCode(), new Vector(-0.0, 1).GetHashCode());
        Assert.NotEqual(new Vector(1, 2), new Vector(2, 1));
        Assert.Equal(new Shape(2, 3).GetHashCode(), Shape.Parse("2x3").GetHashCode());
        Assert.False(new Shape(2, 3).Equals(new Shape(2, 3, 1)));
        Assert.Equal(3, new Shape(2, 3)[-1]);
    }

    [Fact]
    public void A_shape_counts_without_overflow()
    {
        Assert.Equal(long.MaxValue, new Shape(32767, 32767, 32767, 32767, 32767, 32767, 32767).VoxelCount);
        Assert.Throws<ArgumentException>(() => new Shape(2, 0));
        Assert.Throws<ArgumentException>(() => new Shape(2, -1));
        Assert.Throws<ArgumentException>(() => new Shape());
        Assert.Throws<ArgumentException>(() => new Shape(1, 1, 1, 1, 1, 1, 1, 1));
    }
}
