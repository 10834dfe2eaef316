using System;
using System.Diagnostics;
using System.Globalization;

/// <summary>
/// A program's turns, in the words of Compare-Peer.ps1: warms up, says "ready", then for each line on its input, a number of
/// runs, prints the seconds of each. The first call, which is cold, goes to the error stream.
/// </summary>
internal static class Turns
{
    /// <param name="warmUp">How long it warms up, in seconds.</param>
    /// <param name="job">One run.</param>
    public static void Serve(double warmUp, Action job)
    {
        var watch = Stopwatch.StartNew();
        job();
        Console.Error.WriteLine(FormattableString.Invariant($"first call {watch.Elapsed.TotalSeconds:F6}"));
        while (watch.Elapsed.TotalSeconds < warmUp)
        {
            job();
        }

        Console.WriteLine("ready");
        while (Console.ReadLine() is { } line)
        {
            for (int i = int.Parse(line, CultureInfo.InvariantCulture); i > 0; i--)
            {
                GC.Collect();
                watch.Restart();
                job();
                Console.WriteLine(watch.Elapsed.TotalSeconds.ToString("F6", CultureInfo.InvariantCulture));
            }
        }
    }
}
