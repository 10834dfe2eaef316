using System;
using System.Linq;

namespace MedIO.Raster;

/// <summary>The colours of indices: gray or RGB, in 8 bits where these hold them.</summary>
internal sealed class TiffPalette
{
    private TiffPalette(VoxelType type, int components, ushort[] values)
    {
        Type = type;
        Components = components;
        Values = values;
    }

    public VoxelType Type { get; }

    /// <summary>1 where all colours are gray, else 3.</summary>
    public int Components { get; }

    /// <summary>The components of each index.</summary>
    public ushort[] Values { get; }

    /// <summary>Reads the palette of a directory: all reds, then all greens, then all blues (TIFF 6.0, ColorMap).</summary>
    /// <exception cref="MedIOException">There is none, or it is too short.</exception>
    public static TiffPalette Read(TiffDirectory directory, int bits, TiffBytes bytes)
    {
        int count = 1 << bits;
        long[] map = directory.Integers(TiffTag.ColorMap, 3L * count) ?? Array.Empty<long>();
        if (map.Length < 3 * count)
        {
            throw bytes.Invalid("it has indices but no palette for all of them");
        }

        // 16 bits by definition; but some write 8, and most of 8 bits either repeat them or leave the low byte zero.
        bool narrow = map.All(v => v <= 255);
        bool doubled = map.All(v => v % 257 == 0) || map.All(v => (v & 255) == 0);
        bool gray = Enumerable.Range(0, count).All(i => map[i] == map[count + i] && map[i] == map[(2 * count) + i]);
        int components = gray ? 1 : 3;
        var values = new ushort[count * components];
        for (int i = 0; i < values.Length; i++)
        {
            long v = map[(i % components * count) + (i / components)];
            values[i] = (ushort)(!narrow && doubled ? v >> 8 : v);
        }

        return new TiffPalette(narrow || doubled ? VoxelType.UInt8 : VoxelType.UInt16, components, values);
    }
}
