using System;
using System.Numerics;

namespace MedIO.Tests;

/// <summary>Voxels of any type for tests.</summary>
internal static class SampleVoxels
{
    /// <summary>All types differ from voxel to voxel as far as they can.</summary>
    public static Array Make(VoxelType type, int count)
    {
        var result = Array.CreateInstance(VoxelTypes.ToClrType(type), count);
        for (int i = 0; i < count; i++)
        {
            result.SetValue(Value(type, i), i);
        }

        return result;
    }

    public static object Value(VoxelType type, int i) => type switch
    {
        VoxelType.UInt8 => (object)(byte)(i * 7),
        VoxelType.Int8 => (sbyte)(i * 7),
        VoxelType.UInt16 => (ushort)(i * 31),
        VoxelType.Int16 => (short)(i * 31),
        VoxelType.UInt32 => (uint)i * 65599u,
        VoxelType.Int32 => i * 65599,
        VoxelType.UInt64 => (ulong)i * 0x9E3779B97F4A7C15UL,
        VoxelType.Int64 => (long)((ulong)i * 0x9E3779B97F4A7C15UL),
        VoxelType.Float32 => (i * 0.37f) - 5,
        VoxelType.Float64 => (i * 0.37) - 5,
        VoxelType.Complex64 => new Complex64(i, -i * 0.5f),
        _ => new Complex(i, -i * 0.5),
    };

    /// <summary>The bytes of voxels, little or big endian.</summary>
    public static byte[] Bytes(Array voxels, bool bigEndian = false)
    {
        VoxelType type = VoxelTypes.FromClrType(voxels.GetType().GetElementType()!);
        int part = VoxelTypes.SizeOf(type) / (VoxelTypes.IsComplex(type) ? 2 : 1);
        var result = new byte[voxels.LongLength * VoxelTypes.SizeOf(type)];
        int at = 0;
        foreach (object value in voxels)
        {
            foreach (byte[] number in Numbers(value))
            {
                if (bigEndian == BitConverter.IsLittleEndian)
                {
                    Array.Reverse(number);
                }

                number.CopyTo(result, at);
                at += part;
            }
        }

        return result;
    }

    private static byte[][] Numbers(object value) => value switch
    {
        byte v => new[] { new[] { v } },
        sbyte v => new[] { new[] { (byte)v } },
        ushort v => new[] { BitConverter.GetBytes(v) },
        short v => new[] { BitConverter.GetBytes(v) },
        uint v => new[] { BitConverter.GetBytes(v) },
        int v => new[] { BitConverter.GetBytes(v) },
        ulong v => new[] { BitConverter.GetBytes(v) },
        long v => new[] { BitConverter.GetBytes(v) },
        float v => new[] { BitConverter.GetBytes(v) },
        double v => new[] { BitConverter.GetBytes(v) },
        Complex64 v => new[] { BitConverter.GetBytes(v.Real), BitConverter.GetBytes(v.Imaginary) },
        Complex v => new[] { BitConverter.GetBytes(v.Real), BitConverter.GetBytes(v.Imaginary) },
        _ => throw new ArgumentException("No voxel.", nameof(value)),
    };
}
