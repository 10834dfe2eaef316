using System;
using System.Globalization;

namespace MedIO.Dicom.Writing;

/// <summary>What each VR of text allows (PS3.5 section 6.2): characters and length of one value.</summary>
internal static class ElementText
{
    /// <summary>What is allowed, where a value is not; null where it is. The value itself is never told: it may be a name.</summary>
    public static string? WhyNot(DicomVR vr, string value) => vr switch
    {
        DicomVR.AE => Check(value.Length <= 16 && IsPlain(value, false) && IsAscii(value), "at most 16 ASCII characters"),
        DicomVR.AS => Check(value.Length == 4 && Digits(value, 0, 3) && "DWMY".IndexOf(value[3]) >= 0, "three digits and one of D, W, M and Y, such as 045Y"),
        DicomVR.CS => Check(value.Length <= 16 && IsCode(value), "at most 16 capital letters, digits, spaces and underscores"),
        DicomVR.DA => Check(IsDate(value), "a date as YYYYMMDD"),
        DicomVR.DS => Check(DecimalString.IsValid(value), "a decimal number of at most 16 characters with a point, such as 0.75"),
        DicomVR.DT => Check(IsDateTime(value), "a date and time as YYYYMMDDHHMMSS.FFFFFF&ZZXX, of which the end may be left out"),
        DicomVR.IS => Check(value.Length <= 12 && int.TryParse(value.Trim(' '), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _), "a whole number from -2147483648 to 2147483647"),
        DicomVR.LO => Check(Length(value) <= 64 && IsPlain(value, false), "at most 64 characters, no control characters"),
        DicomVR.LT => Check(Length(value) <= 10240 && IsPlain(value, true), "at most 10240 characters"),
        DicomVR.PN => Check(IsName(value), "at most 64 characters and five parts with ^ between, in up to three groups with = between, no control characters"),
        DicomVR.SH => Check(Length(value) <= 16 && IsPlain(value, false), "at most 16 characters, no control characters"),
        DicomVR.ST => Check(Length(value) <= 1024 && IsPlain(value, true), "at most 1024 characters"),
        DicomVR.TM => Check(IsTime(value), "a time as HHMMSS.FFFFFF, of which the end may be left out"),
        DicomVR.UC => Check(IsPlain(value, false), "text without control characters"),
        DicomVR.UI => Check(DicomUid.IsValid(value), "a UID: numbers without leading zeros with dots between, at most 64 characters"),
        DicomVR.UR => Check(IsAscii(value) && value.IndexOf(' ') < 0, "a URI"),
        DicomVR.UT => Check(IsPlain(value, true), "text without control characters other than line ends"),
        _ => null,
    };

    /// <summary>Whether a backslash is part of the text, rather than between values.</summary>
    public static bool IsSingle(DicomVR vr) => vr is DicomVR.LT or DicomVR.ST or DicomVR.UT or DicomVR.UR;

    private static string? Check(bool allowed, string what) => allowed ? null : what;

    // Characters, not their halves.
    private static int Length(string value)
    {
        int n = value.Length;
        foreach (char c in value)
        {
            n -= char.IsLowSurrogate(c) ? 1 : 0;
        }

        return n;
    }

    private static bool IsPlain(string value, bool lines)
    {
        for (int i = 0; i < value.Length; i++)
        {
            char c = value[i];
            bool broken = char.IsSurrogate(c) && !(char.IsHighSurrogate(c) ? i + 1 < value.Length && char.IsLowSurrogate(value[i + 1]) : i > 0 && char.IsHighSurrogate(value[i - 1]));
            if (broken || (char.IsControl(c) && !(lines && c is '\r' or '\n' or '\f' or '\t')))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsAscii(string value)
    {
        foreach (char c in value)
        {
            if (c is < ' ' or > '~')
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsCode(string value)
    {
        foreach (char c in value)
        {
            if (c is (< 'A' or > 'Z') and (< '0' or > '9') and not (' ' or '_'))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsName(string value)
    {
        string[] groups = value.Split('=');
        foreach (string group in groups)
        {
            if (Length(group) > 64 || group.Split('^').Length > 5)
            {
                return false;
            }
        }

        return groups.Length <= 3 && IsPlain(value, false);
    }

    private static bool Digits(string value, int begin, int end)
    {
        for (int i = begin; i < end; i++)
        {
            if (value[i] is < '0' or > '9')
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsDate(string value) => value.Length == 8 && Digits(value, 0, 8) && Exists(value, "yyyyMMdd");

    private static bool IsTime(string value)
    {
        int point = value.IndexOf('.');
        string whole = point < 0 ? value : value.Substring(0, point);
        bool fraction = point < 0 || (whole.Length == 6 && value.Length - point is > 1 and <= 7 && Digits(value, point + 1, value.Length));
        return fraction && whole.Length is 2 or 4 or 6 && Digits(whole, 0, whole.Length)
            && Below(whole, 0, 24) && Below(whole, 2, 60) && Below(whole, 4, 61);
    }

    private static bool Below(string digits, int at, int limit) => at >= digits.Length || ((digits[at] - '0') * 10) + digits[at + 1] - '0' < limit;

    private static bool IsDateTime(string value)
    {
        int zone = value.IndexOfAny(new[] { '+', '-' });
        if (zone >= 0)
        {
            string offset = value.Substring(zone + 1);
            if (offset.Length != 4 || !Digits(offset, 0, 4) || !Below(offset, 0, 15) || !Below(offset, 2, 60))
            {
                return false;
            }

            value = value.Substring(0, zone);
        }

        return value.Length switch
        {
            4 => Digits(value, 0, 4),
            6 => Digits(value, 0, 6) && Exists(value + "01", "yyyyMMdd"),
            8 => IsDate(value),
            > 8 => IsDate(value.Substring(0, 8)) && IsTime(value.Substring(8)),
            _ => false,
        };
    }

    private static bool Exists(string value, string format) => DateTime.TryParseExact(value, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
}
