using System;
using System.IO;
using System.Linq;
using Xunit;
using static MedIO.Tests.MetaImage.MetaImageFolder;

namespace MedIO.Tests.MetaImage;

public sealed class MetaImageErrorTests : IDisposable
{
    private readonly MetaImageFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(MedIOError.TruncatedHeader, "ObjectType = Image\nNDims = 3\n")]
    [InlineData(MedIOError.InvalidHeader, "ObjectType = Image\nNDims = 3\n\u0001\u0002\nElementDataFile = LOCAL\n")]
    [InlineData(MedIOError.InvalidHeader, "ObjectType = Image\nDimSize = 1\nElementType = MET_CHAR\nElementDataFile = LOCAL\nx")]
    [InlineData(MedIOError.InvalidHeader, "NDims = 1\nElementType = MET_CHAR\nElementDataFile = LOCAL\nx")]
    [InlineData(MedIOError.InvalidHeader, "NDims = 1\nDimSize = 1\nElementDataFile = LOCAL\nx")]
    [InlineData(MedIOError.InvalidHeader, "NDims = 2\nDimSize = 1\nElementType = MET_CHAR\nElementDataFile = LOCAL\nx")]
    [InlineData(MedIOError.InvalidHeader, "NDims = 1\nDimSize = 1\nElementType = MET_CHAR\nElementSpacing = 0,98\nElementDataFile = LOCAL\nx")]
    [InlineData(MedIOError.InvalidHeader, "NDims = 1\nDimSize = 1\nElementType = MET_CHAR\nElementDataFile = \n")]
    [InlineData(MedIOError.InvalidHeader, "NDims = 1\nDimSize = 1\nElementType = MET_CHAR\nHeaderSize = 5\nElementDataFile = LOCAL\nx")]
    [InlineData(MedIOError.InvalidHeader, "NDims = 1\nDimSize = 1\nElementType = MET_CHAR\nHeaderSize = -2\nElementDataFile = LOCAL\nx")]
    [InlineData(MedIOError.InvalidDimensions, "NDims = 0\nDimSize = 1\nElementType = MET_CHAR\nElementDataFile = LOCAL\nx")]
    [InlineData(MedIOError.InvalidDimensions, "NDims = 1\nDimSize = -1\nElementType = MET_CHAR\nElementDataFile = LOCAL\nx")]
    [InlineData(MedIOError.InvalidDimensions, "NDims = 1\nDimSize = 1.5\nElementType = MET_CHAR\nElementDataFile = LOCAL\nx")]
    [InlineData(MedIOError.InvalidDimensions, "NDims = 1\nDimSize = 1\nElementType = MET_CHAR\nElementNumberOfChannels = 0\nElementDataFile = LOCAL\nx")]
    [InlineData(MedIOError.InvalidDimensions, "NDims = 3\nDimSize = 2000000000 2000000000 2000000000\nElementType = MET_DOUBLE\nElementDataFile = LOCAL\nx")]
    [InlineData(MedIOError.InvalidDimensions, "NDims = 5\nDimSize = 1 65536 65536 65536 65536\nElementType = MET_CHAR\nElementDataFile = LIST 1\nx")]
    [InlineData(MedIOError.InvalidDimensions, "NDims = 5\nDimSize = 1 65536 65536 65536 65536\nElementType = MET_CHAR\nElementDataFile = LOCAL\nx")]
    [InlineData(MedIOError.TruncatedData, "NDims = 2\nDimSize = 50000 50000\nElementType = MET_DOUBLE\nElementDataFile = LOCAL\nx")]
    [InlineData(MedIOError.TruncatedData, "NDims = 2\nDimSize = 20000 20000\nBinaryData = False\nElementType = MET_DOUBLE\nElementDataFile = LOCAL\n1 2 3")]
    [InlineData(MedIOError.TruncatedData, "NDims = 2\nDimSize = 20000 20000\nCompressedData = True\nElementType = MET_DOUBLE\nElementDataFile = LOCAL\nx")]
    [InlineData(MedIOError.CorruptCompression, "NDims = 1\nDimSize = 1\nCompressedData = True\nElementType = MET_CHAR\nElementDataFile = LOCAL\nxyz")]
    [InlineData(MedIOError.UnsupportedFeature, "NDims = 8\nDimSize = 1 1 1 1 1 1 1 1\nElementType = MET_CHAR\nElementDataFile = LOCAL\nx")]
    [InlineData(MedIOError.UnsupportedFeature, "ObjectType = Tube\nNDims = 3\nPoints =\nElementDataFile = LOCAL\n")]
    [InlineData(MedIOError.UnsupportedDataType, "NDims = 1\nDimSize = 1\nElementType = MET_STRING\nElementDataFile = LOCAL\nx")]
    [InlineData(MedIOError.DataFileNotFound, "NDims = 1\nDimSize = 1\nElementType = MET_CHAR\nElementDataFile = missing.raw\n")]
    [InlineData(MedIOError.DataFileNotFound, "NDims = 3\nDimSize = 1 1 2000000000\nElementType = MET_CHAR\nElementDataFile = missing%d.raw\n")]
    [InlineData(MedIOError.DataFileNotFound, "NDims = 3\nDimSize = 1 1 2147483647\nElementType = MET_CHAR\nElementDataFile = missing%d.raw\n")]
    [InlineData(MedIOError.InvalidHeader, "NDims = 2\nDimSize = 1 3\nElementType = MET_CHAR\nElementDataFile = s%d.raw 1 2 1\n")]
    [InlineData(MedIOError.InvalidHeader, "NDims = 2\nDimSize = 1 3\nElementType = MET_CHAR\nElementDataFile = s%d.raw 1 2 0\n")]
    [InlineData(MedIOError.TruncatedHeader, "NDims = 2\nDimSize = 1 3\nElementType = MET_CHAR\nElementDataFile = LIST\na.mha\na.mha\n")]
    [InlineData(MedIOError.TruncatedHeader, "NDims = 3\nDimSize = 1 2000000000 2000000000\nElementType = MET_CHAR\nElementDataFile = LIST 1\n")]
    [InlineData(MedIOError.DataFileOutsideFolder, "NDims = 1\nDimSize = 1\nElementType = MET_CHAR\nElementDataFile = ../a.raw\n")]
    [InlineData(MedIOError.DataFileOutsideFolder, "NDims = 1\nDimSize = 1\nElementType = MET_CHAR\nElementDataFile = ..\\a.raw\n")]
    [InlineData(MedIOError.DataFileOutsideFolder, "NDims = 2\nDimSize = 1 1\nElementType = MET_CHAR\nElementDataFile = LIST\n/etc/hostname\n")]
    [InlineData(MedIOError.DataFileOutsideFolder, "NDims = 2\nDimSize = 1 1\nElementType = MET_CHAR\nElementDataFile = ../a%d.raw\n")]
    public void Damage_has_its_error_and_names_the_file(MedIOError error, string text)
    {
        string path = _folder.Write("a.mha", text);
        MedIOException e = Assert.Throws<MedIOException>(() => MedImage.FromFile(path));
        Assert.Equal(error, e.Error);
        Assert.StartsWith(path + ": ", e.Message, StringComparison.Ordinal);
    }

#if !TEST_NETSTANDARD
    [Fact]
    public void A_data_file_may_be_a_link()
    {
        if (OperatingSystem.IsWindows())
        {
            // Making links needs a privilege there.
            return;
        }

        string path = _folder.Write("a.mhd", Header("2 2", "MET_SHORT", "link.raw"));
        _folder.Write("real.raw", Shorts(1, 2, 3, 4));
        File.CreateSymbolicLink(Path.Combine(_folder.Folder, "link.raw"), "real.raw");
        Assert.Equal(new short[] { 1, 2, 3, 4 }, MedImage.FromFile(path).Voxels);
    }

    [Fact]
    public void A_header_and_the_files_of_its_list_may_be_links()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        string path = _folder.Write("a.mhd", Header("1 4", "MET_SHORT", "LIST 1"), "0.raw\n1.raw\n2.raw\n3.raw\n");
        for (int i = 0; i < 4; i++)
        {
            string real = _folder.Write($"real{i}.raw", Shorts(i));
            File.SetLastWriteTimeUtc(real, new DateTime(2001, 1, 1, 0, 0, i, DateTimeKind.Utc));
            File.CreateSymbolicLink(Path.Combine(_folder.Folder, $"{i}.raw"), $"real{i}.raw");
        }

        Assert.Equal(new short[] { 0, 1, 2, 3 }, MedImage.FromFile(path).Voxels);
        File.SetLastWriteTimeUtc(path, new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        string link = Path.Combine(_folder.Folder, "link.mhd");
        File.CreateSymbolicLink(link, "a.mhd");
        Assert.Equal(new short[] { 0, 1, 2, 3 }, MedImage.FromFile(link).Voxels);
    }
#endif

#if NET8_0_OR_GREATER
    [Fact]
    public void A_named_pipe_is_not_waited_for()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        string path = Path.Combine(_folder.Folder, "pipe.mha");
        using (var mkfifo = System.Diagnostics.Process.Start("mkfifo", path)!)
        {
            mkfifo.WaitForExit();
        }

        Assert.Equal(MedIOError.EmptyFile, Assert.Throws<MedIOException>(() => MedFile.ReadMeta(path)).Error);
    }
#endif

    [Fact]
    public void Metadata_do_not_hide_that_a_slice_is_missing()
    {
        _folder.Write("1.raw", Shorts(1));
        string path = _folder.Write("a.mhd", Header("1 1 2", "MET_SHORT", "%d.raw"));
        Assert.Equal(MedIOError.DataFileNotFound, Assert.Throws<MedIOException>(() => MedFile.ReadMeta(path)).Error);
        _folder.Write("2.raw", new byte[1]);
        Assert.Equal(MedIOError.TruncatedData, Assert.Throws<MedIOException>(() => MedFile.ReadMeta(path)).Error);
    }

    [Fact]
    public void External_data_are_read_where_they_are_allowed()
    {
        Directory.CreateDirectory(_folder.PathOf("sub"));
        _folder.Write("a.raw", Shorts(5));
        string path = _folder.Write(Path.Combine("sub", "a.mhd"), Header("1", "MET_SHORT", "../a.raw"));
        Assert.Equal(MedIOError.DataFileOutsideFolder, Assert.Throws<MedIOException>(() => MedFile.ReadMeta(path)).Error);
        Assert.Equal(new short[] { 5 }, MedImage.FromFile(path, new ReadOptions { AllowExternalData = true }).Voxels);
    }

    [Fact]
    public void Damage_in_any_of_several_compressed_files_is_found()
    {
        byte[] damaged = Zlib(Shorts(1, 2));
        damaged[damaged.Length - 1] ^= 1;
        _folder.Write("1.zraw", damaged);
        _folder.Write("2.zraw", Zlib(Shorts(3, 4)));
        string path = _folder.Write("a.mhd", Header("2 2", "MET_SHORT", "%d.zraw", "CompressedData = True"));
        Assert.Equal(MedIOError.CorruptCompression, Assert.Throws<MedIOException>(() => MedImage.FromFile(path)).Error);
    }

    [Fact]
    public void Any_damaged_file_is_an_image_or_an_error_of_ours()
    {
        byte[][] whole =
        {
            Bytes(Header("3 2 2", "MET_SHORT", "LOCAL", "ElementSpacing = 1 2 3", "TransformMatrix = 1 0 0 0 1 0 0 0 1", "Note = x"), new byte[24]),
            Bytes(Header("3 2 2", "MET_SHORT", "LOCAL", "CompressedData = True", "HeaderSize = 0", "Offset = 1 2 3"), Zlib(new byte[24])),
            Bytes(Header("3 2", "MET_FLOAT", "LOCAL", "BinaryData = False", "ElementNumberOfChannels = 2"), "1 2 3 4 5 6 7 8 9 10 11 12\n"),
            Bytes(Header("3 2 2", "MET_SHORT", "LIST 2D", "HeaderSize = -1"), "s1.raw\ns2.raw\n"),
            Bytes(Header("3 2 2", "MET_SHORT", "s%d.raw 1 2 1", "BinaryDataByteOrderMSB = True")),
        };
        _folder.Write("s1.raw", new byte[12]);
        _folder.Write("s2.raw", new byte[12]);
        var random = new Random(20260);
        for (int i = 0; i < 1500; i++)
        {
            string path = _folder.Write("a.mha", TextDamage.Mutate(whole[i % whole.Length], "0123456789-.%= \n\rLISTd", random));
            try
            {
                MedImage image = MedImage.FromFile(path, new ReadOptions { AllowDefaultAffine = i % 2 == 0, Header = true });
                Assert.True(image.Voxels.LongLength < 1 << 20);
            }
            catch (MedIOException e)
            {
                Assert.False(string.IsNullOrEmpty(e.Path));
            }
        }
    }
}
