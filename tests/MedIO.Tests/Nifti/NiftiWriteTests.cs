using System;
using System.Collections;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Numerics;
using System.Text;
using Xunit;

namespace MedIO.Tests.Nifti;

/// <content>What is in the files that are written, field by field.</content>
public sealed class NiftiWriteTests : IDisposable
{
    private readonly NiftiFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_new_image_gets_both_forms_in_mm_and_no_scaling()
    {
        var image = new MedImage(new short[2, 3, 4], new Affine(Matrix.Identity(3), new Vector(1, 2, 3), new Vector(5, 6, 7)));
        byte[] file = Save(image, "a.nii");
        Assert.Equal(352 + 48, file.Length);
        Assert.Equal(348, BitConverter.ToInt32(file, 0));
        Assert.Equal("n+1\0", Encoding.ASCII.GetString(file, 344, 4));
        Assert.Equal(new short[] { 3, 2, 3, 4, 1, 1, 1, 1 }, Enumerable.Range(0, 8).Select(i => BitConverter.ToInt16(file, 40 + (2 * i))));
        Assert.Equal((4, 16), (BitConverter.ToInt16(file, 70), BitConverter.ToInt16(file, 72)));
        Assert.Equal(new float[] { 1, 1, 2, 3 }, Singles(file, 76, 4));
        Assert.Equal(new float[] { 352, 1, 0 }, Singles(file, 108, 3));
        Assert.Equal(2, file[123]);
        Assert.Equal((1, 1), (BitConverter.ToInt16(file, 252), BitConverter.ToInt16(file, 254)));

        // ITK's world is LPS+, NIfTI's RAS+: half a turn about z.
        Assert.Equal(new float[] { 0, 0, 1, -5, -6, 7 }, Singles(file, 256, 6));
        Assert.Equal(new float[] { -1, 0, 0, -5, 0, -2, 0, -6, 0, 0, 3, 7 }, Singles(file, 280, 12));
    }

    [Theory]
    [InlineData("a.nii.gz", null)]
    [InlineData("A.NII.GZ", null)]
    [InlineData("a.nii.gz", 0)]
    [InlineData("a.nii.gz", 9)]
    [InlineData("a.hdr", null)]
    [InlineData("a.img", null)]
    [InlineData("A.IMG", null)]
    [InlineData("a.hdr.gz", null)]
    [InlineData("a.img.gz", 1)]
    public void Every_suffix_comes_back(string name, int? level)
    {
        var image = new MedImage(NiftiBytes.SmallVoxels, new MedMeta(new Shape(3, 4, 5)));
        image.Save(_folder[name], new SaveOptions { CompressionLevel = level });
        MedImage back = MedFile.Read(_folder[name]);
        Assert.Equal(image.Voxels, back.Voxels);
        Assert.Equal(image.Affine, back.Affine);
        Assert.Equal(name.IndexOf(".nii", StringComparison.OrdinalIgnoreCase) > 0 ? 1 : 2, Directory.GetFiles(Path.GetDirectoryName(_folder[name])!).Length);
    }

    [Fact]
    public void A_pair_whose_half_may_not_be_replaced_is_left_alone()
    {
        string data = _folder.Put("a.img", new byte[] { 1 });
        var image = new MedImage(NiftiBytes.SmallVoxels, new MedMeta(new Shape(3, 4, 5)));
        MedIOException error = Assert.Throws<MedIOException>(() => image.Save(_folder["a.hdr"], new SaveOptions { NoClobber = true }));
        Assert.Equal(MedIOError.FileExists, error.Error);
        Assert.Equal(new[] { data }, Directory.GetFiles(Path.GetDirectoryName(data)!));
    }

    [Fact]
    public void A_sheared_image_has_an_sform_alone()
    {
        var affine = new Affine(new double[,] { { 1, 0.2, 0, 0 }, { 0, 1, 0, 0 }, { 0, 0, 1, 0 }, { 0, 0, 0, 1 } });
        byte[] file = Save(new MedImage(new byte[2, 2, 2], affine), "a.nii");
        Assert.Equal((0, 1), (BitConverter.ToInt16(file, 252), BitConverter.ToInt16(file, 254)));
        AssertClose(affine, MedFile.ReadMeta(_folder["a.nii"]).Affine, 1e-6);
    }

    [Fact]
    public void Dimensions_beyond_16_bits_need_NIfTI_2()
    {
        var image = new MedImage(new byte[40000], new MedMeta(new Shape(40000, 1, 1)));
        byte[] file = Save(image, "a.nii");
        Assert.Equal(540, BitConverter.ToInt32(file, 0));
        Assert.Equal(new byte[] { 110, 43, 50, 0, 13, 10, 26, 10 }, file.Skip(4).Take(8));
        Assert.Equal(544 + 40000, file.Length);
        Assert.Equal("NIfTI-2", MedFile.ReadMeta(_folder["a.nii"]).Format);
    }

    [Fact]
    public void Components_are_colours_or_a_vector_in_the_fifth_dimension()
    {
        byte[] rgb = Save(new MedImage(new byte[] { 1, 2, 3, 4, 5, 6 }, new MedMeta(new Shape(2, 1, 1), components: 3)), "rgb.nii");
        Assert.Equal((128, 24, 3), (BitConverter.ToInt16(rgb, 70), BitConverter.ToInt16(rgb, 72), BitConverter.ToInt16(rgb, 40)));
        byte[] vector = Save(new MedImage(new float[] { 1, 2, 3, 4, 5, 6 }, new MedMeta(new Shape(2, 1, 1), components: 3)), "vector.nii");
        Assert.Equal(new short[] { 5, 2, 1, 1, 1, 3 }, Enumerable.Range(0, 6).Select(i => BitConverter.ToInt16(vector, 40 + (2 * i))));
        Assert.Equal(1007, BitConverter.ToInt16(vector, 68));
        Assert.Equal(new float[] { 1, 4, 2, 5, 3, 6 }, Singles(vector, 352, 6));
        Assert.Equal(new float[] { 1, 2, 3, 4, 5, 6 }, MedFile.Read(_folder["vector.nii"]).Voxels);
        var five = new MedImage(new float[8], new MedMeta(new Shape(1, 1, 1, 2, 2), components: 2));
        Assert.Equal(MedIOError.CannotRepresent, Assert.Throws<MedIOException>(() => five.Save(_folder["five.nii"])).Error);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    public void Descriptive_fields_and_extensions_survive(int version, bool bigEndian)
    {
        NiftiBytes nifti = new NiftiBytes(version, bigEndian).Dim(2, 2, 3, 2).Datatype(2, 8).Descrip("FSL5.0 Übung").Units(2 | 16).Pixdim(4, 2000)
            .DimInfo(1 | (2 << 2) | (3 << 4)).Slices(3, 0, 2, 650).SformCode(4).QformCode(4);
        byte[] extension = nifti.Extension(6, Encoding.ASCII.GetBytes("a comment"));
        MedImage image = MedFile.Read(_folder.Put("a.nii", nifti.File(new byte[24], extension)), new ReadOptions { Orientation = "PSR" });
        image.Save(_folder["b.nii.gz"]);
        IDictionary before = HeaderOf("a.nii");
        IDictionary after = HeaderOf("b.nii.gz");
        foreach (string name in new[] { "descrip", "xyzt_units", "dim_info", "slice_code", "slice_start", "slice_end", "slice_duration", "pixdim", "sform_code", "qform_code", "srow_x" })
        {
            Assert.Equal(before[name]!.ToString(), after[name]!.ToString());
        }

        byte[] written = NiftiFolder.Gunzip(_folder["b.nii.gz"]);
        Assert.Contains("a comment", Encoding.ASCII.GetString(written), StringComparison.Ordinal);
        Assert.Equal(version == 1 ? 348 : 540, BitConverter.ToInt32(written, 0));
    }

    [Fact]
    public void Fields_that_name_axes_follow_them_or_go()
    {
        NiftiBytes nifti = new NiftiBytes().Dim(2, 2, 4).Datatype(2, 8).DimInfo(1 | (2 << 2) | (3 << 4)).Slices(3, 0, 2, 0.1);
        MedImage image = MedFile.Read(_folder.Put("a.nii", nifti.File(new byte[16])), new ReadOptions { CoordinateSystem = CoordinateSystem.Nib });
        var keep = new SaveOptions { KeepOrientation = true };

        image.Reorient("IRA").Save(_folder["turned.nii"], keep);
        IDictionary turned = HeaderOf("turned.nii");
        Assert.Equal(2 | (3 << 2) | (1 << 4), turned["dim_info"]);
        Assert.Equal((4, 1, 3), ((int)turned["slice_code"]!, (int)turned["slice_start"]!, (int)turned["slice_end"]!));

        image["..., 1:"].Save(_folder["cut.nii"], keep);
        IDictionary cut = HeaderOf("cut.nii");
        Assert.Equal(1 | (2 << 2) | (3 << 4), cut["dim_info"]);
        Assert.Equal((0, 0, 0, 0f), ((int)cut["slice_code"]!, (int)cut["slice_start"]!, (int)cut["slice_end"]!, (float)cut["slice_duration"]!));

        image.Metadata.Affine = new Affine(new double[,] { { 0.9, 0.1, 0, 0 }, { -0.1, 0.9, 0, 0 }, { 0, 0, 1, 0 }, { 0, 0, 0, 1 } });
        image.Save(_folder["moved.nii"], keep);
        IDictionary moved = HeaderOf("moved.nii");
        Assert.Equal((0, 0, 2), ((int)moved["dim_info"]!, (int)moved["slice_code"]!, (int)moved["sform_code"]!));
    }

    [Theory]
    [InlineData(1e10)]
    [InlineData(-1e10)]
    public void A_single_slice_may_be_far_thicker_than_that_of_the_file(double thickness)
    {
        NiftiBytes nifti = new NiftiBytes().Dim(2, 2, 1).Datatype(2, 8).Pixdim(3, 1e-10f).SformCode(0).QformCode(0).DimInfo(1 | (2 << 2) | (3 << 4)).Slices(1, 0, 0, 0.1);
        MedImage image = MedFile.Read(_folder.Put("a.nii", nifti.File(new byte[4])), new ReadOptions { CoordinateSystem = CoordinateSystem.Nib });
        double[,] affine = image.Affine.ToArray();
        Assert.Equal(1e-10, affine[2, 2], 12);
        affine[2, 2] = thickness;
        image.Metadata.Affine = new Affine(affine);
        image.Save(_folder["b.nii"], new SaveOptions { KeepOrientation = true });
        Assert.Equal(0, HeaderOf("b.nii")["slice_code"]);
    }

    [Theory]
    [InlineData("1e30")]
    [InlineData("-1e30")]
    [InlineData("9223372036854775808")]
    public void Header_entries_beyond_what_their_field_holds_are_refused(string number)
    {
        NiftiBytes nifti = new NiftiBytes(2, false).Dim(2, 2, 2).Datatype(2, 8);
        MedImage image = MedFile.Read(_folder.Put("a.nii", nifti.File(new byte[8])), new ReadOptions { Header = true });
        image.Header!["slice_end"] = number;
        Assert.Equal(MedIOError.CannotRepresent, Assert.Throws<MedIOException>(() => image.Save(_folder["b.nii"])).Error);
    }

    [Fact]
    public void Header_entries_that_the_user_changed_are_written()
    {
        MedImage image = MedFile.Read(_folder.Put("a.nii", NiftiBytes.Small().Descrip("before").DimInfo(9).File(NiftiBytes.SmallVoxels)), new ReadOptions { Header = true });
        image.Header!["descrip"] = "after";
        image.Header["cal_max"] = "99.5";
        image.Header["intent_name"] = new string('n', 40);
        image.Header["dim"] = "7 7 7";
        var warnings = new List<string>();
        image.Save(_folder["b.nii"], new SaveOptions { Warn = warnings.Add });
        IDictionary header = HeaderOf("b.nii");
        Assert.Equal(("after", 99.5f, new string('n', 15)), (header["descrip"], header["cal_max"], header["intent_name"]));
        Assert.Equal("3 3 4 5 1 1 1 1", header["dim"]!.ToString());
        Assert.Single(warnings);
        image.Header["cal_max"] = "much";
        Assert.Equal(MedIOError.CannotRepresent, Assert.Throws<MedIOException>(() => image.Save(_folder["b.nii"])).Error);
    }

    [Fact]
    public void Time_is_written_in_the_unit_of_the_file_or_in_seconds()
    {
        var fresh = new MedImage(new byte[3], new MedMeta(new Shape(1, 1, 1, 3)) { TimeStep = 2.5 });
        byte[] seconds = Save(fresh, "s.nii");
        Assert.Equal((10, 2.5f), (seconds[123], Singles(seconds, 92, 1)[0]));
        MedImage read = MedFile.Read(_folder.Put("ms.nii", new NiftiBytes().Dim(1, 1, 1, 4).Datatype(2, 8).Units(18).Pixdim(4, 500).File(new byte[4])));
        byte[] every = Save(read["..., ::2"], "every.nii");
        Assert.Equal((18, 1000f), (every[123], Singles(every, 92, 1)[0]));
    }

    [Fact]
    public void Every_type_and_number_of_dimensions_comes_back()
    {
        Array[] arrays =
        {
            new byte[64], new sbyte[64], new ushort[64], new short[64], new uint[64], new int[64], new ulong[64], new long[64],
            new float[64], new double[64], new Complex64[64], new Complex[64],
        };
        var random = new Random(1);
        foreach (Array voxels in arrays)
        {
            var bytes = new byte[Buffer64(voxels)];
            random.NextBytes(bytes);
            Fill(voxels, bytes);
            for (int dimensions = 1; dimensions <= 7; dimensions++)
            {
                int[] sizes = Enumerable.Range(0, dimensions).Select(i => i == dimensions - 1 ? 64 >> i : 2).ToArray();
                if (sizes[dimensions - 1] == 0)
                {
                    sizes[dimensions - 1] = 1;
                }

                var image = new MedImage(voxels, new MedMeta(new Shape(sizes)));
                image.Save(_folder["a.nii"]);
                MedImage back = MedFile.Read(_folder["a.nii"]);
                Assert.Equal(image.Shape, back.Shape);
                Assert.Equal(image.Affine, back.Affine);
                Assert.Equal(bytes, new NiftiBytes().Voxels(back.Voxels));
            }
        }
    }

    internal static void AssertClose(Affine expected, Affine actual, double tolerance)
    {
        for (int i = 0; i < expected.Count * expected.Count; i++)
        {
            double value = expected[i / expected.Count, i % expected.Count];
            Assert.InRange(actual[i / expected.Count, i % expected.Count], value - (tolerance * (1 + Math.Abs(value))), value + (tolerance * (1 + Math.Abs(value))));
        }
    }

    private static int Buffer64(Array voxels) => 64 * VoxelTypes.SizeOf(VoxelTypes.FromClrType(voxels.GetType().GetElementType()!));

    private static void Fill(Array voxels, byte[] bytes)
    {
        var pin = System.Runtime.InteropServices.GCHandle.Alloc(voxels, System.Runtime.InteropServices.GCHandleType.Pinned);
        System.Runtime.InteropServices.Marshal.Copy(bytes, 0, pin.AddrOfPinnedObject(), bytes.Length);
        pin.Free();
    }

    private static float[] Singles(byte[] file, int offset, int count) => Enumerable.Range(0, count).Select(i => BitConverter.ToSingle(file, offset + (4 * i))).ToArray();

    private byte[] Save(MedImage image, string name)
    {
        image.Save(_folder[name]);
        return File.ReadAllBytes(_folder[name]);
    }

    private IDictionary HeaderOf(string name) => MedFile.ReadMeta(_folder[name], new ReadOptions { Header = true }).Header!;
}
