using System;
using System.Collections.Generic;

namespace MedIO.Dicom.Frames;

/// <summary>
/// From stored to meant values. In this order counts what is there and changes anything: the frame's own rescale
/// (PixelValueTransformationSequence, PS3.3 section C.7.6.16.2.9), that of the file (Modality LUT module, section C.11.1) or,
/// for a dose, DoseGridScaling (section C.8.8.3), and then a RealWorldValueMappingSequence (section C.7.6.16.2.11) that is
/// linear. Rescale comes first because all other readers apply it; where it says nothing, the mapping is the only one
/// that tells what values mean, as in parametric maps and MR of some makers. Units are in the header only.
/// </summary>
internal static class Rescale
{
    /// <summary>That of a whole file.</summary>
    public static LinearMap Of(DicomDataSet dataSet, List<string> warnings)
    {
        LinearMap? map = Linear(dataSet, DicomTags.RescaleSlope, DicomTags.RescaleIntercept, warnings);
        if (map is null or { IsIdentity: true } && dataSet.Contains(FrameTags.DoseGridScaling))
        {
            map = Linear(dataSet, FrameTags.DoseGridScaling, 0, warnings);
        }

        if (map is null && dataSet.Contains(FrameTags.ModalityLUTSequence))
        {
            warnings.Note($"Its {FrameTags.Name(FrameTags.ModalityLUTSequence)} is a table; values are those stored, before the table.");
            return LinearMap.Identity;
        }

        return map is { IsIdentity: false } found ? found : RealWorld(dataSet, warnings) ?? LinearMap.Identity;
    }

    /// <summary>That of a frame with groups of its own.</summary>
    public static LinearMap Of(FunctionalGroups groups, int frame, LinearMap file, List<string> warnings)
    {
        DicomDataSet? transformation = groups.Find(frame, FrameTags.PixelValueTransformationSequence);
        if (transformation is not null
            && Linear(transformation, DicomTags.RescaleSlope, DicomTags.RescaleIntercept, warnings) is { IsIdentity: false } map)
        {
            return map;
        }

        DicomDataSet? mapping = file.IsIdentity ? groups.Find(frame, FrameTags.RealWorldValueMappingSequence) : null;
        return mapping is null ? file : RealWorld(groups.FindAll(frame, FrameTags.RealWorldValueMappingSequence), warnings) ?? file;
    }

    private static LinearMap? Linear(DicomDataSet dataSet, uint slopeTag, uint interceptTag, List<string> warnings)
    {
        bool hasSlope = dataSet.TryFind(slopeTag, out DicomElement s) && s.Length > 0;
        bool hasIntercept = interceptTag != 0 && dataSet.TryFind(interceptTag, out DicomElement i) && i.Length > 0;
        if (!hasSlope && !hasIntercept)
        {
            return null;
        }

        double slope = hasSlope ? dataSet.GetNumber(slopeTag) ?? double.NaN : 1;
        double intercept = hasIntercept ? dataSet.GetNumber(interceptTag) ?? double.NaN : 0;
        if (slope == 0 || double.IsNaN(slope) || double.IsInfinity(slope))
        {
            warnings.Note(FormattableString.Invariant($"Its {FrameTags.Name(slopeTag)} is {(slope == 0 ? "0" : "no number")}, which would leave no image; 1 was taken."));
            slope = 1;
        }

        if (double.IsNaN(intercept) || double.IsInfinity(intercept))
        {
            warnings.Note($"Its {FrameTags.Name(interceptTag)} is no number; 0 was taken.");
            intercept = 0;
        }

        return new LinearMap(slope, intercept);
    }

    private static LinearMap? RealWorld(DicomDataSet dataSet, List<string> warnings) =>
        dataSet.Contains(FrameTags.RealWorldValueMappingSequence)
            ? RealWorld(dataSet.GetItems(FrameTags.RealWorldValueMappingSequence), warnings)
            : null;

    // Several items may give other units of the same values; only what leaves no choice is applied.
    private static LinearMap? RealWorld(IReadOnlyList<DicomDataSet> items, List<string> warnings)
    {
        LinearMap? map = null;
        foreach (DicomDataSet item in items)
        {
            double? slope = item.GetNumber(FrameTags.RealWorldValueSlope);
            double? intercept = item.GetNumber(FrameTags.RealWorldValueIntercept);
            if (slope is null or 0 || intercept is null || double.IsInfinity(slope.Value) || double.IsInfinity(intercept.Value))
            {
                warnings.Note($"Its {FrameTags.Name(FrameTags.RealWorldValueMappingSequence)} is not linear; values are those stored.");
                return null;
            }

            var next = new LinearMap(slope.Value, intercept.Value);
            if (map is not null && map != next)
            {
                warnings.Note($"Its {FrameTags.Name(FrameTags.RealWorldValueMappingSequence)} maps values in several ways; they are those stored.");
                return null;
            }

            map = next;
        }

        return map;
    }
}
