using System;
using System.Linq;
using System.Text.RegularExpressions;

namespace MedIO.SimpleItk;

/// <summary>Makes our errors of ITK's: the line in which ITK says what is wrong, without its list of sources.</summary>
internal static class ItkErrors
{
    private const RegexOptions Quick = RegexOptions.CultureInvariant | RegexOptions.IgnoreCase;

    private static readonly string[] Markers = { "ITK ERROR:", "sitk::ERROR:" };
    private static readonly Regex Object = new(@"^\s*\w+\s*\((0x)?[0-9a-f]{6,}\):\s*", Quick);
    private static readonly Regex Memory = new(@"failed to allocate|bad_alloc|out of memory|bad array new", Quick);
    private static readonly Regex Format = new(@"unable to determine imageio|could not create io object", Quick);
    private static readonly Regex PixelType = new(@"pixel ?type|component type|unsupported.*type", Quick);
    private static readonly Regex Coding = new(@"transfer syntax|codec", Quick);
    private static readonly Regex Missing = new(@"incomplete pixel data|data not read completely|uncompress failed|premature end of jpeg|not enough data", Quick);
    private static readonly Regex Dimension = new(@"dimension", Quick);
    private static readonly Regex CutData = new(@"read failed|not read completely|wrong number of bytes|short read|unexpected end|end of file|truncat|wanted \d+ bytes|only read|znz|file size|nrrdload: trouble reading", Quick);

    /// <summary>The sentence in which a message says what is wrong.</summary>
    public static string OwnLine(string message)
    {
        int at = Markers.Select(m => message.LastIndexOf(m, StringComparison.Ordinal) is var i and >= 0 ? i + m.Length : -1).Max();
        string[] lines = (at < 0 ? message : message.Substring(at)).Split('\n').Select(l => Object.Replace(l, string.Empty).Trim()).Where(l => l.Length > 0).ToArray();
        string line = lines.Length == 0 ? "it does not say why" : at < 0 ? lines[lines.Length - 1] : lines[0];

        // A heading says little without what stands under it.
        line = line.EndsWith(":", StringComparison.Ordinal) && lines.Length > 1 && at >= 0 ? $"{line} {lines[1]}" : line;
        return line.TrimEnd('.', '!', ':', ' ') + ".";
    }

    /// <summary>Whether ITK prints that voxels are missing, though it gives an image.</summary>
    public static bool SaysCut(string printed) => Missing.IsMatch(printed);

    /// <summary>What is wrong with a file of which ITK prints so.</summary>
    public static MedIOException Cut(string path, string printed) => new(
        MedIOError.TruncatedData,
        $"{path}: the file ends before its last voxel: {string.Join(" ", ItkWarnings.Sentences(printed).Where(SaysCut))} Copy it again from where it came from; -AllowTruncated reads what is there.",
        path);

    /// <summary>What keeps a header or voxels from being read.</summary>
    /// <param name="e">What ITK said.</param>
    /// <param name="path">The file.</param>
    /// <param name="printed">What it printed meanwhile.</param>
    /// <param name="isHeader">Whether the header was read.</param>
    public static MedIOException Reading(ItkException e, string path, string printed, bool isHeader)
    {
        string line = OwnLine(e.Message);
        string all = e.Message + printed;
        string more = string.Join(" ", ItkWarnings.Sentences(printed).Take(2));
        line = more.Length > 0 ? $"{line} {more}" : line;
        return e.InnerException is OutOfMemoryException || Memory.IsMatch(all)
                ? new(MedIOError.ImageTooLarge, $"{path}: there is not enough memory for the image: {line} Read it where there is more.", path, e)
            : Format.IsMatch(e.Message) ? new(MedIOError.UnknownFormat, $"{path}: SimpleITK does not know its format: {line} Leave out -Backend, or give a file that it reads.", path, e)
            : isHeader && PixelType.IsMatch(e.Message) ? new(MedIOError.UnsupportedDataType, $"{path}: has voxels of a type that SimpleITK does not read: {line} Leave out -Backend, or write the file anew with the program that made it.", path, e)
            : Coding.IsMatch(line) ? new(MedIOError.UnsupportedTransferSyntax, $"{path}: SimpleITK cannot decode it: {line} Leave out -Backend, or decompress it first.", path, e)
            : isHeader && Dimension.IsMatch(e.Message) ? new(MedIOError.UnsupportedFeature, $"{path}: SimpleITK cannot read it: {line} Leave out -Backend.", path, e)
            : isHeader ? new(MedIOError.InvalidHeader, $"{path}: SimpleITK cannot read its header: {line} Check that the file is whole, or leave out -Backend.", path, e)
            : CutData.IsMatch(all) ? new(MedIOError.TruncatedData, $"{path}: SimpleITK finds fewer voxels than its header says: {line} Copy the file again from where it came from.", path, e)
            : new(MedIOError.FileNotReadable, $"{path}: SimpleITK cannot read its voxels: {line} Check that the file is whole, or leave out -Backend.", path, e);
    }
}
