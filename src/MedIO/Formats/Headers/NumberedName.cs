using System;
using System.Globalization;

namespace MedIO.Formats.Headers;

/// <summary>A name for many files, with a place for a number as printf's %d, flags and width, such as <c>slice%03d.raw</c>.</summary>
internal sealed class NumberedName
{
    private const int MostDigits = 99;

    private readonly string _before;
    private readonly string _after;
    private readonly int _width;
    private readonly bool _zeros;

    private NumberedName(string before, int width, bool zeros, string after)
    {
        _before = before;
        _width = width;
        _zeros = zeros;
        _after = after;
    }

    /// <summary>The name of one file.</summary>
    public string this[long number]
    {
        get
        {
            string digits = Math.Abs(number).ToString(CultureInfo.InvariantCulture);
            string sign = number < 0 ? "-" : string.Empty;
            return _before + (_zeros ? sign + digits.PadLeft(Math.Max(0, _width - sign.Length), '0') : (sign + digits).PadLeft(_width)) + _after;
        }
    }

    /// <summary>Reads a pattern; null where it has not exactly one place for a number. <c>%%</c> is a percent sign.</summary>
    public static NumberedName? Parse(string pattern)
    {
        string marked = pattern.Replace("%%", "\0");
        int at = marked.IndexOf('%');
        if (at < 0 || marked.IndexOf('%', at + 1) >= 0)
        {
            return null;
        }

        int width = 0;
        int end = at + 1;
        bool zeros = end < marked.Length && marked[end] is '0' or '.';
        while (end < marked.Length && marked[end] is (>= '0' and <= '9') or '.')
        {
            width = (width * 10) + (marked[end] == '.' ? 0 : marked[end] - '0');
            if (width > MostDigits || (marked[end] == '.' && end > at + 1))
            {
                return null;
            }

            end++;
        }

        return end < marked.Length && marked[end] is 'd' or 'i' or 'u'
            ? new NumberedName(marked.Substring(0, at).Replace('\0', '%'), width, zeros, marked.Substring(end + 1).Replace('\0', '%'))
            : null;
    }
}
