using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;

namespace MedIO.Raster;

/// <summary>The fields of a directory on their way into a file, little endian; in order of their tags.</summary>
internal sealed class TiffFields
{
    private const int AsciiType = 2;
    private const int ShortType = 3;
    private const int LongType = 4;
    private const int RationalType = 5;
    private const int Long8Type = 16;

    private readonly bool _isBig;
    private readonly SortedDictionary<int, (int Type, long Count, byte[] Values)> _fields = new();

    /// <param name="isBig">Whether the file is a BigTIFF.</param>
    public TiffFields(bool isBig) => _isBig = isBig;

    /// <summary>Bytes of the file's header.</summary>
    public int HeaderLength => _isBig ? 16 : 8;

    /// <summary>The file's header.</summary>
    /// <param name="first">Where the first directory is.</param>
    public byte[] Header(long first) => Write(w =>
    {
        w.Write((byte)'I');
        w.Write((byte)'I');
        w.Write((ushort)(_isBig ? 43 : 42));
        if (_isBig)
        {
            w.Write((ushort)8);
            w.Write((ushort)0);
        }

        Offset(w, first);
    });

    public void Clear() => _fields.Clear();

    public void Shorts(TiffTag tag, IEnumerable<int> values)
    {
        int[] numbers = values.ToArray();
        Add(tag, ShortType, numbers.Length, w => Array.ForEach(numbers, n => w.Write((ushort)n)));
    }

    public void Long(TiffTag tag, int value) => Add(tag, LongType, 1, w => w.Write(value));

    public void Offsets(TiffTag tag, IEnumerable<long> values)
    {
        long[] numbers = values.ToArray();
        Add(tag, _isBig ? Long8Type : LongType, numbers.Length, w => Array.ForEach(numbers, n => Offset(w, n)));
    }

    public void Text(TiffTag tag, string text)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(text + "\0");
        Add(tag, AsciiType, bytes.Length, w => w.Write(bytes));
    }

    /// <summary>A fraction, the nearest there is.</summary>
    public void Rational(TiffTag tag, double value)
    {
        (uint numerator, uint denominator) = Fraction(value);
        Add(tag, RationalType, 1, w =>
        {
            w.Write(numerator);
            w.Write(denominator);
        });
    }

    /// <summary>The directory's bytes, with those of values that have no room in it behind it.</summary>
    /// <param name="at">Where it is to be in the file, an even place.</param>
    /// <param name="isLast">Whether no other follows.</param>
    public byte[] ToBytes(long at, bool isLast)
    {
        int inline = _isBig ? 8 : 4;
        long length = (_isBig ? 8 : 2) + (_fields.Count * (_isBig ? 20 : 12)) + (_isBig ? 8 : 4);
        long behind = at + length;
        long end = behind + _fields.Values.Sum(f => f.Values.Length > inline ? (f.Values.Length + 1) & ~1 : 0);
        return Write(w =>
        {
            if (_isBig)
            {
                w.Write((long)_fields.Count);
            }
            else
            {
                w.Write((ushort)_fields.Count);
            }

            foreach (KeyValuePair<int, (int Type, long Count, byte[] Values)> field in _fields)
            {
                w.Write((ushort)field.Key);
                w.Write((ushort)field.Value.Type);
                Offset(w, field.Value.Count);
                byte[] values = field.Value.Values;
                if (values.Length > inline)
                {
                    Offset(w, behind);
                    behind += (values.Length + 1) & ~1;
                }
                else
                {
                    w.Write(values);
                    w.Write(new byte[inline - values.Length]);
                }
            }

            Offset(w, isLast ? 0 : end);
            foreach ((int _, long _, byte[] values) in _fields.Values.Where(f => f.Values.Length > inline))
            {
                w.Write(values);
                w.Write(new byte[values.Length & 1]);
            }
        });
    }

    // By continued fractions, as far as both numbers have 32 bits.
    internal static (uint Numerator, uint Denominator) Fraction(double value)
    {
        if (!(value > 0) || value >= uint.MaxValue)
        {
            return (value > 0 ? uint.MaxValue : 0, 1);
        }

        (double n0, double d0, double n1, double d1) = (0, 1, 1, 0);
        double rest = value;
        for (int i = 0; i < 64; i++)
        {
            double whole = Math.Floor(rest);
            double n = (whole * n1) + n0;
            double d = (whole * d1) + d0;
            if (n > uint.MaxValue || d > uint.MaxValue)
            {
                break;
            }

            (n0, d0, n1, d1) = (n1, d1, n, d);
            if (n / d == value || rest == whole)
            {
                break;
            }

            rest = 1 / (rest - whole);
        }

        return n1 > 0 ? ((uint)n1, (uint)d1) : (1, uint.MaxValue);
    }

    private static byte[] Write(Action<BinaryWriter> write)
    {
        var bytes = new MemoryStream();
        using (var writer = new BinaryWriter(bytes))
        {
            write(writer);
        }

        return bytes.ToArray();
    }

    private void Offset(BinaryWriter writer, long value)
    {
        if (_isBig)
        {
            writer.Write(value);
        }
        else
        {
            writer.Write((uint)value);
        }
    }

    private void Add(TiffTag tag, int type, long count, Action<BinaryWriter> write) => _fields[(int)tag] = (type, count, Write(write));
}
