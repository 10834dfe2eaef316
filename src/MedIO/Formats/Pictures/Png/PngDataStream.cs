using System;
using System.IO;

namespace MedIO.Formats.Pictures.Png;

/// <summary>Puts what is written to it into IDAT chunks of an equal size.</summary>
internal sealed class PngDataStream : Stream
{
    private const int ChunkBytes = 1 << 17;

    private readonly Stream _target;
    private readonly byte[] _bytes = new byte[ChunkBytes];
    private int _count;

    public PngDataStream(Stream target) => _target = target;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(byte[] buffer, int offset, int count)
    {
        while (count > 0)
        {
            int n = Math.Min(count, ChunkBytes - _count);
            Buffer.BlockCopy(buffer, offset, _bytes, _count, n);
            _count += n;
            offset += n;
            count -= n;
            if (_count == ChunkBytes)
            {
                WriteChunk();
            }
        }
    }

    /// <summary>Does nothing: a chunk ends where it is full.</summary>
    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && _count > 0)
        {
            WriteChunk();
        }

        base.Dispose(disposing);
    }

    private void WriteChunk()
    {
        PngEncoder.WriteChunk(_target, PngChunk.Data, _bytes.AsSpan(0, _count));
        _count = 0;
    }
}
