using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using MedIO.Tests;
using Xunit;

namespace MedIO.Backends.Tests.SimpleItk;

public class ReadingTests
{
    private static readonly ReadOptions ByItk = new() { Backend = MedBackends.SimpleItk };

    public static IEnumerable<object[]> AllTypes() =>
        from type in Enum.GetValues<VoxelType>()
        from components in new[] { 1, 3 }
        where components == 1 || type < VoxelType.Complex64
        select new object[] { type, components };

    [SimpleItkTheory]
    [MemberData(nameof(AllTypes))]
    public void All_types_of_voxels_in_all_dimensions_are_read_as_they_are(VoxelType type, int components)
    {
        using var folder = new ScratchFolder();
        foreach (int[] sizes in new[] { new[] { 5, 4 }, new[] { 5, 4, 3 }, new[] { 5, 4, 3, 2 } })
        {
            MedImage image = Volumes.Counting(type, components, 1, sizes);
            MedFile.Save(image, folder["x.nrrd"], new SaveOptions { Backend = MedBackends.MedIO });
            MedImage read = MedFile.Read(folder["x.nrrd"], ByItk);
            MedMeta meta = MedFile.ReadMeta(folder["x.nrrd"], ByItk);
            Assert.Equal((type, components, image.Shape), (read.DataType, read.Components, read.Shape));
            Assert.Equal((type, components, image.Shape), (meta.DataType, meta.Components, meta.Shape));
            Assert.True(Volumes.SameVoxels(image, read));
            Assert.InRange(Volumes.Apart(image.Affine, read.Affine), 0, 1e-9);
            Assert.Equal((MedBackends.SimpleItk, "NRRD"), (read.Metadata.Backend, read.Metadata.Format));
        }
    }

    [SimpleItkFact]
    public void Orientation_slice_and_type_are_made_of_what_ITK_reads()
    {
        using var folder = new ScratchFolder();
        MedFile.Save(Volumes.Counting(VoxelType.Int16, 1, -40, 9, 8, 7, 2), folder["x.nii.gz"]);
        var own = new ReadOptions { Backend = MedBackends.MedIO, Orientation = "LPS", Slice = SliceExpression.Parse("::2, 6:1:-2, 1:5, 1"), DataType = VoxelType.Float32, CoordinateSystem = CoordinateSystem.Nib };
        ReadOptions byItk = new() { Backend = "itk", Orientation = "LPS", Slice = own.Slice, DataType = VoxelType.Float32, CoordinateSystem = CoordinateSystem.Nib };
        MedImage expected = MedFile.Read(folder["x.nii.gz"], own);
        MedImage read = MedFile.Read(folder["x.nii.gz"], byItk);
        Assert.Equal(expected.Shape, read.Shape);
        Assert.True(Volumes.SameVoxels(expected, read));
        Assert.InRange(Volumes.Apart(expected.Affine, read.Affine), 0, 1e-4);
    }

    [SimpleItkFact]
    public void The_fourth_axis_says_the_time_between_volumes()
    {
        using var folder = new ScratchFolder();
        MedImage image = Volumes.Counting(VoxelType.UInt8, 1, 0, 3, 3, 3, 4);
        image.Metadata.TimeStep = 2.5;
        MedFile.Save(image, folder["x.nii"]);
        Assert.Equal(2.5, MedFile.ReadMeta(folder["x.nii"], ByItk).TimeStep);
    }

    [SimpleItkTheory]
    [InlineData("x.nii.gz", "x.nii")]
    [InlineData("x.img.gz", "x.img")]
    [InlineData("X.NII.GZ", "X.nii")]
    [InlineData("X.NII.GZ", "X.NII")]
    public void The_file_that_was_named_is_read_not_its_twin(string name, string twin)
    {
        using var folder = new ScratchFolder();
        MedImage wanted = Volumes.Counting(VoxelType.Int16, 1, 500, 5, 4, 3);
        if (name.EndsWith(".img.gz", StringComparison.Ordinal))
        {
            // A pair of headers too, of which ITK would take the first that it finds.
            MedFile.Save(wanted, folder["pair.img.gz"], new SaveOptions { Backend = MedBackends.SimpleItk });
            MedFile.Save(Volumes.Counting(VoxelType.Int16, 1, 0, 5, 4, 3), folder[twin], new SaveOptions { Backend = MedBackends.SimpleItk });
            foreach (string file in Directory.GetFiles(folder.Path, "pair*"))
            {
                File.Move(file, file.Replace("pair", "x", StringComparison.Ordinal));
            }
        }
        else
        {
            MedFile.Save(wanted, folder[name]);
            MedFile.Save(Volumes.Counting(VoxelType.Int16, 1, 0, 5, 4, 3), folder[twin]);
        }

        string[] before = Directory.GetFileSystemEntries(Path.GetTempPath(), "medio-itk-*");
        Assert.True(Volumes.SameVoxels(wanted, MedFile.Read(folder[name], ByItk)));
        Assert.Empty(Directory.GetFileSystemEntries(Path.GetTempPath(), "medio-itk-*").Except(before));
    }

    [SimpleItkTheory]
    [InlineData("a b")]
    [InlineData("[1] {x} 'q'")]
    [InlineData("Bäume für Ärzte")]
    [InlineData("肺结节")]
    public void Any_name_of_a_file_will_do(string name)
    {
        using var folder = new ScratchFolder();
        string inside = Directory.CreateDirectory(folder[name]).FullName;
        string file = Path.Combine(inside, name + ".mha");
        MedImage image = Volumes.Counting(VoxelType.UInt16, 1, 7, 4, 3, 2);
        MedFile.Save(image, file, new SaveOptions { Backend = MedBackends.SimpleItk });
        Assert.True(Volumes.SameVoxels(image, MedFile.Read(file, ByItk)));
        Assert.True(Volumes.SameVoxels(image, MedFile.Read(file)));
    }

    [SimpleItkFact]
    public void Geometry_that_is_none_is_an_error_unless_a_default_was_allowed()
    {
        using var folder = new ScratchFolder();
        File.WriteAllText(folder["x.mha"], "NDims = 3\nDimSize = 2 2 2\nElementType = MET_UCHAR\nElementSpacing = 1 1 1\nTransformMatrix = 1 0 0 1 0 0 0 0 1\nElementDataFile = LOCAL\n12345678");
        var error = Assert.Throws<MedIOException>(() => MedFile.ReadMeta(folder["x.mha"], ByItk));
        Assert.Equal(MedIOError.InvalidAffine, error.Error);
        MedMeta meta = MedFile.ReadMeta(folder["x.mha"], new ReadOptions { Backend = "itk", AllowDefaultAffine = true });
        Assert.Equal(Affine.Identity(), meta.Affine);
        Assert.Contains(meta.Warnings, w => w.Contains("stand in", StringComparison.Ordinal));
    }

    [SimpleItkFact]
    public void A_pixel_type_is_read_into_as_ITK_does_and_colours_stay_colours()
    {
        using var folder = new ScratchFolder();
        MedFile.Save(Volumes.Counting(VoxelType.Int16, 1, -50, 5, 4, 3), folder["x.nii"]);
        MedFile.Save(Volumes.Counting(VoxelType.UInt8, 3, 0, 5, 4), folder["x.png"]);
        var wish = new ReadOptions { PixelType = VoxelType.Float32 };
        MedImage read = MedFile.Read(folder["x.nii"], wish);
        Assert.Equal((MedBackends.SimpleItk, VoxelType.Float32, -50f), (read.Metadata.Backend, read.DataType, ((float[])read.Voxels)[0]));
        Assert.Equal((VoxelType.Float32, 3), (MedFile.Read(folder["x.png"], wish).DataType, MedFile.ReadMeta(folder["x.png"], wish).Components));
        Assert.Equal(VoxelType.Int16, MedFile.Read(folder["x.nii"], new ReadOptions { PixelType = VoxelType.Float32, PixelTypeFallbackOnly = true }).DataType);
    }

    [SimpleItkFact]
    public void A_class_of_ITK_can_be_forced_and_an_unknown_one_lists_those_there_are()
    {
        using var folder = new ScratchFolder();
        MedImage image = Volumes.Counting(VoxelType.Int16, 1, 0, 5, 4, 3);
        MedFile.Save(image, folder["x.nrrd"]);
        File.Move(folder["x.nrrd"], folder["x.dat"]);
        MedImage read = MedFile.Read(folder["x.dat"], new ReadOptions { ImageIO = "nrrdimageio" });
        Assert.Equal((MedBackends.SimpleItk, "NRRD"), (read.Metadata.Backend, read.Metadata.Format));
        Assert.True(Volumes.SameVoxels(image, read));
        var error = Assert.Throws<MedIOException>(() => MedFile.Read(folder["x.dat"], new ReadOptions { ImageIO = "FooImageIO" }));
        Assert.Equal(MedIOError.UnknownFormat, error.Error);
        Assert.Contains("NiftiImageIO", error.Message, StringComparison.Ordinal);
    }

    [SimpleItkFact]
    public void The_header_is_given_where_it_is_asked_for()
    {
        using var folder = new ScratchFolder();
        MedFile.Save(Volumes.Counting(VoxelType.Int16, 1, 0, 5, 4, 3), folder["x.nii"]);
        Assert.Null(MedFile.ReadMeta(folder["x.nii"], ByItk).Header);
        MedMeta meta = MedFile.ReadMeta(folder["x.nii"], new ReadOptions { Backend = "itk", Header = true });
        Assert.Equal("3", meta.Header!["dim[0]"]);
    }

    [SimpleItkFact]
    public void What_only_ITK_knows_is_read_by_it_where_nothing_was_chosen()
    {
        using var folder = new ScratchFolder();
        MedImage image = Volumes.Counting(VoxelType.Int16, 1, 0, 5, 4, 3);
        MedFile.Save(image, folder["x.mrc"]);
        MedImage read = MedFile.Read(folder["x.mrc"]);
        Assert.Equal((MedBackends.SimpleItk, "MRC"), (read.Metadata.Backend, read.Metadata.Format));
        Assert.True(Volumes.SameVoxels(image, read));
        Assert.Equal(MedBackends.MedIO, MedFile.ReadMeta(Written(folder, "y.nii", image)).Backend);
        Assert.Equal(MedIOError.UnknownFormat, Assert.Throws<MedIOException>(() => MedFile.Read(folder["x.mrc"], new ReadOptions { Backend = "nib" })).Error);
    }

    [SimpleItkFact]
    public void From_file_to_file_goes_through_ITK_as_well()
    {
        using var folder = new ScratchFolder();
        MedImage image = Volumes.Counting(VoxelType.Int16, 1, 0, 5, 4, 3);
        MedConversion done = MedFile.Convert(Written(folder, "x.nii.gz", image), folder["y.mha"], ByItk);
        Assert.Equal(folder["y.mha"], done.Path);
        Assert.True(Volumes.SameVoxels(image, MedFile.Read(folder["y.mha"])));
    }

    [SimpleItkFact]
    public void Many_threads_at_once_read_right()
    {
        using var folder = new ScratchFolder();
        MedImage[] images = Enumerable.Range(0, 8).Select(i => Volumes.Counting(VoxelType.Int16, 1, 1000 * i, 20, 16, 8)).ToArray();
        string[] files = images.Select((m, i) => Written(folder, $"x{i}.{(i % 2 == 0 ? "nii.gz" : "mha")}", m)).ToArray();
        int wrong = 0;
        Thread[] threads = Enumerable.Range(0, 64).Select(n => new Thread(() =>
        {
            for (int i = 0; i < 4; i++)
            {
                MedImage read = MedFile.Read(files[(n + i) % 8], ByItk);
                if (!Volumes.SameVoxels(images[(n + i) % 8], read) || read.Metadata.Warnings.Count > 0)
                {
                    Interlocked.Increment(ref wrong);
                }
            }
        })).ToArray();
        Array.ForEach(threads, t => t.Start());
        Array.ForEach(threads, t => t.Join());
        Assert.Equal(0, wrong);
    }

    [SimpleItkFact]
    public void Memory_of_ITK_is_given_back_at_once()
    {
        using var folder = new ScratchFolder();
        string file = Written(folder, "x.nii", Volumes.Counting(VoxelType.Float32, 1, 0, 256, 256, 64));
        _ = MedFile.Read(file, ByItk);
        long before = Environment.WorkingSet;
        for (int i = 0; i < 40; i++)
        {
            // 640 MB, if nothing were given back.
            _ = MedFile.Read(file, new ReadOptions { Backend = "itk", Slice = SliceExpression.Parse("0, 0, 0") });
        }

        Assert.InRange(Environment.WorkingSet - before, long.MinValue, 300L << 20);
    }

    private static string Written(ScratchFolder folder, string name, MedImage image)
    {
        MedFile.Save(image, folder[name], new SaveOptions { Backend = MedBackends.MedIO });
        return folder[name];
    }
}
