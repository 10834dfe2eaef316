using System;

namespace MedIO.Dicom;

/// <summary>A time of day (VR TM, PS3.5 section 6.2): <c>102745.123456</c>, also in the retired form <c>10:27:45</c>, and with seconds or minutes left out.</summary>
public sealed class DicomTime : DicomMoment
{
    private readonly int _ticks;

    /// <summary>Reads a time.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="FormatException">It is no time.</exception>
    public DicomTime(string text)
        : base(text ?? throw new ArgumentNullException(nameof(text)))
    {
        if (!TryRead(text, out int hour, out int? minute, out int? second, out _ticks))
        {
            throw new FormatException("The text is no DICOM time (VR TM). Write it as 102745 or 102745.123456.");
        }

        Hour = hour;
        Minute = minute;
        Second = second;
    }

    /// <summary>The hour, 0 to 23.</summary>
    public int Hour { get; }

    /// <summary>The minute, 0 to 59; null where it is left out.</summary>
    public int? Minute { get; }

    /// <summary>The second, 0 to 60: DICOM has leap seconds; null where it is left out.</summary>
    public int? Second { get; }

    /// <summary>The time since midnight, with the fraction of the second; what is left out counts as zero.</summary>
    public TimeSpan TimeOfDay => new TimeSpan(Hour, Minute ?? 0, Second ?? 0) + TimeSpan.FromTicks(_ticks);

    private protected override DateTime Earliest => DateTime.MinValue + TimeOfDay;

    /// <summary>The time as .NET has it, so that PowerShell converts: <c>[timespan]$header.StudyTime</c>.</summary>
    /// <param name="time">The time.</param>
    public static explicit operator TimeSpan(DicomTime time) => (time ?? throw new ArgumentNullException(nameof(time))).TimeOfDay;

    /// <summary>Reads a time.</summary>
    /// <param name="text">The text.</param>
    /// <param name="time">The time.</param>
    /// <returns>False where it is none.</returns>
    public static bool TryParse(string? text, out DicomTime? time)
    {
        time = text is not null && TryRead(text, out _, out _, out _, out _) ? new DicomTime(text) : null;
        return time is not null;
    }

    /// <summary>The time as .NET has it; as <see cref="TimeOfDay"/>.</summary>
    /// <returns>The time since midnight.</returns>
    public TimeSpan ToTimeSpan() => TimeOfDay;

    /// <summary>Reads hours to fractions of a second, of which the first seven digits count.</summary>
    internal static bool TryRead(string text, out int hour, out int? minute, out int? second, out int ticks)
    {
        minute = null;
        second = null;
        ticks = 0;
        int point = text.IndexOf('.');
        string digits = point < 0 ? text : text.Substring(0, point);
        if (digits.Length is 5 or 8 && digits[2] == ':' && (digits.Length == 5 || digits[5] == ':'))
        {
            digits = digits.Replace(":", string.Empty);
        }

        hour = Digits(digits, 0, 2, 0, 23) ?? -1;
        minute = Digits(digits, 2, 2, 0, 59);
        second = minute is null ? null : Digits(digits, 4, 2, 0, 60);
        bool isWhole = hour >= 0 && (digits.Length == 2 || (digits.Length == 4 && minute is not null) || (digits.Length == 6 && second is not null));
        return isWhole && (point < 0 || (second is not null && TryReadFraction(text, point + 1, out ticks)));
    }

    private static bool TryReadFraction(string text, int at, out int ticks)
    {
        ticks = 0;
        int unit = 1_000_000;
        for (int i = at; i < text.Length; i++)
        {
            if (text[i] is < '0' or > '9')
            {
                return false;
            }

            ticks += (text[i] - '0') * unit;
            unit /= 10;
        }

        return at < text.Length;
    }
}
