using System;
using System.Collections;
using System.IO;
using System.Linq;
using MedIO.Dicom;
using MedIO.Tests;
using Xunit;

namespace MedIO.Backends.Tests.SimpleItk;

public class SeriesTests
{
    private static readonly ReadOptions ByItk = new() { Backend = MedBackends.SimpleItk };

    [SimpleItkTheory]
    [InlineData(1)]
    [InlineData(-1)]
    public void A_series_has_the_same_voxels_in_the_same_places(int direction)
    {
        using var folder = new ScratchFolder();
        var affine = new Affine(new double[,] { { 0.5, 0, 0, -10 }, { 0, 0.6, -0.8 * direction, 20 }, { 0, 0.8, 0.6 * direction, 5 }, { 0, 0, 0, 1 } });
        MedImage image = Volumes.Counting(VoxelType.Int16, 1, -1000, 7, 6, 5);
        image.Metadata.Affine = affine;
        DicomExport.Save(image, folder["s"], new DicomExportOptions { AllowReorient = true, KeepOrientation = true, Tags = new Hashtable { ["Modality"] = "CT" } });
        MedImage own = MedFile.Read(folder["s"], new ReadOptions { Backend = "nib" });
        MedImage read = MedFile.Read(folder["s"], ByItk);
        MedMeta meta = MedFile.ReadMeta(folder["s"], ByItk);
        Assert.Equal(own.Shape, read.Shape);
        Assert.Equal(own.Voxels.Cast<object>().Select(Convert.ToDouble), read.Voxels.Cast<object>().Select(Convert.ToDouble));
        Assert.InRange(Volumes.Apart(own.Affine, read.Affine), 0, 1e-4);
        Assert.Equal((read.Affine, read.DataType, 5), (meta.Affine, meta.DataType, meta.Series!.FileCount));
        Assert.DoesNotContain(read.Metadata.Warnings, w => w.Contains("other places", StringComparison.Ordinal));
    }

    [SimpleItkFact]
    public void Slices_of_a_tilted_gantry_stay_slanted()
    {
        using var folder = new ScratchFolder();
        MedImage image = Volumes.Counting(VoxelType.Int16, 1, 0, 7, 6, 5);
        image.Metadata.Affine = new Affine(new double[,] { { 0.5, 0, 0, -10 }, { 0, 0.5, 0.6, 20 }, { 0, 0, 2, 5 }, { 0, 0, 0, 1 } });
        DicomExport.Save(image, folder["s"], new DicomExportOptions { KeepOrientation = true, Tags = new Hashtable { ["Modality"] = "CT" } });
        MedMeta read = MedFile.ReadMeta(folder["s"], ByItk);
        Assert.True(read.IsSheared);
        Assert.InRange(Volumes.Apart(MedFile.ReadMeta(folder["s"]).Affine, read.Affine), 0, 1e-4);
    }

    [SimpleItkFact]
    public void Slices_of_different_rescale_keep_their_values()
    {
        using var folder = new ScratchFolder();
        double[][] slices = { new double[] { 0, 1, 2, 3 }, new double[] { 0.5, 100.25, 7, 1 }, new double[] { -70000, 5, 10, 70000 } };
        for (int i = 0; i < slices.Length; i++)
        {
            // Of integers ITK makes integers, of fractions real numbers: the first slice decides for all, if nobody does for it.
            TinyDicom.Write(folder[$"{i}.dcm"], i, slices[i]);
        }

        MedImage own = MedFile.Read(folder.Path, new ReadOptions { Backend = "nib", DataType = VoxelType.Float64 });
        MedImage read = MedFile.Read(folder.Path, new ReadOptions { Backend = "itk", DataType = VoxelType.Float64 });
        Assert.Equal((double[])own.Voxels, (double[])read.Voxels);
        Assert.Equal(slices.SelectMany(s => s), (double[])read.Voxels);
    }

    [SimpleItkFact]
    public void A_series_that_ITK_would_stack_wrongly_is_an_error()
    {
        using var folder = new ScratchFolder();
        for (int i = 0; i < 6; i++)
        {
            // Three places, each twice.
            TinyDicom.Write(folder[$"{i}.dcm"], i % 3, new double[] { i, i, i, i }, i);
        }

        var error = Assert.Throws<MedIOException>(() => MedFile.Read(folder.Path, ByItk));
        Assert.Equal(MedIOError.UnsupportedFeature, error.Error);
        File.Delete(folder["1.dcm"]);
        File.Delete(folder["4.dcm"]);
        File.Delete(folder["3.dcm"]);
        File.Delete(folder["5.dcm"]);
        TinyDicom.Write(folder["7.dcm"], 3, new double[] { 1, 1, 1, 1 }, 7);
        error = Assert.Throws<MedIOException>(() => MedFile.Read(folder.Path, ByItk));
        Assert.Equal(MedIOError.MissingSlices, error.Error);
        error = Assert.Throws<MedIOException>(() => MedFile.Read(folder.Path, new ReadOptions { Backend = "itk", AllowMissingSlices = true }));
        Assert.Equal(MedIOError.UnsupportedFeature, error.Error);
    }

    [SimpleItkFact]
    public void A_single_slice_is_as_thick_as_it_says()
    {
        using var folder = new ScratchFolder();
        TinyDicom.Write(folder["x.dcm"], 2, new double[] { 1, 2, 3, 4 });
        MedMeta own = MedFile.ReadMeta(folder["x.dcm"], new ReadOptions { Backend = "nib" });
        MedMeta read = MedFile.ReadMeta(folder["x.dcm"], ByItk);
        Assert.Equal((own.Shape, "CT"), (read.Shape, read.Modality));
        Assert.InRange(Volumes.Apart(own.Affine, read.Affine), 0, 1e-6);
        Assert.Equal(2.5, read.Spacing[2]);
    }
}
