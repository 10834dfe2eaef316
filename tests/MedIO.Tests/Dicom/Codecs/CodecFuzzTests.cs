using System.Collections.Generic;
using MedIO.Tests.Dicom.Codecs.Fuzz;
using MedIO.Tests.OtherPrograms.Fuzz;
using Xunit;

namespace MedIO.Tests.Dicom.Codecs;

/// <summary>
/// Some thousand mutations of each codec's seeds, always the same. <c>tests/MedIO.Fuzz</c> makes millions: a case that fails
/// here is run there with <c>codec 1 number</c>.
/// </summary>
public class CodecFuzzTests
{
    [Theory]
    [InlineData("rle")]
    [InlineData("jpeg")]
    [InlineData("jpegls")]
    [InlineData("jpeg2000")]
    [InlineData("htj2k")]
    public void A_mutated_frame_is_an_image_or_an_error_that_decoders_may_end_in(string codec)
    {
        const int Cases = 3000;
        using var target = new FuzzTarget(codec) { SecondsAllowed = 20 };
        Assert.NotEqual(0, target.SeedCount);
        var outcomes = new Dictionary<FuzzOutcome, int>();
        for (ulong number = 0; number < Cases; number++)
        {
            FuzzOutcome outcome = target.Run(target.Make(number));
            Assert.True(outcome != FuzzOutcome.Failure, $"{codec}, case {number}: {target.Detail}");
            outcomes[outcome] = outcomes.TryGetValue(outcome, out int count) ? count + 1 : 1;
        }

        // Mutations that all end alike would try nothing.
        Assert.InRange(outcomes[FuzzOutcome.Image], Cases / 100, Cases - 1);
        Assert.InRange(outcomes[FuzzOutcome.InvalidData], Cases / 100, Cases - 1);
    }

    [Theory]
    [InlineData("rle")]
    [InlineData("jpeg")]
    [InlineData("jpegls")]
    [InlineData("jpeg2000")]
    [InlineData("htj2k")]
    public void What_guided_fuzzing_kept_is_an_image_or_an_error_that_decoders_may_end_in(string codec)
    {
        using var target = new FuzzTarget(codec) { SecondsAllowed = 20 };
        KeptCases.Run(target, codec, 1);
    }
}
