using System;
using System.Collections.Generic;
using System.Linq;
using MedIO.Dicom.Series;
using Xunit;

namespace MedIO.Tests.Dicom.Series;

/// <summary>Planes at the same place: by which attribute they become volumes, and when they do not.</summary>
public class FourthDimensionTests
{
    [Theory]
    [InlineData("TemporalPositionIdentifier", null)]
    [InlineData("TemporalPositionIndex", null)]
    [InlineData("TriggerTime", 0.001)]
    [InlineData("EchoTime", null)]
    [InlineData("DiffusionBValue", null)]
    [InlineData("InversionTime", null)]
    [InlineData("FlipAngle", null)]
    [InlineData("AcquisitionTime", 1.0)]
    [InlineData("AnythingElse", null)]
    public void An_attribute_that_is_the_same_at_all_places_makes_volumes(string keyword, double? timeStep)
    {
        // Numbered the other way round, so that neither order nor InstanceNumber can do it.
        PlaneStack stack = PlaneSorterTests.Stack(Shuffled(4, 3, (z, v) => Make(z, 100 - (10 * v) - z, (keyword, v + 5))));
        Assert.Equal("4x5x4x3", stack.Shape.ToString());
        AssertOrder(stack, 4, 3);
        Assert.Equal(timeStep, stack.TimeStep);
        Assert.Empty(stack.Warnings);
    }

    [Fact]
    public void AcquisitionNumber_makes_volumes_and_times_tell_their_step()
    {
        PlaneStack stack = PlaneSorterTests.Stack(Shuffled(3, 4, (z, v) => Make(z, null, 10 - v, ("AcquisitionTime", 86398 - (2.5 * v) + (0.1 * z)))));
        Assert.Equal(new[] { 7, 8, 9, 10 }, Enumerable.Range(0, 4).Select(v => stack.Planes[v * 3]!.AcquisitionNumber!.Value));
        Assert.Equal(2.5, stack.TimeStep);
    }

    [Fact]
    public void Times_that_pass_midnight_go_on()
    {
        PlaneStack stack = PlaneSorterTests.Stack(Shuffled(3, 4, (z, v) => Make(z, null, ("AcquisitionTime", (86398 + (2 * v)) % 86400))));
        AssertOrder(stack, 3, 4, v => (86398 + (2 * v)) % 86400);
        Assert.Equal(2, stack.TimeStep);
    }

    [Fact]
    public void Times_that_differ_from_place_to_place_order_each_place_for_itself()
    {
        PlaneStack stack = PlaneSorterTests.Stack(Shuffled(3, 4, (z, v) => Make(z, 50 - v, ("TriggerTime", (40 * v) + (3 * z)))));
        AssertOrder(stack, 3, 4, v => 40 * v);
        Assert.Equal(0.04, stack.TimeStep);
        Assert.Contains("order of TriggerTime", Assert.Single(stack.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void InstanceNumber_is_the_last_resort_and_is_said()
    {
        // As of 30 directions with one b-value, which nothing standard tells apart.
        PlaneStack stack = PlaneSorterTests.Stack(Shuffled(3, 5, (z, v) => Make(z, (v * 3) + z + 1, ("DiffusionBValue", v == 0 ? 0 : 1000))));
        Assert.Equal(new int?[] { 1, 4, 7, 10, 13 }, Enumerable.Range(0, 5).Select(v => stack.Planes[v * 3]!.InstanceNumber));
        Assert.Contains("InstanceNumber", Assert.Single(stack.Warnings), StringComparison.Ordinal);
        Assert.Null(stack.TimeStep);
    }

    [Fact]
    public void InstanceNumber_never_mixes_what_is_known_to_differ()
    {
        // The echoes are numbered the other way round at every second place.
        PlaneStack stack = PlaneSorterTests.Stack(Shuffled(4, 4, (z, v) => Make(z, (z * 4) + (z % 2 == 0 ? v : 3 - v), ("EchoTime", 1 + (v / 2)))));
        for (int v = 0; v < 4; v++)
        {
            Assert.Single(Enumerable.Range(0, 4).Select(z => stack.Planes[(v * 4) + z]!.Keys[0].Value).Distinct());
        }
    }

    [Fact]
    public void Two_attributes_together_make_volumes_and_are_said()
    {
        PlaneStack stack = PlaneSorterTests.Stack(Shuffled(3, 6, (z, v) => Make(z, null, ("TemporalPositionIdentifier", v / 2), ("EchoTime", 1 + (v % 2)))));
        Assert.Equal(new double[] { 0, 0, 1, 1, 2, 2 }, Enumerable.Range(0, 6).Select(v => stack.Planes[v * 3]!.Keys[0].Value));
        Assert.Equal(new double[] { 1, 2, 1, 2, 1, 2 }, Enumerable.Range(0, 6).Select(v => stack.Planes[v * 3]!.Keys[1].Value));
        Assert.Contains("EchoTime, then TemporalPositionIdentifier", Assert.Single(stack.Warnings), StringComparison.Ordinal);
        Assert.Null(stack.TimeStep);
    }

    [Fact]
    public void Uneven_times_give_no_step_but_a_warning()
    {
        PlaneStack stack = PlaneSorterTests.Stack(Shuffled(2, 4, (z, v) => Make(z, null, ("AcquisitionTime", v * v))));
        Assert.Null(stack.TimeStep);
        Assert.Contains("1 to 5 s", Assert.Single(stack.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 2500.0, 2.5)]
    [InlineData(2, 2500.0, 5.0)]
    [InlineData(1, 0.0, null)]
    [InlineData(1, null, null)]
    public void TemporalResolution_gives_the_step_where_no_clock_does(int positions, double? resolution, double? step)
    {
        PlaneStack stack = PlaneSorterTests.Stack(Shuffled(2, 3, (z, v) => Make(z, null, null, resolution, ("TemporalPositionIdentifier", 1 + (positions * v)))));
        Assert.Equal(step, stack.TimeStep);
    }

    [Fact]
    public void TemporalResolution_says_nothing_of_positions_that_are_left_out_or_of_echoes()
    {
        Assert.Null(PlaneSorterTests.Stack(Shuffled(2, 3, (z, v) => Make(z, null, null, 2500, ("TemporalPositionIdentifier", v == 2 ? 5 : v)))).TimeStep);
        Assert.Null(PlaneSorterTests.Stack(Shuffled(2, 3, (z, v) => Make(z, null, null, 2500, ("EchoTime", v)))).TimeStep);
        Assert.Null(PlaneSorterTests.Stack(Shuffled(2, 3, (z, v) => Make(z, null, null, v == 1 ? 2000 : 2500, ("TemporalPositionIdentifier", v)))).TimeStep);
    }

    [Fact]
    public void Parts_of_complex_numbers_make_volumes_and_are_said()
    {
        PlaneStack stack = PlaneSorterTests.Stack(Shuffled(3, 2, (z, v) => Make(z, null, ("ComplexImageComponent", v + 2))));
        Assert.Equal("4x5x3x2", stack.Shape.ToString());
        Assert.Contains("2 kinds, REAL and IMAGINARY (ComplexImageComponent)", Assert.Single(stack.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_slice_missing_from_one_volume_is_an_error_that_says_which()
    {
        DicomPlane[] planes = Shuffled(3, 3, (z, v) => Make(z, null, ("TemporalPositionIdentifier", v + 1))).Where(p => p.Position![2] != 1 || p.Keys[0].Value != 3).ToArray();
        MedIOException e = Assert.Throws<MedIOException>(() => PlaneSorterTests.Stack(planes));
        Assert.Equal(MedIOError.MissingSlices, e.Error);
        Assert.Contains("1 of 9 slices are missing: 1 of volume 2", e.Message, StringComparison.Ordinal);
        PlaneStack stack = PlaneSorterTests.Stack(new ReadOptions { AllowMissingSlices = true }, planes);
        Assert.Equal("4x5x3x3", stack.Shape.ToString());
        Assert.Null(stack.Planes[7]);
        Assert.Equal(8, stack.Planes.Count(p => p is not null));
    }

    [Fact]
    public void A_place_missing_from_all_volumes_stays_free_in_all()
    {
        DicomPlane[] planes = Shuffled(4, 2, (z, v) => Make(z, null, ("EchoTime", v + 1))).Where(p => p.Position![2] != 2).ToArray();
        PlaneStack stack = PlaneSorterTests.Stack(new ReadOptions { AllowMissingSlices = true }, planes);
        Assert.Equal(new[] { true, true, false, true, true, true, false, true }, stack.Planes.Select(p => p is not null));
    }

    [Fact]
    public void Planes_that_nothing_tells_apart_are_an_error_that_names_them()
    {
        MedIOException e = Assert.Throws<MedIOException>(() => PlaneSorterTests.Stack(PlaneSorterTests.At(0, 1), PlaneSorterTests.At(1, 2), PlaneSorterTests.At(2, 3), PlaneSorterTests.At(1, 2)));
        Assert.Equal(MedIOError.InconsistentSeries, e.Error);
        Assert.Contains("2.dcm, 2.dcm", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_slice_made_once_more_is_no_second_volume()
    {
        MedIOException e = Assert.Throws<MedIOException>(() => PlaneSorterTests.Stack(
            new ReadOptions { AllowMissingSlices = true }, Make(0, 1, 1), Make(1, 2, 1), Make(2, 3, 1), Make(3, 4, 1), Make(1, 5, 2)));
        Assert.Equal(MedIOError.InconsistentSeries, e.Error);
    }

    private static DicomPlane Make(int z, int? instance, params (string Keyword, double Value)[] keys) => Make(z, instance, null, keys);

    private static DicomPlane Make(int z, int? instance, int? acquisition, params (string Keyword, double Value)[] keys) => Make(z, instance, acquisition, null, keys);

    private static DicomPlane Make(int z, int? instance, int? acquisition, double? resolution, params (string Keyword, double Value)[] keys) => new()
    {
        Path = $"/s/{z}-{instance}.dcm",
        Position = new double[] { 0, 0, z },
        Orientation = new double[] { 1, 0, 0, 0, 1, 0 },
        PixelSpacing = new double[] { 1, 1 },
        InstanceNumber = instance,
        AcquisitionNumber = acquisition,
        TemporalResolution = resolution,
        Keys = keys.Select(k => new PlaneKey(k.Keyword, k.Value)).ToArray(),
    };

    private static DicomPlane[] Shuffled(int places, int volumes, Func<int, int, DicomPlane> make)
    {
        var random = new Random(places + volumes);
        return Enumerable.Range(0, places * volumes).OrderBy(_ => random.Next()).Select(i => make(i % places, i / places)).ToArray();
    }

    // The first key of each plane at the first place, and positions at all.
    private static void AssertOrder(PlaneStack stack, int places, int volumes, Func<int, double>? value = null)
    {
        for (int v = 0; v < volumes; v++)
        {
            for (int z = 0; z < places; z++)
            {
                Assert.Equal(z, stack.Planes[(v * places) + z]!.Position![2]);
            }

            Assert.Equal(value?.Invoke(v) ?? v + 5, stack.Planes[v * places]!.Keys[0].Value);
        }
    }
}
