using System;
using System.IO;
using MedIO.Formats;
using MedIO.Formats.Reading;

namespace MedIO.Dicom.Pixels;

/// <summary>Stands for the decoder of a transfer syntax that there is none of, so that all else of such files can be read.</summary>
internal sealed class UnsupportedDecoder : IMissingDecoder
{
    private readonly TransferSyntax _syntax;

    public UnsupportedDecoder(TransferSyntax syntax) => _syntax = syntax;

    /// <inheritdoc/>
    public long LeastBytes(long sampleBytes) => 0;

    /// <inheritdoc/>
    public void Decode(ReadOnlySpan<byte> encoded, Span<byte> samples) => throw Error(null);

    /// <inheritdoc/>
    public MedIOException Error(string? path)
    {
        string about = path is null ? string.Empty : path + ": ";
        return new(MedIOError.UnsupportedTransferSyntax, $"{about}{What(path ?? "in.dcm")}", path);
    }

    private string What(string path)
    {
        string name = $"{_syntax.Name} ({_syntax.Uid})";
        string file = path.IndexOf(' ') < 0 ? path : $"'{path}'";
        string type = Stream(_syntax.Uid);
        return type switch
        {
            "jpip" => $"its pixels are not in it: {name} has only an address of them, PixelDataProviderURL {new DicomTag(DicomTags.PixelDataProviderURL)}, which {Element(file)} shows. Have the archive send it in another transfer syntax, such as JPEG 2000 (1.2.840.10008.1.2.4.90).",
            "rtp" => $"its pixels are not in it: {name} is sent as a live stream (RTP) beside it. Record that with the program that receives it.",
            "retired" => $"its pixels are compressed as {name}, which DICOM has retired and few programs ever decoded. Convert it to an uncompressed transfer syntax with the program that wrote it.",
            "jxl" => $"its pixels are compressed as {name}, which cannot be decoded here. Convert it to an uncompressed transfer syntax with the program that wrote it. {Extract(file, "out.jxl", path)}, which djxl of libjxl decodes.",
            "" when _syntax.Name == TransferSyntax.NoName => $"its transfer syntax {_syntax.Uid} is not known here, so that its pixels cannot be decoded. Convert it to an uncompressed transfer syntax with the program that wrote it, or try gdcmconv --raw {file} out.dcm.",
            "" => $"its pixels are compressed as {name}, which cannot be decoded here. Convert it to an uncompressed transfer syntax with the program that wrote it, or try gdcmconv --raw {file} out.dcm.",
            _ => $"its pixels are a video, {name}, which is no volume and is not decoded here. {Extract(file, "out." + type, path)}, which a video player or ffmpeg reads.",
        };
    }

    // DCMTK's dump takes fragments out of any transfer syntax; GDCM's gdcmraw knows four of the videos.
    private static string Extract(string file, string name, string path) =>
        $"DCMTK's command dcmdump +W . {file} writes the stream to {Path.GetFileName(path)}.1.raw in the current folder, and on to .2.raw where it has several fragments: joined they are {name}";

    private static string Element(string file) => $"Get-DicomElement {file} -Tag PixelDataProviderURL";

    // The suffix that programs know a stream by; empty for what is none (PS3.5 sections A.4.5 to A.4.7, A.6 to A.12).
    private static string Stream(string uid) => uid switch
    {
        "1.2.840.10008.1.2.4.94" or "1.2.840.10008.1.2.4.95" or "1.2.840.10008.1.2.4.204" or "1.2.840.10008.1.2.4.205" => "jpip",
        "1.2.840.10008.1.2.7.1" or "1.2.840.10008.1.2.7.2" or "1.2.840.10008.1.2.7.3" => "rtp",
        "1.2.840.10008.1.2.4.100" or "1.2.840.10008.1.2.4.100.1" or "1.2.840.10008.1.2.4.101" or "1.2.840.10008.1.2.4.101.1" => "mpg",
        "1.2.840.10008.1.2.4.110" or "1.2.840.10008.1.2.4.111" or "1.2.840.10008.1.2.4.112" => "jxl",

        // JPEG with arithmetic coding, then the hierarchical one.
        "1.2.840.10008.1.2.4.52" or "1.2.840.10008.1.2.4.54" or "1.2.840.10008.1.2.4.56" or "1.2.840.10008.1.2.4.58" => "retired",
        "1.2.840.10008.1.2.4.59" or "1.2.840.10008.1.2.4.60" or "1.2.840.10008.1.2.4.61" or "1.2.840.10008.1.2.4.62" => "retired",
        "1.2.840.10008.1.2.4.63" or "1.2.840.10008.1.2.4.64" or "1.2.840.10008.1.2.4.65" or "1.2.840.10008.1.2.4.66" => "retired",
        "1.2.840.10008.1.2.4.107" or "1.2.840.10008.1.2.4.108" => "hevc",
        _ when uid.StartsWith("1.2.840.10008.1.2.4.10", StringComparison.Ordinal) && uid.Length >= 23 && uid[22] is >= '2' and <= '6' => "mp4",
        _ => string.Empty,
    };
}
