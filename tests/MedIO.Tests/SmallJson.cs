using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace MedIO.Tests;

/// <summary>Reads JSON that we trust into dictionaries, lists, strings, doubles, booleans and nulls; .NET Framework brings no reader that is as plain.</summary>
internal sealed class SmallJson
{
    private readonly string _text;
    private int _at;

    private SmallJson(string text) => _text = text;

    public static object? Parse(string text)
    {
        var json = new SmallJson(text);
        object? value = json.Value();
        json.Space();
        return json._at == text.Length ? value : throw new FormatException($"JSON goes on after its end, at {json._at}.");
    }

    private object? Value()
    {
        Space();
        switch (_text[_at])
        {
            case '{':
                return Object();
            case '[':
                return List();
            case '"':
                return String();
            default:
                int start = _at;
                while (_at < _text.Length && ",]} \t\r\n".IndexOf(_text[_at]) < 0)
                {
                    _at++;
                }

                string word = _text.Substring(start, _at - start);
                return word switch
                {
                    "null" => null,
                    "true" => true,
                    "false" => false,
                    "NaN" => double.NaN,
                    "Infinity" => double.PositiveInfinity,
                    "-Infinity" => double.NegativeInfinity,
                    _ => double.Parse(word, NumberStyles.Float, CultureInfo.InvariantCulture),
                };
        }
    }

    private Dictionary<string, object?> Object()
    {
        var result = new Dictionary<string, object?>(StringComparer.Ordinal);
        for (_at++; !Ends('}');)
        {
            Space();
            string key = String();
            Space();
            Take(':');
            result[key] = Value();
        }

        return result;
    }

    private List<object?> List()
    {
        var result = new List<object?>();
        for (_at++; !Ends(']');)
        {
            result.Add(Value());
        }

        return result;
    }

    private string String()
    {
        Take('"');
        var result = new StringBuilder();
        for (; _text[_at] != '"'; _at++)
        {
            if (_text[_at] != '\\')
            {
                result.Append(_text[_at]);
                continue;
            }

            char escape = _text[++_at];
            if (escape == 'u')
            {
                result.Append((char)int.Parse(_text.Substring(_at + 1, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
                _at += 4;
            }
            else
            {
                result.Append("nrtbf".IndexOf(escape) is >= 0 and int i ? "\n\r\t\b\f"[i] : escape);
            }
        }

        _at++;
        return result.ToString();
    }

    // After an element: its comma, or the end of what it is in.
    private bool Ends(char end)
    {
        Space();
        if (_text[_at] == ',')
        {
            _at++;
            Space();
        }

        if (_text[_at] != end)
        {
            return false;
        }

        _at++;
        return true;
    }

    private void Take(char c)
    {
        if (_text[_at] != c)
        {
            throw new FormatException($"JSON has '{_text[_at]}' at {_at} where '{c}' belongs.");
        }

        _at++;
    }

    private void Space()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
        {
            _at++;
        }
    }
}
