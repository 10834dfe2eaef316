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

    // How an attribute begins: version, flags, and the sizes of its name and its types.
    private static readonly int[] Attribute = { 1, 1, 2, 2, 2 };

    private readonly FileBytes _file;
    private readonly Hdf5Sizes _sizes;
    private readonly int[] _steps = new int[4];
    private readonly byte[] _buffer = new byte[BufferBytes];
    private long _begin;
    private int _count;
    private long _left;
    private long _position;
    private long _sought = -1;
    private long _message;
    private long _messageEnd;
    private int _step;

    public Hdf5Stream(string path)
    {
        _file = FileBytes.Open(path);
        _sizes = new Hdf5Sizes(_file);
        _left = (Math.Min(_file.Length, long.MaxValue / (2 * MostTimes)) * MostTimes) + MostOfSmall;
    }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => _file.Length;

    /// <summary>Where reading goes on. PureHDF asks for it where the data of a message begin, behind its type and its size.</summary>
    public override long Position
    {
        get
        {
            CheckMessage();
            return _position;
        }

        set => _position = value;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw PointsToItself();
        }

        if (_position < 0 || _position > Length - buffer.Length)
        {
            throw new EndOfStreamException("the file ends within it.");
        }

        Spend(buffer.Length + 1);
        if (buffer.Length > BufferBytes / 2)
        {
            _file.Read(_position, buffer);
        }
        else
        {
            if (_position < _begin || _position + buffer.Length > _begin + _count)
            {
                _begin = _position;
                _count = _file.Read(_begin, _buffer);
            }

            _buffer.AsSpan((int)(_position - _begin), buffer.Length).CopyTo(buffer);
        }

        if (buffer.Length == 4)
        {
            _sizes.CheckSignature(buffer, _position);
        }

        _position += buffer.Length;
        Step(buffer.Length);
        return buffer.Length;
    }

    public override long Seek(long offset, SeekOrigin origin)
    {
        _position = origin switch { SeekOrigin.Begin => offset, SeekOrigin.Current => _position + offset, _ => Length + offset };
        _sought = _position;
        _step = 0;
        _messageEnd = origin == SeekOrigin.Begin ? 0 : _messageEnd;
        Array.Clear(_steps);
        return _position;
    }

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

    private void Spend(long bytes)
    {
        _left -= bytes;
        if (_left < 0)
        {
            throw PointsToItself();
        }
    }

    // A type has its class in a byte, flags of three, and its size in four.
    private void CheckType()
    {
        Span<byte> head = stackalloc byte[8];
        Spend(8L * _sizes.CheckType(head.Slice(0, _file.Read(_position - head.Length, head))));
    }

    // Remembers what was read one after another.
    private void Step(int bytes)
    {
        for (int i = _steps.Length - 1; i > 0; i--)
        {
            _steps[i] = _steps[i - 1];
        }

        _steps[0] = bytes;
        if (bytes == 4 && _steps[1] == 3 && _steps[2] == 1)
        {
            CheckType();
        }

        if (_sought >= 0 && (++_step > Attribute.Length || bytes != Attribute[_step - 1]))
        {
            _sought = -1;
        }
        else if (_sought >= 0 && _step == Attribute.Length)
        {
            _sizes.CheckAttribute(_sought);
        }
    }

    // A message has a type of two bytes or one, a size, flags, and then three bytes that are free, or two that count.
    private void CheckMessage()
    {
        bool isFirst = _steps[0] == 3 && _steps[1] == 1 && _steps[2] == 2 && _steps[3] == 2;
        bool isCounted = _steps[0] == 2 && _steps[1] == 1 && _steps[2] == 2 && _steps[3] == 1;
        bool isPlain = _steps[0] == 1 && _steps[1] == 2 && _steps[2] == 1;
        int before = isFirst ? 8 : isCounted ? 6 : isPlain ? 4 : 0;
        if (before == 0 || _position < before || (_position > _message && _position <= _messageEnd))
        {
            return;
        }

        Span<byte> head = stackalloc byte[8];
        head = head.Slice(0, _file.Read(_position - before, head.Slice(0, before)));
        int sizeAt = isFirst ? 2 : 1;
        if (head.Length < before)
        {
            return;
        }

        int size = head[sizeAt] | (head[sizeAt + 1] << 8);
        _message = _position;
        _messageEnd = _position + size;

        // Of one that is shared only its place is here.
        int type = isFirst ? head[0] | (head[1] << 8) : head[0];
        if ((head[sizeAt + 2] & 2) == 0 || !Hdf5Sizes.CanBeShared(type))
        {
            _sizes.CheckMessage(type, _position, size);
        }
    }

    private static InvalidDataException PointsToItself() => new("its structures point to themselves.");
}
