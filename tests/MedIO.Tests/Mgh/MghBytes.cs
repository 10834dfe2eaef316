using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;

namespace MedIO.Tests.Mgh;

/// <summary>Makes MGH files byte by byte after FreeSurfer's description of the format, independent of the code under test.</summary>
internal sealed class MghBytes
{
    private readonly byte[] _header = new byte[284];

    public MghBytes(int type, params int[] dims)
    {
        Int32(0, 1);
        for (int i = 0; i < 4; i++)
        {
            Int32(4 + (4 * i), i < dims.Length ? dims[i] : 1);
        }

        Int32(20, type);
        _header[29] = 1;
        Spacing(1, 1, 1);
        Directions(1, 0, 0, 0, 1, 0, 0, 0, 1);
    }

    public static byte[] BigEndian(params object[] numbers) => numbers.SelectMany(n => BigEndian(n)).ToArray();

    public MghBytes Int32(int offset, int value)
    {
        BigEndian((object)value).CopyTo(_header, offset);
        return this;
    }

    public MghBytes Float(int offset, params float[] values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            BigEndian((object)values[i]).CopyTo(_header, offset + (4 * i));
        }

        return this;
    }

    public MghBytes Spacing(params float[] values) => Float(30, values);

    /// <summary>x_r x_a x_s, y_r y_a y_s, z_r z_a z_s.</summary>
    public MghBytes Directions(params float[] values) => Float(42, values);

    public MghBytes Centre(params float[] values) => Float(78, values);

    public MghBytes GoodRas(bool good)
    {
        _header[29] = (byte)(good ? 1 : 0);
        return this;
    }

    /// <summary>The file: the header, the voxels, and what follows them.</summary>
    public byte[] File(IEnumerable<object> voxels, params byte[][] behind) =>
        _header.Concat(voxels.SelectMany(BigEndian)).Concat(behind.SelectMany(b => b)).ToArray();

    public static byte[] Gzip(byte[] bytes)
    {
        using var buffer = new MemoryStream();
        using (var gzip = new GZipStream(buffer, CompressionMode.Compress, leaveOpen: true))
        {
            gzip.Write(bytes, 0, bytes.Length);
        }

        return buffer.ToArray();
    }

    public static byte[] Gunzip(byte[] bytes)
    {
        using var gzip = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
        using var buffer = new MemoryStream();
        gzip.CopyTo(buffer);
        return buffer.ToArray();
    }

    private static byte[] BigEndian(object number)
    {
        byte[] bytes = number switch
        {
            byte value => new[] { value },
            short value => BitConverter.GetBytes(value),
            ushort value => BitConverter.GetBytes(value),
            int value => BitConverter.GetBytes(value),
            float value => BitConverter.GetBytes(value),
            _ => throw new ArgumentException($"No number of the format: {number}."),
        };
        if (BitConverter.IsLittleEndian)
        {
            Array.Reverse(bytes);
        }

        return bytes;
    }
}
