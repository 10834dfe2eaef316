using System;
using System.Collections.Generic;

namespace MedIO.Dicom.Pixels;

/// <summary>Expands a look-up table that is written in segments (PS3.3 section C.7.9.2). Whatever the fields are, it ends with at most the entries declared.</summary>
internal sealed class SegmentedTable
{
    private const int Discrete = 0;
    private const int Linear = 1;
    private const int Indirect = 2;

    private readonly ushort[] _fields;
    private readonly int _fieldBytes;
    private readonly int _entries;
    private readonly List<ushort> _table = new();

    /// <param name="fields">The value's fields.</param>
    /// <param name="bits">Bits of a field, 8 or 16.</param>
    /// <param name="entries">Entries of the table.</param>
    public SegmentedTable(ushort[] fields, int bits, int entries)
    {
        _fields = fields;
        _fieldBytes = bits / 8;
        _entries = entries;
    }

    public List<ushort> Expand()
    {
        for (int at = 0; at >= 0 && _table.Count < _entries;)
        {
            at = Segment(at, true);
        }

        return _table;
    }

    // Gives where the next segment begins; -1 where there is none, or this is none.
    private int Segment(int at, bool mayRepeat)
    {
        if (at + 2 > _fields.Length)
        {
            return -1;
        }

        int count = _fields[at + 1];
        switch (_fields[at])
        {
            case Discrete:
                for (int i = 0; i < count && at + 2 + i < _fields.Length; i++)
                {
                    Add(_fields[at + 2 + i]);
                }

                return at + 2 + count;
            case Linear when at + 2 < _fields.Length:
                Line(count, _fields[at + 2]);
                return at + 3;
            case Indirect when mayRepeat:
                return Repeat(at, count);
            default:
                return -1;
        }
    }

    private void Line(int count, ushort to)
    {
        double from = _table.Count > 0 ? _table[_table.Count - 1] : to;
        for (int i = 1; i <= count; i++)
        {
            Add((ushort)Math.Round(from + ((to - from) * i / count)));
        }
    }

    // Segments that came before, which are no such references themselves. The offset is in bytes, its low part first.
    private int Repeat(int at, int count)
    {
        int fields = 4 / _fieldBytes;
        if (at + 2 + fields > _fields.Length)
        {
            return -1;
        }

        long offset = 0;
        for (int i = 0; i < fields; i++)
        {
            offset |= (long)_fields[at + 2 + i] << (8 * _fieldBytes * i);
        }

        int next = (int)Math.Min(int.MaxValue / 2, offset / _fieldBytes);
        for (int i = 0; i < count && next >= 0 && _table.Count < _entries; i++)
        {
            next = Segment(next, false);
        }

        return at + 2 + fields;
    }

    private void Add(ushort value)
    {
        if (_table.Count < _entries)
        {
            _table.Add(value);
        }
    }
}
