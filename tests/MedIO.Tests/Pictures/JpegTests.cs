using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using MedIO.Tests.Dicom.Codecs;
using Xunit;

namespace MedIO.Tests.Pictures;

public sealed class JpegTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Streams()
    {
        var names = new TheoryData<string>();
        foreach (string name in Seed.All("jpeg"))
        {
            names.Add(name);
        }

        return names;
    }

    // What the decoder makes of these streams is held against other programs elsewhere; here it is the file around them.
    [Theory]
    [MemberData(nameof(Streams))]
    public void Code_streams_of_other_encoders_are_read(string name)
    {
        EncodedFrame frame = Seed.Frame(name);
        File.WriteAllBytes(_folder["a.jpg"], frame.Bytes);
        MedImage image = MedFile.Read(_folder["a.jpg"]);
        Assert.Equal(new Shape(frame.Description.Columns, frame.Description.Rows), image.Shape);
        Assert.Equal(frame.Description.Components, image.Components);
        Assert.Equal(frame.Description.BitsAllocated > 8 && frame.Description.BitsStored > 8 ? VoxelType.UInt16 : VoxelType.UInt8, image.DataType);
        Assert.Equal("JPEG", image.Format);
        if (Seed.Hash(name) is { } hash && !frame.Description.IsSigned && frame.Description.Components == 1 && frame.Description.CellBytes == VoxelTypes.SizeOf(image.DataType))
        {
            var samples = new byte[Buffer.ByteLength(image.Voxels)];
            Buffer.BlockCopy(image.Voxels, 0, samples, 0, samples.Length);
            Assert.Equal(hash, SampleFrame.Hash(samples));
        }
    }

    [Theory]
    [InlineData(1, 254, 127, 0.1, 0.2)]
    [InlineData(2, 100, 50, 0.1, 0.2)]
    [InlineData(0, 1, 2, 1, 1)]
    [InlineData(1, 0, 0, 1, 1)]
    public void The_density_is_the_spacing(int unit, int x, int y, double spacingX, double spacingY)
    {
        byte[] stream = Seed.Bytes("jpeg/baseline.jpg");
        byte[] jfif = { 0xff, 0xe0, 0, 16, (byte)'J', (byte)'F', (byte)'I', (byte)'F', 0, 1, 2, (byte)unit, (byte)(x >> 8), (byte)x, (byte)(y >> 8), (byte)y, 0, 0 };
        bool hasOne = stream[2] == 0xff && stream[3] == 0xe0;
        IEnumerable<byte> rest = stream.Skip(hasOne ? 4 + (stream[4] << 8) + stream[5] : 2);
        File.WriteAllBytes(_folder["a.jpg"], stream.Take(2).Concat(jfif).Concat(rest).ToArray());
        MedImage image = MedFile.Read(_folder["a.jpg"]);
        Assert.Equal(spacingX, image.Spacing[0], 12);
        Assert.Equal(spacingY, image.Spacing[1], 12);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void What_is_written_is_near_what_was_there(int components)
    {
        byte[] voxels = Enumerable.Range(0, 70 * 50 * components).Select(i => (byte)(128 + (100 * Math.Sin(i / components % 70 / 9.0) * Math.Cos(i / components / 70 / 7.0)) + (i % components))).ToArray();
        var warnings = new List<string>();
        var image = new MedImage(voxels, new MedMeta(new Shape(70, 50), new Affine(new[,] { { 0.5, 0, 0 }, { 0, 0.25, 0 }, { 0, 0, 1 } }), CoordinateSystem.Itk, VoxelType.UInt8, components));
        image.Save(_folder["a.jpg"], new SaveOptions { Warn = warnings.Add });
        Assert.Contains("with loss", Assert.Single(warnings));
        MedImage back = MedFile.Read(_folder["a.jpg"]);
        Assert.Equal(new Vector(0.5, 0.25), back.Spacing);
        Assert.Equal(components, back.Components);
        Assert.True(((byte[])back.Voxels).Zip(voxels, (a, b) => Math.Abs(a - b)).Max() <= 6);
        if (ExternalTool.Find("djpeg") is not null)
        {
            ExternalTool.Run("djpeg", $"-outfile \"{_folder["a.pnm"]}\" \"{_folder["a.jpg"]}\"");
            byte[] pnm = File.ReadAllBytes(_folder["a.pnm"]);
            Assert.True(pnm.Skip(pnm.Length - voxels.Length).Zip(voxels, (a, b) => Math.Abs(a - b)).Max() <= 6);
        }
    }

    [Fact]
    public void What_a_JPEG_cannot_hold_is_an_error_or_a_warning()
    {
        Assert.Contains("UInt8", Assert.Throws<MedIOException>(() => new MedImage(new ushort[4], new MedMeta(new Shape(2, 2))).Save(_folder["a.jpg"])).Message);
        Assert.Contains("gray or RGB", Assert.Throws<MedIOException>(() => new MedImage(new byte[8], new MedMeta(new Shape(2, 2), null, CoordinateSystem.Itk, VoxelType.UInt8, 2)).Save(_folder["a.jpg"])).Message);
        var warnings = new List<string>();
        new MedImage(new byte[4], new MedMeta(new Shape(2, 2), new Affine(new[,] { { 0.7, 0, 0 }, { 0, 0.7, 0 }, { 0, 0, 1 } }))).Save(_folder["a.jpg"], new SaveOptions { Warn = warnings.Add });
        Assert.Contains("rounds the distance of pixels from 0.7", warnings[1]);
    }

    [ToolFact("cjpeg", "djpeg")]
    public void What_libjpeg_writes_is_read_as_libjpeg_does()
    {
        byte[] rgb = (byte[])PngWriteTests.Voxels(61 * 43 * 3, false, 1);
        File.WriteAllBytes(_folder["a.ppm"], System.Text.Encoding.ASCII.GetBytes("P6\n61 43\n255\n").Concat(rgb).ToArray());
        foreach (string how in new[] { "-quality 90", "-quality 75 -progressive", "-grayscale", "-sample 1x1 -quality 100", "-restart 1 -optimize" })
        {
            ExternalTool.Run("cjpeg", $"{how} -outfile \"{_folder["a.jpg"]}\" \"{_folder["a.ppm"]}\"");
            ExternalTool.Run("djpeg", $"-outfile \"{_folder["b.pnm"]}\" \"{_folder["a.jpg"]}\"");
            byte[] pnm = File.ReadAllBytes(_folder["b.pnm"]);
            var voxels = (byte[])MedFile.Read(_folder["a.jpg"]).Voxels;
            Assert.True(pnm.Skip(pnm.Length - voxels.Length).Zip(voxels, (a, b) => Math.Abs(a - b)).Max() <= 1, how);
        }
    }
}
