using System;
using System.Collections;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using FsCheck;
using FsCheck.Xunit;
using MedIO.Dicom;
using Xunit;

namespace MedIO.Tests.Dicom.Writing;

/// <summary>Series that were written and are read again.</summary>
public class DicomExportTests
{
    public static TheoryData<string, VoxelType> ModalitiesAndTypes
    {
        get
        {
            var data = new TheoryData<string, VoxelType>();
            foreach (string modality in new[] { "CT", "MR", "PT", "NM", "US", "OT" })
            {
                foreach (VoxelType type in VoxelTypes.All.Where(t => !VoxelTypes.IsComplex(t)))
                {
                    data.Add(modality, type);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(ModalitiesAndTypes))]
    public void Values_and_places_come_back(string modality, VoxelType type)
    {
        using var folder = new ScratchFolder();
        MedImage image = ExportImages.Of(type);
        Export(image, folder["out"], modality);
        MedImage back = MedFile.Read(folder["out"]);
        Assert.Equal(image.Shape, back.Shape);
        Assert.True(ExportImages.Displacement(image, back) < 1e-4);
        Assert.Empty(back.Warnings);
        Assert.Equal(modality, back.Metadata.Modality);
        Assert.True(ExportImages.Difference(image, back) <= HalfStep(image, modality), $"{ExportImages.Difference(image, back)}");
    }

    [Theory]
    [InlineData(DicomTransferSyntax.ExplicitVRLittleEndian)]
    [InlineData(DicomTransferSyntax.ImplicitVRLittleEndian)]
    [InlineData(DicomTransferSyntax.DeflatedExplicitVRLittleEndian)]
    [InlineData(DicomTransferSyntax.RleLossless)]
    [InlineData(DicomTransferSyntax.JpegLsLossless)]
    public void Every_transfer_syntax_gives_the_same_image(DicomTransferSyntax syntax)
    {
        using var folder = new ScratchFolder();
        foreach (MedImage image in new[] { ExportImages.Of(VoxelType.Int16), ExportImages.Of(VoxelType.UInt8), ExportImages.Of(VoxelType.UInt8, components: 3) })
        {
            string path = folder[Guid.NewGuid().ToString("N")];
            DicomExport.Save(image, path, new DicomExportOptions { TransferSyntax = syntax });
            Assert.All(Directory.GetFiles(path), f => Assert.Equal(0, new FileInfo(f).Length % 2));
            MedImage back = MedFile.Read(path);
            Assert.Equal(image.Components, back.Components);
            Assert.Equal(image.Voxels, back.Voxels);
        }
    }

    [Property(MaxTest = 60)]
    public void Whole_numbers_that_lie_close_together_come_back_exactly(int start, ushort[] offsets, bool real)
    {
        if (offsets is null || offsets.Length == 0)
        {
            return;
        }

        using var folder = new ScratchFolder();
        long[] values = Array.ConvertAll(offsets, o => (long)start + o);
        Array voxels = real ? Array.ConvertAll(values, v => (double)v) : values;
        var image = new MedImage(voxels, new MedMeta(new Shape(values.Length, 1, 1), dataType: real ? VoxelType.Float64 : VoxelType.Int64));
        Export(image, folder["out"], "CT");
        MedImage back = MedFile.Read(folder["out"], new ReadOptions { DataType = VoxelType.Float64 });
        double limit = Math.Max(Math.Abs((double)start), 65535) >= 1 << 24 ? Math.Abs((double)start) * 6e-8 : 0;
        Assert.True(ExportImages.Difference(image, back) <= limit);
    }

    [Property(MaxTest = 60)]
    public void Numbers_come_back_within_half_a_step(NormalFloat[] numbers)
    {
        // What lies further apart than a rescale can say is refused.
        double[] values = Array.FindAll(Array.ConvertAll(numbers ?? Array.Empty<NormalFloat>(), n => n.Get), v => Math.Abs(v) < 1e30 && Math.Abs(v) > 1e-30);
        if (values.Length == 0)
        {
            return;
        }

        using var folder = new ScratchFolder();
        var image = new MedImage(values, new MedMeta(new Shape(values.Length, 1, 1), dataType: VoxelType.Float64));
        foreach (string modality in new[] { "CT", "PT" })
        {
            Export(image, folder[modality], modality);
            MedImage back = MedFile.Read(folder[modality], new ReadOptions { DataType = VoxelType.Float64 });
            Assert.True(ExportImages.Difference(image, back) <= HalfStep(image, modality));
        }
    }

    [Theory]
    [InlineData(0, "CT")]
    [InlineData(0, "PT")]
    [InlineData(-1e300, "CT")]
    [InlineData(1e308, "CT")]
    public void Numbers_that_would_be_read_as_infinity_are_refused(double least, string modality)
    {
        using var folder = new ScratchFolder();
        double[] values = { least, double.MaxValue };
        var image = new MedImage(values, new MedMeta(new Shape(2, 1, 1), dataType: VoxelType.Float64));
        Exception? e = Record.Exception(() => Export(image, folder["out"], modality));
        if (e is null)
        {
            Assert.Equal(values, (double[])MedFile.Read(folder["out"], new ReadOptions { DataType = VoxelType.Float64 }).Voxels, (x, y) => Math.Abs(x - y) <= 1e-5 * double.MaxValue);
            return;
        }

        Assert.Equal(MedIOError.CannotRepresent, Assert.IsType<MedIOException>(e).Error);
        Assert.False(Directory.Exists(folder["out"]));
    }

    [Theory]
    [InlineData(1e9, 1.0)]
    [InlineData(-123456789.123, 1e-3)]
    [InlineData(1e15, 100.0)]
    [InlineData(0, 1e-38)]
    [InlineData(0, 1e-295)]
    [InlineData(-7e307, 1.4e308)]
    public void Numbers_far_from_zero_or_beyond_Float32_come_back_within_half_a_step(double start, double span)
    {
        using var folder = new ScratchFolder();
        double[] values = Enumerable.Range(0, 60).Select(i => start + (span * ((i * 37 % 60) / 59.0))).ToArray();
        var image = new MedImage(values, new MedMeta(new Shape(5, 4, 3), dataType: VoxelType.Float64));
        Export(image, folder["out"], "CT");
        Assert.True(ExportImages.Difference(image, MedFile.Read(folder["out"])) <= (span / ushort.MaxValue * 0.501) + (Math.Abs(start) * 1e-15));
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.1)]
    [InlineData(-1234.56789)]
    [InlineData(1e-12)]
    public void A_constant_image_comes_back(double value)
    {
        using var folder = new ScratchFolder();
        var image = new MedImage(Enumerable.Repeat(value, 12).ToArray(), new MedMeta(new Shape(2, 3, 2), dataType: VoxelType.Float64));
        foreach (string modality in new[] { "MR", "PT", "US" })
        {
            Export(image, folder[modality], modality);
            Assert.True(ExportImages.Difference(image, MedFile.Read(folder[modality])) <= Math.Abs(value) * 1e-7);
        }
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void Values_that_are_no_finite_numbers_are_refused(double value)
    {
        using var folder = new ScratchFolder();
        var image = new MedImage(new[] { 1, value, 3.0, 4 }, new MedMeta(new Shape(2, 2, 1), dataType: VoxelType.Float64));
        MedIOException error = Assert.Throws<MedIOException>(() => Export(image, folder["out"], "MR"));
        Assert.Equal(MedIOError.CannotRepresent, error.Error);
        Assert.Equal(folder["out"], error.Path);
        Assert.Empty(folder.Names());
    }

    [Theory]
    [InlineData(CoordinateSystem.Itk)]
    [InlineData(CoordinateSystem.Nib)]
    public void A_left_handed_image_is_an_error_that_says_what_would_do(CoordinateSystem system)
    {
        using var folder = new ScratchFolder();
        MedImage image = ExportImages.Of(VoxelType.Int16, affine: new Affine("1 0 0 5; 0 1 0 6; 0 0 -2 7; 0 0 0 1"));
        image.Convert(system);
        MedIOException error = Assert.Throws<MedIOException>(() => Export(image, folder["out"], "CT"));
        Assert.Equal(MedIOError.CannotRepresent, error.Error);
        Assert.Contains(system == CoordinateSystem.Itk ? "RAS is left-handed" : "LPI is left-handed", error.Message, StringComparison.Ordinal);
        Assert.Contains(system == CoordinateSystem.Itk ? "RAI would do" : "LPS would do", error.Message, StringComparison.Ordinal);
        Assert.Empty(folder.Names());

        DicomExport.Save(image, folder["out"], new DicomExportOptions { AllowReorient = true });
        MedImage back = MedFile.Read(folder["out"], new ReadOptions { CoordinateSystem = system });
        MedImage turned = image.Reorient(back.Orientation);
        Assert.Equal(turned.Voxels, back.Voxels);
        Assert.True(ExportImages.Displacement(turned, back) < 1e-6);
    }

    [Fact]
    public void The_original_orientation_is_restored_unless_it_is_to_be_kept()
    {
        using var folder = new ScratchFolder();
        MedImage image = ExportImages.Of(VoxelType.Int16);
        MedImage turned = image.Reorient("SRP");
        Export(turned, folder["restored"], "CT");
        Assert.Equal(image.Voxels, MedFile.Read(folder["restored"]).Voxels);
        DicomExport.Save(turned, folder["kept"], new DicomExportOptions { KeepOrientation = true, AllowReorient = true });
        MedImage kept = MedFile.Read(folder["kept"]);
        Assert.Equal("SR", kept.Orientation.Substring(0, 2));
        Assert.Equal(image.Voxels, kept.Reorient(image.Orientation).Voxels);
    }

    [Fact]
    public void Slices_of_a_tilted_gantry_stay_where_they_are()
    {
        using var folder = new ScratchFolder();
        MedImage image = ExportImages.Of(VoxelType.Int16, affine: new Affine("1 0 0 5; 0 1 0.4 6; 0 0 2 7; 0 0 0 1"));
        Export(image, folder["out"], "CT");
        MedImage back = MedFile.Read(folder["out"]);
        Assert.True(back.IsSheared);
        Assert.True(ExportImages.Displacement(image, back) < 1e-6);
    }

    [Fact]
    public void Rows_and_columns_that_are_not_square_to_each_other_are_refused()
    {
        using var folder = new ScratchFolder();
        MedImage image = ExportImages.Of(VoxelType.Int16, affine: new Affine("1 0.1 0 5; 0 1 0 6; 0 0 2 7; 0 0 0 1"));
        Assert.Equal(MedIOError.CannotRepresent, Assert.Throws<MedIOException>(() => Export(image, folder["out"], "CT")).Error);
    }

    [Fact]
    public void Time_points_of_an_MR_become_a_fourth_axis_again_and_other_modalities_refuse_them()
    {
        using var folder = new ScratchFolder();
        short[] voxels = Enumerable.Range(0, 4 * 3 * 2 * 3).Select(i => (short)i).ToArray();
        var image = new MedImage(voxels, new MedMeta(new Shape(4, 3, 2, 3), ExportImages.Oblique) { TimeStep = 2.25 });
        Export(image, folder["out"], "MR");
        MedImage back = MedFile.Read(folder["out"]);
        Assert.Equal(image.Shape, back.Shape);
        Assert.Equal(2.25, back.TimeStep);
        Assert.Equal(voxels, back.Voxels);
        Assert.Equal(MedIOError.CannotRepresent, Assert.Throws<MedIOException>(() => Export(image, folder["ct"], "CT")).Error);
    }

    [Fact]
    public void A_flat_image_becomes_one_file()
    {
        using var folder = new ScratchFolder();
        var image = new MedImage(new short[] { 1, 2, 3, 4, 5, 6 }, new MedMeta(new Shape(3, 2), new Affine("1 0 5; 0 2 6; 0 0 1")));
        IReadOnlyList<string> files = Export(image, folder["out"], "CT");
        Assert.Equal(new[] { Path.Combine(folder["out"], "IM1.dcm") }, files);
        MedImage back = MedFile.Read(files[0], new ReadOptions { Header = true });
        Assert.Equal(image.Voxels, back.Voxels);

        // How thick it is, nobody knows.
        Assert.True(string.IsNullOrEmpty(back.Header!["SliceThickness"]?.ToString()));
    }

    [Theory]
    [InlineData(VoxelType.Complex64, 1)]
    [InlineData(VoxelType.UInt8, 4)]
    [InlineData(VoxelType.UInt8, 2)]
    [InlineData(VoxelType.Int16, 3)]
    public void Voxels_that_DICOM_has_no_place_for_are_refused(VoxelType type, int components)
    {
        using var folder = new ScratchFolder();
        Array voxels = Array.CreateInstance(VoxelTypes.ToClrType(type), 8 * components);
        var image = new MedImage(voxels, new MedMeta(new Shape(2, 2, 2), ExportImages.Oblique, CoordinateSystem.Itk, type, components));
        Assert.Equal(MedIOError.CannotRepresent, Assert.Throws<MedIOException>(() => Export(image, folder["out"], "OT")).Error);
    }

    [Fact]
    public void What_is_not_known_of_the_image_is_not_taken_from_the_file_it_came_from()
    {
        using var folder = new ScratchFolder();
        MedImage image = ExportImages.Of(VoxelType.Int16);
        DicomExport.Save(image, folder["a"], new DicomExportOptions { Tags = new Hashtable { ["Modality"] = "MR", ["PatientName"] = "Known^Name", ["PatientID"] = "4711" } });
        MedImage read = MedFile.Read(folder["a"], new ReadOptions { Header = true });
        DicomExport.Save(read, folder["b"]);
        IDictionary header = MedFile.ReadMeta(folder["b"], new ReadOptions { Header = true }).Header!;
        Assert.Equal("MR", header["Modality"]);
        Assert.DoesNotContain("Known", header["PatientName"]!.ToString(), StringComparison.Ordinal);
        Assert.NotEqual("4711", header["PatientID"]);
    }

    [Fact]
    public void A_reference_gives_patient_study_and_frame_of_reference()
    {
        using var folder = new ScratchFolder();
        MedImage image = ExportImages.Of(VoxelType.Int16);
        const string Name = "Yamada^Tarou=\u5c71\u7530^\u592a\u90ce";
        DicomExport.Save(image, folder["a"], new DicomExportOptions { Tags = new Hashtable { ["Modality"] = "CT", ["PatientName"] = Name, ["PatientID"] = "4711", ["StudyID"] = "S1", ["StudyDate"] = "20200102" } });
        foreach (string reference in new[] { folder["a"], folder["a/IM3.dcm"] })
        {
            string target = folder[Guid.NewGuid().ToString("N")];
            DicomExport.Save(image, target, new DicomExportOptions { ReferenceSeries = reference, Tags = new Hashtable { ["Modality"] = "MR", ["StudyID"] = "S2" } });
            IDictionary first = MedFile.ReadMeta(folder["a"], new ReadOptions { Header = true }).Header!;
            IDictionary second = MedFile.ReadMeta(target, new ReadOptions { Header = true }).Header!;
            foreach (string keyword in new[] { "PatientName", "PatientID", "StudyInstanceUID", "StudyDate", "StudyTime", "FrameOfReferenceUID" })
            {
                Assert.Equal(first[keyword]!.ToString(), second[keyword]!.ToString());
            }

            Assert.Equal("S2", second["StudyID"]);
            Assert.NotEqual(first["SeriesInstanceUID"], second["SeriesInstanceUID"]);
        }

        Assert.Equal(MedIOError.FileNotFound, Assert.Throws<MedIOException>(() => DicomExport.Save(image, folder["b"], new DicomExportOptions { ReferenceSeries = folder["none"] })).Error);
        Assert.False(Directory.Exists(folder["b"]));
    }

    [Fact]
    public void A_reference_without_a_frame_of_reference_or_a_study_gives_none()
    {
        using var folder = new ScratchFolder();
        MedImage image = ExportImages.Of(VoxelType.Int16);
        File.WriteAllBytes(folder["a.dcm"], new DicomBytesBuilder().Text(DicomTags.StudyInstanceUID, "UI", "1.2.3").Text(DicomTags.FrameOfReferenceUID, "UI", string.Empty).ToFile());
        DicomExport.Save(image, folder["out"], new DicomExportOptions { ReferenceSeries = folder["a.dcm"] });
        IDictionary header = MedFile.ReadMeta(folder["out"], new ReadOptions { Header = true }).Header!;
        Assert.Equal("1.2.3", header["StudyInstanceUID"]);
        Assert.StartsWith("2.25.", (string)header["FrameOfReferenceUID"]!, StringComparison.Ordinal);

        File.WriteAllBytes(folder["b.dcm"], new DicomBytesBuilder().Text(DicomTags.StudyInstanceUID, "UI", string.Empty).ToFile());
        Assert.Equal(MedIOError.InvalidHeader, Assert.Throws<MedIOException>(() => DicomExport.Save(image, folder["none"], new DicomExportOptions { ReferenceSeries = folder["b.dcm"] })).Error);
    }

    private static IReadOnlyList<string> Export(MedImage image, string path, string modality) =>
        DicomExport.Save(image, path, new DicomExportOptions { Tags = new Hashtable { ["Modality"] = modality } });

    // Half of what the numbers of 16 bits can tell apart, and what a float32 adds where the reader gives one.
    private static double HalfStep(MedImage image, string modality)
    {
        double[] values = image.Voxels.Cast<object>().Select(v => Convert.ToDouble(v, null)).ToArray();
        double least = values.Min();
        double most = values.Max();
        bool whole = values.All(v => v == Math.Floor(v));
        double greatest = Math.Max(Math.Abs(least), Math.Abs(most));
        double rounding = greatest * 1.2e-7;
        bool slopeOnly = modality == "PT" && least < 0;
        if (whole && (slopeOnly ? least >= short.MinValue && most <= short.MaxValue : most - least <= ushort.MaxValue))
        {
            return greatest < 1 << 24 ? 0 : rounding;
        }

        double step = slopeOnly ? greatest / short.MaxValue : (most - (modality == "PT" ? 0 : least)) / ushort.MaxValue;
        return (step * 0.500001) + rounding;
    }
}
