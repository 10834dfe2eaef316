using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace MedIO.Dicom;

/// <summary>The series that were found together, and what else was there.</summary>
public sealed class DicomSeriesList : IReadOnlyList<DicomSeries>
{
    // Series that an error names one by one.
    private const int MostNamed = 30;

    private readonly IReadOnlyList<DicomSeries> _series;

    internal DicomSeriesList(IReadOnlyList<DicomSeries> series, int files, int others, bool hasSubfolders, IEnumerable<string> warnings)
    {
        _series = series;
        FileCount = files;
        OtherFileCount = others;
        HasSubfolders = hasSubfolders;
        Warnings = new WarningList(warnings);
    }

    /// <inheritdoc/>
    public int Count => _series.Count;

    /// <summary>How many files were looked at.</summary>
    public int FileCount { get; }

    /// <summary>How many of them are no DICOM, or DICOM objects without an image such as reports and plans.</summary>
    public int OtherFileCount { get; }

    /// <summary>Whether there are folders that were not looked into; see <see cref="ReadOptions.Recurse"/>.</summary>
    public bool HasSubfolders { get; }

    /// <summary>What is odd and belongs to no series, such as a damaged file whose series cannot be read.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <inheritdoc/>
    public DicomSeries this[int index] => _series[index];

    /// <inheritdoc/>
    public IEnumerator<DicomSeries> GetEnumerator() => _series.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The one series that is meant.</summary>
    /// <param name="series">As <see cref="ReadOptions.Series"/>: a SeriesInstanceUID, a SeriesNumber, or a place in the list. Null for the only one.</param>
    /// <returns>The series.</returns>
    /// <exception cref="MedIOException">
    /// <see cref="MedIOError.NoImageInDirectory"/>: there is none. <see cref="MedIOError.SeriesNotFound"/>: none is meant.
    /// <see cref="MedIOError.SeveralSeries"/>: more than one is. The message lists them.
    /// </exception>
    public DicomSeries Choose(string? series = null)
    {
        if (Count == 0)
        {
            throw NoImage();
        }

        string wanted = series?.Trim() ?? string.Empty;
        DicomSeries[] chosen = wanted.Length == 0 ? _series.ToArray() : Match(wanted);
        if (chosen.Length == 1)
        {
            return chosen[0];
        }

        string choices = string.Concat(_series.Take(MostNamed).Select(s => $"\n  {s}, {s.SeriesInstanceUID ?? "no UID"}"));
        choices += Count > MostNamed ? FormattableString.Invariant($"\n  and {Count - MostNamed} more") : string.Empty;
        throw chosen.Length == 0
            ? new MedIOException(MedIOError.SeriesNotFound, $"there is no series '{wanted}'. Choose one of these by its SeriesNumber, its UID or its place such as #0:{choices}")
            : new MedIOException(
                MedIOError.SeveralSeries,
                wanted.Length == 0
                    ? FormattableString.Invariant($"there are {Count} series. Choose one by its SeriesNumber, its UID or its place such as #0:{choices}")
                    : FormattableString.Invariant($"'{wanted}' fits {chosen.Length} series. Choose one by its place such as #{chosen[0].Index}:{choices}"));
    }

    /// <summary>The error of a list without series.</summary>
    /// <returns>An error that says how many files were looked at.</returns>
    internal MedIOException NoImage()
    {
        string found = FileCount switch
        {
            0 => "there is no file to look at",
            1 => "the one file looked at is no DICOM image",
            _ => FormattableString.Invariant($"none of the {FileCount} files looked at is a DICOM image"),
        };
        string cure = HasSubfolders ? "There are folders inside: look into them with Recurse." : "Give the folder of a series, or pipe the files of other formats: Get-ChildItem -File.";
        string warnings = Warnings.Count == 0 ? string.Empty : $" ({Warnings})";
        return new MedIOException(MedIOError.NoImageInDirectory, $"{found}{warnings}. {cure}");
    }

    private DicomSeries[] Match(string wanted)
    {
        if (wanted[0] == '#')
        {
            return int.TryParse(wanted.Substring(1), NumberStyles.None, CultureInfo.InvariantCulture, out int place) ? At(place) : Array.Empty<DicomSeries>();
        }

        if (int.TryParse(wanted, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number))
        {
            DicomSeries[] numbered = _series.Where(s => s.SeriesNumber == number).ToArray();
            return numbered.Length > 0 ? numbered : At(number);
        }

        return _series.Where(s => s.SeriesInstanceUID == wanted).ToArray();
    }

    private DicomSeries[] At(int place) => place >= 0 && place < Count ? new[] { _series[place] } : Array.Empty<DicomSeries>();
}
