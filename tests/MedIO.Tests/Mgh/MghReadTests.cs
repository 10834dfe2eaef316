using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using MedIO.Geometry;
using Xunit;

namespace MedIO.Tests.Mgh;

public sealed class MghReadTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<int, VoxelType> Types => new()
    {
        { 0, VoxelType.UInt8 }, { 1, VoxelType.Int32 }, { 3, VoxelType.Float32 }, { 4, VoxelType.Int16 }, { 10, VoxelType.UInt16 },
    };

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_type_is_read_big_endian_compressed_or_not(int code, VoxelType type)
    {
        object[] values = Enumerable.Range(0, 24).Select(i => Value(code, i)).ToArray();
        byte[] file = new MghBytes(code, 2, 3, 4).File(values);
        foreach (string name in new[] { "a.mgh", "b.mgz", "c.mgh.gz", "without" })
        {
            MedImage image = MedFile.Read(Put(name, name.EndsWith("z", StringComparison.Ordinal) ? MghBytes.Gzip(file) : file));
            Assert.Equal("MGH", image.Metadata.Format);
            Assert.Equal(type, image.DataType);
            Assert.Equal("2x3x4", image.Shape.ToString());
            Assert.Equal(values, image.Voxels.Cast<object>());
            Assert.Empty(image.Warnings);
        }
    }

    [Fact]
    public void The_centre_is_the_place_of_index_half_the_size()
    {
        // Axes along S, R and A; sizes 4, 6, 9: the centre is index 2, 3, 4.5.
        byte[] file = new MghBytes(0, 4, 6, 9).Spacing(2, 3, 0.5f).Directions(0, 0, 1, 1, 0, 0, 0, 1, 0).Centre(10, 20, 30).File(new byte[216].Cast<object>());
        MedMeta meta = Nib(Put("a.mgh", file));
        Assert.Equal("SRA", meta.Orientation);
        Assert.Equal("2 3 0.5", meta.Spacing.ToString());
        Assert.Equal("10 20 30", meta.Affine.IndexToCoordinate(new Vector(2, 3, 4.5)).ToString());
        Assert.Equal("1 17.75 26", meta.Origin.ToString());
    }

    [Fact]
    public void Without_geometry_the_slices_are_coronal_as_in_FreeSurfer()
    {
        byte[] file = new MghBytes(0, 2, 4, 6).GoodRas(false).Spacing(7, 7, 7).Centre(1, 2, 3).File(new byte[48].Cast<object>());
        MedMeta meta = Nib(Put("a.mgh", file));
        Assert.Equal("LIA", meta.Orientation);
        Assert.Equal("1 1 1", meta.Spacing.ToString());
        Assert.Equal("0 0 0", meta.Affine.IndexToCoordinate(new Vector(1, 2, 3)).ToString());
        Assert.Contains("goodRASFlag", Assert.Single(meta.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Frames_are_a_fourth_axis_and_one_frame_is_none()
    {
        Assert.Equal("2x2x2", Nib(Put("a.mgh", new MghBytes(0, 2, 2, 2, 1).File(new byte[8].Cast<object>()))).Shape.ToString());
        Assert.Equal("2x2x2x3", Nib(Put("b.mgh", new MghBytes(0, 2, 2, 2, 3).File(new byte[24].Cast<object>()))).Shape.ToString());
        Assert.Equal("163842x1x1", Nib(Put("c.mgh", new MghBytes(0, 163842, 1, 1).File(new byte[163842].Cast<object>()))).Shape.ToString());
    }

    [Theory]
    [InlineData("a.mgh")]
    [InlineData("b.mgz")]
    public void The_numbers_behind_the_voxels_are_read(string name)
    {
        byte[] footer = MghBytes.BigEndian(2250f, 0.12f, 3.5f, 900f, 256f);
        byte[] file = new MghBytes(4, 2, 2, 2, 3).Int32(24, 17).File(Enumerable.Range(0, 24).Select(i => (object)(short)i), footer, new byte[] { 0, 0, 0, 3, 9, 9 });
        string path = Put(name, name.EndsWith("z", StringComparison.Ordinal) ? MghBytes.Gzip(file) : file);
        foreach (bool header in new[] { true, false })
        {
            var options = new ReadOptions { Header = header };
            foreach (MedMeta meta in new[] { MedFile.ReadMeta(path, options), MedFile.Read(path, options).Metadata })
            {
                Assert.Equal(2.25, meta.TimeStep);
                Assert.Equal(header, meta.Header is not null);
            }
        }

        System.Collections.IDictionary fields = MedFile.ReadMeta(path, new ReadOptions { Header = true }).Header!;
        Assert.Equal(17, fields["dof"]);
        Assert.Equal(2250f, fields["tr"]);
        Assert.Equal(0.12f, fields["FLIP_ANGLE"]);
        Assert.Equal(3.5f, fields["te"]);
        Assert.Equal(900f, fields["ti"]);
        Assert.Equal(256f, fields["fov"]);
        Assert.Equal("2 2 2 3", fields["dims"]!.ToString());
        Assert.Equal("1 0 0 0 1 0 0 0 1", fields["Mdc"]!.ToString());
    }

    [Theory]
    [InlineData("a.mgh")]
    [InlineData("b.mgz")]
    public void The_time_step_follows_a_slice_and_needs_no_whole_image(string name)
    {
        byte[] file = new MghBytes(0, 2, 2, 2, 6).File(Enumerable.Range(0, 48).Select(i => (object)(byte)i), MghBytes.BigEndian(1500f));
        string path = Put(name, name.EndsWith("z", StringComparison.Ordinal) ? MghBytes.Gzip(file) : file);
        var part = new ReadOptions { Slice = SliceExpression.Parse("..., 1::2"), Orientation = "PIR" };
        Assert.Equal(3, MedFile.Read(path, part).Metadata.TimeStep);
        Assert.Equal(3, MedFile.ReadMeta(path, part).TimeStep);
        byte[] first = MedFile.Read(path, new ReadOptions { Slice = SliceExpression.Parse("..., 2") }).Voxels.Cast<byte>().ToArray();
        Assert.Equal(Enumerable.Range(16, 8).Select(i => (byte)i), first);
    }

    [Fact]
    public void A_footer_may_be_missing_or_cut_off()
    {
        object[] voxels = Enumerable.Range(0, 16).Select(i => (object)(byte)i).ToArray();
        foreach (int length in new[] { 0, 3, 4, 11 })
        {
            byte[] footer = MghBytes.BigEndian(1000f, 1f, 2f).Take(length).ToArray();
            byte[] file = new MghBytes(0, 2, 2, 2, 2).File(voxels, footer);
            foreach (string path in new[] { Put("a.mgh", file), Put("a.mgz", MghBytes.Gzip(file)) })
            {
                Assert.Equal(length < 4 ? null : (double?)1, MedFile.ReadMeta(path).TimeStep);
                MedImage image = MedFile.Read(path, new ReadOptions { Header = true });
                Assert.Equal(voxels, image.Voxels.Cast<object>());
                Assert.Equal(length < 8 ? 0f : 1f, image.Metadata.Header!["flip_angle"]);
            }
        }
    }

    [Fact]
    public void A_newer_version_says_besides_what_the_image_is_for()
    {
        byte[] file = new MghBytes(0, 2, 2, 2).Int32(0, 0x00000201).File(new byte[8].Cast<object>());
        Assert.Equal("2x2x2", Nib(Put("without", file)).Shape.ToString());
    }

    [SharedDataFact]
    public void Nibabels_example_agrees()
    {
        const string File = "other/test.mgz";
        MedImage image = MedFile.Read(SharedData.Path(File), new ReadOptions { CoordinateSystem = CoordinateSystem.Nib });
        Assert.Equal(SharedData.Numbers(File, "shape"), image.Shape.Select(n => (double)n));
        Assert.Equal(SharedData.Text(File, "axcodes"), image.Orientation);
        double[] affine = SharedData.Numbers(File, "affine_ras");
        for (int i = 0; i < 16; i++)
        {
            Assert.Equal(affine[i], image.Affine[i / 4, i % 4], 5);
        }

        double[] voxels = VoxelNumbers.Of(image.Voxels);
        Assert.Equal(SharedData.Number(File, "sum"), voxels.Sum(), 6);
        Assert.Equal(SharedData.Number(File, "max"), voxels.Max());
        Assert.Equal(SharedData.Number(File, "min"), voxels.Min());
        Assert.Equal(0.002, image.Metadata.TimeStep);
    }

    private static object Value(int code, int i) => code switch
    {
        0 => (object)(byte)(i * 10),
        1 => (i - 12) * 100_000_000,
        3 => i == 3 ? float.NaN : (i - 7) * 1.37f,
        4 => (short)((i - 12) * 2500),
        _ => (ushort)(i * 2700),
    };

    private static MedMeta Nib(string path) => MedFile.ReadMeta(path, new ReadOptions { CoordinateSystem = CoordinateSystem.Nib });

    private string Put(string name, byte[] bytes)
    {
        File.WriteAllBytes(_folder[name], bytes);
        return _folder[name];
    }
}
