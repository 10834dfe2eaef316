using System;
using System.Collections.Specialized;
using System.IO;
using System.Linq;
using System.Text;
using FsCheck.Xunit;
using Xunit;
using static MedIO.Tests.MetaImage.MetaImageFolder;

namespace MedIO.Tests.MetaImage;

public sealed class MetaImageWriteTests : IDisposable
{
    private readonly MetaImageFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Header_is_what_ITK_writes()
    {
        var image = new MedImage(new short[] { 1, 2, 3, 4 }, new MedMeta(new Shape(2, 2, 1), new Affine(new Matrix(1, 0, 0, 0, -1, 0, 0, 0, 1), new Vector(2, 2, 2.5), new Vector(-32, 40, 0.1))));
        image.Save(_folder.PathOf("a.mha"));
        byte[] expected = Bytes(
            "ObjectType = Image\nNDims = 3\nBinaryData = True\nBinaryDataByteOrderMSB = False\nCompressedData = False\n"
            + "TransformMatrix = 1 0 0 0 -1 0 0 0 1\nOffset = -32 40 0.1\nCenterOfRotation = 0 0 0\nAnatomicalOrientation = RPI\nElementSpacing = 2 2 2.5\n"
            + "DimSize = 2 2 1\nElementType = MET_SHORT\nElementDataFile = LOCAL\n",
            Shorts(1, 2, 3, 4));
        Assert.Equal(expected, File.ReadAllBytes(_folder.PathOf("a.mha")));
    }

    // A backslash is part of a name where it is none between folders.
    [Theory]
    [InlineData("a.mhd")]
    [InlineData("a.nhdr")]
    [InlineData("a.mhd", " ")]
    [InlineData("a.nhdr", " ")]
    [InlineData("a.mhd", "\u2003")]
    [InlineData("a.nhdr", "\u2003")]
    public void A_header_finds_its_data_by_whatever_name_they_were_written(string suffix, string before = "")
    {
        string path = _folder.PathOf(before + (Path.DirectorySeparatorChar == '\\' ? "^.." : "\\..") + suffix);
        new MedImage(new byte[] { 1, 2, 3, 4 }, new MedMeta(new Shape(2, 2, 1))).Save(path);
        Assert.Equal(new byte[] { 1, 2, 3, 4 }, MedFile.Read(path).Voxels);
    }

    [Fact]
    public void Nib_images_are_written_in_LPS_and_stay_as_they_are()
    {
        var image = new MedImage(new byte[8], new MedMeta(new Shape(2, 2, 2), null, CoordinateSystem.Nib));
        image.Save(_folder.PathOf("a.mha"));
        Assert.Equal(CoordinateSystem.Nib, image.CoordinateSystem);
        MedMeta meta = MedFile.ReadMeta(_folder.PathOf("a.mha"));
        Assert.Equal(new Affine(new double[,] { { -1, 0, 0, 0 }, { 0, -1, 0, 0 }, { 0, 0, 1, 0 }, { 0, 0, 0, 1 } }), meta.Affine);
        Assert.Equal("LPI", meta.Orientation);
    }

    [Theory]
    [InlineData("a.mhd", null, "a.mhd a.raw")]
    [InlineData("a.b.MHD", 0, "a.b.MHD a.b.raw")]
    [InlineData("a.mhd", 6, "a.mhd a.zraw")]
    [InlineData("LIST of it.mhd", null, "LIST of it.mhd|LIST of it.raw")]
    [InlineData("a.mha", 1, "a.mha")]
    public void Detached_headers_bring_their_data_file(string name, int? level, string files)
    {
        var image = new MedImage(Enumerable.Range(0, 24).Select(i => (float)i).ToArray(), new MedMeta(new Shape(4, 3, 2)));
        image.Save(_folder.PathOf(name), new SaveOptions { CompressionLevel = level });
        Assert.Equal(files.Split(files.IndexOf('|') >= 0 ? '|' : ' '), _folder.Files);
        Assert.Equal(image.Voxels, MedImage.FromFile(_folder.PathOf(name)).Voxels);
    }

    [Theory]
    [InlineData("a.mha")]
    [InlineData("a.mhd")]
    public void Compressed_size_is_that_of_the_stream(string name)
    {
        var image = new MedImage(new double[4096], new MedMeta(new Shape(16, 16, 16)));
        image.Save(_folder.PathOf(name), new SaveOptions { CompressionLevel = 9 });
        byte[] bytes = File.ReadAllBytes(_folder.PathOf(name));
        string text = Encoding.GetEncoding("iso-8859-1").GetString(bytes);
        string value = (string)MedFile.ReadMeta(_folder.PathOf(name), new ReadOptions { Header = true }).Header!["CompressedDataSize"]!;
        long behind = name == "a.mha" ? bytes.Length - text.IndexOf("LOCAL\n", StringComparison.Ordinal) - 6 : new FileInfo(_folder.PathOf("a.zraw")).Length;
        Assert.Equal(behind, long.Parse(value, System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(image.Voxels, MedImage.FromFile(_folder.PathOf(name)).Voxels);
    }

    [Fact]
    public void Unknown_and_descriptive_fields_survive_and_stale_ones_do_not()
    {
        string[] fields = { "srow_x = -2 0 0 32", "Comment = a word: or = two", "ElementMax = 3", "Modality = MET_MOD_CT", "Empty =", "ElementSize = 9 9", "Gr\u00fc\u00dfe = \u00e4\u00f6" };
        MedImage image = MedImage.FromFile(_folder.Write("a.mha", Header("2 1", "MET_UCHAR", "LOCAL", fields), new byte[2]));
        Assert.Null(image.Header);
        image.Save(_folder.PathOf("b.mha"));
        OrderedDictionary header = (OrderedDictionary)MedFile.ReadMeta(_folder.PathOf("b.mha"), new ReadOptions { Header = true }).Header!;
        Assert.Equal(new[] { "srow_x", "Comment", "Modality", "Gr\u00fc\u00dfe" }, header.Keys.Cast<string>().Skip(9).Take(4));
        Assert.Equal("-2 0 0 32", header["srow_x"]);
        Assert.Equal("a word: or = two", header["Comment"]);
        Assert.Equal("\u00e4\u00f6", header["Gr\u00fc\u00dfe"]);
        Assert.False(header.Contains("ElementMax") || header.Contains("ElementSize") || header.Contains("Empty"));
    }

    [Fact]
    public void Header_can_be_edited_and_made()
    {
        MedImage image = MedImage.FromFile(_folder.Write("a.mha", Header("1", "MET_UCHAR", "LOCAL", "Gone = 1", "Kept = 2"), new byte[1]), new ReadOptions { Header = true });
        image.Header!.Remove("Gone");
        image.Header["New"] = new[] { 0.5, 1.0 / 3 };
        image.Header["DimSize"] = "99";
        image.Save(_folder.PathOf("b.mha"));
        MedMeta meta = MedFile.ReadMeta(_folder.PathOf("b.mha"), new ReadOptions { Header = true });
        Assert.False(meta.Header!.Contains("Gone"));
        Assert.Equal("2", meta.Header["Kept"]);
        Assert.Equal("1", meta.Header["DimSize"]);
        Assert.Equal(new[] { 0.5, 1.0 / 3 }, ((string)meta.Header["New"]!).Split(' ').Select(w => double.Parse(w, System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void What_cannot_be_written_is_said_on_reading_and_left_out()
    {
        string path = _folder.Write("a.mha", Header("1", "MET_UCHAR", "LOCAL", "Color = red", "Comment = " + new string('x', 300), "Kept = 2"), new byte[1]);
        foreach (bool header in new[] { false, true })
        {
            MedImage image = MedImage.FromFile(path, new ReadOptions { Header = header });
            Assert.Equal(2, image.Warnings.Count);
            image.Save(_folder.PathOf("b.mha"));
            MedMeta meta = MedFile.ReadMeta(_folder.PathOf("b.mha"), new ReadOptions { Header = true });
            Assert.True(meta.Header!.Contains("Kept") && !meta.Header.Contains("Color") && !meta.Header.Contains("Comment"));
        }
    }

    [Theory]
    [InlineData("Note", "x\nElementDataFile = /etc/passwd")]
    [InlineData("Note\nElementDataFile", "x")]
    [InlineData("a = b", "x")]
    [InlineData("a:b", "x")]
    [InlineData(" a", "x")]
    [InlineData("", "x")]
    [InlineData("Note", "\rx\ry")]
    [InlineData("Color", "red")]
    public void Fields_cannot_break_the_header(string name, string value)
    {
        var header = new OrderedDictionary { [name] = value };
        var image = new MedImage(new byte[1], new MedMeta(new Shape(1), header: header));
        Assert.Equal(MedIOError.CannotRepresent, Assert.Throws<MedIOException>(() => image.Save(_folder.PathOf("a.mha"))).Error);
        Assert.Empty(_folder.Files);
    }

    [Theory]
    [InlineData("a.mha", VoxelType.Complex64)]
    [InlineData("a.mhd", VoxelType.Complex128)]
    public void Complex_voxels_have_no_place(string name, VoxelType type)
    {
        MedImage image = new MedImage(new byte[1], new MedMeta(new Shape(1))).Cast(type, out _);
        MedIOException e = Assert.Throws<MedIOException>(() => image.Save(_folder.PathOf(name)));
        Assert.Equal(MedIOError.CannotRepresent, e.Error);
        Assert.Contains("Float32", e.Message);
        Assert.Empty(_folder.Files);
    }

    [Fact]
    public void Names_that_a_header_would_take_for_a_pattern_are_refused()
    {
        var image = new MedImage(new byte[1], new MedMeta(new Shape(1)));
        Assert.Equal(MedIOError.CannotRepresent, Assert.Throws<MedIOException>(() => image.Save(_folder.PathOf("a%d.mhd"))).Error);
        image.Save(_folder.PathOf("a%d.mha"));
        Assert.Equal(new[] { "a%d.mha" }, _folder.Files);
    }

    [Fact]
    public void NoClobber_keeps_a_data_file_too()
    {
        _folder.Write("a.raw", "precious");
        var image = new MedImage(new byte[1], new MedMeta(new Shape(1)));
        Assert.Equal(MedIOError.FileExists, Assert.Throws<MedIOException>(() => image.Save(_folder.PathOf("a.mhd"), new SaveOptions { NoClobber = true })).Error);
        Assert.Equal(new[] { "a.raw" }, _folder.Files);
    }

    [Fact]
    public void Plane_that_is_oblique_keeps_its_place_with_a_third_axis()
    {
        var affine = new Affine(new double[,] { { 0.8, 0.1, 0.3, 5 }, { -0.1, 0.9, 0.2, 7 }, { 0.2, 0.3, 0.9, 11 }, { 0, 0, 0, 1 } });
        new MedImage(new byte[6], new MedMeta(new Shape(3, 2), affine)).Save(_folder.PathOf("a.mha"));
        MedMeta meta = MedFile.ReadMeta(_folder.PathOf("a.mha"));
        Assert.Equal(new Shape(3, 2, 1), meta.Shape);
        AssertNear(affine, meta.Affine);
    }

    [Property(MaxTest = 150)]
    public void Whatever_is_written_is_read_again(int seed)
    {
        var random = new Random(seed);
        int dimensions = random.Next(1, 8);
        var shape = new Shape(Enumerable.Range(0, dimensions).Select(_ => random.Next(1, 5)).ToArray());
        VoxelType type = VoxelTypes.All.Where(t => !VoxelTypes.IsComplex(t)).ElementAt(random.Next(10));
        int components = random.Next(3) == 0 ? random.Next(2, 5) : 1;
        var values = new double[shape.VoxelCount * components];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = random.Next(0, 128);
        }

        var meta = new MedMeta(shape, dimensions < 3 ? Plain(dimensions, random) : Oblique(random), random.Next(2) == 0 ? CoordinateSystem.Itk : CoordinateSystem.Nib, VoxelType.Float64, components);
        if (dimensions > 3)
        {
            meta.TimeStep = 0.1 + random.NextDouble();
        }

        MedImage image = new MedImage(values, meta).Cast(type, out _);
        string path = _folder.PathOf("a" + new[] { ".mha", ".mhd" }[random.Next(2)]);
        image.Save(path, new SaveOptions { CompressionLevel = new int?[] { null, 1, 6 }[random.Next(3)] });
        MedImage read = MedImage.FromFile(path, new ReadOptions { CoordinateSystem = image.CoordinateSystem });

        // A line or plane turned into RAS+ is not along the first axes of LPS+ alone, but its voxels are the same.
        Assert.Equal(shape, new Shape(read.Shape.Take(dimensions).ToArray()));
        Assert.All(read.Shape.Skip(dimensions), n => Assert.Equal(1, n));
        Assert.Equal(image.Voxels, read.Voxels);
        Assert.Equal(components, read.Components);
        AssertNear(image.Affine.To3D(), read.Affine.To3D());
        Assert.Equal(image.TimeStep, read.TimeStep);
        Assert.Empty(read.Warnings);
    }

    private static Affine Plain(int dimensions, Random random) => dimensions == 1
        ? new Affine(new double[,] { { 2.5, 0, 0, random.NextDouble() }, { 0, 1, 0, 0 }, { 0, 0, 1, 0 }, { 0, 0, 0, 1 } })
        : new Affine(new double[,] { { 0.9, -0.3, random.NextDouble() }, { 0.2, 0.7, -5 }, { 0, 0, 1 } });

    private static Affine Oblique(Random random)
    {
        var m = new double[4, 4];
        for (int r = 0; r < 3; r++)
        {
            for (int c = 0; c < 4; c++)
            {
                m[r, c] = random.NextDouble() - 0.5 + (r == c ? 2 : 0);
            }
        }

        m[3, 3] = 1;
        return new Affine(m);
    }

    private static void AssertNear(Affine expected, Affine actual)
    {
        for (int r = 0; r < 4; r++)
        {
            for (int c = 0; c < 4; c++)
            {
                Assert.Equal(expected[r, c], actual[r, c], 12);
            }
        }
    }
}
