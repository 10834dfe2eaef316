using System;
using System.IO;
using System.Linq;
using MedIO.Tests;
using MedIO.Tests.Analyze;
using MedIO.Tests.Minc;
using Xunit;

namespace MedIO.Backends.Tests.SimpleItk;

/// <summary>Where nobody was chosen, what this library refuses for good reason is not left to another.</summary>
public class SubstituteTests
{
    [SimpleItkFact]
    public void What_ITK_alone_knows_it_reads()
    {
        using var folder = new ScratchFolder();
        MedFile.Save(Volumes.Counting(VoxelType.Int16, 1, 0, 5, 4, 3), folder["x.h5"]);
        Assert.Equal(MedBackends.SimpleItk, MedFile.ReadMeta(folder["x.h5"]).Backend);
    }

    [SimpleItkFact]
    public void Volumes_with_padding_are_not()
    {
        using var folder = new ScratchFolder();

        // Eight bytes before each volume: ITK takes the file's last bytes for the voxels.
        string file = new AnalyzeBytes(2, 8, false, 2, 3, 4).Float(108, -8).Put(folder, "a", new byte[8].Concat(AnalyzeBytes.SmallVoxels).Concat(new byte[8]).ToArray());
        var reason = Assert.Throws<MedIOException>(() => MedFile.Read(file, new ReadOptions { Backend = "MedIO" }));
        var error = Assert.Throws<MedIOException>(() => MedFile.Read(file));
        Assert.Equal((MedIOError.UnsupportedFeature, reason.Message), (error.Error, error.Message));
        Assert.NotEqual(AnalyzeBytes.SmallVoxels, MedFile.Read(file, new ReadOptions { Backend = "itk" }).Voxels);
    }

    [SimpleItkFact]
    public void Slices_that_are_not_evenly_spaced_are_not()
    {
        using var folder = new ScratchFolder();
        File.WriteAllBytes(folder["a.mnc"], new NetCdfBytes().Dimension("zspace", 2).Dimension("yspace", 2).Dimension("xspace", 2)
            .Add("zspace", NetCdfBytes.Double, "zspace", new double[] { 0, 3 }, ("spacing", "irregular"))
            .Add("image", NetCdfBytes.Float, "zspace,yspace,xspace", new double[8]).Build());
        var error = Assert.Throws<MedIOException>(() => MedFile.Read(folder["a.mnc"]));
        Assert.Contains("irregular", error.Message, StringComparison.Ordinal);
    }

    [SimpleItkFact]
    public void A_class_of_ITK_that_is_not_the_files_says_so()
    {
        using var folder = new ScratchFolder();
        MedFile.Save(Volumes.Counting(VoxelType.Int16, 1, 0, 5, 4, 3), folder["x.nii"]);
        var error = Assert.Throws<MedIOException>(() => MedFile.ReadMeta(folder["x.nii"], new ReadOptions { ImageIO = "PNGImageIO" }));
        Assert.Equal(MedIOError.UnknownFormat, error.Error);
        Assert.Contains("PNGImageIO", error.Message, StringComparison.Ordinal);
    }
}
