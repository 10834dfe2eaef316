using System;
using System.Diagnostics;
using Xunit;

namespace MedIO.Tests;

/// <summary>
/// Tells work that grows with its input from work that grows with its square, on whatever machine, and whatever else runs there:
/// four times the input may take four times as long, not sixteen times. The best of several runs counts, as other programs can
/// only add, and it is tried again until it fits.
/// </summary>
internal static class Growth
{
    private const int Times = 4;
    private const int Most = 10;
    private const int Tries = 6;

    /// <summary>Fails where four times the work takes much more than four times as long, each time it is tried.</summary>
    /// <param name="size">Of the smaller work; so large that a square would be felt.</param>
    /// <param name="prepare">Makes what is needed for a size, and gives the work.</param>
    public static void AssertStraight(int size, Func<int, Action> prepare)
    {
        Action small = prepare(size);
        Action large = prepare(Times * size);

        // What is compiled on the first call is no part of it.
        small();
        double ofSmall = double.PositiveInfinity;
        double ofLarge = double.PositiveInfinity;
        for (int i = 0; i < Tries; i++)
        {
            ofSmall = Math.Min(ofSmall, Seconds(small));
            ofLarge = Math.Min(ofLarge, Seconds(large));
            if (ofLarge <= Most * ofSmall)
            {
                return;
            }
        }

        Assert.Fail(FormattableString.Invariant($"{Times} times the work took {ofLarge / ofSmall:0.0} times as long: {1000 * ofSmall:0.0} ms for {size}, {1000 * ofLarge:0.0} ms for {Times * size}."));
    }

    private static double Seconds(Action work)
    {
        long start = Stopwatch.GetTimestamp();
        work();
        return (double)(Stopwatch.GetTimestamp() - start) / Stopwatch.Frequency;
    }
}
