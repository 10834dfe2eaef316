using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using MedIO.Formats.Headers;

namespace MedIO.Formats.Minc;

/// <summary>Reads the header of a NetCDF classic file, which is big endian throughout (The NetCDF Classic Format Specification, CDF-1 and CDF-2).</summary>
internal ref struct NetCdfParser
{
    // Tags of the lists; a list that is absent has 0 for both its tag and its count.
    private const uint DimensionTag = 10;
    private const uint VariableTag = 11;
    private const uint AttributeTag = 12;

    // More than any program writes; each is held against the length of the file before.
    private const int MostNumbers = 1 << 24;

    private readonly ReadOnlySpan<byte> _bytes;
    private int _at;

    private NetCdfParser(ReadOnlySpan<byte> bytes)
    {
        _bytes = bytes;
        _at = 4;
    }

    /// <summary>Reads a header.</summary>
    /// <param name="bytes">The beginning of the file.</param>
    /// <exception cref="EndOfStreamException">The header goes on behind the bytes.</exception>
    /// <exception cref="InvalidDataException">It contradicts the specification.</exception>
    public static NetCdfHeader Parse(ReadOnlySpan<byte> bytes)
    {
        var parser = new NetCdfParser(bytes);
        return parser.Header(bytes[3]);
    }

    /// <summary>The bytes of a number; 0 for what is no type.</summary>
    public static int SizeOf(NetCdfType type) => type switch
    {
        NetCdfType.Byte or NetCdfType.Char => 1,
        NetCdfType.Short => 2,
        NetCdfType.Int or NetCdfType.Float => 4,
        NetCdfType.Double => 8,
        _ => 0,
    };

    /// <summary>Numbers of a type; bytes are signed.</summary>
    public static double[] Numbers(ReadOnlySpan<byte> bytes, NetCdfType type)
    {
        int size = SizeOf(type);
        var values = new double[bytes.Length / size];
        for (int i = 0; i < values.Length; i++)
        {
            ReadOnlySpan<byte> at = bytes.Slice(i * size, size);
            values[i] = type switch
            {
                NetCdfType.Short => BinaryPrimitives.ReadInt16BigEndian(at),
                NetCdfType.Int => BinaryPrimitives.ReadInt32BigEndian(at),
                NetCdfType.Float => Single(BinaryPrimitives.ReadInt32BigEndian(at)),
                NetCdfType.Double => BitConverter.Int64BitsToDouble(BinaryPrimitives.ReadInt64BigEndian(at)),
                _ => (sbyte)at[0],
            };
        }

        return values;
    }

    private static unsafe float Single(int bits) => *(float*)&bits;

    private NetCdfHeader Header(byte version)
    {
        uint records = UInt32();
        var lengths = new List<KeyValuePair<string, long>>();
        for (uint left = List(DimensionTag); left > 0; left--)
        {
            string name = Name();
            lengths.Add(new KeyValuePair<string, long>(name, UInt32()));
        }

        Dictionary<string, object> attributes = Attributes();
        var variables = new List<NetCdfVariable>();
        for (uint left = List(VariableTag); left > 0; left--)
        {
            variables.Add(Variable(version, lengths));
        }

        return new NetCdfHeader(records == uint.MaxValue ? -1 : records, attributes, variables);
    }

    private NetCdfVariable Variable(byte version, List<KeyValuePair<string, long>> dimensions)
    {
        string name = Name();
        uint count = UInt32();
        Need(4L * count);
        var ids = new int[count];
        for (int i = 0; i < ids.Length; i++)
        {
            uint id = UInt32();
            ids[i] = id < dimensions.Count ? (int)id : throw new InvalidDataException($"the variable '{Shorten(name)}' has a dimension that is not there");
        }

        Dictionary<string, object> attributes = Attributes();
        NetCdfType type = Type(name);

        // The size that follows is wrong by design where it does not fit 32 bits; it follows from the dimensions anyway.
        UInt32();
        long begin = version == 1 ? UInt32() : Int64();
        bool isRecord = ids.Length > 0 && dimensions[ids[0]].Value == 0;
        return begin >= 0
            ? new NetCdfVariable(name, type, ids.Select(i => dimensions[i].Key).ToArray(), ids.Select(i => dimensions[i].Value).ToArray(), attributes, begin, isRecord)
            : throw new InvalidDataException($"the variable '{Shorten(name)}' would begin before the file does");
    }

    private Dictionary<string, object> Attributes()
    {
        var attributes = new Dictionary<string, object>(StringComparer.Ordinal);
        for (uint left = List(AttributeTag); left > 0; left--)
        {
            string name = Name();
            NetCdfType type = Type(name);
            ReadOnlySpan<byte> bytes = Padded((long)UInt32() * SizeOf(type));
            attributes[name] = type == NetCdfType.Char ? HeaderText.Decode(bytes.ToArray(), 0, bytes.Length).TrimEnd('\0') : Numbers(bytes, type);
        }

        return attributes;
    }

    private uint List(uint tag)
    {
        uint found = UInt32();
        uint count = UInt32();
        return found == tag || (found == 0 && count == 0)
            ? count
            : throw new InvalidDataException(FormattableString.Invariant($"a list begins with {found}, not with {tag}"));
    }

    private NetCdfType Type(string name)
    {
        var type = (NetCdfType)UInt32();
        return SizeOf(type) > 0 ? type : throw new InvalidDataException(FormattableString.Invariant($"'{Shorten(name)}' has the type {(uint)type}, which there is not"));
    }

    private string Name()
    {
        ReadOnlySpan<byte> bytes = Padded(UInt32());
        return HeaderText.Decode(bytes.ToArray(), 0, bytes.Length).TrimEnd('\0');
    }

    // Names and values are filled up to four bytes.
    private ReadOnlySpan<byte> Padded(long count)
    {
        if (count > MostNumbers)
        {
            throw new InvalidDataException("a name or an attribute has more bytes than any has");
        }

        Need((count + 3) & ~3L);
        ReadOnlySpan<byte> bytes = _bytes.Slice(_at, (int)count);
        _at += (int)((count + 3) & ~3L);
        return bytes;
    }

    private uint UInt32()
    {
        Need(4);
        _at += 4;
        return BinaryPrimitives.ReadUInt32BigEndian(_bytes.Slice(_at - 4));
    }

    private long Int64()
    {
        Need(8);
        _at += 8;
        return BinaryPrimitives.ReadInt64BigEndian(_bytes.Slice(_at - 8));
    }

    private readonly void Need(long count)
    {
        if (_bytes.Length - _at < count)
        {
            throw new EndOfStreamException();
        }
    }

    private static string Shorten(string text) => text.Length <= 40 ? text : text.Substring(0, 40) + "...";
}
