using System;
using System.Collections.Generic;
using MedIO.Dicom.Series;

namespace MedIO.Dicom.Frames;

/// <summary>
/// The frames of a nuclear medicine image (PS3.3 section C.8.4): reconstructed slices with the place of the first in
/// DetectorInformationSequence, or projections, times and phases, which have no place.
/// </summary>
internal static class NuclearFrames
{
    private static readonly uint[] Vectors =
    {
        FrameTags.EnergyWindowVector,
        FrameTags.DetectorVector,
        FrameTags.PhaseVector,
        FrameTags.RotationVector,
        FrameTags.RRIntervalVector,
        FrameTags.TimeSlotVector,
        FrameTags.AngularViewVector,
        FrameTags.TimeSliceVector,
    };

    public static DicomPlane[] Read(FileFrames file, IReadOnlyList<string> imageType)
    {
        PlanePlace place = PlanePlace.Read(file.DataSet);
        IReadOnlyList<DicomDataSet> detectors = file.DataSet.GetItems(FrameTags.DetectorInformationSequence);
        if (detectors.Count > 0)
        {
            PlanePlace own = PlanePlace.Read(detectors[0]);
            place = place with { Position = own.Position ?? place.Position, Orientation = own.Orientation ?? place.Orientation };
        }

        double[]? slices = Vector(file, FrameTags.SliceVector);
        bool isReconstructed = imageType.Count > 2 ? imageType[2].StartsWith("RECON", StringComparison.OrdinalIgnoreCase) : slices is not null;
        if (!isReconstructed)
        {
            if (file.Count == 1 && PlanePlace.Read(file.DataSet).IsPlaced)
            {
                return LegacyFrames.Read(file);
            }

            return file.Along(default(PlanePlace) with { Spacing = PlaneSpacing.Find(file.DataSet, file.Warnings) }, null, null);
        }

        if (!place.IsPlaced || place.Normal is not { } normal)
        {
            return file.Along(place, null, null);
        }

        PlaneKey[][] keys = Keys(file);
        if (file.Count == 1)
        {
            return file.Along(place, null, null, keys);
        }

        return Offsets(file, slices, keys) is { } offsets
            ? file.Along(place, offsets, normal, keys)
            : file.Unplaced(place, $"{FrameTags.Name(DicomTags.SpacingBetweenSlices)} or {FrameTags.Name(DicomTags.SliceThickness)}");
    }

    // Section C.8.4.15: a positive spacing puts slices behind the first along the normal, a negative one before it. Null where
    // there is none.
    private static double[]? Offsets(FileFrames file, double[]? slices, PlaneKey[][] keys)
    {
        double? step = file.DataSet.GetNumber(DicomTags.SpacingBetweenSlices);
        if (step is null or 0 || double.IsInfinity(step.Value))
        {
            step = file.DataSet.GetNumber(DicomTags.SliceThickness);
            if (step is not > 0 || double.IsInfinity(step.Value))
            {
                return null;
            }

            file.Warnings.Note($"Its {FrameTags.Name(DicomTags.SpacingBetweenSlices)} is missing; its slices were taken to follow each other at {FrameTags.Name(DicomTags.SliceThickness)}.");
        }

        var offsets = new double[file.Count];
        if (slices is null && keys.Length > 0 && keys[0].Length > 0)
        {
            throw new MedIOException(
                MedIOError.InvalidHeader,
                $"{file.Path}: its frames differ in more than their slice, but its {FrameTags.Name(FrameTags.SliceVector)} has not one number for each, so that their places are not known. Have the workstation write it again.",
                file.Path);
        }

        // The position is that of the first frame, whichever slice it is.
        for (int f = 0; f < offsets.Length; f++)
        {
            offsets[f] = step.Value * (slices is null ? f : slices[f] - slices[0]);
        }

        return offsets;
    }

    // Of the vectors of frames, those that are not the same for all.
    private static PlaneKey[][] Keys(FileFrames file)
    {
        var found = new List<(string Keyword, double[] Values)>();
        foreach (uint tag in Vectors)
        {
            if (Vector(file, tag) is { } values && Array.Exists(values, v => v != values[0]))
            {
                found.Add((new DicomTag(tag).Keyword!, values));
            }
        }

        var keys = new PlaneKey[file.Count][];
        for (int f = 0; f < keys.Length; f++)
        {
            keys[f] = found.Count == 0 ? PlaneKeys.None : found.ConvertAll(v => new PlaneKey(v.Keyword, v.Values[f])).ToArray();
        }

        return keys;
    }

    // A vector has one number a frame (section C.8.4.8).
    private static double[]? Vector(FileFrames file, uint tag)
    {
        double[]? values = file.DataSet.GetNumbers(tag);
        if (values is null)
        {
            return null;
        }

        if (values.Length == file.Count && PlanePlace.IsFinite(values, file.Count))
        {
            return values;
        }

        file.Warnings.Note(FormattableString.Invariant($"Its {FrameTags.Name(tag)} has {values.Length} numbers for {file.Count} frames, or some that are none; it was left out."));
        return null;
    }
}
