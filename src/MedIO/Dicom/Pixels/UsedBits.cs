using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using MedIO.IO;
using Lanes = System.Numerics.Vector;

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
        Vector<T> all = Vector<T>.Zero;
        Vector<T> positive = Vector<T>.Zero;
        Vector<T> negative = Vector<T>.Zero;
        ReadOnlySpan<Vector<T>> vectors = BitConverter.IsLittleEndian ? MemoryMarshal.Cast<byte, Vector<T>>(samples) : default;
        foreach (Vector<T> v in vectors)
        {
            Vector<T> sign = Lanes.LessThan(v, Vector<T>.Zero);
            all |= v;
            positive |= Lanes.AndNot(v, sign);
            negative |= Lanes.AndNot(sign, v);
        }

        var used = new UsedBits(Fold(all), Fold(positive), Fold(negative));
        for (int at = vectors.Length * Vector<byte>.Count; at + Unsafe.SizeOf<T>() <= samples.Length; at += Unsafe.SizeOf<T>())
        {
            used = used.With(Cell(samples.Slice(at, Unsafe.SizeOf<T>())), 8 * Unsafe.SizeOf<T>());
        }

        return used;
    }

    private UsedBits With(ulong cell, int bits) => cell >> (bits - 1) == 0
        ? new UsedBits(All | cell, Positive | cell, Negative)
        : new UsedBits(All | cell, Positive, Negative | (~cell << (64 - bits) >> (64 - bits)));

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

    private static ulong Cell(ReadOnlySpan<byte> bytes)
    {
        ulong cell = 0;
        for (int b = 0; b < bytes.Length; b++)
        {
            cell |= (ulong)bytes[b] << (8 * b);
        }

        return cell;
    }
}
