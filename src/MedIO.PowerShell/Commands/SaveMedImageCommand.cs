using System;
using System.Collections.Generic;
using System.IO;
using System.Management.Automation;

namespace MedIO.PowerShell;

/// <summary>Save-MedImage: writes images, in the format of the name's suffix.</summary>
[Cmdlet(VerbsData.Save, "MedImage", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(FileInfo))]
public sealed class SaveMedImageCommand : WriteCommand
{
    /// <summary>
    /// The file, never a pattern, or a script block that gives it for each image. It does not bind from the pipeline:
    /// an image has a property Path, which is the file it came from.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNull]
    [Alias("LiteralPath", "filename")]
    public object Path { get; set; } = string.Empty;

    /// <summary>Which library writes.</summary>
    [Parameter]
    [AllowNull]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(BackendCompleter))]
    public string? Backend { get; set; }

    /// <summary>The class of ITK that writes; for SimpleItk, which it chooses.</summary>
    [Parameter]
    [AllowNull]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(ImageIOCompleter))]
    public string? ImageIO { get; set; }

    /// <summary>Whether to make the directory.</summary>
    [Parameter]
    [Alias("mkdir")]
    public SwitchParameter CreateDirectory { get; set; }

    /// <summary>medio's wish; here parents are made with the directory.</summary>
    [Parameter(DontShow = true)]
    public SwitchParameter Parents { get; set; }

    /// <summary>Whether an existing file stays.</summary>
    [Parameter]
    [Alias("NoOverwrite")]
    public SwitchParameter NoClobber { get; set; }

    /// <summary>Whether a read-only file is replaced.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>0 to 9.</summary>
    [Parameter]
    [ValidateRange(0, 9)]
    public int? CompressionLevel { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        try
        {
            BackendChoice.Require(Backend, string.IsNullOrWhiteSpace(ImageIO) ? null : nameof(ImageIO));
        }
        catch (MedIOException e)
        {
            Refuse(e, Backend);
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        MedImage image = InputObject!;
        if (!TargetPath.TryResolve(this, Path, image, out string path, out ErrorRecord? error))
        {
            WriteError(error!);
        }
        else if (Saved.Contains(path))
        {
            WriteError(MedErrorRecord.Of(
                "TargetUsedTwice",
                $"{path}: an image of this pipeline was saved there already. Give each image a name of its own with a script block, such as -Path {{ $_.Name }}, or the name of a directory.",
                ErrorCategory.InvalidArgument,
                path));
        }
        else if (ShouldProcess(path, "Save image") && Save(image, path, out List<string> written))
        {
            Saved.Add(path);
            if (PassThru)
            {
                // A name such as slice{0}.png stands for many files; of a pair only the one that was named is given.
                string[] files = File.Exists(path) ? new[] { path } : written.ToArray();
                WriteObject(InvokeProvider.Item.Get(files, force: true, literalPath: true), enumerateCollection: true);
            }
        }
    }

    private bool Save(MedImage image, string path, out List<string> written)
    {
        var files = new List<string>();
        written = files;
        var progress = new ReadProgress(this, "Saving an image", path);
        var warnings = new List<string>();
        var options = new SaveOptions
        {
            KeepOrientation = KeepsOrientation,
            DataType = DataType,
            NoClobber = NoClobber,
            AllowReorient = AllowReorient,
            CreateDirectory = CreateDirectory,
            CompressionLevel = CompressionLevel,
            Backend = Backend,
            ImageIO = string.IsNullOrWhiteSpace(ImageIO) ? null : ImageIO!.Trim(),
            Warn = warnings.Add,
            Written = files.Add,
            CancellationToken = Stop,
            Progress = progress,
        };
        bool unlocked = false;
        try
        {
            unlocked = Force && !NoClobber && ReadOnlyFile.Unlock(path);
            MedFile.Save(image, path, options);
        }
        catch (OperationCanceledException)
        {
            ReadOnlyFile.Lock(path, unlocked);
            throw new PipelineStoppedException();
        }
        catch (Exception e) when (e is not PipelineStoppedException)
        {
            ReadOnlyFile.Lock(path, unlocked);
            progress.Complete();
            WriteError(MedErrorRecord.From(e, path));
            return false;
        }

        progress.Complete();
        if (string.IsNullOrWhiteSpace(ImageIO))
        {
            WriteWriter(path, Backend);
        }

        foreach (string warning in warnings)
        {
            WriteWarning(path, warning);
        }

        return true;
    }
}
