using System;
using System.IO;
using System.Linq;
using System.Text;

namespace MedIO.Tests.Analyze;

/// <summary>Makes pairs of Analyze 7.5 byte by byte after dbh.h, independent of the code under test.</summary>
internal sealed class AnalyzeBytes
{
    private readonly byte[] _header = new byte[348];
    private readonly bool _big;

    public AnalyzeBytes(int datatype, int bits, bool bigEndian, params int[] dim)
    {
        _big = bigEndian;
        Int32(0, 348);
        Int16(40, dim.Length);
        for (int i = 0; i < 7; i++)
        {
            Int16(42 + (2 * i), i < dim.Length ? dim[i] : 1);
        }

        Int16(70, datatype);
        Int16(72, bits);
        Pixdim(1, 1, 1);
    }

    /// <summary>An image of 2x3x4 unsigned bytes, 0, 1, 2, ...</summary>
    public static AnalyzeBytes Small() => new(2, 8, false, 2, 3, 4);

    public static byte[] SmallVoxels => Enumerable.Range(0, 24).Select(i => (byte)i).ToArray();

    public AnalyzeBytes Int16(int offset, int value) => Put(offset, BitConverter.GetBytes((short)value));

    public AnalyzeBytes Int32(int offset, int value) => Put(offset, BitConverter.GetBytes(value));

    public AnalyzeBytes Float(int offset, double value) => Put(offset, BitConverter.GetBytes((float)value));

    public AnalyzeBytes Text(int offset, string text)
    {
        Encoding.ASCII.GetBytes(text).CopyTo(_header, offset);
        return this;
    }

    public AnalyzeBytes Pixdim(params double[] values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            Float(80 + (4 * i), values[i]);
        }

        return this;
    }

    public AnalyzeBytes Origin(int x, int y, int z) => Int16(253, x).Int16(255, y).Int16(257, z);

    public AnalyzeBytes Scale(double slope, double intercept) => Float(112, slope).Float(116, intercept);

    public AnalyzeBytes Ranges(int glmax, int glmin, double calMax, double calMin) => Int32(140, glmax).Int32(144, glmin).Float(124, calMax).Float(128, calMin);

    public byte[] Header() => (byte[])_header.Clone();

    /// <summary>The bytes of numbers in the header's byte order.</summary>
    public byte[] Voxels(params object[] numbers) => numbers.SelectMany(n => Order(n switch
    {
        byte value => new[] { value },
        sbyte value => new[] { (byte)value },
        short value => BitConverter.GetBytes(value),
        ushort value => BitConverter.GetBytes(value),
        int value => BitConverter.GetBytes(value),
        uint value => BitConverter.GetBytes(value),
        float value => BitConverter.GetBytes(value),
        double value => BitConverter.GetBytes(value),
        _ => throw new ArgumentException($"No number of the format: {n}."),
    })).ToArray();

    /// <summary>Writes both files; the header's path.</summary>
    public string Put(ScratchFolder folder, string name, byte[] voxels)
    {
        File.WriteAllBytes(folder[name + ".hdr"], _header);
        File.WriteAllBytes(folder[name + ".img"], voxels);
        return folder[name + ".hdr"];
    }

    private AnalyzeBytes Put(int offset, byte[] bytes)
    {
        Order(bytes).CopyTo(_header, offset);
        return this;
    }

    private byte[] Order(byte[] bytes)
    {
        if (_big == BitConverter.IsLittleEndian)
        {
            Array.Reverse(bytes);
        }

        return bytes;
    }
}
