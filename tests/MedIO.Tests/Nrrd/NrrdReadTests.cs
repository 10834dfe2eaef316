using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using MedIO.Tests.MetaImage;
using Xunit;
using static MedIO.Tests.MetaImage.MetaImageFolder;
using static MedIO.Tests.Nrrd.NrrdFile;

namespace MedIO.Tests.Nrrd;

public sealed class NrrdReadTests : IDisposable
{
    private readonly MetaImageFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Minimal_file_of_the_first_version()
    {
        MedImage image = MedImage.FromFile(_folder.Write("a.nrrd", "NRRD0001\ntype: uchar\ndimension: 2\nsizes: 3 2\nencoding: raw\n\n", new byte[] { 1, 2, 3, 4, 5, 6 }));
        Assert.Equal(new Shape(3, 2), image.Shape);
        Assert.Equal(VoxelType.UInt8, image.DataType);
        Assert.Equal(new byte[] { 1, 2, 3, 4, 5, 6 }, image.Voxels);
        Assert.Equal("NRRD", image.Metadata.Format);
        Assert.Equal(Affine.Identity(2), image.Affine);
        Assert.Contains("no space directions", Assert.Single(image.Warnings));
    }

    public static IEnumerable<object[]> TypesAndEncodings()
    {
        string[] names =
        {
            "signed char|int8|int8_t", "uchar|unsigned char|uint8|uint8_t", "short|short int|signed short|signed short int|int16|int16_t", "ushort|unsigned short|unsigned short int|uint16|uint16_t",
            "int|signed int|int32|int32_t", "uint|unsigned int|uint32|uint32_t", "longlong|long long|long long int|signed long long|signed long long int|int64|int64_t",
            "ulonglong|unsigned long long|unsigned long long int|uint64|uint64_t", "float", "double",
        };
        VoxelType[] types =
        {
            VoxelType.Int8, VoxelType.UInt8, VoxelType.Int16, VoxelType.UInt16, VoxelType.Int32, VoxelType.UInt32, VoxelType.Int64, VoxelType.UInt64, VoxelType.Float32, VoxelType.Float64,
        };
        string[] encodings = { "raw", "hex", "gzip", "gz", "ascii", "text", "txt", "RAW" };
        int n = 0;
        foreach ((string spellings, VoxelType type) in names.Zip(types, (a, b) => (a, b)))
        {
            foreach (string name in spellings.Split('|'))
            {
                foreach (string endian in new[] { "little", "big" })
                {
                    yield return new object[] { name, type, encodings[n++ % encodings.Length], endian };
                    yield return new object[] { name.ToUpperInvariant(), type, encodings[n++ % encodings.Length], endian };
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(TypesAndEncodings))]
    public void Types_encodings_and_byte_orders(string name, VoxelType type, string encoding, string endian)
    {
        double[] values = type is VoxelType.Int8 or VoxelType.Int16 or VoxelType.Int32 or VoxelType.Int64 or VoxelType.Float32 or VoxelType.Float64
            ? new double[] { 1, -2, 127, -128, 0, 5 }
            : new double[] { 1, 2, 255, 128, 0, 5 };
        MedImage expected = new MedImage(values, new MedMeta(new Shape(3, 2))).Cast(type, out _);
        byte[] bytes = Stored(expected.Voxels, endian == "big");
        object data = encoding.ToLowerInvariant() switch
        {
            "raw" => bytes,
            "hex" => Hex(bytes),
            "gzip" or "gz" => Gzip(bytes),
            _ => "1 " + string.Join(", ", values.Skip(1).Select(v => v.ToString(CultureInfo.InvariantCulture))) + "\n",
        };
        string path = _folder.Write("a.nrrd", $"NRRD0004\ntype: {name}\ndimension: 2\nsizes: 3 2\nendian: {endian}\nencoding: {encoding}\n\n", data);
        MedImage image = MedImage.FromFile(path);
        Assert.Equal(type, image.DataType);
        Assert.Equal(expected.Voxels, image.Voxels);
    }

    [Theory]
    [InlineData("bzip2")]
    [InlineData("bz2")]
    public void Bzip2_is_read_alone_and_in_several_streams(string encoding)
    {
        Assert.Equal(Twelve, MedImage.FromFile(_folder.Write("a.nrrd", HeaderOf("3 2 2", "short", encoding), "\n", Bzip2Alone)).Voxels);
        Assert.Equal(Twelve, MedImage.FromFile(_folder.Write("b.nrrd", HeaderOf("3 2 2", "short", encoding), "\n", Bzip2Twice, "other bytes")).Voxels);
        Assert.Equal(new short[] { 8, 9, 11, 12 }, MedImage.FromFile(_folder.PathOf("a.nrrd"), new ReadOptions { Slice = SliceExpression.Parse("1:, :, 1") }).Voxels);
    }

    [Theory]
    [InlineData("line skip: 2", "a line\nanother\n", "")]
    [InlineData("lineskip: 0", "", "")]
    [InlineData("byte skip: 3", "xyz", "")]
    [InlineData("byteskip: -1", "whatever comes before", "")]
    [InlineData("byte skip: -5", "whatever comes before", "tail")]
    [InlineData("line skip: 1|byte skip: 2", "a line\r\nxy", "")]
    [InlineData("line skip: 1|byte skip: -1", "a line\nwhat comes before", "")]
    public void Raw_data_after_lines_and_bytes(string fields, string before, string behind)
    {
        string[] more = fields.Split('|');
        string path = _folder.Write("a.nrrd", HeaderOf("3 2 2", "short", "raw", more), "\n", before, Shorts(Enumerable.Range(1, 12).ToArray()), behind);
        Assert.Equal(Twelve, MedImage.FromFile(path).Voxels);
        _folder.Write("b.raw", before, Shorts(Enumerable.Range(1, 12).ToArray()), behind);
        string detached = _folder.Write("b.nhdr", HeaderOf("3 2 2", "short", "raw", more.Concat(new[] { "data file: b.raw" }).ToArray()));
        MedImage image = MedImage.FromFile(detached);
        Assert.Equal(Twelve, image.Voxels);
        Assert.Empty(image.Warnings);
    }

    [Theory]
    [InlineData("gzip", "byte skip: 6", "header", "")]
    [InlineData("gzip", "byte skip: -1", "header", "")]
    [InlineData("gzip", "byte skip: -5", "header", "tail")]
    [InlineData("gzip", "line skip: 1|byte skip: -5", "header", "tail")]
    [InlineData("bzip2", "byte skip: 6", "header", "tail")]
    [InlineData("bzip2", "byte skip: -5", "header", "tail")]
    [InlineData("bzip2", "line skip: 1|byte skip: -5", "header", "tail")]
    public void Compressed_data_skip_lines_before_and_bytes_inside(string encoding, string fields, string before, string behind)
    {
        string[] more = fields.Split('|');
        byte[] content = Bytes(before, Shorts(Enumerable.Range(1, 12).ToArray()), behind);
        string line = fields.StartsWith("line", StringComparison.Ordinal) ? "a line\n" : string.Empty;
        string path = _folder.Write("a.nrrd", HeaderOf("3 2 2", "short", encoding, more), "\n", line, encoding == "gzip" ? Gzip(content) : Bzip2Between);
        Assert.Equal(Twelve, MedImage.FromFile(path).Voxels);
        Assert.Equal(new short[] { 7, 10 }, MedImage.FromFile(path, new ReadOptions { Slice = SliceExpression.Parse("0, :, 1") }).Voxels);
        Assert.Equal(
            new short[] { 12, 11, 10, 9 }, ((short[])MedImage.FromFile(path, new ReadOptions { Slice = SliceExpression.Parse("::-1, ::-1, ::-1") }).Voxels).Take(4));
    }

    [Fact]
    public void Digits_and_numbers_may_be_skipped_to()
    {
        Assert.Equal(
            Twelve, MedImage.FromFile(_folder.Write("a.nrrd", HeaderOf("3 2 2", "short", "hex", "line skip: 1", "byte skip: 2"), "\n", "zz\nqq", Hex(Shorts(Enumerable.Range(1, 12).ToArray())))).Voxels);
        Assert.Equal(
            Twelve, MedImage.FromFile(_folder.Write("b.nrrd", HeaderOf("3 2 2", "short", "ascii", "line skip: 1", "byte skip: 2"), "\n", "zz\nqq", "1 2 3 4 5 6\n7,8 , 9 10 11 12")).Voxels);
    }

    [Fact]
    public void Whole_file_may_be_gzipped()
    {
        byte[] data = Shorts(Enumerable.Range(1, 12).ToArray());
        string path = _folder.Write("a.nrrd.gz", Gzip(Bytes(HeaderOf("3 2 2", "short", "raw", "byte skip: 1", "k:=" + new string('x', 5000)), "\n!", data)));
        Assert.Equal(Twelve, MedImage.FromFile(path).Voxels);
        path = _folder.Write("b.gz", Gzip(Bytes(HeaderOf("3 2 2", "short", "raw", "byte skip: -2"), "\n!", data, "!")));
        Assert.Equal(Twelve, MedImage.FromFile(path).Voxels);
        path = _folder.Write("c.nrrd.gz", Gzip(Bytes(HeaderOf("3 2 2", "short", "ascii"), "\n1 2 3")));
        Assert.Equal(MedIOError.UnsupportedFeature, Assert.Throws<MedIOException>(() => MedImage.FromFile(path)).Error);
    }

    [Theory]
    [InlineData("3 2 2", "LIST", 2)]
    [InlineData("3 2 2", "LIST 2", 2)]
    [InlineData("3 2 2", "LIST 1", 4)]
    [InlineData("3 2 2", "LIST 3", 2)]
    [InlineData("3 4", "LIST 2", 2)]
    [InlineData("12", "LIST 1", 4)]
    [InlineData("3 2 2", "s%d.raw 1 2 1", 2)]
    [InlineData("3 2 2", "s%d.raw 1 4 1 1", 4)]
    [InlineData("3 2 2", "s%d.raw 1 2 1 3", 2)]
    [InlineData("3 2 2", "./s%d.raw 1 3 1 3", 0)]
    public void Data_may_be_in_many_files(string sizes, string dataFile, int files)
    {
        for (int i = 0; i < files; i++)
        {
            int each = 12 / files;
            _folder.Write($"s{i + 1}.raw", "skip\n", Shorts(Enumerable.Range(1 + (i * each), each).ToArray()));
        }

        string names = dataFile.StartsWith("LIST", StringComparison.Ordinal) ? string.Concat(Enumerable.Range(1, files).Select(i => $"s{i}.raw\r\n")) : string.Empty;
        string path = _folder.Write("a.nhdr", HeaderOf(sizes, "short", "raw", "line skip: 1", "data file: " + dataFile), names);
        if (files == 0)
        {
            // Two slices cannot be cut into three.
            Assert.Equal(MedIOError.InvalidHeader, Assert.Throws<MedIOException>(() => MedImage.FromFile(path)).Error);
            return;
        }

        MedImage image = MedImage.FromFile(path);
        Assert.Equal(Twelve, image.Voxels);
        Assert.Equal((short)7, image.Voxels.GetValue(6));
    }

    [Fact]
    public void Numbers_in_names_are_padded_and_may_go_down()
    {
        _folder.Write("a b012.gz", Gzip(Shorts(1, 2)));
        _folder.Write("a b009.gz", Gzip(Shorts(3, 4)));
        _folder.Write("a b006.gz", Gzip(Shorts(5, 6)));
        string path = _folder.Write("a.nhdr", HeaderOf("2 3", "short", "gzip", "data file: a b%03d.gz 12 6 -3"));
        Assert.Equal(new short[] { 1, 2, 3, 4, 5, 6 }, MedImage.FromFile(path).Voxels);
    }

    [Fact]
    public void Header_may_have_line_ends_of_Windows_and_other_spellings()
    {
        string text = "NRRD0004\r\n#comment\r\nType:Short\r\nDIMENSION: 3\r\nSpace: LPS\r\nsizes:  3 2  2\r\nspacedirections: ( 1, 0 ,0)  (0,1,0)(0,0,2)\r\nCenters: cell cell cell\r\n"
            + "endian: LITTLE\r\nencoding: Raw\r\nspaceorigin: (1,2,3)\r\nsome key:=a\\nb\\\\n: c\r\ntype:= kept\r\nunknown: x\r\n\r\n";
        MedImage image = MedImage.FromFile(_folder.Write("a.nrrd", text, Shorts(Enumerable.Range(1, 12).ToArray())), new ReadOptions { Header = true });
        Assert.Equal(Twelve, image.Voxels);
        Assert.Equal(new double[] { 1, 1, 2 }, image.Spacing.ToArray());
        Assert.Equal(new double[] { 1, 2, 3 }, image.Origin.ToArray());
        Assert.Equal("Short", image.Header!["type"]);
        Assert.Equal("( 1, 0 ,0)  (0,1,0)(0,0,2)", image.Header["space directions"]);
        Assert.Equal("cell cell cell", image.Header["centerings"]);
        Assert.Equal("a\nb\\n: c", image.Header["some key"]);
        Assert.Equal(" kept", image.Header["type:="]);
        Assert.Contains("'unknown: x'", Assert.Single(image.Warnings));
    }

    [Fact]
    public void Keys_that_come_again_have_the_last_value_at_the_first_place()
    {
        string[] more = Enumerable.Range(0, 20_000).Select(i => $"key{i}:=1").Concat(Enumerable.Repeat("KEY19999:=2", 100_000)).Append("key7:=3").ToArray();
        MedImage image = MedImage.FromFile(_folder.Write("a.nrrd", HeaderOf("2", "uchar", "raw", more), "\n", new byte[] { 3, 4 }), new ReadOptions { Header = true });
        string[] keys = image.Header!.Keys.Cast<string>().Where(k => k.StartsWith("key", StringComparison.OrdinalIgnoreCase)).ToArray();
        Assert.Equal(Enumerable.Range(0, 20_000).Select(i => $"key{i}"), keys);
        Assert.Equal("2", image.Header["key19999"]);
        Assert.Equal("3", image.Header["key7"]);
        Assert.Equal("1", image.Header["key8"]);
    }

    [Fact]
    public void Header_can_be_long()
    {
        string[] more = Enumerable.Range(0, 3000).Select(i => $"key{i}:=" + new string('v', 500)).ToArray();
        MedImage image = MedImage.FromFile(_folder.Write("a.nrrd", HeaderOf("2", "uchar", "raw", more), "\n", new byte[] { 3, 4 }), new ReadOptions { Header = true });
        Assert.Equal(new byte[] { 3, 4 }, image.Voxels);
        Assert.Equal(500, ((string)image.Header!["key2999"]!).Length);
    }

    [Fact]
    public void Metadata_need_no_voxels_but_their_files()
    {
        string path = _folder.Write("a.nrrd", HeaderOf("3 2 2", "short", "gzip", "byte skip: -1"), "\n", "no gzip at all");
        Assert.Equal(new Shape(3, 2, 2), MedFile.ReadMeta(path).Shape);
        Assert.Equal(MedIOError.CorruptCompression, Assert.Throws<MedIOException>(() => MedImage.FromFile(path)).Error);
    }

    [Theory]
    [InlineData("raw")]
    [InlineData("gzip")]
    public void What_is_there_of_a_cut_file_is_read_where_allowed(string encoding)
    {
        var data = new byte[60000];
        new Random(1).NextBytes(data);
        byte[] stored = encoding == "raw" ? data : Gzip(data);
        string path = _folder.Write("a.nrrd", HeaderOf("300 200", "uchar", encoding), "\n", stored.Take(stored.Length / 2).ToArray());
        Assert.Equal(MedIOError.TruncatedData, Assert.Throws<MedIOException>(() => MedImage.FromFile(path)).Error);
        MedImage image = MedImage.FromFile(path, new ReadOptions { AllowTruncated = true });
        Assert.Equal(data.Take(10000), ((byte[])image.Voxels).Take(10000));
        Assert.Equal((byte)0, image.Voxels.GetValue(59999));
        Assert.Contains(image.Warnings, w => w.Contains("cut off"));
    }

    [Fact]
    public void Rest_behind_the_data_is_reported()
    {
        string path = _folder.Write("a.nrrd", HeaderOf("3 2 2", "short", "raw"), "\n", new byte[30]);
        Assert.Contains("6 bytes more", Assert.Single(MedFile.ReadMeta(path).Warnings));
    }

    private static string Hex(byte[] bytes) => string.Join(" ", bytes.Select((b, i) => b.ToString(i % 2 == 0 ? "x2" : "X2", CultureInfo.InvariantCulture) + (i == 1 ? "\n\t" : string.Empty)));

    private static byte[] Stored(Array values, bool bigEndian)
    {
        var all = new List<byte>();
        foreach (object value in values)
        {
            byte[] one = value switch
            {
                sbyte v => new[] { (byte)v },
                byte v => new[] { v },
                short v => BitConverter.GetBytes(v),
                ushort v => BitConverter.GetBytes(v),
                int v => BitConverter.GetBytes(v),
                uint v => BitConverter.GetBytes(v),
                long v => BitConverter.GetBytes(v),
                ulong v => BitConverter.GetBytes(v),
                float v => BitConverter.GetBytes(v),
                _ => BitConverter.GetBytes((double)value),
            };
            all.AddRange(bigEndian ? Enumerable.Reverse(one) : one);
        }

        return all.ToArray();
    }
}
