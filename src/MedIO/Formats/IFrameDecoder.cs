using System;

namespace MedIO.Formats;

/// <summary>
/// Makes samples of a frame's bytes as they are in the file: uncompressed, unpacked, components of a pixel together. One
/// decoder serves many frames and threads, and so keeps nothing between calls.
/// </summary>
internal interface IFrameDecoder
{
    /// <summary>The fewest bytes that a frame can have in the file: what a header declares is held against it before memory is taken.</summary>
    /// <param name="sampleBytes">Bytes of the frame's samples.</param>
    long LeastBytes(long sampleBytes);

    /// <summary>Decodes a frame.</summary>
    /// <param name="encoded">The frame's bytes in the file, fragments joined.</param>
    /// <param name="samples">Filled entirely.</param>
    /// <exception cref="System.IO.InvalidDataException">The bytes are no such frame.</exception>
    void Decode(ReadOnlySpan<byte> encoded, Span<byte> samples);
}
