using System;
using System.Management.Automation;

namespace MedIO.PowerShell;

/// <summary>Read-MedImage: voxels and metadata of images.</summary>
[Cmdlet(VerbsCommunications.Read, "MedImage", DefaultParameterSetName = "Path")]
[OutputType(typeof(MedImage))]
public sealed class ReadMedImageCommand : ReadCommand
{
    private protected override void ProcessFile(string path)
    {
        // Core reports progress on the thread that called it, which is the pipeline's.
        var progress = new ReadProgress(this, "Reading an image", path);
        Options.Progress = progress;
        MedImage image;
        try
        {
            image = MedFile.Read(path, Options);
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
        WriteWarnings(image.Metadata);
        WriteObject(image);
    }

    private protected override void ProcessError(ErrorRecord error) => WriteError(error);
}
