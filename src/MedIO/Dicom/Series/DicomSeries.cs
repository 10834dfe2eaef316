using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using MedIO.Dicom.Frames;
using MedIO.Dicom.Series;
using MedIO.Formats;

namespace MedIO.Dicom;

/// <summary>
/// The files of one DICOM series that make one image: one SeriesInstanceUID, and of that what can be stacked together,
/// so that a scout comes as a series of its own. Holds nothing that identifies a patient.
/// </summary>
public sealed class DicomSeries
{
    private readonly Lazy<DicomFileList> _files;

    internal DicomSeries(IReadOnlyList<DicomImageFile> images, IReadOnlyList<ScannedFile> damaged, IEnumerable<string> warnings)
    {
        Images = images;
        Damaged = damaged;
        Warnings = new WarningList(warnings);
        _files = new Lazy<DicomFileList>(() => new DicomFileList(SeriesOrder.Files(images, damaged)));
    }

    /// <summary>Its place in the list of all that were found together, from 0.</summary>
    public int Index { get; internal set; }

    /// <summary>SeriesNumber (0020,0011), null where the files do not say.</summary>
    public int? SeriesNumber { get; internal set; }

    /// <summary>Modality (0008,0060), such as <c>MR</c>.</summary>
    public string? Modality { get; internal set; }

    /// <summary>SeriesDescription (0008,103E).</summary>
    public string? SeriesDescription { get; internal set; }

    /// <summary>SeriesInstanceUID (0020,000E).</summary>
    public string? SeriesInstanceUID { get; internal set; }

    /// <summary>StudyInstanceUID (0020,000D).</summary>
    public string? StudyInstanceUID { get; internal set; }

    /// <summary>Pixels of a row (0028,0011), the size along the image's first axis.</summary>
    public int Columns { get; internal set; }

    /// <summary>Pixels of a column (0028,0010), the size along the image's second axis.</summary>
    public int Rows { get; internal set; }

    /// <summary>Planes in all files: slices times volumes.</summary>
    public int Frames => Stack is { } stack ? Images[0].Stacks[stack].Count : Images.Sum(i => i.Planes.Length);

    /// <summary>The files in the order of the image, full paths. Damaged ones come last.</summary>
    public DicomFileList Files => _files.Value;

    /// <summary>How many files there are.</summary>
    public int FileCount => Images.Count + Damaged.Count;

    /// <summary>What is odd about its files, such as copies that were left out or files that are damaged.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>What each file contributes.</summary>
    internal IReadOnlyList<DicomImageFile> Images { get; }

    /// <summary>Files of the series that cannot be read.</summary>
    internal IReadOnlyList<ScannedFile> Damaged { get; }

    /// <summary>Which stack of a file whose stacks make no image together; null for all frames.</summary>
    internal int? Stack { get; set; }

    /// <summary>A name for the image that can be a file's, such as <c>2_T1_MPRAGE</c>, unlike those of the others found with it.</summary>
    internal string Name { get; set; } = string.Empty;

    /// <summary>The file where there is one, else the folder of them all.</summary>
    internal string Path => FileCount == 1 ? Files[0] : FilePaths.FolderOf(Files);

    /// <summary>Finds the series in a folder, or of a DICOMDIR.</summary>
    /// <param name="path">The folder, the DICOMDIR, or a single file.</param>
    /// <param name="options">
    /// <see cref="ReadOptions.Filter"/>, <see cref="ReadOptions.Recurse"/>, cancellation and progress; null for the defaults.
    /// Links to folders inside the folder are not followed.
    /// </param>
    /// <returns>
    /// The series by SeriesNumber, then by UID, then the ones with more images first, then by position: the same list
    /// whatever the files' names. It is empty where there is no image.
    /// </returns>
    /// <exception cref="MedIOException">The path is not there, cannot be listed, or is a DICOMDIR that cannot be used.</exception>
    public static DicomSeriesList Find(string path, ReadOptions? options = null) => Find(new[] { path ?? throw new ArgumentNullException(nameof(path)) }, options);

    /// <summary>Finds the series of files, of folders, or of both together.</summary>
    /// <param name="paths">Files, folders and DICOMDIRs. One that is named twice counts once.</param>
    /// <param name="options">As for <see cref="Find(string, ReadOptions?)"/>.</param>
    /// <returns>The series.</returns>
    /// <exception cref="MedIOException">A path is not there, cannot be listed, or is a DICOMDIR that cannot be used.</exception>
    public static DicomSeriesList Find(IEnumerable<string> paths, ReadOptions? options = null) =>
        SeriesScan.Find((paths ?? throw new ArgumentNullException(nameof(paths))).Select(System.IO.Path.GetFullPath), options ?? new ReadOptions());

    /// <summary>The image that the files make.</summary>
    /// <exception cref="MedIOException">They make none, or one with slices missing.</exception>
    internal ImageDescription Describe(ReadOptions options) =>
        (options.AllowTruncated && Damaged.Any(IsCut) ? Rescued() : this).DescribeFiles(options);

    /// <summary>The image that the files make, each read by means of something else.</summary>
    /// <param name="options">How to read them.</param>
    /// <param name="read">Reads what a file contributes; on all cores.</param>
    /// <exception cref="MedIOException">They make none, or one with slices missing.</exception>
    internal ImageDescription Describe(ReadOptions options, Func<string, ReadOptions, DicomImageFile> read)
    {
        ReadOptions bare = options.Copy();
        bare.Header = false;
        string[] paths = Images.Select(i => i.Path).ToArray();
        int withHeader = options.Header ? Math.Max(0, Array.IndexOf(paths, Files[0])) : -1;
        var images = new DicomImageFile[paths.Length];
        SeriesScan.OnAllCores(paths.Length, options, i => images[i] = read(paths[i], i == withHeader ? options : bare));
        return new DicomSeries(images, Damaged, Warnings) { Stack = Stack }.DescribeFiles(bare);
    }

    private ImageDescription DescribeFiles(ReadOptions options)
    {
        if (Images.Count == 0)
        {
            throw Damaged[0].Damage!;
        }

        if (Damaged.Count > 0 && !options.AllowMissingSlices)
        {
            throw new MedIOException(
                MedIOError.MissingSlices,
                FormattableString.Invariant($"{Path}: {Damaged.Count} of {FileCount} files of the series cannot be read: {Damaged[0].Damage!.Message} Get them anew, or allow missing slices."),
                Path);
        }

        if (Images.Count > 1 && !options.AllowDefaultAffine && Images.All(i => !i.IsInSpace))
        {
            // Views of a film or stills of a clip: nothing says that they lie above each other.
            throw new MedIOException(
                MedIOError.MissingGeometry,
                FormattableString.Invariant($"{Path}: its {Images.Count} pictures have no ImagePositionPatient (0020,0032) and no ImageOrientationPatient (0020,0037), and may have nothing to do with each other. Read them one by one, or allow a default affine to stack them by InstanceNumber."),
                Path);
        }

        options = options.Copy();
        options.Series = Stack is { } stack ? FormattableString.Invariant($"#{stack}") : null;
        ImageDescription description = DicomImage.Describe(options.Header ? WithHeader(options) : Images, options);
        if (Warnings.Count > 0)
        {
            description.Meta.Warnings = Warnings.Concat(description.Meta.Warnings).ToArray();
        }

        return description;
    }

    /// <summary>A line that tells it from others, such as <c>#0: series 2, CT, Thorax 1.0, 512x512, 300 files</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString()
    {
        string[] parts =
        {
            SeriesNumber is { } number ? FormattableString.Invariant($"series {number}") : "no SeriesNumber",
            Modality ?? string.Empty,
            SeriesDescription ?? string.Empty,
            FormattableString.Invariant($"{Columns}x{Rows}"),
            Frames == FileCount ? string.Empty : FormattableString.Invariant($"{Frames} frames"),
            FormattableString.Invariant($"{FileCount} {(FileCount == 1 ? "file" : "files")}"),
        };
        return FormattableString.Invariant($"#{Index}: {string.Join(", ", parts.Where(p => p.Length > 0))}");
    }

    // A scan that nobody told that files may be cut off takes them for damaged; those of which there is something are looked at again.
    private DicomSeries Rescued()
    {
        var options = new ReadOptions { AllowTruncated = true };
        ScannedFile[] again = Damaged.Select(d => IsCut(d) ? ScannedFile.Of(d.Path, options) : d).ToArray();
        ScannedFile[] damaged = again.Where(d => d.Damage is not null).ToArray();
        string[] rescued = Damaged.Where((d, i) => again[i].Image is not null).Select(d => d.Damage!.Message).ToArray();
        return new DicomSeries(Images.Concat(again.Where(d => d.Image is not null).Select(d => d.Image!)).ToArray(), damaged, Warnings.Except(rescued)) { Stack = Stack };
    }

    private static bool IsCut(ScannedFile file) => file.Damage!.Error == MedIOError.TruncatedData;

    // The first file, read once more: a scan keeps no headers.
    private DicomImageFile[] WithHeader(ReadOptions options)
    {
        DicomImageFile[] images = Images.ToArray();
        int first = Math.Max(0, Array.FindIndex(images, i => i.Path == Files[0]));
        using ImageSource source = ImageSource.Open(images[first].Path);
        using DicomFile file = DicomFile.Read(source, pastPixelData: true);
        images[first] = DicomImageFile.Read(file, options);
        return images;
    }
}
