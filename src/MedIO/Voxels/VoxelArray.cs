using System;
using System.Numerics;
using MedIO.IO;

namespace MedIO.Voxels;

/// <summary>Makes and reads the flat arrays that hold voxels.</summary>
internal static class VoxelArray
{
    /// <summary>The most elements that one .NET array of any type can have.</summary>
    public const long MaxLength = 0x7FFFFFC7;

    /// <summary>Makes an array that the caller fills entirely; its content is undefined.</summary>
    /// <exception cref="MedIOException"><see cref="MedIOError.ImageTooLarge"/>.</exception>
    public static Array Allocate(VoxelType type, long count)
    {
        if (count > MaxLength)
        {
            throw TooLarge(type, count, null);
        }

        int n = (int)count;
        try
        {
            return type switch
            {
                VoxelType.UInt8 => New<byte>(n),
                VoxelType.Int8 => New<sbyte>(n),
                VoxelType.UInt16 => New<ushort>(n),
                VoxelType.Int16 => New<short>(n),
                VoxelType.UInt32 => New<uint>(n),
                VoxelType.Int32 => New<int>(n),
                VoxelType.UInt64 => New<ulong>(n),
                VoxelType.Int64 => New<long>(n),
                VoxelType.Float32 => New<float>(n),
                VoxelType.Float64 => New<double>(n),
                VoxelType.Complex64 => New<Complex64>(n),
                VoxelType.Complex128 => New<Complex>(n),
                _ => throw new ArgumentOutOfRangeException(nameof(type)),
            };
        }
        catch (OutOfMemoryException e)
        {
            throw TooLarge(type, count, e);
        }
    }

    private static T[] New<T>(int count)
        where T : unmanaged
    {
#if NET8_0_OR_GREATER
        T[] array = GC.AllocateUninitializedArray<T>(count);
#else
        var array = new T[count];
#endif
        LargePages.Advise(array);
        return array;
    }

    private static MedIOException TooLarge(VoxelType type, long count, Exception? inner) => new(
        MedIOError.ImageTooLarge,
        $"{count} numbers of type {type} do not fit in one array or in memory. Read a part of the image with a slice, or a smaller data type.",
        innerException: inner);
}
