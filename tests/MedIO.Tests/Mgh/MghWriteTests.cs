using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using FsCheck.Xunit;
using Xunit;

namespace MedIO.Tests.Mgh;

public sealed class MghWriteTests : IDisposable
{
    private static readonly VoxelType[] Types = { VoxelType.UInt8, VoxelType.Int16, VoxelType.UInt16, VoxelType.Int32, VoxelType.Float32 };

    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_file_is_as_the_format_is_described()
    {
        var affine = new Affine(new double[,] { { -2, 0, 0, 90 }, { 0, 0, 3, -100 }, { 0, -4, 0, 80 }, { 0, 0, 0, 1 } });
        var voxels = Enumerable.Range(-3, 24).Select(i => (short)(i * 300)).ToArray();
        var image = new MedImage(voxels, new MedMeta(new Shape(2, 3, 4), affine, CoordinateSystem.Nib));
        byte[] expected = new MghBytes(4, 2, 3, 4).Spacing(2, 4, 3).Directions(-1, 0, 0, 0, 0, -1, 0, 1, 0).Centre(88, -94, 74)
            .File(voxels.Cast<object>(), MghBytes.BigEndian(0f, 0f, 0f, 0f, 0f));
        image.Save(_folder["a.mgh"]);
        Assert.Equal(expected, File.ReadAllBytes(_folder["a.mgh"]));
        image.Save(_folder["a.mgz"], new SaveOptions { CompressionLevel = 9 });
        Assert.Equal(expected, MghBytes.Gunzip(File.ReadAllBytes(_folder["a.mgz"])));
        image.Save(_folder["b.mgh.gz"]);
        Assert.Equal(expected, MghBytes.Gunzip(File.ReadAllBytes(_folder["b.mgh.gz"])));
        Assert.Equal(new[] { "a.mgh", "a.mgz", "b.mgh.gz" }, _folder.Names());
    }

    [Fact]
    public void A_geometry_that_could_not_be_used_is_not_written_again()
    {
        File.WriteAllBytes(_folder["a.mgh"], new MghBytes(0, 2, 1, 1).Spacing(1, 1, 1).Directions(1, 0, 0, 1, 0, 0, 0, 0, 1).Centre(0, 0, 0).File(new object[] { (byte)1, (byte)2 }));
        MedImage image = MedFile.Read(_folder["a.mgh"], new ReadOptions { AllowDefaultAffine = true });
        image.Save(_folder["b.mgh"]);
        Assert.Equal(image.Affine, MedFile.Read(_folder["b.mgh"]).Affine);
    }

    [Property(MaxTest = 200)]
    public void What_is_written_comes_back(int seed)
    {
        var random = new Random(seed);
        MedImage image = RandomImage(random, out string name);
        string path = _folder[name];
        image.Save(path, new SaveOptions { KeepOrientation = true });
        MedImage back = MedFile.Read(path, new ReadOptions { CoordinateSystem = image.CoordinateSystem });
        Assert.Equal(image.DataType, back.DataType);
        Assert.Equal(image.Voxels, back.Voxels);
        Assert.Equal(image.Shape.Concat(new[] { 1, 1 }).Take(Math.Max(3, back.Shape.Count)), back.Shape);
        AssertClose(image.Affine.To3D(), back.Affine);
        Assert.Empty(back.Warnings);
        if (back.Shape.Count == 4)
        {
            Assert.Equal(image.Metadata.TimeStep ?? 0, back.Metadata.TimeStep ?? 0, 3);
        }

        // And once more, without a change.
        string again = _folder["again-" + name];
        back.Save(again);
        byte[] first = File.ReadAllBytes(path);
        byte[] second = File.ReadAllBytes(again);
        Assert.Equal(name.EndsWith("z", StringComparison.Ordinal) ? MghBytes.Gunzip(first) : first, name.EndsWith("z", StringComparison.Ordinal) ? MghBytes.Gunzip(second) : second);
    }

    [ToolFact("nib-convert")]
    public void Nibabel_reads_what_is_written()
    {
        var random = new Random(5);
        for (int i = 0; i < 6; i++)
        {
            MedImage image = RandomImage(random, out string name);

            // Unsigned 16 bits are known to nibabel from 5.4 on, and gzip to it by the suffix .mgz only.
            if (image.DataType == VoxelType.UInt16 || name.EndsWith(".gz", StringComparison.Ordinal))
            {
                continue;
            }

            image.Save(_folder[name], new SaveOptions { KeepOrientation = true });
            ExternalTool.Run("nib-convert", $"--force \"{_folder[name]}\" \"{_folder["nibabel.nii"]}\"");
            MedImage theirs = MedFile.Read(_folder["nibabel.nii"], new ReadOptions { CoordinateSystem = image.CoordinateSystem });
            Assert.Equal(VoxelNumbers.Of(image.Voxels), VoxelNumbers.Of(theirs.Voxels));
            AssertClose(image.Affine.To3D(), theirs.Affine.To3D());
            File.Delete(_folder["nibabel.nii"]);
        }
    }

    [Theory]
    [InlineData("a.mgh")]
    [InlineData("a.mgz")]
    public void Numbers_and_tags_of_the_file_read_are_kept_while_they_are_true(string name)
    {
        byte[] footer = MghBytes.BigEndian(2000f, 0.1f, 3f, 4f, 5f);
        byte[] tags = MghBytes.BigEndian(41).Concat(Enumerable.Range(0, 3000).Select(i => (byte)(i % 251))).ToArray();
        byte[] file = new MghBytes(4, 2, 3, 4, 2).Int32(24, 7).Centre(1.5f, 2, 3).File(Enumerable.Range(0, 48).Select(i => (object)(short)i), footer, tags);
        bool zip = name.EndsWith("z", StringComparison.Ordinal);
        File.WriteAllBytes(_folder[name], zip ? MghBytes.Gzip(file) : file);
        MedFile.Read(_folder[name]).Save(_folder["same-" + name]);
        byte[] same = File.ReadAllBytes(_folder["same-" + name]);
        Assert.Equal(file, zip ? MghBytes.Gunzip(same) : same);

        // Read turned and cast, saved as it was.
        MedFile.Read(_folder[name], new ReadOptions { Orientation = "SPL" }).Save(_folder["back-" + name]);
        byte[] back = File.ReadAllBytes(_folder["back-" + name]);
        Assert.Equal(file, zip ? MghBytes.Gunzip(back) : back);

        // Another grid: the numbers of the scan hold still, the tags may not.
        var warnings = new List<string>();
        MedFile.Read(_folder[name], new ReadOptions { Orientation = "SPL" }).Save(_folder["turned.mgh"], new SaveOptions { KeepOrientation = true, Warn = warnings.Add });
        Assert.Contains("left out", Assert.Single(warnings), StringComparison.Ordinal);
        byte[] turned = File.ReadAllBytes(_folder["turned.mgh"]);
        Assert.Equal(284 + 96 + 20, turned.Length);
        Assert.Equal(footer, turned.Skip(284 + 96));
        Assert.Equal(7, turned[27]);
    }

    [Theory]
    [InlineData("a.mgh")]
    [InlineData("a.mgz")]
    public void Numbers_behind_the_voxels_survive_where_only_a_part_was_read(string name)
    {
        byte[] footer = MghBytes.BigEndian(2000f, 0.1f, 3f, 4f, 5f);
        byte[] file = new MghBytes(4, 2, 3, 4).File(Enumerable.Range(0, 24).Select(i => (object)(short)i), footer);
        File.WriteAllBytes(_folder[name], name.EndsWith("z", StringComparison.Ordinal) ? MghBytes.Gzip(file) : file);
        var part = new ReadOptions { Slice = SliceExpression.Parse("..., :2") };
        var warnings = new List<string>();
        var save = new SaveOptions { Warn = warnings.Add };
        MedImage image = MedFile.Read(_folder[name], part);
        image.Save(_folder["saved.mgh"], save);
        Assert.Equal(footer, File.ReadAllBytes(_folder["saved.mgh"]).Skip(284 + 24));
        MedFile.Convert(_folder[name], _folder["part.mgh"], part, save);
        Assert.Equal(footer, File.ReadAllBytes(_folder["part.mgh"]).Skip(284 + 24));
        MedFile.Convert(_folder[name], _folder["whole.mgh"], null, save);
        Assert.Equal(file, File.ReadAllBytes(_folder["whole.mgh"]));
        Assert.Empty(warnings);

        // Gone, or another file by now: nothing is made up.
        if (name.EndsWith("z", StringComparison.Ordinal))
        {
            File.Delete(_folder[name]);
            MedImage again = image.Clone();
            again.Save(_folder["late.mgh"], save);
            Assert.Contains("left out", Assert.Single(warnings), StringComparison.Ordinal);
            Assert.Equal(new byte[20], File.ReadAllBytes(_folder["late.mgh"]).Skip(284 + 24));
        }
    }

    [Fact]
    public void The_scans_numbers_can_be_set_by_name()
    {
        var header = new Dictionary<string, object> { ["TE"] = 2.5, ["flip_angle"] = "0.3", ["other"] = "x" };
        var image = new MedImage(new byte[8], new MedMeta(new Shape(2, 2, 2), header: header));
        image.Save(_folder["a.mgh"]);
        Assert.Equal(MghBytes.BigEndian(0f, 0.3f, 2.5f, 0f, 0f), File.ReadAllBytes(_folder["a.mgh"]).Skip(284 + 8));
        header["te"] = "often";
        Assert.Equal(MedIOError.CannotRepresent, Fails(new MedImage(new byte[8], new MedMeta(new Shape(2, 2, 2), header: header)), "b.mgh").Error);
    }

    [Fact]
    public void What_the_format_has_no_place_for_is_an_error_and_leaves_no_file()
    {
        var shape = new Shape(2, 2, 2);
        foreach (Array voxels in new Array[] { new sbyte[8], new uint[8], new long[8], new ulong[8], new double[8], new Complex64[8], new System.Numerics.Complex[8] })
        {
            MedIOException error = Fails(new MedImage(voxels, new MedMeta(shape)), "a.mgz");
            Assert.Equal(MedIOError.CannotRepresent, error.Error);
            Assert.Contains("NIfTI", error.Message, StringComparison.Ordinal);
        }

        Assert.Contains("four dimensions", Fails(new MedImage(new byte[32], new MedMeta(new Shape(2, 2, 2, 2, 2))), "a.mgh").Message, StringComparison.Ordinal);
        Assert.Contains("has 3", Fails(new MedImage(new byte[24], new MedMeta(shape, components: 3)), "a.mgh").Message, StringComparison.Ordinal);
        var far = new Affine(new double[,] { { 1, 0, 0, 1e300 }, { 0, 1, 0, 0 }, { 0, 0, 1, 0 }, { 0, 0, 0, 1 } });
        Assert.Equal(MedIOError.CannotRepresent, Fails(new MedImage(new byte[8], new MedMeta(shape, far)), "a.mgh").Error);
        Assert.Empty(_folder.Names());
    }

    [Fact]
    public void Dimensions_of_one_behind_the_fourth_are_left_out()
    {
        new MedImage(new byte[16], new MedMeta(new Shape(2, 2, 2, 2, 1))).Save(_folder["a.mgh"]);
        Assert.Equal("2x2x2x2", MedFile.ReadMeta(_folder["a.mgh"]).Shape.ToString());
    }

    private static MedImage RandomImage(Random random, out string name)
    {
        VoxelType type = Types[random.Next(Types.Length)];
        var shape = new Shape(Enumerable.Range(0, random.Next(1, 5)).Select(_ => random.Next(1, 6)).ToArray());
        byte[] noise = new byte[shape.VoxelCount * 4];
        random.NextBytes(noise);
        Array voxels = type switch
        {
            VoxelType.UInt8 => new byte[shape.VoxelCount],
            VoxelType.Int16 => new short[shape.VoxelCount],
            VoxelType.UInt16 => new ushort[shape.VoxelCount],
            VoxelType.Int32 => new int[shape.VoxelCount],
            _ => Enumerable.Range(0, (int)shape.VoxelCount).Select(_ => (float)(random.NextDouble() - 0.5) * 1e6f).ToArray(),
        };
        if (type != VoxelType.Float32)
        {
            Buffer.BlockCopy(noise, 0, voxels, 0, Buffer.ByteLength(voxels));
        }

        Affine affine = RandomAffine(random);
        name = new[] { "a.mgh", "b.mgz", "c.mgh.gz" }[random.Next(3)];
        return new MedImage(voxels, new MedMeta(shape, affine, random.Next(2) == 0 ? CoordinateSystem.Itk : CoordinateSystem.Nib))
        {
            Metadata = { TimeStep = shape.Count == 4 && random.Next(2) == 0 ? random.Next(1, 5000) / 1000.0 : null },
        };
    }

    // Any axes that span the space, sheared ones among them.
    private static Affine RandomAffine(Random random)
    {
        for (;;)
        {
            var m = new double[4, 4];
            m[3, 3] = 1;
            for (int i = 0; i < 12; i++)
            {
                m[i / 4, i % 4] = i % 4 == 3 ? (random.NextDouble() * 200) - 100 : (random.NextDouble() * 4) - 2;
            }

            double volume = Math.Abs(MedIO.Geometry.Linear3.Determinant(m));
            if (volume > 0.5)
            {
                return new Affine(m);
            }
        }
    }

    private static void AssertClose(Affine expected, Affine actual)
    {
        for (int i = 0; i < 16; i++)
        {
            Assert.InRange(actual[i / 4, i % 4], expected[i / 4, i % 4] - 1e-4, expected[i / 4, i % 4] + 1e-4);
        }
    }

    private MedIOException Fails(MedImage image, string name)
    {
        MedIOException error = Assert.Throws<MedIOException>(() => image.Save(_folder[name]));
        Assert.StartsWith(_folder[name], error.Message, StringComparison.Ordinal);
        return error;
    }
}
