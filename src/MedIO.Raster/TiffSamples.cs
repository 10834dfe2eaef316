using System;

namespace MedIO.Raster;

/// <summary>Makes numbers of samples as the library gives them: unpacked, inverted, looked up, each plane's at its place in a pixel.</summary>
internal sealed unsafe class TiffSamples
{
    private readonly TiffPixels _pixels;
    private readonly TiffPalette? _palette;
    private readonly bool _isPlanar;
    private readonly int _size;

    public TiffSamples(TiffPixels pixels, TiffPalette? palette, bool isPlanar)
    {
        _pixels = pixels;
        _palette = palette;
        _isPlanar = isPlanar;
        _size = VoxelTypes.SizeOf(pixels.Type);
    }

    /// <summary>Writes the numbers of some pixels of a row.</summary>
    /// <param name="row">The samples, from a byte's beginning.</param>
    /// <param name="pixels">How many pixels.</param>
    /// <param name="plane">Which sample they are, where each has a plane of its own.</param>
    /// <param name="target">Gets the numbers.</param>
    public void Write(byte* row, int pixels, int plane, byte* target)
    {
        int count = _isPlanar ? pixels : checked(pixels * _pixels.Samples);
        int stride = _isPlanar ? _pixels.Samples : 1;
        byte* first = target + ((_isPlanar ? plane : 0) * _size);
        if (_palette is not null)
        {
            LookUp(row, pixels, target);
        }
        else if (_pixels.Bits == 8 * _size)
        {
            Copy(row, count, stride, first);
        }
        else
        {
            Unpack(row, count, stride, first);
        }

        if (_pixels.Meaning == TiffMeaning.InvertedValues)
        {
            // Values of 1, 2 and 4 bits are spread over eight already.
            Invert(_pixels.Bits is 1 or 2 or 4 ? 255 : (1 << _pixels.Bits) - 1, count, first);
        }
    }

    private void Copy(byte* row, int count, int stride, byte* target)
    {
        if (stride == 1)
        {
            Buffer.MemoryCopy(row, target, (long)count * _size, (long)count * _size);
            return;
        }

        for (long i = 0; i < count; i++)
        {
            switch (_size)
            {
                case 1: target[i * stride] = row[i]; break;
                case 2: ((ushort*)target)[i * stride] = ((ushort*)row)[i]; break;
                case 4: ((uint*)target)[i * stride] = ((uint*)row)[i]; break;
                case 8: ((ulong*)target)[i * stride] = ((ulong*)row)[i]; break;
                default: ((decimal*)target)[i * stride] = ((decimal*)row)[i]; break;
            }
        }
    }

    private uint Packed(byte* row, long i)
    {
        int bits = _pixels.Bits;
        switch (bits)
        {
            case 16:
                return ((ushort*)row)[i];
            case 24:
                byte* three = row + (3 * i);
                return BitConverter.IsLittleEndian ? (uint)(three[0] | (three[1] << 8) | (three[2] << 16)) : (uint)(three[2] | (three[1] << 8) | (three[0] << 16));
        }

        // The first bit is the highest of a byte, whatever the byte order.
        uint value = 0;
        long bit = i * bits;
        for (int left = bits; left > 0;)
        {
            int inByte = 8 - (int)(bit & 7);
            int n = Math.Min(left, inByte);
            value = (value << n) | (uint)((row[bit >> 3] >> (inByte - n)) & ((1 << n) - 1));
            bit += n;
            left -= n;
        }

        return value;
    }

    private void Unpack(byte* row, int count, int stride, byte* target)
    {
        // As in PNG, the largest value of few bits is the largest of eight.
        uint scale = _pixels.Bits is 1 or 2 or 4 ? 255u / ((1u << _pixels.Bits) - 1) : 1;
        for (long i = 0; i < count; i++)
        {
            uint value = Packed(row, i) * scale;
            switch (_pixels.Type)
            {
                case VoxelType.UInt8: target[i * stride] = (byte)value; break;
                case VoxelType.UInt16: ((ushort*)target)[i * stride] = (ushort)value; break;
                case VoxelType.Float32: ((float*)target)[i * stride] = Half(value); break;
                default: ((uint*)target)[i * stride] = value; break;
            }
        }
    }

    private void LookUp(byte* row, int pixels, byte* target)
    {
        int components = _pixels.Components;
        ushort[] values = _palette!.Values;
        for (long i = 0; i < pixels; i++)
        {
            long index = _pixels.Bits == 8 ? row[i] : Packed(row, i);
            for (int c = 0; c < components; c++)
            {
                ushort value = values[(index * components) + c];
                if (_size == 1)
                {
                    target[(i * components) + c] = (byte)value;
                }
                else
                {
                    ((ushort*)target)[(i * components) + c] = value;
                }
            }
        }
    }

    private static void Invert(int most, int count, byte* target)
    {
        for (long i = 0; i < count; i++)
        {
            target[i] = (byte)(most - target[i]);
        }
    }

    // IEEE 754 binary16.
    private static float Half(uint bits)
    {
        int exponent = (int)(bits >> 10) & 31;
        int fraction = (int)bits & 1023;
        double size = exponent switch
        {
            0 => fraction * Math.Pow(2, -24),
            31 => fraction == 0 ? double.PositiveInfinity : double.NaN,
            _ => (1024 + fraction) * Math.Pow(2, exponent - 25),
        };
        return (float)((bits & 0x8000) != 0 ? -size : size);
    }
}
