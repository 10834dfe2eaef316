using System;
using System.Numerics;
using System.Runtime.InteropServices;

namespace MedIO.Backends.Tests.Agreement;

/// <summary>Voxels of any type as plain numbers; a complex one is two.</summary>
internal static class Numbers
{
    // By the exact type: at run time a short[] passes for a ushort[].
    public static double[] Of(Array voxels) => Type.GetTypeCode(voxels.GetType().GetElementType()) switch
    {
        TypeCode.Byte => Widened<byte>(voxels),
        TypeCode.SByte => Widened<sbyte>(voxels),
        TypeCode.UInt16 => Widened<ushort>(voxels),
        TypeCode.Int16 => Widened<short>(voxels),
        TypeCode.UInt32 => Widened<uint>(voxels),
        TypeCode.Int32 => Widened<int>(voxels),
        TypeCode.UInt64 => Widened<ulong>(voxels),
        TypeCode.Int64 => Widened<long>(voxels),
        TypeCode.Single => Widened<float>(voxels),
        TypeCode.Double => (double[])voxels,
        _ when voxels is Complex64[] complex => Array.ConvertAll(MemoryMarshal.Cast<Complex64, float>(complex).ToArray(), v => (double)v),
        _ => MemoryMarshal.Cast<Complex, double>((Complex[])voxels).ToArray(),
    };

    /// <summary>Whether all bits are the same: 64-bit integers do not fit into numbers of 53 bits.</summary>
    public static bool SameBits(Array left, Array right) =>
        left.GetType() == right.GetType() && left.Length == right.Length && Bytes(left).SequenceEqual(Bytes(right));

    private static double[] Widened<T>(Array voxels)
        where T : INumber<T> => Array.ConvertAll((T[])voxels, double.CreateChecked);

    private static ReadOnlySpan<byte> Bytes(Array voxels) =>
        MemoryMarshal.CreateReadOnlySpan(ref MemoryMarshal.GetArrayDataReference(voxels), voxels.Length * VoxelTypes.SizeOf(VoxelTypes.FromClrType(voxels.GetType().GetElementType()!)));
}
