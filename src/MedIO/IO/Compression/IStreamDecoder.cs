using System.IO;

namespace MedIO.IO.Compression;

/// <summary>Decompresses streams of one kind by means of a library.</summary>
internal interface IStreamDecoder
{
    /// <summary>The bytes that a compressed stream holds, forward only.</summary>
    /// <param name="compressed">The stream, where its data begin; it may be read further than they go.</param>
    /// <returns>
    /// A stream whose reading ends in an <see cref="InvalidDataException"/> where the data are damaged, and in an
    /// <see cref="EndOfStreamException"/> where they are cut off.
    /// </returns>
    Stream Open(Stream compressed);
}
