using System;
using System.Collections.Generic;
using System.Globalization;
using MedIO.Dicom.Series;

namespace MedIO.Dicom.Frames;

/// <summary>What tells planes at the same place from each other: the attributes of a data set that may make a fourth dimension.</summary>
internal static class PlaneKeys
{
    private static readonly uint[] Tags =
    {
        FrameTags.TemporalPositionIdentifier,
        FrameTags.EchoTime,
        FrameTags.EchoNumbers,
        FrameTags.InversionTime,
        FrameTags.FlipAngle,
        FrameTags.DiffusionBValue,
        FrameTags.TriggerTime,
        FrameTags.NominalPercentageOfCardiacPhase,
        FrameTags.FrameReferenceTime,
    };

    // After those of one element.
    private static readonly string[] More = { "AcquisitionTime", "ContentTime", PlaneKinds.Component };

    private static readonly char[] Zones = { '+', '-' };

    private static readonly string[] Keywords = Array.ConvertAll(Tags, t => new DicomTag(t).Keyword!);

    public static PlaneKey[] None { get; } = Array.Empty<PlaneKey>();

    /// <summary>Those of a file with one plane.</summary>
    public static PlaneKey[] Of(DicomDataSet dataSet)
    {
        Span<double> values = stackalloc double[Tags.Length + More.Length];
        int n = 0;
        for (int i = 0; i < Tags.Length; i++)
        {
            values[i] = dataSet.GetNumber(Tags[i]) ?? double.NaN;
            if (Tags[i] == FrameTags.DiffusionBValue && double.IsNaN(values[i]))
            {
                values[i] = PrivateElements.BValue(dataSet) ?? double.NaN;
            }

            n += IsNumber(values[i]) ? 1 : 0;
        }

        values[Tags.Length] = TimeOf(dataSet, DicomTags.AcquisitionTime) ?? Time(dataSet.GetCode(FrameTags.AcquisitionDateTime)) ?? double.NaN;
        values[Tags.Length + 1] = TimeOf(dataSet, FrameTags.ContentTime) ?? double.NaN;
        values[Tags.Length + 2] = PlaneKinds.NumberOf(dataSet.GetCode(FrameTags.ComplexImageComponent)) ?? PrivateElements.Component(dataSet) ?? double.NaN;
        for (int i = Tags.Length; i < values.Length; i++)
        {
            n += IsNumber(values[i]) ? 1 : 0;
        }

        var keys = new PlaneKey[n];
        n = 0;
        for (int i = 0; i < values.Length; i++)
        {
            if (IsNumber(values[i]))
            {
                keys[n++] = new PlaneKey(i < Tags.Length ? Keywords[i] : More[i - Tags.Length], values[i]);
            }
        }

        return keys;
    }

    /// <summary>A time of day (TM: hhmmss.ffffff) in seconds.</summary>
    public static double? TimeOf(DicomDataSet dataSet, uint tag) => dataSet.GetNumber(tag) is { } number ? Seconds(number) : null;

    /// <summary>The time of day of a date with time (DT: yyyymmddhhmmss.ffffff, then the zone, which is that of all), in seconds.</summary>
    public static double? Time(string? text)
    {
        const int DateLength = 8;
        if (text is null || text.Length < DateLength + 6)
        {
            return null;
        }

        int zone = text.IndexOfAny(Zones);
        text = text.Substring(DateLength, (zone < DateLength ? text.Length : zone) - DateLength);
        return double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number) ? Seconds(number) : null;
    }

    /// <summary>Adds a key if it is a number.</summary>
    public static void Add(List<PlaneKey> keys, string keyword, double? value)
    {
        if (value is { } number && IsNumber(number))
        {
            keys.Add(new PlaneKey(keyword, number));
        }
    }

    // Of a number whose digits are hhmmss.ffffff.
    private static double? Seconds(double number)
    {
        if (!(number is >= 0 and < 240000))
        {
            return null;
        }

        double hours = Math.Floor(number / 10000);
        double minutes = Math.Floor((number / 100) - (hours * 100));
        return Math.Round((hours * 3600) + (minutes * 60) + number - (hours * 10000) - (minutes * 100), 6);
    }

    private static bool IsNumber(double value) => !double.IsNaN(value) && !double.IsInfinity(value);
}
