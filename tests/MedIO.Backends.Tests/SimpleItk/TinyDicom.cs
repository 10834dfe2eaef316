using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;

namespace MedIO.Backends.Tests.SimpleItk;

/// <summary>Writes CT slices of 2 x 2 pixels, each with a rescale of its own.</summary>
internal static class TinyDicom
{
    /// <param name="path">The file.</param>
    /// <param name="place">Which slice, 2.5 mm apart.</param>
    /// <param name="values">Its four values: quarters, or where they go far apart multiples of 5; slope and intercept are chosen so that they fit 16 bits.</param>
    /// <param name="number">Its InstanceNumber; the place where it is not given.</param>
    /// <param name="isFilm">Whether it is a picture with ImagerPixelSpacing of a kind that GDCM warns of.</param>
    public static void Write(string path, int place, double[] values, int? number = null, bool isFilm = false)
    {
        bool isWhole = values.All(v => v == Math.Floor(v));
        bool isWide = values.Max() - values.Min() > short.MaxValue;
        double intercept = isWide ? values.Min() + (5 * 14000) : 0;
        double slope = isWide ? 5 : isWhole ? 1 : 0.25;
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        writer.Write(new byte[128]);
        writer.Write(Encoding.ASCII.GetBytes("DICM"));
        int instance = number ?? place;
        Element(writer, 2, 0x10, "UI", "1.2.840.10008.1.2.1");
        Element(writer, 8, 0x16, "UI", isFilm ? "1.2.840.10008.5.1.4.1.1.6.1" : "1.2.840.10008.5.1.4.1.1.2");
        Element(writer, 8, 0x18, "UI", "1.2.826.0.1.3680043.10.99.1." + (instance + 1).ToString(CultureInfo.InvariantCulture));
        Element(writer, 8, 0x60, "CS", "CT");
        Element(writer, 0x18, 0x50, "DS", "2.5");
        Element(writer, 0x20, 0xd, "UI", "1.2.826.0.1.3680043.10.99.2");
        Element(writer, 0x20, 0xe, "UI", "1.2.826.0.1.3680043.10.99.3");
        Element(writer, 0x20, 0x13, "IS", (instance + 1).ToString(CultureInfo.InvariantCulture));
        Element(writer, 0x20, 0x32, "DS", FormattableString.Invariant($"-1\\-2\\{10 + (2.5 * place)}"));
        Element(writer, 0x20, 0x37, "DS", "1\\0\\0\\0\\1\\0");
        Short(writer, 0x28, 2, 1);
        Element(writer, 0x28, 4, "CS", "MONOCHROME2");
        Short(writer, 0x28, 0x10, 2);
        Short(writer, 0x28, 0x11, 2);
        Element(writer, 0x28, 0x30, "DS", "0.5\\0.75");
        Short(writer, 0x28, 0x100, 16);
        Short(writer, 0x28, 0x101, 16);
        Short(writer, 0x28, 0x102, 15);
        Short(writer, 0x28, 0x103, 1);
        Element(writer, 0x28, 0x1052, "DS", intercept.ToString(CultureInfo.InvariantCulture));
        Element(writer, 0x28, 0x1053, "DS", slope.ToString(CultureInfo.InvariantCulture));
        short[] stored = values.Select(v => checked((short)((v - intercept) / slope))).ToArray();
        Head(writer, 0x7fe0, 0x10, "OW");
        writer.Write((short)0);
        writer.Write(2 * stored.Length);
        Array.ForEach(stored, writer.Write);
        File.WriteAllBytes(path, bytes.ToArray());
    }

    private static void Element(BinaryWriter writer, int group, int element, string vr, string value)
    {
        byte[] text = Encoding.ASCII.GetBytes(value.Length % 2 == 0 ? value : value + (vr == "UI" ? "\0" : " "));
        Head(writer, group, element, vr);
        writer.Write((short)text.Length);
        writer.Write(text);
    }

    private static void Short(BinaryWriter writer, int group, int element, int value)
    {
        Head(writer, group, element, "US");
        writer.Write((short)2);
        writer.Write((short)value);
    }

    private static void Head(BinaryWriter writer, int group, int element, string vr)
    {
        writer.Write((ushort)group);
        writer.Write((ushort)element);
        writer.Write(Encoding.ASCII.GetBytes(vr));
    }
}
