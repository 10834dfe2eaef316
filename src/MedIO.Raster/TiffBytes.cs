using System;
using System.Buffers.Binary;
using MedIO.Formats;

namespace MedIO.Raster;

/// <summary>Reads numbers of a file at any place, in its byte order; what lies near is read at once.</summary>
internal sealed class TiffBytes
{
    private const int WindowBytes = 1 << 14;

    // Directories that share their tables could make a small file cost as much as a large one.
    private const long MostTimes = 4;
    private const long MostOfSmall = 1 << 22;

    private readonly ImageSource _source;
    private readonly byte[] _window = new byte[WindowBytes];
    private long _begin;
    private int _count;
    private long _tables;

    public TiffBytes(ImageSource source)
    {
        _source = source;
        ReadOnlySpan<byte> head = Take(0, 8);
        IsBigEndian = head[0] == 'M';
        IsBig = (IsBigEndian ? head[3] : head[2]) == 43;
        bool isOne = head[0] == head[1] && head[0] is (byte)'I' or (byte)'M' && UInt16(2) is 42 or 43;
        if (!isOne || (IsBig && (UInt16(4) != 8 || UInt16(6) != 0)))
        {
            throw Invalid("it does not begin as a TIFF does");
        }
    }

    public bool IsBigEndian { get; }

    /// <summary>Whether it is a BigTIFF, whose offsets have 8 bytes.</summary>
    public bool IsBig { get; }

    /// <summary>Bytes of the file.</summary>
    public long Length => _source.File.Length;

    public int UInt16(long at)
    {
        ReadOnlySpan<byte> bytes = Take(at, 2);
        return IsBigEndian ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes);
    }

    public uint UInt32(long at)
    {
        ReadOnlySpan<byte> bytes = Take(at, 4);
        return IsBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
    }

    public ulong UInt64(long at)
    {
        ReadOnlySpan<byte> bytes = Take(at, 8);
        return IsBigEndian ? BinaryPrimitives.ReadUInt64BigEndian(bytes) : BinaryPrimitives.ReadUInt64LittleEndian(bytes);
    }

    /// <summary>Some bytes, fewer than a window, valid up to the next call.</summary>
    public ReadOnlySpan<byte> Take(long at, int count)
    {
        if (at < 0 || at > Length - count)
        {
            throw new MedIOException(
                at < 0 ? MedIOError.InvalidHeader : MedIOError.TruncatedHeader,
                FormattableString.Invariant($"{_source.Path}: a directory of it lies at byte {(ulong)at}, behind the end of the file. It is cut off: copy it again from where it came from."),
                _source.Path);
        }

        if (at < _begin || at + count > _begin + _count)
        {
            _begin = at;
            _count = _source.File.Read(at, _window);
            if (_count < count)
            {
                throw new MedIOException(MedIOError.TruncatedHeader, $"{_source.Path}: the file ends within its directories. Copy it again from where it came from.", _source.Path);
            }
        }

        return _window.AsSpan((int)(at - _begin), count);
    }

    /// <summary>Counts the bytes of a table that is kept.</summary>
    /// <exception cref="MedIOException">All of them have far more bytes than the file.</exception>
    public void AddTable(long bytes)
    {
        _tables += bytes;
        if (_tables - MostOfSmall > Length * MostTimes)
        {
            throw Invalid("its directories share their tables");
        }
    }

    public MedIOException Invalid(string what) => new(MedIOError.InvalidHeader, $"{_source.Path}: {what}. The header is damaged: copy the file again from where it came from.", _source.Path);
}
