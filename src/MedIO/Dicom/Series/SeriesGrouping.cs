using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using MedIO.Dicom.Frames;
using MedIO.Dicom.Pixels;

namespace MedIO.Dicom.Series;

/// <summary>
/// Sorts files into series that each make one image. Files are together that have the SeriesInstanceUID, StudyInstanceUID, SOP class,
/// size and type of pixels, orientation and distance of pixels, and the first two values of ImageType in common, and are
/// localizers or are not. Where the rest of ImageType differs, as in magnitude and phase, files of different kinds at the
/// same place are taken apart. A file of several frames is a series of its own, unless others of its series show the same
/// place. So is a file without a SeriesInstanceUID: nothing says that two such are of the same patient.
/// </summary>
internal static class SeriesGrouping
{
    // Positions nearer to each other than this are the same place, mm.
    private const double SamePlace = 0.01;

    /// <summary>Makes series of files.</summary>
    /// <param name="files">What became of each file, in order.</param>
    /// <param name="warnings">Gets what belongs to no series.</param>
    public static IReadOnlyList<DicomSeries> Group(IReadOnlyList<ScannedFile> files, List<string> warnings)
    {
        var groups = new List<List<DicomImageFile>>();
        foreach (IGrouping<Key, DicomImageFile> together in files.Where(f => f.Image is not null).Select(f => f.Image!).GroupBy(KeyOf))
        {
            foreach (List<DicomImageFile> group in ByGeometry(together))
            {
                groups.AddRange(together.Key.IsMultiframe ? ByPlace(group) : ByKind(group));
            }
        }

        SeriesDamage damage = new(files, groups);
        List<DicomSeries> series = groups.SelectMany(g => SeriesMaker.Make(g, damage)).Concat(damage.Alone.Select(SeriesMaker.Make)).ToList();
        series.Sort(SeriesOrder.Compare);
        SeriesMaker.AddDamage(warnings, damage.Elsewhere, "the files whose series is not known");
        var names = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        for (int i = 0; i < series.Count; i++)
        {
            series[i].Index = i;
            series[i].Name = SeriesMaker.NameOf(series[i], names);
        }

        return series;
    }

    private static Key KeyOf(DicomImageFile file)
    {
        string[] kind = file.ImageType.Split('\\');
        bool isLocalizer = kind.Any(k => k == "LOCALIZER" || k == "SCOUT");
        bool isMultiframe = file.Planes.Length > 1;
        return new Key(
            file.SeriesInstanceUID ?? file.Path,
            file.StudyInstanceUID ?? string.Empty,
            file.SOPClassUID ?? string.Empty,
            isMultiframe ? file.ImageType : string.Join("\\", kind.Take(2)),
            isLocalizer,
            isMultiframe,
            file.Pixels);
    }

    private static List<List<DicomImageFile>> ByGeometry(IEnumerable<DicomImageFile> files)
    {
        var groups = new NearGroups<DicomImageFile>(
            f => PlaneGeometry.PointOf(f.Planes[0]),
            (a, b) => PlaneGeometry.IsSame(a.Planes[0], b.Planes[0]) && a.Planes[0].Position is null == b.Planes[0].Position is null);
        foreach (DicomImageFile file in files)
        {
            groups.Add(file);
        }

        return groups.Groups;
    }

    // Files of several frames, where volumes at one place follow each other; else each for itself.
    private static IEnumerable<List<DicomImageFile>> ByPlace(List<DicomImageFile> files)
    {
        var groups = new NearGroups<DicomImageFile>(f => PlaceOf(f.Planes), (a, b) => IsSamePlace(a.Planes, b.Planes));
        foreach (DicomImageFile file in files)
        {
            groups.Add(file);
        }

        return groups.Groups.SelectMany(g => g.Count == 1 || IsOneImage(g) ? new[] { g } : g.Select(f => new List<DicomImageFile> { f }).ToArray());
    }

    // Where the first and the last plane lie, as NearGroups needs it.
    private static double[]? PlaceOf(DicomPlane[] planes) =>
        planes[0].Position is { } first && planes[planes.Length - 1].Position is { } last
            ? first.Concat(last).Select(x => x / SamePlace).ToArray()
            : null;

    private static bool IsSamePlace(DicomPlane[] a, DicomPlane[] b)
    {
        if (a.Length != b.Length)
        {
            return false;
        }

        for (int i = 0; i < a.Length; i++)
        {
            if (a[i].Position is not { } x || b[i].Position is not { } y || PlaneGeometry.Length(PlaneGeometry.Minus(x, y)) > SamePlace || !PlaneGeometry.IsSame(a[i], b[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsOneImage(List<DicomImageFile> files)
    {
        try
        {
            PlaneSorter.Stack(files.SelectMany(f => f.Planes).ToArray(), files[0].Pixels.Columns, files[0].Pixels.Rows, new ReadOptions());
            return true;
        }
        catch (MedIOException)
        {
            return false;
        }
    }

    // Files of one frame each, apart by the whole ImageType where different kinds show the same place.
    private static IEnumerable<List<DicomImageFile>> ByKind(List<DicomImageFile> files)
    {
        if (files.All(f => f.ImageType == files[0].ImageType))
        {
            return new[] { files };
        }

        var kinds = new Dictionary<(double, double, double), string>();
        foreach (DicomImageFile file in files)
        {
            double[] position = file.Planes[0].Position ?? new double[3];
            (double, double, double) place = (Cell(position[0]), Cell(position[1]), Cell(position[2]));
            if (!kinds.TryGetValue(place, out string? kind))
            {
                kinds.Add(place, file.ImageType);
            }
            else if (kind != file.ImageType)
            {
                return files.GroupBy(f => f.ImageType).Select(g => g.ToList());
            }
        }

        return new[] { files };

        static double Cell(double x) => Math.Round(x / SamePlace);
    }

    private readonly record struct Key(string Series, string Study, string SopClass, string Kind, bool IsLocalizer, bool IsMultiframe, PixelFormat Pixels);
}
