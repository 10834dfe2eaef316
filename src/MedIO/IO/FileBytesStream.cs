using System;
using System.IO;

namespace MedIO.IO;

/// <summary>Reads a <see cref="FileBytes"/> from an offset on, forward only.</summary>
internal sealed class FileBytesStream : ForwardStream
{
    private readonly FileBytes _file;
    private long _position;

    public FileBytesStream(FileBytes file, long offset)
    {
        _file = file;
        _position = offset;
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        int n = _file.Read(_position, buffer.AsSpan(offset, count));
        _position += n;
        return n;
    }

#if NET8_0_OR_GREATER
    public override int Read(Span<byte> buffer)
    {
        int n = _file.Read(_position, buffer);
        _position += n;
        return n;
    }
#endif
}
