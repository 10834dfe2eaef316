using System;
using System.IO;
using System.Threading;
using MedIO.IO;

namespace MedIO.Formats.Reading;

/// <summary>
/// The voxel bytes of a layout as one run, whatever files, compressions and encodings they come from. Compressed ones are
/// best read forward. For one thread, unless <see cref="IsRandomAccess"/>.
/// </summary>
internal sealed unsafe class VoxelBytes : IDisposable
{
    /// <summary>What is read before its samples are taken out of their cells: it stays in the cache for that.</summary>
    private const int SampleChunk = 1 << 17;

    private readonly VoxelLayout _layout;
    private readonly ImageSource? _open;
    private readonly CancellationToken _cancellation;
    private readonly DamageReport _damage;
    private readonly FrameReader _frames;
    private int _segment = -1;
    private FileBytes? _file;
    private string? _filePath;
    private CompressedVoxels? _stream;
    private readonly LentBuffer _decoded = new();
    private int _decodedSegment = -1;

    /// <param name="layout">Where the bytes are.</param>
    /// <param name="open">A file of the layout that is open already.</param>
    /// <param name="damage">Says whether voxels may be missing, and gets what is wrong with them.</param>
    /// <param name="cancellation">Stops long skips through compressed data.</param>
    public VoxelBytes(VoxelLayout layout, ImageSource? open, DamageReport damage, CancellationToken cancellation = default)
    {
        _cancellation = cancellation;
        _layout = layout;
        _open = open;
        _damage = damage;
        _frames = new FrameReader(layout, damage, ReadStored, cancellation);
    }

    /// <summary>Whether several threads may read at once, each elsewhere.</summary>
    public bool IsRandomAccess => _layout.Segments.Count == 1 && _layout.Segments[0] is { Coding: VoxelCoding.Raw, IsDecoded: false };

    /// <summary>Opens the only segment, so that threads find it open.</summary>
    public void Prepare() => Enter(0);

    /// <summary>How many bytes from a place on are best read at once: a whole frame where it has to be decoded as a whole.</summary>
    public long StepAt(long offset, long step)
    {
        int index = _layout.SegmentAt(offset, out long begin);
        return index < _layout.Segments.Count && _layout.Segments[index].IsDecoded ? begin + _layout.Segments[index].ByteCount - offset : step;
    }

    /// <summary>Reads bytes into memory: whole numbers where they are in cells of a file.</summary>
    /// <exception cref="MedIOException">The file ends before them, or its compression is damaged.</exception>
    public void Read(long offset, byte* target, long count)
    {
        for (int i = _layout.SegmentAt(offset, out long begin); i < _layout.Segments.Count && count > 0; i++)
        {
            VoxelSegment segment = _layout.Segments[i];
            long inside = offset - begin;
            long n = Math.Min(count, segment.ByteCount - inside);
            if (n > 0)
            {
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
    public void VerifyEnd() => _stream?.VerifyEnd();

    public void Dispose()
    {
        Leave();
        _frames.Dispose();
        _decoded.Dispose();
        _decodedSegment = -1;
    }

    public static MedIOException Truncated(VoxelSegment segment, long at, Exception? inner) => new(
        MedIOError.TruncatedData,
        FormattableString.Invariant($"{segment.Path}: the file ends too early: {segment.ByteCount} bytes of voxels are needed, and it ends after byte {at} of them or a little later. Copy it again from where it came from; -AllowTruncated reads what is there."),
        segment.Path,
        inner);

    private void Enter(int index)
    {
        if (_segment == index)
        {
            return;
        }

        VoxelSegment segment = _layout.Segments[index];
        if (segment.Path != _filePath)
        {
            _stream?.VerifyIfWhole();
            Leave();
            _file = _open is not null && _open.Path == segment.Path ? _open.File : OpenData(segment.Path);
            _filePath = segment.Path;
            DataCheck.IsUnchanged(segment, _file);
            _layout.Header?.RequireSame(segment.Path, _file);
        }
        else if (_stream is not null && !_stream.Holds(segment))
        {
            _stream.VerifyIfWhole();
            _stream.Dispose();
            _stream = null;
        }

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
            throw new MedIOException(MedIOError.DataFileNotFound, $"{path}: its voxels are wanted, but it is not there, or not any more. Put it back where it was.", path, e);
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
        _filePath = null;
        _segment = -1;
    }

    private void ReadSegment(VoxelSegment segment, long offset, byte* target, long count)
    {
        if (segment.IsDecoded)
        {
            ReadDecoded(segment, offset, target, count);
            return;
        }

        long step = segment.Samples is null ? count : SampleChunk;
        for (long done = 0; done < count; done += step)
        {
            long n = Math.Min(step, count - done);
            long got = ReadStored(segment, offset + done, target + done, n);
            segment.Samples?.Apply(target + done, got);
            if (got < n)
            {
                Fill(segment, target + done, n, got);
            }
        }
    }

    // The rest of a run that its file does not have.
    private void Fill(VoxelSegment segment, byte* target, long count, long got)
    {
        if (!_damage.AllowTruncated)
        {
            throw Truncated(segment, got, null);
        }

        int size = VoxelTypes.SizeOf(_layout.StoredType);
        got -= got % size;
        _frames.Fill(segment, target + got, count - got);
        if (_layout.BigEndian == BitConverter.IsLittleEndian)
        {
            // All numbers are swapped later.
            ByteOrder.Swap(target + got, count - got, _layout.StoredType);
        }

        _damage.AddPart(segment, DamageReport.Value(segment.FillValue));
    }

    private void ReadDecoded(VoxelSegment segment, long offset, byte* target, long count)
    {
        if (_decodedSegment != _segment)
        {
            if (offset == 0 && count == segment.ByteCount)
            {
                _frames.Read(segment, _file!, target);
                return;
            }

            _decodedSegment = -1;
            FrameReader.RequireSize(segment, segment.ByteCount);
            fixed (byte* decoded = _decoded.Take((int)segment.ByteCount))
            {
                _frames.Read(segment, _file!, decoded);
            }

            _decodedSegment = _segment;
        }

        _decoded.Bytes.Slice((int)offset, (int)count).CopyTo(new Span<byte>(target, (int)count));
    }

    // Reads bytes of a run as they are in the file; returns how many there were.
    private long ReadStored(VoxelSegment segment, long offset, byte* target, long count)
    {
        count = Math.Max(0, Math.Min(count, segment.Available - offset));
        if (segment.Coding == VoxelCoding.Raw)
        {
            return FrameReader.ReadFile(segment, _file!, segment.FileOffset + offset, target, count);
        }

        _stream ??= new CompressedVoxels(_file!, segment, _cancellation) { AllowTruncated = _damage.AllowTruncated };
        return _stream.Read(segment, offset, target, count);
    }
}
