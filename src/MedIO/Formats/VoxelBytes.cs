using System;
using System.IO;
using System.Threading;
using MedIO.IO;

namespace MedIO.Formats;

/// <summary>
/// The voxel bytes of a layout as one run, whatever files, compressions and encodings they come from. Compressed ones are
/// best read forward. For one thread, unless <see cref="IsRandomAccess"/>.
/// </summary>
internal sealed unsafe class VoxelBytes : IDisposable
{
    /// <summary>What is read before its samples are taken out of their cells: it stays in the cache for that.</summary>
    private const int SampleChunk = 1 << 17;

    /// <summary>Encoded bytes beyond this many times those decoded are no part of a frame.</summary>
    private const int MostEncoded = 4;

    /// <summary>Bytes of the largest frame that is decoded, and of its input: what an array holds, with some to spare.</summary>
    private const int MostOfFrame = int.MaxValue - (1 << 16);

    private readonly VoxelLayout _layout;
    private readonly ImageSource? _open;
    private readonly CancellationToken _cancellation;
    private int _segment = -1;
    private FileBytes? _file;
    private string? _filePath;
    private CompressedVoxels? _stream;
    private readonly LentBuffer _encoded = new();
    private readonly LentBuffer _decoded = new();
    private int _decodedSegment = -1;

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
    public bool IsRandomAccess => _layout.Segments.Count == 1 && _layout.Segments[0] is { Coding: VoxelCoding.Raw, Decoder: null };

    /// <summary>Opens the only segment, so that threads find it open.</summary>
    public void Prepare() => Enter(0);

    /// <summary>How many bytes from a place on are best read at once: a whole frame where it has to be decoded as a whole.</summary>
    public long StepAt(long offset, long step)
    {
        int index = _layout.SegmentAt(offset, out long begin);
        return index < _layout.Segments.Count && _layout.Segments[index].Decoder is not null ? begin + _layout.Segments[index].ByteCount - offset : step;
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
        _encoded.Dispose();
        _decoded.Dispose();
        _decodedSegment = -1;
    }

    public static MedIOException Truncated(VoxelSegment segment, long at, Exception? inner) => new(
        MedIOError.TruncatedData,
        FormattableString.Invariant($"{segment.Path}: the file ends too early: {segment.ByteCount} bytes of voxels are needed, and it ends after byte {at} of them or a little later. Copy it again from where it came from."),
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
            DataCheck.IsUnchanged(segment, _file.Length);
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
        if (segment.Decoder is not null)
        {
            ReadDecoded(segment, offset, target, count);
            return;
        }

        if (segment.Samples is null)
        {
            ReadStored(segment, offset, target, count);
            return;
        }

        for (long done = 0; done < count; done += SampleChunk)
        {
            long n = Math.Min(SampleChunk, count - done);
            ReadStored(segment, offset + done, target + done, n);
            segment.Samples.Apply(target + done, n);
        }
    }

    private void ReadDecoded(VoxelSegment segment, long offset, byte* target, long count)
    {
        if (segment.ByteCount > MostOfFrame)
        {
            throw new MedIOException(MedIOError.ImageTooLarge, FormattableString.Invariant($"{segment.Path}: a frame of {segment.ByteCount} bytes is larger than what can be decoded at once, 2 GiB. Read it with the program that wrote it."), segment.Path);
        }

        if (_decodedSegment != _segment)
        {
            if (offset == 0 && count == segment.ByteCount)
            {
                Decode(segment, new Span<byte>(target, (int)count));
                return;
            }

            _decodedSegment = -1;
            Decode(segment, _decoded.Take((int)segment.ByteCount));
            _decodedSegment = _segment;
        }

        _decoded.Bytes.Slice((int)offset, (int)count).CopyTo(new Span<byte>(target, (int)count));
    }

    private void Decode(VoxelSegment segment, Span<byte> samples)
    {
        ReadEncoded(segment);
        try
        {
            segment.Decoder!.Decode(_encoded.Bytes, samples);
        }
        catch (EndOfStreamException e)
        {
            throw new MedIOException(MedIOError.TruncatedData, FormattableString.Invariant($"{segment.Path}: frame {segment.Frame} cannot be decoded: {e.Message} Copy the file again from where it came from."), segment.Path, e);
        }
        catch (InvalidDataException e)
        {
            throw new MedIOException(MedIOError.CorruptCompression, FormattableString.Invariant($"{segment.Path}: frame {segment.Frame} cannot be decoded: {e.Message} Copy the file again from where it came from."), segment.Path, e);
        }

        if (segment.Samples is not null)
        {
            fixed (byte* s = samples)
            {
                segment.Samples.Apply(s, samples.Length);
            }
        }
    }

    private void ReadEncoded(VoxelSegment segment)
    {
        FileRange[]? fragments = segment.Encapsulated?.Fragments(segment.Frame, _file!);
        long count = segment.EncodedByteCount;
        if (fragments is not null)
        {
            count = 0;
            foreach (FileRange fragment in fragments)
            {
                count += fragment.Count;
            }

            count = Math.Min(count, (MostEncoded * segment.ByteCount) + (1 << 20));
        }

        if (count > MostOfFrame)
        {
            throw new MedIOException(MedIOError.ImageTooLarge, FormattableString.Invariant($"{segment.Path}: a frame has {count} bytes in the file, more than can be decoded at once. Read it with the program that wrote it."), segment.Path);
        }

        fixed (byte* buffer = _encoded.Take((int)count))
        {
            if (fragments is null)
            {
                ReadStored(segment, 0, buffer, count);
                return;
            }

            long done = 0;
            for (int i = 0; i < fragments.Length && done < count; i++)
            {
                long n = Math.Min(fragments[i].Count, count - done);
                ReadFile(segment, fragments[i].Offset, buffer + done, n, done);
                done += n;
            }
        }
    }

    private void ReadStored(VoxelSegment segment, long offset, byte* target, long count)
    {
        if (segment.Coding == VoxelCoding.Raw)
        {
            ReadFile(segment, segment.FileOffset + offset, target, count, offset);
            return;
        }

        _stream ??= new CompressedVoxels(_file!, segment, _cancellation);
        _stream.Read(segment, offset, target, count);
    }

    private void ReadFile(VoxelSegment segment, long at, byte* target, long count, long offset)
    {
        const int Chunk = 1 << 28;
        for (long done = 0; done < count; done += Chunk)
        {
            int wanted = (int)Math.Min(Chunk, count - done);
            int got;
            try
            {
                got = _file!.Read(at + done, new Span<byte>(target + done, wanted));
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
}
