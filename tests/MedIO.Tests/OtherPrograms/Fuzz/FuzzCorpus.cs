using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using MedIO.Tests.Dicom.Codecs.Fuzz;

namespace MedIO.Tests.OtherPrograms.Fuzz;

/// <summary>
/// Cases that guided fuzzing kept of a format or a codec, each of which goes where no seed and no other of them goes. They are in
/// <c>Corpus/&lt;format&gt;.gz</c>, which <c>tests/MedIO.Fuzz</c> writes: <c>distill format</c>.
/// </summary>
internal static class FuzzCorpus
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Corpus");

    /// <summary>The cases; none where there is no such file.</summary>
    public static FuzzCase[] Of(string format)
    {
        string path = Path.Combine(Folder, format + ".gz");
        if (!File.Exists(path))
        {
            return Array.Empty<FuzzCase>();
        }

        using FileStream file = File.OpenRead(path);
        using var gzip = new GZipStream(file, CompressionMode.Decompress);
        return CaseFile.Read(gzip).ToArray();
    }

    /// <summary>Writes them.</summary>
    public static void Write(string path, IEnumerable<FuzzCase> cases)
    {
        using FileStream file = File.Create(path);
        using var gzip = new GZipStream(file, CompressionLevel.Optimal);
        foreach (FuzzCase fuzz in cases)
        {
            CaseFile.Write(gzip, fuzz);
        }
    }
}
