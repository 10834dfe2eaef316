using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Globalization;

namespace MedIO.Dicom;

/// <summary>Turns a value's bytes into objects, as <see cref="DicomDataSet.GetValue(DicomElement)"/> describes (PS3.5 section 6.2).</summary>
internal readonly struct DicomValueReader
{
    private const uint MostDecoded = 1 << 24;

    private readonly DicomDataSet _dataSet;
    private readonly DicomTag _tag;
    private readonly DicomVR _vr;

    public DicomValueReader(DicomDataSet dataSet, DicomTag tag, DicomVR vr)
    {
        _dataSet = dataSet;
        _tag = tag;
        _vr = vr;
    }

    /// <summary>Whether a value is given as its size.</summary>
    public static bool IsBulk(DicomElement element, DicomVR vr) =>
        element.Tag.IsPixelData || element.IsUndefined || element.Length > (IsBinary(vr) ? DicomReader.DeferredLength : MostDecoded);

    /// <summary>The value of bytes.</summary>
    public object? Read(ReadOnlySpan<byte> bytes, bool bigEndian)
    {
        if (DicomVRs.IsText(_vr))
        {
            return _vr == DicomVR.DS ? ReadDecimals(bytes) : ReadText(bytes);
        }

        int unit = _vr == DicomVR.AT ? 4 : DicomVRs.UnitOf(_vr);
        if (bytes.Length % unit != 0)
        {
            _dataSet.Warnings.Note(FormattableString.Invariant($"{_tag} (VR {DicomVRs.NameOf(_vr)}) has {bytes.Length} bytes, which is no multiple of {unit}; the last were left out."));
        }

        var number = new NumberReader(bytes.Slice(0, bytes.Length / unit * unit), bigEndian);
        return _vr switch
        {
            DicomVR.US => number.Read(2, static (b, big) => (int)UInt16(b, big)),
            DicomVR.SS => number.Read(2, static (b, big) => (int)unchecked((short)UInt16(b, big))),
            DicomVR.UL => number.Read(4, static (b, big) => (long)UInt32(b, big)),
            DicomVR.SL => number.Read(4, static (b, big) => unchecked((int)UInt32(b, big))),
            DicomVR.SV => number.Read(8, static (b, big) => unchecked((long)UInt64(b, big))),
            DicomVR.UV => number.Read(8, UInt64),
            DicomVR.FL => number.Read(4, Single),
            DicomVR.FD => number.Read(8, static (b, big) => BitConverter.Int64BitsToDouble(unchecked((long)UInt64(b, big)))),
            DicomVR.AT => number.Read(4, static (b, big) => new DicomTag(UInt16(b, big), UInt16(b.Slice(2), big))),
            DicomVR.OW => number.ReadList(2, UInt16),
            DicomVR.OL => number.ReadList(4, UInt32),
            DicomVR.OV => number.ReadList(8, UInt64),
            DicomVR.OF => number.ReadList(4, Single),
            DicomVR.OD => number.ReadList(8, static (b, big) => BitConverter.Int64BitsToDouble(unchecked((long)UInt64(b, big)))),
            _ => new DicomValues<byte>(bytes.ToArray(), _vr == DicomVR.UN ? Printable(bytes) : null),
        };
    }

    /// <summary>The values of bytes as text without padding (PS3.5 section 6.2 says what padding is for each VR).</summary>
    public string[] ReadTexts(ReadOnlySpan<byte> bytes)
    {
        string text = DicomVRs.HasCharacterSet(_vr)
            ? _dataSet.CharacterSet.Decode(bytes, _vr == DicomVR.PN, _dataSet.Warnings)
            : DicomCharacterSet.Latin1(bytes);
        if (_vr is DicomVR.LT or DicomVR.ST or DicomVR.UT or DicomVR.UR)
        {
            // One value, in which a backslash is a character and leading spaces mean something.
            return new[] { text.TrimEnd(' ', '\0') };
        }

        string[] texts = text.Split('\\');
        for (int i = 0; i < texts.Length; i++)
        {
            texts[i] = _vr switch
            {
                // Groups of a name that are left out need no sign of it.
                DicomVR.PN => texts[i].TrimEnd(' ', '\0', '='),
                DicomVR.UC => texts[i].TrimEnd(' ', '\0'),
                _ => texts[i].Trim(' ', '\0'),
            };
        }

        return texts;
    }

    private static bool IsBinary(DicomVR vr) => vr is DicomVR.OB or DicomVR.OW or DicomVR.OL or DicomVR.OV or DicomVR.OF or DicomVR.OD or DicomVR.UN || !DicomVRs.IsKnown(vr);

    // Private elements of files in implicit VR are mostly text; it stays bytes, but prints as what it looks like.
    private static string? Printable(ReadOnlySpan<byte> bytes)
    {
        int end = bytes.Length;
        while (end > 0 && bytes[end - 1] is (byte)' ' or 0)
        {
            end--;
        }

        foreach (byte b in bytes.Slice(0, end))
        {
            if (b is < 0x20 or > 0x7e)
            {
                return null;
            }
        }

        return end == 0 ? null : DicomCharacterSet.Latin1(bytes.Slice(0, end));
    }

    private object? ReadText(ReadOnlySpan<byte> bytes)
    {
        string[] texts = ReadTexts(bytes);
        if (texts.Length == 1)
        {
            return texts[0].Length == 0 ? null : Convert(texts[0]);
        }

        var values = new object[texts.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = texts[i].Length == 0 ? string.Empty : Convert(texts[i]);
        }

        return Values(values, string.Join("\\", texts));
    }

    private object Convert(string text) => _vr switch
    {
        DicomVR.IS => Integer(text) is not { } number ? Odd(text) : number is >= int.MinValue and <= int.MaxValue ? (object)(int)number : number,
        DicomVR.DA => DicomDate.TryParse(text, out DicomDate? date) ? date! : Odd(text),
        DicomVR.TM => DicomTime.TryParse(text, out DicomTime? time) ? time! : Odd(text),
        DicomVR.DT => DicomDateTime.TryParse(text, out DicomDateTime? moment) ? moment! : Odd(text),
        DicomVR.PN => new DicomPersonName(text),
        DicomVR.UI => IsUid(text) ? text : Odd(text),
        _ => text,
    };

    // Without the value: it may be a date of birth.
    private string Odd(string text)
    {
        string article = _vr is DicomVR.IS ? "an" : "a";
        _dataSet.Warnings.Note($"{DicomHeader.NameOf(_tag)} {_tag} has a value that is not {article} {DicomVRs.NameOf(_vr)}; its text was taken as it is.");
        return text;
    }

    private static bool IsUid(string text)
    {
        if (text.Length > 64)
        {
            return false;
        }

        for (int i = 0; i < text.Length; i++)
        {
            bool starts = i == 0 || text[i - 1] == '.';
            bool ends = i + 1 == text.Length || text[i + 1] == '.';
            if (text[i] == '.' ? starts || ends : text[i] is < '0' or > '9' || (text[i] == '0' && starts && !ends))
            {
                return false;
            }
        }

        return true;
    }

    // Some write an integer as 3.0.
    private static long? Integer(string text)
    {
        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number))
        {
            if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double real) || real != Math.Floor(real) || Math.Abs(real) > 1e15)
            {
                return null;
            }

            number = (long)real;
        }

        return number;
    }

    // Contours have very many: no object is made of each.
    private object? ReadDecimals(ReadOnlySpan<byte> bytes)
    {
        string[] texts = ReadTexts(bytes);
        var numbers = new double[texts.Length];
        for (int i = 0; i < texts.Length; i++)
        {
            if (!double.TryParse(texts[i], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[i]) || double.IsNaN(numbers[i]) || double.IsInfinity(numbers[i]))
            {
                return ReadOddDecimals(texts);
            }
        }

        return numbers.Length == 1 ? numbers[0] : new DicomValues<double>(numbers, string.Join("\\", texts));
    }

    private object? ReadOddDecimals(string[] texts)
    {
        var values = new object[texts.Length];
        for (int i = 0; i < values.Length; i++)
        {
            bool isNumber = double.TryParse(texts[i], NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && !double.IsNaN(number) && !double.IsInfinity(number);
            values[i] = isNumber ? number : texts[i].Length == 0 ? texts[i] : Odd(texts[i]);
        }

        return values.Length > 1 ? Values(values, string.Join("\\", texts)) : texts[0].Length == 0 ? null : values[0];
    }

    /// <summary>A value as text in the invariant culture, with all digits that a number has.</summary>
    public static string TextOf(object? value) => value switch
    {
        // .NET Framework gives 15 digits otherwise.
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        float number => number.ToString("R", CultureInfo.InvariantCulture),
        _ => System.Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty,
    };

    /// <summary>A list of the type that all values have, or of objects.</summary>
    public static object Values(object[] values, string? text)
    {
        Type type = values[0].GetType();
        foreach (object value in values)
        {
            if (value.GetType() != type)
            {
                return new DicomValues<object>(values, text);
            }
        }

        return values[0] switch
        {
            string => Typed<string>(values, text),
            int => Typed<int>(values, text),
            long => Typed<long>(values, text),
            double => Typed<double>(values, text),
            DicomDate => Typed<DicomDate>(values, text),
            DicomTime => Typed<DicomTime>(values, text),
            DicomDateTime => Typed<DicomDateTime>(values, text),
            DicomPersonName => Typed<DicomPersonName>(values, text),
            DicomTag => Typed<DicomTag>(values, text),
            _ => new DicomValues<object>(values, text),
        };
    }

    private static DicomValues<T> Typed<T>(object[] values, string? text) => new(Array.ConvertAll(values, value => (T)value), text);

    private static ushort UInt16(ReadOnlySpan<byte> bytes, bool big) => big ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes);

    private static uint UInt32(ReadOnlySpan<byte> bytes, bool big) => big ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);

    private static ulong UInt64(ReadOnlySpan<byte> bytes, bool big) => big ? BinaryPrimitives.ReadUInt64BigEndian(bytes) : BinaryPrimitives.ReadUInt64LittleEndian(bytes);

    private static float Single(ReadOnlySpan<byte> bytes, bool big)
    {
        uint bits = UInt32(bytes, big);
        unsafe
        {
            return *(float*)&bits;
        }
    }

    private delegate T Number<T>(ReadOnlySpan<byte> bytes, bool bigEndian);

    private readonly ref struct NumberReader
    {
        private readonly ReadOnlySpan<byte> _bytes;
        private readonly bool _bigEndian;

        public NumberReader(ReadOnlySpan<byte> bytes, bool bigEndian)
        {
            _bytes = bytes;
            _bigEndian = bigEndian;
        }

        public object? Read<T>(int size, Number<T> read)
            where T : struct => _bytes.Length == 0 ? null : _bytes.Length == size ? read(_bytes, _bigEndian) : ReadList(size, read);

        public DicomValues<T>? ReadList<T>(int size, Number<T> read)
            where T : struct
        {
            var values = new T[_bytes.Length / size];
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = read(_bytes.Slice(i * size, size), _bigEndian);
            }

            return values.Length == 0 ? null : new DicomValues<T>(values, null);
        }
    }
}
