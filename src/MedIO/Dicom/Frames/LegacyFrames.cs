using System;
using MedIO.Dicom.Series;

namespace MedIO.Dicom.Frames;

/// <summary>Frames of files that have one place for all, if any: a slice, a picture, a film, or planes at even steps.</summary>
internal static class LegacyFrames
{
    public static DicomPlane[] Read(FileFrames file)
    {
        PlanePlace place = PlanePlace.Read(file.DataSet);
        if (file.Count == 1)
        {
            return file.Along(place, null, null, new[] { PlaneKeys.Of(file.DataSet) });
        }

        // A multi-frame image that lies in the patient is a stack along its normal, as ITK and GDCM take it.
        double? step = file.DataSet.GetNumber(DicomTags.SpacingBetweenSlices) ?? file.DataSet.GetNumber(DicomTags.SliceThickness);
        if (!place.IsPlaced || place.Normal is not { } normal)
        {
            return file.Along(place, null, null);
        }

        if (step is null or 0 || double.IsInfinity(step.Value))
        {
            file.Warnings.Note($"Its frames have one position for all and no {FrameTags.Name(DicomTags.SpacingBetweenSlices)}; 1 mm from one to the next was taken.");
            step = 1;
        }

        return file.Along(place, Steps(file.Count, step.Value), normal);
    }

    /// <summary>Even steps from 0.</summary>
    public static double[] Steps(int count, double step)
    {
        var offsets = new double[count];
        for (int i = 0; i < count; i++)
        {
            offsets[i] = i * step;
        }

        return offsets;
    }
}
