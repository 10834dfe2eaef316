using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;

namespace MedIO.Tests.Minc;

/// <summary>NetCDF classic files made byte by byte, as the specification of the format says.</summary>
internal sealed class NetCdfBytes
{
    public const int Byte = 1;
    public const int Char = 2;
    public const int Short = 3;
    public const int Int = 4;
    public const int Float = 5;
    public const int Double = 6;

    private readonly List<(string Name, int Length)> _dimensions = new();
    private readonly List<(string Name, object Value)> _attributes = new();
    private readonly List<Variable> _variables = new();

    public byte Version { get; set; } = 1;

    /// <summary>Records of the dimension whose length is 0; null leaves the number open, as a program that still writes does.</summary>
    public int? Records { get; set; } = 0;

    /// <summary>Adds a dimension; 0 is the one of the records.</summary>
    public NetCdfBytes Dimension(string name, int length)
    {
        _dimensions.Add((name, length));
        return this;
    }

    public NetCdfBytes Attribute(string name, object value)
    {
        _attributes.Add((name, value));
        return this;
    }

    /// <summary>Adds a variable.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="type">Its type.</param>
    /// <param name="dimensions">Names, slowest first, with commas between.</param>
    /// <param name="values">All its numbers.</param>
    /// <param name="attributes">Names and values: texts, or arrays of doubles.</param>
    public NetCdfBytes Add(string name, int type, string dimensions, IEnumerable<double> values, params (string Name, object Value)[] attributes)
    {
        _variables.Add(new Variable(name, type, dimensions.Split(new[] { ',' }, StringSplitOptions.RemoveEmptyEntries), attributes, values.ToArray()));
        return this;
    }

    /// <summary>Adds the variable of a dimension in space.</summary>
    public NetCdfBytes Space(string name, double start, double step, params double[] cosines) =>
        Add(name, Int, string.Empty, new double[1], ("start", new[] { start }), ("step", new[] { step }), ("spacing", "regular__"), ("direction_cosines", cosines));

    public byte[] Build()
    {
        // The first pass finds out where the numbers begin.
        int length = Header(new long[_variables.Count]).Length;
        var begins = new long[_variables.Count];
        long at = length;
        foreach (int i in Enumerable.Range(0, _variables.Count).Where(i => !IsRecord(_variables[i])))
        {
            begins[i] = at;
            at += Padded(_variables[i].Values.Length * SizeOf(_variables[i].Type));
        }

        int[] inRecords = Enumerable.Range(0, _variables.Count).Where(i => IsRecord(_variables[i])).ToArray();
        foreach (int i in inRecords)
        {
            begins[i] = at;
            at += inRecords.Length == 1 ? PartBytes(_variables[i]) : Padded(PartBytes(_variables[i]));
        }

        using var all = new MemoryStream();
        Put(all, Header(begins));
        foreach (Variable variable in _variables.Where(v => !IsRecord(v)))
        {
            PutPadded(all, variable.Values.SelectMany(v => Number(v, variable.Type)).ToArray());
        }

        for (int record = 0; record < RecordCount; record++)
        {
            foreach (int i in inRecords)
            {
                int part = _variables[i].Values.Length / RecordCount;
                byte[] bytes = _variables[i].Values.Skip(record * part).Take(part).SelectMany(v => Number(v, _variables[i].Type)).ToArray();
                if (inRecords.Length == 1)
                {
                    Put(all, bytes);
                }
                else
                {
                    PutPadded(all, bytes);
                }
            }
        }

        return all.ToArray();
    }

    private int RecordCount => Records is null ? 2 : Math.Max(1, Records.Value);

    private static int SizeOf(int type) => type switch { Byte or Char => 1, Short => 2, Double => 8, _ => 4 };

    private static long Padded(long n) => (n + 3) / 4 * 4;

    private static byte[] Number(double value, int type) => type switch
    {
        Byte or Char => new[] { unchecked((byte)(long)value) },
        Short => Reversed(BitConverter.GetBytes(unchecked((short)(long)value))),
        Int => Reversed(BitConverter.GetBytes(unchecked((int)(long)value))),
        Float => Reversed(BitConverter.GetBytes((float)value)),
        _ => Reversed(BitConverter.GetBytes(value)),
    };

    private static byte[] Reversed(byte[] bytes)
    {
        Array.Reverse(bytes);
        return bytes;
    }

    private static void Put(Stream stream, byte[] bytes) => stream.Write(bytes, 0, bytes.Length);

    private static void PutInt(Stream stream, long value) => Put(stream, Number(value, Int));

    private static void PutPadded(Stream stream, byte[] bytes)
    {
        Put(stream, bytes);
        Put(stream, new byte[Padded(bytes.Length) - bytes.Length]);
    }

    private static void PutName(Stream stream, string name)
    {
        PutInt(stream, name.Length);
        PutPadded(stream, Encoding.ASCII.GetBytes(name));
    }

    private static void PutAttributes(Stream stream, IReadOnlyList<(string Name, object Value)> attributes)
    {
        PutInt(stream, attributes.Count == 0 ? 0 : 12);
        PutInt(stream, attributes.Count);
        foreach ((string name, object value) in attributes)
        {
            PutName(stream, name);
            if (value is string text)
            {
                PutInt(stream, Char);
                PutName(stream, text);
            }
            else
            {
                double[] numbers = (double[])value;
                PutInt(stream, Double);
                PutInt(stream, numbers.Length);
                PutPadded(stream, numbers.SelectMany(v => Number(v, Double)).ToArray());
            }
        }
    }

    private bool IsRecord(Variable variable) => variable.Dimensions.Length > 0 && _dimensions.Single(d => d.Name == variable.Dimensions[0]).Length == 0;

    private long PartBytes(Variable variable) => variable.Values.Length / RecordCount * SizeOf(variable.Type);

    private byte[] Header(long[] begins)
    {
        using var header = new MemoryStream();
        Put(header, new[] { (byte)'C', (byte)'D', (byte)'F', Version });
        PutInt(header, Records ?? -1);
        PutInt(header, _dimensions.Count == 0 ? 0 : 10);
        PutInt(header, _dimensions.Count);
        foreach ((string name, int length) in _dimensions)
        {
            PutName(header, name);
            PutInt(header, length);
        }

        PutAttributes(header, _attributes);
        PutInt(header, _variables.Count == 0 ? 0 : 11);
        PutInt(header, _variables.Count);
        for (int i = 0; i < _variables.Count; i++)
        {
            Variable variable = _variables[i];
            PutName(header, variable.Name);
            PutInt(header, variable.Dimensions.Length);
            foreach (string dimension in variable.Dimensions)
            {
                PutInt(header, _dimensions.FindIndex(d => d.Name == dimension));
            }

            PutAttributes(header, variable.Attributes);
            PutInt(header, variable.Type);
            PutInt(header, Padded(IsRecord(variable) ? PartBytes(variable) : variable.Values.Length * SizeOf(variable.Type)));
            if (Version == 2)
            {
                PutInt(header, begins[i] >> 32);
            }

            PutInt(header, begins[i]);
        }

        return header.ToArray();
    }

    private sealed record Variable(string Name, int Type, string[] Dimensions, (string Name, object Value)[] Attributes, double[] Values);
}
