using System;
using System.Runtime.CompilerServices;
#if NET8_0_OR_GREATER
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using ArmCrc32 = System.Runtime.Intrinsics.Arm.Crc32;
#endif

namespace MedIO.IO.Compression;

/// <summary>The CRC-32 of gzip (RFC 1952, section 8): of an empty string it is 0.</summary>
internal static unsafe class Crc32
{
    private const uint Polynomial = 0xedb88320;
    private const int Slices = 16;

    private static readonly uint[] s_tables = BuildTables();

    // x^(2^n) modulo the polynomial, for Combine.
    private static readonly uint[] s_powers = BuildPowers();

    public static uint Update(uint crc, ReadOnlySpan<byte> data)
    {
        fixed (byte* start = data)
        {
            return Update(crc, start, data.Length);
        }
    }

    /// <summary>
    /// The CRC of some data and <paramref name="count"/> more bytes, given the <paramref name="crc"/> of the former.
    /// </summary>
    public static uint Update(uint crc, byte* data, long count)
    {
        crc = ~crc;
#if NET8_0_OR_GREATER
        if (Pclmulqdq.IsSupported && Sse2.IsSupported && count >= 64)
        {
            long folded = count & ~15L;
            crc = Fold(crc, data, folded);
            data += folded;
            count -= folded;
        }
        else if (ArmCrc32.Arm64.IsSupported)
        {
            for (; count >= 8; count -= 8, data += 8)
            {
                crc = ArmCrc32.Arm64.ComputeCrc32(crc, *(ulong*)data);
            }
        }
#endif
        return ~Slice(crc, data, count);
    }

    /// <summary>The CRC of two pieces of data one after the other, given theirs and the second one's length.</summary>
    public static uint Combine(uint first, uint second, long secondLength)
    {
        // Appending n zero bytes multiplies by x^(8n).
        uint shift = 1u << 31;
        int power = 3;
        for (long n = secondLength; n > 0; n >>= 1, power++)
        {
            if ((n & 1) != 0)
            {
                shift = Multiply(s_powers[power & 31], shift);
            }
        }

        return Multiply(shift, first) ^ second;
    }

    [MethodImpl(Jit.Optimize)]
    private static uint Slice(uint crc, byte* data, long count)
    {
        fixed (uint* t = s_tables)
        {
            if (BitConverter.IsLittleEndian)
            {
                for (; count >= Slices; count -= Slices, data += Slices)
                {
                    ulong a = *(ulong*)data ^ crc;
                    ulong b = *(ulong*)(data + 8);
                    crc = t[7 * 256 + (uint)(byte)b] ^ t[6 * 256 + (uint)(byte)(b >> 8)]
                        ^ t[5 * 256 + (uint)(byte)(b >> 16)] ^ t[4 * 256 + (uint)(byte)(b >> 24)]
                        ^ t[3 * 256 + (uint)(byte)(b >> 32)] ^ t[2 * 256 + (uint)(byte)(b >> 40)]
                        ^ t[256 + (uint)(byte)(b >> 48)] ^ t[(uint)(b >> 56)]
                        ^ t[15 * 256 + (uint)(byte)a] ^ t[14 * 256 + (uint)(byte)(a >> 8)]
                        ^ t[13 * 256 + (uint)(byte)(a >> 16)] ^ t[12 * 256 + (uint)(byte)(a >> 24)]
                        ^ t[11 * 256 + (uint)(byte)(a >> 32)] ^ t[10 * 256 + (uint)(byte)(a >> 40)]
                        ^ t[9 * 256 + (uint)(byte)(a >> 48)] ^ t[8 * 256 + (uint)(a >> 56)];
                }
            }

            for (; count > 0; count--)
            {
                crc = t[(byte)(crc ^ *data++)] ^ crc >> 8;
            }
        }

        return crc;
    }

#if NET8_0_OR_GREATER
    /// <summary>
    /// Folds by carry-less multiplication (V. Gopal et al., Fast CRC computation using PCLMULQDQ, 2009): the constants
    /// are powers of x that move a vector 64 and 16 bytes on. The last vector is finished by the tables.
    /// </summary>
    [MethodImpl(Jit.Optimize)]
    private static uint Fold(uint crc, byte* data, long count)
    {
        Vector128<ulong> by4 = Vector128.Create(0x0154442bd4ul, 0x01c6e41596ul);
        Vector128<ulong> by1 = Vector128.Create(0x01751997d0ul, 0x00ccaa009eul);
        Vector128<ulong> a = Load(data) ^ Vector128.CreateScalar((ulong)crc);
        Vector128<ulong> b = Load(data + 16);
        Vector128<ulong> c = Load(data + 32);
        Vector128<ulong> d = Load(data + 48);
        for (data += 64, count -= 64; count >= 64; data += 64, count -= 64)
        {
            a = Advance(a, by4) ^ Load(data);
            b = Advance(b, by4) ^ Load(data + 16);
            c = Advance(c, by4) ^ Load(data + 32);
            d = Advance(d, by4) ^ Load(data + 48);
        }

        b ^= Advance(a, by1);
        c ^= Advance(b, by1);
        d ^= Advance(c, by1);
        for (; count >= 16; data += 16, count -= 16)
        {
            d = Advance(d, by1) ^ Load(data);
        }

        return Slice(0, (byte*)&d, 16);
    }

    private static Vector128<ulong> Load(byte* data) => Vector128.Load(data).AsUInt64();

    private static Vector128<ulong> Advance(Vector128<ulong> value, Vector128<ulong> powers) =>
        Pclmulqdq.CarrylessMultiply(value, powers, 0x00) ^ Pclmulqdq.CarrylessMultiply(value, powers, 0x11);
#endif

    /// <summary>Product of two polynomials, bit 31 being x^0, modulo the CRC's.</summary>
    private static uint Multiply(uint a, uint b)
    {
        uint product = 0;
        for (uint bit = 1u << 31; bit != 0; bit >>= 1)
        {
            if ((a & bit) != 0)
            {
                product ^= b;
            }

            b = (b & 1) != 0 ? b >> 1 ^ Polynomial : b >> 1;
        }

        return product;
    }

    private static uint[] BuildTables()
    {
        var tables = new uint[Slices * 256];
        for (uint i = 0; i < 256; i++)
        {
            uint crc = i;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? crc >> 1 ^ Polynomial : crc >> 1;
            }

            tables[i] = crc;
        }

        for (int i = 256; i < tables.Length; i++)
        {
            uint before = tables[i - 256];
            tables[i] = tables[before & 0xff] ^ before >> 8;
        }

        return tables;
    }

    private static uint[] BuildPowers()
    {
        var powers = new uint[32];
        powers[0] = 1u << 30;
        for (int i = 1; i < powers.Length; i++)
        {
            powers[i] = Multiply(powers[i - 1], powers[i - 1]);
        }

        return powers;
    }
}
