using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using MedIO.IO.Compression;

namespace MedIO.Tests.Compression;

/// <summary>
/// Data of the kinds that images are made of, and the formats around it, made without the code under test.
/// </summary>
internal static class Samples
{
    public static byte[] Flat(int size, byte value = 24)
    {
        var data = new byte[size];
        for (int i = 0; i < size; i++)
        {
            data[i] = value;
        }

        return data;
    }

    public static byte[] Noise(int size, int seed = 1)
    {
        var data = new byte[size];
        new Random(seed).NextBytes(data);
        return data;
    }

    public static byte[] Gradient(int size)
    {
        var data = new byte[size];
        for (int i = 0; i < size; i++)
        {
            data[i] = (byte)(i / 2 / 7 >> (i & 1) * 8);
        }

        return data;
    }

    /// <summary>Two-byte samples, background and noisy foreground by turns, as in a scan.</summary>
    public static byte[] Scan(int size, int seed = 1)
    {
        var random = new Random(seed);
        var data = new byte[size];
        for (int i = 0; i + 1 < size; i += 2)
        {
            int sample = (i >> 9 & 1) == 0 ? -1000 : 40 + random.Next(30) + random.Next(30);
            data[i] = (byte)sample;
            data[i + 1] = (byte)(sample >> 8);
        }

        return data;
    }

    /// <summary>Repeats at every distance from 1 to 40, so that matches overlap themselves in every way.</summary>
    public static byte[] Periods(int size)
    {
        var random = new Random(5);
        var data = new byte[size];
        for (int start = 0, period = 1; start < size; start += 700, period = period % 40 + 1)
        {
            for (int i = start; i < Math.Min(start + 700, size); i++)
            {
                data[i] = i - start < period ? (byte)random.Next(256) : data[i - period];
            }
        }

        return data;
    }

    public static IEnumerable<byte[]> OfSize(int size)
    {
        yield return Flat(size);
        yield return Noise(size);
        yield return Gradient(size);
        yield return Scan(size);
        yield return Periods(size);
    }

    public static byte[] Deflate(byte[] data, CompressionLevel level = CompressionLevel.Optimal)
    {
        using var output = new MemoryStream();
        using (var encoder = new DeflateStream(output, level, leaveOpen: true))
        {
            encoder.Write(data, 0, data.Length);
        }

        // Some platforms write nothing at all for nothing.
        return output.Length == 0 ? new byte[] { 3, 0 } : output.ToArray();
    }

    public static byte[] Gzip(byte[] data, CompressionLevel level = CompressionLevel.Optimal) =>
        Member(Deflate(data, level), data, 0, []);

    /// <summary>
    /// A gzip member; <paramref name="fields"/> are the optional ones that <paramref name="flags"/> announces.
    /// </summary>
    public static byte[] Member(byte[] deflated, byte[] data, byte flags, byte[] fields)
    {
        byte[] header = [0x1f, 0x8b, 8, flags, 1, 2, 3, 4, 0, 3];
        return Join(header, fields, deflated, LittleEndian(SlowCrc(data)), LittleEndian((uint)data.Length));
    }

    public static byte[] Zlib(byte[] data)
    {
        byte[] adler = LittleEndian(SlowAdler(data));
        Array.Reverse(adler);
        return Join([0x78, 0x9c], Deflate(data), adler);
    }

    public static byte[] LittleEndian(uint value) =>
        [(byte)value, (byte)(value >> 8), (byte)(value >> 16), (byte)(value >> 24)];

    public static byte[] Join(params byte[][] parts)
    {
        using var all = new MemoryStream();
        foreach (byte[] part in parts)
        {
            all.Write(part, 0, part.Length);
        }

        return all.ToArray();
    }

    public static byte[] Part(byte[] data, int start, int count)
    {
        var part = new byte[count];
        Array.Copy(data, start, part, 0, count);
        return part;
    }

    public static uint SlowCrc(byte[] data)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in data)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? crc >> 1 ^ 0xedb88320 : crc >> 1;
            }
        }

        return ~crc;
    }

    public static uint SlowAdler(byte[] data)
    {
        uint a = 1;
        uint b = 0;
        foreach (byte value in data)
        {
            a = (a + value) % 65521;
            b = (b + a) % 65521;
        }

        return b << 16 | a;
    }

    /// <summary>All that a stream holds, read in pieces of the sizes given, again and again.</summary>
    public static byte[] ReadAll(Stream stream, params int[] pieces)
    {
        using var all = new MemoryStream();
        var buffer = new byte[1 << 20];
        for (int i = 0; ; i++)
        {
            int read = stream.Read(buffer, 0, pieces.Length == 0 ? 10000 : pieces[i % pieces.Length]);
            if (read == 0)
            {
                return all.ToArray();
            }

            all.Write(buffer, 0, read);
        }
    }

    public static byte[] Expand(byte[] compressed, CompressedFormat format = CompressedFormat.Gzip, params int[] pieces)
    {
        using var reader = new GzipReadStream(new MemoryStream(compressed), format);
        return ReadAll(reader, pieces);
    }

    /// <summary>Decodes straight into memory, so that matches reach back into it.</summary>
    public static unsafe byte[] ExpandDirectly(
        byte[] compressed, int size, CompressedFormat format = CompressedFormat.Gzip)
    {
        using var reader = new GzipReadStream(new MemoryStream(compressed), format);
        var data = new byte[size];
        fixed (byte* start = data)
        {
            reader.ReadExactly(start, size);
        }

        return data;
    }
}
