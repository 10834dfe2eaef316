using System;
using System.Collections.Concurrent;
using System.Text;

namespace MedIO.Dicom;

/// <summary>One of the sets of characters that DICOM text is made of (PS3.3 section C.12.1.1.2): which bytes it takes, and what they mean.</summary>
internal sealed class CodedSet
{
    // Has JIS X 0208 only; Mono knows no other.
    private const int EucJapanese = 51932;

    private static readonly ConcurrentDictionary<int, Encoding?> Encodings = new();

    private readonly int _codePage;
    private readonly int _highBits;

    private CodedSet(int registration, int codePage, bool isHigh, bool isDouble, int highBits = 0)
    {
        Registration = registration;
        IsHigh = isHigh;
        IsDouble = isDouble;
        _codePage = codePage;
        _highBits = highBits;
    }

    /// <summary>ASCII, ISO-IR 6; also the Roman set of JIS X 0201, ISO-IR 14, which has the yen sign for the backslash.</summary>
    public static CodedSet Ascii { get; } = new(6, 20127, false, false);

    /// <summary>Half-width katakana, JIS X 0201.</summary>
    public static CodedSet Katakana { get; } = new(13, 0, true, false);

    /// <summary>JIS X 0208, as EUC-JP has it in its high bytes.</summary>
    public static CodedSet Kanji { get; } = new(87, 20932, false, true, 0x8080);

    /// <summary>JIS X 0212, as code page 20932 has it: a high byte and a low one.</summary>
    public static CodedSet SupplementaryKanji { get; } = new(159, 20932, false, true, 0x8000);

    /// <summary>KS X 1001.</summary>
    public static CodedSet Korean { get; } = new(149, 949, true, true);

    /// <summary>GB 2312.</summary>
    public static CodedSet Chinese { get; } = new(58, 936, true, true);

    /// <summary>The number in the International Register of Coded Character Sets.</summary>
    public int Registration { get; }

    /// <summary>Whether it takes the bytes from 0x80 on (G1), not those below (G0).</summary>
    public bool IsHigh { get; }

    /// <summary>Whether a character takes two bytes.</summary>
    public bool IsDouble { get; }

    /// <summary>The set of a number in the register; null where DICOM has none.</summary>
    public static CodedSet? Of(int registration) => registration switch
    {
        6 or 14 => Ascii,
        13 => Katakana,
        87 => Kanji,
        159 => SupplementaryKanji,
        149 => Korean,
        58 => Chinese,
        _ => CodePageOf(registration) is var page and > 0 ? new CodedSet(registration, page, true, false) : null,
    };

    /// <summary>The set that an escape sequence calls for (PS3.3 tables C.12-3 and C.12-4); null where it is none of DICOM's.</summary>
    /// <param name="text">The bytes from the escape character on.</param>
    /// <param name="length">Bytes of the sequence.</param>
    public static CodedSet? OfEscape(ReadOnlySpan<byte> text, out int length)
    {
        length = 3;
        if (text.Length < 3)
        {
            return null;
        }

        switch ((char)text[1], (char)text[2])
        {
            case ('(', 'B') or ('(', 'J'):
                return Ascii;
            case (')', 'I'):
                return Katakana;
            case ('$', 'B') or ('$', '@'):
                return Kanji;
            case ('-', _):
                return Of((char)text[2] switch { 'A' => 100, 'B' => 101, 'C' => 109, 'D' => 110, 'L' => 144, 'G' => 127, 'F' => 126, 'H' => 138, 'M' => 148, 'T' => 166, 'b' => 203, _ => 0 });
        }

        length = 4;
        return text.Length < 4 ? null : ((char)text[1], (char)text[2], (char)text[3]) switch
        {
            ('$', '(', 'D') => SupplementaryKanji,
            ('$', ')', 'C') => Korean,
            ('$', ')', 'A') => Chinese,
            _ => null,
        };
    }

    /// <summary>Turns bytes of this set into text; what does not decode becomes U+FFFD. The bytes may be changed.</summary>
    public string Decode(byte[] bytes, int count)
    {
        if (Registration == 13)
        {
            var characters = new char[count];
            for (int i = 0; i < count; i++)
            {
                characters[i] = bytes[i] is >= 0xa1 and <= 0xdf ? (char)(bytes[i] - 0xa1 + 0xff61) : '\ufffd';
            }

            return new string(characters);
        }

        if (_highBits != 0)
        {
            for (int i = 0; i + 1 < count; i += 2)
            {
                bytes[i] |= (byte)(_highBits >> 8);
                bytes[i + 1] |= (byte)_highBits;
            }
        }

        Encoding? encoding = Encodings.GetOrAdd(_codePage, CodePages.Find) ?? (this == Kanji ? Encodings.GetOrAdd(EucJapanese, CodePages.Find) : null);
        string text = encoding?.GetString(bytes, 0, count) ?? new string('\ufffd', IsDouble ? count / 2 : count);
        return _highBits == 0 ? text : Standardize(text);
    }

    /// <summary>Code page of a set whose characters take one byte; 0 where there is none.</summary>
    public static int CodePageOf(int registration) => registration switch
    {
        100 => 28591,
        101 => 28592,
        109 => 28593,
        110 => 28594,
        144 => 28595,
        127 => 28596,
        126 => 28597,
        138 => 28598,
        148 => 28599,
        203 => 28605,
        166 => 874,
        _ => 0,
    };

    // The code page differs from the standard's own table, and from all but Windows, in these.
    private static string Standardize(string text) => text
        .Replace('\uff5e', '\u301c')
        .Replace('\u2225', '\u2016')
        .Replace('\uff0d', '\u2212')
        .Replace('\uffe0', '\u00a2')
        .Replace('\uffe1', '\u00a3')
        .Replace('\uffe2', '\u00ac');
}
