using System;
using MedIO.Dicom.Series;

namespace MedIO.Dicom.Frames;

/// <summary>The planes of an RT dose, whose places GridFrameOffsetVector gives (PS3.3 section C.8.8.3.2).</summary>
internal static class DoseFrames
{
    // Positions are written with a few decimals.
    private const double SamePlace = 1e-3;

    public static DicomPlane[] Read(FileFrames file)
    {
        PlanePlace place = PlanePlace.Read(file.DataSet);
        if (file.Count == 1 || !place.IsPlaced || place.Normal is not { } normal)
        {
            return file.Along(place, null, null);
        }

        double[] offsets = file.DataSet.GetNumbers(FrameTags.GridFrameOffsetVector) ?? Array.Empty<double>();
        string name = FrameTags.Name(FrameTags.GridFrameOffsetVector);
        if (offsets.Length == 0)
        {
            double? thickness = file.DataSet.GetNumber(DicomTags.SliceThickness);
            if (thickness is not > 0)
            {
                return file.Unplaced(place, name);
            }

            file.Warnings.Note($"Its {name} is missing; its frames were taken to follow each other at {FrameTags.Name(DicomTags.SliceThickness)}.");
            return file.Along(place, LegacyFrames.Steps(file.Count, thickness.Value), normal);
        }

        if (offsets.Length != file.Count || !PlanePlace.IsFinite(offsets, file.Count))
        {
            throw new MedIOException(
                MedIOError.InvalidHeader,
                FormattableString.Invariant($"{file.Path}: its {name} has {offsets.Length} numbers for {file.Count} frames, or some that are none, so that their places are not known. Have the planning system write it again."),
                file.Path);
        }

        return Math.Abs(offsets[0]) <= SamePlace ? file.Along(place, offsets, normal) : Absolute(file, place, offsets, normal);
    }

    // The other kind gives the patient's z of each plane, which only transverse planes have.
    private static DicomPlane[] Absolute(FileFrames file, PlanePlace place, double[] offsets, double[] normal)
    {
        double first = offsets[0];
        bool isZ = Math.Abs(Math.Abs(normal[2]) - 1) <= SamePlace && Math.Abs(first - place.Position![2]) <= SamePlace;
        if (!isZ)
        {
            file.Warnings.Note($"Its {FrameTags.Name(FrameTags.GridFrameOffsetVector)} begins neither with 0 nor with the first plane's place; distances from its first number were taken.");
        }

        for (int i = 0; i < offsets.Length; i++)
        {
            offsets[i] -= first;
        }

        return file.Along(place, offsets, isZ ? new double[] { 0, 0, 1 } : normal);
    }
}
