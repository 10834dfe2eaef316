using System;
using System.Buffers.Binary;
using System.IO;
using System.Linq;
using System.Text;
using MedIO.Tests;
using Xunit;

namespace MedIO.Backends.Tests.SimpleItk;

/// <summary>Files at which ITK ends the process, or never comes back.</summary>
public class DeadlyTests
{
    [SimpleItkTheory]
    [InlineData(29, MedIOError.CorruptCompression)] // the checksum of IHDR
    [InlineData(25, MedIOError.InvalidHeader)] // the colour type
    [InlineData(15, MedIOError.InvalidHeader)] // the name of IHDR
    [InlineData(37, MedIOError.UnsupportedFeature)] // that of the next chunk
    [InlineData(-1, MedIOError.CorruptCompression)] // the checksum of IEND
    public void A_damaged_PNG_is_an_error(int at, MedIOError error)
    {
        using var folder = new ScratchFolder();
        MedFile.Save(Volumes.Counting(VoxelType.UInt8, 1, 0, 9, 8), folder["x.png"], new SaveOptions { Backend = MedBackends.SimpleItk });
        byte[] bytes = File.ReadAllBytes(folder["x.png"]);
        bytes[(at + bytes.Length) % bytes.Length] ^= at == 37 ? (byte)0x20 : (byte)9;
        Expect(folder["x.png"], bytes, error);
    }

    [SimpleItkTheory]
    [InlineData(2)]
    [InlineData(20)]
    public void A_damaged_JPEG_is_an_error(int at)
    {
        using var folder = new ScratchFolder();
        MedFile.Save(Volumes.Counting(VoxelType.UInt8, 1, 0, 32, 24), folder["x.jpg"], new SaveOptions { Backend = MedBackends.SimpleItk });
        byte[] bytes = File.ReadAllBytes(folder["x.jpg"]);
        Assert.Equal(0xff, bytes[20]);
        bytes.AsSpan(at == 2 ? 3 : at, 3).Clear();
        Expect(folder["x.jpg"], bytes, null);
    }

    [SimpleItkTheory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_JPEG_that_this_library_forgives_is_an_error(bool isTable)
    {
        using var folder = new ScratchFolder();
        MedFile.Save(Volumes.Counting(VoxelType.UInt8, 1, 0, 32, 24), folder["x.jpg"], new SaveOptions { Backend = MedBackends.SimpleItk });
        byte[] bytes = File.ReadAllBytes(folder["x.jpg"]);
        int table = bytes.AsSpan().IndexOf(new byte[] { 0xff, 0xdb });
        byte[] added = isTable ? new byte[] { 0xff, 0xdb, 0, 67, 7 }.Concat(new byte[64]).ToArray() : new byte[] { 1, 2 };
        Expect(folder["x.jpg"], bytes.Take(table).Concat(added).Concat(bytes.Skip(table)).ToArray(), null);
    }

    [SimpleItkTheory]
    [InlineData("baseline_422")]
    [InlineData("progressive_422")]
    [InlineData("progressive_gray")]
    [InlineData("progressive_restart")]
    [InlineData("restart_420")]
    [InlineData("quality_1")]
    public void Sound_JPEGs_of_every_kind_are_read(string name)
    {
        string path = Path.Combine(AppContext.BaseDirectory, "Jpegs", name + ".jpg");
        MedImage image = MedFile.Read(path, new ReadOptions { Backend = MedBackends.SimpleItk });
        Assert.Equal(MedFile.Read(path).Shape, image.Shape);
        Assert.Equal(MedBackends.SimpleItk, image.Metadata.Backend);
    }

    [SimpleItkTheory]
    [InlineData("-1")]
    [InlineData("4294967296")]
    public void A_MetaImage_of_no_number_of_axes_is_an_error(string axes)
    {
        using var folder = new ScratchFolder();
        string text = $"ObjectType = Image\nNDims = {axes}\nBinaryData = True\nDimSize = 2 2 2\nElementSpacing = 1 1 1\nElementType = MET_UCHAR\nElementDataFile = LOCAL\n12345678";
        Expect(folder["x.mha"], Encoding.ASCII.GetBytes(text), null);
    }

    [SimpleItkFact]
    public void A_TIFF_of_too_many_lines_is_an_error()
    {
        using var folder = new ScratchFolder();
        MedFile.Save(Volumes.Counting(VoxelType.UInt8, 1, 0, 9, 8), folder["x.tif"]);
        byte[] bytes = File.ReadAllBytes(folder["x.tif"]);
        int directory = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(4));
        int entry = Enumerable.Range(0, bytes[directory]).Select(i => directory + 2 + (12 * i)).Single(e => BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(e)) == 257);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(entry + 2), 4);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(entry + 8), 0x80000000);
        Expect(folder["x.tif"], bytes, null);
    }

    [SimpleItkTheory]
    [InlineData("x.nii", false)]
    [InlineData("x.nii.gz", false)]
    [InlineData("x.hdr", false)]
    [InlineData("x.img", false)]
    [InlineData("x.nii", true)]
    public void A_NIfTI_whose_geometry_is_not_finite_is_an_error(string name, bool isSwapped)
    {
        using var folder = new ScratchFolder();
        string plain = name.Replace(".gz", string.Empty, StringComparison.Ordinal);
        MedFile.Save(Volumes.Counting(VoxelType.UInt8, 1, 0, 4, 3, 2), folder[plain], new SaveOptions { Backend = MedBackends.SimpleItk });
        string header = folder[plain.Replace(".img", ".hdr", StringComparison.Ordinal)];
        byte[] bytes = File.ReadAllBytes(header);
        if (isSwapped)
        {
            Swap(bytes, 0, 4, 1);
            Swap(bytes, 40, 2, 8);
            Swap(bytes, 70, 2, 3);
            Swap(bytes, 76, 4, 11);
            Swap(bytes, 252, 2, 2);
            Swap(bytes, 256, 4, 18);
        }

        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(280 + 8), isSwapped ? 0x0000c07f : 0x7fc00000);
        File.WriteAllBytes(header, bytes);
        if (plain != name)
        {
            using FileStream file = File.Create(folder[name]);
            using var zip = new System.IO.Compression.GZipStream(file, System.IO.Compression.CompressionLevel.Fastest);
            zip.Write(bytes);
        }

        Expect(folder[name], null, MedIOError.InvalidAffine);
    }

    private static void Swap(byte[] bytes, int at, int size, int count)
    {
        for (int i = 0; i < count; i++)
        {
            bytes.AsSpan(at + (i * size), size).Reverse();
        }
    }

    // Of those too that ask for it only where nothing else helps.
    private static void Expect(string path, byte[]? bytes, MedIOError? expected)
    {
        if (bytes is not null)
        {
            File.WriteAllBytes(path, bytes);
        }

        var error = Assert.Throws<MedIOException>(() => MedFile.Read(path, new ReadOptions { Backend = MedBackends.SimpleItk }));
        Assert.Equal(expected ?? error.Error, error.Error);
        Assert.StartsWith(Path.ChangeExtension(path, null), error.Message, StringComparison.Ordinal);
        Assert.Throws<MedIOException>(() => MedFile.ReadMeta(path, new ReadOptions { Backend = MedBackends.SimpleItk }));
        Record.Exception(() => MedFile.Read(path));
    }
}
