using System;
using System.Collections.Generic;
using System.Numerics;

namespace MedIO;

/// <summary>Facts about each <see cref="VoxelType"/>: its size, its .NET type and the names it goes by.</summary>
public static class VoxelTypes
{
    private static readonly Dictionary<string, VoxelType> ByName = MakeNames();

    /// <summary>The size in bytes of one component.</summary>
    /// <param name="type">The type.</param>
    /// <returns>1 to 16.</returns>
    public static int SizeOf(VoxelType type) => type switch
    {
        VoxelType.UInt8 or VoxelType.Int8 => 1,
        VoxelType.UInt16 or VoxelType.Int16 => 2,
        VoxelType.UInt32 or VoxelType.Int32 or VoxelType.Float32 => 4,
        VoxelType.UInt64 or VoxelType.Int64 or VoxelType.Float64 or VoxelType.Complex64 => 8,
        VoxelType.Complex128 => 16,
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };

    /// <summary>Whether the type is one of the eight integer types.</summary>
    /// <param name="type">The type.</param>
    /// <returns>True for integers.</returns>
    public static bool IsInteger(VoxelType type) => type <= VoxelType.Int64;

    /// <summary>Whether the type is one of the two complex types.</summary>
    /// <param name="type">The type.</param>
    /// <returns>True for complex numbers.</returns>
    public static bool IsComplex(VoxelType type) => type >= VoxelType.Complex64;

    /// <summary>The .NET element type of <see cref="MedImage.Voxels"/> for a voxel type.</summary>
    /// <param name="type">The type.</param>
    /// <returns>For example <c>typeof(short)</c>.</returns>
    public static Type ToClrType(VoxelType type) => type switch
    {
        VoxelType.UInt8 => typeof(byte),
        VoxelType.Int8 => typeof(sbyte),
        VoxelType.UInt16 => typeof(ushort),
        VoxelType.Int16 => typeof(short),
        VoxelType.UInt32 => typeof(uint),
        VoxelType.Int32 => typeof(int),
        VoxelType.UInt64 => typeof(ulong),
        VoxelType.Int64 => typeof(long),
        VoxelType.Float32 => typeof(float),
        VoxelType.Float64 => typeof(double),
        VoxelType.Complex64 => typeof(Complex64),
        VoxelType.Complex128 => typeof(Complex),
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };

    /// <summary>The voxel type of a .NET element type.</summary>
    /// <param name="type">For example <c>typeof(short)</c>.</param>
    /// <returns>The voxel type.</returns>
    /// <exception cref="ArgumentException">The .NET type holds no voxels, such as <see cref="decimal"/>.</exception>
    public static VoxelType FromClrType(Type type)
    {
        if (type is null)
        {
            throw new ArgumentNullException(nameof(type));
        }

        foreach (VoxelType candidate in All)
        {
            if (ToClrType(candidate) == type)
            {
                return candidate;
            }
        }

        throw new ArgumentException($"Voxels cannot be of the type {type}. Use one of {string.Join(", ", All)}.", nameof(type));
    }

    /// <summary>All voxel types, narrow ones first.</summary>
    public static IReadOnlyList<VoxelType> All { get; } = (VoxelType[])Enum.GetValues(typeof(VoxelType));

    /// <summary>Reads a type's name in any of its spellings: our own, NumPy's, C's and .NET's; case does not matter.</summary>
    /// <param name="name">Such as <c>int16</c>, <c>short</c>, <c>i2</c>, <c>float</c> or <c>double</c>.</param>
    /// <param name="type">The type of that name.</param>
    /// <returns>False when no type has that name.</returns>
    public static bool TryParse(string? name, out VoxelType type) => ByName.TryGetValue(name?.Trim() ?? string.Empty, out type);

    private static Dictionary<string, VoxelType> MakeNames()
    {
        var names = new Dictionary<string, VoxelType>(StringComparer.OrdinalIgnoreCase);
        foreach (VoxelType type in (VoxelType[])Enum.GetValues(typeof(VoxelType)))
        {
            names[type.ToString()] = type;
            names[ToClrType(type).Name] = type;
        }

        Add(VoxelType.UInt8, "uchar", "u1", "uint8_t", "ubyte", "unsigned char");
        Add(VoxelType.Int8, "char", "i1", "int8_t");
        Add(VoxelType.UInt16, "ushort", "u2", "uint16_t", "unsigned short");
        Add(VoxelType.Int16, "short", "i2", "int16_t");
        Add(VoxelType.UInt32, "uint", "u4", "uint32_t", "unsigned int");
        Add(VoxelType.Int32, "int", "i4", "int32_t");
        Add(VoxelType.UInt64, "ulong", "u8", "uint64_t");
        Add(VoxelType.Int64, "long", "i8", "int64_t");
        Add(VoxelType.Float32, "float", "f4");
        Add(VoxelType.Float64, "f8");
        Add(VoxelType.Complex64, "c8");
        Add(VoxelType.Complex128, "c16");
        return names;

        void Add(VoxelType type, params string[] aliases)
        {
            foreach (string alias in aliases)
            {
                names[alias] = type;
            }
        }
    }
}
