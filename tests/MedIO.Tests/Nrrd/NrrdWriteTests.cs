using System;
using System.Collections.Specialized;
using System.IO;
using System.Linq;
using System.Text;
using FsCheck.Xunit;
using MedIO.Tests.MetaImage;
using Xunit;
using static MedIO.Tests.MetaImage.MetaImageFolder;
using static MedIO.Tests.Nrrd.NrrdFile;

namespace MedIO.Tests.Nrrd;

public sealed class NrrdWriteTests : IDisposable
{
    private const string Comment = "# Complete NRRD file format specification at:\n# http://teem.sourceforge.net/nrrd/format.html\n";

    private readonly MetaImageFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Header_is_what_ITK_writes()
    {
        var image = new MedImage(new short[] { 1, 2, 3, 4 }, new MedMeta(new Shape(2, 2, 1), new Affine(new Matrix(1, 0, 0, 0, -1, 0, 0, 0, 1), new Vector(2, 2, 2.5), new Vector(-32, 40, 0.1))));
        image.Save(_folder.PathOf("a.nrrd"));
        byte[] expected = Bytes(
            "NRRD0004\n" + Comment + "type: short\ndimension: 3\nspace: left-posterior-superior\nsizes: 2 2 1\nspace directions: (2,0,0) (0,-2,0) (0,0,2.5)\n"
            + "kinds: domain domain domain\nendian: little\nencoding: raw\nspace origin: (-32,40,0.1)\n\n",
            Shorts(1, 2, 3, 4));
        Assert.Equal(expected, File.ReadAllBytes(_folder.PathOf("a.nrrd")));
    }

    [Fact]
    public void Colours_time_and_components_have_their_kinds()
    {
        var meta = new MedMeta(new Shape(2, 1, 1, 2), null, CoordinateSystem.Itk, VoxelType.UInt8, 3) { TimeStep = 1.5 };
        new MedImage(Enumerable.Range(0, 12).Select(i => (byte)i).ToArray(), meta).Save(_folder.PathOf("a.nrrd"));
        byte[] expected = Bytes(
            "NRRD0004\n" + Comment + "type: unsigned char\ndimension: 5\nspace: left-posterior-superior-time\nsizes: 3 2 1 1 2\n"
            + "space directions: none (1,0,0,0) (0,1,0,0) (0,0,1,0) (0,0,0,1.5)\nkinds: RGB-color domain domain domain time\nencoding: raw\n"
            + "space units: \"mm\" \"mm\" \"mm\" \"s\"\nspace origin: (0,0,0,0)\n\n",
            Enumerable.Range(0, 12).Select(i => (byte)i).ToArray());
        Assert.Equal(expected, File.ReadAllBytes(_folder.PathOf("a.nrrd")));
    }

    [Fact]
    public void Axes_beyond_the_third_are_dimensions_of_the_space()
    {
        new MedImage(new byte[6], new MedMeta(new Shape(1, 1, 1, 6))).Save(_folder.PathOf("a.nrrd"));
        string text = Encoding.UTF8.GetString(File.ReadAllBytes(_folder.PathOf("a.nrrd")));
        Assert.Contains("\nspace: left-posterior-superior-time\nsizes: 1 1 1 6\nspace directions: (1,0,0,0) (0,1,0,0) (0,0,1,0) (0,0,0,1)\nkinds: domain domain domain domain\n", text);
        Assert.Contains("\nspace units: \"mm\" \"mm\" \"mm\" \"\"\n", text);
        Assert.Null(MedFile.ReadMeta(_folder.PathOf("a.nrrd")).TimeStep);
        new MedImage(new byte[6], new MedMeta(new Shape(1, 1, 1, 2, 3)) { TimeStep = 2 }).Save(_folder.PathOf("b.nrrd"));
        text = Encoding.UTF8.GetString(File.ReadAllBytes(_folder.PathOf("b.nrrd")));
        Assert.Contains("\nspace dimension: 5\nsizes: 1 1 1 2 3\nspace directions: (1,0,0,0,0) (0,1,0,0,0) (0,0,1,0,0) (0,0,0,2,0) (0,0,0,0,1)\nkinds: domain domain domain time domain\n", text);
        Assert.Contains("\nspace origin: (0,0,0,0,0)\n", text);
    }

    [Fact]
    public void List_of_another_file_is_a_list_again()
    {
        string[] fields = { "space: LPS", "space directions: none (1,0,0) (0,1,0) (0,0,1)", "space origin: (0,0,0)", "kinds: vector domain domain domain", "modality:=DWMRI", "DWMRI_gradient_0000:=0 0 1" };
        MedImage.FromFile(_folder.Write("a.nrrd", HeaderOf("3 2 1 1", "uchar", "raw", fields), "\n", new byte[] { 1, 2, 3, 4, 5, 6 })).Save(_folder.PathOf("b.nrrd"));
        string text = Encoding.UTF8.GetString(File.ReadAllBytes(_folder.PathOf("b.nrrd")));
        Assert.Contains("\nspace: left-posterior-superior\nsizes: 2 1 1 3\nspace directions: (1,0,0) (0,1,0) (0,0,1) none\nkinds: domain domain domain list\n", text);
        Assert.EndsWith("\nmodality:=DWMRI\nDWMRI_gradient_0000:=0 0 1\n\n\u0001\u0004\u0002\u0005\u0003\u0006", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(VoxelType.UInt8, 4, "RGBA-color domain")]
    [InlineData(VoxelType.UInt16, 3, "RGB-color domain")]
    [InlineData(VoxelType.Float32, 3, "vector domain")]
    [InlineData(VoxelType.UInt8, 2, "vector domain")]
    [InlineData(VoxelType.Complex64, 1, "complex domain")]
    [InlineData(VoxelType.Complex128, 2, "complex vector domain")]
    public void Kinds_follow_type_and_components(VoxelType type, int components, string kinds)
    {
        MedImage image = new MedImage(new byte[2 * components], new MedMeta(new Shape(2), components: components)).Cast(type, out _);
        image.Save(_folder.PathOf("a.nrrd"));
        MedImage read = MedImage.FromFile(_folder.PathOf("a.nrrd"), new ReadOptions { Header = true });
        Assert.Equal(kinds, read.Header!["kinds"]);
        Assert.Equal((type, components), (read.DataType, read.Components));
        Assert.Equal(image.Voxels, read.Voxels);
    }

    [Fact]
    public void Nib_images_are_written_in_LPS_and_stay_as_they_are()
    {
        var image = new MedImage(new byte[8], new MedMeta(new Shape(2, 2, 2), null, CoordinateSystem.Nib));
        image.Save(_folder.PathOf("a.nrrd"));
        Assert.Equal(CoordinateSystem.Nib, image.CoordinateSystem);
        MedMeta meta = MedFile.ReadMeta(_folder.PathOf("a.nrrd"), new ReadOptions { Header = true });
        Assert.Equal("left-posterior-superior", meta.Header!["space"]);
        Assert.Equal("(-1,0,0) (0,-1,0) (0,0,1)", meta.Header["space directions"]);
    }

    [Theory]
    [InlineData("a.nhdr", null, "a.nhdr|a.raw", "a.raw")]
    [InlineData("a.b.NHDR", 0, "a.b.NHDR|a.b.raw", "a.b.raw")]
    [InlineData("a.nhdr", 6, "a.nhdr|a.raw.gz", "a.raw.gz")]
    [InlineData("LIST of it.nhdr", null, "LIST of it.nhdr|LIST of it.raw", "./LIST of it.raw")]
    [InlineData("-.nhdr", null, "-.nhdr|-.raw", "./-.raw")]
    [InlineData("a.nrrd", 1, "a.nrrd", null)]
    public void Detached_headers_bring_their_data_file(string name, int? level, string files, string? dataFile)
    {
        var image = new MedImage(Enumerable.Range(0, 24).Select(i => (float)i).ToArray(), new MedMeta(new Shape(4, 3, 2)));
        image.Save(_folder.PathOf(name), new SaveOptions { CompressionLevel = level });
        Assert.Equal(files.Split('|'), _folder.Files);
        MedImage read = MedImage.FromFile(_folder.PathOf(name), new ReadOptions { Header = true });
        Assert.Equal(image.Voxels, read.Voxels);
        Assert.Equal(dataFile, read.Header!["data file"]);
        Assert.Equal(level > 0 ? "gzip" : "raw", read.Header["encoding"]);
        Assert.Empty(read.Warnings);
    }

    [Fact]
    public void Names_that_a_header_would_take_for_a_pattern_are_refused()
    {
        var image = new MedImage(new byte[1], new MedMeta(new Shape(1)));
        Assert.Equal(MedIOError.CannotRepresent, Assert.Throws<MedIOException>(() => image.Save(_folder.PathOf("a%d.nhdr"))).Error);
        image.Save(_folder.PathOf("a%d.nrrd"));
        Assert.Equal(new[] { "a%d.nrrd" }, _folder.Files);
    }

    [Fact]
    public void NoClobber_keeps_a_data_file_too()
    {
        _folder.Write("a.raw", "precious");
        var image = new MedImage(new byte[1], new MedMeta(new Shape(1)));
        Assert.Equal(MedIOError.FileExists, Assert.Throws<MedIOException>(() => image.Save(_folder.PathOf("a.nhdr"), new SaveOptions { NoClobber = true })).Error);
        Assert.Equal(new[] { "a.raw" }, _folder.Files);
    }

    [Fact]
    public void Keys_kinds_and_descriptions_survive()
    {
        string[] fields =
        {
            "content: a word: or := two", "sample units: mm/s", "thicknesses: 1 1 1 1", "old min: 0", "space: RAS", "space directions: none (1,0,0) (0,1,0) (0,0,1)", "space origin: (0,0,0)",
            "kinds: 3D-masked-symmetric-matrix domain domain domain", "measurement frame: (1,2,3) (4,5,6) (7,8,9)", "DWMRI_b-value:=1000", "a b:=c: d\\nnext \\\\ line", "Gr\u00fc\u00dfe:= \u00e4 ", "empty:=",
        };
        MedImage image = MedImage.FromFile(_folder.Write("a.nrrd", HeaderOf("7 1 1 1", "uchar", "raw", fields), "\n", new byte[7]));
        Assert.Null(image.Header);
        image.Save(_folder.PathOf("b.nrrd"));
        string text = Encoding.UTF8.GetString(File.ReadAllBytes(_folder.PathOf("b.nrrd")));
        Assert.StartsWith("NRRD0005\n", text, StringComparison.Ordinal);
        Assert.Contains("\nkinds: 3D-masked-symmetric-matrix domain domain domain\n", text);
        Assert.Contains("\nspace directions: none (-1,0,0) (0,-1,0) (0,0,1)\n", text);
        Assert.EndsWith(
            "\nmeasurement frame: (-1,-2,3) (-4,-5,6) (-7,-8,9)\ncontent: a word: or := two\nsample units: mm/s\n"
            + "DWMRI_b-value:=1000\na b:=c: d\\nnext \\\\ line\nGr\u00fc\u00dfe:= \u00e4 \nempty:=\n\n\0\0\0\0\0\0\0",
            text,
            StringComparison.Ordinal);

        // A second time nothing changes.
        MedImage.FromFile(_folder.PathOf("b.nrrd")).Save(_folder.PathOf("c.nrrd"));
        Assert.Equal(File.ReadAllBytes(_folder.PathOf("b.nrrd")), File.ReadAllBytes(_folder.PathOf("c.nrrd")));
        MedImage.FromFile(_folder.PathOf("b.nrrd"), new ReadOptions { Header = true }).Save(_folder.PathOf("d.nrrd"));
        Assert.Equal(File.ReadAllBytes(_folder.PathOf("b.nrrd")), File.ReadAllBytes(_folder.PathOf("d.nrrd")));
    }

    [Theory]
    [InlineData("HSV-color", "HSV-color")]
    [InlineData("3-gradient", "covariant-vector")]
    public void Kind_of_components_is_kept_where_readers_take_it(string kind, string written)
    {
        MedImage image = MedImage.FromFile(_folder.Write("a.nrrd", HeaderOf("3 2", "uchar", "raw", $"kinds: {kind} domain", "measurement frame: "), "\n", new byte[6]));
        image.Save(_folder.PathOf("b.nrrd"));
        Assert.Equal(written + " domain", MedFile.ReadMeta(_folder.PathOf("b.nrrd"), new ReadOptions { Header = true }).Header!["kinds"]);
    }

    [Fact]
    public void Measurement_frame_of_an_image_with_time_has_four_dimensions()
    {
        string[] fields = { "space: LPST", "space directions: none (1,0,0,0) (0,1,0,0) (0,0,1,0) (0,0,0,2)", "space origin: (0,0,0,0)", "kinds: vector domain domain domain time", "measurement frame: (1,2,3,0) (4,5,6,0) (7,8,9,0) (0,0,0,1)" };
        MedImage.FromFile(_folder.Write("a.nrrd", HeaderOf("3 1 1 1 1", "uchar", "raw", fields), "\n", new byte[3])).Save(_folder.PathOf("b.nrrd"));
        Assert.Equal("(1,2,3,0) (4,5,6,0) (7,8,9,0) (0,0,0,1)", MedFile.ReadMeta(_folder.PathOf("b.nrrd"), new ReadOptions { Header = true }).Header!["measurement frame"]);
    }

    [Fact]
    public void Header_can_be_edited_and_made()
    {
        MedImage image = MedImage.FromFile(_folder.Write("a.nrrd", HeaderOf("1", "uchar", "raw", "gone:=1", "kept:=2", "type:=a key", "content: old"), "\n", new byte[1]), new ReadOptions { Header = true });
        image.Header!.Remove("gone");
        image.Header["new"] = new[] { 0.5, 1.0 / 3 };
        image.Header["sizes"] = "99";
        image.Header["content"] = "new";
        image.Save(_folder.PathOf("b.nrrd"));
        MedMeta meta = MedFile.ReadMeta(_folder.PathOf("b.nrrd"), new ReadOptions { Header = true });
        Assert.False(meta.Header!.Contains("gone"));
        Assert.Equal("2", meta.Header["kept"]);
        Assert.Equal("1", meta.Header["sizes"]);
        Assert.Equal("new", meta.Header["content"]);
        Assert.Equal("a key", meta.Header["type:="]);
        Assert.Equal("unsigned char", meta.Header["type"]);
        Assert.Equal(new[] { 0.5, 1.0 / 3 }, ((string)meta.Header["new"]!).Split(' ').Select(w => double.Parse(w, System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Theory]
    [InlineData("", "x")]
    [InlineData("# note", "x")]
    [InlineData("a:=b", "x")]
    [InlineData("type: short", "x")]
    [InlineData("note", "x\ry")]
    [InlineData("note\0", "x")]
    [InlineData("content", "x\ndata file: /etc/passwd")]
    public void Fields_cannot_break_the_header(string name, string value)
    {
        var image = new MedImage(new byte[1], new MedMeta(new Shape(1), header: new OrderedDictionary { [name] = value }));
        Assert.Equal(MedIOError.CannotRepresent, Assert.Throws<MedIOException>(() => image.Save(_folder.PathOf("a.nrrd"))).Error);
        Assert.Empty(_folder.Files);
    }

    [Fact]
    public void Line_breaks_in_values_come_back()
    {
        var image = new MedImage(new byte[1], new MedMeta(new Shape(1), header: new OrderedDictionary { ["note"] = "one\n\ntwo \\n three", ["a\nb"] = "type: x" }));
        image.Save(_folder.PathOf("a.nrrd"));
        OrderedDictionary header = (OrderedDictionary)MedFile.ReadMeta(_folder.PathOf("a.nrrd"), new ReadOptions { Header = true }).Header!;
        Assert.Equal("one\n\ntwo \\n three", header["note"]);
        Assert.Equal("type: x", header["a\nb"]);
    }

    [Fact]
    public void Header_of_another_format_is_not_carried()
    {
        new MedImage(new byte[8], new MedMeta(new Shape(2, 2, 2))).Save(_folder.PathOf("a.mha"));
        MedImage.FromFile(_folder.PathOf("a.mha"), new ReadOptions { Header = true }).Save(_folder.PathOf("a.nrrd"));
        Assert.False(MedFile.ReadMeta(_folder.PathOf("a.nrrd"), new ReadOptions { Header = true }).Header!.Contains("ElementSpacing"));
    }

    [Fact]
    public void Plane_that_is_oblique_keeps_its_place_with_a_third_axis()
    {
        var affine = new Affine(new double[,] { { 0.8, 0.1, 0.3, 5 }, { -0.1, 0.9, 0.2, 7 }, { 0.2, 0.3, 0.9, 11 }, { 0, 0, 0, 1 } });
        new MedImage(new byte[6], new MedMeta(new Shape(3, 2), affine)).Save(_folder.PathOf("a.nrrd"));
        MedMeta meta = MedFile.ReadMeta(_folder.PathOf("a.nrrd"));
        Assert.Equal(new Shape(3, 2, 1), meta.Shape);
        Assert.Equal(affine, meta.Affine);
    }

    [Property(MaxTest = 200)]
    public void Whatever_is_written_is_read_again(int seed)
    {
        var random = new Random(seed);
        int dimensions = random.Next(1, 8);
        var shape = new Shape(Enumerable.Range(0, dimensions).Select(_ => random.Next(1, 5)).ToArray());
        VoxelType type = VoxelTypes.All[random.Next(12)];
        int components = random.Next(3) == 0 ? random.Next(2, 6) : 1;
        double[] values = Enumerable.Range(0, (int)shape.VoxelCount * components).Select(_ => (double)random.Next(0, 128)).ToArray();
        Affine affine = dimensions == 2 ? new Affine(new double[,] { { 0.9, -0.3, random.NextDouble() }, { 0.2, 0.7, -5 }, { 0, 0, 1 } }) : Oblique(random);
        if (dimensions == 1)
        {
            affine = new Affine(new double[,] { { 2.5, 0, 0, random.NextDouble() }, { 0, 1, 0, 0 }, { 0, 0, 1, 0 }, { 0, 0, 0, 1 } });
        }

        var meta = new MedMeta(shape, affine, random.Next(2) == 0 ? CoordinateSystem.Itk : CoordinateSystem.Nib, VoxelType.Float64, components);
        if (dimensions > 3 && random.Next(2) == 0)
        {
            meta.TimeStep = 0.1 + random.NextDouble();
        }

        MedImage image = new MedImage(values, meta).Cast(type, out _);
        string path = _folder.PathOf("a" + new[] { ".nrrd", ".nhdr" }[random.Next(2)]);
        image.Save(path, new SaveOptions { CompressionLevel = new int?[] { null, 1, 6 }[random.Next(3)] });
        MedImage read = MedImage.FromFile(path, new ReadOptions { CoordinateSystem = image.CoordinateSystem });

        // A line or plane turned into RAS+ is not along the first axes of LPS+ alone, but its voxels are the same.
        Assert.Equal(shape, new Shape(read.Shape.Take(dimensions).ToArray()));
        Assert.All(read.Shape.Skip(dimensions), n => Assert.Equal(1, n));
        Assert.Equal(image.Voxels, read.Voxels);
        Assert.Equal(components, read.Components);
        Assert.Equal(image.Affine.To3D(), read.Affine.To3D());
        Assert.Equal(image.TimeStep, read.TimeStep);
        Assert.Empty(read.Warnings);
    }

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
}
