using System;
using System.Runtime.CompilerServices;
#if NET8_0_OR_GREATER
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
#endif

namespace MedIO.IO.Compression;

/// <summary>The Adler-32 checksum of the zlib format (RFC 1950, section 8): of an empty string it is 1.</summary>
internal static unsafe class Adler32
{
    public const uint Empty = 1;

    private const uint Modulus = 65521;

    /// <summary>So many bytes (a multiple of 32) can be summed up before the second sum may exceed 32 bits.</summary>
    private const int MaxUnreduced = 5536;

    public static uint Update(uint adler, ReadOnlySpan<byte> data)
    {
        fixed (byte* start = data)
        {
            return Update(adler, start, data.Length);
        }
    }

    /// <summary>The checksum of some data and <paramref name="count"/> more bytes, given the former's.</summary>
    [MethodImpl(Jit.Optimize)]
    public static uint Update(uint adler, byte* data, long count)
    {
        uint a = adler & 0xffff;
        uint b = adler >> 16;
        while (count > 0)
        {
            int part = (int)Math.Min(count, MaxUnreduced);
            count -= part;
#if NET8_0_OR_GREATER
            if (Ssse3.IsSupported)
            {
                int vectors = part & ~31;
                SumVectors(ref a, ref b, data, vectors);
                data += vectors;
                part -= vectors;
            }
#endif
            for (; part >= 4; part -= 4, data += 4)
            {
                // The sums of four bytes at once, so that the second does not wait for the first four times.
                b += 4 * a + 4u * data[0] + 3u * data[1] + 2u * data[2] + data[3];
                a += (uint)(data[0] + data[1] + data[2] + data[3]);
            }

            for (; part > 0; part--)
            {
                a += *data++;
                b += a;
            }

            a %= Modulus;
            b %= Modulus;
        }

        return b << 16 | a;
    }

    /// <summary>
    /// The checksum of two pieces of data one after the other, given theirs and the second one's length.
    /// </summary>
    public static uint Combine(uint first, uint second, long secondLength)
    {
        ulong length = (ulong)secondLength % Modulus;
        ulong firstA = first & 0xffff;
        ulong a = firstA + (second & 0xffff) + Modulus - 1;
        ulong b = (first >> 16) + (second >> 16) + length * (firstA + Modulus - 1);
        return (uint)(b % Modulus) << 16 | (uint)(a % Modulus);
    }

#if NET8_0_OR_GREATER
    [MethodImpl(Jit.Optimize)]
    private static void SumVectors(ref uint a, ref uint b, byte* data, int count)
    {
        Vector128<sbyte> high = Vector128.Create(32, 31, 30, 29, 28, 27, 26, 25, 24, 23, 22, 21, 20, 19, 18, 17);
        Vector128<sbyte> low = Vector128.Create(16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1);
        Vector128<short> ones = Vector128.Create((short)1);
        Vector128<uint> sums = Vector128<uint>.Zero;
        Vector128<uint> sumsBefore = Vector128<uint>.Zero;
        Vector128<int> weighted = Vector128<int>.Zero;
        for (int i = 0; i < count; i += 32)
        {
            Vector128<byte> first = Vector128.Load(data + i);
            Vector128<byte> second = Vector128.Load(data + i + 16);
            sumsBefore += sums;
            sums += Sse2.SumAbsoluteDifferences(first, Vector128<byte>.Zero).AsUInt32()
                + Sse2.SumAbsoluteDifferences(second, Vector128<byte>.Zero).AsUInt32();
            weighted += Sse2.MultiplyAddAdjacent(Ssse3.MultiplyAddAdjacent(first, high), ones)
                + Sse2.MultiplyAddAdjacent(Ssse3.MultiplyAddAdjacent(second, low), ones);
        }

        b += (uint)count * a + 32 * Vector128.Sum(sumsBefore) + (uint)Vector128.Sum(weighted);
        a += Vector128.Sum(sums);
    }
#endif
}
