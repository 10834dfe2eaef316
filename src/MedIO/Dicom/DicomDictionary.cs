using System;
using System.Collections.Generic;
using System.IO;
using System.Text;

namespace MedIO.Dicom;

/// <summary>The data elements and UIDs of the standard (PS3.6), from tables in the assembly that are read on first use.</summary>
internal static class DicomDictionary
{
    private static readonly Lazy<Table> Elements = new(() => new Table(Resource("elements.tsv")));
    private static readonly Lazy<string[]> SortedKeywords = new(SortKeywords);
    private static readonly Lazy<Dictionary<string, string>> Uids = new(ReadUids);

    /// <summary>All keywords, sorted.</summary>
    public static IReadOnlyList<string> Keywords => SortedKeywords.Value;

    /// <summary>The VR of an element. Where the standard leaves a choice (US or SS, OB or OW) it is the first of them; none where it is not known.</summary>
    public static DicomVR VROf(DicomTag tag)
    {
        if (tag.Element == 0)
        {
            return DicomVR.UL;
        }

        if (tag.IsPrivate)
        {
            return tag.IsPrivateCreator ? DicomVR.LO : DicomVR.None;
        }

        int row = Elements.Value.Find(tag);
        return row < 0 ? DicomVR.None : Elements.Value.VR(row);
    }

    /// <summary>All VRs that the standard leaves to choose from, such as <c>US or SS</c>; null where there is one, or none.</summary>
    public static string? ChoiceOf(DicomTag tag)
    {
        int row = tag.IsPrivate || tag.Element == 0 ? -1 : Elements.Value.Find(tag);
        return row >= 0 && Elements.Value.HasChoice(row) ? Elements.Value.Field(row, 1) : null;
    }

    /// <summary>The standard's name of an element, such as <c>Patient's Name</c>; null where it has none.</summary>
    public static string? NameOf(DicomTag tag)
    {
        int row = tag.IsPrivate ? -1 : Elements.Value.Find(tag);
        return row < 0 ? null : Elements.Value.Field(row, 4);
    }

    /// <summary>The keyword of an element, null where it has none.</summary>
    public static string? KeywordOf(DicomTag tag)
    {
        int row = tag.IsPrivate ? -1 : Elements.Value.Find(tag);
        string? keyword = row < 0 ? null : Elements.Value.Field(row, 3);
        return string.IsNullOrEmpty(keyword) ? null : keyword;
    }

    /// <summary>How many values an element has, as PS3.6 writes it, such as <c>1-n</c>; null where it is not known.</summary>
    public static string? MultiplicityOf(DicomTag tag)
    {
        int row = tag.IsPrivate ? -1 : Elements.Value.Find(tag);
        return row < 0 ? null : Elements.Value.Field(row, 2);
    }

    /// <summary>The element of a keyword, in any case.</summary>
    public static bool TryFind(string keyword, out DicomTag tag) => Elements.Value.ByKeyword.TryGetValue(keyword, out tag);

    /// <summary>The standard's name of a UID, null where it has none.</summary>
    public static string? NameOfUid(string uid) => Uids.Value.TryGetValue(uid, out string? name) ? name : null;

    private static string[] SortKeywords()
    {
        var keywords = new string[Elements.Value.ByKeyword.Count];
        Elements.Value.ByKeyword.Keys.CopyTo(keywords, 0);
        Array.Sort(keywords, StringComparer.OrdinalIgnoreCase);
        return keywords;
    }

    private static byte[] Resource(string name)
    {
        using Stream stream = typeof(DicomDictionary).Assembly.GetManifestResourceStream("MedIO.Dicom.Dictionary." + name)!;
        var bytes = new byte[stream.Length];
        for (int n = 0; n < bytes.Length;)
        {
            n += stream.Read(bytes, n, bytes.Length - n);
        }

        return bytes;
    }

    private static Dictionary<string, string> ReadUids()
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string line in Encoding.UTF8.GetString(Resource("uids.tsv")).Split('\n'))
        {
            string[] fields = line.Split('\t');
            if (fields.Length > 3)
            {
                names[fields[0]] = fields[3];
            }
        }

        return names;
    }

    // The table as it is in the assembly, with an index of its lines: nothing is made of a line before it is asked for.
    private sealed class Table
    {
        private readonly byte[] _text;
        private readonly uint[] _tags;
        private readonly int[] _lines;
        private readonly Lazy<Dictionary<string, DicomTag>> _byKeyword;
        private readonly int _count;

        public Table(byte[] text)
        {
            _text = text;
            _tags = new uint[8192];
            _lines = new int[8192];
            int at = Array.IndexOf(text, (byte)'\n') + 1;
            while (at < text.Length)
            {
                if (TryHex(text, at, out uint tag))
                {
                    _tags[_count] = tag;
                    _lines[_count++] = at;
                }
                else
                {
                    // 60xx3000 and its like: the repeating groups come under their first number.
                    _ = TryHex(Encoding.ASCII.GetBytes(Encoding.ASCII.GetString(text, at, 8).Replace('x', '0')), 0, out tag);
                    _tags[_count] = tag;
                    _lines[_count++] = at;
                }

                at = Array.IndexOf(text, (byte)'\n', at);
                at = at < 0 ? text.Length : at + 1;
            }

            Array.Sort(_tags, _lines, 0, _count);
            _byKeyword = new(ReadKeywords);
        }

        public Dictionary<string, DicomTag> ByKeyword => _byKeyword.Value;

        public int Find(DicomTag tag)
        {
            int row = Array.BinarySearch(_tags, 0, _count, tag.Value);
            if (row >= 0)
            {
                return row;
            }

            // The repeating groups and elements, such as 60xx3000 (PS3.5 section 7.6).
            uint mask = tag.Group switch
            {
                (>= 0x5000 and < 0x5100) or (>= 0x6000 and < 0x6100) or (>= 0x7f00 and < 0x7fe0) => 0xff00ffff,
                0x0020 when tag.Element >> 8 == 0x31 => 0xffffff00,
                0x1000 => 0xffff000f,
                0x1010 => 0xffff0000,
                _ => 0,
            };
            return mask == 0 ? row : Array.BinarySearch(_tags, 0, _count, tag.Value & mask);
        }

        public bool HasChoice(int row) => _text[_lines[row] + 11] == ' ';

        public DicomVR VR(int row)
        {
            int at = _lines[row] + 9;
            return DicomVRs.Of(_text[at], _text[at + 1]) is var vr && DicomVRs.IsKnown(vr) ? vr : DicomVR.None;
        }

        public string Field(int row, int field)
        {
            int at = _lines[row];
            for (int i = 0; i < field; i++)
            {
                at = Array.IndexOf(_text, (byte)'\t', at) + 1;
            }

            int end = at;
            while (end < _text.Length && _text[end] is not ((byte)'\t' or (byte)'\n' or (byte)'\r'))
            {
                end++;
            }

            return Encoding.UTF8.GetString(_text, at, end - at);
        }

        private Dictionary<string, DicomTag> ReadKeywords()
        {
            var tags = new Dictionary<string, DicomTag>(_count, StringComparer.OrdinalIgnoreCase);
            for (int row = 0; row < _count; row++)
            {
                string keyword = Field(row, 3);
                if (keyword.Length > 0 && !tags.ContainsKey(keyword))
                {
                    tags.Add(keyword, new DicomTag(_tags[row]));
                }
            }

            return tags;
        }

        private static bool TryHex(byte[] text, int at, out uint value)
        {
            value = 0;
            for (int i = 0; i < 8; i++)
            {
                int c = text[at + i];
                int digit = c is >= '0' and <= '9' ? c - '0' : c is >= 'A' and <= 'F' ? c - 'A' + 10 : -1;
                if (digit < 0)
                {
                    return false;
                }

                value = (value << 4) | (uint)digit;
            }

            return true;
        }
    }
}
