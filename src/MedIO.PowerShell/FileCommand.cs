using System;
using System.Collections.ObjectModel;
using System.IO;
using System.Management.Automation;
using MedIO.Dicom;

namespace MedIO.PowerShell;

/// <summary>A cmdlet that takes files: by name, from <c>Get-ChildItem</c>, as the metadata of images, or as DICOM series.</summary>
public abstract class FileCommand : StoppableCommand
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";
    private const string ItemSet = "Item";
    private const string MetadataSet = "Metadata";
    private const string SeriesSet = "Series";
    private const string ConversionSet = "Conversion";

    private bool _typed;
    private bool _literalTyped;

    /// <summary>Names of files; wildcards are expanded.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = PathSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [Alias("input_path")]
    public virtual string[] Path { get; set; } = Array.Empty<string>();

    /// <summary>Names of files, taken as they are.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = LiteralPathSet)]
    [ValidateNotNullOrEmpty]
    [Alias("PSPath", "LP", "FullName")]
    public string[] LiteralPath { get; set; } = Array.Empty<string>();

    /// <summary>Files from the pipeline: the engine binds them by value before it asks for the property PSPath, which would be made and taken apart for nothing.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ItemSet, DontShow = true)]
    [ValidateNotNull]
    public FileSystemInfo? Item { get; set; }

    /// <summary>Metadata from the pipeline stand for their file, by its literal name.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = MetadataSet, DontShow = true)]
    [ValidateNotNull]
    public MedMeta? Metadata { get; set; }

    /// <summary>DICOM series from the pipeline.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = SeriesSet, DontShow = true)]
    [ValidateNotNull]
    public DicomSeries? InputSeries { get; set; }

    /// <summary>What Convert-MedImage has written.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ConversionSet, DontShow = true)]
    [ValidateNotNull]
    public MedConversion? Conversion { get; set; }

    /// <summary>The name or the pattern at the prompt that gave the file which is worked on; null for one from the pipeline.</summary>
    private protected string? Typed { get; private set; }

    /// <summary>Works on one file.</summary>
    private protected abstract void ProcessFile(string path);

    /// <summary>Works on a file or a folder from the pipeline.</summary>
    private protected virtual void ProcessItem(FileSystemInfo item) => ProcessFile(item.FullName);

    /// <summary>Works on a DICOM series: on each of its files, unless it can be taken as a whole.</summary>
    private protected virtual void ProcessSeries(DicomSeries series)
    {
        foreach (string path in series.Files)
        {
            ProcessFile(path);
        }
    }

    /// <summary>Reports a name that is no file.</summary>
    private protected abstract void ProcessError(ErrorRecord error);

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        _typed = MyInvocation.BoundParameters.ContainsKey(nameof(Path));
        _literalTyped = MyInvocation.BoundParameters.ContainsKey(nameof(LiteralPath));
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        switch (ParameterSetName)
        {
            case ItemSet:
                ProcessItem(Item!);
                break;
            case SeriesSet:
                ProcessSeries(InputSeries!);
                break;
            case MetadataSet when Metadata!.Series is { } series:
                ProcessSeries(series);
                break;
            case MetadataSet when Metadata!.Path is { } path:
                ProcessFile(path);
                break;
            case MetadataSet:
                ProcessError(MedErrorRecord.Of("NoPath", $"{Metadata}: the metadata name no file; the image was made in memory. Save it first.", ErrorCategory.InvalidArgument, Metadata));
                break;
            case ConversionSet:
                ProcessFile(Conversion!.Path);
                break;
            case LiteralPathSet:
                foreach (string path in LiteralPath)
                {
                    Typed = _literalTyped ? path : null;
                    ProcessLiteral(path);
                }

                break;
            default:
                foreach (string path in Path)
                {
                    Typed = _typed ? path : null;
                    ProcessPattern(path);
                }

                break;
        }
    }

    private void ProcessPattern(string path)
    {
        // A name from the pipeline may be one of a list or of an index, where brackets are part of the name.
        if (!NeedsExpansion(path) || (!_typed && FilePath.TryResolve(this, path, out string literal, out _) && File.Exists(literal)))
        {
            ProcessLiteral(path);
            return;
        }

        Collection<PathInfo> found;
        try
        {
            found = SessionState.Path.GetResolvedPSPathFromPSPath(path);
        }
        catch (ItemNotFoundException e)
        {
            ProcessError(MedErrorRecord.From(new MedIOException(MedIOError.FileNotFound, $"{path}: there is no such file. Check the name and the current location.", path, e), path));
            return;
        }
        catch (Exception e) when (e is RuntimeException or NotSupportedException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            ProcessError(FilePath.NoPath(path, e));
            return;
        }

        if (found.Count == 0 && !_typed && path.IndexOf('*') < 0 && path.IndexOf('?') < 0)
        {
            // Brackets in a list of names are most likely part of a name, and a file that is missing must not go unnoticed.
            ProcessError(MedErrorRecord.From(new MedIOException(MedIOError.FileNotFound, $"{path}: there is no such file, nor one that fits it as a pattern. Check the name and the current location.", path), path));
            return;
        }

        foreach (PathInfo file in found)
        {
            if (FilePath.IsFileSystem(file.Provider))
            {
                ProcessFile(FilePath.Of(file));
            }
            else
            {
                ProcessError(FilePath.WrongProvider(path, file.Provider));
                return;
            }
        }
    }

    private void ProcessLiteral(string path)
    {
        if (FilePath.TryResolve(this, path, out string file, out ErrorRecord? error))
        {
            ProcessFile(file);
        }
        else
        {
            ProcessError(error!);
        }
    }

    private static bool NeedsExpansion(string path) => path.IndexOf('*') >= 0 || path.IndexOf('?') >= 0 || path.IndexOf('[') >= 0 || path.IndexOf('`') >= 0;
}
