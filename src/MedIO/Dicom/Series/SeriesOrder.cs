using System;
using System.Collections.Generic;
using System.Linq;
using MedIO.Dicom.Frames;

namespace MedIO.Dicom.Series;

/// <summary>The order of a series' files, and of series.</summary>
internal static class SeriesOrder
{
    /// <summary>Files in the order of the image, where they make one; by their numbers where they do not.</summary>
    public static string[] Files(IReadOnlyList<DicomImageFile> images, IReadOnlyList<ScannedFile> damaged)
    {
        if (images.Count <= 1)
        {
            return images.Select(i => i.Path).Concat(damaged.Select(d => d.Path)).ToArray();
        }

        DicomPlane[] planes = images.SelectMany(i => i.Planes).ToArray();
        IEnumerable<DicomPlane?> ordered;
        try
        {
            var lenient = new ReadOptions { AllowDefaultAffine = true, AllowMissingSlices = true };
            ordered = PlaneSorter.Stack(planes, images[0].Pixels.Columns, images[0].Pixels.Rows, lenient).Planes;
        }
        catch (MedIOException)
        {
            Array.Sort(planes, PlaneSorter.CompareNumbers);
            ordered = planes;
        }

        return ordered.Where(p => p is not null).Select(p => p!.Path).Distinct().Concat(damaged.Select(d => d.Path)).ToArray();
    }

    /// <summary>By SeriesNumber, then by UID, then the larger first, then by position, then by name.</summary>
    public static int Compare(DicomSeries a, DicomSeries b)
    {
        int order = (a.SeriesNumber ?? int.MaxValue).CompareTo(b.SeriesNumber ?? int.MaxValue);
        order = order != 0 ? order : NaturalOrder.Compare(a.SeriesInstanceUID ?? "~", b.SeriesInstanceUID ?? "~");
        order = order != 0 ? order : b.Frames.CompareTo(a.Frames);
        for (int i = 0; i < 9 && order == 0; i++)
        {
            order = Number(a, i).CompareTo(Number(b, i));
        }

        order = order != 0 ? order : NaturalOrder.Compare(PathOf(a), PathOf(b));
        return order != 0 ? order : (a.Stack ?? 0).CompareTo(b.Stack ?? 0);
    }

    // Orientation first: scouts of one direction stay together.
    private static double Number(DicomSeries series, int i)
    {
        DicomPlane? plane = series.Images.Count > 0 ? series.Images[0].Planes[0] : null;
        double[]? values = i < 6 ? plane?.Orientation : plane?.Position;
        i = i < 6 ? i : i - 6;
        return values is not null && i < values.Length ? Math.Round(values[i], 3) : 0;
    }

    private static string PathOf(DicomSeries series) => series.Images.Count > 0 ? series.Images[0].Path : series.Damaged[0].Path;
}
