using System;
using System.IO;
using System.Linq;
using MedIO.Formats;
using MedIO.Geometry;
using MedIO.Tests.Mgh;
using Xunit;

namespace MedIO.Tests.Afni;

public sealed class AfniReadTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<int, VoxelType, int> Types => new()
    {
        { 0, VoxelType.UInt8, 1 }, { 1, VoxelType.Int16, 1 }, { 2, VoxelType.Int32, 1 }, { 3, VoxelType.Float32, 1 }, { 4, VoxelType.Float64, 1 },
        { 5, VoxelType.Complex64, 1 }, { 6, VoxelType.UInt8, 3 },
    };

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_type_is_read_in_both_byte_orders(int code, VoxelType type, int components)
    {
        foreach (bool big in new[] { false, true })
        {
            byte[] bytes = Bytes(code, 12, big);
            foreach (string suffix in new[] { ".BRIK", ".BRIK.gz" })
            {
                string head = new AfniFile(code, 2, 3, 2, bigEndian: big).Put(_folder, $"t{suffix.Length}{big}+orig", suffix == ".BRIK" ? bytes : MghBytes.Gzip(bytes), suffix);
                MedImage image = MedFile.Read(head);
                Assert.Equal("AFNI", image.Metadata.Format);
                Assert.Equal(type, image.DataType);
                Assert.Equal(components, image.Components);
                Assert.Equal("2x3x2", image.Shape.ToString());
                Assert.Equal(Numbers(code, 12), VoxelNumbers.Of(image.Voxels));
                Assert.Empty(image.Warnings);
            }
        }
    }

    [Fact]
    public void Sub_bricks_are_a_fourth_axis_with_a_factor_each()
    {
        byte[] bytes = Bytes(1, 24, big: false);
        double[] stored = Numbers(1, 24);
        var file = new AfniFile(1, 2, 2, 2, bricks: 3);
        Check("0 0 0", VoxelType.Int16, 1, 1, 1);
        Check("0.5 0.5 0.5", VoxelType.Float32, 0.5, 0.5, 0.5);
        Check("0.5 0 0.25", VoxelType.Float32, 0.5, 1, 0.25);
        Check("0 0 2", VoxelType.Float32, 1, 1, 2);
        file.Without("BRICK_FLOAT_FACS");
        Read(1, 1, 1);

        void Check(string facs, VoxelType type, params double[] factors)
        {
            file.Floats("BRICK_FLOAT_FACS", facs);
            Assert.Equal(type, Read(factors));
        }

        VoxelType Read(params double[] factors)
        {
            string head = file.Put(_folder, "a+orig", bytes);
            MedImage image = MedFile.Read(head);
            Assert.Equal("2x2x2x3", image.Shape.ToString());
            Assert.Equal(stored.Select((v, i) => v * factors[i / 8]), VoxelNumbers.Of(image.Voxels));

            // Compressed, only a part, turned: each factor stays with its sub-brick.
            file.Put(_folder, "b+orig", MghBytes.Gzip(bytes), ".BRIK.gz");
            MedImage part = MedFile.Read(_folder["b+orig.BRIK.gz"], new ReadOptions { Slice = SliceExpression.Parse(":, 1, :, ::-1") });
            Assert.Equal(new[] { 2, 1, 0 }.SelectMany(t => new[] { 2, 3, 6, 7 }.Select(i => stored[(8 * t) + i] * factors[t])), VoxelNumbers.Of(part.Voxels));
            return image.DataType;
        }
    }

    [Fact]
    public void Missing_factors_count_as_none()
    {
        string head = new AfniFile(0, 1, 1, 2, bricks: 3).Floats("BRICK_FLOAT_FACS", "2").Put(_folder, "a+orig", new byte[] { 1, 2, 3, 4, 5, 6 });
        MedImage image = MedFile.Read(head);
        Assert.Equal(new double[] { 2, 4, 3, 4, 5, 6 }, VoxelNumbers.Of(image.Voxels));
        Assert.Contains("BRICK_FLOAT_FACS", Assert.Single(image.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void The_oblique_matrix_places_the_voxels_then_the_cardinal_one_then_the_parts()
    {
        var file = new AfniFile(0, 2, 2, 2).Floats("IJK_TO_DICOM_REAL", "0 2 0 -10\n 0 0 3 -20 -4 0 0 30")
            .Floats("IJK_TO_DICOM", "2 0 0 1 0 3 0 2 0 0 4 3")
            .Integers("ORIENT_SPECIFIC", 1, 5, 2).Floats("ORIGIN", "7 8 9").Floats("DELTA", "-1.5 -2.5 -3.5");
        Expect("SRA", "4 2 3", "-10 -20 30");
        file.Without("IJK_TO_DICOM_REAL");
        Expect("RAI", "2 3 4", "1 2 3");
        file.Without("IJK_TO_DICOM");

        // From left to right, from superior to inferior, from posterior to anterior.
        Expect("LSP", "1.5 2.5 3.5", "7 9 8");

        void Expect(string orientation, string spacing, string origin)
        {
            MedMeta meta = MedFile.ReadMeta(file.Put(_folder, "a+orig", new byte[8]));
            Assert.Equal((orientation, spacing, origin), (meta.Orientation, meta.Spacing.ToString(), meta.Origin.ToString()));
        }
    }

    [Fact]
    public void The_time_step_comes_in_seconds()
    {
        AfniFile file = new AfniFile(0, 1, 1, 1, bricks: 2).Floats("TAXIS_FLOATS", "0 2500 0 0 0");
        Assert.Null(Step());
        file.Integers("TAXIS_NUMS", 2, 0, 77001);
        Assert.Equal(2.5, Step());
        file.Integers("TAXIS_NUMS", 2, 0, 77002);
        Assert.Equal(2500, Step());
        file.Integers("TAXIS_NUMS", 2, 0, 77003);
        Assert.Null(Step());

        double? Step() => MedFile.ReadMeta(file.Put(_folder, "a+orig", new byte[2])).TimeStep;
    }

    [Fact]
    public void Either_file_of_the_pair_can_be_given()
    {
        string head = new AfniFile(0, 1, 2, 3).Put(_folder, "a+orig", new byte[] { 5, 6, 7, 8, 9, 10 });
        Assert.Equal(MedFile.Read(head).Voxels, MedFile.Read(_folder["a+orig.BRIK"]).Voxels);
        using ImageSource source = ImageSource.Open(_folder["a+orig.BRIK"]);
        Assert.Equal(head, FormatRegistry.Find(source).Describe(source, new ReadOptions()).HeaderPath);
        using ImageSource header = ImageSource.Open(head);
        Assert.Null(FormatRegistry.Find(header).Describe(header, new ReadOptions()).HeaderPath);
        File.Move(_folder["a+orig.BRIK"], _folder["a+orig.brik"]);
        File.Move(head, _folder["a+orig.head"]);
        Assert.Equal(6, MedFile.Read(_folder["a+orig.brik"]).Voxels.Length);
        Assert.Equal(6, MedFile.Read(_folder["a+orig.head"]).Voxels.Length);
    }

    [Fact]
    public void The_header_has_every_attribute_as_it_is_stored()
    {
        AfniFile file = new AfniFile(0, 1, 1, 1).Text("BRICK_LABS", "#0~a 'b' ä").Floats("ONE", "1.5").Integers("NONE")
            .Text("HISTORY_NOTE", "type = x\n\nname = y").Floats("STAT_AUX", "3 1 nan");
        System.Collections.IDictionary header = MedFile.ReadMeta(file.Put(_folder, "a+orig", new byte[1]), new ReadOptions { Header = true }).Header!;
        Assert.Equal("#0~a 'b' ä", header["BRICK_LABS"]);
        Assert.Equal("type = x\n\nname = y", header["HISTORY_NOTE"]);
        Assert.Equal(1.5, header["one"]);
        Assert.Equal("1 1 1 0 0", header["DATASET_DIMENSIONS"]!.ToString());
        Assert.Equal("3 1 NaN", header["STAT_AUX"]!.ToString());
    }

    [Fact]
    public void Headers_of_other_systems_and_editors_are_read()
    {
        string text = new AfniFile(0, 1, 1, 2).Set("LABEL_1", "type=string-attribute\nname=LABEL_1\ncount=99999\n'edited~\n").Text("LABEL_2", "last").ToString();
        foreach (string variant in new[] { text, text.Replace("\n", "\r\n"), text + "\n\n  ", text.TrimStart() })
        {
            File.WriteAllText(_folder["a+orig.HEAD"], variant);
            File.WriteAllBytes(_folder["a+orig.BRIK"], new byte[] { 3, 4 });
            MedImage image = MedFile.Read(_folder["a+orig.HEAD"], new ReadOptions { Header = true });
            Assert.Equal(new byte[] { 3, 4 }, image.Voxels);
            if (!variant.Contains("\r"))
            {
                Assert.Equal("edited", image.Metadata.Header!["LABEL_1"]);
                Assert.Equal("last", image.Metadata.Header!["LABEL_2"]);
            }
        }
    }

#if !TEST_NETSTANDARD
    [ToolFact("bzip2")]
    public void Bzip2_is_read_too()
    {
        string head = new AfniFile(1, 2, 2, 2, bricks: 3).Floats("BRICK_FLOAT_FACS", "0.5 0 0.25").Put(_folder, "a+orig", Bytes(1, 24, big: false));
        double[] expected = VoxelNumbers.Of(MedFile.Read(head).Voxels);
        ExternalTool.Run("bzip2", $"\"{_folder["a+orig.BRIK"]}\"");
        Assert.Equal(new[] { "a+orig.BRIK.bz2", "a+orig.HEAD" }, _folder.Names());
        Assert.Equal(expected, VoxelNumbers.Of(MedFile.Read(head).Voxels));
        Assert.Equal(expected, VoxelNumbers.Of(MedFile.Read(_folder["a+orig.BRIK.bz2"]).Voxels));
    }
#endif

    [ToolFact("nib-convert")]
    public void Nibabel_reads_the_same()
    {
        AfniFile file = new AfniFile(1, 3, 4, 5, bricks: 2, bigEndian: true).Floats("BRICK_FLOAT_FACS", "0.5 3")
            .Floats("IJK_TO_DICOM_REAL", "1.5 .25 -.5 -40 .5 -2 .75 22 -.25 .5 2.25 -3").Floats("DELTA", "1.6 2.1 2.4");
        string head = file.Put(_folder, "a+orig", Bytes(1, 120, big: true));
        ExternalTool.Run("nib-convert", $"--out-dtype float64 \"{head}\" \"{_folder["theirs.nii"]}\"");
        MedImage ours = MedFile.Read(head);
        MedImage theirs = MedFile.Read(_folder["theirs.nii"]);
        Assert.Equal(theirs.Shape, ours.Shape);
        for (int i = 0; i < 16; i++)
        {
            Assert.Equal(theirs.Affine[i / 4, i % 4], ours.Affine[i / 4, i % 4], 4);
        }

        Assert.Equal(VoxelNumbers.Of(theirs.Voxels), VoxelNumbers.Of(ours.Voxels));
    }

    [SharedDataFact]
    public void Nibabels_example_agrees()
    {
        const string File = "other/example4d+orig.HEAD";
        MedImage image = MedFile.Read(SharedData.Path(File), new ReadOptions { CoordinateSystem = CoordinateSystem.Nib });
        Assert.Equal(SharedData.Numbers(File, "shape"), image.Shape.Select(n => (double)n));
        Assert.Equal(SharedData.Text(File, "axcodes"), image.Orientation);
        double[] affine = SharedData.Numbers(File, "affine_ras");
        Assert.Equal(affine, Enumerable.Range(0, 16).Select(i => image.Affine[i / 4, i % 4] + 0.0));
        short[] voxels = (short[])image.Voxels;
        Assert.Equal(SharedData.Number(File, "sum"), voxels.Sum(v => (double)v));
        Assert.Equal(SharedData.Number(File, "max"), voxels.Max());
        Assert.Equal(SharedData.Number(File, "min"), voxels.Min());
        Assert.Equal(3, image.Metadata.TimeStep);
    }

    private static double[] Numbers(int code, int count) => code switch
    {
        0 => Enumerable.Range(0, count).Select(i => (double)((i * 7) & 255)).ToArray(),
        6 => Enumerable.Range(0, 3 * count).Select(i => (double)((i * 7) & 255)).ToArray(),
        5 => Enumerable.Range(0, 2 * count).Select(i => (i * 1.5) - 4).ToArray(),
        3 or 4 => Enumerable.Range(0, count).Select(i => (i * 1.5) - 4).ToArray(),
        _ => Enumerable.Range(0, count).Select(i => (double)((i * 700) - 4000)).ToArray(),
    };

    private static byte[] Bytes(int code, int count, bool big) => Numbers(code, count).SelectMany(n =>
    {
        byte[] bytes = code switch
        {
            0 or 6 => new[] { (byte)n },
            1 => BitConverter.GetBytes((short)n),
            2 => BitConverter.GetBytes((int)n),
            4 => BitConverter.GetBytes(n),
            _ => BitConverter.GetBytes((float)n),
        };
        return big == BitConverter.IsLittleEndian ? bytes.AsEnumerable().Reverse() : bytes;
    }).ToArray();
}
