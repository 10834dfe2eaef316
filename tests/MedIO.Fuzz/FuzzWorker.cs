using System;
using System.Diagnostics;
using System.Linq;
using MedIO.Tests.Dicom.Codecs.Fuzz;
using MedIO.Tests.OtherPrograms.Fuzz;

namespace MedIO.Fuzz;

/// <summary>Runs cases in this process, which a decoder that leaves its buffers ends.</summary>
internal static class FuzzWorker
{
    private const ulong CasesOfCollection = 1024;

    /// <summary>Runs cases from one number up to another.</summary>
    public static int Run(string codec, ulong begin, ulong end, string progressPath, string folder)
    {
        using IFuzzTarget target = Target(codec);
        if (target.SeedCount == 0)
        {
            Console.Error.WriteLine($"{codec}: there are no seeds.");
            return 2;
        }

        var failures = new FuzzFailures(codec, folder);
        using var progress = new FuzzProgress(progressPath);
        for (ulong number = begin; number < end; number++)
        {
            progress.Number = number;
            FuzzCase fuzz = target.Make(number);
            FuzzOutcome outcome = target.Run(fuzz);
            progress[outcome]++;
            if (outcome == FuzzOutcome.Failure)
            {
                failures.Add(number, fuzz, target.Detail);
            }

            // The first cases pay for the compiler.
            if (number > begin + 1000 && target.Seconds > progress.Slowest.Seconds)
            {
                progress.Slowest = (target.Seconds, number);
            }

            if (target.Allocated > progress.Hungriest.Bytes)
            {
                progress.Hungriest = (target.Allocated, number);
            }

            // A heap that was written over ends the process here, near the case that did it.
            if (number % CasesOfCollection == 0)
            {
                GC.Collect();
            }
        }

        progress.Number = end;
        return 0;
    }

    /// <summary>What cases of a codec, or of whole files, are given to, by themselves.</summary>
    public static IFuzzTarget Target(string codec) => FuzzTargets.Of(codec, isAlone: true, secondsAllowed: 5);

    /// <summary>Runs a case that was written to a file.</summary>
    public static int Repeat(string codec, string file)
    {
        using IFuzzTarget target = Target(codec);
        FuzzCase fuzz = FuzzCase.Load(file);
        Console.WriteLine($"{fuzz.TransferSyntax} {fuzz.Description}, {fuzz.Length} bytes");
        bool failed = false;
        for (int run = 0; run < 64; run++)
        {
            var watch = Stopwatch.StartNew();
            FuzzOutcome outcome = target.Run(fuzz);
            if (run == 0 || (outcome == FuzzOutcome.Failure && !failed))
            {
                Console.WriteLine(FormattableString.Invariant($"{outcome} in {watch.Elapsed.TotalMilliseconds:F1} ms: {target.Detail}"));
            }

            failed |= outcome == FuzzOutcome.Failure;
        }

        GC.Collect();
        return failed ? 1 : 0;
    }
}
