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
        MedImage image = ItkVolume.Read(file);
        Assert.Equal("352", image.Header!["vox_offset"]);
        Assert.Equal("spm - 3D normalized", image.Header["ITK_FileNotes"]);
        Assert.Empty(image.Warnings);
    }
}
