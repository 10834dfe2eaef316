using System.Linq;
using Xunit;

namespace MedIO.Tests;

/// <summary>A volume of shorts in the shared data, which ITK wrote, held against what ITK reads of it.</summary>
internal static class ItkVolume
{
    /// <summary>Reads the file with its header, which has to agree with ITK in geometry and voxels.</summary>
    public static MedImage Read(string file)
    {
        MedImage image = MedImage.FromFile(SharedData.Path(file), new ReadOptions { Header = true });
        Assert.Equal(SharedData.Numbers(file, "size"), image.Shape.Select(n => (double)n));
        AssertNear(SharedData.Numbers(file, "spacing"), image.Spacing.ToArray());
        AssertNear(SharedData.Numbers(file, "origin"), image.Origin.ToArray());
        AssertNear(SharedData.Numbers(file, "direction"), image.Direction.SelectMany(row => row).ToArray());
        double[] values = ((short[])image.Voxels).Select(v => (double)v).ToArray();
        Assert.Equal(SharedData.Number(file, "sum"), values.Sum());
        Assert.Equal(SharedData.Number(file, "min"), values.Min());
        Assert.Equal(SharedData.Number(file, "max"), values.Max());
        return image;
    }

    private static void AssertNear(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        foreach ((double e, double a) in expected.Zip(actual, (e, a) => (e, a)))
        {
            Assert.Equal(e, a, 5);
        }
    }
}
