using System;
using System.IO;
using System.Threading;
using MedIO.IO;
using MedIO.IO.Compression;

namespace MedIO.Formats.Reading;

/// <summary>The stream, compressed or of hexadecimal digits, that one or more segments of a file lie in, read forward; it begins anew for what lies behind.</summary>
internal sealed unsafe class CompressedVoxels : IDisposable
{
    private const long SkipStep = 16 << 20;
    private const long CarefulStep = 1 << 14;

    // What may come before a run that is counted from the end, such as another format's header.
    private const long MostBefore = 64 << 20;

    private readonly FileBytes _file;
    private readonly CancellationToken _cancellation;
    private VoxelSegment _segment;
    private Stream? _stream;
    private long _position;
    private long? _streamLength;
    private bool _isCut;

    /// <param name="file">The file, open.</param>
    /// <param name="segment">Says where the stream begins.</param>
    /// <param name="cancellation">Stops long skips.</param>
    public CompressedVoxels(FileBytes file, VoxelSegment segment, CancellationToken cancellation)
    {
        _file = file;
        _segment = segment;
        _cancellation = cancellation;
    }

    /// <summary>Whether a stream that ends too early is no error.</summary>
    public bool AllowTruncated { get; init; }

    /// <summary>Whether a segment lies in this stream.</summary>
    public bool Holds(VoxelSegment segment) => segment.FileOffset == _segment.FileOffset && segment.Coding == _segment.Coding && segment.Path == _segment.Path;

    /// <summary>Reads bytes of a segment of this stream; returns how many there were.</summary>
    /// <exception cref="MedIOException">The stream ends before them where that is not allowed, or is damaged.</exception>
    public long Read(VoxelSegment segment, long offset, byte* target, long count)
    {
        if (_isCut)
        {
            return 0;
        }

        _segment = segment;
        long at = 0;
        Guard(offset, () => at = Begin() + offset);
        if (_isCut)
        {
            return 0;
        }

        if (_stream is null || _position > at)
        {
            _stream?.Dispose();
            _stream = CodedStream.Open(_file, segment);
            _position = 0;
        }

        long got = 0;
        Guard(offset, () =>
        {
            for (long left = at - _position; left > 0; left -= SkipStep)
            {
                _cancellation.ThrowIfCancellationRequested();
                long part = Math.Min(left, SkipStep);
                if (_stream.SkipSome(part) < part)
                {
                    throw new EndOfStreamException();
                }
            }

            while (got < count)
            {
                // What comes by way of the stream's own window is there up to where it ends.
                long n = _stream.ReadSome(target + got, AllowTruncated ? Math.Min(count - got, CarefulStep) : count - got);
                got += n > 0 ? n : throw new EndOfStreamException();
            }
        });
        _position = at + count;
        return got;
    }

    /// <summary>Verifies the checksum where the segment was read to its end.</summary>
    public void VerifyIfWhole()
    {
        if (_stream is not null && IsAtEnd)
        {
            VerifyEnd();
        }
    }

    /// <summary>Lets the stream run to its end, so that its checksum is verified.</summary>
    public void VerifyEnd()
    {
        // There is no checksum in a bare stream or in digits, and what follows the voxels is not theirs.
        if (_stream is not null && !_isCut && _segment.Coding is not (VoxelCoding.Deflate or VoxelCoding.Hex))
        {
            Guard(_segment.ByteCount, () =>
            {
                KeepTail();
                _stream.Finish(1 << 16);
            });
        }
    }

    public void Dispose() => _stream?.Dispose();

    private bool IsAtEnd => _position == Begin() + _segment.ByteCount;

    // Where the run begins in the decompressed stream. One that is counted from the end costs a walk through all of it.
    private long Begin()
    {
        if (_segment.BytesBehind is not { } behind)
        {
            return _segment.ContentOffset;
        }

        long most = _segment.ByteCount + behind + Math.Max(MostBefore, _segment.ByteCount);
        if (_streamLength is null)
        {
            using Stream stream = CodedStream.Open(_file, _segment);
            long length = 0;
            for (long n = 1; n > 0 && length <= most; length += n)
            {
                _cancellation.ThrowIfCancellationRequested();
                n = stream.SkipSome(SkipStep);
            }

            _streamLength = length;
        }

        return _streamLength > most ? throw new InvalidDataException("They hold far more than the voxels that are to stand at their end.")
            : _streamLength >= _segment.ByteCount + behind ? _streamLength.Value - _segment.ByteCount - behind
            : throw new EndOfStreamException();
    }

    private void KeepTail()
    {
        if (_segment.Tail is not { Bytes: null } tail || !IsAtEnd)
        {
            return;
        }

        // Most tails are a few bytes.
        var bytes = new byte[Math.Min(tail.Most, 1 << 12)];
        int got = 0;
        for (int n = 1; n > 0 && got < tail.Most; got += n)
        {
            if (got == bytes.Length)
            {
                Array.Resize(ref bytes, Math.Min(tail.Most, 2 * got));
            }

            n = _stream!.Read(bytes, got, bytes.Length - got);
        }

        _position += got;
        Array.Resize(ref bytes, got);
        tail.Bytes = bytes;
    }

    private void Guard(long offset, Action read)
    {
        try
        {
            read();
        }
        catch (EndOfStreamException) when (AllowTruncated)
        {
            _isCut = true;
        }
        catch (EndOfStreamException e)
        {
            throw VoxelBytes.Truncated(_segment, offset, e);
        }
        catch (InvalidDataException e)
        {
            throw ImageSource.Corrupt(_segment.Path, e);
        }
        catch (FormatException e)
        {
            throw new MedIOException(MedIOError.InvalidHeader, $"{_segment.Path}: {e.Message} Correct the text, or the encoding in the header.", _segment.Path, e);
        }
        catch (IOException e)
        {
            throw new MedIOException(MedIOError.FileNotReadable, $"{_segment.Path}: cannot be read: {e.Message} Check that the disk or the network drive is there, and try again.", _segment.Path, e);
        }
    }
}
