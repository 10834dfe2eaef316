using System;
using System.Collections.Generic;
using System.Linq;
using MedIO.Dicom.Series;

namespace MedIO.Dicom.Frames;

/// <summary>What tells frames at the same place from each other in an image with functional groups.</summary>
internal sealed class FrameKeys
{
    public const string SegmentNumber = "ReferencedSegmentNumber";

    private static readonly (uint Group, uint Tag, string Keyword)[] Attributes =
    {
        (FrameTags.FrameContentSequence, FrameTags.TemporalPositionIndex, "TemporalPositionIndex"),
        (FrameTags.TemporalPositionSequence, FrameTags.TemporalPositionTimeOffset, "TemporalPositionTimeOffset"),
        (FrameTags.MREchoSequence, FrameTags.EffectiveEchoTime, "EffectiveEchoTime"),
        (FrameTags.MRDiffusionSequence, FrameTags.DiffusionBValue, "DiffusionBValue"),
        (FrameTags.CardiacSynchronizationSequence, FrameTags.NominalCardiacTriggerDelayTime, "NominalCardiacTriggerDelayTime"),
        (FrameTags.CardiacSynchronizationSequence, FrameTags.NominalPercentageOfCardiacPhase, "NominalPercentageOfCardiacPhase"),
        (FrameTags.MRTimingAndRelatedParametersSequence, FrameTags.FlipAngle, "FlipAngle"),
        (FrameTags.SegmentIdentificationSequence, FrameTags.ReferencedSegmentNumber, SegmentNumber),
    };

    private static readonly uint[] FrameTypes =
    {
        FrameTags.MRImageFrameTypeSequence, FrameTags.CTImageFrameTypeSequence, FrameTags.PETFrameTypeSequence, FrameTags.ParametricMapFrameTypeSequence,
    };

    private readonly FunctionalGroups _groups;
    private readonly Dictionary<string, int> _types = new(StringComparer.Ordinal);
    private readonly double[]? _dimensionRanks;
    private readonly List<PlaneKey> _keys = new();

    public FrameKeys(FileFrames file, FunctionalGroups groups)
    {
        _groups = groups;
        _dimensionRanks = DimensionRanks(file, groups);
    }

    public PlaneKey[] Of(int frame)
    {
        _keys.Clear();
        for (int i = 0; i < Attributes.Length; i++)
        {
            (uint group, uint tag, string keyword) = Attributes[i];
            PlaneKeys.Add(_keys, keyword, _groups.Numbers(frame, group, tag, 1) is { } values ? values[0] : null);
        }

        AddKind(frame);
        if (_dimensionRanks is not null)
        {
            _keys.Add(new PlaneKey("DimensionIndexValues", _dimensionRanks[frame]));
        }

        DicomDataSet? content = _groups.Find(frame, FrameTags.FrameContentSequence);
        PlaneKeys.Add(_keys, "AcquisitionTime", PlaneKeys.Time(content?.GetCode(FrameTags.FrameAcquisitionDateTime) ?? content?.GetCode(FrameTags.FrameReferenceDateTime)));
        return _keys.ToArray();
    }

    // What the frame's numbers are: scanners put magnitude and phase, or a field map, into one file.
    private void AddKind(int frame)
    {
        foreach (uint group in FrameTypes)
        {
            if (_groups.Find(frame, group) is { } kind)
            {
                PlaneKeys.Add(_keys, PlaneKinds.Component, PlaneKinds.NumberOf(kind.GetCode(FrameTags.ComplexImageComponent)));
                string type = string.Join("\\", kind.GetCodes(FrameTags.FrameType));
                if (!_types.TryGetValue(type, out int number))
                {
                    number = _types.Count;
                    _types.Add(type, number);
                }

                _keys.Add(new PlaneKey(PlaneKinds.FrameType, number));
                return;
            }
        }
    }

    // The dimensions that the image itself names (PS3.3 section C.7.6.17), those of space left out, as one number a frame:
    // its rank among all, so that b-values with directions, or echoes with times, are in the order that the maker meant.
    private static double[]? DimensionRanks(FileFrames file, FunctionalGroups groups)
    {
        IReadOnlyList<DicomDataSet> dimensions = file.DataSet.GetItems(FrameTags.DimensionIndexSequence);
        int[] used = Enumerable.Range(0, dimensions.Count).Where(i => !IsSpatial(Pointer(dimensions[i]))).ToArray();
        if (used.Length == 0 || file.Count == 1)
        {
            return null;
        }

        var values = new double[file.Count][];
        for (int f = 0; f < values.Length; f++)
        {
            double[]? own = groups.Find(f, FrameTags.FrameContentSequence)?.GetNumbers(FrameTags.DimensionIndexValues);
            if (own is null || own.Length != dimensions.Count)
            {
                file.Warnings.Note($"Its {FrameTags.Name(FrameTags.DimensionIndexValues)} are not one for each dimension in each frame; they were left out.");
                return null;
            }

            values[f] = Array.ConvertAll(used, i => own[i]);
        }

        int[] order = Enumerable.Range(0, values.Length).ToArray();
        Array.Sort(order, (a, b) => Compare(values[a], values[b]));
        var ranks = new double[values.Length];
        for (int i = 1; i < order.Length; i++)
        {
            ranks[order[i]] = ranks[order[i - 1]] + (Compare(values[order[i - 1]], values[order[i]]) == 0 ? 0 : 1);
        }

        return ranks[order[order.Length - 1]] > 0 ? ranks : null;
    }

    private static int Compare(double[] a, double[] b)
    {
        for (int i = 0; i < a.Length; i++)
        {
            int order = a[i].CompareTo(b[i]);
            if (order != 0)
            {
                return order;
            }
        }

        return 0;
    }

    private static uint Pointer(DicomDataSet dimension)
    {
        // AT: two numbers of 16 bits, whatever a damaged element holds.
        double[]? numbers = dimension.GetNumbers(FrameTags.DimensionIndexPointer);
        return numbers is { Length: >= 2 } && numbers[0] is >= 0 and <= ushort.MaxValue && numbers[1] is >= 0 and <= ushort.MaxValue
            ? ((uint)numbers[0] << 16) | (uint)numbers[1]
            : 0;
    }

    private static bool IsSpatial(uint pointer) => pointer is
        DicomTags.ImagePositionPatient or FrameTags.ImagePositionVolume or FrameTags.InStackPositionNumber or FrameTags.StackID
        or FrameTags.PlanePositionSequence or FrameTags.PlanePositionVolumeSequence or DicomTags.ImageOrientationPatient or 0x00201041 or 0x0040072a;
}
