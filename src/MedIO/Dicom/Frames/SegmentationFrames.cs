using System;
using System.Collections.Generic;
using System.Linq;
using MedIO.Dicom.Series;
using MedIO.Formats;
using MedIO.Formats.Reading;

namespace MedIO.Dicom.Frames;

/// <summary>
/// The frames of a segmentation (PS3.3 section C.8.20): one a segment and slice, those left out that hold nothing of their
/// segment. What is left out is no slice that is missing, but one of zeros.
/// </summary>
internal static class SegmentationFrames
{
    // Positions that differ by less are those of one slice.
    private const double Rounding = 1e3;

    // More empty frames than this for each that is there would be memory that the file does not justify.
    private const int MostEmpty = 64;

    /// <summary>The frames, and empty ones for all slices that any other segment has.</summary>
    public static IReadOnlyList<DicomPlane> Complete(IReadOnlyList<DicomPlane> planes, long planeBytes)
    {
        double[] segments = planes.Select(Number).Distinct().OrderBy(n => n).ToArray();
        if (segments.Length < 2 || segments.Any(double.IsNaN) || planes.Any(p => !PlanePlace.IsFinite(p.Position, 3)))
        {
            return planes;
        }

        IGrouping<(double, double, double), DicomPlane>[] places = planes.GroupBy(PlaceOf).ToArray();
        if ((long)places.Length * segments.Length > (long)MostEmpty * planes.Count)
        {
            return planes;
        }

        var complete = new List<DicomPlane>(planes);
        foreach (IGrouping<(double, double, double), DicomPlane> place in places)
        {
            DicomPlane like = place.First();
            foreach (double segment in segments.Except(place.Select(Number)))
            {
                complete.Add(new DicomPlane
                {
                    Path = like.Path,
                    Frame = like.Frame,
                    Segment = VoxelSegment.Missing(planeBytes, 0),
                    Position = like.Position,
                    Orientation = like.Orientation,
                    PixelSpacing = like.PixelSpacing,
                    SliceThickness = like.SliceThickness,
                    SpacingBetweenSlices = like.SpacingBetweenSlices,
                    InstanceNumber = like.InstanceNumber,
                    AcquisitionNumber = like.AcquisitionNumber,
                    Keys = new[] { new PlaneKey(FrameKeys.SegmentNumber, segment) },
                });
            }
        }

        return complete;
    }

    private static double Number(DicomPlane plane) => Array.Find(plane.Keys, k => k.Keyword == FrameKeys.SegmentNumber) is { Keyword: not null } key ? key.Value : double.NaN;

    private static (double X, double Y, double Z) PlaceOf(DicomPlane plane) =>
        (Math.Round(plane.Position![0] * Rounding), Math.Round(plane.Position[1] * Rounding), Math.Round(plane.Position[2] * Rounding));
}
