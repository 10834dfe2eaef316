using System;
using System.Buffers;
using System.Collections.Generic;
using System.IO;
using MedIO.IO;

namespace MedIO.Dicom;

/// <summary>The bytes of a data set, read as far as they are needed. Large values are passed over and leave no gap here.</summary>
internal sealed class DicomBytes : IDisposable
{
    private const int FirstRead = 1 << 14;
    private const int MostReadAhead = 1 << 18;

    // What a deflated data set may take of memory in any case, and as a multiple of the file: zip bombs give thousandfold.
    private const long DeflatedAlways = 1 << 26;
    private const long DeflatedRatio = 64;

    private readonly FileBytes? _file;
    private readonly Func<Stream>? _open;
    private readonly Stream? _stream;
    private readonly long _most = int.MaxValue / 2;
    private readonly long _origin;
    private readonly bool _pooled;
    private readonly List<(int Position, long Skipped)> _skips = new();
    private byte[] _buffer;
    private long _skipped;
    private bool _disposed;

    /// <summary>Bytes in memory: of a value that was read later, or of a test.</summary>
    public DicomBytes(byte[] bytes, int count, long origin = 0)
    {
        _buffer = bytes;
        _origin = origin;
        Count = count;
        SourceLength = count;
    }

    /// <summary>A file whose first bytes have been read already.</summary>
    public DicomBytes(FileBytes file, ReadOnlySpan<byte> head)
    {
        _file = file;
        _pooled = true;
        _buffer = ArrayPool<byte>.Shared.Rent(Math.Max(head.Length, 4096));
        head.CopyTo(_buffer);
        Count = head.Length;
        SourceLength = Math.Max(file.Length, head.Length);
    }

    /// <summary>What decompresses from a file; its length is not known before.</summary>
    /// <param name="open">Begins to decompress from the start, as often as it is called.</param>
    /// <param name="compressedLength">Bytes that it decompresses, which bound what is kept of them.</param>
    public DicomBytes(Func<Stream> open, long compressedLength)
    {
        _open = open;
        _stream = open();
        _most = Math.Min(_most, Math.Max(DeflatedAlways, DeflatedRatio * compressedLength));
        _pooled = true;
        _buffer = ArrayPool<byte>.Shared.Rent(FirstRead);
        SourceLength = long.MaxValue;
    }

    /// <summary>Where the bytes come from; null for those of no file.</summary>
    public DicomSource? Source { get; init; }

    public byte[] Buffer => _disposed ? throw new ObjectDisposedException(nameof(DicomFile)) : _buffer;

    /// <summary>How many bytes there are so far.</summary>
    public int Count { get; private set; }

    /// <summary>Bytes of the whole source; the largest number where that is not known.</summary>
    public long SourceLength { get; private set; }

    /// <summary>Whether a value can be read later from its place in the source.</summary>
    public bool CanReadLater => _file is not null || _open is not null;

    /// <summary>The place in the source of a place in the buffer.</summary>
    public long SourceOffset(int position) => position + SkippedBefore(position) + _origin;

    /// <summary>Bytes that the source has from a place on, at most.</summary>
    public long Remaining(int position) => SourceLength - position - SkippedBefore(position);

    /// <summary>Reads on until there are so many bytes from a place on.</summary>
    /// <returns>False where the source ends before.</returns>
    public bool Ensure(int position, long count)
    {
        long end = position + count;
        return end <= Count || (count <= Remaining(position) && Fill(end));
    }

    /// <summary>Passes over bytes that are not in the buffer, or not all: what follows them in the source then follows the place in the buffer.</summary>
    /// <returns>False where the source ends before.</returns>
    public bool Skip(int position, long count)
    {
        if (count > Remaining(position))
        {
            return false;
        }

        long ahead = count - (Count - position);
        Count = position;
        _skipped += count;
        _skips.Add((position, _skipped));
        return _stream is null || Pass(_stream, ahead) || Ended(ahead);
    }

    /// <summary>Reads a value that was passed over; what the source does not have is missing at its end.</summary>
    public byte[] ReadSource(long offset, long count)
    {
        if (_disposed)
        {
            throw new ObjectDisposedException(nameof(DicomFile));
        }

        count = _file is null ? count : Math.Max(0, Math.Min(count, _file.Length - offset));
        if (count > int.MaxValue / 2)
        {
            throw new MedIOException(MedIOError.UnsupportedFeature, FormattableString.Invariant($"One of its values has {count} bytes, more than is read of one. Take it out of the file with other software.")) { IsFinal = true };
        }

        if (_file is not null)
        {
            var value = new byte[count];
            int n = _file.Read(offset, value);
            Array.Resize(ref value, n);
            return value;
        }

        return _open is null ? Array.Empty<byte>() : Inflate(offset, count);
    }

    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        _stream?.Dispose();
        if (_pooled)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
        }

        _buffer = Array.Empty<byte>();
        Count = 0;
    }

    // Items are indexed late, when what lies behind them may have been passed over.
    private long SkippedBefore(int position)
    {
        int low = 0;
        int high = _skips.Count - 1;
        if (high < 0 || _skips[high].Position <= position)
        {
            return _skipped;
        }

        while (low <= high)
        {
            int middle = (low + high) >>> 1;
            if (_skips[middle].Position <= position)
            {
                low = middle + 1;
            }
            else
            {
                high = middle - 1;
            }
        }

        return high < 0 ? 0 : _skips[high].Skipped;
    }

    private bool Fill(long end)
    {
        if (_file is null && _stream is null)
        {
            return false;
        }

        // A little more each time: few reads for a long header, few bytes for a short one. Only what the source has is allocated.
        while (Count < end)
        {
            // How long a stream is only its end tells; what a file has is known.
            if (_stream is null ? end > _most : Count >= _most)
            {
                throw new MedIOException(MedIOError.UnsupportedFeature, FormattableString.Invariant($"Its header alone takes more than {_most} bytes, more than is read of one. It is most likely damaged: copy it again from where it came from.")) { IsFinal = true };
            }

            long ahead = Math.Max(end, Count + (long)Math.Min(MostReadAhead, Math.Max(FirstRead, Count)));
            int wanted = (int)Math.Min(ahead, SourceLength - _skipped);
            if (_stream is not null)
            {
                // A length in the header is no reason to allocate before the bytes are there.
                wanted = (int)Math.Min(ahead, Math.Max(FirstRead, 2L * Count));
            }

            Grow(wanted);
            int n = wanted > Count ? Read(wanted - Count) : 0;
            if (n == 0)
            {
                SourceLength = Count + _skipped;
                return false;
            }

            Count += n;
        }

        return true;
    }

    private void Grow(int size)
    {
        if (_buffer.Length >= size)
        {
            return;
        }

        byte[] larger = ArrayPool<byte>.Shared.Rent((int)Math.Max(size, Math.Min(2L * _buffer.Length, int.MaxValue / 2)));
        System.Buffer.BlockCopy(_buffer, 0, larger, 0, Count);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }

    private int Read(int count) => _file is not null
        ? _file.Read(Count + _skipped, _buffer.AsSpan(Count, count))
        : Read(_stream!, _buffer, Count, count);

    private static int Read(Stream stream, byte[] buffer, int offset, int count)
    {
        try
        {
            return stream.Read(buffer, offset, count);
        }
        catch (EndOfStreamException)
        {
            // A truncated stream gives what it has; the reader says what is missing.
            return 0;
        }
        catch (InvalidDataException e)
        {
            throw new MedIOException(MedIOError.CorruptCompression, $"The deflated data set is damaged: {e.Message} Copy the file again from where it came from.", innerException: e);
        }
    }

    private byte[] Inflate(long offset, long count)
    {
        using Stream stream = _open!();
        if (!Pass(stream, offset))
        {
            return Array.Empty<byte>();
        }

        var value = new byte[Math.Min(count, FirstRead)];
        int total = 0;
        while (total < count)
        {
            if (total == value.Length)
            {
                Array.Resize(ref value, (int)Math.Min(count, 2L * total));
            }

            int n = Read(stream, value, total, value.Length - total);
            if (n == 0)
            {
                break;
            }

            total += n;
        }

        Array.Resize(ref value, total);
        return value;
    }

    private bool Ended(long missing)
    {
        SourceLength = Count + _skipped - missing;
        return false;
    }

    private static bool Pass(Stream stream, long count)
    {
        byte[] chunk = ArrayPool<byte>.Shared.Rent(1 << 16);
        try
        {
            while (count > 0)
            {
                int n = Read(stream, chunk, 0, (int)Math.Min(chunk.Length, count));
                if (n == 0)
                {
                    return false;
                }

                count -= n;
            }

            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }
    }
}
