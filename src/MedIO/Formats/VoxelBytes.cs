using System;
using System.IO;
using System.Threading;
using MedIO.IO;
using MedIO.IO.Compression;

namespace MedIO.Formats;

/// <summary>The voxel bytes of a layout as one run, whatever files and compressions they come from. Compressed ones are best read forward.</summary>
internal sealed unsafe class VoxelBytes : IDisposable
{
    private const long SkipStep = 16 << 20;

    private readonly VoxelLayout _layout;
    private readonly ImageSource? _open;
    private readonly CancellationToken _cancellation;
    private int _segment = -1;
    private FileBytes? _file;
    private GzipReadStream? _stream;
    private long _streamPosition;

    /// <param name="layout">Where the bytes are.</param>
    /// <param name="open">A file of the layout that is open already.</param>
    /// <param name="cancellation">Stops long skips through compressed data.</param>
    public VoxelBytes(VoxelLayout layout, ImageSource? open, CancellationToken cancellation = default)
    {
        _cancellation = cancellation;
        _layout = layout;
        _open = open;
    }

    /// <summary>Whether several threads may read at once, each elsewhere.</summary>
    public bool IsRandomAccess => _layout.Segments.Count == 1 && _layout.Segments[0].Coding == VoxelCoding.Raw;

    /// <summary>Opens the only segment, so that threads find it open.</summary>
    public void Prepare() => Enter(0);

    /// <summary>Reads bytes into memory.</summary>
    /// <exception cref="MedIOException">The file ends before them, or its compression is damaged.</exception>
    public void Read(long offset, byte* target, long count)
    {
        long begin = 0;
        for (int i = 0; i < _layout.Segments.Count && count > 0; i++)
        {
            VoxelSegment segment = _layout.Segments[i];
            long inside = offset - begin;
            if (inside < segment.ByteCount)
            {
                long n = Math.Min(count, segment.ByteCount - inside);
                Enter(i);
                ReadSegment(segment, inside, target, n);
                target += n;
                offset += n;
                count -= n;
            }

            begin += segment.ByteCount;
        }

        if (count > 0)
        {
            VoxelSegment last = _layout.Segments[_layout.Segments.Count - 1];
            throw Truncated(last, last.ByteCount, null);
        }
    }

    /// <summary>After the last voxel: lets a compressed stream run to its end, so that its checksum is verified.</summary>
    public void VerifyEnd()
    {
        if (_stream is not null)
        {
            VoxelSegment segment = _layout.Segments[_segment];
            Guard(segment, segment.ByteCount, () => _stream.Finish(1 << 16));
        }
    }

    public void Dispose() => Leave();

    private void Enter(int index)
    {
        if (_segment == index)
        {
            return;
        }

        if (_stream is not null && _streamPosition == _layout.Segments[_segment].ByteCount)
        {
            VerifyEnd();
        }

        Leave();
        VoxelSegment segment = _layout.Segments[index];
        _file = _open is not null && _open.Path == segment.Path ? _open.File : OpenData(segment.Path);
        _segment = index;
    }

    private static FileBytes OpenData(string path)
    {
        try
        {
            return FileBytes.Open(path);
        }
        catch (MedIOException e) when (e.Error == MedIOError.FileNotFound)
        {
            throw new MedIOException(MedIOError.DataFileNotFound, $"{path}: the header names this file for its voxels, but it is not there. Put it beside the header.", path, e);
        }
    }

    private void Leave()
    {
        _stream?.Dispose();
        _stream = null;
        if (_file is not null && _file != _open?.File)
        {
            _file.Dispose();
        }

        _file = null;
        _segment = -1;
    }

    private void ReadSegment(VoxelSegment segment, long offset, byte* target, long count)
    {
        if (segment.Coding == VoxelCoding.Raw)
        {
            ReadRaw(segment, offset, target, count);
            return;
        }

        if (_stream is null || _streamPosition > offset)
        {
            _stream?.Dispose();
            _stream = new GzipReadStream(_file!.OpenStream(segment.FileOffset), segment.Coding == VoxelCoding.Zlib ? CompressedFormat.Zlib : CompressedFormat.Gzip);
            _streamPosition = -segment.ContentOffset;
        }

        long skip = offset - _streamPosition;
        Guard(segment, offset, () =>
        {
            for (long left = skip; left > 0; left -= SkipStep)
            {
                _cancellation.ThrowIfCancellationRequested();
                long part = Math.Min(left, SkipStep);
                if (_stream.Skip(part) < part)
                {
                    throw new EndOfStreamException();
                }
            }

            _stream.ReadExactly(target, count);
        });
        _streamPosition = offset + count;
    }

    private void ReadRaw(VoxelSegment segment, long offset, byte* target, long count)
    {
        const int Chunk = 1 << 28;
        for (long done = 0; done < count; done += Chunk)
        {
            int wanted = (int)Math.Min(Chunk, count - done);
            int got;
            try
            {
                got = _file!.Read(segment.FileOffset + offset + done, new Span<byte>(target + done, wanted));
            }
            catch (IOException e)
            {
                throw new MedIOException(MedIOError.FileNotReadable, $"{segment.Path}: cannot be read: {e.Message} Check that the disk or the network drive is there, and try again.", segment.Path, e);
            }

            if (got < wanted)
            {
                throw Truncated(segment, offset + done + got, null);
            }
        }
    }

    private static void Guard(VoxelSegment segment, long offset, Action read)
    {
        try
        {
            read();
        }
        catch (EndOfStreamException e)
        {
            throw Truncated(segment, offset, e);
        }
        catch (InvalidDataException e)
        {
            throw ImageSource.Corrupt(segment.Path, e);
        }
        catch (IOException e)
        {
            throw new MedIOException(MedIOError.FileNotReadable, $"{segment.Path}: cannot be read: {e.Message} Check that the disk or the network drive is there, and try again.", segment.Path, e);
        }
    }

    private static MedIOException Truncated(VoxelSegment segment, long at, Exception? inner) => new(
        MedIOError.TruncatedData,
        FormattableString.Invariant($"{segment.Path}: the file ends too early: {segment.ByteCount} bytes of voxels are needed, and it ends after byte {at} of them or a little later. Copy it again from where it came from."),
        segment.Path,
        inner);
}
