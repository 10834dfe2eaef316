using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace MedIO.Raster;

/// <summary>
/// What the library gets to see of a directory: the tags that decoding needs, each held against the file before. It takes memory
/// for whatever a tag declares.
/// </summary>
internal sealed class TiffExcerpt
{
    private const int ShortType = 3;
    private const int LongType = 4;
    private const int Long8Type = 16;
    private const int MostBytes = 1 << 16;

    // Beside those with names: of CCITT (292, 293), of inks (332), of JPEG (347, 512 to 521), of luminance and chrominances, and the white of Lab (318).
    private static readonly int[] Tags =
    {
        256, 257, 258, 259, 262, 266, 277, 278, 284, 292, 293, 317, 318, 322, 323, 332, 338, 339, 347, 512, 513, 514, 515, 517, 518, 519, 520, 521, 529, 530, 531, 532,
    };

    private readonly SortedDictionary<int, (int Type, long Count, byte[] Values)> _fields = new();
    private readonly bool _isBigEndian;
    private readonly bool _isBig;

    private TiffExcerpt(bool isBigEndian, bool isBig)
    {
        _isBigEndian = isBigEndian;
        _isBig = isBig;
    }

    /// <summary>Takes what is needed of a page's directory.</summary>
    public static TiffExcerpt Of(TiffDirectory directory, TiffBytes bytes, bool isTiled, bool isIndexed, long[] offsets, long[] counts)
    {
        // Offsets of four bytes do where the excerpt still is within their reach.
        var excerpt = new TiffExcerpt(bytes.IsBigEndian, bytes.IsBig && bytes.Length + MostBytes + (16L * offsets.Length) > uint.MaxValue / 2);
        foreach (int tag in Tags)
        {
            if (directory.Raw((TiffTag)tag, MostBytes) is { } field && (excerpt._isBig || field.Type < Long8Type))
            {
                excerpt._fields.Add(tag, field);
            }
        }

        if (isIndexed)
        {
            // Colours are looked up here; without them the library takes no indices.
            excerpt._fields[(int)TiffTag.PhotometricInterpretation] = (ShortType, 1, excerpt.Number(TiffCode.MinIsBlack, 2));
        }

        excerpt.Add((int)(isTiled ? TiffTag.TileOffsets : TiffTag.StripOffsets), offsets);
        excerpt.Add((int)(isTiled ? TiffTag.TileByteCounts : TiffTag.StripByteCounts), counts);
        return excerpt;
    }

    /// <summary>The file's header, with the directory at a place.</summary>
    public byte[] Header(long at) => _isBig
        ? Join(Mark(43), Number(8, 2), Number(0, 2), Number(at, 8))
        : Join(Mark(42), Number(at, 4));

    /// <summary>The directory, as the file's only one.</summary>
    /// <param name="at">Where it is to be.</param>
    public byte[] Directory(long at)
    {
        int inline = _isBig ? 8 : 4;
        long behind = at + (_isBig ? 16 : 6) + (_fields.Count * (_isBig ? 20L : 12L));
        var entries = new List<byte[]> { Number(_fields.Count, _isBig ? 8 : 2) };
        var values = new List<byte[]>();
        foreach (KeyValuePair<int, (int Type, long Count, byte[] Values)> field in _fields)
        {
            byte[] data = field.Value.Values;
            entries.Add(Join(Number(field.Key, 2), Number(field.Value.Type, 2), Number(field.Value.Count, inline)));
            if (data.Length <= inline)
            {
                entries.Add(Join(data, new byte[inline - data.Length]));
                continue;
            }

            entries.Add(Number(behind, inline));
            values.Add(data);
            behind += data.Length;
        }

        entries.Add(Number(0, inline));
        return Join(entries.Concat(values).ToArray());
    }

    private void Add(int tag, long[] numbers)
    {
        int size = _isBig ? 8 : 4;
        _fields[tag] = (_isBig ? Long8Type : LongType, numbers.Length, Join(Array.ConvertAll(numbers, n => Number(n, size))));
    }

    private byte[] Mark(int version) => Join(_isBigEndian ? new[] { (byte)'M', (byte)'M' } : new[] { (byte)'I', (byte)'I' }, Number(version, 2));

    private byte[] Number(long value, int size)
    {
        var bytes = new byte[size];
        for (int i = 0; i < size; i++)
        {
            bytes[_isBigEndian ? size - 1 - i : i] = (byte)(value >> (8 * i));
        }

        return bytes;
    }

    private static byte[] Join(params byte[][] parts)
    {
        var all = new MemoryStream();
        foreach (byte[] part in parts)
        {
            all.Write(part, 0, part.Length);
        }

        return all.ToArray();
    }
}
