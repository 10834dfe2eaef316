using System.Collections.Generic;
using System.Management.Automation;
using MedIO.IO;

namespace MedIO.PowerShell;

/// <summary>A cmdlet that writes images: the wishes that hold for a file and for a series alike.</summary>
public abstract class WriteCommand : StoppableCommand
{
    /// <summary>The images.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    [ValidateNotNull]
    public MedImage? InputObject { get; set; }

    /// <summary>The voxel type wanted in the file.</summary>
    [Parameter]
    [VoxelTypeArgument]
    [ArgumentCompleter(typeof(DataTypeCompleter))]
    [Alias("dtype")]
    public VoxelType? DataType { get; set; }

    /// <summary>Whether the axes stay as they are in memory.</summary>
    [Parameter]
    public SwitchParameter KeepOrientation { get; set; }

    /// <summary>medio's wish, the opposite of <see cref="KeepOrientation"/>.</summary>
    [Parameter]
    [Alias("use_original_ornt")]
    public bool UseOriginalOrientation { get; set; } = true;

    /// <summary>Whether the slices of a left-handed image are counted from its other end where DICOM demands right-handed axes.</summary>
    [Parameter]
    [Alias("allow_dcm_reorient")]
    public SwitchParameter AllowReorient { get; set; }

    /// <summary>Whether to output what was written.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Targets of this pipeline: none is written twice.</summary>
    private protected HashSet<string> Saved { get; } = new(PathComparer.Instance);

    /// <summary>Whether the axes are to stay, by either wish.</summary>
    private protected bool KeepsOrientation => KeepOrientation || !UseOriginalOrientation;
}
