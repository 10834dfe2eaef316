using System;
using System.Collections.Generic;
using System.Text;

namespace MedIO.Raster;

/// <summary>A directory: the tags of a page (TIFF 6.0 section 2).</summary>
internal sealed class TiffDirectory
{
    private const int MostText = 1 << 20;

    private readonly TiffBytes _bytes;
    private readonly Dictionary<TiffTag, Entry> _entries = new();

    private TiffDirectory(TiffBytes bytes, long offset)
    {
        _bytes = bytes;
        Offset = offset;
    }

    /// <summary>Where it is in the file.</summary>
    public long Offset { get; }

    /// <summary>The tags that there are.</summary>
    public IEnumerable<TiffTag> Tags => _entries.Keys;

    /// <summary>Reads all directories of a file, one a page.</summary>
    /// <exception cref="MedIOException">They are damaged.</exception>
    public static IEnumerable<TiffDirectory> ReadAll(TiffBytes bytes)
    {
        var seen = new HashSet<long>();

        // Directories that overlap could make a small file cost as much as a large one.
        long budget = (2 * bytes.Length) + (1 << 16);
        for (long at = bytes.IsBig ? (long)bytes.UInt64(8) : bytes.UInt32(4); at != 0;)
        {
            if (!seen.Add(at))
            {
                throw bytes.Invalid("its directories lead in a circle");
            }

            var directory = new TiffDirectory(bytes, at);
            at = directory.Read(out long size);
            budget -= size;
            yield return budget >= 0 ? directory : throw bytes.Invalid("its directories overlap");
        }

        if (seen.Count == 0)
        {
            throw bytes.Invalid("it has no directory, and so no picture");
        }
    }

    public bool Has(TiffTag tag) => _entries.ContainsKey(tag);

    /// <summary>How many numbers a tag has; 0 where it is not there.</summary>
    public long Count(TiffTag tag) => _entries.TryGetValue(tag, out Entry entry) ? entry.Count : 0;

    /// <summary>A tag's number; null where it is not there.</summary>
    public long? Integer(TiffTag tag) => Integers(tag, 1) is { Length: > 0 } values ? values[0] : null;

    /// <summary>A tag's first numbers, at most so many; null where it is not there, or has others than whole ones.</summary>
    public long[]? Integers(TiffTag tag, long most)
    {
        if (!_entries.TryGetValue(tag, out Entry entry) || !entry.IsInteger)
        {
            return null;
        }

        _bytes.AddTable(Math.Min(most, entry.Count) * entry.Size);
        var values = new long[Math.Min(most, entry.Count)];
        for (int i = 0; i < values.Length; i++)
        {
            long at = entry.At + ((long)i * entry.Size);
            values[i] = entry.Type switch
            {
                1 or 7 => _bytes.Take(at, 1)[0],
                6 => (sbyte)_bytes.Take(at, 1)[0],
                3 => _bytes.UInt16(at),
                8 => (short)_bytes.UInt16(at),
                4 or 13 => _bytes.UInt32(at),
                9 => (int)_bytes.UInt32(at),
                _ => (long)_bytes.UInt64(at),
            };
        }

        return values;
    }

    /// <summary>A tag's number, which may be a fraction; null where it is not there.</summary>
    public double? Real(TiffTag tag)
    {
        if (!_entries.TryGetValue(tag, out Entry entry) || entry.Count == 0)
        {
            return null;
        }

        return entry.Type switch
        {
            5 => (double)_bytes.UInt32(entry.At) / _bytes.UInt32(entry.At + 4),
            10 => (double)(int)_bytes.UInt32(entry.At) / (int)_bytes.UInt32(entry.At + 4),
            11 => Single(_bytes.UInt32(entry.At)),
            12 => BitConverter.Int64BitsToDouble((long)_bytes.UInt64(entry.At)),
            _ => Integer(tag),
        };
    }

    /// <summary>A tag's text; null where it is not there.</summary>
    public string? Text(TiffTag tag)
    {
        if (!_entries.TryGetValue(tag, out Entry entry) || entry.Type is not (1 or 2 or 7))
        {
            return null;
        }

        var text = new byte[(int)Math.Min(entry.Count, MostText)];
        const int Part = 1 << 12;
        for (int i = 0; i < text.Length; i += Part)
        {
            int n = Math.Min(Part, text.Length - i);
            _bytes.Take(entry.At + i, n).CopyTo(text.AsSpan(i));
        }

        int end = Array.IndexOf(text, (byte)0);
        return Encoding.UTF8.GetString(text, 0, end < 0 ? text.Length : end);
    }

    /// <summary>A tag's type and its bytes as they are in the file; null where it is not there, or has more.</summary>
    public (int Type, long Count, byte[] Values)? Raw(TiffTag tag, int most)
    {
        if (!_entries.TryGetValue(tag, out Entry entry) || entry.Count == 0 || entry.Count > most / entry.Size)
        {
            return null;
        }

        _bytes.AddTable(entry.Count * entry.Size);
        var values = new byte[entry.Count * entry.Size];
        const int Part = 1 << 12;
        for (int i = 0; i < values.Length; i += Part)
        {
            _bytes.Take(entry.At + i, Math.Min(Part, values.Length - i)).CopyTo(values.AsSpan(i));
        }

        return (entry.Type, entry.Count, values);
    }

    private static unsafe double Single(uint bits) => *(float*)&bits;

    // Returns where the next directory is; 0 for none.
    private long Read(out long size)
    {
        int entryBytes = _bytes.IsBig ? 20 : 12;
        ulong count = _bytes.IsBig ? _bytes.UInt64(Offset) : (ulong)_bytes.UInt16(Offset);
        if (count is 0 or > ushort.MaxValue)
        {
            throw _bytes.Invalid(FormattableString.Invariant($"a directory has {count} entries"));
        }

        long at = Offset + (_bytes.IsBig ? 8 : 2);
        size = (long)count * entryBytes;
        for (ulong i = 0; i < count; i++, at += entryBytes)
        {
            var tag = (TiffTag)_bytes.UInt16(at);
            int type = _bytes.UInt16(at + 2);
            ulong values = _bytes.IsBig ? _bytes.UInt64(at + 4) : _bytes.UInt32(at + 4);
            int each = SizeOf(type);
            long valuesAt = at + (_bytes.IsBig ? 12 : 8);
            if (each == 0 || values > (ulong)_bytes.Length)
            {
                // A type of a later edition, or nonsense: as if it were not there.
                continue;
            }

            long bytes = (long)values * each;
            if (bytes > (_bytes.IsBig ? 8 : 4))
            {
                valuesAt = _bytes.IsBig ? (long)_bytes.UInt64(valuesAt) : _bytes.UInt32(valuesAt);
                if (valuesAt < 0 || valuesAt > _bytes.Length - bytes)
                {
                    continue;
                }
            }

            if (!_entries.ContainsKey(tag))
            {
                _entries.Add(tag, new Entry(type, (long)values, valuesAt, each));
            }
        }

        return _bytes.IsBig ? (long)_bytes.UInt64(at) : _bytes.UInt32(at);
    }

    // Section 2, and BigTIFF's three types of 8 bytes.
    private static int SizeOf(int type) => type switch
    {
        1 or 2 or 6 or 7 => 1,
        3 or 8 => 2,
        4 or 9 or 11 or 13 => 4,
        5 or 10 or 12 or 16 or 17 or 18 => 8,
        _ => 0,
    };

    /// <summary>A tag's type, how many values it has, and where they are.</summary>
    private readonly record struct Entry(int Type, long Count, long At, int Size)
    {
        public bool IsInteger => Type is 1 or 3 or 4 or 6 or 7 or 8 or 9 or 13 or 16 or 17 or 18;
    }
}
