using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using MedIO.Formats.Headers;

namespace MedIO.Formats.Vtk;

/// <summary>
/// The tags of an XML file with their places, which a library's reader does not tell; behind AppendedData a file is no XML any more.
/// </summary>
internal sealed class XmlTags
{
    private const int MostTagBytes = 1 << 20;
    private const int MostAttributes = 256;

    private readonly byte[] _bytes;
    private int _at;

    /// <param name="bytes">The beginning of the file.</param>
    public XmlTags(byte[] bytes) => _bytes = bytes;

    /// <summary>The next tag; comments and declarations are skipped.</summary>
    /// <exception cref="EndOfStreamException">It goes on behind the bytes.</exception>
    /// <exception cref="InvalidDataException">It is no tag.</exception>
    public XmlTag Next()
    {
        while (true)
        {
            _at = Find((byte)'<', _at) + 1;
            if (Skip("!--", "-->") || Skip("![CDATA[", "]]>") || Skip("?", "?>") || Skip("!", ">"))
            {
                continue;
            }

            int end = EndOfTag();
            string text = HeaderText.Decode(_bytes, _at, end - _at).TrimEnd();
            _at = end + 1;
            return Parse(text);
        }
    }

    private int Find(byte value, int from)
    {
        int at = Array.IndexOf(_bytes, value, from);
        return at >= 0 ? at : throw new EndOfStreamException();
    }

    private bool Skip(string start, string end)
    {
        if (_bytes.Length - _at < start.Length)
        {
            throw new EndOfStreamException();
        }

        if (!IsAt(start, _at))
        {
            return false;
        }

        int at = _at + start.Length;
        while (true)
        {
            at = Find((byte)end[0], at);
            if (_bytes.Length - at < end.Length)
            {
                throw new EndOfStreamException();
            }

            if (IsAt(end, at))
            {
                _at = at + end.Length;
                return true;
            }

            at++;
        }
    }

    private bool IsAt(string text, int at)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (_bytes[at + i] != text[i])
            {
                return false;
            }
        }

        return true;
    }

    // A value may hold what would end a tag.
    private int EndOfTag()
    {
        int quote = 0;
        for (int at = _at; at < _bytes.Length; at++)
        {
            int c = _bytes[at];
            if (at - _at > MostTagBytes)
            {
                throw new InvalidDataException("it has a tag without an end");
            }

            if (quote != 0)
            {
                quote = c == quote ? 0 : quote;
            }
            else if (c is '"' or '\'')
            {
                quote = c;
            }
            else if (c == '>')
            {
                return at;
            }
        }

        throw new EndOfStreamException();
    }

    private XmlTag Parse(string text)
    {
        bool isEmpty = text.EndsWith("/", StringComparison.Ordinal) && text.Length > 1;
        text = isEmpty ? text.Substring(0, text.Length - 1) : text;
        int at = 0;
        while (at < text.Length && !char.IsWhiteSpace(text[at]))
        {
            at++;
        }

        var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
        string name = text.Substring(0, at);
        while (true)
        {
            while (at < text.Length && char.IsWhiteSpace(text[at]))
            {
                at++;
            }

            if (at == text.Length)
            {
                return new XmlTag(name, attributes, isEmpty, _at);
            }

            int equals = text.IndexOf('=', at);
            int open = equals < 0 ? -1 : text.IndexOfAny(new[] { '"', '\'' }, equals);
            int close = open < 0 ? -1 : text.IndexOf(text[open], open + 1);
            if (close < 0 || attributes.Count == MostAttributes)
            {
                throw new InvalidDataException($"the tag <{VtkWords.Shorten(name)}> has attributes that are none");
            }

            attributes[text.Substring(at, equals - at).Trim()] = Decode(text.Substring(open + 1, close - open - 1));
            at = close + 1;
        }
    }

    // The entities that XML itself knows.
    private static string Decode(string value) => value.IndexOf('&') < 0 ? value : new StringBuilder(value)
        .Replace("&lt;", "<").Replace("&gt;", ">").Replace("&quot;", "\"").Replace("&apos;", "'").Replace("&amp;", "&").ToString();
}
