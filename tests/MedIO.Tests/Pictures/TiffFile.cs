using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace MedIO.Tests.Pictures;

/// <summary>A TIFF made tag by tag, by the letter of TIFF 6.0 and of BigTIFF; nothing of it is ours.</summary>
internal sealed class TiffFile
{
    private readonly bool _bigEndian;
    private readonly bool _isBig;
    private readonly List<byte> _bytes = new();
    private int _link;

    public TiffFile(bool bigEndian = false, bool isBig = false)
    {
        _bigEndian = bigEndian;
        _isBig = isBig;
        Put(Encoding.ASCII.GetBytes(bigEndian ? "MM" : "II"));
        Put(Number(isBig ? 43 : 42, 2));
        if (isBig)
        {
            Put(Number(8, 2));
            Put(Number(0, 2));
        }

        _link = _bytes.Count;
        Put(Number(0, isBig ? 8 : 4));
    }

    public byte[] Bytes => _bytes.ToArray();

    /// <summary>Adds bytes, and says where they are.</summary>
    public int Add(byte[] data)
    {
        int at = _bytes.Count;
        Put(data);
        return at;
    }

    /// <summary>Adds a directory: tag, type (3 SHORT, 4 LONG, 5 RATIONAL as pairs, 2 ASCII), values.</summary>
    public TiffFile Directory(params (int Tag, int Type, long[] Values)[] fields)
    {
        var entries = new List<byte[]>();
        foreach ((int tag, int type, long[] values) in fields.OrderBy(f => f.Tag))
        {
            int size = type switch { 1 or 2 or 7 => 1, 3 => 2, 4 or 5 or 9 => 4, _ => 8 };
            byte[] data = values.SelectMany(v => Number(v, size)).ToArray();
            long count = type == 5 ? values.Length / 2 : values.Length;
            int inline = _isBig ? 8 : 4;
            byte[] last = data.Length <= inline ? data.Concat(new byte[inline - data.Length]).ToArray() : Number(Add(data), inline);
            entries.Add(Number(tag, 2).Concat(Number(type, 2)).Concat(Number(count, inline)).Concat(last).ToArray());
        }

        int at = _bytes.Count;
        Put(Number(entries.Count, _isBig ? 8 : 2));
        entries.ForEach(Put);
        int link = _bytes.Count;
        Put(Number(0, _isBig ? 8 : 4));
        byte[] place = Number(at, _isBig ? 8 : 4);
        for (int i = 0; i < place.Length; i++)
        {
            _bytes[_link + i] = place[i];
        }

        _link = link;
        return this;
    }

    /// <summary>Adds a page of one strip, with such fields more, or others.</summary>
    public TiffFile Page(int width, int height, int bits, byte[] data, params (int Tag, int Type, long[] Values)[] more)
    {
        int at = Add(data);
        var fields = new Dictionary<int, (int Tag, int Type, long[] Values)>();
        foreach ((int Tag, int Type, long[] Values) field in new[] { F(256, width), F(257, height), F(258, bits), F(259, 1), F(262, 1), F(273, at), F(277, 1), F(278, height), F(279, data.Length) }.Concat(more))
        {
            fields[field.Tag] = field;
        }

        return Directory(fields.Values.Where(f => f.Values.Length > 0).ToArray());
    }

    /// <summary>A field of LONGs.</summary>
    public static (int Tag, int Type, long[] Values) F(int tag, params long[] values) => (tag, 4, values);

    public static (int Tag, int Type, long[] Values) Text(string text) => (270, 2, Encoding.ASCII.GetBytes(text + "\0").Select(b => (long)b).ToArray());

    public byte[] Numbers(int size, params long[] values) => values.SelectMany(v => Number(v, size)).ToArray();

    private byte[] Number(long value, int size)
    {
        byte[] bytes = Enumerable.Range(0, size).Select(i => (byte)(value >> (8 * i))).ToArray();
        return _bigEndian ? bytes.AsEnumerable().Reverse().ToArray() : bytes;
    }

    private void Put(byte[] bytes) => _bytes.AddRange(bytes);
}
