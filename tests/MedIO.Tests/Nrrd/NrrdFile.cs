using System;
using System.Linq;

namespace MedIO.Tests.Nrrd;

/// <summary>Texts and bytes of NRRDs made by hand.</summary>
internal static class NrrdFile
{
    /// <summary>The numbers 1 to 12 as little-endian shorts, as the program bzip2 compresses them.</summary>
    public static readonly byte[] Bzip2Alone = Convert.FromBase64String("QlpoOTFBWSZTWdI3gqoAAAZAAH/8IAAiAANCAaAArPE1ebwBEfi7kinChIaRvBVQ");

    /// <summary>The same behind "header" and before "tail".</summary>
    public static readonly byte[] Bzip2Between = Convert.FromBase64String("QlpoOTFBWSZTWarRN54AAA7BgH/8JmQUACAAIrRoyANNPUKBpoZGTEjI50Ra2vjPtEUGDO4MIvxdyRThQkKrRN54");

    /// <summary>The same in two streams, one behind the other, as parallel programs compress.</summary>
    public static readonly byte[] Bzip2Twice = Convert.FromBase64String(
        "QlpoOTFBWSZTWZ9188wAAALAAH4AIAAiGGgwAcof2F3JFOFCQn3XzzBCWmg5MUFZJlNZQeKCFwAAA8AAQfwgACIyaHqEMCC5m8CXi7kinChIIPFBC4A=");

    /// <summary>The numbers 1 to 12.</summary>
    public static short[] Twelve => Enumerable.Range(1, 12).Select(i => (short)i).ToArray();

    /// <summary>A header of a volume along the axes of LPS+, up to and without its empty line; what is in more comes last.</summary>
    public static string HeaderOf(string sizes, string type, string encoding, params string[] more)
    {
        int dimension = sizes.Split(' ').Length;
        string space = dimension == 3 && !more.Any(m => m.StartsWith("space", StringComparison.Ordinal) || m.StartsWith("kinds", StringComparison.Ordinal))
            ? "space: left-posterior-superior\nspace directions: (1,0,0) (0,1,0) (0,0,1)\nspace origin: (0,0,0)\n"
            : string.Empty;
        return $"NRRD0005\n# by hand\ntype: {type}\ndimension: {dimension}\nsizes: {sizes}\n{space}endian: little\nencoding: {encoding}\n{string.Concat(more.Select(m => m + "\n"))}";
    }
}
