using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Numerics;
using MedIO.Tests.MetaImage;
using Xunit;
using static MedIO.Tests.MetaImage.MetaImageFolder;
using static MedIO.Tests.Nrrd.NrrdFile;

namespace MedIO.Tests.Nrrd;

public sealed class NrrdAxesTests : IDisposable
{
    private readonly MetaImageFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // x, y and z in space, c for the components, t for time, l and m for lists; the image's axes in the order expected.
    [Theory]
    [InlineData("xyz", "xyz")]
    [InlineData("cxyz", "xyz")]
    [InlineData("xyzc", "xyz")]
    [InlineData("xcyz", "xyz")]
    [InlineData("xyzl", "xyzl")]
    [InlineData("lxyz", "xyzl")]
    [InlineData("xyzt", "xyzt")]
    [InlineData("txyz", "xyzt")]
    [InlineData("xytz", "xyzt")]
    [InlineData("xyzlt", "xyztl")]
    [InlineData("xyztl", "xyztl")]
    [InlineData("cxyzl", "xyzl")]
    [InlineData("lxyzc", "xyzl")]
    [InlineData("lcxyz", "xyzl")]
    [InlineData("xyzct", "xyzt")]
    [InlineData("tlmxyzc", "xyztlm")]
    [InlineData("zyxc", "zyx")]
    [InlineData("xyt", "xy.t")]
    [InlineData("txy", "xy.t")]
    [InlineData("cxl", "x..l")]
    public void Axes_come_in_the_images_order(string file, string image)
    {
        foreach (string encoding in new[] { "raw", "gzip", "ascii", "hex" })
        {
            string path = Write(file, encoding);
            MedImage read = MedImage.FromFile(path);
            Assert.Equal(image.Select(Size), read.Shape);
            Assert.Equal(file.Contains("c") ? 2 : 1, read.Components);
            Assert.Equal(Values(image, file.Contains("c")), read.Voxels);

            // Axes of space keep their own directions.
            for (int i = 0; i < 3; i++)
            {
                int world = "xyz".IndexOf(image[i]);
                Assert.Equal(world < 0 ? 1 : world + 1, read.Spacing[i]);
                Assert.True(world < 0 || read.Affine[world, i] == world + 1);
            }
        }
    }

    [Theory]
    [InlineData("lxyzc", "xyzl")]
    [InlineData("tcxyz", "xyzt")]
    [InlineData("xyzc", "xyz")]
    public void Parts_of_such_images_are_the_same_as_of_the_whole(string file, string image)
    {
        foreach (string encoding in new[] { "raw", "gzip", "ascii" })
        {
            string path = Write(file, encoding);
            MedImage whole = MedImage.FromFile(path);
            string slice = image.Length == 3 ? "1:, ::-1, 1" : "1:, ::-1, 1, ::-1";
            MedImage part = MedImage.FromFile(path, new ReadOptions { Slice = SliceExpression.Parse(slice), DataType = VoxelType.Float32 });
            MedImage expected = whole[slice].Cast(VoxelType.Float32, out _);
            Assert.Equal(expected.Shape, part.Shape);
            Assert.Equal(expected.Voxels, part.Voxels);
            Assert.Equal(expected.Affine, part.Affine);
            MedImage turned = MedImage.FromFile(path, new ReadOptions { Orientation = "PSL" });
            Assert.Equal(whole.Reorient("PSL").Voxels, turned.Voxels);
        }
    }

    [Theory]
    [InlineData("vector")]
    [InlineData("contravariant-vector")]
    [InlineData("3-color")]
    [InlineData("rgb")]
    [InlineData("RGB-color")]
    [InlineData("HSVcolor")]
    [InlineData("3-gradient")]
    [InlineData("normal")]
    [InlineData("point")]
    [InlineData("2D-symmetric-matrix")]
    [InlineData("2D-sym-tensor")]
    [InlineData("scalar")]
    public void Kinds_of_values_are_components(string kind)
    {
        MedImage image = MedImage.FromFile(_folder.Write("a.nrrd", HeaderOf("3 2 1", "uchar", "raw", $"kinds: {kind} domain space"), "\n", new byte[] { 1, 2, 3, 4, 5, 6 }));
        Assert.Equal(3, image.Components);
        Assert.Equal(new Shape(2, 1), image.Shape);
        Assert.Equal(new byte[] { 1, 2, 3, 4, 5, 6 }, image.Voxels);
    }

    [Fact]
    public void Many_components_are_read_too()
    {
        byte[] data = Enumerable.Range(0, 2000 * 6).Select(i => (byte)(i % 251)).ToArray();
        foreach ((string sizes, string kinds) in new[] { ("2000 3 2", "vector domain domain"), ("3 2 2000", "domain domain vector") })
        {
            MedImage image = MedImage.FromFile(_folder.Write("a.nrrd", HeaderOf(sizes, "uchar", "raw", "kinds: " + kinds), "\n", data));
            Assert.Equal(2000, image.Components);
            bool last = sizes[0] == '3';
            Assert.Equal(Enumerable.Range(0, 6).SelectMany(v => Enumerable.Range(0, 2000).Select(c => data[last ? v + (6 * c) : c + (2000 * v)])), (byte[])image.Voxels);
        }
    }

    [Fact]
    public void Axes_of_one_sample_are_none()
    {
        MedImage image = MedImage.FromFile(_folder.Write("a.nrrd", HeaderOf("1 3 2 1", "short", "raw", "kinds: scalar domain domain stub"), "\n", Shorts(1, 2, 3, 4, 5, 6)));
        Assert.Equal(new Shape(3, 2), image.Shape);
        Assert.Equal(1, image.Components);
        Assert.Equal(new short[] { 1, 2, 3, 4, 5, 6 }, image.Voxels);
    }

    [Fact]
    public void Pairs_of_floats_are_complex()
    {
        byte[] data = new float[] { 1, -2, 3, 4, 5, 6 }.SelectMany(BitConverter.GetBytes).ToArray();
        MedImage image = MedImage.FromFile(_folder.Write("a.nrrd", HeaderOf("2 3", "float", "raw", "kinds: complex domain"), "\n", data));
        Assert.Equal(VoxelType.Complex64, image.DataType);
        Assert.Equal(new[] { new Complex64(1, -2), new Complex64(3, 4), new Complex64(5, 6) }, image.Voxels);
        image = MedImage.FromFile(_folder.Write("b.nrrd", HeaderOf("2 3", "double", "ascii", "kinds: complex domain"), "\n", "1 -2 3 4 5 6"));
        Assert.Equal(new[] { new Complex(1, -2), new Complex(3, 4), new Complex(5, 6) }, image.Voxels);
        Assert.DoesNotContain(image.Warnings, w => w.Contains("imaginary"));
    }

    [Theory]
    [InlineData("2 3", "short", "complex domain", "1 2 3 4 5 6")]
    [InlineData("3 2", "float", "domain complex", "1 3 5 2 4 6")]
    public void Other_complex_numbers_are_two_components(string sizes, string type, string kinds, string data)
    {
        MedImage image = MedImage.FromFile(_folder.Write("a.nrrd", HeaderOf(sizes, type, "ascii", "kinds: " + kinds), "\n", data));
        Assert.Equal(2, image.Components);
        Assert.Equal(new double[] { 1, 2, 3, 4, 5, 6 }, image.Cast(VoxelType.Float64, out _).Voxels);
        Assert.Contains(image.Warnings, w => w.Contains("imaginary"));
    }

    [Fact]
    public void Complex_vectors_have_components_of_pairs()
    {
        byte[] data = Enumerable.Range(1, 12).Select(i => (float)i).SelectMany(BitConverter.GetBytes).ToArray();
        MedImage image = MedImage.FromFile(_folder.Write("a.nrrd", HeaderOf("2 3 2", "float", "raw", "kinds: complex vector domain"), "\n", data));
        Assert.Equal((3, VoxelType.Complex64, new Shape(2)), (image.Components, image.DataType, image.Shape));
        Assert.Equal(new Complex64(11, 12), image.Voxels.GetValue(5));
    }

    [Theory]
    [InlineData("none (1,0,0) (0,1,0) (0,0,1)", "", 2, "3x2x2", true)]
    [InlineData("none (1,0,0) (0,1,0) (0,0,1)", "kinds: none domain domain domain", 2, "3x2x2", true)]
    [InlineData("(1,0,0) (0,1,0) (0,0,1) none", "", 1, "2x3x2x2", false)]
    [InlineData("(1,0,0) (0,1,0) (0,0,1) none", "kinds: domain domain domain domain", 1, "2x3x2x2", false)]
    [InlineData("(1,0,0) (0,1,0) (0,0,1) (nan,nan,nan)", "kinds: domain domain domain domain", 1, "2x3x2x2", false)]
    [InlineData("none (1,0,0) (0,1,0) (0,0,1)", "kinds: vector domain domain domain|modality:=DWMRI", 1, "3x2x2x2", false)]
    [InlineData("none (1,0,0) (0,1,0) (0,0,1)", "kinds: ??? domain domain domain|modality:= dwmri ", 2, "3x2x2", true)]
    public void Directions_say_what_kinds_do_not(string directions, string kinds, int components, string shape, bool warned)
    {
        string[] more = new[] { "space: LPS", "space directions: " + directions, "space origin: (0,0,0)" }.Concat(kinds.Split('|').Where(k => k.Length > 0)).ToArray();
        MedMeta meta = MedFile.ReadMeta(_folder.Write("a.nrrd", HeaderOf("2 3 2 2", "uchar", "raw", more), "\n", new byte[24]));
        Assert.Equal(components, meta.Components);
        Assert.Equal(shape, meta.Shape.ToString());
        Assert.Equal(warned, meta.Warnings.Count == 1);
    }

    [Fact]
    public void Values_without_a_place_are_along_the_first_axis()
    {
        Assert.Equal(new Shape(3), MedFile.ReadMeta(_folder.Write("a.nrrd", HeaderOf("3", "uchar", "raw", "kinds: RGB-color"), "\n", new byte[3])).Shape);
        Assert.Equal(new Shape(3), MedFile.ReadMeta(_folder.Write("b.nrrd", HeaderOf("3", "uchar", "raw", "kinds: list"), "\n", new byte[3])).Shape);
        MedMeta meta = MedFile.ReadMeta(_folder.Write("c.nrrd", HeaderOf("3 2", "uchar", "raw", "kinds: vector list"), "\n", new byte[6]));
        Assert.Equal((new Shape(2), 3), (meta.Shape, meta.Components));
        meta = MedFile.ReadMeta(_folder.Write("d.nrrd", HeaderOf("2", "float", "raw", "kinds: complex"), "\n", new byte[8]));
        Assert.Equal((new Shape(1), VoxelType.Complex64), (meta.Shape, meta.DataType));
        Assert.Equal(new Shape(1), MedFile.ReadMeta(_folder.Write("e.nrrd", HeaderOf("1", "uchar", "raw", "kinds: stub"), "\n", new byte[1])).Shape);
    }

    private static int Size(char axis) => axis switch { 'x' => 4, 'z' => 3, '.' => 1, _ => 2 };

    private static int Weight(char axis) => axis switch { 'c' => 1, 'x' => 2, 'y' => 10, 'z' => 20, 't' => 100, 'l' => 1000, 'm' => 5000, _ => 0 };

    // Each number tells its own indices.
    private static short[] Values(string axes, bool components)
    {
        IEnumerable<int> values = new[] { 0 };
        foreach (char axis in components ? "c" + axes : axes)
        {
            int[] inner = values.ToArray();
            values = Enumerable.Range(0, Size(axis)).SelectMany(i => inner.Select(v => v + (i * Weight(axis))));
        }

        return values.Select(v => (short)v).ToArray();
    }

    private string Write(string axes, string encoding)
    {
        string kinds = string.Join(" ", axes.Select(a => a switch { 'c' => "vector", 't' => "time", 'l' or 'm' => "list", _ => "domain" }));
        string directions = string.Join(" ", axes.Select(a => a switch { 'x' => "(1,0,0)", 'y' => "(0,2,0)", 'z' => "(0,0,3)", _ => "none" }));
        short[] values = Values(axes, components: false);
        byte[] bytes = Shorts(values.Select(v => (int)v).ToArray());
        object data = encoding switch
        {
            "raw" => bytes,
            "gzip" => Gzip(bytes),
            "hex" => string.Concat(bytes.Select(b => b.ToString("x2", CultureInfo.InvariantCulture))),
            _ => string.Join(" ", values),
        };
        string[] more = { "space: left-posterior-superior", "space directions: " + directions, "space origin: (0,0,0)", "kinds: " + kinds };
        return _folder.Write($"{axes}-{encoding}.nrrd", HeaderOf(string.Join(" ", axes.Select(Size)), "short", encoding, more), "\n", data);
    }
}
