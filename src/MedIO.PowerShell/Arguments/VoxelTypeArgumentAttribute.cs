using System;
using System.Management.Automation;

namespace MedIO.PowerShell;

/// <summary>Takes a voxel type by any of its names: the module's own, NumPy's, C's and .NET's, or a .NET type.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class VoxelTypeArgumentAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        switch (inputData is PSObject wrapped ? wrapped.BaseObject : inputData)
        {
            case null:
            case string { Length: 0 }:
                return null;
            case VoxelType type:
                return type;
            case Type type:
                try
                {
                    return VoxelTypes.FromClrType(type);
                }
                catch (ArgumentException e)
                {
                    throw new ArgumentTransformationMetadataException(e.Message, e);
                }

            case string name when VoxelTypes.TryParse(name, out VoxelType type):
                return type;
            case object other:
                throw new ArgumentTransformationMetadataException(
                    $"'{other}' is no data type. Give one of {string.Join(", ", VoxelTypes.All)}, or its name in NumPy, C or .NET, such as u1, short or double.");
        }
    }
}
