using System;

namespace MedIO.Dicom.Pixels;

/// <summary>Makes samples of a frame's bytes as they are in the file: uncompressed, unpacked, in the machine's byte order, components of a pixel together.</summary>
internal interface IFrameDecoder
{
    /// <summary>Decodes a frame.</summary>
    /// <param name="encoded">The frame's bytes in the file, fragments joined.</param>
    /// <param name="samples">Filled entirely.</param>
    /// <exception cref="System.IO.InvalidDataException">The bytes are no such frame.</exception>
    void Decode(ReadOnlySpan<byte> encoded, Span<byte> samples);
}
