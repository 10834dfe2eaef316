using System;
using System.IO;

namespace MedIO.IO.Compression;

/// <summary>
/// Reads gzip (RFC 1952), zlib (RFC 1950) or raw DEFLATE data forwards and verifies its checksums. Gzip members may
/// follow one another; zeros or other bytes behind a complete member that do not begin another are ignored, as gzip
/// does.
/// </summary>
/// <remarks>
/// Damaged data causes an <see cref="InvalidDataException"/>, data cut off an <see cref="EndOfStreamException"/>. A
/// checksum is verified when reading goes on behind its member's last byte; see <see cref="Finish"/>.
/// </remarks>
internal sealed unsafe partial class GzipReadStream : Stream
{
    /// <summary>What is usually enough for an image header.</summary>
    public const int DefaultFirstRead = 4096;

    /// <summary>
    /// From so many wanted bytes on they are decoded into their place rather than by way of the window.
    /// </summary>
    private const int WorthDirect = 32768;

    private readonly Stream _source;
    private readonly bool _leaveOpen;
    private readonly int _firstRead;
    private long _position;
    private bool _disposed;

    /// <param name="source">Where the compressed data is read from; it may be read further than the data goes.</param>
    /// <param name="format">What is wrapped around the DEFLATE data.</param>
    /// <param name="leaveOpen">Whether <paramref name="source"/> outlives this stream.</param>
    /// <param name="firstRead">Number of bytes that the first read asks for; later ones ask for many.</param>
    public GzipReadStream(
        Stream source,
        CompressedFormat format = CompressedFormat.Gzip,
        bool leaveOpen = false,
        int firstRead = DefaultFirstRead)
    {
        _source = source ?? throw new ArgumentNullException(nameof(source));
        _format = format;
        _leaveOpen = leaveOpen;
        _firstRead = firstRead;
        _input = new CompressedInput(source, firstRead);
        _inflater = Inflater.Rent();
    }

    public override bool CanRead => !_disposed;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    /// <summary>Number of bytes read or skipped so far.</summary>
    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public
#if NET8_0_OR_GREATER
        override
#endif
        int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty)
        {
            return 0;
        }

        fixed (byte* target = buffer)
        {
            return (int)ReadSome(target, buffer.Length);
        }
    }

    public override int ReadByte()
    {
        byte value;
        return ReadSome(&value, 1) == 0 ? -1 : value;
    }

    /// <summary>
    /// Decodes exactly <paramref name="count"/> bytes, large counts straight into the memory given. The rest of the
    /// stream can be read afterwards.
    /// </summary>
    /// <exception cref="EndOfStreamException">The data ends before.</exception>
    public void ReadExactly(byte* destination, long count)
    {
        while (count > 0)
        {
            long read = ReadSome(destination, count);
            if (read == 0)
            {
                throw new EndOfStreamException($"The uncompressed data ends {count} bytes too early.");
            }

            destination += read;
            count -= read;
        }
    }

    /// <summary>Decodes up to <paramref name="count"/> bytes; returns how many there were, at least one unless there are no more.</summary>
    public long Read(byte* destination, long count) => count == 0 ? 0 : ReadSome(destination, count);

    /// <summary>Decodes and drops up to <paramref name="count"/> bytes; returns how many there were.</summary>
    public long Skip(long count)
    {
        long left = count;
        while (left > 0 && EnsureWindow(left))
        {
            int part = (int)Math.Min(left, WindowAvailable);
            _windowNext += part;
            _position += part;
            left -= part;
        }

        return count - left;
    }

    /// <summary>
    /// Reads on to the end of the current member, so that its checksum gets verified. Returns false if more than
    /// <paramref name="allowance"/> bytes of output come before it; nothing is verified then.
    /// </summary>
    /// <exception cref="InvalidDataException">The checksum does not match.</exception>
    public bool Finish(long allowance)
    {
        ThrowIfDisposed();
        for (;;)
        {
            int part = WindowAvailable;
            if (part > allowance)
            {
                return false;
            }

            allowance -= part;
            _windowNext += part;
            _position += part;
            if (_place == Place.BetweenMembers && _membersRead > 0 || _place == Place.End)
            {
                return true;
            }

            if (_place == Place.MemberEnd)
            {
                VerifyMember();
                return true;
            }

            if (_place == Place.BetweenMembers)
            {
                BeginMember();
            }

            FillWindow(Math.Min(allowance, int.MaxValue));
        }
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_disposed)
        {
            _disposed = true;
            ReleaseBuffers();
            if (!_leaveOpen)
            {
                _source.Dispose();
            }
        }

        base.Dispose(disposing);
    }

    /// <summary>Reads at least one byte, unless there are no more.</summary>
    private long ReadSome(byte* destination, long count)
    {
        if (WindowAvailable == 0 && count >= WorthDirect)
        {
            ThrowIfDisposed();
            long read = ReadDirectly(destination, count);
            _position += read;
            return read;
        }

        if (!EnsureWindow(count))
        {
            return 0;
        }

        int part = (int)Math.Min(count, WindowAvailable);
        CopyFromWindow(destination, part);
        _position += part;
        return part;
    }

    private void ThrowIfDisposed()
    {
        if (_disposed)
        {
            throw new ObjectDisposedException(nameof(GzipReadStream));
        }
    }
}
