using System.IO;
using MedIO.IO.Compression;

namespace MedIO.Bzip2;

/// <summary>Decompresses what bzip2 has compressed.</summary>
internal sealed class Bzip2Decoder : IStreamDecoder
{
    public Stream Open(Stream compressed) => new Bzip2ReadStream(compressed);
}
