using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using MedIO.Dicom;
using MedIO.Tests.Mgh;
using MedIO.Tests.Nifti;
using Xunit;

namespace MedIO.Tests.Conversion;

/// <content>MedFile.Convert and MedFile.Identify.</content>
public sealed class ConvertTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void It_tells_what_was_written()
    {
        string source = Small("a.nii");
        MedConversion conversion = MedFile.Convert(source, Path.Combine(_folder["new"], "b.mhd"), new ReadOptions { Orientation = "SAR" }, new SaveOptions { CreateDirectory = true });
        Assert.Equal(source, conversion.Source);
        Assert.Equal(Path.Combine(_folder["new"], "b.mhd"), conversion.Path);
        Assert.Equal(conversion.Path, conversion.ToString());
        Assert.Equal("MetaImage", conversion.Format);
        Assert.Equal(new Shape(5, 4, 3), conversion.Shape);
        Assert.Equal("SAR", conversion.Orientation);
        Assert.Equal(VoxelType.Int16, conversion.DataType);
        Assert.Equal(new[] { Path.Combine(_folder["new"], "b.mhd"), Path.Combine(_folder["new"], "b.raw") }, conversion.Files);
        Assert.Equal(conversion.Files.Sum(f => new FileInfo(f).Length), conversion.Length);
        Assert.Empty(conversion.Warnings);

        // Voxels count up along x, y, z, which run to the right, to the front and up: SAR are the same axes backwards, z first.
        IEnumerable<short> expected = from x in Enumerable.Range(0, 3) from y in Enumerable.Range(0, 4) from z in Enumerable.Range(0, 5) select (short)((2 - x) + (3 * (3 - y)) + (12 * (4 - z)));
        Assert.Equal(expected, (short[])MedFile.Read(conversion.Path).Voxels);
    }

    [Theory]
    [InlineData("b.mhd", 2)]
    [InlineData("b{0:D3}.png", 5)]
    public void What_another_takes_away_at_once_has_been_written(string target, int files)
    {
        string source = Small("a.nii");
        MedConversion conversion = MedFile.Convert(source, _folder[target], null, new SaveOptions { DataType = VoxelType.UInt8, Written = File.Delete });
        Assert.Equal(files, conversion.Files.Count);
        Assert.True(conversion.Length > 60);
        Assert.Contains(conversion.Warnings, w => w.StartsWith("It was written but cannot be read again", StringComparison.Ordinal));
        Assert.Equal(new[] { source }, Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void What_NIfTI_wants_to_find_again_is_there()
    {
        string source = _folder["a.nii"];
        File.WriteAllBytes(source, NiftiBytes.Small().Descrip("by hand").File(Int16Bytes()));
        MedFile.Convert(source, _folder["b.nii.gz"], new ReadOptions { Slice = SliceExpression.Parse("1:3") });
        MedMeta meta = MedFile.ReadMeta(_folder["b.nii.gz"], new ReadOptions { Header = true });
        Assert.Equal("by hand", meta.Header!["descrip"]);
        Assert.Equal(new Shape(2, 4, 5), meta.Shape);
    }

    [Fact]
    public void Scaling_and_byte_order_are_gone_through()
    {
        File.WriteAllBytes(_folder["a.nii"], NiftiBytes.Small(bigEndian: true).Scale(0.5, -3).File(SampleVoxels.Bytes(NiftiBytes.SmallVoxels, bigEndian: true)));
        MedFile.Convert(_folder["a.nii"], _folder["b.mha"]);
        Assert.Equal(NiftiBytes.SmallVoxels.Select(v => (v * 0.5f) - 3), (float[])MedFile.Read(_folder["b.mha"]).Voxels);
    }

    [Fact]
    public void What_a_cast_changes_is_a_warning()
    {
        var warnings = new List<string>();
        MedConversion conversion = MedFile.Convert(Small("a.nii"), _folder["b.nii"], null, new SaveOptions { DataType = VoxelType.Int8, Warn = warnings.Add });
        Assert.Equal(VoxelType.Int8, conversion.DataType);
        Assert.Empty(conversion.Warnings);
        conversion = MedFile.Convert(Wide("w.nii"), _folder["c.nii"], new ReadOptions { DataType = VoxelType.UInt8 }, new SaveOptions { Warn = warnings.Add });
        Assert.Contains("44 values clipped", Assert.Single(conversion.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Each_file_is_told_before_any_is_in_place()
    {
        File.WriteAllText(_folder["b.raw"], "old");
        var told = new List<string>();
        var save = new SaveOptions
        {
            Writing = path =>
            {
                Assert.False(File.Exists(_folder["b.mhd"]));
                told.Add(Path.GetFileName(path));
                if (told.Count == 2)
                {
                    throw new InvalidOperationException("no");
                }
            },
        };
        Assert.Throws<InvalidOperationException>(() => MedFile.Convert(Small("a.nii"), _folder["b.mhd"], null, save));
        told.Sort(StringComparer.Ordinal);
        Assert.Equal(new[] { "b.mhd", "b.raw" }, told);
        Assert.Equal("old", File.ReadAllText(_folder["b.raw"]));
        Assert.Equal(2, Directory.GetFiles(_folder.Path).Length);
    }

    [Theory]
    [InlineData("LPI", "LP", new byte[] { 5, 4, 3, 2, 1, 0 })]
    [InlineData("PLI", "PL", new byte[] { 5, 2, 4, 1, 3, 0 })]
    [InlineData("SAR", "AR", new byte[] { 0, 3, 1, 4, 2, 5 })]
    [InlineData("ra", "RA", new byte[] { 0, 1, 2, 3, 4, 5 })]
    public void A_plane_takes_those_of_three_letters_along_which_it_lies(string wanted, string orientation, byte[] voxels)
    {
        // RA in ITK's letters: x runs to the left, y to the back.
        var plane = new MedImage(new byte[] { 0, 1, 2, 3, 4, 5 }, new MedMeta(new Shape(3, 2), Affine.Identity(2), CoordinateSystem.Itk, VoxelType.UInt8));
        plane.Save(_folder["plane.nii"]);
        MedImage read = MedFile.Read(_folder["plane.nii"], new ReadOptions { Orientation = wanted });
        Assert.Equal(orientation, read.Orientation);
        Assert.Equal(voxels, (byte[])read.Voxels);
        Assert.Equal(orientation, MedFile.Convert(_folder["plane.nii"], _folder["b.nii"], new ReadOptions { Orientation = wanted }).Orientation);
        Assert.Equal(MedIOError.InvalidOrientation, Assert.Throws<MedIOException>(() => MedFile.Read(_folder["plane.nii"], new ReadOptions { Orientation = "RS" })).Error);
    }

    [Fact]
    public void What_stands_behind_the_voxels_comes_along()
    {
        // The footer of a .mgz, the scan's repetition time in milliseconds first.
        byte[] file = new MghBytes(4, 2, 2, 2, 3).Spacing(1, 1, 1).Directions(-1, 0, 0, 0, 0, -1, 0, 1, 0).GoodRas(true)
            .File(Enumerable.Range(0, 24).Select(i => (object)(short)i), MghBytes.BigEndian(2500f, 0f, 0f, 0f, 0f));
        File.WriteAllBytes(_folder["a.mgz"], MghBytes.Gzip(file));
        Assert.Equal(2.5, MedFile.ReadMeta(_folder["a.mgz"]).TimeStep);
        MedFile.Convert(_folder["a.mgz"], _folder["b.nii"]);
        Assert.Equal(2.5, MedFile.ReadMeta(_folder["b.nii"]).TimeStep);
    }

    [Fact]
    public void An_error_of_the_target_names_it_and_leaves_nothing()
    {
        string source = _folder["a.nii"];
        new MedImage(new System.Numerics.Complex[8], new MedMeta(new Shape(2, 2, 2))).Save(source);
        MedIOException error = Assert.Throws<MedIOException>(() => MedFile.Convert(source, _folder["b.mha"]));
        Assert.Equal((MedIOError.CannotRepresent, _folder["b.mha"]), (error.Error, error.Path));
        Assert.Equal(new[] { "a.nii" }, _folder.Names());
    }

    [Fact]
    public void An_error_of_the_source_names_it_and_leaves_nothing()
    {
        byte[] bytes = NiftiFolder.Gzip(File.ReadAllBytes(Small("a.nii")));
        bytes[bytes.Length - 6] ^= 0x55;
        File.WriteAllBytes(_folder["a.nii.gz"], bytes);
        File.WriteAllText(_folder["b.mha"], "old");
        MedIOException error = Assert.Throws<MedIOException>(() => MedFile.Convert(_folder["a.nii.gz"], _folder["b.mha"]));
        Assert.Equal((MedIOError.CorruptCompression, _folder["a.nii.gz"]), (error.Error, error.Path));
        Assert.Equal("old", File.ReadAllText(_folder["b.mha"]));
        Assert.Equal(new[] { "a.nii", "a.nii.gz", "b.mha" }, _folder.Names());
    }

    [Fact]
    public void A_cut_file_is_converted_as_far_as_it_goes_when_that_is_wanted()
    {
        byte[] bytes = File.ReadAllBytes(Small("a.nii"));
        File.WriteAllBytes(_folder["a.nii"], bytes.Take(352 + 20).ToArray());
        Assert.Equal(MedIOError.TruncatedData, Assert.Throws<MedIOException>(() => MedFile.Convert(_folder["a.nii"], _folder["b.mha"])).Error);
        MedConversion conversion = MedFile.Convert(_folder["a.nii"], _folder["b.mha"], new ReadOptions { AllowTruncated = true });
        Assert.Contains("cut off", Assert.Single(conversion.Warnings), StringComparison.Ordinal);
        Assert.Equal(Enumerable.Range(0, 60).Select(i => (short)(i < 10 ? i : 0)), (short[])MedFile.Read(_folder["b.mha"]).Voxels);
    }

    [Theory]
    [InlineData("a.nii", MedIOError.TargetIsSource)]
    [InlineData("a.xyz", MedIOError.UnknownSuffix)]
    [InlineData("old.nii", MedIOError.FileExists)]
    [InlineData("none/b.nii", MedIOError.DirectoryNotFound)]
    public void Targets_that_cannot_be_are_refused(string target, MedIOError expected)
    {
        string source = Small("a.nii");
        File.WriteAllText(_folder["old.nii"], "old");
        byte[] before = File.ReadAllBytes(source);
        var options = new SaveOptions { NoClobber = target == "old.nii" };
        Assert.Equal(expected, Assert.Throws<MedIOException>(() => MedFile.Convert(source, _folder[target], null, options)).Error);
        Assert.Equal(before, File.ReadAllBytes(source));
        Assert.Equal("old", File.ReadAllText(_folder["old.nii"]));
        Assert.Equal(new[] { "a.nii", "old.nii" }, _folder.Names());
    }

    [Fact]
    public void The_data_file_of_the_source_is_not_written_over()
    {
        MedFile.Read(Small("a.nii")).Save(_folder["b.mhd"]);
        byte[] before = File.ReadAllBytes(_folder["b.raw"]);
        File.Move(_folder["b.mhd"], _folder["x.mhd"]);
        Assert.Equal(MedIOError.TargetIsSource, Assert.Throws<MedIOException>(() => MedFile.Convert(_folder["x.mhd"], _folder["b.mhd"])).Error);
        Assert.Equal(before, File.ReadAllBytes(_folder["b.raw"]));
        Assert.Equal(new[] { "a.nii", "b.raw", "x.mhd" }, _folder.Names());
    }

    [Fact]
    public void It_stops_when_told_to_and_leaves_nothing()
    {
        new MedImage(new short[24 << 20], new MedMeta(new Shape(1024, 1024, 24))).Save(_folder["a.nii"]);
        using var stop = new CancellationTokenSource();
        var save = new SaveOptions { CancellationToken = stop.Token, Progress = new Then(_ => stop.Cancel()) };
        Assert.ThrowsAny<OperationCanceledException>(() => MedFile.Convert(_folder["a.nii"], _folder["b.nii.gz"], new ReadOptions { CancellationToken = stop.Token }, save));
        Assert.Equal(new[] { "a.nii" }, _folder.Names());
    }

    [Fact]
    public void Large_images_go_through_in_slabs_and_progress_only_grows()
    {
        var voxels = new short[24 << 20];
        for (int i = 0; i < voxels.Length; i++)
        {
            voxels[i] = (short)(i * 40503 >> 4);
        }

        new MedImage(voxels, new MedMeta(new Shape(1024, 1024, 24))).Save(_folder["a.nii"]);
        var parts = new List<double>();
        MedFile.Convert(_folder["a.nii"], _folder["b.mha"], new ReadOptions { Orientation = "LAI" }, new SaveOptions { Progress = new Then(parts.Add) });
        Assert.True(parts.Count > 3);
        Assert.Equal(parts.OrderBy(p => p), parts);
        Assert.Equal(1, parts.Last(), 6);
        Assert.Equal(MedFile.Read(_folder["a.nii"], new ReadOptions { Orientation = "LAI" }).Voxels, MedFile.Read(_folder["b.mha"]).Voxels);
    }

    [Fact]
    public void A_series_of_files_is_one_image()
    {
        DicomExport.Save(MedFile.Read(Small("a.nii")), _folder["series"], new DicomExportOptions { AllowReorient = true, CreateDirectory = true });
        DicomSeries series = DicomSeries.Find(_folder["series"]).Choose();
        MedConversion conversion = MedFile.Convert(series, _folder["b.nii.gz"]);
        Assert.Equal(_folder["series"], conversion.Source);
        Assert.Equal(new Shape(3, 4, 5), conversion.Shape);
        Assert.Equal(MedFile.Read(series).Voxels, MedFile.Read(_folder["b.nii.gz"]).Voxels);
        Assert.Equal(MedFile.Read(series).Voxels, MedFile.Read(MedFile.Convert(_folder["series"], _folder["c.mha"]).Path).Voxels);
    }

    [Fact]
    public void Identify_tells_headers_and_data_apart()
    {
        MedFile.Read(Small("a.nii")).Save(_folder["pair.img.gz"]);
        MedFile.Read(Small("a.nii")).Save(_folder["m.mhd"]);
        MedFileInfo pair = MedFile.Identify(_folder["pair.img.gz"]);
        Assert.Equal(("NIfTI", _folder["pair.hdr.gz"]), (pair.Format.Name, pair.Path));
        Assert.Equal(new[] { _folder["pair.img.gz"] }, pair.DataFiles);
        Assert.Equal(new[] { _folder["pair.img.gz"] }, MedFile.Identify(_folder["pair.hdr.gz"]).DataFiles);
        MedFileInfo header = MedFile.Identify(_folder["m.mhd"]);
        Assert.Equal(("MetaImage", _folder["m.mhd"]), (header.Format.Name, header.Path));
        Assert.Equal(new[] { _folder["m.raw"] }, header.DataFiles);
        Assert.Empty(MedFile.Identify(_folder["a.nii"]).DataFiles);
        Assert.Equal(MedIOError.UnknownFormat, Assert.Throws<MedIOException>(() => MedFile.Identify(_folder["m.raw"])).Error);
        Assert.Equal(MedIOError.FileNotFound, Assert.Throws<MedIOException>(() => MedFile.Identify(_folder["none"])).Error);
        Assert.Equal(MedIOError.NoImageInDirectory, Assert.Throws<MedIOException>(() => MedFile.Identify(_folder.Path)).Error);

        // What is wrong with a header is not its concern.
        File.WriteAllBytes(_folder["cut.nii"], File.ReadAllBytes(_folder["a.nii"]).Take(200).ToArray());
        Assert.Equal("NIfTI", MedFile.Identify(_folder["cut.nii"]).Format.Name);
    }

    private string Small(string name)
    {
        File.WriteAllBytes(_folder[name], NiftiBytes.Small().File(Int16Bytes()));
        return _folder[name];
    }

    private string Wide(string name)
    {
        File.WriteAllBytes(_folder[name], new NiftiBytes().Dim(300).Datatype(4, 16).File(SampleVoxels.Bytes(Enumerable.Range(0, 300).Select(i => (short)i).ToArray())));
        return _folder[name];
    }

    private static byte[] Int16Bytes() => SampleVoxels.Bytes(NiftiBytes.SmallVoxels);

    // Progress<T> would report on another thread, later.
    private sealed class Then : IProgress<double>
    {
        private readonly Action<double> _then;

        public Then(Action<double> then) => _then = then;

        public void Report(double value) => _then(value);
    }
}
