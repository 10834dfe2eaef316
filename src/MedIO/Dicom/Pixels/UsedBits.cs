using System;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using MedIO.IO;
#if NET8_0_OR_GREATER
using System.Numerics;
using System.Runtime.InteropServices;
using Lanes = System.Numerics.Vector;
#endif

namespace MedIO.Dicom.Pixels;

/// <summary>Which bits of their cells the samples of a frame use.</summary>
/// <param name="All">Those that are set in any sample.</param>
/// <param name="Positive">Those that are set in any sample whose highest bit is not.</param>
/// <param name="Negative">Those that are not set in any sample whose highest bit is.</param>
internal readonly record struct UsedBits(ulong All, ulong Positive, ulong Negative)
{
    /// <summary>Looks at all samples.</summary>
    /// <param name="samples">The samples, little endian.</param>
    /// <param name="cellBytes">Bytes of each: 1, 2, 4 or 8.</param>
    public static UsedBits Of(ReadOnlySpan<byte> samples, int cellBytes) => cellBytes switch
    {
        1 => Of<sbyte>(samples),
        2 => Of<short>(samples),
        4 => Of<int>(samples),
        _ => Of<long>(samples),
    };

    [MethodImpl(Jit.Optimize)]
    private static UsedBits Of<T>(ReadOnlySpan<byte> samples)
        where T : unmanaged
    {
        UsedBits used = default;
        int at = 0;

        // Vectors of a type that is not known before end the process on Mono.
#if NET8_0_OR_GREATER
        if (BitConverter.IsLittleEndian)
        {
            ReadOnlySpan<Vector<T>> vectors = MemoryMarshal.Cast<byte, Vector<T>>(samples);
            at = vectors.Length * Vector<byte>.Count;
            used = Of(vectors);
        }
#endif

        for (; at + Unsafe.SizeOf<T>() <= samples.Length; at += Unsafe.SizeOf<T>())
        {
            used = used.With(Cell(samples.Slice(at, Unsafe.SizeOf<T>())), 8 * Unsafe.SizeOf<T>());
        }

        return used;
    }

    private UsedBits With(ulong cell, int bits) => cell >> (bits - 1) == 0
        ? new UsedBits(All | cell, Positive | cell, Negative)
        : new UsedBits(All | cell, Positive, Negative | (~cell << (64 - bits) >> (64 - bits)));

#if NET8_0_OR_GREATER
    [MethodImpl(Jit.Optimize)]
    private static UsedBits Of<T>(ReadOnlySpan<Vector<T>> vectors)
        where T : unmanaged
    {
        Vector<T> all = Vector<T>.Zero;
        Vector<T> positive = Vector<T>.Zero;
        Vector<T> negative = Vector<T>.Zero;
        foreach (Vector<T> v in vectors)
        {
            Vector<T> sign = Lanes.LessThan(v, Vector<T>.Zero);
            all |= v;
            positive |= Lanes.AndNot(v, sign);
            negative |= Lanes.AndNot(sign, v);
        }

        return new UsedBits(Fold(all), Fold(positive), Fold(negative));
    }

    private static ulong Fold<T>(Vector<T> vector)
        where T : unmanaged
    {
        var lanes = new T[Vector<T>.Count];
        vector.CopyTo(lanes);
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(lanes.AsSpan());
        ulong bits = 0;
        for (int at = 0; at < bytes.Length; at += Unsafe.SizeOf<T>())
        {
            bits |= Cell(bytes.Slice(at, Unsafe.SizeOf<T>()));
        }

        return bits;
    }
#endif

    private static ulong Cell(ReadOnlySpan<byte> bytes) => bytes.Length switch
    {
        1 => bytes[0],
        2 => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
        4 => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
        _ => BinaryPrimitives.ReadUInt64LittleEndian(bytes),
    };
}
