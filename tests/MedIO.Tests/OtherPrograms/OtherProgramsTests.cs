using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace MedIO.Tests.OtherPrograms;

/// <summary>Files of ITK, teem, nibabel, VTK, MINC's tools, Pillow and tifffile, as their own readers read them.</summary>
public class OtherProgramsTests
{
    public static TheoryData<string> Files()
    {
        var data = new TheoryData<string>();
        foreach (OtherFile file in OtherFile.All)
        {
            data.Add(file.Name);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void An_image_of_another_program_is_the_same_here(string name)
    {
        OtherFile file = OtherFile.Named(name);
#if TEST_NETSTANDARD
        if (name == "minc/minc2.mnc")
        {
            Assert.Equal(MedIOError.UnsupportedFeature, Assert.Throws<MedIOException>(() => MedFile.Read(file.Path)).Error);
            return;
        }
#endif
        MedMeta meta = MedFile.ReadMeta(file.Path);
        MedImage image = MedFile.Read(file.Path);
        foreach (MedMeta one in new[] { meta, image.Metadata })
        {
            Assert.Equal(file.Shape, one.Shape.ToString());
            Assert.Equal(file.Components, one.Components);
            Near(file.Spacing, one.Spacing);
            Near(file.Origin, one.Origin);
            Near(file.Direction, Columns(one.Direction));
            if (file.DataType != "*")
            {
                Assert.Equal(file.DataType, one.DataType.ToString());
            }
        }

        double[] voxels = image.Voxels.Cast<object>().Select(Convert.ToDouble).ToArray();
        Assert.Equal(file.Sum ?? voxels.Sum(), voxels.Sum(), 3);
        Assert.Equal(file.Last ?? voxels[voxels.Length - 1], voxels[voxels.Length - 1], 4);
        if (file.Voxels is { } rule)
        {
            Assert.Equal(Expected(image.Shape, image.Components, rule), voxels);
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Metadata_alone_are_those_of_the_image(string name)
    {
        OtherFile file = OtherFile.Named(name);
#if TEST_NETSTANDARD
        if (name == "minc/minc2.mnc")
        {
            return;
        }
#endif
        MedMeta meta = MedFile.ReadMeta(file.Path, new ReadOptions { Header = true });
        MedImage image = MedFile.Read(file.Path, new ReadOptions { Header = true });
        Assert.Equal(meta.DataType, image.DataType);
        Assert.Equal(meta.Affine.ToString(), image.Affine.ToString());
        Assert.Equal(meta.Warnings, image.Warnings);
        Assert.NotNull(meta.Header);
        Assert.Equal(meta.Header!.Count, image.Header!.Count);
    }

    private static IEnumerable<double> Expected(Shape shape, int components, double[] rule)
    {
        int[] sizes = shape.Concat(new[] { 1, 1, 1 }).Take(4).ToArray();
        return
            from t in Enumerable.Range(0, sizes[3])
            from z in Enumerable.Range(0, sizes[2])
            from y in Enumerable.Range(0, sizes[1])
            from x in Enumerable.Range(0, sizes[0])
            from c in Enumerable.Range(0, components)
            select (rule[0] * (x + (10 * y) + (100 * z) + (5000 * t))) + rule[1] + (rule[2] * c);
    }

    private static IEnumerable<double> Columns(Matrix matrix)
    {
        int n = matrix.Count;
        return Enumerable.Range(0, n).SelectMany(column => Enumerable.Range(0, n).Select(row => matrix[row][column]));
    }

    private static void Near(double[] expected, IEnumerable<double> actual)
    {
        double[] numbers = actual.ToArray();
        Assert.Equal(expected.Length, numbers.Length);
        for (int i = 0; i < numbers.Length; i++)
        {
            Assert.True(Math.Abs(expected[i] - numbers[i]) < 1e-4, $"{string.Join(" ", numbers)} instead of {string.Join(" ", expected)}");
        }
    }
}
