using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using MedIO.Formats.Headers;

namespace MedIO.Formats.Afni;

/// <summary>
/// Reads attribute after attribute: <c>type = integer-attribute</c>, <c>name = BRICK_TYPES</c>, <c>count = 3</c>, and then so
/// many numbers, or after a single quote so many characters, in which a tilde is the NUL that ends a string.
/// </summary>
internal sealed class AfniAttributeReader
{
    private static readonly Encoding Latin1 = Encoding.GetEncoding(28591);

    private readonly string _text;
    private readonly string _path;
    private int _at;

    public AfniAttributeReader(byte[] bytes, string path)
    {
        // Texts are counted in bytes, and here a character is one.
        _text = Latin1.GetString(bytes);
        _path = path;
    }

    public void ReadTo(List<KeyValuePair<string, object>> attributes)
    {
        while (SkipBlanks())
        {
            string type = Setting("type");
            string name = Setting("name");
            string countText = Setting("count");
            if (!int.TryParse(countText, NumberStyles.None, CultureInfo.InvariantCulture, out int count))
            {
                throw Invalid($"{Shorten(name)} has the count '{Shorten(countText)}'");
            }

            attributes.Add(new KeyValuePair<string, object>(name, type switch
            {
                "string-attribute" => Text(name, count),
                "integer-attribute" or "float-attribute" => Numbers(name, count),
                _ => throw Invalid($"{Shorten(name)} is of type '{Shorten(type)}'"),
            }));
        }
    }

    private string Setting(string name)
    {
        SkipBlanks();
        bool isThere = string.CompareOrdinal(_text, _at, name, 0, name.Length) == 0;
        _at = Math.Min(_text.Length, _at + name.Length);
        if (!SkipBlanks())
        {
            throw CutOff();
        }

        if (!isThere || _text[_at++] != '=')
        {
            throw Invalid(FormattableString.Invariant($"an attribute has no {name} where it should stand (byte {_at})"));
        }

        return Word();
    }

    // Counted, so that it may hold anything; where a count was not kept up with an edit, up to the empty line that ends an
    // attribute.
    private string Text(string name, int count)
    {
        if (!SkipBlanks())
        {
            throw CutOff();
        }

        if (_text[_at] != '\'')
        {
            throw Invalid($"the text of {Shorten(name)} does not begin with a single quote");
        }

        int begin = _at + 1;
        int end = count <= _text.Length - begin ? begin + count : -1;
        if (end < 0 || (end < _text.Length && _text[end] is not ('\n' or '\r')))
        {
            end = _text.IndexOf("\n\n", begin, StringComparison.Ordinal);
            end = end < 0 ? _text.Length : end;
        }

        _at = end;
        byte[] bytes = Latin1.GetBytes(_text.Substring(begin, end - begin).TrimEnd('~', '\r', '\n'));
        return HeaderText.Decode(bytes, 0, bytes.Length);
    }

    private double[] Numbers(string name, int count)
    {
        // A number and a blank each: what is allocated is tied to the length of the file.
        if (count > (_text.Length - _at + 1) / 2)
        {
            throw new MedIOException(
                MedIOError.TruncatedHeader,
                FormattableString.Invariant($"{_path}: ends within {Shorten(name)}, which should have {count} numbers. Copy it again from where it came from."),
                _path);
        }

        var numbers = new double[count];
        for (int i = 0; i < count; i++)
        {
            string word = Word();
            if (!TryParse(word, out numbers[i]))
            {
                throw Invalid(FormattableString.Invariant($"'{Shorten(word)}' in {Shorten(name)} is not a number, or one of its {count} is missing"));
            }
        }

        return numbers;
    }

    private static bool TryParse(string word, out double value)
    {
        if (double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out value))
        {
            return true;
        }

        // As C prints what is no number.
        value = double.NaN;
        return word.TrimStart('-', '+').ToLowerInvariant() is "nan" or "inf" or "infinity";
    }

    private bool SkipBlanks()
    {
        while (_at < _text.Length && (char.IsWhiteSpace(_text[_at]) || _text[_at] == '\0'))
        {
            _at++;
        }

        return _at < _text.Length;
    }

    private string Word()
    {
        SkipBlanks();
        int begin = _at;
        while (_at < _text.Length && !char.IsWhiteSpace(_text[_at]))
        {
            _at++;
        }

        return begin < _at ? _text.Substring(begin, _at - begin) : throw CutOff();
    }

    private static string Shorten(string text) => text.Length <= 40 ? text : text.Substring(0, 40) + "...";

    private MedIOException CutOff() => new(
        MedIOError.TruncatedHeader, $"{_path}: ends within an attribute. Copy it again from where it came from.", _path);

    private MedIOException Invalid(string what) => new(
        MedIOError.InvalidHeader, $"{_path}: is no AFNI header: {what}. It is damaged: copy it again from where it came from.", _path);
}
