using System;
using MedIO.Formats;

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
            "" => $"its pixels are compressed as {name}, which cannot be decoded here. Convert it to an uncompressed transfer syntax with the program that wrote it, or try gdcmconv --raw {file} out.dcm.",
            _ => $"its pixels are a video, {name}, which is no volume and is not decoded here. GDCM's command gdcmraw -i {file} -o out.{type} extracts the stream, which a video player or ffmpeg reads.",
        };
    }

    private static string Element(string file) => $"Get-DicomElement {file} -Tag PixelDataProviderURL";

    // The suffix that programs know a stream by; empty for what is none (PS3.5 sections A.4.5 to A.4.7, A.6 to A.12).
    private static string Stream(string uid) => uid switch
    {
        "1.2.840.10008.1.2.4.94" or "1.2.840.10008.1.2.4.95" or "1.2.840.10008.1.2.4.204" or "1.2.840.10008.1.2.4.205" => "jpip",
        "1.2.840.10008.1.2.7.1" or "1.2.840.10008.1.2.7.2" or "1.2.840.10008.1.2.7.3" => "rtp",
        "1.2.840.10008.1.2.4.100" or "1.2.840.10008.1.2.4.100.1" or "1.2.840.10008.1.2.4.101" or "1.2.840.10008.1.2.4.101.1" => "mpg",
        "1.2.840.10008.1.2.4.107" or "1.2.840.10008.1.2.4.108" => "hevc",
        _ when uid.StartsWith("1.2.840.10008.1.2.4.10", StringComparison.Ordinal) && uid.Length >= 23 && uid[22] is >= '2' and <= '6' => "mp4",
        _ => string.Empty,
    };
}
