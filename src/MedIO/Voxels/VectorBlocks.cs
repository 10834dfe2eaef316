#if NET8_0_OR_GREATER
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace MedIO.Voxels;

/// <summary>
/// Turns the rows of a square into columns within vectors: as many rows as a vector has elements, interleaved with those of the
/// other half until each row holds what was a column.
/// </summary>
internal static unsafe class VectorBlocks
{
    /// <summary>Whether this processor has what it takes.</summary>
    public static bool AreSupported => Sse2.IsSupported || AdvSimd.Arm64.IsSupported;

    /// <summary>Rows and columns of a block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Size<T>()
        where T : unmanaged => Vector128<byte>.Count / sizeof(T);

    /// <summary>target[j * step + i] = source[i * stride + j] for one block of elements of 1, 2, 4 or 8 bytes.</summary>
    /// <param name="source">Its first element.</param>
    /// <param name="stride">Elements from one row to the next in the source.</param>
    /// <param name="target">Where that goes.</param>
    /// <param name="step">Elements from one row to the next in the target.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Turn<T>(T* source, long stride, T* target, long step)
        where T : unmanaged
    {
        switch (sizeof(T))
        {
            case 1: Block1((byte*)source, stride, (byte*)target, step); break;
            case 2: Block2((ushort*)source, stride, (ushort*)target, step); break;
            case 4: Block4((uint*)source, stride, (uint*)target, step); break;
            default: Block8((ulong*)source, stride, (ulong*)target, step); break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<T> Low<T>(Vector128<T> a, Vector128<T> b)
        where T : unmanaged
    {
        if (Sse2.IsSupported)
        {
            return sizeof(T) switch
            {
                1 => Sse2.UnpackLow(a.AsByte(), b.AsByte()).As<byte, T>(),
                2 => Sse2.UnpackLow(a.AsUInt16(), b.AsUInt16()).As<ushort, T>(),
                4 => Sse2.UnpackLow(a.AsUInt32(), b.AsUInt32()).As<uint, T>(),
                _ => Sse2.UnpackLow(a.AsUInt64(), b.AsUInt64()).As<ulong, T>(),
            };
        }

        return sizeof(T) switch
        {
            1 => AdvSimd.Arm64.ZipLow(a.AsByte(), b.AsByte()).As<byte, T>(),
            2 => AdvSimd.Arm64.ZipLow(a.AsUInt16(), b.AsUInt16()).As<ushort, T>(),
            4 => AdvSimd.Arm64.ZipLow(a.AsUInt32(), b.AsUInt32()).As<uint, T>(),
            _ => AdvSimd.Arm64.ZipLow(a.AsUInt64(), b.AsUInt64()).As<ulong, T>(),
        };
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<T> High<T>(Vector128<T> a, Vector128<T> b)
        where T : unmanaged
    {
        if (Sse2.IsSupported)
        {
            return sizeof(T) switch
            {
                1 => Sse2.UnpackHigh(a.AsByte(), b.AsByte()).As<byte, T>(),
                2 => Sse2.UnpackHigh(a.AsUInt16(), b.AsUInt16()).As<ushort, T>(),
                4 => Sse2.UnpackHigh(a.AsUInt32(), b.AsUInt32()).As<uint, T>(),
                _ => Sse2.UnpackHigh(a.AsUInt64(), b.AsUInt64()).As<ulong, T>(),
            };
        }

        return sizeof(T) switch
        {
            1 => AdvSimd.Arm64.ZipHigh(a.AsByte(), b.AsByte()).As<byte, T>(),
            2 => AdvSimd.Arm64.ZipHigh(a.AsUInt16(), b.AsUInt16()).As<ushort, T>(),
            4 => AdvSimd.Arm64.ZipHigh(a.AsUInt32(), b.AsUInt32()).As<uint, T>(),
            _ => AdvSimd.Arm64.ZipHigh(a.AsUInt64(), b.AsUInt64()).As<ulong, T>(),
        };
    }

    // 16 rows of 16: four rounds, each of which interleaves the rows of the two halves.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Block1(byte* s, long stride, byte* t, long step)
    {
        Vector128<byte> r0 = Vector128.Load(s + (0 * stride));
        Vector128<byte> r1 = Vector128.Load(s + (1 * stride));
        Vector128<byte> r2 = Vector128.Load(s + (2 * stride));
        Vector128<byte> r3 = Vector128.Load(s + (3 * stride));
        Vector128<byte> r4 = Vector128.Load(s + (4 * stride));
        Vector128<byte> r5 = Vector128.Load(s + (5 * stride));
        Vector128<byte> r6 = Vector128.Load(s + (6 * stride));
        Vector128<byte> r7 = Vector128.Load(s + (7 * stride));
        Vector128<byte> r8 = Vector128.Load(s + (8 * stride));
        Vector128<byte> r9 = Vector128.Load(s + (9 * stride));
        Vector128<byte> ra = Vector128.Load(s + (10 * stride));
        Vector128<byte> rb = Vector128.Load(s + (11 * stride));
        Vector128<byte> rc = Vector128.Load(s + (12 * stride));
        Vector128<byte> rd = Vector128.Load(s + (13 * stride));
        Vector128<byte> re = Vector128.Load(s + (14 * stride));
        Vector128<byte> rf = Vector128.Load(s + (15 * stride));
        Vector128<byte> a0 = Low(r0, r8);
        Vector128<byte> a1 = High(r0, r8);
        Vector128<byte> a2 = Low(r1, r9);
        Vector128<byte> a3 = High(r1, r9);
        Vector128<byte> a4 = Low(r2, ra);
        Vector128<byte> a5 = High(r2, ra);
        Vector128<byte> a6 = Low(r3, rb);
        Vector128<byte> a7 = High(r3, rb);
        Vector128<byte> a8 = Low(r4, rc);
        Vector128<byte> a9 = High(r4, rc);
        Vector128<byte> aa = Low(r5, rd);
        Vector128<byte> ab = High(r5, rd);
        Vector128<byte> ac = Low(r6, re);
        Vector128<byte> ad = High(r6, re);
        Vector128<byte> ae = Low(r7, rf);
        Vector128<byte> af = High(r7, rf);
        r0 = Low(a0, a8);
        r1 = High(a0, a8);
        r2 = Low(a1, a9);
        r3 = High(a1, a9);
        r4 = Low(a2, aa);
        r5 = High(a2, aa);
        r6 = Low(a3, ab);
        r7 = High(a3, ab);
        r8 = Low(a4, ac);
        r9 = High(a4, ac);
        ra = Low(a5, ad);
        rb = High(a5, ad);
        rc = Low(a6, ae);
        rd = High(a6, ae);
        re = Low(a7, af);
        rf = High(a7, af);
        a0 = Low(r0, r8);
        a1 = High(r0, r8);
        a2 = Low(r1, r9);
        a3 = High(r1, r9);
        a4 = Low(r2, ra);
        a5 = High(r2, ra);
        a6 = Low(r3, rb);
        a7 = High(r3, rb);
        a8 = Low(r4, rc);
        a9 = High(r4, rc);
        aa = Low(r5, rd);
        ab = High(r5, rd);
        ac = Low(r6, re);
        ad = High(r6, re);
        ae = Low(r7, rf);
        af = High(r7, rf);
        Low(a0, a8).Store(t + (0 * step));
        High(a0, a8).Store(t + (1 * step));
        Low(a1, a9).Store(t + (2 * step));
        High(a1, a9).Store(t + (3 * step));
        Low(a2, aa).Store(t + (4 * step));
        High(a2, aa).Store(t + (5 * step));
        Low(a3, ab).Store(t + (6 * step));
        High(a3, ab).Store(t + (7 * step));
        Low(a4, ac).Store(t + (8 * step));
        High(a4, ac).Store(t + (9 * step));
        Low(a5, ad).Store(t + (10 * step));
        High(a5, ad).Store(t + (11 * step));
        Low(a6, ae).Store(t + (12 * step));
        High(a6, ae).Store(t + (13 * step));
        Low(a7, af).Store(t + (14 * step));
        High(a7, af).Store(t + (15 * step));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Block2(ushort* s, long stride, ushort* t, long step)
    {
        Vector128<ushort> r0 = Vector128.Load(s);
        Vector128<ushort> r1 = Vector128.Load(s + stride);
        Vector128<ushort> r2 = Vector128.Load(s + (2 * stride));
        Vector128<ushort> r3 = Vector128.Load(s + (3 * stride));
        Vector128<ushort> r4 = Vector128.Load(s + (4 * stride));
        Vector128<ushort> r5 = Vector128.Load(s + (5 * stride));
        Vector128<ushort> r6 = Vector128.Load(s + (6 * stride));
        Vector128<ushort> r7 = Vector128.Load(s + (7 * stride));
        Vector128<ushort> a0 = Low(r0, r4), a1 = High(r0, r4), a2 = Low(r1, r5), a3 = High(r1, r5);
        Vector128<ushort> a4 = Low(r2, r6), a5 = High(r2, r6), a6 = Low(r3, r7), a7 = High(r3, r7);
        r0 = Low(a0, a4);
        r1 = High(a0, a4);
        r2 = Low(a1, a5);
        r3 = High(a1, a5);
        r4 = Low(a2, a6);
        r5 = High(a2, a6);
        r6 = Low(a3, a7);
        r7 = High(a3, a7);
        Low(r0, r4).Store(t);
        High(r0, r4).Store(t + step);
        Low(r1, r5).Store(t + (2 * step));
        High(r1, r5).Store(t + (3 * step));
        Low(r2, r6).Store(t + (4 * step));
        High(r2, r6).Store(t + (5 * step));
        Low(r3, r7).Store(t + (6 * step));
        High(r3, r7).Store(t + (7 * step));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Block4(uint* s, long stride, uint* t, long step)
    {
        Vector128<uint> r0 = Vector128.Load(s);
        Vector128<uint> r1 = Vector128.Load(s + stride);
        Vector128<uint> r2 = Vector128.Load(s + (2 * stride));
        Vector128<uint> r3 = Vector128.Load(s + (3 * stride));
        Vector128<uint> a0 = Low(r0, r2), a1 = High(r0, r2), a2 = Low(r1, r3), a3 = High(r1, r3);
        Low(a0, a2).Store(t);
        High(a0, a2).Store(t + step);
        Low(a1, a3).Store(t + (2 * step));
        High(a1, a3).Store(t + (3 * step));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Block8(ulong* s, long stride, ulong* t, long step)
    {
        Vector128<ulong> r0 = Vector128.Load(s);
        Vector128<ulong> r1 = Vector128.Load(s + stride);
        Low(r0, r1).Store(t);
        High(r0, r1).Store(t + step);
    }
}
#endif
