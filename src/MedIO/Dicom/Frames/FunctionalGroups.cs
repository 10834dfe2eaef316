using System;
using System.Collections.Generic;

namespace MedIO.Dicom.Frames;

/// <summary>
/// The functional groups of a multi-frame image (PS3.3 section C.7.6.16): what all frames share, and what each has of its own,
/// which comes first.
/// </summary>
internal sealed class FunctionalGroups
{
    private static readonly IReadOnlyList<DicomDataSet> None = Array.Empty<DicomDataSet>();

    private readonly DicomDataSet? _shared;
    private readonly IReadOnlyList<DicomDataSet> _frames;
    private readonly Dictionary<uint, IReadOnlyList<DicomDataSet>> _sharedGroups = new();
    private readonly Dictionary<uint, double[]?> _sharedNumbers = new();

    private FunctionalGroups(DicomDataSet? shared, IReadOnlyList<DicomDataSet> frames)
    {
        _shared = shared;
        _frames = frames;
    }

    /// <summary>Whether a data set has functional groups.</summary>
    public static bool AreIn(DicomDataSet dataSet) =>
        dataSet.Contains(FrameTags.SharedFunctionalGroupsSequence) || dataSet.Contains(FrameTags.PerFrameFunctionalGroupsSequence);

    /// <summary>Those of a file.</summary>
    /// <exception cref="MedIOException">There are items for some frames only, so that the place of the others is not known.</exception>
    public static FunctionalGroups Read(FileFrames file)
    {
        IReadOnlyList<DicomDataSet> shared = file.DataSet.GetItems(FrameTags.SharedFunctionalGroupsSequence);
        IReadOnlyList<DicomDataSet> frames = file.DataSet.GetItems(FrameTags.PerFrameFunctionalGroupsSequence);
        string name = FrameTags.Name(FrameTags.PerFrameFunctionalGroupsSequence);
        if (frames.Count > 0 && frames.Count < file.Count)
        {
            throw new MedIOException(
                MedIOError.InvalidHeader,
                FormattableString.Invariant($"{file.Path}: its {name} has {frames.Count} items for {file.Count} frames, so that it is not known what the others are. The file is damaged: copy it again from where it came from."),
                file.Path);
        }

        if (frames.Count > file.Count)
        {
            file.Warnings.Note(FormattableString.Invariant($"Its {name} has {frames.Count} items for {file.Count} frame(s); those that are too many were left out."));
        }

        return new FunctionalGroups(shared.Count > 0 ? shared[0] : null, frames);
    }

    /// <summary>The items of a group, of the frame or shared.</summary>
    public IReadOnlyList<DicomDataSet> FindAll(int frame, uint group)
    {
        IReadOnlyList<DicomDataSet> own = frame < _frames.Count ? _frames[frame].GetItems(group) : None;
        if (own.Count > 0 || _shared is null)
        {
            return own;
        }

        if (!_sharedGroups.TryGetValue(group, out IReadOnlyList<DicomDataSet>? items))
        {
            items = _shared.GetItems(group);
            _sharedGroups.Add(group, items);
        }

        return items;
    }

    /// <summary>The group's one item, of the frame or shared.</summary>
    public DicomDataSet? Find(int frame, uint group)
    {
        IReadOnlyList<DicomDataSet> items = FindAll(frame, group);
        return items.Count > 0 ? items[0] : null;
    }

    /// <summary>Numbers of an attribute of a group; see <see cref="PlanePlace.Numbers"/>. Frames share one array where they share the group.</summary>
    public double[]? Numbers(int frame, uint group, uint tag, int count)
    {
        IReadOnlyList<DicomDataSet> own = frame < _frames.Count ? _frames[frame].GetItems(group) : None;
        if (own.Count > 0)
        {
            return PlanePlace.Numbers(own[0], tag, count);
        }

        if (!_sharedNumbers.TryGetValue(tag, out double[]? numbers))
        {
            numbers = PlanePlace.Numbers(Find(frame, group), tag, count);
            _sharedNumbers.Add(tag, numbers);
        }

        return numbers;
    }
}
