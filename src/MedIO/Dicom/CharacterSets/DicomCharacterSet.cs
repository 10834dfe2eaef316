using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Text;

namespace MedIO.Dicom;

/// <summary>How the text of a data set is coded, as SpecificCharacterSet (0008,0005) says (PS3.5 section 6.1.2, PS3.3 section C.12.1.1.2).</summary>
internal sealed class DicomCharacterSet
{
    private const byte Escape = 0x1b;
    private const int MostRemembered = 100;
    private static readonly ConcurrentDictionary<string, DicomCharacterSet> Known = new(StringComparer.Ordinal);

    private readonly Encoding? _encoding;
    private readonly bool _isStandAlone;
    private readonly CodedSet? _high;
    private readonly string[] _warnings;

    private DicomCharacterSet(Encoding? encoding, bool isStandAlone, CodedSet? high, bool isExtended, string[] warnings)
    {
        _encoding = encoding;
        _isStandAlone = isStandAlone;
        _high = high;
        IsExtended = isExtended;
        _warnings = warnings;
    }

    /// <summary>ASCII: what holds where nothing is said.</summary>
    public static DicomCharacterSet Default { get; } = new(null, false, null, false, Array.Empty<string>());

    /// <summary>Whether escape sequences switch between sets (ISO 2022).</summary>
    public bool IsExtended { get; }

    /// <summary>The character set of an element's value, such as <c>\ISO 2022 IR 87</c>. Forgives the spellings that files have.</summary>
    public static DicomCharacterSet Of(string value)
    {
        if (value.Length == 0)
        {
            return Default;
        }

        if (Known.TryGetValue(value, out DicomCharacterSet? known))
        {
            return known;
        }

        DicomCharacterSet made = Make(value);
        if (Known.Count < MostRemembered)
        {
            Known.TryAdd(value, made);
        }

        return made;
    }

    /// <summary>Turns a value's bytes into text. What does not decode becomes U+FFFD.</summary>
    /// <param name="bytes">The bytes, with their padding.</param>
    /// <param name="isName">Whether it is a person name, in which ^ and = separate too.</param>
    /// <param name="warnings">Told what is odd.</param>
    public string Decode(ReadOnlySpan<byte> bytes, bool isName, List<string> warnings)
    {
        bool hasHigh = false;
        bool hasEscape = false;
        foreach (byte b in bytes)
        {
            hasHigh |= b >= 0x80;
            hasEscape |= b == Escape;
        }

        if (!hasHigh && !hasEscape)
        {
            return Latin1(bytes);
        }

        foreach (string warning in _warnings)
        {
            warnings.Note(warning);
        }

        string text;
        if (hasEscape && !_isStandAlone)
        {
            if (!IsExtended)
            {
                warnings.Note("Text switches its character set, which SpecificCharacterSet (0008,0005) does not say.");
            }

            text = new Iso2022Decoder(_high, isName).Decode(bytes);
        }
        else if (IsExtended && (_high is null || _high.IsDouble || _high.Registration == 13))
        {
            text = new Iso2022Decoder(_high, isName).Decode(bytes);
        }
        else if (_high is { Registration: 13 })
        {
            text = new Iso2022Decoder(_high, isName).Decode(bytes);
        }
        else if (_encoding is null)
        {
            warnings.Note("Text has characters beyond ASCII, which SpecificCharacterSet (0008,0005) does not allow; it was taken for Latin-1.");
            return Latin1(bytes);
        }
        else
        {
            text = _encoding.GetString(bytes.ToArray());
        }

        if (text.IndexOf('\ufffd') >= 0)
        {
            warnings.Note("Text has bytes that SpecificCharacterSet (0008,0005) gives no meaning; they are shown as \ufffd.");
        }

        return text;
    }

    /// <summary>Each byte as the character of its number.</summary>
    public static string Latin1(ReadOnlySpan<byte> text)
    {
        var characters = new char[text.Length];
        for (int i = 0; i < text.Length; i++)
        {
            characters[i] = (char)text[i];
        }

        return new string(characters);
    }

    private static DicomCharacterSet Make(string value)
    {
        string[] terms = value.Split('\\');
        var warnings = new List<string>();
        CharacterSetTerm first = CharacterSetTerm.Parse(terms[0], warnings);
        bool extended = first.IsExtended;
        for (int i = 1; i < terms.Length; i++)
        {
            CharacterSetTerm other = CharacterSetTerm.Parse(terms[i], warnings);
            if (first.IsStandAlone || other.IsStandAlone)
            {
                warnings.Add($"SpecificCharacterSet (0008,0005) has other sets beside one that stands alone; only {(first.IsStandAlone ? terms[0] : terms[i]).Trim()} was used.");
                first = first.IsStandAlone ? first : other;
                extended = false;
                break;
            }

            extended = true;
        }

        if (first.IsStandAlone)
        {
            return new DicomCharacterSet(first.Encoding, true, null, false, warnings.ToArray());
        }

        CodedSet? high = first.Set is { IsHigh: true } set ? set : null;
        return new DicomCharacterSet(first.Encoding, false, high, extended, warnings.ToArray());
    }
}
