using System;
using System.IO;
using System.Threading;
using MedIO.IO;
using MedIO.IO.Compression;

namespace MedIO.Formats;

/// <summary>The compressed stream that one or more segments of a file lie in, read forward; it begins anew for what lies behind.</summary>
internal sealed unsafe class CompressedVoxels : IDisposable
{
    private const long SkipStep = 16 << 20;
    private const long CarefulStep = 1 << 14;

    private readonly FileBytes _file;
    private readonly CancellationToken _cancellation;
    private VoxelSegment _segment;
    private GzipReadStream? _stream;
    private long _position;
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
        long at = segment.ContentOffset + offset;
        if (_stream is null || _position > at)
        {
            _stream?.Dispose();
            _stream = new GzipReadStream(_file.OpenStream(segment.FileOffset), segment.Coding switch
            {
                VoxelCoding.Zlib => CompressedFormat.Zlib,
                VoxelCoding.Deflate => CompressedFormat.Raw,
                _ => CompressedFormat.Gzip,
            });
            _position = 0;
        }

        long got = 0;
        Guard(offset, () =>
        {
            for (long left = at - _position; left > 0; left -= SkipStep)
            {
                _cancellation.ThrowIfCancellationRequested();
                long part = Math.Min(left, SkipStep);
                if (_stream.Skip(part) < part)
                {
                    throw new EndOfStreamException();
                }
            }

            while (got < count)
            {
                // What comes by way of the stream's own window is there up to where it ends.
                long n = _stream.Read(target + got, AllowTruncated ? Math.Min(count - got, CarefulStep) : count - got);
                got += n > 0 ? n : throw new EndOfStreamException();
            }
        });
        _position = at + count;
        return got;
    }

    /// <summary>Verifies the checksum where the segment was read to its end.</summary>
    public void VerifyIfWhole()
    {
        if (_position == _segment.ContentOffset + _segment.ByteCount)
        {
            VerifyEnd();
        }
    }

    /// <summary>Lets the stream run to its end, so that its checksum is verified.</summary>
    public void VerifyEnd()
    {
        // There is no checksum in a bare stream, and what follows the voxels is not theirs.
        if (_stream is not null && !_isCut && _segment.Coding != VoxelCoding.Deflate)
        {
            Guard(_segment.ByteCount, () => _stream.Finish(1 << 16));
        }
    }

    public void Dispose() => _stream?.Dispose();

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
        catch (IOException e)
        {
            throw new MedIOException(MedIOError.FileNotReadable, $"{_segment.Path}: cannot be read: {e.Message} Check that the disk or the network drive is there, and try again.", _segment.Path, e);
        }
    }
}
