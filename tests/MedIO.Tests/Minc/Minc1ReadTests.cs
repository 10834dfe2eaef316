using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using Xunit;

namespace MedIO.Tests.Minc;

/// <content>What is read of MINC 1 files that were made by hand.</content>
public sealed class Minc1ReadTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Each_slice_has_its_scaling_and_the_axes_their_directions()
    {
        byte[] file = new NetCdfBytes()
            .Dimension("zspace", 2).Dimension("yspace", 2).Dimension("xspace", 3)
            .Space("xspace", 10, 2, 0.8, 0.6, 0)
            .Space("yspace", 20, -3, -0.6, 0.8, 0)
            .Space("zspace", -5, 4, 0, 0, 1)
            .Add("image-max", NetCdfBytes.Double, "zspace", new double[] { 255, 510 })
            .Add("image-min", NetCdfBytes.Double, "zspace", new double[] { 0, -100 })
            .Add("image", NetCdfBytes.Byte, "zspace,yspace,xspace", new double[] { 0, 1, 2, 3, 4, 255, 0, 1, 2, 3, 4, 255 }, ("signtype", "unsigned"), ("valid_range", new double[] { 0, 255 }))
            .Build();
        MedImage image = Read(file);
        Assert.Equal("MINC 1", image.Format);
        Assert.Equal(new Shape(3, 2, 2), image.Shape);
        Assert.Equal(VoxelType.Float32, image.DataType);
        double slope = 610 / 255.0;
        double[] expected = { 0, 1, 2, 3, 4, 255, -100, -100 + slope, -100 + (2 * slope), -100 + (3 * slope), -100 + (4 * slope), 510 };
        Assert.Equal(expected.Select(v => (float)v), (float[])image.Voxels);
        double[] rows =
        {
            1.6, 1.8, 0, (0.8 * 10) - (0.6 * 20),
            1.2, -2.4, 0, (0.6 * 10) + (0.8 * 20),
            0, 0, 4, -5,
            0, 0, 0, 1,
        };
        for (int i = 0; i < 16; i++)
        {
            Assert.Equal(rows[i], image.Affine[i / 4, i % 4], 12);
        }

        Assert.Empty(image.Warnings);
    }

    [Theory]
    [InlineData(NetCdfBytes.Byte, null, VoxelType.UInt8, 0, 255)]
    [InlineData(NetCdfBytes.Byte, "unsigned", VoxelType.UInt8, 0, 255)]
    [InlineData(NetCdfBytes.Byte, "signed__", VoxelType.Int8, -128, 127)]
    [InlineData(NetCdfBytes.Short, null, VoxelType.Int16, -32768, 32767)]
    [InlineData(NetCdfBytes.Short, "signed__", VoxelType.Int16, -32768, 32767)]
    [InlineData(NetCdfBytes.Short, "unsigned", VoxelType.UInt16, 0, 65535)]
    [InlineData(NetCdfBytes.Int, "signed__", VoxelType.Int32, -2147483648.0, 2147483647)]
    [InlineData(NetCdfBytes.Int, "unsigned", VoxelType.UInt32, 0, 4294967295)]
    public void Integers_whose_scaling_changes_nothing_stay(int type, string? sign, VoxelType expected, double low, double high)
    {
        (string, object)[] attributes = sign is null ? Array.Empty<(string, object)>() : new (string, object)[] { ("signtype", sign) };
        byte[] file = Small()
            .Add("image-max", NetCdfBytes.Double, string.Empty, new[] { high })
            .Add("image-min", NetCdfBytes.Double, string.Empty, new[] { low })
            .Add("image", type, "zspace,yspace,xspace", new[] { low, high, 1, 2, 3, 4, 5, 6 }, attributes)
            .Build();
        MedImage image = Read(file);
        Assert.Equal(expected, image.DataType);
        Assert.Equal(new[] { low, high, 1, 2, 3, 4, 5, 6 }, image.Voxels.Cast<object>().Select(v => Convert.ToDouble(v, null)));
    }

    [Theory]
    [InlineData(NetCdfBytes.Float, VoxelType.Float32)]
    [InlineData(NetCdfBytes.Double, VoxelType.Float64)]
    public void Floats_are_not_scaled(int type, VoxelType expected)
    {
        byte[] file = Small()
            .Add("image-max", NetCdfBytes.Double, "zspace", new double[] { 7, 9 })
            .Add("image-min", NetCdfBytes.Double, "zspace", new double[] { 0, 1 })
            .Add("image", type, "zspace,yspace,xspace", new[] { -1.5, 2, 0.25, 4, 5, 6, 7, 1e6 }, ("valid_range", new double[] { 0, 1 }))
            .Build();
        MedImage image = Read(file);
        Assert.Equal(expected, image.DataType);
        Assert.Equal(new[] { -1.5, 2, 0.25, 4, 5, 6, 7, 1e6 }, image.Voxels.Cast<object>().Select(v => Convert.ToDouble(v, null)));
    }

    [Theory]
    [InlineData("valid_range")]
    [InlineData("valid_min, valid_max")]
    public void What_is_outside_of_the_valid_range_gets_the_value_of_its_end(string names)
    {
        (string, object)[] range = names == "valid_range"
            ? new (string, object)[] { (names, new double[] { 10, 110 }) }
            : new (string, object)[] { ("valid_min", new double[] { 10 }), ("valid_max", new double[] { 110 }) };
        byte[] file = Small()
            .Add("image-max", NetCdfBytes.Double, "zspace", new double[] { 1, 2 })
            .Add("image-min", NetCdfBytes.Double, "zspace", new double[] { 0, 0 })
            .Add("image", NetCdfBytes.Short, "zspace,yspace,xspace", new double[] { -7, 10, 60, 111, 110, 60, 9, 32767 }, range)
            .Build();
        Assert.Equal(new float[] { 0, 0, 0.5f, 1, 2, 1, 0, 2 }, (float[])Read(file).Voxels);
        Assert.Equal(new float[] { 2, 1, 0, 2 }, (float[])Read(file, new ReadOptions { Slice = SliceExpression.Parse("..., 1:2") }).Voxels);
    }

    [Theory]
    [InlineData("time,zspace,yspace,xspace")]
    [InlineData("zspace,time,yspace,xspace")]
    [InlineData("zspace,yspace,time,xspace")]
    [InlineData("zspace,yspace,xspace,time")]
    [InlineData("time,xspace,zspace,yspace")]
    [InlineData("vector_dimension,time,zspace,yspace,xspace")]
    [InlineData("time,zspace,yspace,xspace,vector_dimension")]
    [InlineData("time,zspace,vector_dimension,yspace,xspace")]
    [InlineData("time,yspace,xspace")]
    [InlineData("yspace,xspace")]
    public void Axes_in_space_come_first_whatever_their_order_in_the_file(string order)
    {
        var sizes = new Dictionary<string, int> { ["xspace"] = 4, ["yspace"] = 3, ["zspace"] = 2, ["time"] = 5, ["vector_dimension"] = 3 };
        string[] names = order.Split(',');
        var made = new NetCdfBytes();
        foreach (string name in names)
        {
            made.Dimension(name, sizes[name]);
        }

        made.Space("xspace", 0, 1, 1, 0, 0).Space("yspace", 0, 1, 0, 1, 0).Space("zspace", 7, 1, 0, 0, 1);
        int[] lengths = names.Select(n => sizes[n]).ToArray();
        int count = lengths.Aggregate(1, (n, s) => n * s);

        // A voxel's value says where it is: one digit a dimension.
        double ValueAt(int flat) => Enumerable.Range(0, names.Length).Reverse().Aggregate((Value: 0.0, Left: flat), (state, i) =>
            (state.Value + (state.Left % lengths[i] * Weight(names[i])), state.Left / lengths[i])).Value;
        byte[] file = made.Add("image", NetCdfBytes.Float, order, Enumerable.Range(0, count).Select(ValueAt)).Build();
        MedImage image = Read(file);
        string[] space = Enumerable.Reverse(names).Where(n => n.EndsWith("space", StringComparison.Ordinal)).ToArray();
        string[] axes = names.Contains("time") ? space.Concat(Enumerable.Repeat(string.Empty, 3 - space.Length)).Concat(new[] { "time" }).ToArray() : space;
        Assert.Equal(axes.Select(n => n.Length == 0 ? 1 : sizes[n]), image.Shape);
        Assert.Equal(names.Contains("vector_dimension") ? 3 : 1, image.Components);
        var voxels = (float[])image.Voxels;
        for (int i = 0; i < voxels.Length; i++)
        {
            double expected = i % image.Components * Weight("vector_dimension");
            int rest = i / image.Components;
            for (int axis = 0; axis < axes.Length; axis++)
            {
                expected += rest % image.Shape[axis] * Weight(axes[axis]);
                rest /= image.Shape[axis];
            }

            Assert.Equal((float)expected, voxels[i]);
        }

        // Of an image without it zspace still says where it lies.
        Assert.Equal(7, image.Affine.To3D()[2, 3]);
    }

    [Theory]
    [InlineData(1, 2, true)]
    [InlineData(2, 2, true)]
    [InlineData(1, null, true)]
    [InlineData(2, null, false)]
    public void Records_follow_one_another_among_those_of_other_variables(byte version, int? records, bool others)
    {
        var made = new NetCdfBytes { Version = version, Records = records };
        made.Dimension("time", 0).Dimension("zspace", 1).Dimension("yspace", 1).Dimension("xspace", 3);
        made.Space("xspace", 0, 1, 1, 0, 0).Space("yspace", 0, 1, 0, 1, 0).Space("zspace", 0, 1, 0, 0, 1);
        if (others)
        {
            made.Add("time", NetCdfBytes.Double, "time", new double[] { 0, 2.5 }, ("step", new[] { 2.5 }), ("spacing", "regular__"), ("units", "s"));
            made.Add("image-max", NetCdfBytes.Double, "time", new double[] { 255, 510 });
            made.Add("image-min", NetCdfBytes.Double, "time", new double[] { 0, 0 });
        }
        else
        {
            made.Add("image-max", NetCdfBytes.Double, string.Empty, new double[] { 255 });
            made.Add("image-min", NetCdfBytes.Double, string.Empty, new double[] { 0 });
        }

        byte[] file = made.Add("image", NetCdfBytes.Byte, "time,zspace,yspace,xspace", new double[] { 1, 2, 3, 4, 5, 6 }).Build();
        MedImage image = Read(file);
        Assert.Equal(new Shape(3, 1, 1, 2), image.Shape);
        Assert.Equal(others ? 2.5 : (double?)null, image.TimeStep);
        Assert.Equal(others ? new double[] { 1, 2, 3, 8, 10, 12 } : new double[] { 1, 2, 3, 4, 5, 6 }, image.Voxels.Cast<object>().Select(v => Convert.ToDouble(v, null)));
    }

    [Fact]
    public void A_gzip_file_around_it_is_read_too()
    {
        byte[] file = Scaled().Build();
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionMode.Compress, leaveOpen: true))
        {
            gzip.Write(file, 0, file.Length);
        }

        Assert.Equal(Read(file).Voxels, Read(packed.ToArray(), name: "a.mnc.gz").Voxels);
    }

    [Fact]
    public void The_header_gives_all_attributes_and_the_modality()
    {
        byte[] file = Scaled().Attribute("history", "made").Add("study", NetCdfBytes.Int, string.Empty, new double[1], ("modality", "PET__")).Build();
        MedImage image = Read(file, new ReadOptions { Header = true });
        Assert.Equal("made", image.Header![":history"]);
        Assert.Equal("PET__", image.Header["study:modality"]);
        Assert.Equal(2.0, image.Header["xspace:step"]);
        Assert.Equal(new Vector(1, 0, 0), image.Header["xspace:direction_cosines"]);
        Assert.Equal("PT", image.Modality);
        Assert.Null(Read(file).Header);
    }

    [Fact]
    public void Without_limits_the_valid_range_is_0_to_1_as_in_minc_tools()
    {
        byte[] file = Small().Add("image", NetCdfBytes.Byte, "zspace,yspace,xspace", new double[] { 0, 51, 102, 153, 204, 255, 0, 0 }).Build();
        MedImage image = Read(file);
        Assert.Equal(new[] { 0, 0.2f, 0.4f, 0.6f, 0.8f, 1, 0, 0 }, (float[])image.Voxels);
        Assert.Contains("image-max", Assert.Single(image.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_step_that_is_missing_is_1_and_said()
    {
        byte[] file = new NetCdfBytes().Dimension("zspace", 2).Dimension("yspace", 2).Dimension("xspace", 2)
            .Add("image", NetCdfBytes.Float, "zspace,yspace,xspace", new double[8]).Build();
        MedImage image = Read(file);
        Assert.Equal(new Vector(1, 1, 1), image.Spacing);
        Assert.Equal("The header has no step of xspace, yspace, zspace; 1 mm is assumed, as in nibabel and minc-tools.", Assert.Single(image.Warnings));
    }

    internal static NetCdfBytes Small() => new NetCdfBytes()
        .Dimension("zspace", 2).Dimension("yspace", 2).Dimension("xspace", 2)
        .Space("xspace", 1, 2, 1, 0, 0).Space("yspace", 0, 1, 0, 1, 0).Space("zspace", 0, 1, 0, 0, 1);

    internal static NetCdfBytes Scaled() => Small()
        .Add("image-max", NetCdfBytes.Double, "zspace", new double[] { 1, 2 })
        .Add("image", NetCdfBytes.Short, "zspace,yspace,xspace", new double[] { 1, 2, 3, 4, 5, 6, 7, 8 }, ("valid_range", new double[] { 0, 1000 }))
        .Add("image-min", NetCdfBytes.Double, "zspace", new double[] { 0, -2 });

    private static double Weight(string name) => name switch { "xspace" => 1, "yspace" => 10, "zspace" => 100, "time" => 1000, "vector_dimension" => 10000, _ => 0 };

    private MedImage Read(byte[] file, ReadOptions? options = null, string name = "a.mnc")
    {
        string path = _folder[name];
        File.WriteAllBytes(path, file);
        options ??= new ReadOptions();
        options.CoordinateSystem = CoordinateSystem.Nib;
        return MedFile.Read(path, options);
    }
}
