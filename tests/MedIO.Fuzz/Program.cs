using System;
using System.Globalization;
using System.IO;
using System.Linq;
using MedIO.Fuzz.Guided;
using MedIO.Tests.OtherPrograms;
using MedIO.Tests.OtherPrograms.Fuzz;

namespace MedIO.Fuzz;

/// <summary>Runs decoders on mutations of valid frames, and readers on those of valid files.</summary>
internal static class Program
{
    private const string Usage = """
        usage: MedIO.Fuzz <codec|all> <mutations> [first number]
               MedIO.Fuzz guided <codec|all> <executions of each>
               MedIO.Fuzz <codec> --repeat <file>
        codecs: rle jpeg jpegls jpeg2000 htj2k, as the folders of seeds; dicom: DICOM files with such frames; nrrd, mgh and the
                other formats, as the folders of the files that other programs wrote
        Failures are written to the folder that MEDIO_FUZZ names, or to fuzz in the folder of temporary files.
        """;

    private static readonly string[] Codecs = ["rle", "jpeg", "jpegls", "jpeg2000", "htj2k", DicomFileTarget.Name, .. OtherFile.Formats];

    public static int Main(string[] args)
    {
        if (args.Length == 3 && args[0] == "guided" && (args[1] == "all" || Codecs.Contains(args[1])))
        {
            string guided = Path.GetFullPath(Environment.GetEnvironmentVariable("MEDIO_FUZZ") ?? Path.Combine(Path.GetTempPath(), "fuzz"));
            Directory.CreateDirectory(guided);
            return GuidedSupervisor.Run(args[1] == "all" ? Codecs : [args[1]], Number(args[2]), guided) ? 0 : 1;
        }

        if (args.Length < 2 || (args[0] != "all" && !Codecs.Contains(args[0])))
        {
            Console.Error.WriteLine(Usage);
            return 2;
        }

        string folder = Environment.GetEnvironmentVariable("MEDIO_FUZZ") ?? Path.Combine(Path.GetTempPath(), "fuzz");
        Directory.CreateDirectory(folder);
        if (args[1] == "--repeat" && args.Length == 3)
        {
            return FuzzWorker.Repeat(args[0], args[2]);
        }

        if (args[1] == "--worker" && args.Length == 6)
        {
            return FuzzWorker.Run(args[0], Number(args[2]), Number(args[3]), args[4], args[5]);
        }

        if (args[1] == "--guided" && args.Length == 5)
        {
            return GuidedWorker.Run(args[0], Number(args[2]), Number(args[3]), args[4]);
        }

        ulong first = args.Length > 2 ? Number(args[2]) : 1_000_000;
        bool failed = false;
        foreach (string codec in args[0] == "all" ? Codecs : [args[0]])
        {
            failed |= !FuzzSupervisor.Run(codec, first, Number(args[1]), folder);
        }

        return failed ? 1 : 0;
    }

    private static ulong Number(string text) => ulong.Parse(text, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);
}
