using System;
using System.Buffers.Binary;
using System.IO;
using System.Text;

namespace MedIO.Formats.Analyze;

/// <summary>Reads forward through a part of a MATLAB file.</summary>
internal sealed class MatlabBytes
{
    private readonly byte[] _bytes;
    private readonly int _end;

    public MatlabBytes(byte[] bytes, int start, int count, bool bigEndian)
    {
        _bytes = bytes;
        Position = start;
        _end = start + count;
        BigEndian = bigEndian;
    }

    public int Position { get; private set; }

    public int Left => _end - Position;

    public bool BigEndian { get; }

    public int Int32()
    {
        ReadOnlySpan<byte> s = Take(4);
        return BigEndian ? BinaryPrimitives.ReadInt32BigEndian(s) : BinaryPrimitives.ReadInt32LittleEndian(s);
    }

    public string Name(int count)
    {
        ReadOnlySpan<byte> s = Take(count);
        return Encoding.ASCII.GetString(s.ToArray()).TrimEnd('\0');
    }

    public unsafe double[] Numbers(MatlabNumber type, int count)
    {
        int size = type switch
        {
            MatlabNumber.Int8 or MatlabNumber.UInt8 => 1,
            MatlabNumber.Int16 or MatlabNumber.UInt16 => 2,
            MatlabNumber.Double => 8,
            _ => 4,
        };
        byte[] taken = Take((long)size * count).ToArray();
        var values = new double[count];
        var one = new byte[size];
        for (int i = 0; i < count; i++)
        {
            Array.Copy(taken, i * size, one, 0, size);
            if (BigEndian == BitConverter.IsLittleEndian)
            {
                Array.Reverse(one);
            }

            values[i] = type switch
            {
                MatlabNumber.Int8 => (sbyte)one[0],
                MatlabNumber.UInt8 => one[0],
                MatlabNumber.Int16 => BitConverter.ToInt16(one, 0),
                MatlabNumber.UInt16 => BitConverter.ToUInt16(one, 0),
                MatlabNumber.Int32 => BitConverter.ToInt32(one, 0),
                MatlabNumber.UInt32 => BitConverter.ToUInt32(one, 0),
                MatlabNumber.Single => BitConverter.ToSingle(one, 0),
                _ => BitConverter.ToDouble(one, 0),
            };
        }

        return values;
    }

    /// <summary>The content of the next data element of level 5; small ones have type and length in four bytes.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="padded">Whether the next one begins at a multiple of eight bytes, as inside a matrix.</param>
    public MatlabBytes Element(out int type, bool padded = true)
    {
        int first = Int32();
        bool isSmall = (first & ~0xffff) != 0;
        int count = isSmall ? (first >> 16) & 0xffff : Int32();
        type = isSmall ? first & 0xffff : first;
        int start = Position;
        Take(count);
        if (isSmall)
        {
            Position = Math.Min(_end, start + 4);
        }
        else if (padded && count % 8 != 0)
        {
            Position = Math.Min(_end, Position + 8 - (count % 8));
        }

        return new MatlabBytes(_bytes, start, count, BigEndian);
    }

    public Stream ToStream() => new MemoryStream(_bytes, Position, Left, writable: false);

    private ReadOnlySpan<byte> Take(long count)
    {
        if (count < 0 || count > Left)
        {
            throw new EndOfStreamException("it ends too early");
        }

        Position += (int)count;
        return _bytes.AsSpan(Position - (int)count, (int)count);
    }
}
