using System;
using System.IO;
using System.Linq;
using MedIO.Formats;
using MedIO.Tests.Mgh;
using Xunit;

namespace MedIO.Tests.Analyze;

public sealed class AnalyzeReadTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<int, int, VoxelType, object[]> Types => new()
    {
        { 2, 8, VoxelType.UInt8, new object[] { (byte)0, (byte)200 } },
        { 4, 16, VoxelType.Int16, new object[] { (short)-300, (short)5 } },
        { 8, 32, VoxelType.Int32, new object[] { -70000, 5 } },
        { 16, 32, VoxelType.Float32, new object[] { -1.5f, 3e10f } },
        { 32, 64, VoxelType.Complex64, new object[] { 1f, 2f, -3f, -4f } },
        { 64, 64, VoxelType.Float64, new object[] { 1e-200, -2.5 } },
        { 128, 24, VoxelType.UInt8, new object[] { (byte)1, (byte)2, (byte)3, (byte)4, (byte)5, (byte)6 } },
        { 130, 8, VoxelType.Int8, new object[] { (sbyte)-5, (sbyte)5 } },
        { 132, 16, VoxelType.UInt16, new object[] { (ushort)65000, (ushort)5 } },
        { 136, 32, VoxelType.UInt32, new object[] { 4000000000u, 5u } },
        { 256, 8, VoxelType.Int8, new object[] { (sbyte)-5, (sbyte)5 } },
        { 512, 16, VoxelType.UInt16, new object[] { (ushort)65000, (ushort)5 } },
        { 768, 32, VoxelType.UInt32, new object[] { 4000000000u, 5u } },
    };

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_type_is_read_in_both_byte_orders(int code, int bits, VoxelType type, object[] numbers)
    {
        foreach (bool big in new[] { false, true })
        {
            var file = new AnalyzeBytes(code, bits, big, 2, 1, 1);
            MedImage image = MedFile.Read(file.Put(_folder, "a", file.Voxels(numbers)));
            Assert.Equal("Analyze", image.Metadata.Format);
            Assert.Equal(type, image.DataType);
            Assert.Equal(code == 128 ? 3 : 1, image.Components);
            Assert.Equal(numbers.Select(n => Convert.ToDouble(n, System.Globalization.CultureInfo.InvariantCulture)), VoxelNumbers.Of(image.Voxels));
        }
    }

    [Fact]
    public void Either_file_of_the_pair_can_be_given_compressed_or_not()
    {
        AnalyzeBytes file = AnalyzeBytes.Small();
        string header = file.Put(_folder, "a", AnalyzeBytes.SmallVoxels);
        Assert.Equal(AnalyzeBytes.SmallVoxels, MedFile.Read(header).Voxels);
        Assert.Equal(AnalyzeBytes.SmallVoxels, MedFile.Read(_folder["a.img"]).Voxels);
        using (ImageSource source = ImageSource.Open(_folder["a.img"]))
        {
            Assert.Equal(header, FormatRegistry.Find(source).Describe(source, new ReadOptions()).HeaderPath);
        }

        File.WriteAllBytes(_folder["b.hdr.gz"], MghBytes.Gzip(file.Header()));
        File.WriteAllBytes(_folder["b.img.gz"], MghBytes.Gzip(AnalyzeBytes.SmallVoxels));
        Assert.Equal(AnalyzeBytes.SmallVoxels, MedFile.Read(_folder["b.hdr.gz"]).Voxels);
        Assert.Equal(AnalyzeBytes.SmallVoxels, MedFile.Read(_folder["b.img.gz"]).Voxels);
        File.WriteAllBytes(_folder["C.HDR"], file.Header());
        File.WriteAllBytes(_folder["C.IMG"], AnalyzeBytes.SmallVoxels);
        Assert.Equal(AnalyzeBytes.SmallVoxels, MedFile.Read(_folder["C.IMG"]).Voxels);
    }

    [Fact]
    public void A_pair_of_NIfTI_stays_one()
    {
        byte[] header = AnalyzeBytes.Small().Text(344, "ni1").Header();
        File.WriteAllBytes(_folder["a.hdr"], header);
        File.WriteAllBytes(_folder["a.img"], AnalyzeBytes.SmallVoxels);
        Assert.Equal("NIfTI-1", MedFile.ReadMeta(_folder["a.hdr"]).Format);
        Assert.Equal("NIfTI-1", MedFile.ReadMeta(_folder["a.img"]).Format);
        using ImageSource source = ImageSource.Open(_folder["a.img"]);
        Assert.Equal(_folder["a.hdr"], FormatRegistry.Find(source).Describe(source, new ReadOptions()).HeaderPath);
    }

    [Fact]
    public void The_first_axis_runs_to_the_left_and_the_centre_is_the_origin()
    {
        MedMeta meta = Meta(AnalyzeBytes.Small().Pixdim(2, 3, 4));
        Assert.Equal("LAS", meta.Orientation);
        Assert.Equal("2 3 4", meta.Spacing.ToString());
        Assert.Equal("0 0 0", meta.Affine.IndexToCoordinate(new Vector(0.5, 1, 1.5)).ToString());
        Assert.Equal(2, meta.Warnings.Count);
        Assert.Contains("left", meta.Warnings[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, 3, 4, true)]
    [InlineData(-1, 1, 1, true)]
    [InlineData(0, 0, 1, true)]
    [InlineData(3, 5, 7, true)]
    [InlineData(4, 3, 4, false)]
    [InlineData(1, -3, 1, false)]
    [InlineData(8224, 8224, 8224, false)]
    public void SPMs_origin_counts_voxels_from_1_and_only_near_the_image(int x, int y, int z, bool used)
    {
        MedMeta meta = Meta(AnalyzeBytes.Small().Pixdim(2, 3, 4).Origin(x, y, z));
        Vector at = used ? new Vector(x - 1, y - 1, z - 1) : new Vector(0.5, 1, 1.5);
        Assert.Equal("0 0 0", meta.Affine.IndexToCoordinate(at).ToString());
        Assert.Equal(used ? 1 : 2, meta.Warnings.Count);
    }

    [Fact]
    public void Voxel_sizes_of_zero_are_1_mm_and_signs_have_no_meaning()
    {
        MedMeta meta = Meta(AnalyzeBytes.Small().Pixdim(0, -3, 4).Origin(1, 1, 1));
        Assert.Equal("LAS", meta.Orientation);
        Assert.Equal("1 3 4", meta.Spacing.ToString());
        Assert.Equal(3, meta.Warnings.Count);
    }

    [Fact]
    public void Values_are_scaled_as_in_SPM2()
    {
        double[] stored = Enumerable.Range(0, 24).Select(i => (double)i).ToArray();
        Check(AnalyzeBytes.Small(), 1, 0, VoxelType.UInt8);
        Check(AnalyzeBytes.Small().Scale(0.5, 0), 0.5, 0, VoxelType.Float32);
        Check(AnalyzeBytes.Small().Scale(0.5, 3), 0.5, 3, VoxelType.Float32);
        Check(AnalyzeBytes.Small().Scale(0.5, double.NaN), 0.5, 0, VoxelType.Float32);
        Check(AnalyzeBytes.Small().Scale(double.NaN, 3), 1, 0, VoxelType.UInt8);
        Check(AnalyzeBytes.Small().Scale(0.5, 0).Ranges(23, 0, 46, 0), 0.5, 0, VoxelType.Float32);
        Check(AnalyzeBytes.Small().Ranges(24, 8, 40, 8), 2, -8, VoxelType.Float32, warned: true);
        Check(AnalyzeBytes.Small().Ranges(24, 8, 0, 0), 1, 0, VoxelType.UInt8);
        Check(AnalyzeBytes.Small().Ranges(0, 0, 40, 8), 1, 0, VoxelType.UInt8);
        Check(AnalyzeBytes.Small().Ranges(23, 0, 23, 0), 1, 0, VoxelType.UInt8);

        void Check(AnalyzeBytes file, double slope, double intercept, VoxelType type, bool warned = false)
        {
            MedImage image = MedFile.Read(file.Origin(1, 1, 1).Put(_folder, "a", AnalyzeBytes.SmallVoxels));
            Assert.Equal(stored.Select(v => (v * slope) + intercept), VoxelNumbers.Of(image.Voxels));
            Assert.Equal(type, image.DataType);
            Assert.Equal(warned, image.Warnings.Any(w => w.Contains("glmin")));
        }
    }

    [Fact]
    public void Four_dimensions_have_a_time_step_in_seconds_whatever_the_unit()
    {
        AnalyzeBytes Four(double step) => new AnalyzeBytes(2, 8, false, 1, 1, 1, 3).Pixdim(1, 1, 1, step);
        Assert.Equal(2.5, MedFile.ReadMeta(Four(2500).Put(_folder, "a", new byte[3])).TimeStep);
        Assert.Equal(2.5, MedFile.ReadMeta(Four(2.5).Put(_folder, "a", new byte[3])).TimeStep);
        Assert.Null(MedFile.ReadMeta(Four(0).Put(_folder, "a", new byte[3])).TimeStep);
        Assert.Null(MedFile.ReadMeta(AnalyzeBytes.Small().Pixdim(1, 1, 1, 9).Put(_folder, "a", AnalyzeBytes.SmallVoxels)).TimeStep);
    }

    [Fact]
    public void The_matrix_beside_it_places_the_image()
    {
        double[] m = { -2, 0, 0, 0, 0, 3, 0, 0, 0, 0, 4, 0, 10, 20, 30, 1 };
        double[] other = m.Select(v => v * 2).ToArray();
        int[] square = { 4, 4 };
        Check(MatlabBytes.Level4("mat", 4, 4, false, m), "LAS", "8 23 34", 0);
        Check(MatlabBytes.Level4("mat", 4, 4, true, m), "LAS", "8 23 34", 0);

        // M leaves out the flip: a positive first column runs to the left.
        Check(MatlabBytes.Level4("M", 4, 4, false, m), "RAS", "-8 23 34", 1);
        Check(MatlabBytes.Level4("M", 4, 4, false, other).Concat(MatlabBytes.Level4("mat", 4, 4, true, m)).ToArray(), "LAS", "8 23 34", 0);
        foreach (bool big in new[] { false, true })
        {
            byte[] note = MatlabBytes.Matrix("note", big, false, new[] { 1, 3 }, 7, 8, 9);
            byte[] matrix = MatlabBytes.Matrix("mat", big, false, square, m);
            Check(MatlabBytes.Level5(big, note, matrix), "LAS", "8 23 34", 0);
            Check(MatlabBytes.Level5(big, MatlabBytes.Compressed(big, note), MatlabBytes.Compressed(big, matrix)), "LAS", "8 23 34", 0);
            Check(MatlabBytes.Level5(big, MatlabBytes.Matrix("M", big, true, square, m)), "RAS", "-8 23 34", 1);
            Check(MatlabBytes.Level5(big, MatlabBytes.Matrix("mat", big, false, new[] { 4, 4, 2 }, m.Concat(other).ToArray())), "LAS", "8 23 34", 1);
            Check(MatlabBytes.Level5(big, MatlabBytes.Matrix("mat", big, false, new[] { 4, 4, 2 }, m.Concat(m).ToArray())), "LAS", "8 23 34", 0);
        }

        void Check(byte[] mat, string orientation, string origin, int warnings)
        {
            File.WriteAllBytes(_folder["a.mat"], mat);
            MedMeta meta = Meta(AnalyzeBytes.Small().Pixdim(9, 9, 9).Origin(1, 1, 1));
            Assert.Equal((orientation, "2 3 4", origin), (meta.Orientation, meta.Spacing.ToString(), meta.Origin.ToString()));
            Assert.Equal(warnings, meta.Warnings.Count);
        }
    }

    [Fact]
    public void A_matrix_that_is_none_is_left_out_with_a_warning()
    {
        double[] m = Enumerable.Repeat(1.0, 16).ToArray();
        byte[] whole = MatlabBytes.Level5(false, MatlabBytes.Compressed(false, MatlabBytes.Matrix("mat", false, false, new[] { 4, 4 }, m)));
        byte[] old = MatlabBytes.Level4("mat", 4, 4, false, m);
        byte[][] files =
        {
            new byte[] { 1 }, new byte[200], MatlabBytes.Level4("mat", 2, 2, false, 1, 2, 3, 4), MatlabBytes.Level4("other", 1, 1, false, 1), MatlabBytes.Level5(true),
            MatlabBytes.Level4("mat", 4, int.MaxValue, false, m), MatlabBytes.Level4("mat", -4, 4, false, m), System.Text.Encoding.ASCII.GetBytes(new string('x', 300)),
            MatlabBytes.Level5(false, MatlabBytes.Matrix("mat", false, false, new[] { 4, 4, int.MaxValue }, m)), MatlabBytes.Level5(false, MatlabBytes.Matrix("mat", false, false, new[] { 4, -4 }, m)),
        };
        foreach (byte[] file in files.Concat(Enumerable.Range(1, whole.Length - 1).Select(n => whole.Take(n).ToArray())).Concat(Enumerable.Range(1, old.Length - 1).Select(n => old.Take(n).ToArray())))
        {
            File.WriteAllBytes(_folder["a.mat"], file);
            MedMeta meta = Meta(AnalyzeBytes.Small().Pixdim(9, 9, 9).Origin(1, 1, 1));
            Assert.Equal("9 9 9", meta.Spacing.ToString());
            Assert.Contains("a.mat", meta.Warnings[0], StringComparison.Ordinal);
        }

        File.WriteAllBytes(_folder["a.mat"], Array.Empty<byte>());
        Assert.Single(Meta(AnalyzeBytes.Small().Origin(1, 1, 1)).Warnings);
    }

    [Fact]
    public void The_header_has_every_field_as_it_is_stored()
    {
        AnalyzeBytes file = AnalyzeBytes.Small().Text(148, "a description").Text(228, "none").Text(283, "patient 7").Int32(32, 16384).Origin(3, 4, 5).Scale(0.5, 2).Pixdim(2, 3, 4);
        System.Collections.IDictionary header = MedFile.ReadMeta(file.Put(_folder, "a", AnalyzeBytes.SmallVoxels), new ReadOptions { Header = true }).Header!;
        Assert.Equal("a description", header["descrip"]);
        Assert.Equal("patient 7", header["patient_id"]);
        Assert.Equal(16384, header["extents"]);
        Assert.Equal("3 4 5 0 0", header["origin"]!.ToString());
        Assert.Equal("3 2 3 4 1 1 1 1", header["dim"]!.ToString());
        Assert.Equal("0 2 3 4 0 0 0 0", header["pixdim"]!.ToString());
        Assert.Equal(0.5f, header["scl_slope"]);
        Assert.Equal(43, header.Count);
        Assert.Null(MedFile.ReadMeta(_folder["a.hdr"]).Header);
    }

    [ToolFact("nib-convert")]
    public void Nibabel_reads_the_same()
    {
        foreach (bool big in new[] { false, true })
        {
            var file = new AnalyzeBytes(4, 16, big, 2, 3, 2, 2);
            byte[] voxels = file.Voxels(Enumerable.Range(0, 24).Select(i => (object)(short)((i * 100) - 999)).ToArray());
            string header = file.Pixdim(1.5, 2.5, 3.5, 2).Origin(2, -1, 1).Scale(0.25, 7).Put(_folder, "a", voxels);
            ExternalTool.Run("nib-convert", $"--force --out-dtype float64 \"{header}\" \"{_folder["theirs.nii"]}\"");
            MedImage ours = MedFile.Read(header);
            MedImage theirs = MedFile.Read(_folder["theirs.nii"]);
            Assert.Equal(theirs.Shape, ours.Shape);
            Assert.Equal(theirs.Affine, ours.Affine);
            Assert.Equal(VoxelNumbers.Of(theirs.Voxels), VoxelNumbers.Of(ours.Voxels));
        }
    }

    private MedMeta Meta(AnalyzeBytes file) =>
        MedFile.ReadMeta(file.Put(_folder, "a", AnalyzeBytes.SmallVoxels), new ReadOptions { CoordinateSystem = CoordinateSystem.Nib });
}
