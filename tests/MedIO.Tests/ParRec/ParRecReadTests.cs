using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using MedIO.Formats;
using MedIO.Geometry;
using Xunit;

namespace MedIO.Tests.ParRec;

public sealed class ParRecReadTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("V4", 16)]
    [InlineData("V4.1", 16)]
    [InlineData("V4.2", 16)]
    [InlineData("V4.2", 8)]
    public void Each_version_is_read(string version, int bits)
    {
        string par = new ParRecFile(version) { Bits = bits }.Slice(1).Slice(2).Slice(1, dynamic: 2).Slice(2, dynamic: 2).Put(_folder);
        MedImage image = MedFile.Read(par);
        Assert.Equal("PAR/REC", image.Metadata.Format);
        Assert.Equal("MR", image.Metadata.Modality);
        Assert.Equal("3x2x2x2", image.Shape.ToString());
        Assert.Equal(bits == 8 ? VoxelType.UInt8 : VoxelType.UInt16, image.DataType);
        Assert.Equal(Enumerable.Range(0, 24).Select(i => ((bits == 8 ? 20.0 : 100) * (i / 6)) + (i % 6)), VoxelNumbers.Of(image.Voxels));
        Assert.Equal(2, image.Metadata.TimeStep);
        Assert.Empty(image.Warnings);
    }

    [Fact]
    public void The_slices_are_sorted_by_all_that_tells_them_apart()
    {
        // The slowest key first; each line is one volume, and in the file they come backwards.
        var file = new ParRecFile().Set("Diffusion         <0=no 1=yes> ?", "1");
        var keys = new List<Action<int>>
        {
            s => file.Slice(s, type: 3),
            s => file.Slice(s, dynamic: 2),
            s => file.Slice(s, label: 2),
            s => file.Slice(s, b: 2),
            s => file.Slice(s, gradient: 2),
            s => file.Slice(s, phase: 2),
            s => file.Slice(s, echo: 2),
            s => file.Slice(s),
        };
        foreach (Action<int> key in keys)
        {
            key(2);
            key(1);
        }

        MedImage image = MedFile.Read(file.Put(_folder));
        Assert.Equal("3x2x2x8", image.Shape.ToString());

        // Image 15 is slice 1 of the last line, 14 its slice 2.
        Assert.Equal(Enumerable.Range(0, 16).Select(i => 100.0 * (15 - i)), VoxelNumbers.Of(image.Voxels).Where((v, i) => i % 6 == 0));
        Assert.Null(image.Metadata.TimeStep);
        Assert.Contains("image_type_mr (0 3)", Assert.Single(image.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_diffusion_its_columns_do_not_sort()
    {
        string par = new ParRecFile().Slice(1, b: 2).Slice(2, b: 2).Slice(1).Slice(2).Put(_folder);
        Assert.Equal(new double[] { 0, 100, 200, 300 }, Firsts(MedFile.Read(par)));
    }

    [Fact]
    public void V4_sorts_by_the_b_factor()
    {
        string par = new ParRecFile("V4").Set("Diffusion         <0=no 1=yes> ?", "1").Slice(1, bFactor: 1000).Slice(2, bFactor: 1000).Slice(1).Slice(2).Put(_folder);
        MedImage image = MedFile.Read(par);
        Assert.Equal(new double[] { 200, 300, 0, 100 }, Firsts(image));
        Assert.Contains("diffusion_b_factor (0 1000)", Assert.Single(image.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void The_index_in_the_REC_file_is_followed_where_it_is_sound()
    {
        MedImage followed = MedFile.Read(new ParRecFile().Slice(1, index: 1).Slice(2, index: 0).Put(_folder));
        Assert.Equal(new double[] { 100, 0 }, Firsts(followed));
        Assert.Contains("another order", Assert.Single(followed.Warnings), StringComparison.Ordinal);
        foreach (double index in new[] { 0, 2, -1, 1e6 })
        {
            MedImage ignored = MedFile.Read(new ParRecFile().Slice(1, index: 0).Slice(2, index: index).Put(_folder));
            Assert.Equal(new double[] { 0, 100 }, Firsts(ignored));
            Assert.Contains("order of the table", Assert.Single(ignored.Warnings), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Values_are_those_displayed_or_the_floating_point_ones()
    {
        var file = new ParRecFile().Slice(1, intercept: -10, slope: 2, scale: 0.5).Slice(2, intercept: 6, slope: 3, scale: 0.25).Slice(1, dynamic: 2, slope: 2, scale: 0.5).Slice(2, dynamic: 2, intercept: 6, slope: 3, scale: 0.25);
        string par = file.Put(_folder);

        // DV = PV * RS + RI, FP = DV / (RS * SS).
        Assert.Equal(new double[] { -10, 306, 400, 906 }, Firsts(MedFile.Read(par)));
        MedImage floating = MedFile.Read(par, new ReadOptions { PhilipsScaling = PhilipsScaling.FloatingPoint });
        Assert.Equal(new double[] { -10, 408, 400, 1208 }, Firsts(floating).Select(v => Math.Round(v, 3)));
        Assert.Equal(VoxelType.Float32, floating.DataType);

        // A part, turned: each slice keeps its own.
        MedImage part = MedFile.Read(par, new ReadOptions { Slice = SliceExpression.Parse("0:1, 0:1, ::-1, 1") });
        Assert.Equal(new double[] { 906, 400 }, VoxelNumbers.Of(part.Voxels));
    }

    [Fact]
    public void One_scaling_for_all_and_none_need_no_floats()
    {
        MedImage same = MedFile.Read(new ParRecFile().Slice(1, slope: 2, intercept: 1).Slice(2, slope: 2, intercept: 1).Put(_folder));
        Assert.Equal(new double[] { 1, 201 }, Firsts(same));
        Assert.Equal(VoxelType.UInt16, MedFile.ReadMeta(new ParRecFile().Slice(1).Slice(2).Put(_folder, "b")).DataType);
    }

    [Theory]

    // Philips' axes are P, S, L; x, y and z of the slices, unturned, run along L, P, S (transverse), P, -S, -L (sagittal), L, -S, P (coronal).
    [InlineData(1, "RAI")]
    [InlineData(2, "ASL")]
    [InlineData(3, "RSA")]
    public void Slices_of_each_orientation_lie_around_the_off_centre(int orientation, string axes)
    {
        MedMeta meta = MedFile.ReadMeta(new ParRecFile { Orientation = orientation }.Slice(1).Slice(2).Put(_folder));
        Assert.Equal(axes, meta.Orientation);
        Assert.Equal("1.5 2.5 5", meta.Spacing.ToString());

        // AP 10, FH 20, RL 30: the centre is at L 30, P 10, S 20.
        Assert.Equal("30 10 20", meta.Affine.IndexToCoordinate(new Vector(1, 0.5, 0.5)).ToString());
    }

    [Fact]
    public void Angles_turn_about_AP_FH_and_RL()
    {
        // 90 degrees about AP turn S to L: the slices, transverse before, are sagittal then.
        MedMeta ap = MedFile.ReadMeta(new ParRecFile().Set("Angulation midslice(ap,fh,rl)[degr]", "90 0 0").Slice(1).Slice(2).Put(_folder));
        Assert.Equal("SAR", ap.Orientation);
        MedMeta fh = MedFile.ReadMeta(new ParRecFile().Set("Angulation midslice(ap,fh,rl)[degr]", "0 90 0").Slice(1).Slice(2).Put(_folder));
        Assert.Equal("ALI", fh.Orientation);
        MedMeta rl = MedFile.ReadMeta(new ParRecFile().Set("Angulation midslice(ap,fh,rl)[degr]", "0 0 90").Slice(1).Slice(2).Put(_folder));
        Assert.Equal("RIP", rl.Orientation);
        Assert.Equal("30 10 20", rl.Affine.IndexToCoordinate(new Vector(1, 0.5, 0.5)).ToString());
    }

    [Fact]
    public void A_gap_that_the_places_of_the_slices_contradict_is_not_used()
    {
        var file = new ParRecFile().Slice(1, thickness: 2.5, gap: -2.5).Slice(2, thickness: 2.5, gap: -2.5).With(20, 3);
        MedMeta meta = MedFile.ReadMeta(file.Put(_folder));
        Assert.Equal("1.5 2.5 3", meta.Spacing.ToString());
        Assert.Contains("places lie 3 mm apart", Assert.Single(meta.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Names_of_the_general_information_differ_between_versions()
    {
        var file = new ParRecFile().Set("Repetition time [ms]", null).Set("Repetition time [msec]", "1500 20")
            .Set("Max. number of slices/locations", null).Set("MAX. NUMBER OF SLICES/LOCATIONS", "2").Slice(1).Slice(2).Slice(1, dynamic: 2).Slice(2, dynamic: 2);
        MedMeta meta = MedFile.ReadMeta(file.Put(_folder));
        Assert.Equal(1.5, meta.TimeStep);
        Assert.Contains("2 repetition times", Assert.Single(meta.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void The_header_has_all_lines_and_the_whole_table()
    {
        string par = new ParRecFile().Slice(1).Slice(2, bFactor: 7.5).Put(_folder);
        System.Collections.IDictionary header = MedFile.ReadMeta(par, new ReadOptions { Header = true }).Header!;
        Assert.Equal("V4.2", header["version"]);
        Assert.Equal("EPI: a test", header["Protocol name"]);
        Assert.Equal("2014.02.14 / 09:00:57", header["examination date/time"]);
        var images = ((System.Collections.IEnumerable)header["images"]!).Cast<System.Collections.IDictionary>().ToArray();
        Assert.Equal(2, images.Length);
        Assert.Equal(7.5, images[1]["diffusion_b_factor"]);
        Assert.Equal("3 2", images[1]["recon resolution"]!.ToString());
        Assert.Equal(1.0, images[1]["label type"]);
        Assert.Null(MedFile.ReadMeta(par).Header);
    }

    [Fact]
    public void Either_file_of_the_pair_can_be_given_in_capitals_or_not()
    {
        foreach ((string par, string rec) in new[] { (".PAR", ".REC"), (".par", ".rec"), (".PAR", ".rec"), (".Par", ".Rec") })
        {
            string header = new ParRecFile().Slice(1).Slice(2).Put(_folder, "x" + par + rec, par, rec);
            string data = Path.ChangeExtension(header, rec);
            Assert.Equal(MedFile.Read(header).Voxels, MedFile.Read(data).Voxels);
            using ImageSource source = ImageSource.Open(data);
            Assert.Equal(header, FormatRegistry.Find(source).Describe(source, new ReadOptions()).HeaderPath, ignoreCase: Path.DirectorySeparatorChar == '\\');
        }
    }

    [Fact]
    public void Newer_versions_and_more_columns_are_read_as_V4_2()
    {
        MedMeta newer = MedFile.ReadMeta(new ParRecFile("V4.3") { Columns = 49 }.Slice(1).Slice(2).Put(_folder));
        Assert.Contains("newer than V4.2", Assert.Single(newer.Warnings), StringComparison.Ordinal);
        string par = new ParRecFile().Slice(1).Slice(2).Put(_folder, "b");
        File.WriteAllText(par, File.ReadAllText(par).Replace("  1\r\n", "  1  5  6  7\r\n"));
        Assert.Equal(new double[] { 0, 100 }, Firsts(MedFile.Read(par)));
    }

    [ToolFact("nib-convert")]
    public void Nibabel_reads_the_same()
    {
        // nibabel sorts by the order of the table here, unless it is asked for strict sorting; so they come in order.
        for (int orientation = 1; orientation <= 3; orientation++)
        {
            ParRecFile one = new ParRecFile { Width = 5, Height = 4, Orientation = orientation }
                .Set("Angulation midslice(ap,fh,rl)[degr]", "10 -20 30").Set("Off Centre midslice(ap,fh,rl) [mm]", "-12.5 33 7.25").Set("Max. number of dynamics", "2")
                .Slice(1, slope: 2).Slice(2, slope: 3, intercept: 1).Slice(1, dynamic: 2, slope: 4).Slice(2, dynamic: 2, slope: 5, intercept: 2);
            string par = one.Put(_folder);
            ExternalTool.Run("nib-convert", $"--force --out-dtype float64 \"{par}\" \"{_folder["theirs.nii"]}\"");
            MedImage ours = MedFile.Read(par);
            MedImage theirs = MedFile.Read(_folder["theirs.nii"]);
            Assert.Equal(theirs.Shape, ours.Shape);
            Assert.Equal(VoxelNumbers.Of(theirs.Voxels), VoxelNumbers.Of(ours.Voxels));
            for (int i = 0; i < 16; i++)
            {
                Assert.Equal(theirs.Affine[i / 4, i % 4], ours.Affine[i / 4, i % 4], 4);
            }
        }
    }

    [SharedDataFact]
    public void Nibabels_example_agrees()
    {
        const string File = "other/phantom_EPI_asc_CLEAR_2_1.PAR";
        MedImage image = MedFile.Read(SharedData.Path(File), new ReadOptions { CoordinateSystem = CoordinateSystem.Nib, DataType = VoxelType.Float64 });
        Assert.Equal(SharedData.Numbers(File, "shape"), image.Shape.Select(n => (double)n));
        Assert.Equal(SharedData.Text(File, "axcodes"), image.Orientation);
        double[] affine = SharedData.Numbers(File, "affine_ras");
        for (int i = 0; i < 16; i++)
        {
            Assert.Equal(affine[i], image.Affine[i / 4, i % 4], 5);
        }

        double[] voxels = (double[])image.Voxels;
        Assert.Equal(SharedData.Number(File, "sum"), voxels.Sum(), 3);
        Assert.Equal(SharedData.Number(File, "max"), voxels.Max(), 6);
        Assert.Equal(SharedData.Number(File, "min"), voxels.Min());
    }

    private static IEnumerable<double> Firsts(MedImage image) => VoxelNumbers.Of(image.Voxels).Where((v, i) => i % 6 == 0);
}
