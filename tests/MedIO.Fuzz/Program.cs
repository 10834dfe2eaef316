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
               MedIO.Fuzz guided <codec|all> <executions of each> [seconds for each]
               MedIO.Fuzz distill <codec|all> <folder, such as tests/MedIO.Tests/OtherPrograms/Corpus>
               MedIO.Fuzz <codec> --repeat <file>
        codecs: rle jpeg jpegls jpeg2000 htj2k, as the folders of seeds; dicom: DICOM files with such frames; nrrd, mgh and the
                other formats, as the folders of the files that other programs wrote; folders: files that belong together; made: images
                that are written and read again
        Failures are written to the folder that MEDIO_FUZZ names, or to fuzz in the folder of temporary files. guided goes on from what
        it left there, and adds up in guided.tsv what it ran; what distill keeps of its cases the tests begin with.
        """;

    private static readonly string[] Codecs = ["rle", "jpeg", "jpegls", "jpeg2000", "htj2k", DicomFileTarget.Name, .. OtherFile.Formats, FolderTarget.Name, MadeImageTarget.Name];

    public static int Main(string[] args)
    {
        if (args.Length is 3 or 4 && args[0] == "guided" && (args[1] == "all" || Codecs.Contains(args[1])))
        {
            return GuidedSupervisor.Run(Chosen(args[1]), Number(args[2]), args.Length > 3 ? Number(args[3]) : double.MaxValue, Folder()) ? 0 : 1;
        }

        if (args.Length == 3 && args[0] == "distill" && (args[1] == "all" || Codecs.Contains(args[1])))
        {
            return GuidedSupervisor.Distill(Chosen(args[1]), Folder(), Path.GetFullPath(args[2])) ? 0 : 1;
        }

        if (args.Length < 2 || (args[0] != "all" && !Codecs.Contains(args[0])))
        {
            Console.Error.WriteLine(Usage);
            return 2;
        }

        string folder = Folder();
        if (args[1] == "--repeat" && args.Length == 3)
        {
            return FuzzWorker.Repeat(args[0], args[2]);
        }

        if (args[1] == "--worker" && args.Length == 6)
        {
            return FuzzWorker.Run(args[0], Number(args[2]), Number(args[3]), args[4], args[5]);
        }

        if (args[1] == "--distill" && args.Length == 4)
        {
            return OneThread.Run(() => Distillery.Run(args[0], args[2], args[3]));
        }

        if (args[1] == "--guided" && args.Length == 6)
        {
            return OneThread.Run(() => GuidedWorker.Run(args[0], Number(args[2]), Number(args[3]), double.Parse(args[4], CultureInfo.InvariantCulture), args[5]));
        }

        ulong first = args.Length > 2 ? Number(args[2]) : 1_000_000;
        bool failed = false;
        foreach (string codec in Chosen(args[0]))
        {
            failed |= !FuzzSupervisor.Run(codec, first, Number(args[1]), folder);
        }

        return failed ? 1 : 0;
    }

    private static string[] Chosen(string codec) => codec == "all" ? Codecs : [codec];

    private static string Folder()
    {
        string folder = Path.GetFullPath(Environment.GetEnvironmentVariable("MEDIO_FUZZ") ?? Path.Combine(Path.GetTempPath(), "fuzz"));
        Directory.CreateDirectory(folder);
        return folder;
    }

    private static ulong Number(string text) => ulong.Parse(text, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);
}
