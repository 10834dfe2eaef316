using System;
using System.Collections.Generic;
using Xunit;

namespace MedIO.Tests.IO;

public class SharedVoxelsTests
{
    [Theory]
    [InlineData("a.mhd", "a.nhdr")]
    [InlineData("a.nhdr", "a.mhd")]
    public void Who_takes_the_voxels_of_another_header_is_told(string first, string second)
    {
        // Both formats call the file of the voxels a.raw.
        using var folder = new ScratchFolder();
        var warnings = new List<string>();
        var image = new MedImage(new byte[24], new MedMeta(new Shape(2, 3, 4), null, CoordinateSystem.Itk, VoxelType.UInt8));
        var options = new SaveOptions { Warn = warnings.Add };
        foreach (string name in new[] { first, first, "b.mhd" })
        {
            MedFile.Save(image, folder[name], options);
        }

        Assert.Empty(warnings);
        MedFile.Save(image, folder[second], options);
        string warning = Assert.Single(warnings);
        Assert.Contains(first, warning, StringComparison.Ordinal);
        Assert.Contains("'a.raw'", warning, StringComparison.Ordinal);

        options.NoClobber = true;
        System.IO.File.Delete(folder[second]);
        Assert.Equal(MedIOError.FileExists, Assert.Throws<MedIOException>(() => MedFile.Save(image, folder[second], options)).Error);
    }
}
