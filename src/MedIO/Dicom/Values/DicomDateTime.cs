using System;

namespace MedIO.Dicom;

/// <summary>A date and time (VR DT, PS3.5 section 6.2): <c>20240131102745.123456+0100</c>, of which all after the year may be left out.</summary>
public sealed class DicomDateTime : DicomMoment
{
    private readonly DicomDate _date;
    private readonly DicomTime? _time;

    /// <summary>Reads a date and time.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="FormatException">It is none.</exception>
    public DicomDateTime(string text)
        : base(text ?? throw new ArgumentNullException(nameof(text)))
    {
        if (!TryRead(text, out DicomDate? date, out _time, out TimeSpan? offset))
        {
            throw new FormatException("The text is no DICOM date and time (VR DT). Write it as 20240131102745 or 20240131102745.123456+0100.");
        }

        _date = date!;
        Offset = offset;
    }

    /// <summary>The year.</summary>
    public int Year => _date.Year;

    /// <summary>The month, 1 to 12; null where it is left out.</summary>
    public int? Month => _date.Month;

    /// <summary>The day, 1 to 31; null where it is left out.</summary>
    public int? Day => _date.Day;

    /// <summary>The hour, 0 to 23; null where it is left out.</summary>
    public int? Hour => _time?.Hour;

    /// <summary>The minute, 0 to 59; null where it is left out.</summary>
    public int? Minute => _time?.Minute;

    /// <summary>The second, 0 to 60; null where it is left out.</summary>
    public int? Second => _time?.Second;

    /// <summary>How far local time is ahead of UTC; null where the file does not say.</summary>
    public TimeSpan? Offset { get; }

    /// <summary>The date and time as the clock on the wall showed it; null where the day is left out. A time that is left out counts as midnight.</summary>
    public DateTime? LocalTime => Day is null ? null : _date.Date + (_time?.TimeOfDay ?? TimeSpan.Zero);

    // Never before year 1 or after 9999, whatever the offset.
    private protected override DateTime Earliest
    {
        get
        {
            var local = new DateTime(Year, Month ?? 1, Day ?? 1);
            long ticks = local.Ticks + (_time?.TimeOfDay.Ticks ?? 0) - (Offset?.Ticks ?? 0);
            return new DateTime(Math.Max(DateTime.MinValue.Ticks, Math.Min(DateTime.MaxValue.Ticks, ticks)));
        }
    }

    /// <summary>The date and time as .NET has it, so that PowerShell converts: <c>[datetime]$header.AcquisitionDateTime</c>.</summary>
    /// <param name="moment">The date and time.</param>
    public static explicit operator DateTime(DicomDateTime moment) => (moment ?? throw new ArgumentNullException(nameof(moment))).ToDateTime();

    /// <summary>Reads a date and time.</summary>
    /// <param name="text">The text.</param>
    /// <param name="moment">The date and time.</param>
    /// <returns>False where it is none.</returns>
    public static bool TryParse(string? text, out DicomDateTime? moment)
    {
        moment = text is not null && TryRead(text, out _, out _, out _) ? new DicomDateTime(text) : null;
        return moment is not null;
    }

    /// <summary>The date and time as .NET has it; as <see cref="LocalTime"/>.</summary>
    /// <returns>The local time.</returns>
    /// <exception cref="FormatException">The day is left out.</exception>
    public DateTime ToDateTime() => LocalTime ?? throw new FormatException($"'{Text}' is not a whole date: its day is left out.");

    private static bool TryRead(string text, out DicomDate? date, out DicomTime? time, out TimeSpan? offset)
    {
        date = null;
        time = null;
        offset = null;
        int sign = text.IndexOfAny(new[] { '+', '-' });
        string local = sign < 0 ? text : text.Substring(0, sign);
        if (sign >= 0)
        {
            int? hours = Digits(text, sign + 1, 2, 0, 14);
            int? minutes = Digits(text, sign + 3, 2, 0, 59);
            if (text.Length != sign + 5 || hours is null || minutes is null)
            {
                return false;
            }

            var ahead = new TimeSpan(hours.Value, minutes.Value, 0);
            offset = text[sign] == '-' ? -ahead : ahead;
        }

        string day = local.Length > 8 ? local.Substring(0, 8) : local;
        return day.IndexOf('.') < 0
            && DicomDate.TryParse(day, out date)
            && (local.Length <= 8 || (local.IndexOf(':') < 0 && DicomTime.TryParse(local.Substring(8), out time)));
    }
}
