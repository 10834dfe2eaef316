using System;
using System.Collections.Generic;
using System.Linq;
using FsCheck.Xunit;
using Xunit;

namespace MedIO.Tests.Geometry;

public class SliceExpressionTests
{
    [Fact]
    public void Every_slice_takes_what_Python_takes()
    {
        int?[] ends = Enumerable.Range(-8, 17).Select(i => (int?)i).Concat(new int?[] { null }).ToArray();
        int?[] steps = { -3, -2, -1, null, 1, 2, 3 };
        for (int size = 1; size <= 6; size++)
        {
            foreach (int? start in ends)
            {
                foreach (int? stop in ends)
                {
                    foreach (int? step in steps)
                    {
                        string text = $"{start}:{stop}:{step}";
                        int[] expected = Python(size, start, stop, step ?? 1).ToArray();
                        if (expected.Length == 0)
                        {
                            Assert.Equal(MedIOError.InvalidSlice, Assert.Throws<MedIOException>(() => Taken(text, size)).Error);
                        }
                        else
                        {
                            Assert.Equal(expected, Taken(text, size));
                        }
                    }
                }
            }
        }
    }

    [Theory]
    [InlineData("2:8, 3:7, ::2", "6x4x5")]
    [InlineData("[2:8, 3:7, ::2]", "6x4x5")]
    [InlineData("  2 : 8 ,3:7,\t::2 ", "6x4x5")]
    [InlineData("...", "10x10x10")]
    [InlineData("..., 0", "10x10x1")]
    [InlineData("0, ...", "1x10x10")]
    [InlineData("0, ..., -1", "1x10x1")]
    [InlineData("0, 1:3, ..., -1", "1x2x1")]
    [InlineData("5", "1x10x10")]
    [InlineData("-10", "1x10x10")]
    [InlineData("+3", "1x10x10")]
    [InlineData(":99999999999999999999999", "10x10x10")]
    [InlineData("-99999999999999999999999::99999999999999999999999", "1x10x10")]
    [InlineData("::-2147483648", "1x10x10")]
    public void An_expression_gives_a_shape(string text, string shape) =>
        Assert.Equal(shape, string.Join("x", SliceExpression.Parse(text).Resolve(new Shape(10, 10, 10)).Select(r => r.Count)));

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("1,,2")]
    [InlineData("a")]
    [InlineData("1.5")]
    [InlineData("1:2:3:4")]
    [InlineData("::0")]
    [InlineData("..., ...")]
    [InlineData("-")]
    [InlineData("1 2")]
    [InlineData("[1:2")]
    [InlineData("٣")]
    [InlineData("0,0,0,0")]
    [InlineData("0,0,0,0,...")]
    [InlineData("10")]
    [InlineData("-11")]
    [InlineData("99999999999999999999")]
    [InlineData("3:3")]
    [InlineData("5:2")]
    public void What_cannot_be_taken_is_an_error_that_says_why(string text)
    {
        var e = Assert.Throws<MedIOException>(() => SliceExpression.Parse(text).Resolve(new Shape(10, 10, 10)));
        Assert.Equal(MedIOError.InvalidSlice, e.Error);
        Assert.Contains($"'{text}'", e.Message);
    }

    [Property]
    public void Every_voxel_that_is_kept_stays_where_it_was(int seed)
    {
        var random = new Random(seed);
        int axes = random.Next(1, 5);
        int[] sizes = Enumerable.Range(0, axes).Select(_ => random.Next(1, 7)).ToArray();
        int count = sizes.Aggregate(1, (a, b) => a * b);
        Affine affine = RandomGeometry.Affine(random, axes == 2 ? 2 : 3, random.Next(2) == 0);
        var image = new MedImage(Enumerable.Range(0, count).ToArray(), new MedMeta(new Shape(sizes), affine));
        string text = string.Join(",", sizes.Select(n => RandomSlice(random, n)));
        MedImage part = image[text];
        IReadOnlyList<SliceRange> ranges = SliceExpression.Parse(text).Resolve(image.Shape);
        foreach (int[] index in Indices(part.Shape))
        {
            int[] old = index.Select((v, axis) => ranges[axis].Start + (v * ranges[axis].Step)).ToArray();
            Assert.Equal(image.GetVoxel(old), part.GetVoxel(index));
            Vector before = image.Affine.IndexToCoordinate(Spatial(old, affine.Dimension));
            Vector after = part.Affine.IndexToCoordinate(Spatial(index, affine.Dimension));
            for (int r = 0; r < affine.Dimension; r++)
            {
                Assert.Equal(before[r], after[r], 9);
            }
        }
    }

    internal static string RandomSlice(Random random, int size)
    {
        for (;;)
        {
            string text = $"{(random.Next(3) == 0 ? null : random.Next(-size - 1, size + 2))}:{(random.Next(3) == 0 ? null : random.Next(-size - 1, size + 2))}:{new int?[] { null, 1, 2, 3, -1, -2 }[random.Next(6)]}";
            try
            {
                SliceExpression.Parse(text).Resolve(new Shape(size));
                return text;
            }
            catch (MedIOException)
            {
                // Nothing left; try another.
            }
        }
    }

    internal static IEnumerable<int[]> Indices(Shape shape)
    {
        for (long i = 0; i < shape.VoxelCount; i++)
        {
            var index = new int[shape.Count];
            long rest = i;
            for (int axis = 0; axis < shape.Count; axis++)
            {
                index[axis] = (int)(rest % shape[axis]);
                rest /= shape[axis];
            }

            yield return index;
        }
    }

    internal static Vector Spatial(int[] index, int dimension) =>
        Enumerable.Range(0, dimension).Select(i => i < index.Length ? (double)index[i] : 0).ToArray();

    private static int[] Taken(string text, int size)
    {
        SliceRange range = SliceExpression.Parse(text).Resolve(new Shape(size))[0];
        return Enumerable.Range(0, range.Count).Select(i => range.Start + (i * range.Step)).ToArray();
    }

    // Python's slice.indices, then its range, a step at a time.
    private static IEnumerable<int> Python(int size, int? start, int? stop, int step)
    {
        int first = step > 0 ? 0 : size - 1;
        int end = step > 0 ? size : -1;
        if (start is { } s)
        {
            s += s < 0 ? size : 0;
            first = s < 0 ? (step > 0 ? 0 : -1) : s >= size ? (step > 0 ? size : size - 1) : s;
        }

        if (stop is { } e)
        {
            e += e < 0 ? size : 0;
            end = e < 0 ? (step > 0 ? 0 : -1) : e >= size ? (step > 0 ? size : size - 1) : e;
        }

        for (int i = first; step > 0 ? i < end : i > end; i += step)
        {
            yield return i;
        }
    }
}
