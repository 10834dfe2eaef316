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
        MedImage image = ItkVolume.Read(file);

        // ITK names the orientation as we do.
        Assert.Equal((string)image.Header!["AnatomicalOrientation"]!, AxisCodes.FromAffine(image.Affine, CoordinateSystem.Itk));
        Assert.Equal("352", image.Header["vox_offset"]);
        Assert.Empty(image.Warnings);
    }
}
