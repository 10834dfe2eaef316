using System.Collections.Generic;
using MedIO.Dicom.Series;
using MedIO.Formats;
using MedIO.Formats.Reading;

namespace MedIO.Dicom.Frames;

/// <summary>The runs of voxels of planes in the order of their image, as few as can be: frames that follow each other in a file are read at once.</summary>
internal static class PlaneSegments
{
    /// <summary>The runs.</summary>
    /// <param name="planes">The planes in order; null for one that is missing.</param>
    /// <param name="planeBytes">Bytes of a plane, decoded.</param>
    /// <param name="scaled">Whether slopes differ, so that each run has its own.</param>
    /// <param name="fill">The value of planes that are missing, and of what of others is.</param>
    public static IReadOnlyList<VoxelSegment> Of(IReadOnlyList<DicomPlane?> planes, long planeBytes, bool scaled, double fill)
    {
        var segments = new List<VoxelSegment>(planes.Count);
        foreach (DicomPlane? plane in planes)
        {
            VoxelSegment next = plane?.Segment ?? VoxelSegment.Missing(planeBytes, fill);
            if (scaled && plane is not null)
            {
                next = next with { Slope = plane.Slope, Intercept = plane.Intercept };
            }

            if (next.FillValue != fill && (next.Coding != VoxelCoding.Fill || next.FrameCount > 0))
            {
                // Also of what a file may have lost.
                next = next with { FillValue = fill };
            }

            VoxelSegment? joined = segments.Count == 0 ? null : Join(segments[segments.Count - 1], next);
            if (joined is null)
            {
                segments.Add(next);
            }
            else
            {
                segments[segments.Count - 1] = joined;
            }
        }

        return segments;
    }

    private static VoxelSegment? Join(VoxelSegment first, VoxelSegment second)
    {
        if (first.Path != second.Path || first.Coding != second.Coding || first.Slope != second.Slope || first.Intercept != second.Intercept)
        {
            return null;
        }

        if (first.Coding == VoxelCoding.Fill)
        {
            return first.FillValue.Equals(second.FillValue) && first.FrameCount + second.FrameCount == 0 ? first with { ByteCount = first.ByteCount + second.ByteCount } : null;
        }

        if (first.Available < long.MaxValue || second.Available < long.MaxValue)
        {
            return null;
        }

        if (first.Decoder is not null || second.Decoder is not null)
        {
            return MosaicTiles.Join(first, second);
        }

        bool follows = first.Coding == VoxelCoding.Raw
            ? first.ContentOffset == second.ContentOffset && first.FileOffset + first.ByteCount == second.FileOffset
            : first.FileOffset == second.FileOffset && first.ContentOffset + first.ByteCount == second.ContentOffset;
        return follows && Equals(first.Samples, second.Samples) ? first with { ByteCount = first.ByteCount + second.ByteCount } : null;
    }
}
