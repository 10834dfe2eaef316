using System;
using System.Collections.Generic;
using System.Threading.Tasks;

namespace MedIO.Voxels;

/// <summary>Turns axes around in the array they are in, so that reading a flipped image needs no second array. Never for an array that somebody else may hold.</summary>
internal static unsafe class VoxelFlip
{
    private const int SwapBytes = 4096;
    private const long ParallelBytes = 1 << 18;

    /// <summary>Reverses the axes that are marked.</summary>
    public static void InPlace(Array voxels, IReadOnlyList<int> shape, int components, IReadOnlyList<bool> flipped)
    {
        using var pinned = new PinnedArray(voxels);
        long block = (long)components * pinned.ElementSize;
        for (int i = 0; i < shape.Count; i++)
        {
            // Neighbouring axes that both turn around are one; axes of one voxel do not matter.
            long count = shape[i];
            bool flip = flipped[i] || count == 1;
            bool any = flipped[i] && count > 1;
            for (; flip && i + 1 < shape.Count && (flipped[i + 1] || shape[i + 1] == 1); i++)
            {
                count *= shape[i + 1];
                any |= flipped[i + 1] && shape[i + 1] > 1;
            }

            if (any)
            {
                Reverse(pinned.Pointer, pinned.ByteCount, block, count);
            }

            block *= count;
        }
    }

    private static void Reverse(byte* data, long byteCount, long block, long count)
    {
        switch (block)
        {
            case 1: Rows<byte>(data, byteCount, count); break;
            case 2: Rows<ushort>(data, byteCount, count); break;
            case 3: Rows<Bytes3>(data, byteCount, count); break;
            case 4: Rows<uint>(data, byteCount, count); break;
            case 6: Rows<Bytes6>(data, byteCount, count); break;
            case 8: Rows<ulong>(data, byteCount, count); break;
            case 12: Rows<Bytes12>(data, byteCount, count); break;
            case 16: Rows<Bytes16>(data, byteCount, count); break;
            case 24: Rows<Bytes24>(data, byteCount, count); break;
            default: Blocks(data, byteCount, block, count); break;
        }
    }

    private static void Rows<T>(byte* data, long byteCount, long count)
        where T : unmanaged
    {
        long rows = byteCount / (count * sizeof(T));
        nint start = (nint)data;
        if (rows == 1)
        {
            OneRow<T>(start, count);
            return;
        }

        long batch = Math.Max(1, ParallelBytes / (count * sizeof(T)));
        For((rows + batch - 1) / batch, byteCount, b =>
        {
            long last = Math.Min(rows, (b + 1) * batch);
            for (long row = b * batch; row < last; row++)
            {
                new Span<T>((T*)start + (row * count), (int)count).Reverse();
            }
        });
    }

    // The whole array: a piece of its front changes places with its mirror image at the back.
    private static void OneRow<T>(nint start, long count)
        where T : unmanaged
    {
        const int Piece = 1 << 15;
        long half = count / 2;
        For((half + Piece - 1) / Piece, count * sizeof(T), piece =>
        {
            T* front = (T*)start + (piece * Piece);
            T* back = (T*)start + (count - 1 - (piece * Piece));
            for (long n = Math.Min(Piece, half - (piece * Piece)); n > 0; n--)
            {
                T value = *front;
                *front++ = *back;
                *back-- = value;
            }
        });
    }

    private static void Blocks(byte* data, long byteCount, long block, long count)
    {
        long half = count / 2;
        long pairs = byteCount / (block * count) * half;
        nint start = (nint)data;
        long batch = Math.Max(1, ParallelBytes / block);
        For((pairs + batch - 1) / batch, byteCount, b =>
        {
            long last = Math.Min(pairs, (b + 1) * batch);
            for (long pair = b * batch; pair < last; pair++)
            {
                byte* group = (byte*)start + (pair / half * block * count);
                Swap(group + (pair % half * block), group + ((count - 1 - (pair % half)) * block), block);
            }
        });
    }

    private static void Swap(byte* left, byte* right, long count)
    {
        byte* buffer = stackalloc byte[SwapBytes];
        for (long done = 0; done < count; done += SwapBytes)
        {
            long n = Math.Min(SwapBytes, count - done);
            Buffer.MemoryCopy(left + done, buffer, n, n);
            Buffer.MemoryCopy(right + done, left + done, n, n);
            Buffer.MemoryCopy(buffer, right + done, n, n);
        }
    }

    private static void For(long count, long byteCount, Action<long> body)
    {
        if (byteCount >= ParallelBytes && count > 1)
        {
            Parallel.For(0, count, body);
            return;
        }

        for (long i = 0; i < count; i++)
        {
            body(i);
        }
    }
}
