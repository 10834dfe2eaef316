using System;
using System.IO;
using System.Runtime.CompilerServices;
using MedIO.IO;

namespace MedIO.Minc;

/// <summary>
/// The file as PureHDF reads it. Damaged structures may point to themselves: what would go deeper than the stack, or round and
/// round, ends here.
/// </summary>
internal sealed class Hdf5Stream : Stream
{
    // Structures are a few bytes each, many together.
    private const int BufferBytes = 1 << 15;

    // What is read several times, such as the index of the chunks, is small beside the file.
    private const long MostTimes = 64;
    private const long MostOfSmall = 1 << 24;

    private readonly FileBytes _file;
    private readonly byte[] _buffer = new byte[BufferBytes];
    private long _begin;
    private int _count;
    private long _left;

    public Hdf5Stream(string path)
    {
        _file = FileBytes.Open(path);
        _left = (Math.Min(_file.Length, long.MaxValue / (2 * MostTimes)) * MostTimes) + MostOfSmall;
    }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => _file.Length;

    public override long Position { get; set; }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw PointsToItself();
        }

        if (Position < 0 || Position > Length - buffer.Length)
        {
            throw new EndOfStreamException("the file ends within it.");
        }

        _left -= buffer.Length + 1;
        if (_left < 0)
        {
            throw PointsToItself();
        }

        if (buffer.Length > BufferBytes / 2)
        {
            _file.Read(Position, buffer);
        }
        else
        {
            if (Position < _begin || Position + buffer.Length > _begin + _count)
            {
                _begin = Position;
                _count = _file.Read(_begin, _buffer);
            }

            _buffer.AsSpan((int)(Position - _begin), buffer.Length).CopyTo(buffer);
        }

        Position += buffer.Length;
        return buffer.Length;
    }

    public override long Seek(long offset, SeekOrigin origin) =>
        Position = origin switch { SeekOrigin.Begin => offset, SeekOrigin.Current => Position + offset, _ => Length + offset };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _file.Dispose();
        }

        base.Dispose(disposing);
    }

    private static InvalidDataException PointsToItself() => new("its structures point to themselves.");
}
