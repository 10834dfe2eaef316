using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Text;

namespace MedIO.Tests.Pictures;

/// <summary>A PNG made chunk by chunk, by the letter of ISO/IEC 15948; nothing of it is ours.</summary>
internal sealed class PngFile
{
    private readonly List<byte> _bytes = new() { 0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10 };

    public byte[] Bytes => _bytes.ToArray();

    /// <summary>A whole file of filtered rows, each with its filter's number before it.</summary>
    public static byte[] Of(int width, int height, int depth, int colour, byte[] rows, bool interlaced = false, params (string Type, byte[] Data)[] before)
    {
        PngFile file = new PngFile().Chunk("IHDR", Header(width, height, depth, colour, interlaced));
        foreach ((string type, byte[] data) in before)
        {
            file.Chunk(type, data);
        }

        return file.Chunk("IDAT", Zlib(rows)).Chunk("IEND", Array.Empty<byte>()).Bytes;
    }

    public static byte[] Header(int width, int height, int depth, int colour, bool interlaced = false)
    {
        var header = new List<byte>();
        header.AddRange(Int(width));
        header.AddRange(Int(height));
        header.AddRange(new byte[] { (byte)depth, (byte)colour, 0, 0, interlaced ? (byte)1 : (byte)0 });
        return header.ToArray();
    }

    public static byte[] Int(int value) => new[] { (byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value };

    public static byte[] Zlib(byte[] data)
    {
        var stream = new MemoryStream();
        stream.WriteByte(0x78);
        stream.WriteByte(0x9c);
        using (var deflate = new DeflateStream(stream, CompressionLevel.Optimal, leaveOpen: true))
        {
            deflate.Write(data, 0, data.Length);
        }

        uint a = 1;
        uint b = 0;
        foreach (byte value in data)
        {
            a = (a + value) % 65521;
            b = (b + a) % 65521;
        }

        byte[] sum = Int((int)((b << 16) | a));
        stream.Write(sum, 0, 4);
        return stream.ToArray();
    }

    public PngFile Chunk(string type, byte[] data)
    {
        byte[] name = Encoding.ASCII.GetBytes(type);
        _bytes.AddRange(Int(data.Length));
        _bytes.AddRange(name);
        _bytes.AddRange(data);
        uint crc = uint.MaxValue;
        foreach (byte[] part in new[] { name, data })
        {
            foreach (byte value in part)
            {
                crc ^= value;
                for (int i = 0; i < 8; i++)
                {
                    crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xedb88320 : crc >> 1;
                }
            }
        }

        _bytes.AddRange(Int((int)~crc));
        return this;
    }

    /// <summary>The chunks of a file by type, those of pixels joined and inflated.</summary>
    public static Dictionary<string, byte[]> Chunks(byte[] file)
    {
        var chunks = new Dictionary<string, byte[]>();
        var pixels = new MemoryStream();
        for (int at = 8; at < file.Length;)
        {
            int length = (file[at] << 24) | (file[at + 1] << 16) | (file[at + 2] << 8) | file[at + 3];
            string type = Encoding.ASCII.GetString(file, at + 4, 4);
            var data = new byte[length];
            Array.Copy(file, at + 8, data, 0, length);
            PngFile check = new PngFile().Chunk(type, data);
            for (int i = 0; i < length + 12; i++)
            {
                if (check.Bytes[8 + i] != file[at + i])
                {
                    throw new InvalidDataException($"The checksum of {type} is wrong.");
                }
            }

            if (type == "IDAT")
            {
                pixels.Write(data, 0, length);
            }
            else
            {
                chunks[type] = data;
            }

            at += length + 12;
        }

        pixels.Position = 2;
        var rows = new MemoryStream();
        using (var inflate = new DeflateStream(pixels, CompressionMode.Decompress))
        {
            inflate.CopyTo(rows);
        }

        chunks["IDAT"] = rows.ToArray();
        return chunks;
    }

    /// <summary>Filters rows, one by one, by section 9 (what the filter of a row is, a function says), or takes the filters back.</summary>
    public static byte[] Filter(byte[] rows, int rowBytes, int pixelBytes, Func<int, int> filterOf)
    {
        int height = rows.Length / rowBytes;
        var filtered = new List<byte>();
        for (int y = 0; y < height; y++)
        {
            int filter = filterOf(y);
            filtered.Add((byte)filter);
            for (int i = 0; i < rowBytes; i++)
            {
                filtered.Add((byte)(rows[(y * rowBytes) + i] - Expected(rows, rowBytes, pixelBytes, y, i, filter)));
            }
        }

        return filtered.ToArray();
    }

    public static byte[] TakeBack(byte[] filtered, int rowBytes, int pixelBytes)
    {
        int height = filtered.Length / (rowBytes + 1);
        var rows = new byte[height * rowBytes];
        for (int y = 0; y < height; y++)
        {
            for (int i = 0; i < rowBytes; i++)
            {
                rows[(y * rowBytes) + i] = (byte)(filtered[(y * (rowBytes + 1)) + 1 + i] + Expected(rows, rowBytes, pixelBytes, y, i, filtered[y * (rowBytes + 1)]));
            }
        }

        return rows;
    }

    private static int Expected(byte[] rows, int rowBytes, int pixelBytes, int y, int i, int filter)
    {
        int a = i >= pixelBytes ? rows[(y * rowBytes) + i - pixelBytes] : 0;
        int b = y > 0 ? rows[((y - 1) * rowBytes) + i] : 0;
        int c = y > 0 && i >= pixelBytes ? rows[((y - 1) * rowBytes) + i - pixelBytes] : 0;
        int p = a + b - c;
        int pa = Math.Abs(p - a);
        int pb = Math.Abs(p - b);
        int pc = Math.Abs(p - c);
        return filter switch { 0 => 0, 1 => a, 2 => b, 3 => (a + b) / 2, _ => pa <= pb && pa <= pc ? a : pb <= pc ? b : c };
    }
}
