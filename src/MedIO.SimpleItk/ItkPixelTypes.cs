using System;
using System.Collections.Generic;
using System.Globalization;
using System.Reflection;

namespace MedIO.SimpleItk;

/// <summary>SimpleITK's pixel types, whose numbers depend on how it was built, and the voxel types that they are.</summary>
internal sealed class ItkPixelTypes
{
    private const string Vector = "Vector";

    private static readonly (string Name, VoxelType Type)[] Scalars =
    {
        ("UInt8", VoxelType.UInt8), ("Int8", VoxelType.Int8), ("UInt16", VoxelType.UInt16), ("Int16", VoxelType.Int16),
        ("UInt32", VoxelType.UInt32), ("Int32", VoxelType.Int32), ("UInt64", VoxelType.UInt64), ("Int64", VoxelType.Int64),
        ("Float32", VoxelType.Float32), ("Float64", VoxelType.Float64),
        ("ComplexFloat32", VoxelType.Complex64), ("ComplexFloat64", VoxelType.Complex128),
    };

    private readonly Dictionary<int, (VoxelType Type, bool IsVector)> _byNumber = new();
    private readonly Dictionary<(VoxelType Type, bool IsVector), object> _values = new();

    public ItkPixelTypes(Type values)
    {
        foreach ((string name, VoxelType type) in Scalars)
        {
            foreach (bool isVector in new[] { false, true })
            {
                if (values.GetField($"sitk{(isVector ? Vector : string.Empty)}{name}", BindingFlags.Public | BindingFlags.Static)?.GetValue(null) is { } value
                    && Number(value) is var number and >= 0)
                {
                    _byNumber[number] = (type, isVector);
                    _values[(type, isVector)] = value;
                }
            }
        }
    }

    /// <summary>The voxel type of a number; null where it is none of voxels, such as a label map's.</summary>
    public (VoxelType Type, bool IsVector)? Find(int number) => _byNumber.TryGetValue(number, out (VoxelType, bool) found) ? found : null;

    /// <summary>SimpleITK's value for a type; null where it has none.</summary>
    public object? Value(VoxelType type, bool isVector) => _values.TryGetValue((type, isVector), out object? value) ? value : null;

    /// <summary>How methods for a type's buffers are called.</summary>
    public static string BufferName(VoxelType type) => type switch
    {
        VoxelType.Float32 => "Float",
        VoxelType.Float64 => "Double",
        _ => type.ToString(),
    };

    // A class with a number in SimpleITK 2, in case it ever becomes an enum.
    private static int Number(object value) => Convert.ToInt32(
        value is Enum ? value : value.GetType().GetField("swigValue")!.GetValue(value), CultureInfo.InvariantCulture);
}
