using System;
using System.Collections.Generic;
using System.Linq;
using MedIO.Dicom;
using Xunit;
using static MedIO.Tests.Dicom.ImageFile;

namespace MedIO.Tests.Dicom;

/// <summary>Images with shared and per-frame functional groups (PS3.3 section C.7.6.16).</summary>
public class EnhancedFrameTests
{
    private static readonly Action<DicomBytesBuilder> Shared = b => b
        .Sequence(0x00209116, i => i.Text(0x00200037, "DS", Oblique))
        .Sequence(0x00289110, i => i.Text(0x00180050, "DS", "2").Text(0x00180088, "DS", "3").Text(0x00280030, "DS", @"2\0.5"));

    [Fact]
    public void Frames_are_ordered_by_position()
    {
        MedImage image = Enhanced(EnhancedCT, "CT", Shared, Frame(6), Frame(0), Frame(3)).Read();

        Assert.Equal(new Shape(3, 2, 3), image.Shape);
        Assert.Equal(new double[] { 100, 200, 0 }, FirstPixels(image));
        AssertPlace(image, new double[] { 0, 0, 0 }, new double[] { -10, 20, 30 });
        AssertPlace(image, new double[] { 1, 1, 2 }, new[] { -10 + 0.3 - (0.8 * 6), 20 + 0.4 + (0.6 * 6), 28 });
        Assert.Empty(image.Warnings);
    }

    [Fact]
    public void A_frame_has_its_own_group_before_the_shared_one()
    {
        Action<DicomBytesBuilder> scaled = b => b.Sequence(0x00289145, i => i.Text(0x00281052, "DS", "-1000").Text(0x00281053, "DS", "1"));
        MedImage image = Enhanced(EnhancedCT, "CT", b => b.With(Shared).With(scaled), Frame(0), Frame(3, after: b => b.Sequence(0x00289145, i => i.Text(0x00281052, "DS", "5").Text(0x00281053, "DS", "2")))).Read();

        Assert.Equal(new[] { -1000, -999, -998, -997, -996, -995, 205, 207, 209, 211, 213, 215 }, image.Voxels);
    }

    [Theory]
    [InlineData(0x00209128)]
    [InlineData(0x00209087)]
    [InlineData(0x00209082)]
    public void Times_echoes_and_b_values_make_a_fourth_dimension(uint kind)
    {
        Action<DicomBytesBuilder> Key(int volume) => kind switch
        {
            0x00209128 => b => b.Sequence(0x00209111, i => i.UInt32(0x00209128, (uint)volume)),
            0x00209087 => b => b.Sequence(0x00189117, i => i.Double(0x00189087, volume * 500)),
            _ => b => b.Sequence(0x00189114, i => i.Double(0x00189082, volume * 12.5)),
        };

        MedImage image = Enhanced(EnhancedMR, "MR", Shared, Frame(0, Key(1)), Frame(0, Key(0)), Frame(3, Key(0)), Frame(3, Key(1))).Read();

        Assert.Equal(new Shape(3, 2, 2, 2), image.Shape);
        Assert.Equal(new double[] { 100, 200, 0, 300 }, FirstPixels(image));
    }

    [Fact]
    public void The_time_of_frames_gives_the_step_between_volumes()
    {
        Action<DicomBytesBuilder> Time(int volume, string time) => b => b.Sequence(0x00209111, i => i.Text(0x00189074, "DT", time).UInt32(0x00209128, (uint)volume));

        MedImage image = Enhanced(
            EnhancedMR, "MR", Shared,
            Frame(0, Time(1, "20240229235959.5+0100")), Frame(3, Time(1, "20240229235959.5+0100")),
            Frame(0, Time(2, "20240301000001.25+0100")), Frame(3, Time(2, "20240301000001.25+0100"))).Read();

        Assert.Equal(new Shape(3, 2, 2, 2), image.Shape);
        Assert.Equal(1.75, image.TimeStep);
    }

    [Fact]
    public void Dimensions_of_the_image_itself_tell_frames_apart_where_one_attribute_alone_does_not()
    {
        // A b-value of 0, and two directions with 1000.
        Action<DicomBytesBuilder> Index(uint slice, uint b, uint direction) => x => x.Sequence(0x00209111, i => i.UInt32(0x00209157, slice, b, direction));
        var frames = new List<Action<DicomBytesBuilder>>();
        foreach ((uint b, uint direction) in new[] { (2u, 2u), (1u, 1u), (2u, 1u) })
        {
            frames.Add(Frame(0, Index(1, b, direction), x => x.Sequence(0x00189117, i => i.Double(0x00189087, (b - 1) * 1000))));
            frames.Add(Frame(3, Index(2, b, direction), x => x.Sequence(0x00189117, i => i.Double(0x00189087, (b - 1) * 1000))));
        }

        MedImage image = Enhanced(EnhancedMR, "MR", Shared, frames.ToArray())
            .Sequence(0x00209222, i => i.Tags(0x00209165, 0x00209057), i => i.Tags(0x00209165, 0x00189087), i => i.Tags(0x00209165, 0x00189076)).Read();

        Assert.Equal(new Shape(3, 2, 2, 3), image.Shape);
        Assert.Equal(new double[] { 200, 300, 400, 500, 0, 100 }, FirstPixels(image));
    }

    [Fact]
    public void Dimension_indices_of_the_wrong_count_are_left_out_with_a_warning()
    {
        Action<DicomBytesBuilder> Index(params uint[] values) => x => x.Sequence(0x00209111, i => i.UInt32(0x00209157, values));
        MedImage image = Enhanced(EnhancedMR, "MR", Shared, Frame(0, Index(1)), Frame(3, Index(2, 1)))
            .Sequence(0x00209222, i => i.Tags(0x00209165, 0x00209057), i => i.Tags(0x00209165, 0x00189087)).Read();

        Assert.Equal(new Shape(3, 2, 2), image.Shape);
        Assert.Contains("DimensionIndexValues (0020,9157)", Assert.Single(image.Warnings));
    }

    [Fact]
    public void Fewer_items_than_frames_are_an_error()
    {
        MedIOException error = Enhanced(EnhancedCT, "CT", Shared, Frame(0), Frame(3), Frame(6)).Sequence(0x52009230, Frame(0), Frame(3)).Fails();

        Assert.Equal(MedIOError.InvalidHeader, error.Error);
        Assert.Contains("PerFrameFunctionalGroupsSequence (5200,9230) has 2 items for 3 frames", error.Message);
    }

    [Fact]
    public void More_items_than_frames_are_left_out_with_a_warning()
    {
        MedImage image = Enhanced(EnhancedCT, "CT", Shared, Frame(0), Frame(3)).Sequence(0x52009230, Frame(0), Frame(3), Frame(6)).Read();

        Assert.Equal(2, image.Shape[2]);
        Assert.Contains("3 items for 2 frame(s)", Assert.Single(image.Warnings));
    }

    [Fact]
    public void A_frame_without_a_place_is_an_error_that_names_what_is_missing()
    {
        MedIOException error = Enhanced(EnhancedMR, "MR", Shared, Frame(0), b => b.Sequence(0x00209111, i => i.UInt32(0x00209128, 1))).Fails();

        Assert.Equal(MedIOError.MissingGeometry, error.Error);
        Assert.Contains("ImagePositionPatient (0020,0032)", error.Message);
    }

    [Fact]
    public void Attributes_outside_the_groups_are_taken_with_a_warning()
    {
        MedImage image = Enhanced(EnhancedMR, "MR", _ => { }, Frame(0), Frame(3)).Text(0x00200037, "DS", Oblique).Text(0x00280030, "DS", @"2\0.5").Read();

        AssertPlace(image, new double[] { 1, 0, 1 }, new[] { -10 + 0.3 - 2.4, 20 + 0.4 + 1.8, 30 });
        Assert.Equal(2, image.Warnings.Count);
    }

    [Fact]
    public void Stacks_of_different_orientations_are_named_and_can_be_chosen()
    {
        Action<DicomBytesBuilder> Stack(string id, string orientation, double distance) => Frame(
            distance, b => b.Sequence(0x00209111, i => i.Text(0x00209056, "SH", id)), after: b => b.Sequence(0x00209116, i => i.Text(0x00200037, "DS", orientation)));

        ImageFile file = Enhanced(
            EnhancedMR, "MR", b => b.Sequence(0x00289110, i => i.Text(0x00280030, "DS", @"1\1")),
            Stack("axial", Oblique, 0), Stack("axial", Oblique, 3), Stack("other", @"1\0\0\0\1\0", 0));

        MedIOException error = file.Fails();
        Assert.Equal(MedIOError.InconsistentSeries, error.Error);
        Assert.Contains("StackID axial", error.Message);
        Assert.Contains("StackID other", error.Message);
        Assert.Equal(new double[] { 0, 100 }, FirstPixels(file.Read(new ReadOptions { Series = "#0" })));
        Assert.Equal(new double[] { 200 }, FirstPixels(file.Read(new ReadOptions { Series = "#1" })));
    }

    [Fact]
    public void An_ultrasound_volume_is_placed_in_itself()
    {
        ImageFile file = Enhanced(
            EnhancedUSVolume, "US",
            b => b.Sequence(0x0020930f, i => i.Double(0x00209302, 1, 0, 0, 0, 1, 0)).Sequence(0x00289110, i => i.Text(0x00280030, "DS", @"0.5\0.5")),
            b => b.Sequence(0x0020930e, i => i.Double(0x00209301, 1, 2, 3.5)),
            b => b.Sequence(0x0020930e, i => i.Double(0x00209301, 1, 2, 3)));

        MedImage image = file.Read();

        Assert.Equal(new double[] { 100, 0 }, FirstPixels(image));
        AssertPlace(image, new double[] { 0, 0, 1 }, new[] { 1, 2, 3.5 });
        Assert.Contains("not in the patient", Assert.Single(image.Warnings));
    }

    [Fact]
    public void Slices_that_a_segment_does_not_have_are_zero()
    {
        Action<DicomBytesBuilder> Segment(ushort number, double distance) => Frame(distance, after: b => b.Sequence(0x0062000a, i => i.UInt16(0x0062000b, number)));

        MedImage image = Enhanced(Segmentation, "SEG", Shared, Segment(1, 0), Segment(1, 3), Segment(2, 3), Segment(2, 6)).Read(null, (frame, _) => (ushort)(frame + 1));

        Assert.Equal(new Shape(3, 2, 3, 2), image.Shape);
        Assert.Equal(new double[] { 1, 2, 0, 0, 3, 4 }, FirstPixels(image));
    }

    [Fact]
    public void A_segment_with_a_hole_is_zero_there()
    {
        MedImage image = Enhanced(Segmentation, "SEG", Shared, Frame(0), Frame(3), Frame(9)).Read(null, (frame, _) => (ushort)(frame + 1));

        Assert.Equal(new double[] { 1, 2, 0, 3 }, FirstPixels(image));
    }

    [Fact]
    public void Frames_without_any_place_make_a_film()
    {
        Action<DicomBytesBuilder> empty = b => b.Sequence(0x00209111, i => i.UInt32(0x00209128, 1));
        MedMeta meta = Enhanced("1.2.840.10008.5.1.4.1.1.7.4", "OT", _ => { }, empty, empty).Text(0x00182010, "DS", @"0.2\0.1").ReadMeta();

        Assert.Equal(new Shape(3, 2, 2), meta.Shape);
        Assert.Equal(0.1, meta.Spacing[0]);
    }

    // Groups in the order of their tags: 0018 before 0020,9111 before 0020,9113 before the rest.
    [Fact]
    public void Magnitude_and_phase_in_one_file_are_volumes_of_different_kinds_and_said_to_be()
    {
        Action<DicomBytesBuilder> Kind(string component) => b => b.Sequence(0x00189226, i => i.Text(0x00089007, "CS", @"ORIGINAL\PRIMARY\M\NONE").Text(0x00089208, "CS", component));

        MedImage image = Enhanced(
            EnhancedMR, "MR", Shared, Frame(0, Kind("PHASE")), Frame(0, Kind("MAGNITUDE")), Frame(3, Kind("PHASE")), Frame(3, Kind("MAGNITUDE"))).Read();

        Assert.Equal(new Shape(3, 2, 2, 2), image.Shape);
        Assert.Equal(new double[] { 100, 300, 0, 200 }, FirstPixels(image));
        Assert.Equal("It holds images of 2 kinds, MAGNITUDE and PHASE (ComplexImageComponent): their values do not mean the same.", Assert.Single(image.Warnings));
    }

    [Theory]
    [InlineData(0x00189226)]
    [InlineData(0x00189329)]
    [InlineData(0x00189751)]
    public void Frames_of_different_FrameType_are_volumes_of_their_own_and_said_to_be(uint group)
    {
        Action<DicomBytesBuilder> Kind(string type) => b => b.Sequence(group, i => i.Text(0x00089007, "CS", type));
        const string First = @"ORIGINAL\PRIMARY\M_FFE\M";
        const string Second = @"ORIGINAL\PRIMARY\B0 MAP\B0";

        MedImage image = Enhanced(EnhancedMR, "MR", Shared, Frame(0, Kind(First)), Frame(0, Kind(Second)), Frame(3, Kind(Second)), Frame(3, Kind(First))).Read();

        Assert.Equal(new Shape(3, 2, 2, 2), image.Shape);
        Assert.Equal(new double[] { 0, 300, 100, 200 }, FirstPixels(image));
        Assert.Contains("2 kinds, with different FrameType (0008,9007)", Assert.Single(image.Warnings));
    }

    [Fact]
    public void Frames_of_thousands_of_orientations_take_as_long_each()
    {
        using var folder = new ScratchFolder();
        Growth.AssertStraight(1000, count =>
        {
            string path = folder[FormattableString.Invariant($"{count}.dcm")];
            System.IO.File.WriteAllBytes(path, Turned(count).ToBytes());
            return () => Assert.Equal(count, DicomSeries.Find(path).Sum(s => s.Frames));
        });
    }

    [Fact]
    public void Stacks_of_a_file_are_found_once()
    {
        using var folder = new ScratchFolder();
        System.IO.File.WriteAllBytes(folder["0.dcm"], Turned(40).ToBytes());

        DicomSeriesList series = DicomSeries.Find(folder.Path);

        // Each asks for its own frames.
        Assert.Equal(20, series.Count);
        Assert.Same(series[0].Images[0].Stacks, series[0].Images[0].Stacks);
        Assert.All(series, s => Assert.Same(series[0].Images[0], Assert.Single(s.Images)));
    }

    private static ImageFile Turned(int frames) => Enhanced(
        EnhancedMR,
        "MR",
        b => b.Sequence(0x00289110, i => i.Text(0x00280030, "DS", @"2\0.5")),
        Enumerable.Range(0, frames).Select(f => Frame(f, null, b => b.Sequence(
            0x00209116, i => i.Text(0x00200037, "DS", FormattableString.Invariant($@"{Math.Cos(f * 7e-4):0.00000000}\{Math.Sin(f * 7e-4):0.00000000}\0\0\0\-1"))))).ToArray());

    private static Action<DicomBytesBuilder> Frame(double distance, Action<DicomBytesBuilder>? before = null, Action<DicomBytesBuilder>? after = null) => b =>
    {
        before?.Invoke(b);
        b.Sequence(0x00209113, i => i.Text(0x00200032, "DS", At(distance)));
        after?.Invoke(b);
    };

    private static ImageFile Enhanced(string sopClass, string modality, Action<DicomBytesBuilder> shared, params Action<DicomBytesBuilder>[] frames) =>
        new ImageFile(sopClass, modality, frames.Length).Text(0x00280008, "IS", frames.Length.ToString(System.Globalization.CultureInfo.InvariantCulture))
            .Sequence(0x52009229, shared).Sequence(0x52009230, frames);
}
