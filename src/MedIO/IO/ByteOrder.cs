using System;
using System.Buffers.Binary;

namespace MedIO.IO;

/// <summary>Turns numbers of the other byte order around in place.</summary>
internal static unsafe class ByteOrder
{
    /// <summary>Swaps the bytes of each number. Complex numbers are two numbers.</summary>
    public static void Swap(byte* data, long byteCount, VoxelType type)
    {
        int size = VoxelTypes.IsComplex(type) ? VoxelTypes.SizeOf(type) / 2 : VoxelTypes.SizeOf(type);
        const int Chunk = 1 << 20;
        for (long done = 0; done < byteCount && size > 1; done += Chunk)
        {
            int n = (int)Math.Min(Chunk, byteCount - done) / size;
            switch (size)
            {
                case 2: Swap(new Span<ushort>(data + done, n)); break;
                case 4: Swap(new Span<uint>(data + done, n)); break;
                default: Swap(new Span<ulong>(data + done, n)); break;
            }
        }
    }

#if NET8_0_OR_GREATER
    private static void Swap(Span<ushort> values) => BinaryPrimitives.ReverseEndianness(values, values);

    private static void Swap(Span<uint> values) => BinaryPrimitives.ReverseEndianness(values, values);

    private static void Swap(Span<ulong> values) => BinaryPrimitives.ReverseEndianness(values, values);
#else
    private static void Swap(Span<ushort> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = BinaryPrimitives.ReverseEndianness(values[i]);
        }
    }

    private static void Swap(Span<uint> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = BinaryPrimitives.ReverseEndianness(values[i]);
        }
    }

    private static void Swap(Span<ulong> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = BinaryPrimitives.ReverseEndianness(values[i]);
        }
    }
#endif
}
