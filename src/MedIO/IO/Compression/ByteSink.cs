using System;
using System.Buffers;
using System.IO;

namespace MedIO.IO.Compression;

/// <summary>Collects what an encoder writes in a pooled array, until it is closed; later writes are dropped.</summary>
/// <remarks>
/// An encoder that is disposed writes a last block, which does not belong between the blocks of others.
/// </remarks>
internal sealed class ByteSink : Stream
{
    private byte[] _bytes;
    private int _length;
    private bool _closed;

    public ByteSink(int capacity) => _bytes = ArrayPool<byte>.Shared.Rent(capacity);

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => _length;

    public override long Position
    {
        get => _length;
        set => throw new NotSupportedException();
    }

    public override void Write(byte[] buffer, int offset, int count) => Append(buffer.AsSpan(offset, count));

#if NET8_0_OR_GREATER
    public override void Write(ReadOnlySpan<byte> buffer) => Append(buffer);
#endif

    public void WriteTo(Stream destination) => destination.Write(_bytes, 0, _length);

    public override void Close() => _closed = true;

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public void Release()
    {
        byte[] bytes = _bytes;
        _bytes = Array.Empty<byte>();
        _length = 0;
        _closed = true;
        if (bytes.Length != 0)
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    private void Append(ReadOnlySpan<byte> data)
    {
        if (_closed)
        {
            return;
        }

        if (data.Length > _bytes.Length - _length)
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent(2 * (_length + data.Length));
            Buffer.BlockCopy(_bytes, 0, larger, 0, _length);
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = larger;
        }

        data.CopyTo(_bytes.AsSpan(_length));
        _length += data.Length;
    }
}
