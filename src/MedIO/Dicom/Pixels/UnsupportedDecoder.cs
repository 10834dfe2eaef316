using System;
using MedIO.Formats;

namespace MedIO.Dicom.Pixels;

/// <summary>Stands for the decoder of a transfer syntax that there is none for yet, so that all else of such files can be read.</summary>
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
        return new(MedIOError.UnsupportedTransferSyntax, $"{about}its pixels are compressed as {_syntax.Name} ({_syntax.Uid}), which cannot be decoded here. Convert it to an uncompressed transfer syntax first, for example with gdcmconv --raw or dcmdjpeg.", path);
    }
}
