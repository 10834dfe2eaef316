using System;
using MedIO.IO;

namespace MedIO.Raster;

/// <summary>Predictors (TIFF 6.0 section 14, and Adobe's technical note 3): what was taken off samples before compression.</summary>
internal static unsafe class TiffPredictor
{
    public const int None = 1;

    /// <summary>Each sample less that of the pixel before.</summary>
    public const int Horizontal = 2;

    /// <summary>The bytes of floating-point numbers apart, the highest first, each less the one before.</summary>
    public const int FloatingPoint = 3;

    /// <summary>Takes the differences of a row in place.</summary>
    public static void Difference(byte* row, int columns, int components, int size)
    {
        long first = components;
        for (long i = ((long)columns * components) - 1; i >= first; i--)
        {
            switch (size)
            {
                case 1: row[i] -= row[i - components]; break;
                case 2: ((ushort*)row)[i] -= ((ushort*)row)[i - components]; break;
                default: ((uint*)row)[i] -= ((uint*)row)[i - components]; break;
            }
        }
    }

    /// <summary>Adds the differences of a row up in place.</summary>
    [System.Runtime.CompilerServices.MethodImpl(Jit.Optimize)]
    public static void Sum(byte* row, int count, int components, int size)
    {
        switch (size)
        {
            case 1: { for (int i = components; i < count; i++) { row[i] += row[i - components]; } break; }
            case 2: { var r = (ushort*)row; for (int i = components; i < count; i++) { r[i] += r[i - components]; } break; }
            case 4: { var r = (uint*)row; for (int i = components; i < count; i++) { r[i] += r[i - components]; } break; }
            default: { var r = (ulong*)row; for (int i = components; i < count; i++) { r[i] += r[i - components]; } break; }
        }
    }

    /// <summary>Makes numbers of the bytes of a row in place.</summary>
    /// <param name="row">The row.</param>
    /// <param name="count">Numbers of it.</param>
    /// <param name="components">Numbers of a pixel.</param>
    /// <param name="size">Bytes of a number.</param>
    /// <param name="room">As many bytes to work with.</param>
    public static void Join(byte* row, int count, int components, int size, byte* room)
    {
        Sum(row, count * size, components, 1);
        Buffer.MemoryCopy(row, room, (long)count * size, (long)count * size);
        for (int k = 0; k < size; k++)
        {
            int place = BitConverter.IsLittleEndian ? size - 1 - k : k;
            for (int i = 0; i < count; i++)
            {
                row[((long)i * size) + place] = room[((long)k * count) + i];
            }
        }
    }
}
