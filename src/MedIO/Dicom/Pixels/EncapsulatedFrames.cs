using System;
using System.Collections.Generic;
using MedIO.Formats;
using MedIO.Formats.Reading;
using MedIO.IO;

namespace MedIO.Dicom.Pixels;

/// <summary>
/// The frames of encapsulated pixel data (PS3.5 section A.4): which fragments make which. Nothing is read before a frame is
/// asked for, and then the headers of the items only.
/// </summary>
internal sealed class EncapsulatedFrames : IFrameFragments
{
    private readonly string _path;
    private readonly long _offset;
    private readonly int _frames;
    private readonly object _lock = new();
    private FileRange[][]? _index;
    private string[] _oddities = Array.Empty<string>();
    private int _cutFrame = -1;

    /// <param name="path">The file.</param>
    /// <param name="offset">Where the first item begins, the Basic Offset Table.</param>
    /// <param name="frames">How many frames there should be.</param>
    public EncapsulatedFrames(string path, long offset, int frames)
    {
        _path = path;
        _offset = offset;
        _frames = frames;
    }

    /// <summary>The Extended Offset Table (PS3.3 section C.7.6.3.1.8); null where there is none.</summary>
    public ulong[]? ExtendedOffsets { get; init; }

    /// <summary>The Extended Offset Table Lengths; null where there are none.</summary>
    public ulong[]? ExtendedLengths { get; init; }

    /// <summary>What tells frames apart where no table does.</summary>
    public FrameMarks Marks { get; init; }

    /// <summary>Bytes of a frame in the file, where all have one length.</summary>
    public long FrameLength { get; init; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Oddities => _oddities;

    /// <inheritdoc/>
    public FileRange[] Fragments(int frame, FileBytes file, out bool isCut)
    {
        lock (_lock)
        {
            _index ??= Assign(FragmentList.Read(file, _path, _offset, ExtendedOffsets is not null));
        }

        isCut = frame == _cutFrame;
        return _index[frame];
    }

    private FileRange[][] Assign(FragmentList fragments)
    {
        var assignment = new FrameAssignment(_path, fragments, _frames, Marks, FrameLength);
        FileRange[][] index = assignment.Assign(ExtendedOffsets, ExtendedLengths);
        _oddities = assignment.Oddity is { } oddity ? new[] { oddity } : _oddities;

        // Where the file ends is where the last frame may.
        _cutFrame = fragments.EndsEarly ? assignment.Found - 1 : -1;
        return index;
    }
}
