using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using MedIO.IO.Compression;

namespace MedIO.Formats.Analyze;

/// <summary>
/// Matrices of real numbers out of a MATLAB file of level 4 or 5 ("MAT-File Format", The MathWorks); what else is in it is
/// passed over.
/// </summary>
internal static class MatlabFile
{
    private const int Header5 = 128;
    private const int Matrix5 = 14;
    private const int Compressed5 = 15;
    private const int MostValues = 1 << 20;

    /// <summary>The matrices of these names that are there.</summary>
    /// <exception cref="InvalidDataException">It is no such file.</exception>
    /// <exception cref="EndOfStreamException">It ends within a matrix.</exception>
    public static IReadOnlyDictionary<string, MatlabMatrix> Read(byte[] file, params string[] names)
    {
        var found = new Dictionary<string, MatlabMatrix>();

        // Level 5 begins with text; the first number of level 4 has a zero byte in either order.
        if (file.Length < 4)
        {
            throw new EndOfStreamException("it has fewer than 4 bytes");
        }

        if (file.Take(4).Any(b => b == 0))
        {
            ReadLevel4(file, names, found);
        }
        else
        {
            ReadLevel5(file, names, found);
        }

        return found;
    }

    private static void ReadLevel4(byte[] file, string[] names, Dictionary<string, MatlabMatrix> found)
    {
        var reader = new MatlabBytes(file, 0, file.Length, bigEndian: false);
        while (reader.Left >= 20)
        {
            int at = reader.Position;
            int format = reader.Int32();
            if (format is < 0 or > 4052)
            {
                reader = new MatlabBytes(file, at, file.Length - at, !reader.BigEndian);
                format = reader.Int32();
            }

            int rows = reader.Int32();
            int columns = reader.Int32();
            int imaginary = reader.Int32();
            string name = reader.Name(reader.Int32());
            MatlabNumber type = (format / 10 % 10) switch
            {
                0 => MatlabNumber.Double,
                1 => MatlabNumber.Single,
                2 => MatlabNumber.Int32,
                3 => MatlabNumber.Int16,
                4 => MatlabNumber.UInt16,
                5 => MatlabNumber.UInt8,
                _ => throw new InvalidDataException("its numbers are of no known type"),
            };
            long count = (long)rows * columns;
            if (format is < 0 or > 1052 || format / 100 % 10 != 0 || rows < 0 || columns < 0 || count > MostValues)
            {
                throw new InvalidDataException("it is no MATLAB file of level 4 or 5, or of another machine");
            }

            double[] values = reader.Numbers(type, (int)count);
            if (imaginary != 0)
            {
                reader.Numbers(type, (int)count);
            }

            if (names.Contains(name) && format % 10 == 0)
            {
                found[name] = new MatlabMatrix(new[] { rows, columns }, values);
            }
        }
    }

    private static void ReadLevel5(byte[] file, string[] names, Dictionary<string, MatlabMatrix> found)
    {
        bool little = file.Length >= Header5 && file[126] == (byte)'I' && file[127] == (byte)'M';
        bool big = file.Length >= Header5 && file[126] == (byte)'M' && file[127] == (byte)'I';
        if (!little && !big)
        {
            throw new InvalidDataException("it is no MATLAB file of level 4 or 5");
        }

        var reader = new MatlabBytes(file, Header5, file.Length - Header5, big);
        while (reader.Left >= 8)
        {
            MatlabBytes element = reader.Element(out int type, padded: false);
            if (type == Compressed5)
            {
                byte[] inflated = Inflate(element);
                element = new MatlabBytes(inflated, 0, inflated.Length, big).Element(out type, padded: false);
            }

            if (type == Matrix5)
            {
                ReadMatrix(element, names, found);
            }
        }
    }

    private static void ReadMatrix(MatlabBytes element, string[] names, Dictionary<string, MatlabMatrix> found)
    {
        MatlabBytes flags = element.Element(out _);
        int kind = flags.Int32();
        MatlabBytes sizes = element.Element(out _);
        int[] dimensions = sizes.Numbers(MatlabNumber.Int32, sizes.Left / 4).Select(n => (int)n).ToArray();
        MatlabBytes text = element.Element(out _);
        string name = text.Name(text.Left);

        // Classes 6 to 13 are full matrices of numbers, whatever type the numbers are stored in.
        if (!names.Contains(name) || (kind & 0xff) is < 6 or > 13)
        {
            return;
        }

        long count = dimensions.Aggregate(1L, (n, d) => d < 0 || n > MostValues ? MostValues + 1 : n * d);
        MatlabBytes real = element.Element(out int type);
        if (count > MostValues || !Enum.IsDefined(typeof(MatlabNumber), type))
        {
            throw new InvalidDataException("its matrix is too large, or of no known type");
        }

        found[name] = new MatlabMatrix(dimensions, real.Numbers((MatlabNumber)type, (int)count));
    }

    private static byte[] Inflate(MatlabBytes element)
    {
        using var stream = new GzipReadStream(element.ToStream(), CompressedFormat.Zlib);
        using var inflated = new MemoryStream();
        var buffer = new byte[1 << 14];
        for (int n = stream.Read(buffer, 0, buffer.Length); n > 0; n = stream.Read(buffer, 0, buffer.Length))
        {
            inflated.Write(buffer, 0, n);
            if (inflated.Length > 8L * MostValues + 4096)
            {
                throw new InvalidDataException("its matrix is too large");
            }
        }

        return inflated.ToArray();
    }
}
