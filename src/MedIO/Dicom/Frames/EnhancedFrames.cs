using System;
using System.Collections.Generic;
using MedIO.Dicom.Series;

namespace MedIO.Dicom.Frames;

/// <summary>The frames of an image with functional groups: enhanced CT, MR, PET, X-ray and ultrasound, segmentations, and converted ones.</summary>
internal static class EnhancedFrames
{
    public static DicomPlane[] Read(FileFrames file)
    {
        FunctionalGroups groups = FunctionalGroups.Read(file);
        LinearMap map = file.Map();
        PlanePlace outside = PlanePlace.Read(file.DataSet);
        var keys = new FrameKeys(file, groups);
        var planes = new DicomPlane[file.Count];
        for (int f = 0; f < planes.Length; f++)
        {
            LinearMap own = file.Pixels.Components == 1 ? Rescale.Of(groups, f, map, file.Warnings) : map;
            PlanePlace place = Place(file, groups, f, outside);
            DicomDataSet? content = groups.Find(f, FrameTags.FrameContentSequence);
            planes[f] = new DicomPlane
            {
                Path = file.Path,
                Frame = f,
                Segment = file.Segments[f],
                Position = place.Position,
                Orientation = place.Orientation,
                PixelSpacing = place.Spacing,
                SliceThickness = First(groups.Numbers(f, FrameTags.PixelMeasuresSequence, DicomTags.SliceThickness, 1)),
                SpacingBetweenSlices = First(groups.Numbers(f, FrameTags.PixelMeasuresSequence, DicomTags.SpacingBetweenSlices, 1)),
                Slope = own.Slope,
                Intercept = own.Intercept,
                InstanceNumber = file.InstanceNumber,
                AcquisitionNumber = content?.GetInteger(FrameTags.FrameAcquisitionNumber) ?? file.AcquisitionNumber,
                StackId = content?.GetCode(FrameTags.StackID),
                Keys = keys.Of(f),
            };
        }

        return planes;
    }

    private static PlanePlace Place(FileFrames file, FunctionalGroups groups, int frame, PlanePlace outside)
    {
        double[]? position = groups.Numbers(frame, FrameTags.PlanePositionSequence, DicomTags.ImagePositionPatient, 3);
        double[]? orientation = groups.Numbers(frame, FrameTags.PlaneOrientationSequence, DicomTags.ImageOrientationPatient, 6);
        double[]? spacing = groups.Numbers(frame, FrameTags.PixelMeasuresSequence, DicomTags.PixelSpacing, 2);
        if (position is null && orientation is null)
        {
            // Ultrasound volumes are placed in a frame of reference of their own (PS3.3 section C.8.24.3).
            position = groups.Numbers(frame, FrameTags.PlanePositionVolumeSequence, FrameTags.ImagePositionVolume, 3);
            orientation = groups.Numbers(frame, FrameTags.PlaneOrientationVolumeSequence, FrameTags.ImageOrientationVolume, 6);
            if (position is not null)
            {
                file.Warnings.Note("Its frames are placed in the ultrasound volume, not in the patient; the axes of the world are those of the volume.");
            }
        }

        // Some converters leave attributes where single frames have them. That is one place: of one frame only for a position.
        if (orientation is null && outside.Orientation is not null)
        {
            orientation = outside.Orientation;
            file.Warnings.Note($"Its {FrameTags.Name(DicomTags.ImageOrientationPatient)} is outside the functional groups; it was taken for all frames.");
        }

        if (spacing is null && outside.Spacing is not null)
        {
            spacing = outside.Spacing;
            file.Warnings.Note($"Its {FrameTags.Name(DicomTags.PixelSpacing)} is outside the functional groups; it was taken for all frames.");
        }

        if (position is null && outside.Position is not null && file.Count == 1)
        {
            position = outside.Position;
            file.Warnings.Note($"Its {FrameTags.Name(DicomTags.ImagePositionPatient)} is outside the functional groups; it was taken.");
        }

        return new PlanePlace(position, orientation, spacing);
    }

    private static double? First(double[]? values) => values is null || double.IsNaN(values[0]) ? null : values[0];
}
