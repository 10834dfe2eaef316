using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using MedIO.Tests.Nifti;
using Xunit;

namespace MedIO.Tests.Gipl;

/// <content>GIPL files that were made by hand, and one that ITK wrote.</content>
public sealed class GiplTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Voxels_and_places_come_as_ITK_reads_them(bool bigEndian)
    {
        MedImage image = Read(File(bigEndian, new[] { 3, 2, 2, 1 }, 15, new float[] { 2, 3, 4, 1 }, new double[] { -10, 20, 30.5, 0 }, Shorts(bigEndian, 12)));
        Assert.Equal("GIPL", image.Format);
        Assert.Equal(new Shape(3, 2, 2), image.Shape);
        Assert.Equal(Enumerable.Range(-3, 12).Select(v => (short)v), (short[])image.Voxels);
        Assert.Equal(new Vector(2, 3, 4), image.Spacing);
        Assert.Equal(new Vector(-10, 20, 30.5), image.Origin);
        Assert.Equal(Matrix.Identity(3), image.Direction);
        Assert.Equal("RAI", image.Orientation);
        Assert.Empty(image.Warnings);
    }

    [Theory]
    [InlineData(1, VoxelType.UInt8)]
    [InlineData(7, VoxelType.Int8)]
    [InlineData(8, VoxelType.UInt8)]
    [InlineData(15, VoxelType.Int16)]
    [InlineData(16, VoxelType.UInt16)]
    [InlineData(31, VoxelType.UInt32)]
    [InlineData(32, VoxelType.Int32)]
    [InlineData(64, VoxelType.Float32)]
    [InlineData(65, VoxelType.Float64)]
    [InlineData(192, VoxelType.Complex64)]
    [InlineData(193, VoxelType.Complex128)]
    public void Every_type_is_read(int code, VoxelType type)
    {
        int size = VoxelTypes.SizeOf(type);
        byte[] voxels = Enumerable.Range(0, 2 * size).Select(i => (byte)(i % 64)).ToArray();
        MedImage image = Read(File(true, new[] { 2, 1, 1, 1 }, code, new float[] { 1, 1, 1, 1 }, new double[4], voxels));
        Assert.Equal(type, image.DataType);
        int part = VoxelTypes.IsComplex(type) ? size / 2 : size;
        byte[] expected = voxels.Select((_, i) => voxels[(i / part * part) + (part - 1 - (i % part))]).ToArray();
        var actual = new byte[voxels.Length];
        var pin = System.Runtime.InteropServices.GCHandle.Alloc(image.Voxels, System.Runtime.InteropServices.GCHandleType.Pinned);
        System.Runtime.InteropServices.Marshal.Copy(pin.AddrOfPinnedObject(), actual, 0, actual.Length);
        pin.Free();
        Assert.Equal(expected, actual);
    }

    [Theory]
    [InlineData(new[] { 3, 2, 0, 0 }, "3x2")]
    [InlineData(new[] { 3, 2, 1, 1 }, "3x2x1")]
    [InlineData(new[] { 3, 2, 2, 0 }, "3x2x2")]
    [InlineData(new[] { 3, 2, 1, 2 }, "3x2x1x2")]
    public void The_dimensions_end_where_ITK_ends_them(int[] dimensions, string shape)
    {
        MedImage image = Read(File(true, dimensions, 8, new float[] { 1, 1, 1, 2.5f }, new double[4], new byte[12]));
        Assert.Equal(shape, image.Shape.ToString());
        Assert.Equal(image.Shape.Count > 3 ? 2.5 : (double?)null, image.TimeStep);
    }

    [Fact]
    public void A_negative_size_turns_the_axis_around_as_in_ITK()
    {
        MedImage image = Read(File(true, new[] { 2, 2, 2, 1 }, 8, new float[] { -2, 1, 1, 1 }, new double[] { 5, 0, 0, 0 }, new byte[8]));
        Assert.Equal(new Vector(2, 1, 1), image.Spacing);
        Assert.Equal(-1, image.Direction[0, 0]);
        Assert.Equal(5, image.Origin[0]);
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void A_size_that_is_none_is_an_error_unless_a_default_is_allowed(float size)
    {
        byte[] file = File(true, new[] { 2, 2, 2, 1 }, 8, new float[] { 1, size, 1, 1 }, new double[4], new byte[8]);
        Assert.Equal(MedIOError.InvalidAffine, Fails(file).Error);
        MedImage image = Read(file, new ReadOptions { AllowDefaultAffine = true });
        Assert.Equal(Affine.Identity(), image.Affine);
        Assert.NotEmpty(image.Warnings);
    }

    [Fact]
    public void A_calibration_is_not_applied_but_said()
    {
        byte[] file = File(true, new[] { 2, 1, 1, 1 }, 8, new float[] { 1, 1, 1, 1 }, new double[4], new byte[] { 1, 2 });
        Put(file, 240, BitConverter.GetBytes(2.5f), bigEndian: true);
        MedImage image = Read(file);
        Assert.Equal(new byte[] { 1, 2 }, (byte[])image.Voxels);
        Assert.Contains("2.5", Assert.Single(image.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void The_header_has_the_format_s_names()
    {
        byte[] file = File(true, new[] { 2, 1, 1, 1 }, 8, new float[] { 1, 2, 3, 4 }, new double[] { 5, 6, 7, 8 }, new byte[2]);
        System.Text.Encoding.ASCII.GetBytes("Somebody").CopyTo(file, 26);
        MedImage image = Read(file, new ReadOptions { Header = true });
        Assert.Equal("Somebody", image.Header!["line1"]);
        Assert.Equal(8, image.Header["image_type"]);
        Assert.Equal(new Vector(1, 2, 3, 4), image.Header["pixdim"]);
        Assert.Equal(new Vector(5, 6, 7, 8), image.Header["origin"]);
        Assert.Null(Read(file).Header);
    }

    [Fact]
    public void A_gzip_file_is_read_by_its_content()
    {
        byte[] file = File(true, new[] { 3, 2, 2, 1 }, 15, new float[] { 2, 3, 4, 1 }, new double[4], Shorts(true, 12));
        System.IO.File.WriteAllBytes(_folder["a"], NiftiFolder.Gzip(file));
        Assert.Equal(Read(file).Voxels, MedFile.Read(_folder["a"]).Voxels);
    }

    [Fact]
    public void A_file_cut_off_anywhere_is_an_error()
    {
        byte[] file = File(true, new[] { 3, 2, 2, 1 }, 15, new float[] { 2, 3, 4, 1 }, new double[4], Shorts(true, 12));
        for (int length = 1; length < file.Length; length++)
        {
            Assert.Equal(length < 256 ? MedIOError.TruncatedHeader : MedIOError.TruncatedData, Fails(file.Take(length).ToArray()).Error);
        }

        MedImage image = Read(file.Take(256 + 20).ToArray(), new ReadOptions { AllowTruncated = true });
        Assert.Equal(new short[] { -3, -2, -1, 0, 1, 2, 3, 4, 5, 6, 0, 0 }, (short[])image.Voxels);
    }

    [Fact]
    public void What_makes_no_image_is_an_error()
    {
        float[] ones = { 1, 1, 1, 1 };
        Assert.Equal(MedIOError.InvalidDimensions, Fails(File(true, new[] { 2, 0, 2, 1 }, 8, ones, new double[4], new byte[8])).Error);
        Assert.Equal(MedIOError.InvalidDimensions, Fails(File(true, new[] { 0, 0, 0, 0 }, 8, ones, new double[4], new byte[8])).Error);
        Assert.Equal(MedIOError.UnsupportedDataType, Fails(File(true, new[] { 2, 2, 2, 1 }, 200, ones, new double[4], new byte[8])).Error);
        Assert.Equal(MedIOError.TruncatedData, Fails(File(true, new[] { 65535, 65535, 3, 1 }, 65, ones, new double[4], new byte[8])).Error);
        Assert.Equal(MedIOError.InvalidDimensions, Fails(File(true, new[] { 65535, 65535, 65535, 65535 }, 65, ones, new double[4], new byte[8])).Error);
        byte[] other = File(true, new[] { 2, 2, 2, 1 }, 8, ones, new double[4], new byte[8]);
        other[252] = 0;
        Assert.Equal(MedIOError.InvalidHeader, Fails(other).Error);
    }

    [SharedDataFact]
    public void Agrees_with_ITK()
    {
        MedImage image = MedFile.Read(SharedData.Path("itk/anat.gipl"));
        Assert.Equal(SharedData.Numbers("itk/anat.gipl", "size"), image.Shape.Select(n => (double)n));
        Assert.Equal(SharedData.Numbers("itk/anat.gipl", "spacing"), image.Spacing);
        Assert.Equal(SharedData.Numbers("itk/anat.gipl", "origin"), image.Origin);
        Assert.Equal(Matrix.Identity(3), image.Direction);
        double[] values = ((short[])image.Voxels).Select(v => (double)v).ToArray();
        Assert.Equal(SharedData.Number("itk/anat.gipl", "sum"), values.Sum());
        Assert.Equal(SharedData.Number("itk/anat.gipl", "min"), values.Min());
        Assert.Equal(SharedData.Number("itk/anat.gipl", "max"), values.Max());
    }

    private static byte[] Shorts(bool bigEndian, int count) =>
        Enumerable.Range(-3, count).SelectMany(v => bigEndian ? new[] { (byte)(v >> 8), (byte)v } : new[] { (byte)v, (byte)(v >> 8) }).ToArray();

    private static byte[] File(bool bigEndian, int[] dimensions, int type, float[] sizes, double[] origin, byte[] voxels)
    {
        var file = new byte[256 + voxels.Length];
        for (int i = 0; i < 4; i++)
        {
            Put(file, 2 * i, BitConverter.GetBytes((ushort)dimensions[i]), bigEndian);
            Put(file, 10 + (4 * i), BitConverter.GetBytes(sizes[i]), bigEndian);
            Put(file, 204 + (8 * i), BitConverter.GetBytes(origin[i]), bigEndian);
        }

        Put(file, 8, BitConverter.GetBytes((ushort)type), bigEndian);
        Put(file, 252, BitConverter.GetBytes(0xefffe9b0), bigEndian);
        voxels.CopyTo(file, 256);
        return file;
    }

    private static void Put(byte[] file, int at, byte[] littleEndian, bool bigEndian) => (bigEndian ? Enumerable.Reverse(littleEndian).ToArray() : littleEndian).CopyTo(file, at);

    private MedImage Read(byte[] file, ReadOptions? options = null)
    {
        System.IO.File.WriteAllBytes(_folder["a.gipl"], file);
        return MedFile.Read(_folder["a.gipl"], options);
    }

    private MedIOException Fails(byte[] file) => Assert.Throws<MedIOException>(() => Read(file));
}
