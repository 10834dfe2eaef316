using System;
using System.IO;
using MedIO.Formats;

namespace MedIO.Backends;

/// <summary>
/// A file that is open already, for a library that reads streams: it need not open and read it again. Serves one thread, as long
/// as the file is open.
/// </summary>
internal sealed class SourceStream : Stream
{
    private const int ChunkBytes = 1 << 14;

    private readonly ImageSource _source;
    private readonly byte[] _chunk;
    private long _chunkBegin;
    private int _chunkCount;

    /// <param name="source">The file; what it has read of it already is not read again.</param>
    public SourceStream(ImageSource source)
    {
        _source = source;
        _chunk = System.Buffers.ArrayPool<byte>.Shared.Rent(ChunkBytes);
        if (!source.IsGzip)
        {
            source.Content.CopyTo(_chunk);
            _chunkCount = source.Content.Length;
        }

        Length = source.File.Length;
    }

    public override bool CanRead => !IsClosed;

    public override bool CanSeek => !IsClosed;

    public override bool CanWrite => false;

    public override long Length { get; }

    public override long Position { get; set; }

    private bool IsClosed { get; set; }

    public override int Read(byte[] buffer, int offset, int count) => ReadInto(buffer.AsSpan(offset, count));

#if NET8_0_OR_GREATER
    public override int Read(Span<byte> buffer) => ReadInto(buffer);
#endif

    public override int ReadByte() => Fill(1) > 0 ? _chunk[(int)(Position++ - _chunkBegin)] : -1;

    public override long Seek(long offset, SeekOrigin origin) =>
        Position = offset + (origin == SeekOrigin.Begin ? 0 : origin == SeekOrigin.Current ? Position : Length);

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (!IsClosed)
        {
            IsClosed = true;
            System.Buffers.ArrayPool<byte>.Shared.Return(_chunk);
        }

        base.Dispose(disposing);
    }

    private int ReadInto(Span<byte> buffer)
    {
        int total = 0;
        while (total < buffer.Length && Fill(buffer.Length - total) is > 0 and int n)
        {
            n = Math.Min(n, buffer.Length - total);
            _chunk.AsSpan((int)(Position - _chunkBegin), n).CopyTo(buffer.Slice(total));
            total += n;
            Position += n;
        }

        return total;
    }

    // How many bytes there are from the position on; 0 at the end.
    private int Fill(int wanted)
    {
        if (IsClosed)
        {
            throw new ObjectDisposedException(nameof(SourceStream));
        }

        long at = Position - _chunkBegin;
        if (at >= 0 && at < _chunkCount)
        {
            return _chunkCount - (int)at;
        }

        // Little more than is asked for: behind a header are voxels, which most often are passed over.
        _chunkBegin = Position;
        _chunkCount = 0;
        _chunkCount = Position < 0 || Position >= Length ? 0 : _source.File.Read(Position, _chunk.AsSpan(0, Math.Min(_chunk.Length, Math.Max(4096, wanted))));
        return _chunkCount;
    }
}
