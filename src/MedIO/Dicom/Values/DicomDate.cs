using System;

namespace MedIO.Dicom;

/// <summary>A date (VR DA, PS3.5 section 6.2): <c>20240131</c>, also in the retired form <c>2024.01.31</c>, and with the day or the month left out.</summary>
public sealed class DicomDate : DicomMoment
{
    /// <summary>Reads a date.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="FormatException">It is no date.</exception>
    public DicomDate(string text)
        : base(text ?? throw new ArgumentNullException(nameof(text)))
    {
        if (!TryRead(text, out int year, out int? month, out int? day))
        {
            throw new FormatException("The text is no DICOM date (VR DA). Write it as 20240131.");
        }

        Year = year;
        Month = month;
        Day = day;
    }

    /// <summary>The year.</summary>
    public int Year { get; }

    /// <summary>The month, 1 to 12; null where it is left out.</summary>
    public int? Month { get; }

    /// <summary>The day, 1 to 31; null where it is left out.</summary>
    public int? Day { get; }

    /// <summary>The date at midnight; null where a part of it is left out.</summary>
    public DateTime? Date => Day is null ? null : Earliest;

    private protected override DateTime Earliest => new(Year, Month ?? 1, Day ?? 1);

    /// <summary>The date as .NET has it, so that PowerShell converts: <c>[datetime]$header.StudyDate</c>.</summary>
    /// <param name="date">The date.</param>
    public static explicit operator DateTime(DicomDate date) => (date ?? throw new ArgumentNullException(nameof(date))).ToDateTime();

    /// <summary>Reads a date.</summary>
    /// <param name="text">The text.</param>
    /// <param name="date">The date.</param>
    /// <returns>False where it is none.</returns>
    public static bool TryParse(string? text, out DicomDate? date)
    {
        date = text is not null && TryRead(text, out _, out _, out _) ? new DicomDate(text) : null;
        return date is not null;
    }

    /// <summary>The date as .NET has it.</summary>
    /// <returns>The date at midnight.</returns>
    /// <exception cref="FormatException">A part of it is left out.</exception>
    public DateTime ToDateTime() => Date ?? throw new FormatException($"'{Text}' is not a whole date: its day is left out.");

    private static bool TryRead(string text, out int year, out int? month, out int? day)
    {
        month = null;
        day = null;
        bool dotted = text.Length == 10 && text[4] == '.' && text[7] == '.';
        string digits = dotted ? text.Remove(7, 1).Remove(4, 1) : text;
        year = Digits(digits, 0, 4, 1, 9999) ?? 0;
        if (year == 0 || digits.Length is not (4 or 6 or 8))
        {
            return false;
        }

        month = Digits(digits, 4, 2, 1, 12);
        day = month is null ? null : Digits(digits, 6, 2, 1, DateTime.DaysInMonth(year, month.Value));
        return digits.Length == 4 || (month is not null && (digits.Length == 6 || day is not null));
    }
}
