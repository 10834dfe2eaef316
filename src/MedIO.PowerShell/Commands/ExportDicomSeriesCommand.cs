using System;
using System.Collections;
using System.Collections.Generic;
using System.IO;
using System.Management.Automation;
using MedIO.Dicom;

namespace MedIO.PowerShell;

/// <summary>Export-DicomSeries: writes an image as a DICOM series, one file a slice.</summary>
[Cmdlet(VerbsData.Export, "DicomSeries", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(FileInfo))]
public sealed class ExportDicomSeriesCommand : WriteCommand
{
    /// <summary>
    /// The folder, never a pattern, or a script block that gives it for each image. It does not bind from the pipeline:
    /// an image has a property Path, which is the file it came from.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNull]
    [Alias("LiteralPath", "dirname")]
    public object Path { get; set; } = string.Empty;

    /// <summary>Names of the files; {0} is the slice's number, from 1.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string Pattern { get; set; } = "IM{0}.dcm";

    /// <summary>Elements of all files, by keyword or tag.</summary>
    [Parameter]
    [ValidateNotNull]
    [Alias("metadata_dict")]
    public IDictionary? Tag { get; set; }

    /// <summary>A series, one of its files, or its folder, whose patient, study and frame of reference the new series gets.</summary>
    [Parameter]
    [ValidateNotNull]
    public object? ReferenceSeries { get; set; }

    /// <summary>How the files are encoded.</summary>
    [Parameter]
    public DicomTransferSyntax TransferSyntax { get; set; }

    /// <summary>The root that UIDs are made under.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? UidRoot { get; set; }

    /// <summary>Whether files in a folder that is not empty may be replaced.</summary>
    [Parameter]
    [Alias("exist_ok")]
    public SwitchParameter Force { get; set; }

    /// <summary>Whether to make the parents of the folder.</summary>
    [Parameter]
    [Alias("parents")]
    public SwitchParameter CreateDirectory { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        MedImage image = InputObject!;
        if (!TargetPath.TryResolveName(this, Path, image, out string path, out ErrorRecord? error))
        {
            WriteError(error!);
        }
        else if (!Saved.Add(path))
        {
            WriteError(MedErrorRecord.Of(
                "TargetUsedTwice",
                $"{path}: an image of this pipeline was exported there already. Give each image a folder of its own with a script block, such as -Path {{ Join-Path out $_.Name }}.",
                ErrorCategory.InvalidArgument,
                path));
        }
        else if (ShouldProcess(path, "Export DICOM series"))
        {
            Export(image, path);
        }
    }

    private void Export(MedImage image, string path)
    {
        var progress = new ReadProgress(this, "Exporting a DICOM series", path);
        var warnings = new List<string>();
        IReadOnlyList<string> files;
        try
        {
            files = DicomExport.Save(image, path, new DicomExportOptions
            {
                Pattern = Pattern,
                Tags = (IDictionary?)Unwrap(Tag),
                AllowReorient = AllowReorient,
                KeepOrientation = KeepsOrientation,
                DataType = DataType,
                TransferSyntax = TransferSyntax,
                ReferenceSeries = Reference(),
                UidRoot = UidRoot,
                Force = Force,
                CreateDirectory = CreateDirectory,
                Warn = warnings.Add,
                CancellationToken = Stop,
                Progress = progress,
            });
        }
        catch (OperationCanceledException)
        {
            throw new PipelineStoppedException();
        }
        catch (Exception e) when (e is not PipelineStoppedException)
        {
            progress.Complete();
            WriteError(MedErrorRecord.From(e, path));
            return;
        }

        progress.Complete();
        foreach (string warning in warnings)
        {
            WriteWarning($"{path}: {warning}");
        }

        foreach (string file in PassThru ? files : Array.Empty<string>())
        {
            WriteObject(InvokeProvider.Item.Get(new[] { file }, force: true, literalPath: true), enumerateCollection: true);
        }
    }

    // PowerShell wraps what has passed through its pipeline; the core knows nothing of that.
    private static object? Unwrap(object? value)
    {
        switch (value is PSObject wrapped ? wrapped.BaseObject : value)
        {
            case IDictionary elements:
                var plain = new Hashtable();
                foreach (DictionaryEntry element in elements)
                {
                    plain[Unwrap(element.Key)!] = Unwrap(element.Value);
                }

                return plain;
            case object[] list:
                return Array.ConvertAll(list, Unwrap);
            case var other:
                return other;
        }
    }

    private string? Reference()
    {
        switch (ReferenceSeries is PSObject wrapped ? wrapped.BaseObject : ReferenceSeries)
        {
            case null:
                return null;
            case DicomSeries series:
                return series.Files[0];
            case MedImage { Metadata.Series: { } series }:
                return series.Files[0];
            case MedMeta { Series: { } series }:
                return series.Files[0];
            case FileSystemInfo item:
                return item.FullName;
            case var name when FilePath.TryResolve(this, name.ToString() ?? string.Empty, out string path, out ErrorRecord? error):
                return path;
            default:
                throw new MedIOException(MedIOError.FileNotFound, $"{ReferenceSeries}: is no file or folder of a series. Give the path of one of its files, its folder, or what Get-DicomSeries gives.");
        }
    }
}
