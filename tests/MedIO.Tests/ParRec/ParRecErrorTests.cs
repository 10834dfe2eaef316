using System;
using System.IO;
using System.Linq;
using Xunit;

namespace MedIO.Tests.ParRec;

public sealed class ParRecErrorTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_header_cut_off_anywhere_is_an_image_or_an_error_of_ours()
    {
        string par = Four().Put(_folder);
        string text = File.ReadAllText(par);
        int read = 0;
        for (int length = 1; length < text.Length; length += length < 1200 ? 7 : 1)
        {
            File.WriteAllText(par, text.Substring(0, length));
            try
            {
                // A whole volume of the two is an image, and so is a line whose last number is cut.
                read += MedFile.Read(par).Voxels.Length > 0 ? 1 : 0;
            }
            catch (MedIOException e)
            {
                Assert.StartsWith(_folder.Path, e.Message, StringComparison.Ordinal);

                // Unsupported is the version V that is left of V4.2.
                Assert.Contains(e.Error, new[] { MedIOError.InvalidHeader, MedIOError.TruncatedHeader, MedIOError.TruncatedData, MedIOError.UnsupportedFeature });
            }
        }

        Assert.InRange(read, 1, 60);
    }

    [Fact]
    public void A_volume_that_is_not_whole_is_an_error_or_left_out()
    {
        string par = new ParRecFile().Slice(1).Slice(2).Slice(1, dynamic: 2).Put(_folder);
        MedIOException error = Fails(par);
        Assert.Equal(MedIOError.TruncatedData, error.Error);
        Assert.Contains("-AllowTruncated", error.Message, StringComparison.Ordinal);
        MedImage image = MedFile.Read(par, new ReadOptions { AllowTruncated = true });
        Assert.Equal("3x2x2", image.Shape.ToString());
        Assert.Equal(new ushort[] { 0, 1, 2, 3, 4, 5, 100, 101, 102, 103, 104, 105 }, image.Voxels);
        Assert.Contains("left out", Assert.Single(image.Warnings), StringComparison.Ordinal);
        string none = new ParRecFile().Set("Max. number of slices/locations", "3").Slice(1).Slice(2).Put(_folder, "b");
        Assert.Equal(MedIOError.TruncatedData, Fails(none).Error);
        Assert.Equal(MedIOError.TruncatedData, Assert.Throws<MedIOException>(() => MedFile.Read(none, new ReadOptions { AllowTruncated = true })).Error);
    }

    [Fact]
    public void Voxels_cut_off_are_an_error_or_read_as_far_as_they_go()
    {
        string par = new ParRecFile().Slice(1).Slice(2, slope: 2).Slice(1, dynamic: 2).Slice(2, dynamic: 2, slope: 2).Put(_folder);
        string rec = _folder["a.REC"];
        byte[] bytes = File.ReadAllBytes(rec);
        for (int length = 1; length < bytes.Length; length += 5)
        {
            File.WriteAllBytes(rec, bytes.Take(length).ToArray());
            Assert.Equal(MedIOError.TruncatedData, Fails(par).Error);
            MedImage image = MedFile.Read(par, new ReadOptions { AllowTruncated = true });
            double[] voxels = VoxelNumbers.Of(image.Voxels);
            for (int i = 0; i < 24; i++)
            {
                Assert.Equal(i < length / 2 ? ((100 * (i / 6)) + (i % 6)) * (i / 6 % 2 == 0 ? 1 : 2) : 0, voxels[i]);
            }

            Assert.NotEmpty(image.Warnings);
        }
    }

    [Fact]
    public void Half_a_pair_says_what_is_missing()
    {
        string par = new ParRecFile().Slice(1).Slice(2).Put(_folder);
        File.Delete(_folder["a.REC"]);
        MedIOException data = Fails(par);
        Assert.Equal(MedIOError.DataFileNotFound, data.Error);
        Assert.Contains("a.REC", data.Message, StringComparison.Ordinal);
        File.WriteAllBytes(_folder["b.rec"], new byte[9]);
        MedIOException header = Fails(_folder["b.rec"]);
        Assert.Equal(MedIOError.FileNotFound, header.Error);
        Assert.Contains("b.par", header.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("V3", MedIOError.UnsupportedFeature)]
    [InlineData("tool", MedIOError.UnsupportedFeature)]
    public void Other_versions_are_refused_by_name(string version, MedIOError expected)
    {
        MedIOException error = Fails(new ParRecFile(version).Slice(1).Slice(2).Put(_folder));
        Assert.Equal(expected, error.Error);
        Assert.Contains($"'{version}'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(25, 2)]
    [InlineData(9, 4)]
    [InlineData(7, 8)]
    [InlineData(28, 1.6)]
    [InlineData(23, 2)]
    public void Slices_that_do_not_make_one_image_are_refused(int column, double value)
    {
        MedIOException error = Fails(new ParRecFile().Slice(1).Slice(2).With(column, value).Put(_folder));
        Assert.Equal(MedIOError.InconsistentSeries, error.Error);
        Assert.Contains("lines 1 and 2", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 3)]
    [InlineData(0, -5)]
    [InlineData(0, 1e9)]
    [InlineData(0, 1.5)]
    [InlineData(1, 1e10)]
    [InlineData(2, double.NaN)]
    [InlineData(12, 0)]
    [InlineData(12, double.PositiveInfinity)]
    public void Numbers_that_make_no_sense_are_refused(int column, double value) =>
        Assert.Equal(MedIOError.InvalidHeader, Fails(new ParRecFile().Slice(1).Slice(2).With(column, value).Put(_folder)).Error);

    [Fact]
    public void A_scale_slope_of_zero_is_wrong_only_where_it_is_wanted()
    {
        string par = new ParRecFile().Slice(1, scale: 0).Slice(2, scale: 0).Put(_folder);
        Assert.Equal(12, MedFile.Read(par).Voxels.Length);
        Assert.Equal(MedIOError.InvalidHeader, Assert.Throws<MedIOException>(() => MedFile.Read(par, new ReadOptions { PhilipsScaling = PhilipsScaling.FloatingPoint })).Error);
    }

    [Theory]
    [InlineData(0, 2, MedIOError.InvalidDimensions)]
    [InlineData(3, -1, MedIOError.InvalidDimensions)]
    [InlineData(46340, 46340, MedIOError.TruncatedData)]
    [InlineData(2147483647, 2147483647, MedIOError.InvalidDimensions)]
    public void Sizes_are_held_against_the_file(int width, int height, MedIOError expected)
    {
        var file = new ParRecFile { Width = width, Height = height }.Slice(1).Slice(2);
        File.WriteAllText(_folder["a.PAR"], file.ToString());
        File.WriteAllBytes(_folder["a.REC"], new byte[100]);
        Assert.Equal(expected, Fails(_folder["a.PAR"]).Error);
    }

    [Fact]
    public void Other_depths_than_8_and_16_bits_are_refused() =>
        Assert.Equal(MedIOError.UnsupportedDataType, Fails(new ParRecFile { Bits = 32 }.Slice(1).Slice(2).Put(_folder)).Error);

    [Theory]
    [InlineData("Angulation midslice(ap,fh,rl)[degr]", null, MedIOError.MissingGeometry)]
    [InlineData("Off Centre midslice(ap,fh,rl) [mm]", "1 2", MedIOError.MissingGeometry)]
    [InlineData("Off Centre midslice(ap,fh,rl) [mm]", "1 2 1e200", MedIOError.InvalidAffine)]
    public void Geometry_that_is_missing_or_impossible_is_refused_unless_a_default_is_allowed(string name, string? value, MedIOError expected)
    {
        string par = new ParRecFile().Set(name, value).Slice(1).Slice(2).Put(_folder);
        Assert.Equal(expected, Fails(par).Error);
        MedMeta meta = MedFile.ReadMeta(par, new ReadOptions { AllowDefaultAffine = true });
        Assert.Equal("1 1 1", meta.Spacing.ToString());
        Assert.Single(meta.Warnings);
    }

    [Fact]
    public void A_file_named_PAR_that_is_none_is_refused()
    {
        File.WriteAllText(_folder["a.par"], "PAR3 parity of an archive");
        Assert.Equal(MedIOError.InvalidHeader, Fails(_folder["a.par"]).Error);
        string par = Four().Put(_folder, "b");
        File.WriteAllText(par, File.ReadAllText(par).Replace("image export tool", "tool"));
        Assert.Equal(MedIOError.InvalidHeader, Fails(par).Error);
    }

    private static ParRecFile Four() => new ParRecFile().Slice(1).Slice(2).Slice(1, dynamic: 2).Slice(2, dynamic: 2);

    private static MedIOException Fails(string path)
    {
        MedIOException error = Assert.Throws<MedIOException>(() => MedFile.Read(path));
        Assert.StartsWith(path.Substring(0, path.Length - 4), error.Message, StringComparison.Ordinal);
        return error;
    }
}
