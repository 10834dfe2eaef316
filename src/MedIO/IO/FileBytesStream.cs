using System;
using System.IO;

namespace MedIO.IO;

/// <summary>Reads a <see cref="FileBytes"/> from an offset on, forward only.</summary>
internal sealed class FileBytesStream : Stream
{
    private readonly FileBytes _file;
    private long _position;

    public FileBytesStream(FileBytes file, long offset)
    {
        _file = file;
        _position = offset;
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
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

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
