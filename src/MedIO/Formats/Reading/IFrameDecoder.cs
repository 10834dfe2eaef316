using System;

namespace MedIO.Formats.Reading;

/// <summary>
/// Makes samples of a frame's bytes as they are in the file: uncompressed, unpacked, components of a pixel together, little
/// endian cells. One decoder serves many frames and threads, and so keeps nothing between calls but what threads may share.
/// </summary>
internal interface IFrameDecoder
{
    /// <summary>The fewest bytes that a frame can have in the file: what a header declares is held against it before memory is taken.</summary>
    /// <param name="sampleBytes">Bytes of the frame's samples.</param>
    long LeastBytes(long sampleBytes);

    /// <summary>Decodes a frame.</summary>
    /// <param name="encoded">The frame's bytes in the file, fragments joined; a padding byte may follow.</param>
    /// <param name="samples">Filled entirely. Where this ends in an exception, what could be decoded before is in its place, and the rest is zero or as it was.</param>
    /// <exception cref="System.IO.InvalidDataException">The bytes are no such frame, or their sizes are not those that the decoder was made for.</exception>
    /// <exception cref="System.IO.EndOfStreamException">The bytes end before the frame does.</exception>
    void Decode(ReadOnlySpan<byte> encoded, Span<byte> samples);
}
