using System;
using System.Buffers;
using System.IO;
using MedIO.IO;

namespace MedIO.Dicom;

/// <summary>The bytes of a data set, read as far as they are needed. Large values are passed over and leave no gap here.</summary>
internal sealed class DicomBytes : IDisposable
{
    private const int FirstRead = 1 << 14;

    private readonly FileBytes? _file;
    private readonly Stream? _stream;
    private readonly bool _pooled;
    private byte[] _buffer;
    private long _skipped;

    /// <summary>Bytes in memory: of a data set inside another, or of a test.</summary>
    public DicomBytes(byte[] bytes, int count)
    {
        _buffer = bytes;
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
        SourceLength = file.Length;
    }

    /// <summary>What decompresses from a file; its length is not known before.</summary>
    public DicomBytes(Stream stream)
    {
        _stream = stream;
        _pooled = true;
        _buffer = ArrayPool<byte>.Shared.Rent(FirstRead);
        SourceLength = long.MaxValue;
    }

    public byte[] Buffer => _buffer;

    /// <summary>How many bytes there are so far.</summary>
    public int Count { get; private set; }

    /// <summary>Bytes of the whole source; the largest number where that is not known.</summary>
    public long SourceLength { get; private set; }

    /// <summary>Whether a value can be read later from its place in the source.</summary>
    public bool IsRandomAccess => _file is not null;

    /// <summary>The place in the source of a place in the buffer.</summary>
    public long SourceOffset(int position) => position + _skipped;

    /// <summary>Bytes that the source has from a place on, at most.</summary>
    public long Remaining(int position) => SourceLength - position - _skipped;

    /// <summary>Reads on until there are so many bytes from a place on.</summary>
    /// <returns>False where the source ends before.</returns>
    public bool Ensure(int position, long count)
    {
        long end = position + count;
        return end <= Count || (count <= Remaining(position) && Fill(end));
    }

    /// <summary>Passes over bytes of the source: what follows them in the source follows the place in the buffer.</summary>
    /// <returns>False where the source ends before.</returns>
    public bool Skip(int position, long count)
    {
        if (position + count <= Count)
        {
            int rest = (int)(Count - position - count);
            System.Buffer.BlockCopy(_buffer, (int)(position + count), _buffer, position, rest);
            Count = position + rest;
            _skipped += count;
            return true;
        }

        if (count > Remaining(position))
        {
            return false;
        }

        long ahead = count - (Count - position);
        Count = position;
        _skipped += count;
        return _stream is null || Pass(ahead);
    }

    /// <summary>Reads a value that was passed over.</summary>
    public byte[] ReadSource(long offset, long count)
    {
        var value = new byte[count];
        int n = _file?.Read(offset, value) ?? 0;
        Array.Resize(ref value, n);
        return value;
    }

    public void Dispose()
    {
        _stream?.Dispose();
        if (_pooled)
        {
            byte[] buffer = _buffer;
            _buffer = Array.Empty<byte>();
            Count = 0;
            if (buffer.Length > 0)
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
    }

    private bool Fill(long end)
    {
        if (_file is null && _stream is null)
        {
            return false;
        }

        if (end > int.MaxValue / 2)
        {
            throw new MedIOException(MedIOError.UnsupportedFeature, FormattableString.Invariant($"Its header alone has more than {int.MaxValue / 2} bytes, more than is read of one. Give a file with a smaller header."));
        }

        // A little more each time: few reads for a long header, few bytes for a short one. Only what the source has is allocated.
        while (Count < end)
        {
            int wanted = (int)Math.Min(Math.Max(end, Count + (long)Math.Max(FirstRead, Count)), Math.Max(end, SourceLength - _skipped));
            wanted = _stream is null ? wanted : Math.Min(wanted, Math.Max(FirstRead, 2 * Count));
            Grow(wanted);
            int n = Read(_buffer, Count, wanted - Count);
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

        byte[] larger = ArrayPool<byte>.Shared.Rent(size);
        System.Buffer.BlockCopy(_buffer, 0, larger, 0, Count);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }

    private int Read(byte[] buffer, int offset, int count)
    {
        if (_file is not null)
        {
            return _file.Read(offset + _skipped, buffer.AsSpan(offset, count));
        }

        try
        {
            return _stream!.Read(buffer, offset, count);
        }
        catch (EndOfStreamException)
        {
            // A truncated stream gives what it has; the reader says what is missing.
            return 0;
        }
    }

    private bool Pass(long count)
    {
        byte[] chunk = ArrayPool<byte>.Shared.Rent(1 << 16);
        try
        {
            while (count > 0)
            {
                int n = Read(chunk, 0, (int)Math.Min(chunk.Length, count));
                if (n == 0)
                {
                    SourceLength = Count + _skipped - count;
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
