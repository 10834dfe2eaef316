namespace MedIO.Dicom.Pixels;

/// <summary>The colours of a PALETTE COLOR image (PS3.3 section C.7.6.3.1.5).</summary>
internal sealed class Palette
{
    private readonly int _first;
    private readonly ushort[] _red;
    private readonly ushort[] _green;
    private readonly ushort[] _blue;

    /// <param name="first">The value of the first colour; lower ones have it too, and those above the last one have the last.</param>
    /// <param name="red">The intensities, at least one.</param>
    /// <param name="green">See <paramref name="red"/>.</param>
    /// <param name="blue">See <paramref name="red"/>.</param>
    /// <param name="is16Bit">Whether intensities have 16 bits rather than 8.</param>
    public Palette(int first, ushort[] red, ushort[] green, ushort[] blue, bool is16Bit)
    {
        _first = first;
        _red = red;
        _green = green;
        _blue = blue;
        Is16Bit = is16Bit;
    }

    /// <summary>Whether intensities have 16 bits rather than 8.</summary>
    public bool Is16Bit { get; }

    /// <summary>Stores the colour of a value.</summary>
    /// <param name="value">The pixel's value.</param>
    /// <param name="rgb">The first pixel of the result.</param>
    /// <param name="pixel">Which pixel.</param>
    public unsafe void Colour(long value, byte* rgb, int pixel)
    {
        long index = value - _first;
        ushort red = Entry(_red, index);
        ushort green = Entry(_green, index);
        ushort blue = Entry(_blue, index);
        long at = 3L * pixel;
        if (Is16Bit)
        {
            ushort* words = (ushort*)rgb;
            words[at] = red;
            words[at + 1] = green;
            words[at + 2] = blue;
        }
        else
        {
            rgb[at] = (byte)red;
            rgb[at + 1] = (byte)green;
            rgb[at + 2] = (byte)blue;
        }
    }

    private static ushort Entry(ushort[] table, long index) => table[index < 0 ? 0 : index < table.Length ? (int)index : table.Length - 1];
}
