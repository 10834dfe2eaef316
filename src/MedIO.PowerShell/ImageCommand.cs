using System;
using System.Collections.Generic;
using System.IO;
using System.Management.Automation;
using MedIO.Dicom;
using MedIO.Geometry;

namespace MedIO.PowerShell;

/// <summary>A cmdlet that looks into images: which of a file or a folder, which part of it, and turned which way.</summary>
public abstract class ImageCommand : FolderCommand
{
    private readonly List<string> _files = new();

    /// <summary>The orientation wanted.</summary>
    [Parameter]
    [AllowNull]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(OrientationCompleter))]
    [Alias("desired_ornt")]
    public string? Orientation { get; set; }

    /// <summary>The coordinate system of the result.</summary>
    [Parameter]
    [CoordinateSystemArgument]
    [Alias("coord_sys")]
    public CoordinateSystem CoordinateSystem { get; set; } = CoordinateSystem.Itk;

    /// <summary>The voxel type wanted.</summary>
    [Parameter]
    [VoxelTypeArgument]
    [ArgumentCompleter(typeof(DataTypeCompleter))]
    [Alias("dtype")]
    public VoxelType? DataType { get; set; }

    /// <summary>The part wanted, an item an axis.</summary>
    [Parameter]
    [AllowNull]
    [AllowEmptyCollection]
    [ArgumentCompleter(typeof(SliceCompleter))]
    public string[]? Slice { get; set; }

    /// <summary>Whether 1 mm along the world's axes stands in for unusable geometry.</summary>
    [Parameter]
    [Alias("allow_default_affine")]
    public SwitchParameter AllowDefaultAffine { get; set; }

    /// <summary>Whether a header may name a data file outside its folder.</summary>
    [Parameter]
    public SwitchParameter AllowExternalData { get; set; }

    /// <summary>Which series of several: its number, its UID, or its place in the list.</summary>
    [Parameter]
    [AllowNull]
    [AllowEmptyString]
    public string? Series { get; set; }

    /// <summary>Whether a series with slices missing is read all the same.</summary>
    [Parameter]
    public SwitchParameter AllowMissingSlices { get; set; }

    /// <summary>Whether a file that is cut off or damaged within its voxels is read as far as it goes.</summary>
    [Parameter]
    public SwitchParameter AllowTruncated { get; set; }

    /// <summary>Which of its values a Philips PAR/REC gives.</summary>
    [Parameter]
    public PhilipsScaling PhilipsScaling { get; set; }

    /// <summary>Distance of a picture's pixels along x and y, and of a stack's slices, mm.</summary>
    [Parameter]
    [AllowNull]
    [AllowEmptyCollection]
    public double[]? Spacing { get; set; }

    /// <summary>Which library reads.</summary>
    [Parameter]
    [AllowNull]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(BackendCompleter))]
    public string? Backend { get; set; }

    /// <summary>The class of ITK that reads; for SimpleItk, which it chooses.</summary>
    [Parameter]
    [AllowNull]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(ImageIOCompleter))]
    public string? ImageIO { get; set; }

    /// <summary>What all files are read with.</summary>
    private protected ReadOptions Options { get; private set; } = new();

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        object? argument = Orientation;
        try
        {
            string? orientation = string.IsNullOrEmpty(Orientation) ? null : AxisCodes.Parse(Orientation!);

            // At the prompt 2:8, 3:7 arrives as two items.
            string slice = Slice is null ? string.Empty : string.Join(", ", Slice);
            argument = slice;
            Options = new ReadOptions
            {
                Orientation = orientation,
                CoordinateSystem = CoordinateSystem,
                DataType = DataType,
                Slice = slice.Length == 0 ? null : SliceExpression.Parse(slice),
                AllowDefaultAffine = AllowDefaultAffine,
                AllowExternalData = AllowExternalData,
                Series = string.IsNullOrWhiteSpace(Series) ? null : Series,
                Filter = string.IsNullOrEmpty(Filter) ? null : Filter,
                Recurse = Recurse,
                AllowMissingSlices = AllowMissingSlices,
                AllowTruncated = AllowTruncated,
                PhilipsScaling = PhilipsScaling,
                Spacing = Spacing is { Length: > 0 } ? new Vector(Spacing) : null,
                Backend = Backend,
                ImageIO = string.IsNullOrWhiteSpace(ImageIO) ? null : ImageIO!.Trim(),
                CancellationToken = Stop,
            };
            argument = Backend;
            BackendChoice.Require(Backend, Options.ImageIO is null ? null : nameof(ImageIO));
            if (CoordinateSystem == CoordinateSystem.Native && BackendChoice.Convention(Backend) is { } convention)
            {
                Options.CoordinateSystem = convention;
            }
        }
        catch (MedIOException e)
        {
            Refuse(e, argument);
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        // One file alone is an image whatever its series.
        if (_files.Count == 1)
        {
            ReadFile(_files[0]);
        }
        else if (_files.Count > 1)
        {
            ReadSeriesOf(_files, System.IO.Path.GetDirectoryName(_files[0])!);
        }
    }

    /// <summary>Reads one file.</summary>
    private protected abstract void ReadFile(string path);

    /// <summary>Reads a DICOM series.</summary>
    private protected abstract void ReadSeries(DicomSeries series);

    /// <summary>The series of those found that are to be read.</summary>
    private protected virtual IEnumerable<DicomSeries> Choose(DicomSeriesList found) => new[] { found.Choose(Options.Series) };

    private protected sealed override void ProcessSeries(DicomSeries series) => ReadSeries(series);

    private protected sealed override void ProcessItem(FileSystemInfo item) => Process(item.FullName, item is DirectoryInfo);

    private protected sealed override void ProcessFile(string path) => Process(path, Directory.Exists(path));

    private void Process(string path, bool isFolder)
    {
        if (isFolder || IsDicomDirectory(path))
        {
            string[] folder = { path };
            ReadSeriesOf(folder, path);
        }
        else if (Options.Series is null)
        {
            ReadFile(path);
        }
        else if (File.Exists(path))
        {
            // Which series is meant can be told of all files only.
            _files.Add(path);
        }
        else
        {
            ProcessError(MedErrorRecord.From(new MedIOException(MedIOError.FileNotFound, $"{path}: there is no such file. Check the name and the current location.", path), path));
        }
    }

    private static bool IsDicomDirectory(string path) => string.Equals(System.IO.Path.GetFileName(path), "DICOMDIR", StringComparison.OrdinalIgnoreCase);

    private void ReadSeriesOf(IReadOnlyList<string> paths, string target)
    {
        try
        {
            DicomSeriesList found = SeriesSearch.Find(this, paths, target, Options);
            if (found.Count == 0 && Options.Series is null && Directory.Exists(target))
            {
                // A stack of pictures, or an error that says what there is instead.
                ReadFile(target);
                return;
            }

            foreach (DicomSeries series in Choose(found))
            {
                ReadSeries(series);
            }
        }
        catch (MedIOException e)
        {
            ProcessError(MedErrorRecord.From(e.About(target), target));
        }
    }

    /// <summary>Tells who read an image where nobody was chosen.</summary>
    private protected void WriteReader(string? path, string? backend)
    {
        if (BackendChoice.FellBack(Backend, backend) && Options.ImageIO is null && Options.PixelType is null)
        {
            WriteVerbose($"{path}: was read by {backend}, since the module's own formats cannot.");
        }
    }

    /// <summary>Writes an image's or its metadata's warnings, each with its file in front.</summary>
    private protected void WriteWarnings(MedMeta meta)
    {
        foreach (string warning in meta.Warnings)
        {
            WriteWarning(meta.Path, warning);
        }
    }
}
