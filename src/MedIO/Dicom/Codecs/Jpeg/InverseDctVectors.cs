#if NET8_0_OR_GREATER
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using MedIO.IO;

namespace MedIO.Dicom.Codecs.Jpeg;

/// <summary><see cref="InverseDct"/> of 8 columns, and then 8 rows, at once: the same sums, to the last bit.</summary>
internal static unsafe class InverseDctVectors
{
    public static bool IsSupported => Avx2.IsSupported;

    [MethodImpl(Jit.Optimize)]
    public static void Apply(int* block, ushort* samples, int stride, int kept, int centre, int most)
    {
        Vector256<int> r0 = Vector256.Load(block);
        Vector256<int> r1 = Vector256.Load(block + 8);
        Vector256<int> r2 = Vector256.Load(block + 16);
        Vector256<int> r3 = Vector256.Load(block + 24);
        Vector256<int> r4 = Vector256.Load(block + 32);
        Vector256<int> r5 = Vector256.Load(block + 40);
        Vector256<int> r6 = Vector256.Load(block + 48);
        Vector256<int> r7 = Vector256.Load(block + 56);
        Pass(ref r0, ref r1, ref r2, ref r3, ref r4, ref r5, ref r6, ref r7, InverseDct.Fraction - kept);
        Transpose(ref r0, ref r1, ref r2, ref r3, ref r4, ref r5, ref r6, ref r7);
        Pass(ref r0, ref r1, ref r2, ref r3, ref r4, ref r5, ref r6, ref r7, InverseDct.Fraction + kept + 3);
        Transpose(ref r0, ref r1, ref r2, ref r3, ref r4, ref r5, ref r6, ref r7);
        var middle = Vector256.Create(centre);
        var highest = Vector256.Create(most);
        Store(r0, r1, samples, stride, middle, highest);
        Store(r2, r3, samples + (2 * stride), stride, middle, highest);
        Store(r4, r5, samples + (4 * stride), stride, middle, highest);
        Store(r6, r7, samples + (6 * stride), stride, middle, highest);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Pass(
        ref Vector256<int> r0, ref Vector256<int> r1, ref Vector256<int> r2, ref Vector256<int> r3,
        ref Vector256<int> r4, ref Vector256<int> r5, ref Vector256<int> r6, ref Vector256<int> r7, int shift)
    {
        var half = Vector256.Create(1 << (shift - 1));
        Vector256<int> rotated = (r2 + r6) * InverseDct.C0541;
        Vector256<int> low = rotated - (r6 * InverseDct.C1847);
        Vector256<int> high = rotated + (r2 * InverseDct.C0765);
        Vector256<int> sum = ((r0 + r4) << InverseDct.Fraction) + half;
        Vector256<int> difference = ((r0 - r4) << InverseDct.Fraction) + half;
        Vector256<int> e0 = sum + high;
        Vector256<int> e3 = sum - high;
        Vector256<int> e1 = difference + low;
        Vector256<int> e2 = difference - low;

        Vector256<int> both = (r7 + r3 + r5 + r1) * InverseDct.C1175;
        Vector256<int> s17 = (r7 + r1) * -InverseDct.C0899;
        Vector256<int> s35 = (r5 + r3) * -InverseDct.C2562;
        Vector256<int> s37 = both - ((r7 + r3) * InverseDct.C1961);
        Vector256<int> s15 = both - ((r5 + r1) * InverseDct.C0390);
        Vector256<int> o3 = (r7 * InverseDct.C0298) + s17 + s37;
        Vector256<int> o2 = (r5 * InverseDct.C2053) + s35 + s15;
        Vector256<int> o1 = (r3 * InverseDct.C3072) + s35 + s37;
        Vector256<int> o0 = (r1 * InverseDct.C1501) + s17 + s15;
        r0 = (e0 + o0) >> shift;
        r7 = (e0 - o0) >> shift;
        r1 = (e1 + o1) >> shift;
        r6 = (e1 - o1) >> shift;
        r2 = (e2 + o2) >> shift;
        r5 = (e2 - o2) >> shift;
        r3 = (e3 + o3) >> shift;
        r4 = (e3 - o3) >> shift;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose(
        ref Vector256<int> r0, ref Vector256<int> r1, ref Vector256<int> r2, ref Vector256<int> r3,
        ref Vector256<int> r4, ref Vector256<int> r5, ref Vector256<int> r6, ref Vector256<int> r7)
    {
        Vector256<long> a0 = Avx2.UnpackLow(r0, r1).AsInt64();
        Vector256<long> a1 = Avx2.UnpackHigh(r0, r1).AsInt64();
        Vector256<long> a2 = Avx2.UnpackLow(r2, r3).AsInt64();
        Vector256<long> a3 = Avx2.UnpackHigh(r2, r3).AsInt64();
        Vector256<long> a4 = Avx2.UnpackLow(r4, r5).AsInt64();
        Vector256<long> a5 = Avx2.UnpackHigh(r4, r5).AsInt64();
        Vector256<long> a6 = Avx2.UnpackLow(r6, r7).AsInt64();
        Vector256<long> a7 = Avx2.UnpackHigh(r6, r7).AsInt64();
        Vector256<int> b0 = Avx2.UnpackLow(a0, a2).AsInt32();
        Vector256<int> b1 = Avx2.UnpackHigh(a0, a2).AsInt32();
        Vector256<int> b2 = Avx2.UnpackLow(a1, a3).AsInt32();
        Vector256<int> b3 = Avx2.UnpackHigh(a1, a3).AsInt32();
        Vector256<int> b4 = Avx2.UnpackLow(a4, a6).AsInt32();
        Vector256<int> b5 = Avx2.UnpackHigh(a4, a6).AsInt32();
        Vector256<int> b6 = Avx2.UnpackLow(a5, a7).AsInt32();
        Vector256<int> b7 = Avx2.UnpackHigh(a5, a7).AsInt32();
        r0 = Avx2.Permute2x128(b0, b4, 0x20);
        r1 = Avx2.Permute2x128(b1, b5, 0x20);
        r2 = Avx2.Permute2x128(b2, b6, 0x20);
        r3 = Avx2.Permute2x128(b3, b7, 0x20);
        r4 = Avx2.Permute2x128(b0, b4, 0x31);
        r5 = Avx2.Permute2x128(b1, b5, 0x31);
        r6 = Avx2.Permute2x128(b2, b6, 0x31);
        r7 = Avx2.Permute2x128(b3, b7, 0x31);
    }

    // Two rows.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector256<int> first, Vector256<int> second, ushort* samples, int stride, Vector256<int> centre, Vector256<int> most)
    {
        first = Vector256.Min(Vector256.Max(first + centre, Vector256<int>.Zero), most);
        second = Vector256.Min(Vector256.Max(second + centre, Vector256<int>.Zero), most);
        Vector256<ushort> both = Avx2.Permute4x64(Avx2.PackUnsignedSaturate(first, second).AsInt64(), 0xd8).AsUInt16();
        both.GetLower().Store(samples);
        both.GetUpper().Store(samples + stride);
    }
}
#endif
