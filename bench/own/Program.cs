// Times the library in a program of its own, or what bounds it, on one job.
//
// usage: own DATA JOB WARMUP [ARGUMENT...]
// Warms up for WARMUP seconds, says "ready", then for each line on its input, a number of runs, prints the seconds of each.
// At the end of its input it prints "size N" where the job has written a file of N bytes.
//
// usage: own DATA level BYTES
// Prints the fastest level of compression at which vol.nii.gz is no larger.
//
// usage: own FOLDER growth-files COUNT | growth-read FILE | growth-slice FILE | growth-write FILE
// Does it once, after a small one of the kind, and prints the seconds and the most memory that the process had.
using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using MedIO.Bench;

if (args.Length < 3)
{
    Console.Error.WriteLine("usage: own DATA JOB WARMUP [ARGUMENT...]");
    return 2;
}

if (args[1] == "level")
{
    OwnJobs.PrintLevel(args[0], long.Parse(args[2], CultureInfo.InvariantCulture));
    return 0;
}

if (args[1].StartsWith("growth-", StringComparison.Ordinal))
{
    Growth.Run(args[0], args[1], args[2]);
    return 0;
}

using Job job = args[1].StartsWith("limit-", StringComparison.Ordinal) ? Limits.Make(args[0], args[1], args[3..]) : OwnJobs.Make(args[0], args[1], args[3..]);
double warmUp = double.Parse(args[2], CultureInfo.InvariantCulture);
var watch = Stopwatch.StartNew();
do
{
    job.Time();
}
while (watch.Elapsed.TotalSeconds < warmUp);

Console.WriteLine("ready");
while (Console.ReadLine() is { } line)
{
    for (int i = int.Parse(line, CultureInfo.InvariantCulture); i > 0; i--)
    {
        Console.WriteLine(string.Join(' ', Array.ConvertAll(job.Time(), t => t.ToString("F6", CultureInfo.InvariantCulture))));
    }
}

if (job.Output is { } path && File.Exists(path))
{
    Console.WriteLine($"size {new FileInfo(path).Length.ToString(CultureInfo.InvariantCulture)}");
}

return 0;
