using System;
using System.IO;
using System.Threading;
using MedIO.IO;
using MedIO.Voxels;

namespace MedIO.Formats.Reading;

/// <summary>Reads the bytes of frames that have to be decoded, and decodes them; for one thread.</summary>
internal sealed unsafe class FrameReader : IDisposable
{
    /// <summary>Encoded bytes beyond this many times those decoded are no part of a frame.</summary>
    private const int MostEncoded = 4;

    /// <summary>Bytes of the largest frame that is decoded, and of its input: what an array holds, with some to spare.</summary>
    private const int MostOfFrame = int.MaxValue - (1 << 16);

    private readonly VoxelLayout _layout;
    private readonly DamageReport _damage;
    private readonly ReadRun _readStored;
    private readonly CancellationToken _cancellation;
    private readonly LentBuffer _encoded = new();

    /// <param name="layout">Where the bytes are.</param>
    /// <param name="damage">Says whether parts of frames may be missing, and gets which are.</param>
    /// <param name="readStored">Reads bytes of a run as they are in the file.</param>
    /// <param name="cancellation">Stops the reading.</param>
    public FrameReader(VoxelLayout layout, DamageReport damage, ReadRun readStored, CancellationToken cancellation)
    {
        _cancellation = cancellation;
        _layout = layout;
        _damage = damage;
        _readStored = readStored;
    }

    /// <summary>Reads bytes of a run as they are in the file; returns how many there were.</summary>
    public delegate long ReadRun(VoxelSegment segment, long offset, byte* target, long count);

    /// <summary>Reads a frame.</summary>
    /// <param name="segment">The frame.</param>
    /// <param name="file">Its file, open.</param>
    /// <param name="target">Gets its samples.</param>
    /// <exception cref="MedIOException">It cannot be decoded, where that is not allowed.</exception>
    public void Read(VoxelSegment segment, FileBytes file, byte* target)
    {
        if (segment.Reader is not null)
        {
            ReadByReader(segment, target);
            return;
        }

        RequireSize(segment, segment.ByteCount);
        var samples = new Span<byte>(target, (int)segment.ByteCount);
        bool isCut = segment.Available < long.MaxValue;
        FileRange[]? fragments = null;
        if (segment.Encapsulated is { } frames)
        {
            fragments = frames.Fragments(segment.Frame, file, out isCut);
            foreach (string oddity in frames.Oddities)
            {
                _damage.AddOddity(segment.Path, oddity);
            }
        }

        if (fragments is { Length: 0 })
        {
            Lose(segment, target);
            return;
        }

        if (segment.Input is null)
        {
            ReadEncoded(segment, file, fragments);
        }

        try
        {
            if (segment.Input is { } input)
            {
                ReadInput(segment, input);
            }

            segment.Decoder!.Decode(_encoded.Bytes, samples);
        }
        catch (MedIOException e) when (e.Path is null)
        {
            throw e.About(segment.Path);
        }
        catch (Exception e) when (e is EndOfStreamException or InvalidDataException)
        {
            if (!_damage.AllowTruncated)
            {
                throw Damaged(segment, e, "-AllowTruncated reads what can be decoded");
            }

            Salvage(segment, target, isCut, e);
        }

        segment.Samples?.Apply(target, segment.ByteCount);
    }

    /// <summary>Fills bytes of a run that the file does not have.</summary>
    public void Fill(VoxelSegment segment, byte* target, long count)
    {
        double slope = _layout.IsScaledBySegment ? segment.Slope : _layout.Slope;
        double intercept = _layout.IsScaledBySegment ? segment.Intercept : _layout.Intercept;
        double stored = (segment.FillValue - intercept) / slope;
        VoxelCast.Fill(double.IsNaN(stored) ? 0 : stored, _layout.StoredType, target, count / VoxelTypes.SizeOf(_layout.StoredType), new CastReport());
    }

    /// <summary>Reads bytes of a file; returns how many there were.</summary>
    public static long ReadFile(VoxelSegment segment, FileBytes file, long at, byte* target, long count)
    {
        const int Chunk = 1 << 28;
        long done = 0;
        while (done < count)
        {
            int wanted = (int)Math.Min(Chunk, count - done);
            int got;
            try
            {
                got = file.Read(at + done, new Span<byte>(target + done, wanted));
            }
            catch (IOException e)
            {
                throw new MedIOException(MedIOError.FileNotReadable, $"{segment.Path}: cannot be read: {e.Message} Check that the disk or the network drive is there, and try again.", segment.Path, e);
            }

            done += got;
            if (got < wanted)
            {
                break;
            }
        }

        return done;
    }

    /// <summary>Checks that a frame is none that no memory holds.</summary>
    /// <exception cref="MedIOException"><see cref="MedIOError.ImageTooLarge"/>.</exception>
    public static void RequireSize(VoxelSegment segment, long bytes)
    {
        if (bytes > MostOfFrame)
        {
            throw new MedIOException(MedIOError.ImageTooLarge, FormattableString.Invariant($"{segment.Path}: a frame has {bytes} bytes, more than can be decoded at once, 2 GiB. Read it with the program that wrote it."), segment.Path);
        }
    }

    public void Dispose() => _encoded.Dispose();

    private static string Name(VoxelSegment segment) =>
        segment.FrameCount > 0 ? FormattableString.Invariant($"frame {segment.Frame + 1} of {segment.FrameCount}") : "its pixel data";

    private static MedIOException Damaged(VoxelSegment segment, Exception e, string cure) => new(
        e is EndOfStreamException ? MedIOError.TruncatedData : MedIOError.CorruptCompression,
        $"{segment.Path}: {Name(segment)} cannot be decoded: {e.Message} Copy the file again from where it came from; {cure}.",
        segment.Path,
        e);

    private void ReadByReader(VoxelSegment segment, byte* target)
    {
        try
        {
            segment.Reader!.Read(segment, target, _cancellation);
        }
        catch (MedIOException e) when (e.Path is null)
        {
            throw e.About(segment.Path);
        }
        catch (Exception e) when (e is EndOfStreamException or InvalidDataException)
        {
            if (!_damage.AllowTruncated || !_damage.AllowLost)
            {
                throw Damaged(segment, e, "-AllowTruncated together with -AllowMissingSlices reads all else");
            }

            Fill(segment, target, segment.ByteCount);
            _damage.AddLost(segment, DamageReport.Value(segment.FillValue), e.Message);
        }

        segment.Samples?.Apply(target, segment.ByteCount);
    }

    // The frame is behind the end of the file; the first one never is, so that there is something to see.
    private void Lose(VoxelSegment segment, byte* target)
    {
        if (!_damage.AllowTruncated || (segment.Frame == 0 && !_damage.AllowLost))
        {
            throw new MedIOException(
                MedIOError.TruncatedData,
                $"{segment.Path}: {Name(segment)} is not there: the file is cut off before it, or NumberOfFrames is wrong. Copy the file again from where it came from; -AllowTruncated reads the frames that are there.",
                segment.Path);
        }

        Fill(segment, target, segment.ByteCount);
        _damage.AddLost(segment, DamageReport.Value(segment.FillValue));
    }

    // Decodes once more, over what stands for pixels that cannot be decoded.
    private void Salvage(VoxelSegment segment, byte* target, bool isCut, Exception first)
    {
        Fill(segment, target, segment.ByteCount);
        segment.Samples?.Revert(target, segment.ByteCount);
        try
        {
            segment.Decoder!.Decode(_encoded.Bytes, new Span<byte>(target, (int)segment.ByteCount));
        }
        catch (Exception e) when (e is EndOfStreamException or InvalidDataException)
        {
        }

        string rest = DamageReport.Value(segment.FillValue);
        if (!IsAsFilled(segment, target))
        {
            _damage.AddPart(segment, rest, first.Message, segment.Decoder is IRefinedFrames frames && frames.IsRefined(_encoded.Bytes));
        }
        else if (_damage.AllowLost || (isCut && segment.Frame > 0))
        {
            _damage.AddLost(segment, rest, first.Message);
        }
        else
        {
            throw Damaged(segment, first, "nothing of the frame can be decoded, so that it counts as a missing slice: -AllowMissingSlices beside -AllowTruncated leaves it out");
        }
    }

    private bool IsAsFilled(VoxelSegment segment, byte* target)
    {
        int size = Math.Min(VoxelTypes.SizeOf(_layout.StoredType), (int)segment.ByteCount);
        byte* fill = stackalloc byte[16];
        Fill(segment, fill, size);
        segment.Samples?.Revert(fill, size);
        var samples = new ReadOnlySpan<byte>(target, (int)segment.ByteCount);
        return samples.Slice(0, size).SequenceEqual(new ReadOnlySpan<byte>(fill, size)) && samples.Slice(size).SequenceEqual(samples.Slice(0, samples.Length - size));
    }

    private void ReadInput(VoxelSegment segment, IFrameInput input)
    {
        // Nothing is left of the frame before where this one cannot be had.
        _encoded.Take(0);
        FoundInput found = input.Find(segment);
        long count = Math.Min(found.Count, segment.Available);
        RequireSize(segment, found.Count);
        found.Read(_encoded.TakeArray((int)found.Count));
        _encoded.Take((int)count);
    }

    private void ReadEncoded(VoxelSegment segment, FileBytes file, FileRange[]? fragments)
    {
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

        RequireSize(segment, count);
        fixed (byte* buffer = _encoded.Take((int)count))
        {
            if (fragments is null)
            {
                long got = _readStored(segment, 0, buffer, count);
                if (got < count && !_damage.AllowTruncated)
                {
                    throw VoxelBytes.Truncated(segment, got, null);
                }

                _encoded.Take((int)got);
                return;
            }

            long done = 0;
            for (int i = 0; i < fragments.Length && done < count; i++)
            {
                long n = Math.Min(fragments[i].Count, count - done);
                long got = ReadFile(segment, file, fragments[i].Offset, buffer + done, n);
                done += got < n ? throw VoxelBytes.Truncated(segment, done + got, null) : n;
            }
        }
    }
}
