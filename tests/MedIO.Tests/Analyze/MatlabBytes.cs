using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;

namespace MedIO.Tests.Analyze;

/// <summary>Makes MATLAB files of level 4 and 5 byte by byte, after "MAT-File Format" of The MathWorks.</summary>
internal static class MatlabBytes
{
    /// <summary>A matrix of doubles, column by column, as level 4 has it.</summary>
    public static byte[] Level4(string name, int rows, int columns, bool bigEndian, params double[] values)
    {
        IEnumerable<byte> head = new[] { bigEndian ? 1000 : 0, rows, columns, 0, name.Length + 1 }.SelectMany(n => Order(BitConverter.GetBytes(n), bigEndian));
        return head.Concat(Encoding.ASCII.GetBytes(name + "\0")).Concat(values.SelectMany(v => Order(BitConverter.GetBytes(v), bigEndian))).ToArray();
    }

    /// <summary>A file of level 5 with these elements.</summary>
    public static byte[] Level5(bool bigEndian, params byte[][] elements) =>
        Encoding.ASCII.GetBytes("MATLAB 5.0 MAT-file".PadRight(124)).Concat(Order(new byte[] { 0, 1 }, bigEndian)).Concat(Encoding.ASCII.GetBytes(bigEndian ? "MI" : "IM")).Concat(elements.SelectMany(e => e)).ToArray();

    /// <summary>A matrix of level 5 whose numbers are stored as signed bytes or as doubles.</summary>
    public static byte[] Matrix(string name, bool bigEndian, bool asBytes, int[] dimensions, params double[] values)
    {
        byte[] flags = Element(6, bigEndian, Ints(bigEndian, 6, 0));
        byte[] sizes = Element(5, bigEndian, Ints(bigEndian, dimensions));

        // A name of up to four characters makes a small element, whose type and length share four bytes.
        byte[] text = bigEndian
            ? Ints(true, (name.Length << 16) | 1).Concat(Encoding.ASCII.GetBytes(name.PadRight(4, '\0'))).ToArray()
            : Ints(false, (name.Length << 16) | 1).Concat(Encoding.ASCII.GetBytes(name.PadRight(4, '\0'))).ToArray();
        byte[] numbers = asBytes
            ? Element(1, bigEndian, values.Select(v => (byte)(sbyte)v).ToArray())
            : Element(9, bigEndian, values.SelectMany(v => Order(BitConverter.GetBytes(v), bigEndian)).ToArray());
        return Element(14, bigEndian, flags.Concat(sizes).Concat(text).Concat(numbers).ToArray());
    }

    /// <summary>An element inside of a compressed one.</summary>
    public static byte[] Compressed(bool bigEndian, byte[] element)
    {
        using var buffer = new MemoryStream();
        buffer.Write(new byte[] { 0x78, 0x9c }, 0, 2);
        using (var deflate = new DeflateStream(buffer, CompressionLevel.Optimal, leaveOpen: true))
        {
            deflate.Write(element, 0, element.Length);
        }

        uint a = 1;
        uint b = 0;
        foreach (byte value in element)
        {
            a = (a + value) % 65521;
            b = (b + a) % 65521;
        }

        byte[] zlib = buffer.ToArray().Concat(Order(BitConverter.GetBytes((b << 16) | a), bigEndian: true)).ToArray();
        return Ints(bigEndian, 15, zlib.Length).Concat(zlib).ToArray();
    }

    private static byte[] Element(int type, bool bigEndian, byte[] content) =>
        Ints(bigEndian, type, content.Length).Concat(content).Concat(new byte[(8 - (content.Length % 8)) % 8]).ToArray();

    private static byte[] Ints(bool bigEndian, params int[] values) => values.SelectMany(v => Order(BitConverter.GetBytes(v), bigEndian)).ToArray();

    private static byte[] Order(byte[] bytes, bool bigEndian)
    {
        if (bigEndian == BitConverter.IsLittleEndian)
        {
            Array.Reverse(bytes);
        }

        return bytes;
    }
}
