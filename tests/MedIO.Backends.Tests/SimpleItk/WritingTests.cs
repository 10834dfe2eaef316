using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using MedIO.Tests;
using Xunit;

namespace MedIO.Backends.Tests.SimpleItk;

public class WritingTests
{
    [SimpleItkTheory]
    [InlineData(".nii", 4, true)]
    [InlineData(".nii.gz", 4, true)]
    [InlineData(".img", 4, true)]
    [InlineData(".mha", 4, false)]
    [InlineData(".mhd", 4, false)]
    [InlineData(".nrrd", 4, true)]
    [InlineData(".nhdr", 4, true)]
    [InlineData(".mnc", 3, false)]
    public void What_is_written_is_read_by_ITK_and_by_this_library(string suffix, int mostAxes, bool withComplex)
    {
        using var folder = new ScratchFolder();
        foreach (VoxelType type in Enum.GetValues<VoxelType>().Where(t => suffix != ".mnc" || t is VoxelType.Int16 or VoxelType.Float32))
        {
            foreach (int[] sizes in new[] { new[] { 5, 4, 3 }, new[] { 5, 4, 3, 2 } }.Where(s => s.Length <= mostAxes && (withComplex || type < VoxelType.Complex64)))
            {
                foreach (int components in type < VoxelType.Complex64 && suffix != ".mnc" ? new[] { 1, 3 } : new[] { 1 })
                {
                    MedImage image = Volumes.Counting(type, components, 1, sizes);
                    string file = folder["x" + suffix];
                    MedFile.Save(image, file, new SaveOptions { Backend = "itk" });
                    foreach (string backend in new[] { "itk", "nib" })
                    {
                        MedImage read = MedFile.Read(file, new ReadOptions { Backend = backend });
                        Assert.Equal((type, image.Shape, components), (read.DataType, read.Shape, read.Components));
                        Assert.True(Volumes.SameVoxels(image, read), $"{suffix} {type} {image.Shape} {components} {backend}");
                        Assert.InRange(Volumes.Apart(image.Affine, read.Affine), 0, 1e-4);
                    }
                }
            }
        }
    }

    [SimpleItkFact]
    public void Every_suffix_that_is_promised_is_written()
    {
        using var folder = new ScratchFolder();
        foreach (string suffix in SimpleItkBackendHere.Backend.WriteSuffixes)
        {
            MedImage flat = Volumes.Counting(VoxelType.UInt8, suffix == ".bmp" ? 3 : 1, 1, suffix is ".dcm" ? new[] { 6, 5, 4 } : new[] { 6, 5 });
            MedFile.Save(flat, folder["x" + suffix], new SaveOptions { Backend = "itk" });
            Assert.Equal(flat.Components, MedFile.ReadMeta(folder["x" + suffix], new ReadOptions { Backend = "itk" }).Components);
        }
    }

    [SimpleItkTheory]
    [InlineData(".bmp")]
    [InlineData(".j2k")]
    public void A_slice_of_a_volume_is_a_picture(string suffix)
    {
        using var folder = new ScratchFolder();
        var warnings = new List<string>();
        MedImage slice = Volumes.Counting(VoxelType.UInt8, suffix == ".bmp" ? 3 : 1, 0, 16, 20, 1);
        MedFile.Save(slice, folder["x" + suffix], new SaveOptions { Backend = suffix == ".bmp" ? null : "itk", Warn = warnings.Add });
        Assert.Contains(warnings, w => w.Contains("where the slice lies", StringComparison.Ordinal));
        MedImage read = MedFile.Read(folder["x" + suffix], new ReadOptions { Backend = "itk", AllowDefaultAffine = true });
        Assert.Equal(new[] { 16, 20 }, read.Shape);
        Assert.True(suffix != ".bmp" || Volumes.SameVoxels(slice, read));
    }

    [SimpleItkFact]
    public void A_suffix_that_is_not_the_formats_is_an_error_about_the_name()
    {
        using var folder = new ScratchFolder();
        var error = Assert.Throws<MedIOException>(() => MedFile.Save(Volumes.Counting(VoxelType.Int16, 1, 0, 5, 4, 3), folder["x.xyz"], new SaveOptions { ImageIO = "MetaImageIO" }));
        Assert.Equal((MedIOError.CannotRepresent, folder["x.xyz"]), (error.Error, error.Path));
        Assert.Empty(folder.Names());
    }

    [SimpleItkFact]
    public void A_header_names_its_data_file_by_its_final_name()
    {
        using var folder = new ScratchFolder();
        var written = new List<string>();
        MedFile.Save(Volumes.Counting(VoxelType.Int16, 1, 0, 5, 4, 3), folder["x y.mhd"], new SaveOptions { Backend = "itk", Written = written.Add });
        Assert.Equal(new[] { "x y.mhd", "x y.raw" }, folder.Names());
        Assert.Equal(new[] { folder["x y.mhd"], folder["x y.raw"] }, written);
        Assert.Contains("ElementDataFile = x y.raw", File.ReadAllText(folder["x y.mhd"]), StringComparison.Ordinal);
    }

    [SimpleItkFact]
    public void Compression_is_as_it_was_asked_for()
    {
        using var folder = new ScratchFolder();
        MedImage image = Volumes.Counting(VoxelType.Int16, 1, 0, 50, 40, 30);
        long Size(int? level)
        {
            MedFile.Save(image, folder["x.mha"], new SaveOptions { Backend = "itk", CompressionLevel = level });
            Assert.True(Volumes.SameVoxels(image, MedFile.Read(folder["x.mha"])));
            return new FileInfo(folder["x.mha"]).Length;
        }

        Assert.InRange(Size(9), 1, 20000);
        Assert.InRange(Size(0), 120000, 130000);
        Assert.InRange(Size(null), 1, 130000);
    }

    [SimpleItkFact]
    public void What_is_there_stays_where_it_is_not_to_be_replaced_or_cannot_be()
    {
        using var folder = new ScratchFolder();
        File.WriteAllText(folder["x.raw"], "old");
        MedImage image = Volumes.Counting(VoxelType.Int16, 1, 0, 5, 4, 3);
        var error = Assert.Throws<MedIOException>(() => MedFile.Save(image, folder["x.mhd"], new SaveOptions { Backend = "itk", NoClobber = true }));
        Assert.Equal(MedIOError.FileExists, error.Error);
        Assert.Equal(new[] { "x.raw" }, folder.Names());
        Assert.Equal("old", File.ReadAllText(folder["x.raw"]));

        error = Assert.Throws<MedIOException>(() => MedFile.Save(Volumes.Counting(VoxelType.Complex64, 1, 0, 5, 4, 3), folder["x.mha"], new SaveOptions { Backend = "itk" }));
        Assert.Equal(MedIOError.CannotRepresent, error.Error);
        error = Assert.Throws<MedIOException>(() => MedFile.Save(image, folder["x.foo"], new SaveOptions { Backend = "itk" }));
        Assert.Equal(MedIOError.UnknownSuffix, error.Error);
        error = Assert.Throws<MedIOException>(() => MedFile.Save(image, Path.Combine(folder.Path, "no", "x.mha"), new SaveOptions { Backend = "itk" }));
        Assert.Equal(MedIOError.DirectoryNotFound, error.Error);
        Assert.Throws<OperationCanceledException>(() => MedFile.Save(image, folder["y.mha"], new SaveOptions { Backend = "itk", CancellationToken = new System.Threading.CancellationToken(true) }));
        Assert.Equal(new[] { "x.raw" }, folder.Names());
    }

    [SimpleItkFact]
    public void A_sheared_image_is_not_put_elsewhere_without_a_word()
    {
        using var folder = new ScratchFolder();
        var affine = new Affine(new double[,] { { 1, 0, 0.4, 0 }, { 0, 1, 0, 0 }, { 0, 0, 1, 0 }, { 0, 0, 0, 1 } });
        var image = new MedImage(new short[27], new MedMeta(new Shape(3, 3, 3), affine, dataType: VoxelType.Int16));
        foreach (string suffix in new[] { ".nii", ".mha", ".nrrd", ".mnc" })
        {
            try
            {
                MedFile.Save(image, folder["x" + suffix], new SaveOptions { Backend = "itk" });
                Assert.InRange(Volumes.Apart(affine, MedFile.ReadMeta(folder["x" + suffix], new ReadOptions { Backend = "itk" }).Affine), 0, 1e-4);
            }
            catch (MedIOException e)
            {
                Assert.Equal(MedIOError.CannotRepresent, e.Error);
            }
        }
    }

    [SimpleItkFact]
    public void What_a_format_has_no_place_for_is_told()
    {
        using var folder = new ScratchFolder();
        var warnings = new List<string>();
        MedFile.Save(Volumes.Counting(VoxelType.Int16, 1, 0, 5, 4, 3), folder["x.gipl"], new SaveOptions { Backend = "itk", Warn = warnings.Add });
        Assert.Contains(warnings, w => w.Contains("GIPL", StringComparison.Ordinal));
        Assert.DoesNotContain(warnings, w => w.Contains(".medio.tmp", StringComparison.Ordinal));
    }

    [SimpleItkFact]
    public void DICOM_of_ITK_is_left_in_place_only_where_this_library_finds_the_same_in_it()
    {
        using var folder = new ScratchFolder();
        MedImage image = Volumes.Counting(VoxelType.UInt8, 1, 0, 6, 5, 4);
        MedFile.Save(image, folder["x.dcm"], new SaveOptions { Backend = "itk" });
        MedImage read = MedFile.Read(folder["x.dcm"], new ReadOptions { Backend = "nib" });
        Assert.True(Volumes.SameVoxels(image, read));
        Assert.InRange(Volumes.Apart(image.Affine, read.Affine), 0, 1e-4);
    }
}
