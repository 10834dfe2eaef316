using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using MedIO.Formats;
using MedIO.IO;

namespace MedIO.Dicom.Pixels;

/// <summary>
/// The frames of encapsulated pixel data (PS3.5 section A.4): which fragments make which. Nothing is read before a frame is
/// asked for, and then the headers of the items only.
/// </summary>
internal sealed class EncapsulatedFrames : IFrameFragments
{
    private const uint Item = 0xfffee000;
    private const int HeaderLength = 8;
    private const int WindowLength = 4096;

    private readonly string _path;
    private readonly long _offset;
    private readonly int _frames;
    private readonly ulong[]? _extendedOffsets;
    private readonly object _lock = new();
    private FileRange[][]? _index;

    /// <param name="path">The file.</param>
    /// <param name="offset">Where the first item begins, the Basic Offset Table.</param>
    /// <param name="frames">How many frames there are.</param>
    /// <param name="extendedOffsets">The Extended Offset Table (PS3.3 section C.7.6.3.1.8); null where there is none.</param>
    public EncapsulatedFrames(string path, long offset, int frames, ulong[]? extendedOffsets)
    {
        _path = path;
        _offset = offset;
        _frames = frames;
        _extendedOffsets = extendedOffsets;
    }

    /// <inheritdoc/>
    public FileRange[] Fragments(int frame, FileBytes file)
    {
        lock (_lock)
        {
            _index ??= Assign(Walk(file, out uint[] offsets), offsets);
        }

        return _index[frame];
    }

    // The items one after another, until a delimiter, what is no item, or the end of the file.
    private List<Fragment> Walk(FileBytes file, out uint[] basicOffsets)
    {
        var fragments = new List<Fragment>();
        basicOffsets = Array.Empty<uint>();
        var window = new byte[WindowLength];
        long windowBegin = 0;
        int windowCount = 0;
        long first = 0;
        for (long at = _offset; at + HeaderLength <= file.Length;)
        {
            // Small items lie in one window; large ones get a read of their header each.
            if (at < windowBegin || at + HeaderLength + 2 > windowBegin + windowCount)
            {
                windowBegin = at;
                windowCount = file.Read(at, window.AsSpan(0, fragments.Count == 0 || windowCount == 0 ? 64 : fragments[fragments.Count - 1].Range.Count < 256 ? WindowLength : 16));
            }

            ReadOnlySpan<byte> header = window.AsSpan((int)(at - windowBegin), (int)Math.Min(HeaderLength + 2, windowBegin + windowCount - at));
            if (header.Length < HeaderLength || Tag(header) != Item)
            {
                break;
            }

            uint length = BinaryPrimitives.ReadUInt32LittleEndian(header.Slice(4));
            long data = at + HeaderLength;
            if (length == DicomElement.UndefinedLength)
            {
                throw new MedIOException(MedIOError.InvalidHeader, $"{_path}: a fragment of its pixel data has no length, which the standard forbids. Copy the file again from where it came from.", _path);
            }

            long count = Math.Min(length, file.Length - data);
            if (at == _offset)
            {
                basicOffsets = Table(file, data, count);
                first = data + length;
            }
            else if (count > 0)
            {
                bool begins = header.Length == HeaderLength + 2 && header[HeaderLength] == 0xff && header[HeaderLength + 1] is 0xd8 or 0x4f;
                fragments.Add(new Fragment((ulong)(at - first), new FileRange(data, count), begins));
            }

            at = data + length;
        }

        return fragments;
    }

    private uint[] Table(FileBytes file, long offset, long count)
    {
        // One number a frame: a longer table is none.
        if (count < 4 || count / 4 > _frames)
        {
            return Array.Empty<uint>();
        }

        var bytes = new byte[count];
        int n = file.Read(offset, bytes) / 4;
        var offsets = new uint[n];
        for (int i = 0; i < n; i++)
        {
            offsets[i] = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(4 * i));
        }

        return offsets;
    }

    // A table that does not fit the fragments is as good as none.
    private FileRange[][] Assign(List<Fragment> fragments, uint[] basicOffsets)
    {
        if (fragments.Count == 0)
        {
            throw new MedIOException(MedIOError.TruncatedData, $"{_path}: its pixel data have no fragment. The file is cut off: copy it again from where it came from.", _path);
        }

        return _frames == 1 ? new[] { fragments.ConvertAll(f => f.Range).ToArray() }
            : ByOffsets(fragments, _extendedOffsets)
            ?? ByOffsets(fragments, Array.ConvertAll(basicOffsets, o => (ulong)o))
            ?? OneEach(fragments)
            ?? ByMarkers(fragments)
            ?? throw (fragments.Count < _frames
                ? new MedIOException(MedIOError.TruncatedData, FormattableString.Invariant($"{_path}: its pixel data have {fragments.Count} fragments for {_frames} frames. The file is cut off, or NumberOfFrames is wrong: copy it again from where it came from."), _path)
                : new MedIOException(MedIOError.InvalidHeader, FormattableString.Invariant($"{_path}: its pixel data have {fragments.Count} fragments for {_frames} frames, and no table that says which belong together. Convert it with the program that wrote it."), _path));
    }

    private FileRange[][]? ByOffsets(List<Fragment> fragments, ulong[]? offsets)
    {
        if (offsets is null || offsets.Length != _frames || offsets[0] != fragments[0].Offset)
        {
            return null;
        }

        var index = new FileRange[_frames][];
        int begin = 0;
        for (int frame = 0; frame < _frames; frame++)
        {
            int end = begin + 1;
            while (end < fragments.Count && (frame + 1 == _frames || fragments[end].Offset < offsets[frame + 1]))
            {
                end++;
            }

            if (frame + 1 < _frames && (end == fragments.Count || fragments[end].Offset != offsets[frame + 1]))
            {
                return null;
            }

            index[frame] = Ranges(fragments, begin, end);
            begin = end;
        }

        return index;
    }

    private FileRange[][]? OneEach(List<Fragment> fragments) =>
        fragments.Count == _frames ? fragments.ConvertAll(f => new[] { f.Range }).ToArray() : null;

    // Frames of JPEG and JPEG 2000 begin with a marker.
    private FileRange[][]? ByMarkers(List<Fragment> fragments)
    {
        var index = new List<FileRange[]>();
        for (int begin = 0; begin < fragments.Count;)
        {
            int end = begin + 1;
            while (end < fragments.Count && !fragments[end].BeginsImage)
            {
                end++;
            }

            index.Add(Ranges(fragments, begin, end));
            begin = end;
        }

        return fragments[0].BeginsImage && index.Count == _frames ? index.ToArray() : null;
    }

    private static FileRange[] Ranges(List<Fragment> fragments, int begin, int end)
    {
        var ranges = new FileRange[end - begin];
        for (int i = begin; i < end; i++)
        {
            ranges[i - begin] = fragments[i].Range;
        }

        return ranges;
    }

    // Encapsulated pixel data are little endian always.
    private static uint Tag(ReadOnlySpan<byte> bytes) => ((uint)BinaryPrimitives.ReadUInt16LittleEndian(bytes) << 16) | BinaryPrimitives.ReadUInt16LittleEndian(bytes.Slice(2));

    /// <summary>An item of pixel data.</summary>
    /// <param name="Offset">Where the item begins, counted from the first one behind the table, as the tables do.</param>
    /// <param name="Range">Its bytes in the file.</param>
    /// <param name="BeginsImage">Whether it begins as a JPEG or a JPEG 2000 image does.</param>
    private readonly record struct Fragment(ulong Offset, FileRange Range, bool BeginsImage);
}
