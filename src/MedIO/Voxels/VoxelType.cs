namespace MedIO;

/// <summary>The number type of one component of a voxel.</summary>
public enum VoxelType
{
    /// <summary>8-bit unsigned integer, <see cref="byte"/>.</summary>
    UInt8 = 1,

    /// <summary>8-bit signed integer, <see cref="sbyte"/>.</summary>
    Int8,

    /// <summary>16-bit unsigned integer, <see cref="ushort"/>.</summary>
    UInt16,

    /// <summary>16-bit signed integer, <see cref="short"/>.</summary>
    Int16,

    /// <summary>32-bit unsigned integer, <see cref="uint"/>.</summary>
    UInt32,

    /// <summary>32-bit signed integer, <see cref="int"/>.</summary>
    Int32,

    /// <summary>64-bit unsigned integer, <see cref="ulong"/>.</summary>
    UInt64,

    /// <summary>64-bit signed integer, <see cref="long"/>.</summary>
    Int64,

    /// <summary>32-bit IEEE 754 number, <see cref="float"/>.</summary>
    Float32,

    /// <summary>64-bit IEEE 754 number, <see cref="double"/>.</summary>
    Float64,

    /// <summary>A pair of 32-bit IEEE 754 numbers, <see cref="MedIO.Complex64"/>.</summary>
    Complex64,

    /// <summary>A pair of 64-bit IEEE 754 numbers, <see cref="System.Numerics.Complex"/>.</summary>
    Complex128,
}
