using System;
using System.Collections.Generic;
using System.Linq;
using MedIO.Tests.Dicom.Codecs.Fuzz;
using MedIO.Tests.OtherPrograms.Fuzz;
using Xunit;

namespace MedIO.Tests.OtherPrograms;

/// <summary>
/// Some hundred mutations of each format's files and of what guided fuzzing kept, always the same. <c>tests/MedIO.Fuzz</c> makes
/// millions.
/// </summary>
public class FormatFuzzTests
{
    public static TheoryData<string> Formats()
    {
        var data = new TheoryData<string> { DicomFileTarget.Name };
        foreach (string format in OtherFile.Formats.Concat(new[] { FolderTarget.Name, MadeImageTarget.Name }))
        {
            data.Add(format);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_mutated_file_is_an_image_or_an_error_of_this_library(string format)
    {
#if TEST_NETFRAMEWORK
        // An exception takes Mono some ten times as long.
        const int Cases = 150;
#else
        const int Cases = 600;
#endif
        using IFuzzTarget target = FuzzTargets.Of(format);
        var outcomes = new Dictionary<FuzzOutcome, int>();
        for (ulong number = 0; number < Cases; number++)
        {
            FuzzOutcome outcome = target.Run(target.Make(number));
            Assert.True(outcome != FuzzOutcome.Failure, $"{format}, case {number}: {target.Detail}");
            outcomes[outcome] = outcomes.TryGetValue(outcome, out int count) ? count + 1 : 1;
        }

        // Mutations that all end alike would try nothing.
        Assert.InRange(outcomes[FuzzOutcome.Image], Cases / 100, Cases - 1);
        Assert.InRange(outcomes[FuzzOutcome.InvalidData], Cases / 100, Cases - 1);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void What_guided_fuzzing_kept_is_an_image_or_an_error_of_this_library(string format)
    {
#if TEST_NETFRAMEWORK
        const int Step = 4;
#else
        const int Step = 1;
#endif
        using IFuzzTarget target = FuzzTargets.Of(format);
        KeptCases.Run(target, format, Step);
    }
}
