using System;
using System.IO;
using MedIO.IO;

namespace MedIO.Bzip2;

/// <summary>A stream that hands out single bytes at little cost, as SharpZipLib asks for them, and shows the next one.</summary>
internal sealed class ByteSource : ForwardStream
{
    private readonly Stream _source;
    private readonly byte[] _buffer = new byte[1 << 16];
    private int _next;
    private int _end;

    public ByteSource(Stream source) => _source = source;

    /// <summary>The next byte, which stays the next one; -1 at the end.</summary>
    public int Peek()
    {
        if (_next == _end)
        {
            _next = 0;
            _end = _source.Read(_buffer, 0, _buffer.Length);
        }

        return _next < _end ? _buffer[_next] : -1;
    }

    public override int ReadByte()
    {
        int value = Peek();
        _next += value < 0 ? 0 : 1;
        return value;
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        if (count == 0 || Peek() < 0)
        {
            return 0;
        }

        int n = Math.Min(count, _end - _next);
        Buffer.BlockCopy(_buffer, _next, buffer, offset, n);
        _next += n;
        return n;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _source.Dispose();
        }

        base.Dispose(disposing);
    }
}
