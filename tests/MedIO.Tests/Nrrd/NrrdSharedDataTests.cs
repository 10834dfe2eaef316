using System.Linq;
using Xunit;

namespace MedIO.Tests.Nrrd;

/// <summary>Files that ITK wrote, against what ITK reads of them.</summary>
public sealed class NrrdSharedDataTests
{
    [SharedDataTheory]
    [InlineData("itk/anat.nrrd")]
    [InlineData("itk/anat-z.nrrd")]
    [InlineData("itk/anat.nhdr")]
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
        Assert.Equal("352", image.Header!["vox_offset"]);
        Assert.Equal("spm - 3D normalized", image.Header["ITK_FileNotes"]);
        Assert.Empty(image.Warnings);
    }

    private static void AssertNear(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual, (e, a) => e - a), difference => Assert.Equal(0, difference, 5));
    }
}
