using System.Runtime.CompilerServices;
using MedIO.IO;

namespace MedIO.Dicom.Codecs.Jpeg;

/// <summary>
/// The inverse DCT of a block (ITU-T T.81 section A.3.3) in whole numbers, after C. Loeffler, A. Ligtenberg and G. Moschytz,
/// "Practical fast 1-D DCT algorithms with 11 multiplications" (ICASSP 1989). Factors have 13 bits of fraction, and between
/// columns and rows 2 bits are kept, or 1 where samples have 12, and the rounding is that of the decoders in common use: so
/// samples are theirs to the last bit.
/// </summary>
internal readonly unsafe struct InverseDct
{
    internal const int Fraction = 13;

    internal const int C0298 = 2446;
    internal const int C0390 = 3196;
    internal const int C0541 = 4433;
    internal const int C0765 = 6270;
    internal const int C0899 = 7373;
    internal const int C1175 = 9633;
    internal const int C1501 = 12299;
    internal const int C1847 = 15137;
    internal const int C1961 = 16069;
    internal const int C2053 = 16819;
    internal const int C2562 = 20995;
    internal const int C3072 = 25172;

    private readonly int _kept;
    private readonly int _centre;
    private readonly int _most;

    /// <param name="precision">Bits of a sample: 8 or 12.</param>
    public InverseDct(int precision)
    {
        _kept = precision == 8 ? 2 : 1;
        _centre = 1 << (precision - 1);
        _most = (1 << precision) - 1;
    }

    /// <summary>Makes samples of a block with nothing but a DC coefficient.</summary>
    /// <param name="dc">The coefficient.</param>
    /// <param name="samples">Gets 8 rows of 8 samples.</param>
    /// <param name="stride">Samples from row to row.</param>
    public void Flat(int dc, ushort* samples, int stride)
    {
        ulong four = Clip(((dc << _kept) + (1 << (_kept + 2))) >> (_kept + 3)) * 0x0001_0001_0001_0001UL;
        for (int y = 0; y < 8; y++, samples += stride)
        {
            Unsafe.WriteUnaligned(samples, four);
            Unsafe.WriteUnaligned(samples + 4, four);
        }
    }

    /// <summary>Makes samples of a block.</summary>
    /// <param name="block">The coefficients, dequantized, row after row; overwritten.</param>
    /// <param name="samples">Gets 8 rows of 8 samples.</param>
    /// <param name="stride">Samples from row to row.</param>
    public void Apply(int* block, ushort* samples, int stride)
    {
#if NET8_0_OR_GREATER
        if (InverseDctVectors.IsSupported)
        {
            InverseDctVectors.Apply(block, samples, stride, _kept, _centre, _most);
            return;
        }
#endif
        ApplyScalar(block, samples, stride);
    }

    /// <summary><see cref="Apply"/> without vectors.</summary>
    [MethodImpl(Jit.Optimize)]
    public void ApplyScalar(int* block, ushort* samples, int stride)
    {
        for (int x = 0; x < 8; x++)
        {
            Columns(block + x);
        }

        int shift = Fraction + _kept + 3;
        int half = 1 << (shift - 1);
        for (int y = 0; y < 8; y++, block += 8, samples += stride)
        {
            Even(block[0], block[2], block[4], block[6], out int e0, out int e1, out int e2, out int e3);
            Odd(block[1], block[3], block[5], block[7], out int o0, out int o1, out int o2, out int o3);
            samples[0] = Clip((e0 + o0 + half) >> shift);
            samples[7] = Clip((e0 - o0 + half) >> shift);
            samples[1] = Clip((e1 + o1 + half) >> shift);
            samples[6] = Clip((e1 - o1 + half) >> shift);
            samples[2] = Clip((e2 + o2 + half) >> shift);
            samples[5] = Clip((e2 - o2 + half) >> shift);
            samples[3] = Clip((e3 + o3 + half) >> shift);
            samples[4] = Clip((e3 - o3 + half) >> shift);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Columns(int* block)
    {
        if ((block[8] | block[16] | block[24] | block[32] | block[40] | block[48] | block[56]) == 0)
        {
            int dc = block[0] << _kept;
            for (int y = 0; y < 64; y += 8)
            {
                block[y] = dc;
            }

            return;
        }

        int shift = Fraction - _kept;
        int half = 1 << (shift - 1);
        Even(block[0], block[16], block[32], block[48], out int e0, out int e1, out int e2, out int e3);
        Odd(block[8], block[24], block[40], block[56], out int o0, out int o1, out int o2, out int o3);
        block[0] = (e0 + o0 + half) >> shift;
        block[56] = (e0 - o0 + half) >> shift;
        block[8] = (e1 + o1 + half) >> shift;
        block[48] = (e1 - o1 + half) >> shift;
        block[16] = (e2 + o2 + half) >> shift;
        block[40] = (e2 - o2 + half) >> shift;
        block[24] = (e3 + o3 + half) >> shift;
        block[32] = (e3 - o3 + half) >> shift;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Even(int c0, int c2, int c4, int c6, out int e0, out int e1, out int e2, out int e3)
    {
        int rotated = (c2 + c6) * C0541;
        int low = rotated - (c6 * C1847);
        int high = rotated + (c2 * C0765);
        int sum = (c0 + c4) << Fraction;
        int difference = (c0 - c4) << Fraction;
        e0 = sum + high;
        e3 = sum - high;
        e1 = difference + low;
        e2 = difference - low;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Odd(int c1, int c3, int c5, int c7, out int o0, out int o1, out int o2, out int o3)
    {
        int both = (c7 + c3 + c5 + c1) * C1175;
        int s17 = (c7 + c1) * -C0899;
        int s35 = (c5 + c3) * -C2562;
        int s37 = both - ((c7 + c3) * C1961);
        int s15 = both - ((c5 + c1) * C0390);
        o3 = (c7 * C0298) + s17 + s37;
        o2 = (c5 * C2053) + s35 + s15;
        o1 = (c3 * C3072) + s35 + s37;
        o0 = (c1 * C1501) + s17 + s15;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ushort Clip(int value)
    {
        value += _centre;
        return (ushort)((uint)value <= (uint)_most ? value : ~(value >> 31) & _most);
    }
}
