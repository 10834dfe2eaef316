using System.Collections.Generic;

namespace MedIO.Dicom.Writing;

/// <summary>The modules of multi-frame Secondary Capture images (PS3.3 sections A.8.3 to A.8.5), with the place of each frame in functional groups (C.7.6.16).</summary>
internal static class MultiFrameModules
{
    public static void Add(DicomContent content, SeriesFacts facts)
    {
        SliceGeometry geometry = facts.Geometry;
        content.Text(DicomTags.ConversionType, "WSD");
        content.Text(DicomTags.BurnedInAnnotation, "NO");
        content.Integer(DicomTags.InstanceNumber, 1);
        content.Integer(DicomTags.NumberOfFrames, geometry.Slices);
        content.Remove(DicomTags.ImageOrientationPatient);
        content.Remove(DicomTags.PixelSpacing);
        content.Remove(DicomTags.SliceThickness);
        content.Remove(DicomTags.SpacingBetweenSlices);
        if (facts.Pixels.Components == 1)
        {
            content.Text(DicomTags.PresentationLUTShape, "IDENTITY");
            CommonModules.AddRescale(content, facts.Pixels);
            content.Text(DicomTags.RescaleType, "US");
        }

        var spacing = new DicomContent();
        spacing.Decimal(DicomTags.PixelSpacing, geometry.PixelSpacing);
        spacing.Decimal(DicomTags.SliceThickness, geometry.SliceSpacing!.Value);
        spacing.Decimal(DicomTags.SpacingBetweenSlices, geometry.SliceSpacing!.Value);
        var orientation = new DicomContent();
        orientation.Decimal(DicomTags.ImageOrientationPatient, geometry.Orientation);
        var shared = new DicomContent();
        shared.Items(DicomTags.PixelMeasuresSequence, spacing);
        shared.Items(DicomTags.PlaneOrientationSequence, orientation);
        content.Items(DicomTags.SharedFunctionalGroupsSequence, shared);

        var frames = new List<DicomContent>();
        for (int i = 0; i < geometry.Slices; i++)
        {
            var position = new DicomContent();
            position.Decimal(DicomTags.ImagePositionPatient, geometry.PositionOf(i));
            var frame = new DicomContent();
            frame.Items(DicomTags.PlanePositionSequence, position);
            frames.Add(frame);
        }

        content.Items(DicomTags.PerFrameFunctionalGroupsSequence, frames.ToArray());
        if (geometry.Slices > 1)
        {
            content.Words(DicomTags.FrameIncrementPointer, (int)(DicomTags.PerFrameFunctionalGroupsSequence >> 16), (int)(DicomTags.PerFrameFunctionalGroupsSequence & 0xffff));
        }
    }
}
