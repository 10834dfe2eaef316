using System;
using System.IO;
using System.Linq;
using Xunit;
using static MedIO.Tests.MetaImage.MetaImageFolder;

namespace MedIO.Tests.MetaImage;

public sealed class MetaImageReadTests : IDisposable
{
    private readonly MetaImageFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Local_data_follow_the_header()
    {
        MedImage image = MedImage.FromFile(_folder.Write("a.mha", Header("3 2", "MET_SHORT", "LOCAL"), Shorts(1, -2, 3, 4, 5, 600)));
        Assert.Equal("MetaImage", image.Format);
        Assert.Equal(new Shape(3, 2), image.Shape);
        Assert.Equal(new short[] { 1, -2, 3, 4, 5, 600 }, image.Voxels);
        Assert.Equal(Affine.Identity(2), image.Affine);
        Assert.Empty(image.Warnings);
    }

    [Fact]
    public void Content_tells_the_format_whatever_the_suffix()
    {
        string path = _folder.Write("a.dat", "Comment = no suffix\r\nNDims = 1\r\nDimSize = 2\r\nElementType = MET_UCHAR\r\nElementDataFile = LOCAL\r\n", new byte[] { 7, 8 });
        Assert.Equal(new byte[] { 7, 8 }, MedImage.FromFile(path).Voxels);
    }

    [Fact]
    public void Colons_odd_blanks_and_empty_lines_are_read_as_MetaIO_does()
    {
        string path = _folder.Write("a.mha", "\n  ObjectType: Image\nNDims=1\n\nDimSize   =\t 2  \nElementType  MET_CHAR = MET_CHAR\nElementType =MET_CHAR\nElementDataFile = Local\n", new byte[] { 255, 8 });
        Assert.Equal(new sbyte[] { -1, 8 }, MedImage.FromFile(path).Voxels);
    }

    [Theory]
    [InlineData("BinaryDataByteOrderMSB = True")]
    [InlineData("ElementByteOrderMSB = 1")]
    [InlineData("ElementByteOrderMSB = False\nBinaryDataByteOrderMSB = true")]
    public void Both_byte_orders_are_read(string field)
    {
        string path = _folder.Write("a.mha", Header("2", "MET_USHORT", "LOCAL", field), new byte[] { 1, 2, 3, 4 });
        Assert.Equal(new ushort[] { 0x102, 0x304 }, MedImage.FromFile(path).Voxels);
    }

    [Theory]
    [InlineData("MET_CHAR", VoxelType.Int8)]
    [InlineData("MET_UCHAR", VoxelType.UInt8)]
    [InlineData("MET_SHORT", VoxelType.Int16)]
    [InlineData("MET_USHORT", VoxelType.UInt16)]
    [InlineData("MET_INT", VoxelType.Int32)]
    [InlineData("MET_UINT", VoxelType.UInt32)]
    [InlineData("MET_LONG", VoxelType.Int32)]
    [InlineData("MET_ULONG", VoxelType.UInt32)]
    [InlineData("MET_LONG_LONG", VoxelType.Int64)]
    [InlineData("MET_ULONG_LONG", VoxelType.UInt64)]
    [InlineData("MET_FLOAT", VoxelType.Float32)]
    [InlineData("MET_DOUBLE", VoxelType.Float64)]
    [InlineData("MET_USHORT_ARRAY", VoxelType.UInt16)]
    public void Every_element_type_has_its_size(string name, VoxelType type)
    {
        MedImage image = MedImage.FromFile(_folder.Write("a.mha", Header("3", name, "LOCAL"), new byte[3 * VoxelTypes.SizeOf(type)]));
        Assert.Equal(type, image.DataType);
        Assert.Empty(image.Warnings);
    }

    [Fact]
    public void Text_is_read_with_all_its_channels()
    {
        string path = _folder.Write("a.mha", Header("2 1", "MET_SHORT", "LOCAL", "BinaryData = False", "ElementNumberOfChannels = 3"), "1 2 3\n-4 5.0\t6");
        MedImage image = MedImage.FromFile(path);
        Assert.Equal(3, image.Components);
        Assert.Equal(new short[] { 1, 2, 3, -4, 5, 6 }, image.Voxels);
    }

    [Fact]
    public void Compressed_data_need_no_size_and_may_be_gzip()
    {
        byte[] data = Shorts(1, 2, 3, 4, 5, 6);
        string header = Header("3 2", "MET_SHORT", "LOCAL", "CompressedData = True");
        Assert.Equal(new short[] { 1, 2, 3, 4, 5, 6 }, MedImage.FromFile(_folder.Write("z.mha", header, Zlib(data))).Voxels);
        Assert.Equal(new short[] { 1, 2, 3, 4, 5, 6 }, MedImage.FromFile(_folder.Write("g.mha", header, Gzip(data))).Voxels);
        Assert.Equal(new short[] { 1, 2, 3, 4, 5, 6 }, MedImage.FromFile(_folder.Write("a.mha.gz", Gzip(Bytes(Header("3 2", "MET_SHORT", "LOCAL"), data)))).Voxels);
    }

    [Fact]
    public void Data_in_another_file_skip_its_header()
    {
        _folder.Write("a.raw", "skip me", Shorts(1, 2));
        Assert.Equal(new short[] { 1, 2 }, MedImage.FromFile(_folder.Write("a.mhd", Header("2", "MET_SHORT", "a.raw", "HeaderSize = 7"))).Voxels);
        Assert.Equal(new short[] { 1, 2 }, MedImage.FromFile(_folder.Write("b.mhd", Header("2", "MET_SHORT", "a.raw", "HeaderSize = -1"))).Voxels);
        Assert.Equal(new short[] { 1, 2 }, MedImage.FromFile(_folder.Write("c.mhd", Header("2", "MET_SHORT", _folder.PathOf("a.raw"), "HeaderSize = -1"))).Voxels);
    }

    [Fact]
    public void HeaderSize_minus_1_finds_compressed_data_by_their_size()
    {
        byte[] packed = Zlib(Shorts(1, 2));
        _folder.Write("a.zraw", "skip me", packed);
        string path = _folder.Write("a.mhd", Header("2", "MET_SHORT", "a.zraw", "CompressedData = True", $"CompressedDataSize = {packed.Length}", "HeaderSize = -1"));
        Assert.Equal(new short[] { 1, 2 }, MedImage.FromFile(path).Voxels);
    }

    [Fact]
    public void Gzipped_data_file_stands_in_for_the_one_named()
    {
        _folder.Write("a.raw.gz", Gzip(Shorts(1, 2)));
        Assert.Equal(new short[] { 1, 2 }, MedImage.FromFile(_folder.Write("a.mhd", Header("2", "MET_SHORT", "a.raw"))).Voxels);
    }

    [Theory]
    [InlineData("LIST", "x.raw\r\n\r\ny 1.raw\nz.raw\n", "")]
    [InlineData("LIST 2D", "x.raw\ny 1.raw\nz.raw", "")]
    [InlineData("LIST 9", "x.raw\ny 1.raw\nz.raw\n", "")]
    [InlineData("LIST", "x.raw\ny 1.raw\nz.raw\n", "HeaderSize = -1")]
    public void List_names_a_file_a_slice(string list, string names, string more)
    {
        _folder.Write("x.raw", Shorts(1, 2));
        _folder.Write("y 1.raw", Shorts(3, 4));
        _folder.Write("z.raw", Shorts(5, 6));
        MedImage image = MedImage.FromFile(_folder.Write("a.mhd", Header("2 1 3", "MET_SHORT", list, more), names));
        Assert.Equal(new short[] { 1, 2, 3, 4, 5, 6 }, image.Voxels);
        Assert.Equal(new short[] { 4, 6 }, image["1, :, 1:"].Voxels);
    }

    [Fact]
    public void List_may_name_a_file_a_row_or_several_slices_a_file()
    {
        foreach (int i in Enumerable.Range(0, 4))
        {
            _folder.Write($"{i}.raw", Shorts(i, 10 * i));
        }

        string names = "0.raw\n1.raw\n2.raw\n3.raw\n";
        Assert.Equal(new short[] { 0, 0, 1, 10, 2, 20, 3, 30 }, MedImage.FromFile(_folder.Write("a.mhd", Header("2 2 2", "MET_SHORT", "LIST 1"), names)).Voxels);
        Assert.Equal(new short[] { 0, 0, 1, 10 }, MedImage.FromFile(_folder.Write("b.mhd", Header("1 1 2 2", "MET_SHORT", "LIST 3"), names)).Voxels);
    }

    [Fact]
    public void List_may_name_compressed_files_and_text()
    {
        _folder.Write("x.zraw", Zlib(Shorts(1, 2)));
        _folder.Write("y.zraw", Zlib(Shorts(3, 4)));
        Assert.Equal(new short[] { 1, 2, 3, 4 }, MedImage.FromFile(_folder.Write("a.mhd", Header("2 2", "MET_SHORT", "LIST", "CompressedData = True"), "x.zraw\ny.zraw\n")).Voxels);
        _folder.Write("x.txt", "1 2\n");
        _folder.Write("y.txt", "3 4");
        Assert.Equal(new short[] { 1, 2, 3, 4 }, MedImage.FromFile(_folder.Write("t.mhd", Header("2 2", "MET_SHORT", "LIST", "BinaryData = False"), "x.txt\ny.txt\n")).Voxels);
    }

    [Theory]
    [InlineData("s%02d.raw", "s01.raw s02.raw s03.raw")]
    [InlineData("s%d.raw 7", "s7.raw s8.raw s9.raw")]
    [InlineData("s%03d.raw 9 11", "s009.raw s010.raw s011.raw")]
    [InlineData("s%.3d.raw 1 5 2", "s001.raw s003.raw s005.raw")]
    [InlineData("my_%d_%%.raw 30 10 -10", "my_30_%.raw my_20_%.raw my_10_%.raw")]
    public void Pattern_numbers_the_slices(string pattern, string names)
    {
        int value = 0;
        foreach (string name in names.Split(' '))
        {
            _folder.Write(name, Shorts(++value));
        }

        Assert.Equal(new short[] { 1, 2, 3 }, MedImage.FromFile(_folder.Write("a.mhd", Header("1 1 3", "MET_SHORT", pattern))).Voxels);
    }

    [Fact]
    public void Pattern_may_have_blanks_in_its_name()
    {
        _folder.Write("my slice 1.raw", Shorts(1));
        _folder.Write("my slice 2.raw", Shorts(2));
        Assert.Equal(new short[] { 1, 2 }, MedImage.FromFile(_folder.Write("a.mhd", Header("1 2", "MET_SHORT", "my slice %d.raw 1 2 1"))).Voxels);
    }

    [Fact]
    public void Percent_sign_without_a_number_is_part_of_the_name()
    {
        _folder.Write("100%.raw", Shorts(1));
        Assert.Equal(new short[] { 1 }, MedImage.FromFile(_folder.Write("a.mhd", Header("1", "MET_SHORT", "100%.raw"))).Voxels);
    }

    [Fact]
    public void Slices_of_a_file_are_the_slices_of_the_image()
    {
        string path = _folder.Write("a.mha", Header("4 3 2", "MET_SHORT", "LOCAL", "CompressedData = True"), Zlib(Shorts(Enumerable.Range(0, 24).ToArray())));
        var options = new ReadOptions { Slice = SliceExpression.Parse("1:3, ::2, 1"), Orientation = "RAI" };
        Assert.Equal(MedImage.FromFile(path)["1:3, ::2, 1"].Voxels, MedImage.FromFile(path, options).Voxels);
    }

    [Fact]
    public void Header_has_every_field_in_order_and_names_that_differ_in_case_once()
    {
        string path = _folder.Write("a.mha", Header("1", "MET_UCHAR", "LOCAL", "MyKey = a: b = c", "offset = 5", "Offset = 3"), new byte[1]);
        MedMeta meta = MedFile.ReadMeta(path, new ReadOptions { Header = true });
        Assert.Equal(new[] { "ObjectType", "NDims", "DimSize", "ElementType", "MyKey", "Offset", "ElementDataFile" }, meta.Header!.Keys.Cast<string>());
        Assert.Equal("a: b = c", meta.Header["mykey"]);
        Assert.Equal("3", meta.Header["Offset"]);
        Assert.Contains(meta.Warnings, w => w.Contains("offset"));
        Assert.Null(MedFile.ReadMeta(path).Header);
    }

    [Fact]
    public void Bytes_that_the_header_does_not_explain_are_warned_of()
    {
        MedMeta meta = MedFile.ReadMeta(_folder.Write("a.mha", Header("2", "MET_LONG", "LOCAL"), new byte[16]));
        Assert.Contains("8 bytes more", Assert.Single(meta.Warnings));
    }

    [Fact]
    public void Latin_1_names_are_read()
    {
        byte[] header = System.Text.Encoding.GetEncoding("iso-8859-1").GetBytes(Header("1", "MET_UCHAR", "LOCAL", "Name = M\u00fcller"));
        MedMeta meta = MedFile.ReadMeta(_folder.Write("a.mha", header, new byte[1]), new ReadOptions { Header = true });
        Assert.Equal("M\u00fcller", meta.Header!["Name"]);
    }

    [Fact]
    public void Long_headers_are_read()
    {
        string text = Header("1", "MET_UCHAR", "LOCAL", Enumerable.Range(0, 5000).Select(i => $"Key{i} = {i}").ToArray());
        Assert.Equal(new byte[] { 9 }, MedImage.FromFile(_folder.Write("a.mha", text, new byte[] { 9 })).Voxels);
    }
}
