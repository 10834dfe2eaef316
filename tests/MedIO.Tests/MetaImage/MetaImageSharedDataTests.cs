using System.Linq;
using MedIO.Geometry;
using Xunit;

namespace MedIO.Tests.MetaImage;

/// <summary>Files that ITK wrote, against what ITK reads of them.</summary>
public sealed class MetaImageSharedDataTests
{
    [SharedDataTheory]
    [InlineData("itk/anat.mha")]
    [InlineData("itk/anat-z.mha")]
    [InlineData("itk/anat.mhd")]
    [InlineData("itk/anat-z.mhd")]
    [InlineData("itk/oblique-z.mha")]
    public void Agrees_with_ITK(string file)
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

        // ITK names the orientation as we do.
        Assert.Equal((string)image.Header!["AnatomicalOrientation"]!, AxisCodes.FromAffine(image.Affine, CoordinateSystem.Itk));
        Assert.Equal("352", image.Header["vox_offset"]);
        Assert.Empty(image.Warnings);
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
