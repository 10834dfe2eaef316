using System;
using System.IO;
using System.Linq;
using MedIO.Tests.Mgh;
using Xunit;

namespace MedIO.Tests.Analyze;

public sealed class AnalyzeErrorTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Files_cut_off_anywhere_are_errors_that_say_which()
    {
        byte[] header = AnalyzeBytes.Small().Header();
        File.WriteAllBytes(_folder["a.img"], AnalyzeBytes.SmallVoxels);
        for (int length = 1; length < header.Length; length++)
        {
            File.WriteAllBytes(_folder["a.hdr"], header.Take(length).ToArray());
            Assert.Equal(MedIOError.TruncatedHeader, Fails("a.hdr"));
            Assert.Equal(MedIOError.TruncatedHeader, Fails("a.img"));
        }

        File.WriteAllBytes(_folder["a.hdr"], header);
        for (int length = 1; length < 24; length++)
        {
            File.WriteAllBytes(_folder["a.img"], AnalyzeBytes.SmallVoxels.Take(length).ToArray());
            Assert.Equal(MedIOError.TruncatedData, Fails("a.hdr"));
            byte[] voxels = (byte[])MedFile.Read(_folder["a.hdr"], new ReadOptions { AllowTruncated = true }).Voxels;
            Assert.Equal(Enumerable.Range(0, 24).Select(i => (byte)(i < length ? i : 0)), voxels);
        }
    }

    [Fact]
    public void Half_a_pair_says_what_is_missing()
    {
        File.WriteAllBytes(_folder["a.hdr"], AnalyzeBytes.Small().Header());
        Assert.Equal(MedIOError.DataFileNotFound, Fails("a.hdr"));
        File.WriteAllBytes(_folder["b.img"], AnalyzeBytes.SmallVoxels);
        Assert.Equal(MedIOError.FileNotFound, Fails("b.img"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(8)]
    [InlineData(short.MinValue)]
    public void Impossible_numbers_of_dimensions_are_refused(int rank) => Assert.Equal(MedIOError.InvalidDimensions, Fails(AnalyzeBytes.Small().Int16(40, rank)));

    [Fact]
    public void Impossible_sizes_are_refused_and_none_of_volumes_is_one()
    {
        for (int i = 1; i <= 3; i++)
        {
            Assert.Equal(MedIOError.InvalidDimensions, Fails(AnalyzeBytes.Small().Int16(40 + (2 * i), 0)));
            Assert.Equal(MedIOError.InvalidDimensions, Fails(AnalyzeBytes.Small().Int16(40 + (2 * i), -2)));
        }

        var large = new AnalyzeBytes(64, 64, false, 32767, 32767, 32767, 32767, 32767, 32767, 32767);
        Assert.Equal(MedIOError.InvalidDimensions, Fails(large));
        Assert.Equal(MedIOError.TruncatedData, Fails(new AnalyzeBytes(64, 64, false, 32767, 32767)));
        MedMeta meta = MedFile.ReadMeta(AnalyzeBytes.Small().Int16(40, 4).Int16(48, 0).Put(_folder, "a", AnalyzeBytes.SmallVoxels));
        Assert.Equal("2x3x4x1", meta.Shape.ToString());
        Assert.Contains(meta.Warnings, w => w.Contains("dim[4] is 0"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(255)]
    [InlineData(-2)]
    public void Types_that_cannot_be_read_are_refused_by_their_code(int code) => Assert.Equal(MedIOError.UnsupportedDataType, Fails(AnalyzeBytes.Small().Int16(70, code)));

    [Fact]
    public void Bits_that_are_not_those_of_the_type_are_told() =>
        Assert.Contains(MedFile.ReadMeta(AnalyzeBytes.Small().Int16(72, 16).Put(_folder, "a", AnalyzeBytes.SmallVoxels)).Warnings, w => w.Contains("bitpix is 16"));

    [Theory]
    [InlineData(double.NaN, MedIOError.InvalidHeader)]
    [InlineData(1.5, MedIOError.InvalidHeader)]
    [InlineData(1e30, MedIOError.InvalidHeader)]
    [InlineData(-1, MedIOError.UnsupportedFeature)]
    [InlineData(1, MedIOError.TruncatedData)]
    public void Offsets_that_cannot_be_are_refused(double offset, MedIOError expected) => Assert.Equal(expected, Fails(AnalyzeBytes.Small().Float(108, offset)));

    [Fact]
    public void The_voxels_begin_at_the_offset()
    {
        byte[] shifted = new byte[] { 9, 9, 9 }.Concat(AnalyzeBytes.SmallVoxels).ToArray();
        Assert.Equal(AnalyzeBytes.SmallVoxels, MedFile.Read(AnalyzeBytes.Small().Float(108, 3).Put(_folder, "a", shifted)).Voxels);
        File.Delete(_folder["a.img"]);
        File.WriteAllBytes(_folder["a.img.gz"], MghBytes.Gzip(shifted));
        Assert.Equal(AnalyzeBytes.SmallVoxels, MedFile.Read(_folder["a.hdr"]).Voxels);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(1e38)]
    public void Voxel_sizes_that_cannot_be_are_refused_unless_a_default_is_allowed(double size)
    {
        Assert.Equal(MedIOError.InvalidAffine, Fails(AnalyzeBytes.Small().Pixdim(1, size, 1)));
        Assert.Equal("1 1 1", MedFile.ReadMeta(_folder["a.hdr"], new ReadOptions { AllowDefaultAffine = true }).Spacing.ToString());
    }

    [Fact]
    public void A_singular_matrix_beside_it_is_refused()
    {
        File.WriteAllBytes(_folder["a.mat"], MatlabBytes.Level4("mat", 4, 4, false, Enumerable.Repeat(1.0, 16).ToArray()));
        Assert.Equal(MedIOError.InvalidAffine, Fails(AnalyzeBytes.Small()));
    }

    private MedIOError Fails(AnalyzeBytes file)
    {
        file.Put(_folder, "a", AnalyzeBytes.SmallVoxels);
        return Fails("a.hdr");
    }

    private MedIOError Fails(string name)
    {
        MedIOException error = Assert.Throws<MedIOException>(() => MedFile.Read(_folder[name]));
        Assert.StartsWith(_folder.Path, error.Message, StringComparison.Ordinal);
        return error.Error;
    }
}
