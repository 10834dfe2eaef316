using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using MedIO.Dicom.Frames;
using MedIO.IO;

namespace MedIO.Dicom.Series;

/// <summary>Makes a series of its files: leaves copies out, and says what is odd.</summary>
internal static class SeriesMaker
{
    private const int MostNamed = 8;
    private const int MostCharacters = 128;
    private const int MostNameLength = 64;

    /// <summary>The series of files that can be read: one, or of a file with stacks that make no image together one for each.</summary>
    public static IEnumerable<DicomSeries> Make(List<DicomImageFile> files, SeriesDamage damage)
    {
        int stacks = files.Count > 1 ? 1 : Stacks(files[0]);
        return Enumerable.Range(0, stacks).Select(i => Make(files, damage, stacks == 1 ? null : i));
    }

    private static int Stacks(DicomImageFile file)
    {
        int stacks = file.Planes.Length == 1 ? 1 : file.Stacks.Count;
        if (stacks == 1)
        {
            return 1;
        }

        try
        {
            PlaneSorter.Stack(file.Planes, file.Pixels.Columns, file.Pixels.Rows, new ReadOptions { AllowDefaultAffine = true, AllowMissingSlices = true });
            return 1;
        }
        catch (MedIOException)
        {
            return stacks;
        }
    }

    private static DicomSeries Make(List<DicomImageFile> files, SeriesDamage damage, int? stack)
    {
        var warnings = new List<string>();
        List<DicomImageFile> unique = WithoutCopies(files, warnings);
        DicomImageFile first = unique[0];
        if (unique.Select(f => f.FrameOfReferenceUID).Distinct().Skip(1).Any())
        {
            warnings.Add("Its files are of different frames of reference (0020,0052): their positions may not belong together.");
        }

        ScannedFile[] damaged = damage.Of(files);
        AddDamage(warnings, damaged.Concat(damage.Near(files)), "its files");
        return new DicomSeries(unique, damaged, warnings)
        {
            SeriesNumber = first.SeriesNumber,
            Modality = Clean(first.Modality),
            SeriesDescription = Clean(first.SeriesDescription),
            SeriesInstanceUID = Clean(first.SeriesInstanceUID),
            StudyInstanceUID = Clean(first.StudyInstanceUID),
            Columns = first.Pixels.Columns,
            Rows = first.Pixels.Rows,
            Stack = stack,
        };
    }

    /// <summary>A series of which nothing can be read.</summary>
    public static DicomSeries Make(ScannedFile[] damaged)
    {
        var warnings = new List<string>();
        AddDamage(warnings, damaged, "its files");
        return new DicomSeries(Array.Empty<DicomImageFile>(), damaged, warnings) { SeriesInstanceUID = Clean(damaged[0].DamagedSeries) };
    }

    /// <summary>A name that can be a file's, and is no other's.</summary>
    public static string NameOf(DicomSeries series, Dictionary<string, int> taken)
    {
        string text = string.Join("_", new[] { series.SeriesNumber?.ToString(System.Globalization.CultureInfo.InvariantCulture), series.SeriesDescription ?? series.Modality ?? "series" }.Where(p => !string.IsNullOrEmpty(p)));
        var name = new StringBuilder(text.Length);
        foreach (char c in text)
        {
            name.Append(char.IsLetterOrDigit(c) || c is '-' or '.' or '+' ? c : '_');
        }

        // A leading dash is an option to many programs; 64 characters are what the standard lets a description have.
        string whole = name.ToString(0, Math.Min(name.Length, MostNameLength)).TrimStart('.', '_', '-', '+').TrimEnd('.', '_');
        whole = whole.Length == 0 ? "series" : DeviceNames.IsReserved(whole) ? "series_" + whole : whole;
        string unique = whole;
        if (taken.TryGetValue(whole, out int number))
        {
            do
            {
                unique = FormattableString.Invariant($"{whole}_{number++}");
            }
            while (taken.ContainsKey(unique));
            taken[whole] = number;
        }

        taken.Add(unique, 2);
        return unique;
    }

    /// <summary>Says of the first files what is wrong with each, and how many more there are.</summary>
    /// <param name="warnings">Gets it.</param>
    /// <param name="damaged">The files.</param>
    /// <param name="whose">Such as "its files".</param>
    public static void AddDamage(List<string> warnings, IEnumerable<ScannedFile> damaged, string whose)
    {
        string[] messages = damaged.Select(d => d.Damage!.Message).ToArray();
        warnings.AddRange(messages.Take(MostNamed));
        if (messages.Length > MostNamed)
        {
            warnings.Add(FormattableString.Invariant($"{messages.Length - MostNamed} more of {whose} cannot be read."));
        }
    }

    // The same instance twice, as where a folder was copied into another, is one slice.
    private static List<DicomImageFile> WithoutCopies(List<DicomImageFile> files, List<string> warnings)
    {
        var seen = new Dictionary<string, DicomImageFile>(files.Count, StringComparer.Ordinal);
        var unique = new List<DicomImageFile>(files.Count);
        var copies = new List<string>();
        foreach (DicomImageFile file in files)
        {
            if (file.SOPInstanceUID is { } uid)
            {
                if (seen.TryGetValue(uid, out DicomImageFile? first))
                {
                    if (IsCopy(first, file))
                    {
                        copies.Add($"{NameBeside(file.Path, first.Path)} of {Path.GetFileName(first.Path)}");
                        continue;
                    }
                }
                else
                {
                    seen.Add(uid, file);
                }
            }

            unique.Add(file);
        }

        if (copies.Count > 0)
        {
            string count = copies.Count == 1 ? "1 file is a copy" : FormattableString.Invariant($"{copies.Count} files are copies");
            warnings.Add($"{count} of others, of the same SOPInstanceUID (0008,0018), and left out: {PlaneName.List(copies)}.");
        }

        return unique;
    }

    // What a terminal would take for a command is no part of a description; nor does the standard allow it more than 64 characters.
    private static string? Clean(string? text)
    {
        text = text is null ? null : new string(text.Take(MostCharacters).Select(c => PlainText.IsObeyed(c) ? ' ' : c).ToArray()).Trim();
        return string.IsNullOrEmpty(text) ? null : text;
    }

    // A copy in another folder most likely has the same name.
    private static string NameBeside(string path, string other) => Path.GetDirectoryName(path) == Path.GetDirectoryName(other) ? Path.GetFileName(path) : path;

    // Broken programs give all their slices one UID; what lies elsewhere is no copy.
    private static bool IsCopy(DicomImageFile a, DicomImageFile b)
    {
        if (a.InstanceNumber != b.InstanceNumber || a.Planes.Length != b.Planes.Length)
        {
            return false;
        }

        DicomPlane x = a.Planes[0];
        DicomPlane y = b.Planes[0];
        return x.Position is null == y.Position is null
            && (x.Position is null || x.Position.SequenceEqual(y.Position!))
            && x.Keys.SequenceEqual(y.Keys);
    }
}
