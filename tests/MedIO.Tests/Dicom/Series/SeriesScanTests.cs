using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using MedIO.Dicom;
using Xunit;

namespace MedIO.Tests.Dicom.Series;

/// <summary>What a folder holds: which files make a series, and that none is lost.</summary>
public sealed class SeriesScanTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Shuffled_names_and_reversed_numbers_read_in_the_order_of_space()
    {
        string[] names = { "z", "a", "IM10", "IM9", "noname.dcm" };
        for (int i = 0; i < 5; i++)
        {
            new SliceFile { Position = new double[] { -10, 20, i * 2.5 }, InstanceNumber = 5 - i, Value = 100 * i, Description = "T1 MPRAGE", SeriesNumber = 4 }.Save(_folder[names[i]]);
        }

        MedImage image = MedFile.Read(_folder.Path);
        Assert.Equal("3x2x5", image.Shape.ToString());
        Assert.Equal("1 1 2.5", image.Spacing.ToString());
        Assert.Equal("-10 20 0", image.Metadata.Origin.ToString());
        Assert.Equal("RAI", image.Orientation);
        Assert.Equal(Enumerable.Range(0, 5).SelectMany(i => Enumerable.Range(100 * i, 6)).Select(v => (ushort)v), (ushort[])image.Voxels);
        Assert.Equal(_folder.Path, image.Path);
        Assert.Equal("4_T1_MPRAGE", image.Name);
        Assert.Equal("MR", image.Metadata.Modality);
        Assert.Equal(names.Select(n => _folder[n]), image.Metadata.Series!.Files);
        Assert.Empty(image.Warnings);
    }

    [Fact]
    public void Reorientation_slices_and_casts_are_as_for_files()
    {
        Stack(4);
        MedImage whole = MedFile.Read(_folder.Path);
        MedImage part = MedFile.Read(_folder.Path, new ReadOptions { Orientation = "SAR", Slice = SliceExpression.Parse("1:3, :, ::-1"), DataType = VoxelType.Float32, CoordinateSystem = CoordinateSystem.Nib });
        MedImage expected = whole.Clone();
        expected.Convert(CoordinateSystem.Nib);
        expected = expected.Reorient("SAR").Slice("1:3, :, ::-1").Cast(VoxelType.Float32);
        Assert.Equal(expected.Voxels, part.Voxels);
        Assert.Equal(expected.Affine, part.Affine);
        MedMeta meta = MedFile.ReadMeta(_folder.Path, new ReadOptions { Orientation = "SAR", CoordinateSystem = CoordinateSystem.Nib, DataType = VoxelType.Float32 });
        Assert.Equal("4x2x3", meta.Shape.ToString());
        Assert.Equal(VoxelType.Float32, meta.DataType);
    }

    [Fact]
    public void Files_that_are_no_images_are_passed_over_and_counted()
    {
        Stack(3);
        File.WriteAllText(_folder["readme.txt"], "Notes on the study");
        File.WriteAllBytes(_folder[".DS_Store"], new byte[] { 0, 0, 0, 1, 66, 117, 100, 49 });
        File.WriteAllBytes(_folder[".empty"], Array.Empty<byte>());
        File.WriteAllBytes(_folder["report.dcm"], new DicomBytesBuilder().Text(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.88.11").Text(0x00080060, "CS", "SR").Text(0x0020000e, "UI", "2.25.100").ToFile());
        DicomSeriesList found = DicomSeries.Find(_folder.Path);
        Assert.Equal(3, Assert.Single(found).FileCount);
        Assert.Equal(7, found.FileCount);
        Assert.Equal(4, found.OtherFileCount);
        Assert.Empty(found.Warnings);
        Assert.Empty(found[0].Warnings);
    }

    [Fact]
    public void Scouts_and_other_sizes_are_series_of_their_own()
    {
        Stack(4);
        new SliceFile { Position = new double[] { 0, 0, 1.5 }, Orientation = new double[] { 0, 1, 0, 0, 0, -1 } }.Save(_folder["scout1"]);
        new SliceFile { Position = new double[] { 0, 0, 1 }, ImageType = "ORIGINAL\\PRIMARY\\LOCALIZER" }.Save(_folder["scout2"]);
        new SliceFile { Position = new double[] { 0, 0, 9 }, Columns = 5 }.Save(_folder["small"]);
        new SliceFile { Position = new double[] { 0, 0, 9 }, PixelSpacing = new double[] { 2, 2 } }.Save(_folder["coarse"]);
        new SliceFile { Position = new double[] { 0, 0, 9 }, SopClass = "1.2.840.10008.5.1.4.1.1.7" }.Save(_folder["capture"]);
        DicomSeriesList found = DicomSeries.Find(_folder.Path);
        Assert.Equal(new[] { 4, 1, 1, 1, 1, 1 }, found.Select(s => s.FileCount));
        Assert.Equal(6, found.Select(s => MedFile.ReadMeta(s).Name).Distinct().Count());
        MedIOException e = Assert.Throws<MedIOException>(() => MedFile.Read(_folder.Path));
        Assert.Equal(MedIOError.SeveralSeries, e.Error);
        Assert.Equal("3x2x4", MedFile.ReadMeta(_folder.Path, new ReadOptions { Series = "#0" }).Shape.ToString());
    }

    [Fact]
    public void Magnitude_and_phase_at_the_same_places_are_taken_apart()
    {
        for (int i = 0; i < 6; i++)
        {
            new SliceFile { Position = new double[] { 0, 0, i % 3 }, ImageType = i < 3 ? "ORIGINAL\\PRIMARY\\M" : "ORIGINAL\\PRIMARY\\P", InstanceNumber = i }.Save(_folder[$"{i}"]);
        }

        Assert.Equal(new[] { 3, 3 }, DicomSeries.Find(_folder.Path).Select(s => s.FileCount));
    }

    [Fact]
    public void Kinds_of_one_volume_that_share_no_place_stay_together()
    {
        for (int i = 0; i < 6; i++)
        {
            new SliceFile { Position = new double[] { 0, 0, i }, ImageType = i < 3 ? "ORIGINAL\\PRIMARY\\AXIAL" : "ORIGINAL\\PRIMARY\\AXIAL\\HELIX" }.Save(_folder[$"{i}"]);
        }

        Assert.Equal("3x2x6", MedFile.ReadMeta(_folder.Path).Shape.ToString());
    }

    [Fact]
    public void Copies_of_a_slice_count_once_and_are_said()
    {
        Stack(3);
        File.Copy(_folder["1.dcm"], _folder["1 - copy.dcm"]);
        MedMeta meta = MedFile.ReadMeta(_folder.Path);
        Assert.Equal("3x2x3", meta.Shape.ToString());
        Assert.Equal("1 file is a copy of others, of the same SOPInstanceUID (0008,0018), and left out: 1.dcm of 1 - copy.dcm.", Assert.Single(meta.Warnings));
    }

    [Fact]
    public void Slices_that_all_have_one_instance_UID_are_no_copies()
    {
        for (int i = 0; i < 3; i++)
        {
            new SliceFile { Position = new double[] { 0, 0, i }, Instance = "2.25.7", InstanceNumber = i }.Save(_folder[$"{i}"]);
        }

        Assert.Equal("3x2x3", MedFile.ReadMeta(_folder.Path).Shape.ToString());
    }

    [Fact]
    public void A_truncated_slice_is_an_error_that_names_it_though_it_lies_at_the_end()
    {
        Stack(4);
        Truncate("3.dcm", 5);
        DicomSeries series = Assert.Single(DicomSeries.Find(_folder.Path));
        Assert.Contains("3.dcm", Assert.Single(series.Warnings), StringComparison.Ordinal);
        MedIOException e = Assert.Throws<MedIOException>(() => MedFile.Read(_folder.Path));
        Assert.Equal(MedIOError.MissingSlices, e.Error);
        Assert.Contains("3.dcm", e.Message, StringComparison.Ordinal);
        MedImage image = MedFile.Read(_folder.Path, new ReadOptions { AllowMissingSlices = true });
        Assert.Equal("3x2x3", image.Shape.ToString());
        Assert.Contains(image.Warnings, w => w.Contains("3.dcm", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(200)]
    [InlineData(140)]
    public void A_slice_cut_off_in_its_header_is_said(int left)
    {
        Stack(4);
        byte[] bytes = File.ReadAllBytes(_folder["3.dcm"]);
        File.WriteAllBytes(_folder["3.dcm"], bytes.Take(left).ToArray());
        DicomSeriesList found = DicomSeries.Find(_folder.Path);
        string[] warnings = found.SelectMany(s => s.Warnings).Concat(found.Warnings).ToArray();
        Assert.Contains(warnings, w => w.Contains("3.dcm", StringComparison.Ordinal));
    }

    [Fact]
    public void Of_many_files_that_are_of_no_known_series_the_first_are_named()
    {
        for (int i = 0; i < 20; i++)
        {
            File.WriteAllBytes(_folder[$"{i}.dcm"], Array.Empty<byte>());
        }

        DicomSeriesList found = DicomSeries.Find(_folder.Path);
        Assert.Empty(found);
        Assert.Equal(9, found.Warnings.Count);
        Assert.StartsWith(_folder["7.dcm"] + ": ", found.Warnings[7], StringComparison.Ordinal);
        Assert.Equal("12 more of the files whose series is not known cannot be read.", found.Warnings[8]);
    }

    [Fact]
    public void A_truncated_slice_in_the_middle_stays_free_where_that_is_allowed()
    {
        Stack(5);
        Truncate("2.dcm", 3);
        MedImage image = MedFile.Read(_folder.Path, new ReadOptions { AllowMissingSlices = true });
        Assert.Equal("3x2x5", image.Shape.ToString());
        Assert.Equal(new ushort[] { 0, 0, 0, 0, 0, 0 }, ((ushort[])image.Voxels).Skip(12).Take(6));
        Assert.Equal(300, ((ushort[])image.Voxels)[18]);
        Assert.Equal(2, image.Warnings.Count);
    }

    [Fact]
    public void A_series_of_which_all_files_are_damaged_is_listed()
    {
        Stack(2);
        Truncate("0.dcm", 3);
        Truncate("1.dcm", 3);
        DicomSeries series = Assert.Single(DicomSeries.Find(_folder.Path));
        Assert.Equal(2, series.FileCount);
        Assert.Equal(2, series.Files.Count);
        Assert.Equal("2.25.100", series.SeriesInstanceUID);
        Assert.Equal(MedIOError.TruncatedData, Assert.Throws<MedIOException>(() => MedFile.Read(series)).Error);
    }

    [Fact]
    public void Files_without_a_series_UID_are_not_put_together()
    {
        for (int i = 0; i < 3; i++)
        {
            new SliceFile { Position = new double[] { 0, 0, i }, Series = null }.Save(_folder[$"{i}"]);
        }

        Assert.Equal(3, DicomSeries.Find(_folder.Path).Count);
    }

    [Fact]
    public void One_UID_in_two_studies_is_two_series()
    {
        Stack(2);
        new SliceFile { Position = new double[] { 0, 0, 2 }, Study = "2.25.11" }.Save(_folder["other"]);
        Assert.Equal(new[] { 2, 1 }, DicomSeries.Find(_folder.Path).Select(s => s.FileCount));
    }

    [Fact]
    public void A_path_that_is_not_there_is_an_error()
    {
        Assert.Equal(MedIOError.FileNotFound, Assert.Throws<MedIOException>(() => DicomSeries.Find(_folder["nowhere"])).Error);
        Assert.Equal(MedIOError.FileNotFound, Assert.Throws<MedIOException>(() => MedFile.Read(_folder["nowhere"])).Error);
    }

    [Fact]
    public void A_description_is_one_line_and_its_name_can_be_a_file_s()
    {
        new SliceFile { Description = "T1/T2 *fs* \u0007..", SeriesNumber = 3 }.Save(_folder["a"]);
        DicomSeries series = DicomSeries.Find(_folder.Path)[0];
        Assert.Equal("T1/T2 *fs*  ..", series.SeriesDescription);
        Assert.Equal("3_T1_T2__fs", MedFile.ReadMeta(series).Name);
    }

    [Fact]
    public void Many_frames_that_nothing_tells_apart_end_in_an_error_at_once()
    {
        var planes = Enumerable.Range(0, 50000).Select(i => new MedIO.Dicom.Series.DicomPlane { Path = "/a", Frame = i, Position = new double[3], Orientation = new double[] { 1, 0, 0, 0, 1, 0 }, PixelSpacing = new double[] { 1, 1 } }).ToArray();
        Assert.Equal(MedIOError.InconsistentSeries, Assert.Throws<MedIOException>(() => PlaneSorterTests.Stack(planes)).Error);
    }

    [Fact]
    public void Folders_inside_are_looked_into_where_asked_for()
    {
        Stack(3, "a/b/c");
        MedIOException e = Assert.Throws<MedIOException>(() => MedFile.ReadMeta(_folder.Path));
        Assert.Equal(MedIOError.NoImageInDirectory, e.Error);
        Assert.Contains("Recurse", e.Message, StringComparison.Ordinal);
        MedMeta meta = MedFile.ReadMeta(_folder.Path, new ReadOptions { Recurse = true });
        Assert.Equal("3x2x3", meta.Shape.ToString());
        Assert.Equal(_folder["a" + Path.DirectorySeparatorChar + "b" + Path.DirectorySeparatorChar + "c"], meta.Path);
        Assert.Equal("3x2x3", MedFile.ReadMeta(_folder.Path, new ReadOptions { Filter = "**/*.dcm" }).Shape.ToString());
    }

    [Fact]
    public void An_empty_folder_says_so()
    {
        MedIOException e = Assert.Throws<MedIOException>(() => MedFile.ReadMeta(_folder.Path));
        Assert.Equal(MedIOError.NoImageInDirectory, e.Error);
        Assert.DoesNotContain("Recurse", e.Message, StringComparison.Ordinal);
        File.WriteAllText(_folder["a.txt"], "text");
        File.WriteAllText(_folder["b.txt"], "text");
        e = Assert.Throws<MedIOException>(() => MedFile.ReadMeta(_folder.Path));
        Assert.Contains("none of the 2 files", e.Message, StringComparison.Ordinal);
        Assert.StartsWith(_folder.Path + ": ", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("*.dcm", 2)]
    [InlineData("IM?", 3)]
    [InlineData("IM1*", 2)]
    [InlineData("*", 5)]
    [InlineData("nothing", 0)]
    public void A_filter_chooses_files_by_name(string filter, int expected)
    {
        string[] names = { "a.dcm", "b.dcm", "IM1", "IM2", "IM1x" };
        for (int i = 0; i < names.Length; i++)
        {
            new SliceFile { Position = new double[] { 0, 0, i } }.Save(_folder[names[i]]);
        }

        new SliceFile { Position = new double[] { 0, 0, 99 } }.Save(_folder["IM3/other"]);
        DicomSeriesList found = DicomSeries.Find(_folder.Path, new ReadOptions { Filter = filter });
        Assert.Equal(filter == "IM?" ? 2 : expected, found.Sum(s => s.FileCount));
    }

    [Fact]
    public void Links_in_a_circle_do_not_hold_up()
    {
        Stack(3, "a");
        if (!TryLink(_folder["a" + Path.DirectorySeparatorChar + "again"], _folder.Path))
        {
            return;
        }

        DicomSeriesList found = DicomSeries.Find(_folder.Path, new ReadOptions { Recurse = true });
        Assert.Equal(3, found.FileCount);
    }

    [Fact]
    public void The_list_is_the_same_whatever_the_names()
    {
        string[] Make(string folder, int seed)
        {
            var random = new Random(seed);
            foreach (int number in new[] { 3, 1, 2 })
            {
                foreach (int i in Enumerable.Range(0, 4))
                {
                    new SliceFile { Series = $"2.25.{100 - number}", SeriesNumber = number, Position = new double[] { 0, 0, i }, Instance = $"2.25.{number}.{i}" }.Save(_folder[$"{folder}/{random.Next()}.dcm"]);
                }

                new SliceFile { Series = $"2.25.{100 - number}", SeriesNumber = number, Position = new double[] { 0, 0, 7 }, Orientation = new double[] { 0, 1, 0, 0, 0, -1 } }.Save(_folder[$"{folder}/{random.Next()}.dcm"]);
            }

            return DicomSeries.Find(_folder[folder]).Select(s => $"{s} {s.SeriesInstanceUID}").ToArray();
        }

        string[] first = Make("first", 1);
        Assert.Equal(new[] { "1", "1", "2", "2", "3", "3" }, first.Select(s => s.Substring(11, 1)));
        Assert.Equal(first, Make("second", 2));
    }

    [Fact]
    public void Files_of_a_list_make_series_as_those_of_a_folder()
    {
        Stack(4);
        string[] files = { _folder["2.dcm"], _folder["0.dcm"], _folder["1.dcm"], _folder["1.dcm"] };
        MedImage image = MedFile.Read(DicomSeries.Find(files).Choose());
        Assert.Equal("3x2x3", image.Shape.ToString());
        Assert.Empty(image.Warnings);
    }

    [Fact]
    public void Names_of_patients_are_in_the_header_alone()
    {
        Stack(3);
        DicomSeries series = DicomSeries.Find(_folder.Path)[0];
        MedMeta meta = MedFile.ReadMeta(series, new ReadOptions { Header = true });
        Assert.Equal("Secret^Name", meta.Header!["PatientName"]!.ToString());
        Assert.DoesNotContain("Secret", $"{series} {meta} {meta.Name} {string.Join(" ", meta.Warnings)}", StringComparison.Ordinal);
        Assert.Null(MedFile.ReadMeta(series).Header);
    }

    [Fact]
    public void Pictures_without_a_place_are_stacked_only_where_that_is_allowed()
    {
        for (int i = 0; i < 3; i++)
        {
            new SliceFile { SopClass = "1.2.840.10008.5.1.4.1.1.7", Modality = "OT", Position = null, Orientation = null, InstanceNumber = 3 - i, Value = i }.Save(_folder[$"{i}"]);
        }

        Assert.Equal(MedIOError.MissingGeometry, Assert.Throws<MedIOException>(() => MedFile.Read(_folder.Path)).Error);
        MedImage image = MedFile.Read(_folder.Path, new ReadOptions { AllowDefaultAffine = true });
        Assert.Equal("3x2x3", image.Shape.ToString());
        Assert.Equal(2, ((ushort[])image.Voxels)[0]);
    }

    [Fact]
    public void Frames_of_reference_that_differ_are_said()
    {
        for (int i = 0; i < 3; i++)
        {
            new SliceFile { Position = new double[] { 0, 0, i }, FrameOfReference = $"2.25.{i}" }.Save(_folder[$"{i}"]);
        }

        Assert.Contains("frames of reference", Assert.Single(MedFile.ReadMeta(_folder.Path).Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(8, MedIOError.FileNotReadable)]
    [InlineData(-8, MedIOError.TruncatedData)]
    public void A_file_that_was_written_anew_since_the_series_was_found_is_an_error(int longer, MedIOError error)
    {
        // With something before its pixels, they would be read from the wrong place.
        for (int i = 0; i < 3; i++)
        {
            new SliceFile { Position = new double[] { 0, 0, i }, Description = "0123456789" }.Save(_folder[$"{i}"]);
        }

        DicomSeries series = Assert.Single(DicomSeries.Find(_folder.Path));
        new SliceFile { Position = new double[] { 0, 0, 1 }, Description = "0123456789".PadRight(10 + longer, 'x').Substring(0, 10 + longer) }.Save(_folder["1"]);

        MedIOException e = Assert.Throws<MedIOException>(() => MedFile.Read(series));
        Assert.Equal(error, e.Error);
        Assert.Equal(_folder["1"], e.Path);
        Assert.Contains("has changed", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Volumes_in_time_become_a_fourth_dimension()
    {
        for (int v = 0; v < 3; v++)
        {
            for (int z = 0; z < 2; z++)
            {
                new SliceFile { Position = new double[] { 0, 0, z }, TemporalPosition = 3 - v, AcquisitionTime = $"12000{4 - (2 * v)}.50", InstanceNumber = (v * 2) + z, Value = (100 * (3 - v)) + (10 * z) }.Save(_folder[$"{v}{z}"]);
            }
        }

        MedImage image = MedFile.Read(_folder.Path);
        Assert.Equal("3x2x2x3", image.Shape.ToString());
        Assert.Equal(2, image.TimeStep);
        Assert.Equal(new ushort[] { 100, 110, 200, 210, 300, 310 }, Enumerable.Range(0, 6).Select(i => ((ushort[])image.Voxels)[6 * i]));
    }

    [Fact]
    public void Stopping_stops()
    {
        Stack(3);
        using var stop = new System.Threading.CancellationTokenSource();
        stop.Cancel();
        Assert.Throws<OperationCanceledException>(() => DicomSeries.Find(_folder.Path, new ReadOptions { CancellationToken = stop.Token }));
    }

    // Not all frameworks that the tests run on can make links.
    private static bool TryLink(string link, string target)
    {
        try
        {
            System.Reflection.MethodInfo? create = typeof(Directory).GetMethod("CreateSymbolicLink", new[] { typeof(string), typeof(string) });
            create?.Invoke(null, new object[] { link, target });
            return create is not null;
        }
        catch (System.Reflection.TargetInvocationException)
        {
            return false;
        }
    }

    private void Truncate(string name, int bytes)
    {
        using FileStream file = File.Open(_folder[name], FileMode.Open);
        file.SetLength(file.Length - bytes);
    }

    private void Stack(int count, string folder = "")
    {
        for (int i = 0; i < count; i++)
        {
            new SliceFile { Position = new double[] { 0, 0, i }, InstanceNumber = i + 1, Value = 100 * i }.Save(Path.Combine(_folder.Path, folder.Replace('/', Path.DirectorySeparatorChar), $"{i}.dcm"));
        }
    }
}
