using System;
using System.Buffers.Binary;

namespace MedIO.IO;

/// <summary>Turns numbers of the other byte order around in place.</summary>
internal static unsafe class ByteOrder
{
    /// <summary>Swaps the bytes of each number. Complex numbers are two numbers.</summary>
    public static void Swap(byte* data, long byteCount, VoxelType type) => Swap(data, data, byteCount, type);

    /// <summary>Copies numbers and swaps the bytes of each on the way.</summary>
    public static void Swap(byte* source, byte* target, long byteCount, VoxelType type)
    {
        int size = VoxelTypes.IsComplex(type) ? VoxelTypes.SizeOf(type) / 2 : VoxelTypes.SizeOf(type);
        const int Chunk = 1 << 20;
        for (long done = 0; done < byteCount && size > 1; done += Chunk)
        {
            int n = (int)Math.Min(Chunk, byteCount - done) / size;
            switch (size)
            {
                case 2: Swap(new ReadOnlySpan<ushort>(source + done, n), new Span<ushort>(target + done, n)); break;
                case 4: Swap(new ReadOnlySpan<uint>(source + done, n), new Span<uint>(target + done, n)); break;
                default: Swap(new ReadOnlySpan<ulong>(source + done, n), new Span<ulong>(target + done, n)); break;
            }
        }
    }

#if NET8_0_OR_GREATER
    private static void Swap(ReadOnlySpan<ushort> source, Span<ushort> target) => BinaryPrimitives.ReverseEndianness(source, target);

    private static void Swap(ReadOnlySpan<uint> source, Span<uint> target) => BinaryPrimitives.ReverseEndianness(source, target);

    private static void Swap(ReadOnlySpan<ulong> source, Span<ulong> target) => BinaryPrimitives.ReverseEndianness(source, target);
#else
    private static void Swap(ReadOnlySpan<ushort> source, Span<ushort> target)
    {
        for (int i = 0; i < source.Length; i++)
        {
            target[i] = BinaryPrimitives.ReverseEndianness(source[i]);
        }
    }

    private static void Swap(ReadOnlySpan<uint> source, Span<uint> target)
    {
        for (int i = 0; i < source.Length; i++)
        {
            target[i] = BinaryPrimitives.ReverseEndianness(source[i]);
        }
    }

    private static void Swap(ReadOnlySpan<ulong> source, Span<ulong> target)
    {
        for (int i = 0; i < source.Length; i++)
        {
            target[i] = BinaryPrimitives.ReverseEndianness(source[i]);
        }
    }
#endif
}
