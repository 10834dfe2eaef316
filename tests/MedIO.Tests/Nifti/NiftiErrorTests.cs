using System;
using System.IO;
using System.Linq;
using System.Text;
using Xunit;

namespace MedIO.Tests.Nifti;

/// <content>Files that are no image, or say what cannot be: one error each, with a stable id and the path.</content>
public sealed class NiftiErrorTests : IDisposable
{
    private readonly NiftiFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Impossible_headers_are_refused_with_the_reason()
    {
        Check(MedIOError.InvalidDimensions, n => n.DimAt(0, 0));
        Check(MedIOError.InvalidDimensions, n => n.DimAt(0, 8));
        Check(MedIOError.InvalidDimensions, n => n.DimAt(1, -3));
        Check(MedIOError.InvalidDimensions, n => n.DimAt(2, 0));
        Check(MedIOError.TruncatedData, n => n.DimAt(3, 32767));
        Check(MedIOError.InvalidHeader, n => n.Offset(100));
        Check(MedIOError.InvalidHeader, n => n.Offset(-16));
        Check(MedIOError.InvalidHeader, n => n.Scale(2, double.NaN));
        Check(MedIOError.TruncatedData, n => n.Offset(1 << 20));
        foreach (int code in new[] { 0, 1, 1536, 2048, 77 })
        {
            Check(MedIOError.UnsupportedDataType, n => n.Datatype(code, 16));
        }
    }

    [Theory]
    [InlineData(1L << 31)]
    [InlineData(1L << 62)]
    [InlineData(-1L << 62)]
    public void Dimensions_beyond_all_bounds_are_refused(long size)
    {
        NiftiBytes nifti = NiftiBytes.Small(2).DimAt(2, size);
        Fails(MedIOError.InvalidDimensions, _folder.Put("a.nii", nifti.File(NiftiBytes.SmallVoxels)));
    }

    [Fact]
    public void Dimensions_whose_product_overflows_are_refused()
    {
        NiftiBytes nifti = new NiftiBytes(2).Dim(2147483647, 2147483647, 2147483647, 2147483647).Datatype(64, 64);
        Fails(MedIOError.InvalidDimensions, _folder.Put("a.nii", nifti.File(new byte[10])));
        Fails(MedIOError.InvalidDimensions, _folder.Put("a.nii.gz", NiftiFolder.Gzip(nifti.File(new byte[10]))));
    }

    [Theory]
    [InlineData(352.5)]
    [InlineData(double.NaN)]
    [InlineData(1e38)]
    public void Offsets_that_are_no_place_in_a_file_are_refused(double offset) => Check(MedIOError.InvalidHeader, n => n.Offset(offset));

    [Fact]
    public void Careless_offsets_are_read_with_a_warning()
    {
        byte[] file = NiftiBytes.Small().File(NiftiBytes.SmallVoxels);
        MedImage zero = MedFile.Read(_folder.Put("a.nii", NiftiBytes.Small().Offset(0).Header().Concat(file.Skip(348)).ToArray()));
        Assert.Equal(NiftiBytes.SmallVoxels, zero.Voxels);
        Assert.Single(zero.Warnings);
        MedImage tight = MedFile.Read(_folder.Put("b.nii", NiftiBytes.Small().Offset(348).Header().Concat(file.Skip(352)).ToArray()));
        Assert.Equal(NiftiBytes.SmallVoxels, tight.Voxels);
        Assert.Single(tight.Warnings);
    }

    [Fact]
    public void Files_cut_off_in_the_header_or_in_the_voxels_are_told_apart()
    {
        byte[] file = NiftiBytes.Small().File(NiftiBytes.SmallVoxels);
        Fails(MedIOError.TruncatedHeader, _folder.Put("a.nii", file.Take(200).ToArray()));
        Fails(MedIOError.TruncatedHeader, _folder.Put("b.nii", file.Take(3).ToArray()));
        Fails(MedIOError.TruncatedData, _folder.Put("c.nii", file.Take(400).ToArray()));
        byte[] gzipped = NiftiFolder.Gzip(file);
        string path = _folder.Put("d.nii.gz", gzipped.Take(gzipped.Length - 12).ToArray());
        Assert.Equal(MedIOError.TruncatedData, Assert.Throws<MedIOException>(() => MedFile.Read(path)).Error);
        Fails(MedIOError.TruncatedHeader, _folder.Put("e.nii", NiftiBytes.Small(2).File(NiftiBytes.SmallVoxels).Take(400).ToArray()));
    }

    [Fact]
    public void Other_bytes_are_refused_as_no_NIfTI()
    {
        Fails(MedIOError.InvalidHeader, _folder.Put("b.nii", NiftiBytes.Small().Text(344, "n+9").File(NiftiBytes.SmallVoxels)));
        Fails(MedIOError.InvalidHeader, _folder.Put("c.nii", NiftiBytes.Small().Int32(0, 349).File(NiftiBytes.SmallVoxels)));
        Fails(MedIOError.InvalidHeader, _folder.Put("d.nii", Encoding.ASCII.GetBytes(new string('x', 1000))));
    }

    [Fact]
    public void Half_a_pair_says_which_file_is_missing()
    {
        NiftiBytes nifti = NiftiBytes.Small(pair: true);
        MedIOException data = Fails(MedIOError.DataFileNotFound, _folder.Put("a.hdr", nifti.Header()));
        Assert.Contains("a.img", data.Message, StringComparison.Ordinal);
        MedIOException header = Fails(MedIOError.FileNotFound, _folder.Put("b.img", nifti.Voxels(NiftiBytes.SmallVoxels)));
        Assert.Contains("b.hdr", header.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_gzip_file_that_promises_more_than_deflate_can_hold_takes_no_memory()
    {
        byte[] file = new NiftiBytes().Dim(30000, 30000, 30).Datatype(2, 8).File(new byte[4]);
        Fails(MedIOError.TruncatedData, _folder.Put("a.nii.gz", NiftiFolder.Gzip(file)));
    }

    [Fact]
    public void Damaged_extensions_are_left_out_with_a_warning()
    {
        NiftiBytes nifti = NiftiBytes.Small();
        byte[] good = nifti.Extension(6, Encoding.ASCII.GetBytes("good"));
        byte[] bad = nifti.Extension(6, new byte[8]);
        bad[0] = 200;
        MedImage image = MedFile.Read(_folder.Put("a.nii", nifti.File(NiftiBytes.SmallVoxels, good.Concat(bad).ToArray())), new ReadOptions { Header = true });
        Assert.Equal(NiftiBytes.SmallVoxels, image.Voxels);
        Assert.Single(image.Warnings);
        Assert.Single((object[])image.Header!["extensions"]!);
    }

    [Fact]
    public void Whatever_the_bytes_the_outcome_is_an_image_or_our_error()
    {
        var random = new Random(20240229);
        NiftiBytes one = NiftiBytes.Small().Scale(2, 1).QformCode(1);
        NiftiBytes two = new NiftiBytes(2, true).Dim(2, 3, 1, 1, 3).Datatype(16, 32).Intent(1007);
        byte[][] seeds =
        {
            one.File(NiftiBytes.SmallVoxels, one.Extension(4, new byte[20])),
            two.File(new float[18]),
            NiftiFolder.Gzip(NiftiBytes.Small(2).File(NiftiBytes.SmallVoxels)),
        };
        for (int i = 0; i < 3000; i++)
        {
            byte[] bytes = (byte[])seeds[i % 3].Clone();
            for (int change = random.Next(1, 5); change > 0; change--)
            {
                bytes[random.Next(bytes.Length)] = random.Next(3) == 0 ? (byte)255 : (byte)random.Next(256);
            }

            string path = _folder.Put("fuzz" + (i % 3 == 2 ? ".nii.gz" : ".nii"), random.Next(10) == 0 ? bytes.Take(random.Next(1, bytes.Length)).ToArray() : bytes);
            try
            {
                MedImage image = MedFile.Read(path, new ReadOptions { Header = true, AllowDefaultAffine = i % 2 == 0 });
                Assert.Equal(image.Shape.VoxelCount * image.Components, image.Voxels.LongLength);
            }
            catch (MedIOException e)
            {
                Assert.StartsWith(path, e.Message, StringComparison.Ordinal);
            }
        }
    }

    private void Check(MedIOError error, Action<NiftiBytes> change)
    {
        NiftiBytes nifti = NiftiBytes.Small();
        change(nifti);
        Fails(error, _folder.Put("a.nii", nifti.File(NiftiBytes.SmallVoxels)));
    }

    private static MedIOException Fails(MedIOError error, string path)
    {
        MedIOException thrown = Assert.Throws<MedIOException>(() => MedFile.ReadMeta(path));
        Assert.Equal(error, thrown.Error);
        Assert.StartsWith(path + ": ", thrown.Message, StringComparison.Ordinal);
        return thrown;
    }
}
