using System.Management.Automation;

namespace MedIO.PowerShell;

/// <summary>A cmdlet that outputs images or their metadata: the wishes that hold for both alike.</summary>
public abstract class ReadCommand : ImageCommand
{
    /// <summary>Whether to give all fields of the header.</summary>
    [Parameter]
    public SwitchParameter Header { get; set; }

    /// <summary>The pixel type that ITK reads into; for SimpleItk, which it chooses.</summary>
    [Parameter]
    [VoxelTypeArgument]
    [ArgumentCompleter(typeof(DataTypeCompleter))]
    [Alias("pixel_type")]
    public VoxelType? PixelType { get; set; }

    /// <summary>Whether <see cref="PixelType"/> is for files alone in which ITK finds no type of its own.</summary>
    [Parameter]
    [Alias("fallback_only")]
    public SwitchParameter FallbackOnly { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        if (FallbackOnly && PixelType is null)
        {
            ThrowTerminatingError(MedErrorRecord.Of("PixelTypeRequired", "-FallbackOnly says when -PixelType is used, and there is none. Give -PixelType, or leave out -FallbackOnly.", ErrorCategory.InvalidArgument, null));
        }

        Options.Header = Header;
        Options.PixelType = PixelType;
        Options.PixelTypeFallbackOnly = FallbackOnly;
        try
        {
            BackendChoice.Require(Backend, PixelType is null ? null : nameof(PixelType));
        }
        catch (MedIOException e)
        {
            Refuse(e, Backend);
        }
    }
}
