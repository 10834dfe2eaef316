using System;
using System.Globalization;
using System.IO;
using System.Threading;

namespace MedIO.Faults;

/// <summary>What the tests start as a process of its own, to kill it or to give it a bad disk.</summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        try
        {
            return Run(arguments);
        }
#pragma warning disable CA1031 // The test that started it tells what it was.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Console.Error.WriteLine(e);
            return 1;
        }
    }

    private static int Run(string[] arguments)
    {
        string folder = arguments[^1];
        switch (arguments[0])
        {
            case "write":
                WriteForEver(Target.Named(arguments[1]), int.Parse(arguments[2], CultureInfo.InvariantCulture), folder);
                return 0;
            case "once":
                Target.Named(arguments[1]).Write(folder, Version.New, SampleImage.Small);
                return 0;
            case "disk":
                return FullDisk.Try(folder);
            case "readonly":
                return ReadOnlyDisk.Try(folder);
            case "quota":
                return FullDisk.TryQuota(folder);
            case "unmount":
                return LostFolder.Try(folder);
            case "serve":
                FuseServer.Run(folder, arguments[1]);
                return 0;
            case "share":
                return LostShare.Try(folder);
            default:
                throw new ArgumentException($"There is no part '{arguments[0]}'.");
        }
    }

    // Until it is killed: the new image over the old one, and the old one over the new.
    private static void WriteForEver(Target target, int slices, string folder)
    {
        for (int i = 1; ; i++)
        {
            target.Write(folder, i % 2 == 0 ? Version.Old : Version.New, slices);
            if (i == 2)
            {
                Console.Out.WriteLine("ready");
                Console.Out.Flush();
            }
        }
    }
}
