using System;
using System.Management.Automation;
using MedIO.Geometry;

namespace MedIO.PowerShell;

/// <summary>A cmdlet that reads images: the wishes that hold for voxels and for metadata alike.</summary>
public abstract class ReadCommand : FileCommand
{
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

    /// <summary>Which library reads.</summary>
    [Parameter]
    [AllowNull]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(BackendCompleter))]
    public string? Backend { get; set; }

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

    /// <summary>Whether to give all fields of the header.</summary>
    [Parameter]
    public SwitchParameter Header { get; set; }

    /// <summary>Whether 1 mm along the world's axes stands in for unusable geometry.</summary>
    [Parameter]
    [Alias("allow_default_affine")]
    public SwitchParameter AllowDefaultAffine { get; set; }

    /// <summary>Whether a header may name a data file outside its folder.</summary>
    [Parameter]
    public SwitchParameter AllowExternalData { get; set; }

    /// <summary>What all files are read with.</summary>
    private protected ReadOptions Options { get; private set; } = new();

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        object? argument = Backend;
        try
        {
            CoordinateSystem? convention = Backends.ForReading(Backend);
            argument = Orientation;
            string? orientation = string.IsNullOrEmpty(Orientation) ? null : AxisCodes.Parse(Orientation!);

            // At the prompt 2:8, 3:7 arrives as two items.
            string slice = Slice is null ? string.Empty : string.Join(", ", Slice);
            argument = slice;
            Options = new ReadOptions
            {
                Orientation = orientation,
                CoordinateSystem = CoordinateSystem == CoordinateSystem.Native && convention is { } own ? own : CoordinateSystem,
                DataType = DataType,
                Header = Header,
                Slice = slice.Length == 0 ? null : SliceExpression.Parse(slice),
                AllowDefaultAffine = AllowDefaultAffine,
                AllowExternalData = AllowExternalData,
                CancellationToken = Stop,
            };
        }
        catch (MedIOException e)
        {
            Refuse(e, argument);
        }
    }

    /// <summary>Writes an image's or its metadata's warnings, each with its file in front.</summary>
    private protected void WriteWarnings(MedMeta meta)
    {
        foreach (string warning in meta.Warnings)
        {
            WriteWarning(warning.StartsWith(meta.Path ?? "\0", StringComparison.Ordinal) ? warning : $"{meta.Path}: {warning}");
        }
    }
}
