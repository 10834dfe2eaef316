using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Management.Automation;
using MedIO.Dicom;
using MedIO.IO;

namespace MedIO.PowerShell;

/// <summary>Convert-MedImage: images from file to file, in another format, orientation or voxel type.</summary>
[Cmdlet(VerbsData.Convert, "MedImage", DefaultParameterSetName = "Path", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(MedConversion))]
public sealed partial class ConvertMedImageCommand : ImageCommand
{
    private readonly Dictionary<string, string?> _dicom = new(PathComparer.Instance);
    private readonly List<KeyValuePair<string, ErrorRecord>> _unknown = new();
    private readonly HashSet<string> _sources = new(PathComparer.Instance);
    private readonly HashSet<string> _dataFiles = new(PathComparer.Instance);
    private readonly HashSet<string> _foundByData = new(PathComparer.Instance);
    private readonly HashSet<string> _targets = new(PathComparer.Instance);
    private readonly WrittenFiles _written = new();
    private readonly Dictionary<string, string?> _roots = new(StringComparer.Ordinal);
    private ConversionNames? _names;
    private ConversionQueue? _queue;
    private ConversionProgress? _progress;
    private string? _root;

    /// <summary>The folder that all files are written to.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    [Alias("OutputPath")]
    public string Destination { get; set; } = string.Empty;

    /// <summary>The new format: a suffix, or the format's name.</summary>
    [Parameter]
    [AllowNull]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(FormatCompleter))]
    public string? Format { get; set; }

    /// <summary>The folder that names are kept relative to.</summary>
    [Parameter]
    [AllowNull]
    [AllowEmptyString]
    public string? Root { get; set; }

    /// <summary>0 to 9.</summary>
    [Parameter]
    [ValidateRange(0, 9)]
    public int? CompressionLevel { get; set; }

    /// <summary>Whether the slices of a left-handed image are counted from its other end where DICOM demands right-handed axes.</summary>
    [Parameter]
    [Alias("allow_dcm_reorient")]
    public SwitchParameter AllowReorient { get; set; }

    /// <summary>Whether text that a spreadsheet would take for a formula gets an apostrophe in front, for Export-Csv.</summary>
    [Parameter]
    public SwitchParameter Safe { get; set; }

    /// <summary>Whether files that exist are replaced.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>How many images are converted at once.</summary>
    [Parameter]
    [ValidateRange(1, 256)]
    public int ThrottleLimit { get; set; } = Math.Min(8, Environment.ProcessorCount);

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        string? suffix = null;
        try
        {
            suffix = string.IsNullOrWhiteSpace(Format) ? null : ConversionNames.SuffixOf(Format!);
        }
        catch (MedIOException e)
        {
            Refuse(e, Format);
        }

        string destination = Resolve(Destination);
        if (File.Exists(destination))
        {
            ThrowTerminatingError(MedErrorRecord.Of("NotAFolder", $"{destination}: is a file, and -Destination is the folder that files are written to. Give the name of a folder.", ErrorCategory.InvalidArgument, destination));
        }

        _root = string.IsNullOrEmpty(Root) ? null : Resolve(Root!);
        _names = new ConversionNames(destination, suffix);
        _queue = new ConversionQueue(ThrottleLimit, Stop);
        _progress = new ConversionProgress(this, _queue);
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        base.EndProcessing();
        ConvertDicom();
        foreach (KeyValuePair<string, ErrorRecord> unknown in _unknown)
        {
            if (_dataFiles.Contains(unknown.Key))
            {
                Skip(unknown.Key, "holds the voxels of an image whose header is converted");
            }
            else if (_sources.Any(s => s.StartsWith(unknown.Key + System.IO.Path.DirectorySeparatorChar, StringComparison.Ordinal)))
            {
                Skip(unknown.Key, "is a folder whose files are converted one by one");
            }
            else
            {
                _queue!.Add(new ConversionJob(unknown.Value));
            }
        }

        WriteResults(leave: 0);
        _progress!.Complete();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _queue?.Dispose();
    }

    // Without -Series, all of them.
    private protected override IEnumerable<DicomSeries> Choose(DicomSeriesList found) =>
        found.Count > 0 && Options.Series is null ? found : base.Choose(found);

    private protected override void ReadFile(string path)
    {
        if (_targets.Contains(path))
        {
            Skip(path, "was written by this command itself");
            return;
        }

        MedFileInfo file;
        try
        {
            file = MedFile.Identify(path, Options);
        }
        catch (MedIOException e)
        {
            ErrorRecord record = MedErrorRecord.From(e, path);
            if (e.Error == MedIOError.UnknownFormat)
            {
                // A header that comes later may name it.
                _unknown.Add(new KeyValuePair<string, ErrorRecord>(path, record));
            }
            else
            {
                ProcessError(record);
            }

            return;
        }

        if (file.Format.Name == "DICOM")
        {
            // Which files make an image can be told of all of them only.
            _dicom[path] = RootOf(path);
            return;
        }

        bool isData = !PathComparer.Instance.Equals(file.Path, path);
        if ((isData && _sources.Contains(file.Path)) || _dataFiles.Contains(path))
        {
            Skip(path, "holds the voxels of an image whose header is converted");
            return;
        }

        if (_foundByData.Contains(path))
        {
            Skip(path, "is the header of an image that is converted already, found by the file of its voxels");
            return;
        }

        if (isData)
        {
            _dataFiles.Add(path);
            _foundByData.Add(file.Path);
        }

        Convert(file.Path, () => Target(file), (target, options) => MedFile.Convert(file.Path, target, Options, options));
        _dataFiles.UnionWith(file.DataFiles);
    }

    private protected override void ReadSeries(DicomSeries series) => ConvertSeries(series, series.FileCount == 1 ? series.Files[0] : null, RootOf(series.Files[0]));

    private protected override void ProcessError(ErrorRecord error)
    {
        // A folder that Get-ChildItem gives together with the files in it.
        if (ParameterSetName == "Item" && Item is DirectoryInfo folder && error.Exception is MedIOException)
        {
            _unknown.Add(new KeyValuePair<string, ErrorRecord>(folder.FullName, error));
            return;
        }

        Add(new ConversionJob(error));
    }

    // A folder of pictures that make a volume gives it its name.
    private string Target(MedFileInfo file) => Directory.Exists(file.Path)
        ? _names!.Target(System.IO.Path.GetDirectoryName(file.Path) ?? file.Path, System.IO.Path.GetFileName(file.Path), RootOf(file.Path))
        : _names!.Target(file.Path, RootOf(file.Path), file.Format);

    private void ConvertDicom()
    {
        string[] paths = _dicom.Keys.Where(p => !_sources.Contains(p)).ToArray();
        if (paths.Length == 0)
        {
            return;
        }

        if (paths.Length == 1)
        {
            // One file alone is an image whatever its series.
            string path = paths[0];
            Convert(path, () => _names!.Target(path, _dicom[path], MedFile.Formats.First(f => f.Name == "DICOM")), (target, options) => MedFile.Convert(path, target, Options, options));
            return;
        }

        string folder = System.IO.Path.GetDirectoryName(paths[0])!;
        try
        {
            DicomSeriesList found = SeriesSearch.Find(this, paths, folder, Options);
            if (found.Count == 0)
            {
                found.Choose();
            }

            ILookup<string, DicomSeries> alone = found.Where(s => s.FileCount == 1).ToLookup(s => s.Files[0], PathComparer.Instance);
            foreach (DicomSeries series in found)
            {
                string first = series.Files[0];

                // Of a file with several images in it each needs a name.
                ConvertSeries(series, alone[first].Take(2).Count() == 1 ? first : null, _dicom.TryGetValue(first, out string? root) ? root : RootOf(first));
            }
        }
        catch (MedIOException e)
        {
            ProcessError(MedErrorRecord.From(e.About(folder), folder));
        }
    }

    private void ConvertSeries(DicomSeries series, string? file, string? root)
    {
        foreach (string path in series.Files)
        {
            _sources.Add(path);
        }

        MedMeta meta;
        try
        {
            meta = MedFile.ReadMeta(series, Options);
        }
        catch (OperationCanceledException)
        {
            throw new PipelineStoppedException();
        }
        catch (MedIOException e)
        {
            Add(new ConversionJob(MedErrorRecord.Of(series, e)));
            return;
        }

        Convert(
            series.ToString(),
            () => file is not null ? _names!.Target(file, root, MedFile.Formats.First(f => f.Name == "DICOM")) : _names!.Target(meta.Path!, meta.Name!, root),
            (target, options) => MedFile.Convert(series, target, Options, options));
    }

    private void Convert(string source, Func<string> name, Func<string, SaveOptions, MedConversion> convert)
    {
        _sources.Add(source);
        string target;
        try
        {
            target = name();
        }
        catch (MedIOException e)
        {
            Add(new ConversionJob(MedErrorRecord.From(e, source)));
            return;
        }

        if (!_targets.Add(target))
        {
            Add(new ConversionJob(MedErrorRecord.Of(
                "TargetUsedTwice",
                $"{source}: would be written to {target}, where another image of this command goes. Where they lie in different folders, give -Root one above both; otherwise convert them to different destinations.",
                ErrorCategory.InvalidArgument,
                source)));
        }
        else if (!Force && File.Exists(target))
        {
            Add(new ConversionJob(MedErrorRecord.From(new MedIOException(MedIOError.FileExists, $"{target}: exists already. Use -Force to replace it, or another -Destination.", target), source)));
        }
        else if (_sources.Contains(target) || _dataFiles.Contains(target))
        {
            Add(new ConversionJob(MedErrorRecord.From(
                new MedIOException(MedIOError.TargetIsSource, $"{target}: is a file that an image of this command is read from. Give another -Destination.", target), source)));
        }
        else if (ShouldProcess(target, $"Convert {source}"))
        {
            Add(new ConversionJob(source, job => Run(job, target, convert)));
        }
    }

    private MedConversion Run(ConversionJob job, string target, Func<string, SaveOptions, MedConversion> convert)
    {
        bool unlocked = Force && ReadOnlyFile.Unlock(target);
        bool written = false;
        try
        {
            MedConversion conversion = convert(target, new SaveOptions
            {
                NoClobber = !Force,
                CreateDirectory = true,
                AllowReorient = AllowReorient,
                CompressionLevel = CompressionLevel,
                Writing = path => _written.Claim(path, job.Source),
                CancellationToken = Stop,
                Progress = job,
            });
            written = true;
            return conversion;
        }
        catch (MedIOException e) when (e.Error == MedIOError.FileExists)
        {
            string path = e.Path ?? target;
            throw _written.Contains(path)
                ? _written.Taken(path, job.Source)
                : new MedIOException(e.Error, $"{path}: exists already. Use -Force to replace it, or another -Destination.", path, e);
        }
        finally
        {
            ReadOnlyFile.Lock(target, unlocked && !written);
        }
    }

    private void Add(ConversionJob job)
    {
        _queue!.Add(job);
        WriteResults(leave: 4 * ThrottleLimit);
    }

    // Writes what is done, in order, and waits for what is beyond the number that may be left.
    private void WriteResults(int leave)
    {
        while (_queue!.Count > 0)
        {
            if (Stopping)
            {
                throw new PipelineStoppedException();
            }

            ConversionJob? job = _queue.Next(_queue.Count > leave ? 100 : 0);
            _progress!.Show(isAll: leave == 0);
            if (job is not null)
            {
                Write(job);
            }
            else if (_queue.Count <= leave)
            {
                return;
            }
        }
    }

    private void Write(ConversionJob job)
    {
        if (job.Error is { } error)
        {
            WriteError(error);
        }
        else if (job.Result is { } result)
        {
            foreach (string warning in result.Warnings)
            {
                WriteWarning(result.Source, warning);
            }

            WriteReader(result.Source, result.Backend);
            WriteWriter(result.Path, null);
            WriteObject(Safe ? SpreadsheetText.Safe(result) : result);
        }
    }

    private void Skip(string path, string why) => WriteVerbose(string.Format(CultureInfo.InvariantCulture, "{0}: skipped, since it {1}.", path, why));
}
