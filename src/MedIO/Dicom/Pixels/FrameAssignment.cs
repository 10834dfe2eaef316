using System;
using System.Collections.Generic;
using System.Linq;
using MedIO.Formats;
using MedIO.Formats.Reading;

namespace MedIO.Dicom.Pixels;

/// <summary>
/// Decides which fragments make which frame (PS3.5 section A.4, PS3.3 section C.7.6.3.1.8). What says as many frames as the
/// header goes first: the Extended Offset Table, the basic one, as many fragments, markers. A table that does not fit the
/// fragments is as good as none.
/// </summary>
internal sealed class FrameAssignment
{
    private readonly string _path;
    private readonly FragmentList _fragments;
    private readonly int _frames;
    private readonly FrameMarks _marks;
    private readonly long _frameLength;
    private readonly int[] _filled;

    /// <param name="path">The file.</param>
    /// <param name="fragments">Its fragments.</param>
    /// <param name="frames">How many frames the header declares.</param>
    /// <param name="marks">What tells frames apart.</param>
    /// <param name="frameLength">Bytes of a frame where all have one length.</param>
    public FrameAssignment(string path, FragmentList fragments, int frames, FrameMarks marks, long frameLength)
    {
        _path = path;
        _fragments = fragments;
        _frames = frames;
        _marks = marks;
        _frameLength = frameLength;
        _filled = Enumerable.Range(0, fragments.Count).Where(i => fragments[i].Count > 0).ToArray();
    }

    /// <summary>What is odd about them.</summary>
    public string? Oddity { get; private set; }

    /// <summary>How many frames have fragments.</summary>
    public int Found { get; private set; }

    /// <summary>Assigns the fragments.</summary>
    /// <param name="extendedOffsets">The Extended Offset Table; null where there is none.</param>
    /// <param name="extendedLengths">The Extended Offset Table Lengths; null where there are none.</param>
    /// <returns>The fragments of each frame; none for frames behind the last.</returns>
    /// <exception cref="MedIOException">They cannot be told apart.</exception>
    public FileRange[][] Assign(ulong[]? extendedOffsets, ulong[]? extendedLengths)
    {
        List<FileRange[]>? extended = Trim(ByOffsets(extendedOffsets, false), extendedLengths);
        List<FileRange[]>? basic = ByOffsets(Array.ConvertAll(_fragments.BasicOffsets, o => (ulong)o), true);
        List<FileRange[]> frames =
            Exactly(extended) ?? Exactly(basic)
            ?? (_frames == 1 ? null : Exactly(OneEach()) ?? Exactly(ByMarkers(_fragments.BeginsImage)) ?? Exactly(ByMarkers(BeginsBehindEnd)))
            ?? AtLeast(extended) ?? AtLeast(basic)
            ?? OfOtherCount(basic);
        if (frames.Count > _frames)
        {
            Oddity = FormattableString.Invariant($"NumberOfFrames {new DicomTag(DicomTags.NumberOfFrames)} is {_frames}, but its pixel data have {frames.Count} frames; those behind were left out.");
        }

        Found = Math.Min(_frames, frames.Count);
        var index = new FileRange[_frames][];
        for (int i = 0; i < _frames; i++)
        {
            index[i] = i < frames.Count ? frames[i] : Array.Empty<FileRange>();
        }

        return index;
    }

    private List<FileRange[]>? Exactly(List<FileRange[]>? frames) => frames?.Count == _frames ? frames : null;

    private List<FileRange[]>? AtLeast(List<FileRange[]>? frames) => frames?.Count > _frames ? frames : null;

    private List<FileRange[]> OfOtherCount(List<FileRange[]>? basic)
    {
        if (_filled.Length == 0)
        {
            return new List<FileRange[]>();
        }

        if (_frames == 1)
        {
            // Markers within a fragment that are those of another frame follow the end of the one before.
            return (_marks == FrameMarks.Markers ? ByMarkers(BeginsBehindEnd) : null) ?? new List<FileRange[]> { Ranges(0, _fragments.Count) };
        }

        return _marks switch
        {
            FrameMarks.Markers when ByMarkers(_fragments.BeginsImage) is { } frames => frames,
            FrameMarks.Fragments => OneEach(),
            FrameMarks.Length => ByLength(),
            _ when basic is { Count: > 1 } => basic,
            _ => throw (_filled.Length < _frames
                ? new MedIOException(MedIOError.TruncatedData, FormattableString.Invariant($"{_path}: its pixel data have {_filled.Length} fragments for {_frames} frames. The file is cut off, or NumberOfFrames is wrong: copy it again from where it came from."), _path)
                : new MedIOException(MedIOError.InvalidHeader, FormattableString.Invariant($"{_path}: its pixel data have {_filled.Length} fragments for {_frames} frames, and no table that says which belong together. Convert it with the program that wrote it."), _path)),
        };
    }

    // Each offset has to be that of a fragment, and they have to rise. Some programs count from elsewhere, such as the first
    // byte behind an item's header or the table itself; that the first frame begins with the first fragment is certain.
    // Of more than 4 GiB the basic table has the lower 32 bits.
    private List<FileRange[]>? ByOffsets(ulong[]? offsets, bool wraps)
    {
        if (offsets is null || offsets.Length == 0 || _fragments.Count == 0)
        {
            return null;
        }

        ulong mask = wraps ? uint.MaxValue : ulong.MaxValue;
        ulong shift = offsets[0] - _fragments.OffsetOf(0);
        var frames = new List<FileRange[]>(offsets.Length);
        int begin = 0;
        for (int frame = 1; frame <= offsets.Length; frame++)
        {
            int end = begin + 1;
            while (end < _fragments.Count && (frame == offsets.Length || ((_fragments.OffsetOf(end) + shift) & mask) != (offsets[frame] & mask)))
            {
                end++;
            }

            if (frame < offsets.Length && end == _fragments.Count)
            {
                return null;
            }

            frames.Add(Ranges(begin, end));
            begin = end;
        }

        return frames;
    }

    // Without the padding byte, where the lengths are those of the frames indeed.
    private static List<FileRange[]>? Trim(List<FileRange[]>? frames, ulong[]? lengths)
    {
        for (int i = 0; frames is not null && lengths is not null && i < Math.Min(frames.Count, lengths.Length); i++)
        {
            FileRange[] ranges = frames[i];
            if (ranges.Length > 0 && (ulong)ranges.Sum(r => r.Count) == lengths[i] + 1 && ranges[ranges.Length - 1].Count > 1)
            {
                FileRange last = ranges[ranges.Length - 1];
                ranges[ranges.Length - 1] = last with { Count = last.Count - 1 };
            }
        }

        return frames;
    }

    private List<FileRange[]> OneEach() => _filled.Select(i => new[] { _fragments[i] }).ToList();

    private bool BeginsBehindEnd(int index)
    {
        int before = Array.BinarySearch(_filled, index) - 1;
        return (before < 0 || _fragments.EndsImage(_filled[before])) && _fragments.BeginsImage(index);
    }

    private List<FileRange[]>? ByMarkers(Func<int, bool> begins)
    {
        if (_marks != FrameMarks.Markers || _filled.Length == 0 || !begins(_filled[0]))
        {
            return null;
        }

        var frames = new List<FileRange[]>();
        for (int first = 0; first < _filled.Length;)
        {
            int last = first + 1;
            while (last < _filled.Length && !begins(_filled[last]))
            {
                last++;
            }

            frames.Add(Ranges(_filled[first], last == _filled.Length ? _fragments.Count : _filled[last]));
            first = last;
        }

        return frames;
    }

    private List<FileRange[]> ByLength()
    {
        var frames = new List<FileRange[]>();
        for (int first = 0; first < _filled.Length;)
        {
            long length = 0;
            int last = first;
            while (last < _filled.Length && length < _frameLength)
            {
                length += _fragments[_filled[last++]].Count;
            }

            frames.Add(Ranges(_filled[first], _filled[last - 1] + 1));
            first = last;
        }

        return frames;
    }

    private FileRange[] Ranges(int begin, int end)
    {
        var ranges = new List<FileRange>(end - begin);
        for (int i = begin; i < end; i++)
        {
            if (_fragments[i].Count > 0)
            {
                ranges.Add(_fragments[i]);
            }
        }

        return ranges.ToArray();
    }
}
