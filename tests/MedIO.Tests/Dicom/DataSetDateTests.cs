using System;
using MedIO.Dicom;
using Xunit;

namespace MedIO.Tests.Dicom;

/// <summary>Dates and times as files have them: whole, partial, retired, and none.</summary>
public class DataSetDateTests
{
    [Theory]
    [InlineData("20240229", 2024, 2, 29)]
    [InlineData("1994.03.05", 1994, 3, 5)]
    [InlineData("202402", 2024, 2, null)]
    [InlineData("2024", 2024, null, null)]
    public void Dates_keep_their_text_and_what_it_leaves_out(string text, int year, int? month, int? day)
    {
        var date = Assert.IsType<DicomDate>(DataSetFile.ValueOf(new DicomBytesBuilder().Text(0x00080020, "DA", text)));
        Assert.Equal(text, date.ToString());
        Assert.Equal((year, month, day), (date.Year, date.Month, date.Day));
        Assert.Equal(day is null ? null : new DateTime(year, month!.Value, day.Value), date.Date);
    }

    [Theory]
    [InlineData("102745", 10, 27, 45, 0)]
    [InlineData("102745.123456", 10, 27, 45, 1234560)]
    [InlineData("10:27:45", 10, 27, 45, 0)]
    [InlineData("10:27:45.5", 10, 27, 45, 5000000)]
    [InlineData("1027", 10, 27, null, 0)]
    [InlineData("10", 10, null, null, 0)]
    [InlineData("235960", 23, 59, 60, 0)]
    public void Times_keep_their_text_and_what_it_leaves_out(string text, int hour, int? minute, int? second, long ticks)
    {
        var time = Assert.IsType<DicomTime>(DataSetFile.ValueOf(new DicomBytesBuilder().Text(0x00080030, "TM", text)));
        Assert.Equal(text, time.ToString());
        Assert.Equal((hour, minute, second), (time.Hour, time.Minute, time.Second));
        Assert.Equal(new TimeSpan(hour, minute ?? 0, second ?? 0) + TimeSpan.FromTicks(ticks), (TimeSpan)time);
    }

    [Theory]
    [InlineData("20240131102745.123456+0130", "2024-01-31T10:27:45.1234560", 90)]
    [InlineData("20240131102745-0500", "2024-01-31T10:27:45.0000000", -300)]
    [InlineData("2024013110", "2024-01-31T10:00:00.0000000", null)]
    [InlineData("20240131", "2024-01-31T00:00:00.0000000", null)]
    [InlineData("202401", null, null)]
    [InlineData("2024+0100", null, 60)]
    [InlineData("0001", null, null)]
    public void Dates_with_times_keep_their_text_offset_and_what_it_leaves_out(string text, string? local, int? minutes)
    {
        var moment = Assert.IsType<DicomDateTime>(DataSetFile.ValueOf(new DicomBytesBuilder().Text(0x0008002a, "DT", text)));
        Assert.Equal(text, moment.ToString());
        Assert.Equal(local, moment.LocalTime?.ToString("yyyy-MM-ddTHH:mm:ss.fffffff", System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(minutes, moment.Offset?.TotalMinutes);
        Assert.Equal(0, moment.CompareTo(new DicomDateTime(text)));
    }

    [Theory]
    [InlineData("20230229")]
    [InlineData("202413")]
    [InlineData("00000101")]
    [InlineData("2024 101")]
    [InlineData("2024-01-01")]
    [InlineData("20240101-20240201")]
    public void What_is_no_date_is_refused(string text)
    {
        Assert.False(DicomDate.TryParse(text, out DicomDate? date));
        Assert.Null(date);
        Assert.Throws<FormatException>(() => new DicomDate(text));
    }

    [Theory]
    [InlineData("24")]
    [InlineData("1060")]
    [InlineData("102761")]
    [InlineData("102745.")]
    [InlineData("10274")]
    [InlineData("10.5")]
    [InlineData("10:27:4 ")]
    [InlineData("-1")]
    public void What_is_no_time_is_refused(string text)
    {
        Assert.False(DicomTime.TryParse(text, out _));
        Assert.Throws<FormatException>(() => new DicomTime(text));
    }

    [Theory]
    [InlineData("20240131+1")]
    [InlineData("20240131+1590")]
    [InlineData("20240131+15000")]
    [InlineData("2024.01.31")]
    [InlineData("2024013110:27")]
    [InlineData("")]
    public void What_is_no_date_with_time_is_refused(string text) => Assert.False(DicomDateTime.TryParse(text, out _));

    [Fact]
    public void Moments_sort_by_what_they_mean_and_convert()
    {
        Assert.True(new DicomDate("1994.03.05") < new DicomDate("19940306"));
        Assert.True(new DicomTime("0959") < new DicomTime("10:00:00"));
        Assert.True(new DicomDateTime("20240131120000+0200") < new DicomDateTime("20240131110000+0000"));
        Assert.True(new DicomDate("20240101") == new DicomDate("20240101"));
        Assert.Equal(new DateTime(2024, 1, 31), (DateTime)new DicomDate("20240131"));
        Assert.Equal(new DateTime(2024, 1, 31, 10, 0, 0), (DateTime)new DicomDateTime("2024013110"));
        Assert.Throws<FormatException>(() => (DateTime)new DicomDate("2024"));
        Assert.Throws<FormatException>(() => (DateTime)new DicomDateTime("2024"));
    }
}
