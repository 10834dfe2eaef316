using System;
using MedIO.Tests.Dicom.Codecs.Fuzz;
using Xunit;

namespace MedIO.Tests.OtherPrograms.Fuzz;

/// <summary>Runs what guided fuzzing kept, and as many mutations of it.</summary>
internal static class KeptCases
{
    /// <param name="target">What they are given to.</param>
    /// <param name="format">The format or codec.</param>
    /// <param name="step">Every so many of them are run.</param>
    public static void Run(IFuzzTarget target, string format, int step)
    {
        FuzzCase[] kept = FuzzCorpus.Of(format);
        Assert.NotEmpty(kept);
        for (int i = 0; i < kept.Length; i += step)
        {
            Assert.True(target.Run(kept[i]) != FuzzOutcome.Failure, FormattableString.Invariant($"{format}, kept case {i}: {target.Detail}"));
            target.Add(kept[i]);
        }

        for (int i = 0; i < kept.Length; i += step)
        {
            Assert.True(target.Run(target.Make((ulong)i)) != FuzzOutcome.Failure, FormattableString.Invariant($"{format}, mutation {i} of what was kept: {target.Detail}"));
        }
    }
}
