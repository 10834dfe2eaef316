using System;
using MedIO.Formats.Reading;

namespace MedIO.Dicom.Pixels;

/// <summary>Stands for a codec that a library does not have, so that all else of such files can be read.</summary>
internal sealed class MissingCodec : IMissingDecoder
{
    private readonly MedIOException _error;

    public MissingCodec(MedIOException error) => _error = error;

    /// <inheritdoc/>
    public long LeastBytes(long sampleBytes) => 0;

    /// <inheritdoc/>
    public void Decode(ReadOnlySpan<byte> encoded, Span<byte> samples) => throw _error;

    /// <inheritdoc/>
    public MedIOException Error(string? path) => path is null ? _error : _error.About(path);
}
