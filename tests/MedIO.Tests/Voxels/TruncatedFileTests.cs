using System;
using System.IO;
using System.IO.Compression;
using System.Linq;
using Xunit;

namespace MedIO.Tests.Voxels;

/// <summary>Files of other formats than DICOM that are cut off.</summary>
public class TruncatedFileTests
{
    private static readonly ReadOptions Truncated = new() { AllowTruncated = true };

    [Theory]
    [InlineData(".nii")]
    [InlineData(".mha")]
    public void Voxels_that_are_not_there_are_zero_with_a_warning(string suffix)
    {
        using var folder = new ScratchFolder();
        string path = folder["x" + suffix];
        MedImage image = Noise();
        image.Save(path);
        byte[] bytes = File.ReadAllBytes(path);
        File.WriteAllBytes(path, bytes.Take(bytes.Length - 1001).ToArray());

        MedIOException e = Assert.Throws<MedIOException>(() => MedFile.Read(path));
        Assert.Equal(MedIOError.TruncatedData, e.Error);
        Assert.Contains("-AllowTruncated", e.Message, StringComparison.Ordinal);
        Check(image, path, ((image.Voxels.Length * 2) - 1001) / 2);
        Assert.Equal(MedFile.Read(path, Truncated).Warnings, MedFile.ReadMeta(path, Truncated).Warnings);
    }

    [Fact]
    public void Of_a_compressed_stream_all_is_read_that_can_be_inflated()
    {
        using var folder = new ScratchFolder();
        string path = folder["x.nii.gz"];
        MedImage image = Noise();
        image.Save(path);
        byte[] bytes = File.ReadAllBytes(path);
        int half = bytes.Length / 2;
        File.WriteAllBytes(path, bytes.Take(half).ToArray());
        int count = Inflated(bytes, half, 352 + (image.Voxels.Length * 2));
        Assert.InRange(count, image.Voxels.Length * 2 / 3, image.Voxels.Length * 3 / 2);
        Check(image, path, (count - 352) / 2);
    }

    [Fact]
    public void Zero_is_zero_after_the_scaling_of_the_header_and_in_its_byte_order()
    {
        using var folder = new ScratchFolder();
        string path = folder["x.nii"];
        Noise().Save(path);
        byte[] bytes = File.ReadAllBytes(path);

        // scl_slope and scl_inter: 0 is stored as 20.
        BitConverter.GetBytes(0.5f).CopyTo(bytes, 112);
        BitConverter.GetBytes(-10f).CopyTo(bytes, 116);
        File.WriteAllBytes(path, bytes.Take(bytes.Length - 100).ToArray());
        float[] read = (float[])MedFile.Read(path, Truncated).Voxels;
        Assert.All(read.Skip(read.Length - 50), v => Assert.Equal(0, v));
        Assert.NotEqual(0, read[read.Length - 51]);

        string text = "ObjectType = Image\nNDims = 3\nDimSize = 4 4 4\nElementType = MET_SHORT\nBinaryDataByteOrderMSB = True\nElementDataFile = LOCAL\n";
        File.WriteAllBytes(folder["y.mha"], System.Text.Encoding.ASCII.GetBytes(text).Concat(Enumerable.Repeat(new byte[] { 1, 2 }, 60).SelectMany(b => b)).ToArray());
        Assert.Equal(Enumerable.Repeat((short)258, 60).Concat(new short[4]), (short[])MedFile.Read(folder["y.mha"], Truncated).Voxels);
    }

    [Fact]
    public void Damage_is_no_end()
    {
        using var folder = new ScratchFolder();
        string path = folder["x.nii.gz"];
        Noise().Save(path);
        byte[] bytes = File.ReadAllBytes(path);
        for (int i = bytes.Length / 2; i < (bytes.Length / 2) + 40; i++)
        {
            bytes[i] ^= 0x5a;
        }

        File.WriteAllBytes(path, bytes);
        Assert.Throws<MedIOException>(() => MedFile.Read(path, Truncated));
    }

    [Fact]
    public void A_header_that_claims_more_than_the_file_could_be_a_part_of_is_an_error()
    {
        using var folder = new ScratchFolder();
        string path = folder["x.nii"];
        Noise().Save(path);
        byte[] bytes = File.ReadAllBytes(path);
        byte[] large = (byte[])bytes.Clone();
        foreach (int at in new[] { 42, 44, 46 })
        {
            large[at] = 0xff;
            large[at + 1] = 0x7f;
        }

        File.WriteAllBytes(path, large);
        Assert.Equal(MedIOError.TruncatedData, Assert.Throws<MedIOException>(() => MedFile.Read(path, Truncated)).Error);

        // Of nothing there is no part.
        File.WriteAllBytes(path, bytes.Take(352).ToArray());
        Assert.Equal(MedIOError.TruncatedData, Assert.Throws<MedIOException>(() => MedFile.Read(path, Truncated)).Error);
    }

    private static void Check(MedImage image, string path, int there)
    {
        var whole = (short[])image.Voxels;
        MedImage read = MedFile.Read(path, Truncated);
        Assert.Equal(whole.Select((v, i) => i < there ? v : (short)0), (short[])read.Voxels);
        Assert.Equal($"{path}: the file is cut off: voxels that it does not have hold 0.", Assert.Single(read.Warnings));
        Assert.Equal(MedIOError.TruncatedData, Assert.Throws<MedIOException>(() => MedFile.Read(path)).Error);

        // Cast, turned and in part alike.
        MedImage turned = MedFile.Read(path, new ReadOptions { AllowTruncated = true, Orientation = "SPL", DataType = VoxelType.Float32 });
        Assert.Equal(read.Reorient("SPL").Cast(VoxelType.Float32).Voxels, turned.Voxels);
        Assert.Equal(read.Slice("::2, 3, -4:").Voxels, MedFile.Read(path, new ReadOptions { AllowTruncated = true, Slice = SliceExpression.Parse("::2, 3, -4:") }).Voxels);
    }

    // How much any other reader gets of the beginning of a stream.
    private static int Inflated(byte[] bytes, int length, int most)
    {
        var inflated = new byte[most];
        int count = 0;
        using var stream = new GZipStream(new MemoryStream(bytes, 0, length), CompressionMode.Decompress);
        try
        {
            for (int n = 1; n > 0 && count < most; count += n)
            {
                n = stream.Read(inflated, count, 1);
            }
        }
        catch (InvalidDataException)
        {
            // Some versions say that it ends too early.
        }

        return count;
    }

    private static MedImage Noise()
    {
        var random = new Random(9);
        var voxels = new short[40 * 30 * 20];
        for (int i = 0; i < voxels.Length; i++)
        {
            voxels[i] = (short)random.Next(1, 700);
        }

        return new MedImage(voxels, new MedMeta(new Shape(40, 30, 20), dataType: VoxelType.Int16));
    }
}
