using System;
using System.Management.Automation;
using MedIO.Dicom;

namespace MedIO.PowerShell;

/// <summary>Read-MedImage: voxels and metadata of images.</summary>
[Cmdlet(VerbsCommunications.Read, "MedImage", DefaultParameterSetName = "Path")]
[OutputType(typeof(MedImage))]
public sealed class ReadMedImageCommand : ReadCommand
{
    private protected override void ReadFile(string path) => Read(path, () => MedFile.Read(path, Options));

    private protected override void ReadSeries(DicomSeries series) => Read(series.ToString(), () => MedFile.Read(series, Options));

    private protected override void ProcessError(ErrorRecord error) => WriteError(error);

    private void Read(string target, Func<MedImage> read)
    {
        // Core reports progress on the thread that called it, which is the pipeline's.
        var progress = new ReadProgress(this, "Reading an image", target);
        Options.Progress = progress;
        MedImage image;
        try
        {
            image = read();
        }
        catch (OperationCanceledException)
        {
            throw new PipelineStoppedException();
        }
        catch (Exception e) when (e is not PipelineStoppedException)
        {
            progress.Complete();
            WriteError(MedErrorRecord.From(e, target));
            return;
        }

        progress.Complete();
        WriteReader(image.Path, image.Metadata.Backend);
        WriteWarnings(image.Metadata);
        ConsoleText.Show(image.Header);
        WriteObject(image);
    }
}
