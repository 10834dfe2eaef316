using System;
using System.IO;
using System.Threading;

namespace MedIO.IO.Compression;

/// <summary>
/// Writes one gzip member (RFC 1952), zlib stream (RFC 1950) or raw DEFLATE stream, compressing blocks of the input on
/// several threads. The bytes depend on the data and the level only.
/// </summary>
/// <remarks>
/// Each block ends on a byte boundary, by an empty stored block if need be, so that the blocks put together are a single
/// DEFLATE stream. After any exception from a write nothing more is written, and what was is not a complete stream.
/// </remarks>
internal sealed unsafe partial class ParallelGzipWriter : Stream
{
    /// <summary>
    /// From so many bytes on blocks are compressed where they are; below, waiting for them would cost more.
    /// </summary>
    private const long WorthDirect = 8L * DeflateBlock.Size;

    private readonly Stream _destination;
    private readonly CompressedFormat _format;
    private readonly int _level;
    private readonly bool _leaveOpen;
    private readonly CancellationToken _cancellation;

    private long _length;
    private uint _checksum;
    private bool _begun;
    private bool _ended;
    private bool _disposed;

    /// <param name="destination">Where the compressed data goes; written to on the caller's thread only.</param>
    /// <param name="level">0 (stored) to 9 (smallest).</param>
    /// <param name="format">What to wrap around the DEFLATE data.</param>
    /// <param name="leaveOpen">Whether <paramref name="destination"/> outlives this stream.</param>
    /// <param name="threads">Number of threads that compress, the caller's included; 0 for one to each
    /// processor.</param>
    /// <param name="cancellation">Ends a write early, with an <see cref="OperationCanceledException"/>.</param>
    public ParallelGzipWriter(
        Stream destination,
        int level = DeflateSettings.DefaultLevel,
        CompressedFormat format = CompressedFormat.Gzip,
        bool leaveOpen = false,
        int threads = 0,
        CancellationToken cancellation = default)
    {
        if (level < 0 || level > DeflateSettings.MaxLevel)
        {
            throw new ArgumentOutOfRangeException(nameof(level));
        }

        _destination = destination ?? throw new ArgumentNullException(nameof(destination));
        _level = level;
        _format = format;
        _leaveOpen = leaveOpen;
        _cancellation = cancellation;
        _threads = threads > 0 ? threads : Environment.ProcessorCount;
        _checksum = format == CompressedFormat.Zlib ? Adler32.Empty : 0;
    }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => !_disposed;

    public override long Length => throw new NotSupportedException();

    /// <summary>Number of uncompressed bytes written so far.</summary>
    public override long Position
    {
        get => _length;
        set => throw new NotSupportedException();
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public
#if NET8_0_OR_GREATER
        override
#endif
        void Write(ReadOnlySpan<byte> buffer)
    {
        fixed (byte* data = buffer)
        {
            Write(data, buffer.Length);
        }
    }

    public override void WriteByte(byte value) => Write(&value, 1);

    /// <summary>
    /// Compresses <paramref name="count"/> bytes, most of a large count straight from the memory given, which is no
    /// longer
    /// needed when this returns or throws.
    /// </summary>
    public void Write(byte* data, long count)
    {
        if (_disposed || _ended)
        {
            throw new ObjectDisposedException(nameof(ParallelGzipWriter));
        }

        bool done = false;
        try
        {
            _cancellation.ThrowIfCancellationRequested();
            WriteBlocks(data, count);
            _length += count;
            done = true;
        }
        finally
        {
            if (!done)
            {
                Abort();
            }
        }
    }

    /// <summary>Ends the stream with all that is still due. <see cref="Stream.Dispose()"/> does it otherwise.</summary>
    public void Complete()
    {
        if (_ended)
        {
            return;
        }

        bool done = false;
        try
        {
            EndBlocks();
            WriteTrailer();
            _destination.Flush();
            done = true;
        }
        finally
        {
            _ended = true;
            if (!done)
            {
                Abort();
            }
        }
    }

    /// <summary>
    /// Drops what is not written yet, so that <see cref="Stream.Dispose()"/> leaves the stream incomplete.
    /// </summary>
    public void Abort()
    {
        _ended = true;
        DropBlocks();
    }

    /// <summary>Does nothing: a flush in mid-stream would make the bytes depend on more than the data.</summary>
    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_disposed)
        {
            _disposed = true;
            try
            {
                Complete();
            }
            finally
            {
                if (!_leaveOpen)
                {
                    _destination.Dispose();
                }
            }
        }

        base.Dispose(disposing);
    }

    /// <summary>Writes the header before the first compressed bytes: no time, no name, unknown system.</summary>
    private void Begin()
    {
        if (_begun)
        {
            return;
        }

        _begun = true;
        byte[] header = _format switch
        {
            CompressedFormat.Gzip =>
            [
                CompressedHeader.GzipId1, CompressedHeader.GzipId2, CompressedHeader.MethodDeflate,
                0, 0, 0, 0, 0, GzipExtraFlags, 255,
            ],
            CompressedFormat.Zlib => [0x78, ZlibFlags],
            _ => [],
        };
        _destination.Write(header, 0, header.Length);
    }

    private byte GzipExtraFlags => _level switch
    {
        9 => 2,
        1 => 4,
        _ => 0,
    };

    /// <summary>FLEVEL by the level, FCHECK such that the two header bytes are a multiple of 31.</summary>
    private byte ZlibFlags => _level switch
    {
        < 2 => 0x01,
        < 6 => 0x5e,
        6 => 0x9c,
        _ => 0xda,
    };

    private void WriteTrailer()
    {
        uint c = _checksum;
        uint n = (uint)_length;
        byte[] trailer = _format switch
        {
            CompressedFormat.Gzip =>
            [
                (byte)c, (byte)(c >> 8), (byte)(c >> 16), (byte)(c >> 24),
                (byte)n, (byte)(n >> 8), (byte)(n >> 16), (byte)(n >> 24),
            ],
            CompressedFormat.Zlib => [(byte)(c >> 24), (byte)(c >> 16), (byte)(c >> 8), (byte)c],
            _ => [],
        };
        _destination.Write(trailer, 0, trailer.Length);
    }
}
