using System;
using System.Runtime.CompilerServices;
using MedIO.IO;

namespace MedIO.Formats.Pictures.Png;

/// <summary>Makes samples of a row's pixels: bits unpacked, colours of a palette looked up, transparency as a component.</summary>
internal sealed unsafe class PngSamples
{
    private readonly PngHeader _header;
    private readonly int _components;

    public PngSamples(PngHeader header)
    {
        _header = header;
        _components = header.Picture.Components;
        PixelBytes = _components * VoxelTypes.SizeOf(header.Picture.Type);
    }

    /// <summary>Bytes of a pixel's samples.</summary>
    public int PixelBytes { get; }

    /// <summary>Makes the samples of a row.</summary>
    /// <param name="row">The row's bytes, filter taken back.</param>
    /// <param name="pixels">How many pixels it has.</param>
    /// <param name="target">Gets the samples.</param>
    public void Write(byte* row, int pixels, byte* target)
    {
        if (_header.Colour == PngColour.Palette)
        {
            LookUp(row, pixels, target);
        }
        else if (_header.Depth < 8)
        {
            Unpack(row, pixels, target);
        }
        else if (_header.Transparent is not null)
        {
            AddAlpha(row, pixels, target);
        }
        else if (_header.Depth == 8)
        {
            long bytes = (long)pixels * PixelBytes;
            Buffer.MemoryCopy(row, target, bytes, bytes);
        }
        else
        {
            Swap(row, pixels * _components, (ushort*)target);
        }

        if (_header.Shifts is { } shifts)
        {
            Shift(shifts, target, pixels);
        }
    }

    private int Packed(byte* row, int x)
    {
        int depth = _header.Depth;
        int bit = x * depth;
        return (row[bit >> 3] >> (8 - depth - (bit & 7))) & ((1 << depth) - 1);
    }

    // Section 13.12: the largest value of few bits is the largest of eight.
    private void Unpack(byte* row, int pixels, byte* target)
    {
        int scale = 255 / ((1 << _header.Depth) - 1);
        int transparent = _header.Transparent?[0] ?? -1;
        for (int x = 0; x < pixels; x++)
        {
            int value = Packed(row, x);
            *target++ = (byte)(value * scale);
            if (_components == 2)
            {
                *target++ = value == transparent ? (byte)0 : (byte)255;
            }
        }
    }

    private void LookUp(byte* row, int pixels, byte* target)
    {
        fixed (byte* palette = _header.Palette)
        {
            bool alpha = _components == 4;
            for (int x = 0; x < pixels; x++)
            {
                byte* entry = palette + (4 * (_header.Depth == 8 ? row[x] : Packed(row, x)));
                target[0] = entry[0];
                target[1] = entry[1];
                target[2] = entry[2];
                if (alpha)
                {
                    target[3] = entry[3];
                }

                target += _components;
            }
        }
    }

    private void AddAlpha(byte* row, int pixels, byte* target)
    {
        int[] transparent = _header.Transparent!;
        int colours = _components - 1;
        bool wide = _header.Depth == 16;
        var words = (ushort*)target;
        for (int x = 0; x < pixels; x++)
        {
            bool isTransparent = true;
            for (int c = 0; c < colours; c++)
            {
                int value = wide ? (row[0] << 8) | row[1] : row[0];
                row += wide ? 2 : 1;
                isTransparent &= value == transparent[c];
                if (wide)
                {
                    *words++ = (ushort)value;
                }
                else
                {
                    *target++ = (byte)value;
                }
            }

            if (wide)
            {
                *words++ = isTransparent ? (ushort)0 : (ushort)65535;
            }
            else
            {
                *target++ = isTransparent ? (byte)0 : (byte)255;
            }
        }
    }

    // The file has the high byte first.
    private static void Swap(byte* row, int count, ushort* target)
    {
        Buffer.MemoryCopy(row, target, 2L * count, 2L * count);
        if (BitConverter.IsLittleEndian)
        {
            ByteOrder.Swap((byte*)target, 2L * count, VoxelType.UInt16);
        }
    }

    [MethodImpl(Jit.Optimize)]
    private void Shift(int[] shifts, byte* target, int pixels)
    {
        for (int c = 0; c < _components; c++)
        {
            int shift = shifts[c];
            if (shift > 0 && _header.Depth == 16)
            {
                ushort* word = (ushort*)target + c;
                for (int x = 0; x < pixels; x++, word += _components)
                {
                    *word = (ushort)(*word >> shift);
                }
            }
            else if (shift > 0)
            {
                byte* value = target + c;
                for (int x = 0; x < pixels; x++, value += _components)
                {
                    *value = (byte)(*value >> shift);
                }
            }
        }
    }
}
