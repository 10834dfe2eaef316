using System;
using System.IO;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using System.Threading;
using FsCheck.Xunit;
using Xunit;

namespace MedIO.Tests.Images;

public class MedImageTests
{
    public static IEnumerable<object[]> Types => VoxelTypes.All.Select(t => new object[] { t });

    [Theory]
    [MemberData(nameof(Types))]
    public void Arrays_of_any_type_make_images_and_come_back(VoxelType type)
    {
        Type clr = VoxelTypes.ToClrType(type);
        foreach (int[] sizes in new[] { new[] { 5 }, new[] { 3, 4 }, new[] { 2, 3, 4 } })
        {
            Array array = Fill(clr, type, sizes);
            var image = new MedImage(array);
            Assert.Equal(type, image.DataType);
            Assert.Equal(new Shape(sizes), image.Shape);
            Assert.Equal(array, image.ToArray());
            Assert.Equal(array.GetValue(sizes.Select(n => n - 1).ToArray()), image.GetVoxel(sizes.Select(_ => -1).ToArray()));
            if (sizes.Length > 1)
            {
                // First axis fastest.
                Assert.Equal(array.GetValue(Enumerable.Range(0, sizes.Length).Select(i => i == 0 ? 1 : 0).ToArray()), image.Voxels.GetValue(1));
            }
        }
    }

    [Property]
    public void The_axis_of_the_channels_can_be_any(int seed)
    {
        var random = new Random(seed);
        int spatial = random.Next(1, 4);
        int[] sizes = Enumerable.Range(0, spatial + 1).Select(_ => random.Next(2, 5)).ToArray();
        int channel = random.Next(-sizes.Length, sizes.Length);
        int at = channel < 0 ? channel + sizes.Length : channel;
        Array array = Fill(typeof(short), VoxelType.Int16, sizes);
        var image = new MedImage(array, channelsAxis: channel);
        Assert.Equal(sizes[at], image.Components);
        Assert.Equal(sizes.Where((_, i) => i != at), image.Shape);
        Assert.Equal(array, image.ToArray(channel));

        int[] index = sizes.Select(n => random.Next(n)).ToArray();
        var voxel = (short[])image.GetVoxel(index.Where((_, i) => i != at).ToArray());
        Assert.Equal(array.GetValue(index), voxel[index[at]]);
    }

    [Fact]
    public void What_a_shell_calls_an_array_makes_an_image_too()
    {
        Assert.Equal(new double[] { 1, 2.5, 3 }, new MedImage(new object[] { 1, 2.5, (byte)3 }).Voxels);
        Assert.Equal(new byte[] { 1, 0 }, new MedImage(new[] { true, false }).Voxels);
        Assert.Throws<ArgumentException>(() => new MedImage(new decimal[2]));
        Assert.Throws<ArgumentException>(() => new MedImage(Array.Empty<int>()));
        Assert.Throws<ArgumentException>(() => new MedImage(new int[1, 1, 1, 1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MedImage(new int[2, 2], channelsAxis: 2));
    }

    [Fact]
    public void An_image_has_its_own_copy_of_an_array_and_an_affine()
    {
        var array = new[] { 1, 2, 3 };
        Affine affine = Affine.Identity();
        var image = new MedImage(array, affine);
        array[0] = 9;
        affine.Origin = new double[] { 1, 1, 1 };
        Assert.Equal(1, image[0]);
        Assert.Equal(Affine.Identity(), image.Affine);
    }

    [Fact]
    public void A_plane_that_cannot_be_turned_back_is_not_saved_but_told_how()
    {
        var plane = new MedImage(new short[2, 3]);
        plane.Metadata.OriginalOrientation = "RS";
        string path = Path.Combine(Path.GetTempPath(), "medio-" + Guid.NewGuid().ToString("N") + ".nii");
        MedIOException e = Assert.Throws<MedIOException>(() => plane.Save(path));
        Assert.Equal(MedIOError.InvalidOrientation, e.Error);
        Assert.Contains("KeepOrientation", e.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(path));
        plane.Save(path, new SaveOptions { KeepOrientation = true });
        File.Delete(path);
    }

    [Fact]
    public void The_empty_text_that_PowerShell_makes_of_null_is_no_original_orientation() =>
        Assert.Equal("RAI", new MedMeta(new Shape(2, 3, 4), originalOrientation: string.Empty).OriginalOrientation);

    [Fact]
    public void Voxels_are_read_and_set_by_index()
    {
        var image = new MedImage(new short[2, 3, 4]);
        image[1, 2, 3] = 7;
        Assert.Equal((short)7, image[-1, -1, -1]);
        Assert.Equal((short)7, ((short[])image.Voxels)[23]);
        image[0, -3, 0] = 2.0;
        Assert.Equal((short)2, ((short[])image.Voxels)[0]);
        foreach (int[] bad in new[] { new[] { 2, 0, 0 }, new[] { -3, 0, 0 }, new[] { 0, 3, 0 }, new[] { int.MinValue, 0, 0 }, new[] { int.MaxValue, 0, 0 }, new[] { 0, 0 }, new[] { 0, 0, 0, 0 } })
        {
            Assert.Equal(MedIOError.InvalidSlice, Assert.Throws<MedIOException>(() => image.GetVoxel(bad)).Error);
            Assert.Equal(MedIOError.InvalidSlice, Assert.Throws<MedIOException>(() => image.SetVoxel(1, bad)).Error);
        }

        var complex = new MedImage(new Complex[2]);
        complex[0] = 2;
        Assert.Equal(new Complex(2, 0), complex[0]);
    }

    [Fact]
    public void A_colour_is_set_as_a_whole_or_not_at_all()
    {
        var image = new MedImage(new byte[2, 2, 3], channelsAxis: -1);
        image[1, 0] = new object[] { 1, 2, 3 };
        Assert.Equal(new byte[] { 1, 2, 3 }, image[1, 0]);
        Assert.ThrowsAny<Exception>(() => image[1, 0] = new object[] { 9, 9, 300 });
        Assert.Equal(new byte[] { 1, 2, 3 }, image[1, 0]);
        Assert.Throws<ArgumentException>(() => image[1, 0] = 5);
        Assert.Throws<ArgumentException>(() => image[1, 0] = new[] { 1, 2 });
    }

    [Fact]
    public void A_clone_shares_nothing_that_changes()
    {
        var image = new MedImage(new[] { 1, 2 });
        image.Metadata.Header = new Dictionary<string, object> { ["descrip"] = "x" };
        MedImage clone = image.Clone();
        clone[0] = 5;
        clone.Affine.Spacing = new double[] { 2, 2, 2 };
        clone.Header!["descrip"] = "y";
        clone.Convert(CoordinateSystem.Nib);
        Assert.Equal(1, image[0]);
        Assert.Equal(Affine.Identity(), image.Affine);
        Assert.Equal("x", image.Header!["descrip"]);
        Assert.Equal(CoordinateSystem.Itk, image.CoordinateSystem);

        foreach (MedImage part in new[] { image[":"], image.Reorient(image.Orientation) })
        {
            part[0] = 6;
            part.Affine.Spacing = new double[] { 2, 2, 2 };
            Assert.Equal(1, image[0]);
            Assert.Equal(Affine.Identity(), image.Affine);
        }
    }

    [Fact]
    public void An_array_must_be_as_long_as_its_description_says()
    {
        Assert.Throws<ArgumentException>(() => new MedImage(new byte[7], new MedMeta(new Shape(2, 4))));
        Assert.Throws<ArgumentException>(() => new MedImage(new byte[9], new MedMeta(new Shape(2, 2), components: 2)));
        // 2^62 voxels of 4 components are 2^64 numbers, which is not 0.
        Assert.Throws<ArgumentException>(() => new MedImage(Array.Empty<byte>(), new MedMeta(new Shape(1 << 30, 1 << 30, 4), components: 4)));
    }

    [Theory]
    [InlineData("a.nii")]
    [InlineData("a.nii.gz")]
    [InlineData("a.hdr")]
    [InlineData("a.mha")]
    [InlineData("a.mhd")]
    public void What_is_saved_is_read_again(string name)
    {
        using var folder = new ScratchFolder();
        Affine affine = RandomGeometry.Affine(new Random(4), 3);
        var image = new MedImage(Fill(typeof(short), VoxelType.Int16, new[] { 5, 6, 7 }), affine);
        string own = image.Orientation;
        MedImage turned = image.Reorient("ASL");
        turned.Save(folder[name]);
        MedImage back = MedImage.FromFile(folder[name]);
        Assert.Equal(own, back.Orientation);
        Assert.Equal(image.Voxels, back.Voxels);
        for (int r = 0; r < 3; r++)
        {
            for (int c = 0; c < 4; c++)
            {
                Assert.Equal(affine[r, c], back.Affine[r, c], 4);
            }
        }

        MedImage part = MedImage.FromFile(folder[name], new ReadOptions { Orientation = "ASL", Slice = SliceExpression.Parse("1:, ::-2, 0"), DataType = VoxelType.Float32 });
        Assert.Equal(turned["1:, ::-2, 0"].Cast(VoxelType.Float32).Voxels, part.Voxels);
    }

    [Fact]
    public void Saving_that_is_stopped_leaves_the_old_file_and_nothing_else()
    {
        using var folder = new ScratchFolder();
        var image = new MedImage(new short[64, 64, 64]);
        image.Save(folder["a.nii"]);
        long before = new System.IO.FileInfo(folder["a.nii"]).Length;
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => new MedImage(new short[3, 3, 3]).Save(folder["a.nii"], new SaveOptions { CancellationToken = stop.Token }));
        Assert.ThrowsAny<OperationCanceledException>(() => image.Save(folder["b.nii.gz"], new SaveOptions { CancellationToken = stop.Token }));
        Assert.Equal(new[] { "a.nii" }, folder.Names());
        Assert.Equal(before, new System.IO.FileInfo(folder["a.nii"]).Length);
    }

    private static Array Fill(Type clr, VoxelType type, int[] sizes)
    {
        Array array = Array.CreateInstance(clr, sizes);
        for (int i = 0; i < array.Length; i++)
        {
            var index = new int[sizes.Length];
            int rest = i;
            for (int axis = sizes.Length - 1; axis >= 0; axis--)
            {
                index[axis] = rest % sizes[axis];
                rest /= sizes[axis];
            }

            array.SetValue(SampleVoxels.Value(type, i), index);
        }

        return array;
    }
}
