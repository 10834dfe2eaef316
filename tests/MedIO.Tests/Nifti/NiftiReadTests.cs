using System;
using System.Collections;
using System.IO;
using System.Linq;
using System.Numerics;
using System.Text;
using Xunit;

namespace MedIO.Tests.Nifti;

/// <content>What a user sees of files that follow the standard.</content>
public sealed class NiftiReadTests : IDisposable
{
    private readonly NiftiFolder _folder = new();

    public static TheoryData<int, int, Array> EveryType => new()
    {
        { 2, 8, new byte[] { 0, 1, 255 } },
        { 4, 16, new short[] { short.MinValue, -1, short.MaxValue } },
        { 8, 32, new[] { int.MinValue, 5, int.MaxValue } },
        { 16, 32, new[] { -1.5f, 0, 3e30f } },
        { 32, 64, new[] { new Complex64(1, -2), new Complex64(0, 3), new Complex64(4, 5) } },
        { 64, 64, new[] { -1.5, 0, 1e300 } },
        { 256, 8, new sbyte[] { -128, 0, 127 } },
        { 512, 16, new ushort[] { 0, 1, 65535 } },
        { 768, 32, new uint[] { 0, 1, uint.MaxValue } },
        { 1024, 64, new[] { long.MinValue, 1, long.MaxValue } },
        { 1280, 64, new ulong[] { 0, 1, ulong.MaxValue } },
        { 1792, 128, new[] { new Complex(1, -2), new Complex(1e300, 3), Complex.Zero } },
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(EveryType))]
    public void Every_data_type_is_read_in_both_versions_and_byte_orders(int code, int bits, Array voxels)
    {
        foreach (int version in new[] { 1, 2 })
        {
            foreach (bool bigEndian in new[] { false, true })
            {
                byte[] file = new NiftiBytes(version, bigEndian).Dim(3, 1, 1).Datatype(code, bits).File(voxels);
                foreach (string path in new[] { _folder.Put("a.nii", file), _folder.Put("b.nii.gz", NiftiFolder.Gzip(file)) })
                {
                    MedImage image = MedFile.Read(path);
                    Assert.Equal(voxels, image.Voxels);
                    Assert.Equal($"NIfTI-{version}", image.Format);
                    Assert.Equal("3x1x1", image.Shape.ToString());
                    Assert.Empty(image.Warnings);
                }
            }
        }
    }

    [Fact]
    public void The_content_tells_whether_a_file_is_gzipped_not_its_name()
    {
        byte[] file = NiftiBytes.Small().File(NiftiBytes.SmallVoxels);
        Assert.Equal(NiftiBytes.SmallVoxels, MedFile.Read(_folder.Put("gzipped.nii", NiftiFolder.Gzip(file))).Voxels);
        Assert.Equal(NiftiBytes.SmallVoxels, MedFile.Read(_folder.Put("plain.nii.gz", file)).Voxels);
        Assert.Equal(NiftiBytes.SmallVoxels, MedFile.Read(_folder.Put("no suffix", file)).Voxels);
    }

    [Fact]
    public void A_file_beside_its_gzipped_namesake_is_never_mistaken_for_it()
    {
        _folder.Put("vol.nii", new NiftiBytes().Dim(2, 1, 1).Datatype(2, 8).File(new byte[] { 1, 2 }));
        _folder.Put("vol.nii.gz", NiftiFolder.Gzip(new NiftiBytes().Dim(3, 1, 1).Datatype(2, 8).File(new byte[] { 7, 8, 9 })));
        Assert.Equal(new byte[] { 1, 2 }, MedFile.Read(_folder["vol.nii"]).Voxels);
        Assert.Equal(new byte[] { 7, 8, 9 }, MedFile.Read(_folder["vol.nii.gz"]).Voxels);
    }

    [Theory]
    [InlineData("a.hdr", "a.img")]
    [InlineData("a.hdr.gz", "a.img.gz")]
    [InlineData("a.hdr", "a.img.gz")]
    [InlineData("a.hdr.gz", "a.img")]
    [InlineData("A.HDR", "A.IMG")]
    [InlineData("a.HDR", "a.img")]
    [InlineData("a.hdr", "a.IMG")]
    public void Either_file_of_a_pair_gives_the_image(string headerName, string dataName)
    {
        NiftiBytes nifti = NiftiBytes.Small(pair: true);
        byte[] header = nifti.Header();
        byte[] data = nifti.Voxels(NiftiBytes.SmallVoxels);
        _folder.Put(headerName, headerName.EndsWith("gz", StringComparison.Ordinal) ? NiftiFolder.Gzip(header) : header);
        _folder.Put(dataName, dataName.EndsWith("gz", StringComparison.Ordinal) ? NiftiFolder.Gzip(data) : data);
        foreach (string name in new[] { headerName, dataName })
        {
            MedImage image = MedFile.Read(_folder[name]);
            Assert.Equal(NiftiBytes.SmallVoxels, image.Voxels);
            Assert.Equal(name, image.Name);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Voxels_that_begin_like_a_DICOM_element_are_those_of_their_header(bool isAnalyze)
    {
        NiftiBytes nifti = NiftiBytes.Small(pair: true);
        short[] voxels = NiftiBytes.SmallVoxels;
        new short[] { 8, 0, 4, 0 }.CopyTo(voxels, 0);
        byte[] header = nifti.Header();
        if (isAnalyze)
        {
            header.AsSpan(344, 4).Clear();
        }

        _folder.Put("a.hdr", header);
        _folder.Put("a.img", nifti.Voxels(voxels));
        Assert.Equal(voxels, MedFile.Read(_folder["a.img"], new ReadOptions { AllowDefaultAffine = true }).Voxels);
        Assert.Equal(isAnalyze ? "Analyze" : "NIfTI-1", MedFile.ReadMeta(_folder["a.img"], new ReadOptions { AllowDefaultAffine = true }).Format);

        new Dicom.Series.SliceFile().Save(_folder["IM0"]);
        MedIO.Dicom.DicomSeriesList series = MedIO.Dicom.DicomSeries.Find(Path.GetDirectoryName(_folder["IM0"])!);
        Assert.Equal(2, series.OtherFileCount);
        Assert.Empty(series.Warnings);
    }

    [Fact]
    public void The_voxels_of_a_pair_begin_at_vox_offset_in_the_data_file()
    {
        NiftiBytes nifti = NiftiBytes.Small(pair: true).Offset(16);
        string header = _folder.Put("a.hdr", nifti.Header());
        _folder.Put("a.img", new byte[16].Concat(nifti.Voxels(NiftiBytes.SmallVoxels)).ToArray());
        Assert.Equal(NiftiBytes.SmallVoxels, MedFile.Read(header).Voxels);
    }

    [Theory]
    [InlineData(2, 0.5, -3, VoxelType.UInt8, VoxelType.Float32)]
    [InlineData(2, 1, 0, VoxelType.UInt8, VoxelType.UInt8)]
    [InlineData(2, 0, 7, VoxelType.UInt8, VoxelType.UInt8)]
    [InlineData(2, double.NaN, 7, VoxelType.UInt8, VoxelType.UInt8)]
    [InlineData(2, double.PositiveInfinity, 7, VoxelType.UInt8, VoxelType.UInt8)]
    [InlineData(2, 1, 7, VoxelType.UInt8, VoxelType.Float32)]
    public void Slope_and_intercept_apply_unless_the_slope_is_none(int code, double slope, double intercept, VoxelType stored, VoxelType read)
    {
        string path = _folder.Put("a.nii", new NiftiBytes().Dim(3, 1, 1).Datatype(code, 8).Scale(slope, intercept).File(new byte[] { 0, 10, 200 }));
        MedImage image = MedFile.Read(path);
        Assert.Equal(read, image.DataType);
        double[] expected = { 0, 10, 200 };
        Assert.Equal(read == stored ? expected : expected.Select(v => (v * slope) + intercept), image.Voxels.Cast<IConvertible>().Select(v => v.ToDouble(null)));
    }

    [Fact]
    public void Colours_are_components_and_are_not_scaled()
    {
        byte[] voxels = Enumerable.Range(0, 24).Select(i => (byte)i).ToArray();
        MedImage rgb = MedFile.Read(_folder.Put("rgb.nii", new NiftiBytes().Dim(2, 2, 2).Datatype(128, 24).Scale(2, 5).File(voxels)));
        Assert.Equal((3, VoxelType.UInt8, "2x2x2"), (rgb.Components, rgb.DataType, rgb.Shape.ToString()));
        Assert.Equal(voxels, rgb.Voxels);
        MedImage rgba = MedFile.Read(_folder.Put("rgba.nii", new NiftiBytes().Dim(3, 2).Datatype(2304, 32).File(voxels)));
        Assert.Equal((4, "3x2"), (rgba.Components, rgba.Shape.ToString()));
    }

    [Fact]
    public void The_fifth_dimension_of_a_vector_image_is_its_components()
    {
        // Planar in the file, together in memory.
        float[] planes = { 1, 2, 10, 20, 100, 200 };
        MedImage image = MedFile.Read(_folder.Put("a.nii", new NiftiBytes().Dim(2, 1, 1, 1, 3).Datatype(16, 32).Intent(1007).File(planes)));
        Assert.Equal((3, "2x1x1"), (image.Components, image.Shape.ToString()));
        Assert.Equal(new float[] { 1, 10, 100, 2, 20, 200 }, image.Voxels);
        MedImage plain = MedFile.Read(_folder.Put("b.nii", new NiftiBytes().Dim(2, 1, 1, 1, 3).Datatype(16, 32).File(planes)));
        Assert.Equal((1, "2x1x1x1x3"), (plain.Components, plain.Shape.ToString()));
    }

    [Theory]
    [InlineData(8, 2.5, 2.5)]
    [InlineData(16, 2500, 2.5)]
    [InlineData(24, 2500000, 2.5)]
    [InlineData(0, 2.5, 2.5)]
    [InlineData(32, 2.5, null)]
    [InlineData(8, 0, null)]
    public void Time_steps_are_in_seconds(int unit, double step, double? seconds)
    {
        string path = _folder.Put("a.nii", new NiftiBytes().Dim(1, 1, 1, 2).Datatype(2, 8).Units(2 | unit).Pixdim(4, step).File(new byte[2]));
        double? read = MedFile.ReadMeta(path).TimeStep;
        Assert.Equal(seconds.HasValue, read.HasValue);
        Assert.Equal(seconds ?? 0, read ?? 0, 9);
    }

    [Fact]
    public void The_header_comes_by_its_standard_names_and_only_when_asked_for()
    {
        NiftiBytes nifti = NiftiBytes.Small(bigEndian: true).Descrip("Anna Muster").Units(2);
        string path = _folder.Put("a.nii", nifti.File(NiftiBytes.SmallVoxels, nifti.Extension(6, Encoding.ASCII.GetBytes("a comment"))));
        Assert.Null(MedFile.ReadMeta(path).Header);
        IDictionary header = MedFile.ReadMeta(path, new ReadOptions { Header = true }).Header!;
        string[] names = header.Keys.Cast<string>().ToArray();
        Assert.Equal(new[] { "sizeof_hdr", "data_type", "db_name", "extents", "session_error", "regular", "dim_info", "dim" }, names.Take(8));
        Assert.Equal(44, names.Length);
        Assert.Equal("Anna Muster", header["DESCRIP"]);
        Assert.Equal("3 3 4 5 0 0 0 0", header["dim"]!.ToString());
        Assert.Equal("1 0 0 0", header["srow_x"]!.ToString());
        Assert.Equal(348, header["sizeof_hdr"]);
        Assert.Equal("n+1", header["magic"]);
        var extension = (IDictionary)Assert.Single((object[])header["extensions"]!);
        Assert.Equal(6, extension["code"]);
    }

    [Fact]
    public void A_surface_that_FreeSurfer_folded_into_small_dimensions_is_unfolded()
    {
        string path = _folder.Put("a.nii", new NiftiBytes().Dim(-1, 1, 1).Int32(144, 40000).Datatype(2, 8).File(new byte[40000]));
        Assert.Equal("40000x1x1", MedFile.ReadMeta(path).Shape.ToString());
    }

    [Fact]
    public void A_slice_reads_a_part_of_each_kind_of_file()
    {
        byte[] file = NiftiBytes.Small(2, true).File(NiftiBytes.SmallVoxels);
        foreach (string path in new[] { _folder.Put("a.nii", file), _folder.Put("b.nii.gz", NiftiFolder.Gzip(file)) })
        {
            MedImage image = MedFile.Read(path, new ReadOptions { Slice = SliceExpression.Parse("1:, 2, ::-2") });
            Assert.Equal("2x1x3", image.Shape.ToString());
            Assert.Equal(new short[] { 55, 56, 31, 32, 7, 8 }, image.Voxels);
        }
    }
}
