using System;
using System.IO;
using System.Linq;
using System.Text;
using MedIO.Tests.Mgh;
using Xunit;

namespace MedIO.Tests.Afni;

public sealed class AfniErrorTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_header_cut_off_anywhere_is_an_image_or_an_error_of_ours()
    {
        byte[] text = Encoding.ASCII.GetBytes(new AfniFile(1, 2, 2, 2, 2).Floats("BRICK_FLOAT_FACS", "0.5 0.25").ToString());
        File.WriteAllBytes(_folder["a+orig.BRIK"], new byte[32]);
        int read = 0;
        for (int length = 1; length < text.Length; length++)
        {
            File.WriteAllBytes(_folder["a+orig.HEAD"], text.Take(length).ToArray());
            try
            {
                read += MedFile.Read(_folder["a+orig.HEAD"]).Voxels.Length / 16;
            }
            catch (MedIOException e)
            {
                Assert.Contains(e.Error, new[] { MedIOError.TruncatedHeader, MedIOError.InvalidHeader, MedIOError.MissingGeometry });
            }
        }

        // The last attribute can be left out, and a number of it shortened.
        Assert.InRange(read, 1, 20);
    }

    [Fact]
    public void Voxels_cut_off_are_an_error_or_read_as_far_as_they_go()
    {
        byte[] voxels = Enumerable.Range(0, 64).Select(i => (byte)(i + 1)).ToArray();
        foreach (string facs in new[] { "0 0", "1 2" })
        {
            AfniFile file = new AfniFile(0, 4, 4, 2, 2).Floats("BRICK_FLOAT_FACS", facs);
            for (int length = 1; length < 64; length += 9)
            {
                string head = file.Put(_folder, "a+orig", voxels.Take(length).ToArray());
                Assert.Equal(MedIOError.TruncatedData, Fails(head).Error);
            }

            string cut = file.Put(_folder, "a+orig", voxels.Take(50).ToArray());
            MedImage image = MedFile.Read(cut, new ReadOptions { AllowTruncated = true });
            double[] numbers = VoxelNumbers.Of(image.Voxels);
            Assert.Equal(new[] { 32, facs == "0 0" ? 50.0 : 100, 0 }, new[] { numbers[31], numbers[49], numbers[50] });
            Assert.NotEmpty(image.Warnings);
        }
    }

    [Fact]
    public void Half_a_pair_says_what_is_missing()
    {
        string head = new AfniFile(0, 1, 1, 1).Put(_folder, "a+orig", new byte[1]);
        File.Delete(_folder["a+orig.BRIK"]);
        Assert.Equal(MedIOError.DataFileNotFound, Fails(head).Error);
        File.WriteAllBytes(_folder["b+orig.BRIK"], new byte[1]);
        MedIOException error = Fails(_folder["b+orig.BRIK"]);
        Assert.Equal(MedIOError.FileNotFound, error.Error);
        Assert.Contains("b+orig.HEAD", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DATASET_RANK", "3 0")]
    [InlineData("DATASET_RANK", "3 -1")]
    [InlineData("DATASET_DIMENSIONS", "0 1 1")]
    [InlineData("DATASET_DIMENSIONS", "2147483647 2147483647 2147483647")]
    public void Dimensions_that_cannot_be_are_refused(string name, string values) =>
        Assert.Equal(MedIOError.InvalidDimensions, Fails(new AfniFile(0, 1, 1, 1).Floats(name, values).Put(_folder, "a+orig", new byte[1])).Error);

    [Theory]
    [InlineData("DATASET_RANK", "3")]
    [InlineData("DATASET_RANK", "4 1")]
    [InlineData("DATASET_RANK", "3 1.5")]
    [InlineData("DATASET_DIMENSIONS", "1 1")]
    [InlineData("DATASET_DIMENSIONS", "1e10 1 1")]
    [InlineData("DATASET_DIMENSIONS", "nan 1 1")]
    [InlineData("BRICK_TYPES", "")]
    [InlineData("BRICK_FLOAT_FACS", "inf")]
    public void Headers_that_contradict_the_format_are_refused(string name, string values) =>
        Assert.Equal(MedIOError.InvalidHeader, Fails(new AfniFile(0, 1, 1, 1).Floats(name, values).Put(_folder, "a+orig", new byte[1])).Error);

    [Fact]
    public void What_cannot_be_read_says_so()
    {
        Assert.Equal(MedIOError.UnsupportedFeature, Fails(new AfniFile(0, 1, 1, 1, 2).Integers("BRICK_TYPES", 0, 1).Put(_folder, "a+orig", new byte[9])).Error);
        Assert.Equal(MedIOError.UnsupportedDataType, Fails(new AfniFile(7, 1, 1, 1).Put(_folder, "b+orig", new byte[9])).Error);
        Assert.Equal(MedIOError.UnsupportedFeature, Fails(new AfniFile(0, 1, 1, 1).Put(_folder, "c+orig", new byte[9], ".BRIK.Z")).Error);
        Assert.Equal(MedIOError.InvalidHeader, Fails(new AfniFile(0, 1, 1, 1).Text("BYTEORDER_STRING", "PDP").Put(_folder, "d+orig", new byte[9])).Error);
    }

    [Theory]
    [InlineData("1 0 0 0 0 nan 0 0 0 0 1 0")]
    [InlineData("1 0 0 0 1 0 0 0 0 0 1 0")]
    [InlineData("1 0 0 1e300 0 1 0 0 0 0 1 0")]
    public void Geometry_that_cannot_be_is_refused_unless_a_default_is_allowed(string matrix)
    {
        string head = new AfniFile(0, 1, 1, 1).Floats("IJK_TO_DICOM_REAL", matrix).Put(_folder, "a+orig", new byte[1]);
        Assert.Equal(MedIOError.InvalidAffine, Fails(head).Error);
        Assert.Equal("1 1 1", MedFile.ReadMeta(head, new ReadOptions { AllowDefaultAffine = true }).Spacing.ToString());
    }

    [Fact]
    public void A_header_without_geometry_says_so()
    {
        string head = new AfniFile(0, 1, 1, 1).Without("IJK_TO_DICOM_REAL").Put(_folder, "a+orig", new byte[1]);
        Assert.Equal(MedIOError.MissingGeometry, Fails(head).Error);
        Assert.Equal(MedIOError.InvalidHeader, Fails(new AfniFile(0, 1, 1, 1).Without("IJK_TO_DICOM_REAL").Floats("ORIGIN", "0 0 0").Floats("DELTA", "1 1 1").Integers("ORIENT_SPECIFIC", 0, 3, 6).Put(_folder, "b+orig", new byte[1])).Error);
        Assert.Equal(MedIOError.InvalidAffine, Fails(new AfniFile(0, 1, 1, 1).Without("IJK_TO_DICOM_REAL").Floats("ORIGIN", "0 0 0").Floats("DELTA", "1 1 1").Integers("ORIENT_SPECIFIC", 0, 0, 5).Put(_folder, "c+orig", new byte[1])).Error);
    }

    [Fact]
    public void Counts_that_promise_more_than_there_is_take_no_memory()
    {
        AfniFile file = new AfniFile(0, 1, 1, 1).Set("MORE", "type = float-attribute\nname = MORE\ncount = 2147483647\n 1 2\n");
        Assert.Equal(MedIOError.TruncatedHeader, Fails(file.Put(_folder, "a+orig", new byte[1])).Error);

        // Few bytes of gzip cannot be billions of sub-bricks, nor may a list of them be made first.
        AfniFile many = new AfniFile(0, 1, 1, 1).Integers("DATASET_RANK", 3, int.MaxValue).Floats("BRICK_FLOAT_FACS", "2 3");
        Assert.Equal(MedIOError.TruncatedData, Fails(many.Put(_folder, "b+orig", MghBytes.Gzip(new byte[2]), ".BRIK.gz")).Error);
    }

    private static MedIOException Fails(string path)
    {
        MedIOException error = Assert.Throws<MedIOException>(() => MedFile.Read(path));
        Assert.Contains(path.Substring(0, path.Length - 5), error.Message, StringComparison.Ordinal);
        return error;
    }
}
