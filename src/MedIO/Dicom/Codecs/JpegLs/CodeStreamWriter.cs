using System;
using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using MedIO.IO;

namespace MedIO.Dicom.Codecs.JpegLs;

/// <summary>The bytes of a code stream as they come: markers, and entropy-coded bits with a zero bit behind each byte 0xFF (ISO/IEC 14495-1 | T.87 section A.1).</summary>
internal sealed unsafe class CodeStreamWriter : IDisposable
{
    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(1 << 16);
    private int _length;
    private ulong _open;
    private int _used;
    private bool _isAfterFull;

    /// <summary>Writes a marker.</summary>
    public void Marker(byte code)
    {
        Byte(0xFF);
        Byte(code);
    }

    /// <summary>Writes a byte of a marker segment.</summary>
    public void Byte(byte value)
    {
        Reserve(1);
        _bytes[_length++] = value;
    }

    /// <summary>Writes whole words of entropy-coded bits, the first bit in the highest one.</summary>
    [MethodImpl(Jit.Optimize)]
    public void Words(ulong* words, int count)
    {
        const ulong Lows = 0x0101010101010101;
        const ulong Highs = 0x8080808080808080;

        // At worst each byte but the first has seven bits.
        Reserve(checked((count * 10L) + 16));
        ulong open = _open;
        int used = _used;
        bool isAfterFull = _isAfterFull;
        fixed (byte* bytes = _bytes)
        {
            byte* to = bytes + _length;
            for (int i = 0; i < count; i++)
            {
                ulong word = words[i];
                ulong bits = open | (word >> used);
                ulong rest = word << 1 << (63 - used);
                ulong inverse = ~bits;
                if (!isAfterFull && ((inverse - Lows) & ~inverse & Highs) == 0)
                {
                    Unsafe.WriteUnaligned(to, BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(bits) : bits);
                    to += 8;
                    open = rest;
                    continue;
                }

                used += 64;
                to = Stuff(to, ref bits, rest, ref used, ref isAfterFull, 7);
                open = bits;
            }

            _length = (int)(to - bytes);
        }

        _open = open;
        _used = used;
        _isAfterFull = isAfterFull;
    }

    /// <summary>Ends entropy-coded bits with the first ones of a word, and zeros up to a whole byte.</summary>
    /// <param name="word">The word; the bits that do not count are zero.</param>
    /// <param name="count">How many there are, fewer than 64.</param>
    public void End(ulong word, int count)
    {
        Reserve(16);
        ulong bits = _open | (word >> _used);
        ulong rest = word << 1 << (63 - _used);
        int left = _used + count;
        fixed (byte* bytes = _bytes)
        {
            byte* to = Stuff(bytes + _length, ref bits, rest, ref left, ref _isAfterFull, 0);
            if (_isAfterFull)
            {
                *to++ = 0;
            }

            _length = (int)(to - bytes);
        }

        _open = 0;
        _used = 0;
        _isAfterFull = false;
    }

    /// <summary>What was written.</summary>
    public byte[] ToArray() => _bytes.AsSpan(0, _length).ToArray();

    /// <inheritdoc/>
    public void Dispose() => ArrayPool<byte>.Shared.Return(_bytes);

    // Writes bytes until no more bits are left than are to be kept; those follow each other in two words.
    private static byte* Stuff(byte* to, ref ulong bits, ulong rest, ref int left, ref bool isAfterFull, int keep)
    {
        while (left > keep)
        {
            int take = isAfterFull ? 7 : 8;
            byte b = (byte)(bits >> (64 - take));
            *to++ = b;
            isAfterFull = b == 0xFF;
            bits = (bits << take) | (rest >> (64 - take));
            rest <<= take;
            left -= take;
        }

        return to;
    }

    private void Reserve(long count)
    {
        if (_length + count <= _bytes.Length)
        {
            return;
        }

        byte[] larger = ArrayPool<byte>.Shared.Rent(checked((int)Math.Max(_length + count, 2L * _bytes.Length)));
        _bytes.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
