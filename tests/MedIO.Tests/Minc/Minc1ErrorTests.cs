using System;
using System.IO;
using System.IO.Compression;
using System.Linq;
using Xunit;

namespace MedIO.Tests.Minc;

/// <content>What is said of MINC 1 files that cannot be read.</content>
public sealed class Minc1ErrorTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("xspace")]
    [InlineData("zspace")]
    public void Irregular_dimensions_of_space_are_refused(string name)
    {
        NetCdfBytes made = new NetCdfBytes().Dimension("zspace", 2).Dimension("yspace", 2).Dimension("xspace", 2)
            .Add(name, NetCdfBytes.Double, name, new double[] { 0, 3 }, ("spacing", "irregular"))
            .Add("image", NetCdfBytes.Float, "zspace,yspace,xspace", new double[8]);
        MedIOException e = Fails(made.Build());
        Assert.Equal(MedIOError.UnsupportedFeature, e.Error);
        Assert.Contains(name, e.Message, StringComparison.Ordinal);
        Assert.Contains("irregular", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Irregular_time_is_read_without_a_time_step()
    {
        byte[] file = new NetCdfBytes().Dimension("time", 2).Dimension("zspace", 1).Dimension("yspace", 1).Dimension("xspace", 1)
            .Add("time", NetCdfBytes.Double, "time", new double[] { 0, 3 }, ("spacing", "irregular"), ("step", new double[] { 3 }))
            .Add("image", NetCdfBytes.Float, "time,zspace,yspace,xspace", new double[] { 5, 6 }).Build();
        File.WriteAllBytes(_folder["a.mnc"], file);
        MedImage image = MedFile.Read(_folder["a.mnc"]);
        Assert.Null(image.TimeStep);
        Assert.Equal(new float[] { 5, 6 }, (float[])image.Voxels);
        Assert.Contains("irregular", Assert.Single(image.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_cut_off_anywhere_is_an_error()
    {
        byte[] file = Minc1ReadTests.Scaled().Build();
        for (int length = 4; length < file.Length; length++)
        {
            MedIOException e = Fails(file.Take(length).ToArray());
            Assert.Contains(e.Error, new[] { MedIOError.TruncatedHeader, MedIOError.TruncatedData });
            Assert.StartsWith(_folder["a.mnc"], e.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_compressed_file_cut_off_anywhere_is_an_error()
    {
        using var whole = new MemoryStream();
        using (var gzip = new GZipStream(whole, CompressionLevel.Optimal, leaveOpen: true))
        {
            byte[] made = Minc1ReadTests.Scaled().Build();
            gzip.Write(made, 0, made.Length);
        }

        for (int length = 12; length < whole.Length - 8; length++)
        {
            MedIOException e = Fails(whole.ToArray().Take(length).ToArray());
            Assert.NotEqual(MedIOError.UnknownFormat, e.Error);
        }
    }

    [Fact]
    public void A_file_cut_off_within_its_voxels_is_read_if_allowed()
    {
        byte[] file = Minc1ReadTests.Small()
            .Add("image-max", NetCdfBytes.Double, "zspace", new double[] { 1000, 1000 })
            .Add("image-min", NetCdfBytes.Double, "zspace", new double[] { 0, 0 })
            .Add("image", NetCdfBytes.Short, "zspace,yspace,xspace", new double[] { 1, 2, 3, 4, 5, 6, 7, 8 }, ("valid_range", new double[] { 0, 1000 })).Build();
        File.WriteAllBytes(_folder["a.mnc"], file.Take(file.Length - 4).ToArray());
        MedImage image = MedFile.Read(_folder["a.mnc"], new ReadOptions { AllowTruncated = true });
        Assert.Equal(new short[] { 1, 2, 3, 4, 5, 6, 0, 0 }, (short[])image.Voxels);
        Assert.NotEmpty(image.Warnings);
    }

    [Fact]
    public void Any_byte_changed_is_an_image_or_an_error()
    {
        byte[] file = Minc1ReadTests.Scaled().Build();
        for (int at = 0; at < file.Length; at++)
        {
            foreach (byte value in new byte[] { 0, 1, 0x7f, 0x80, 0xff })
            {
                byte[] changed = (byte[])file.Clone();
                changed[at] = value;
                File.WriteAllBytes(_folder["a.mnc"], changed);
                try
                {
                    MedFile.Read(_folder["a.mnc"], new ReadOptions { AllowTruncated = value == 0x7f });
                }
                catch (MedIOException e)
                {
                    Assert.NotEqual(MedIOError.ImageTooLarge, e.Error);
                }
            }
        }
    }

    [Theory]
    [InlineData(int.MaxValue, 1, 1)]
    [InlineData(1, int.MaxValue, int.MaxValue)]
    [InlineData(int.MaxValue, int.MaxValue, int.MaxValue)]
    public void Dimensions_that_no_file_holds_take_no_memory(int z, int y, int x)
    {
        foreach (double[] range in new[] { new double[] { 0, 255 }, new double[] { 0, 100 } })
        {
            byte[] file = new NetCdfBytes().Dimension("zspace", z).Dimension("yspace", y).Dimension("xspace", x)
                .Add("image-max", NetCdfBytes.Double, string.Empty, new double[] { 1 })
                .Add("image-min", NetCdfBytes.Double, string.Empty, new double[] { 0 })
                .Add("image", NetCdfBytes.Byte, "zspace,yspace,xspace", new double[8], ("valid_range", range)).Build();
            Assert.Contains(Fails(file).Error, new[] { MedIOError.InvalidDimensions, MedIOError.TruncatedData });
        }
    }

    [Fact]
    public void Slices_that_no_file_holds_take_no_memory()
    {
        // Values are clipped slice by slice, and there would be 440,200 of them.
        byte[] file = new NetCdfBytes().Dimension("zspace", 44020).Dimension("yspace", 10).Dimension("xspace", 33_554_439).Dimension("vector_dimension", 2)
            .Add("image-max", NetCdfBytes.Double, string.Empty, new double[] { 1 })
            .Add("image-min", NetCdfBytes.Double, string.Empty, new double[] { 0 })
            .Add("image", NetCdfBytes.Byte, "zspace,yspace,xspace,vector_dimension", new double[8], ("valid_range", new double[] { 0, 100 })).Build();
        Assert.Equal(MedIOError.InvalidDimensions, Fails(file).Error);
#if !TEST_NETFRAMEWORK
        long before = GC.GetAllocatedBytesForCurrentThread();
        Fails(file);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
#endif
    }

    [Fact]
    public void Dimensions_that_make_no_image_are_refused()
    {
        Assert.Equal(MedIOError.InvalidHeader, Fails(Image("time")).Error);
        Assert.Equal(MedIOError.InvalidHeader, Fails(Image("xspace,xspace")).Error);
        Assert.Equal(MedIOError.UnsupportedFeature, Fails(new NetCdfBytes().Dimension("x", 2).Add("temperature", NetCdfBytes.Float, "x", new double[2]).Build()).Error);
        Assert.Equal(MedIOError.UnsupportedFeature, Fails(new NetCdfBytes { Version = 5 }.Build()).Error);
        Assert.Equal(MedIOError.InvalidDimensions, Fails(new NetCdfBytes { Records = 0 }.Dimension("xspace", 0).Add("image", NetCdfBytes.Float, "xspace", Array.Empty<double>()).Build()).Error);
        Assert.Equal(MedIOError.InvalidHeader, Fails(new byte[] { (byte)'n', (byte)'o' }).Error);

        static byte[] Image(string order)
        {
            var made = new NetCdfBytes();
            foreach (string name in order.Split(',').Distinct())
            {
                made.Dimension(name, 2);
            }

            return made.Add("image", NetCdfBytes.Float, order, new double[(int)Math.Pow(2, order.Split(',').Length)]).Build();
        }
    }

    [Theory]
    [InlineData(double.NaN, 0, 0, 1)]
    [InlineData(1, 0, 0, 0)]
    [InlineData(0, 1, 0, 1)]
    [InlineData(1, 0, 0, double.PositiveInfinity)]
    public void Geometry_without_places_is_refused_unless_a_default_is_allowed(double x, double y, double z, double step)
    {
        NetCdfBytes made = new NetCdfBytes().Dimension("zspace", 1).Dimension("yspace", 1).Dimension("xspace", 2)
            .Space("xspace", 0, step, x, y, z).Space("yspace", 0, 1, 0, 1, 0).Space("zspace", 0, 1, 0, 0, 1)
            .Add("image", NetCdfBytes.Float, "zspace,yspace,xspace", new double[2]);
        Assert.Equal(MedIOError.InvalidAffine, Fails(made.Build()).Error);
        MedMeta meta = MedFile.ReadMeta(_folder["a.mnc"], new ReadOptions { AllowDefaultAffine = true });
        Assert.Equal(new Vector(1, 1, 1), meta.Spacing);
        Assert.NotEmpty(meta.Warnings);
    }

    [Fact]
    public void Limits_that_make_no_values_are_refused()
    {
        Assert.Equal(MedIOError.InvalidHeader, Fails(WithLimits("zspace", 1, double.NaN)).Error);
        Assert.Equal(MedIOError.InvalidHeader, Fails(WithLimits("time", 1, 2)).Error);
        Assert.Equal(MedIOError.UnsupportedFeature, Fails(WithLimits("xspace", 1, 2)).Error);

        // One value for all, said for each voxel of a row, is one value.
        File.WriteAllBytes(_folder["a.mnc"], WithLimits("yspace", 3, 5));
        Assert.Equal(new float[] { 0, 3, 0, 5, 0, 3, 0, 5 }, (float[])MedFile.Read(_folder["a.mnc"]).Voxels);

        static byte[] WithLimits(string dimension, double first, double second) => Minc1ReadTests.Small().Dimension("time", 2)
            .Add("image-max", NetCdfBytes.Double, dimension, new[] { first, second })
            .Add("image-min", NetCdfBytes.Double, string.Empty, new double[1])
            .Add("image", NetCdfBytes.Byte, "zspace,yspace,xspace", new double[] { 0, 255, 0, 255, 0, 255, 0, 255 }).Build();
    }

    private MedIOException Fails(byte[] file)
    {
        File.WriteAllBytes(_folder["a.mnc"], file);
        return Assert.Throws<MedIOException>(() => MedFile.Read(_folder["a.mnc"]));
    }
}
