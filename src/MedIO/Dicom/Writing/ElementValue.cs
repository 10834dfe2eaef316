using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;

namespace MedIO.Dicom.Writing;

/// <summary>Makes elements of what users give: text, numbers, dates, lists of these, and dictionaries for the items of a sequence; each is held against its VR and VM before anything is written.</summary>
internal static class ElementValue
{
    private const int MostNesting = 20;

    /// <summary>The element of a value.</summary>
    /// <param name="tag">The tag.</param>
    /// <param name="value">Null and empty text make an element without a value.</param>
    /// <param name="depth">How many sequences it lies in.</param>
    /// <exception cref="MedIOException"><see cref="MedIOError.InvalidElement"/>.</exception>
    public static ContentElement Of(DicomTag tag, object? value, int depth = 0)
    {
        DicomVR vr = VROf(tag, value);
        if (vr == DicomVR.SQ)
        {
            return new ContentElement(vr, Items(tag, value, depth));
        }

        List<object> values = Split(vr, value);
        if (value is byte[] bytes && DicomVRs.UnitOf(vr) == 1 && !DicomVRs.IsText(vr))
        {
            return new ContentElement(vr, bytes.Clone());
        }

        if (values.Count > 0 && !Multiplicity.Allows(DicomDictionary.MultiplicityOf(tag), values.Count))
        {
            throw Invalid(tag, vr, FormattableString.Invariant($"has {values.Count} values, but {Multiplicity.Describe(DicomDictionary.MultiplicityOf(tag))} allowed"));
        }

        return DicomVRs.IsText(vr) ? new ContentElement(vr, Text(tag, vr, values)) : new ContentElement(vr, Numbers(tag, vr, values));
    }

    /// <summary>Reads a tag as users give it.</summary>
    /// <exception cref="MedIOException"><see cref="MedIOError.InvalidElement"/>.</exception>
    public static DicomTag ParseTag(object? key)
    {
        string text = Convert.ToString(key, CultureInfo.InvariantCulture) ?? string.Empty;
        return DicomTag.TryParse(text, out DicomTag tag)
            ? tag
            : throw new MedIOException(MedIOError.InvalidElement, $"'{text}' is no element: neither a keyword of the DICOM standard nor a tag. Give a keyword such as SeriesDescription, or a tag such as 0008,103E.");
    }

    private static DicomVR VROf(DicomTag tag, object? value)
    {
        DicomVR vr = DicomDictionary.VROf(tag);
        if (vr == DicomVR.None && !tag.IsPrivate)
        {
            throw new MedIOException(MedIOError.InvalidElement, $"{tag} is no element of the DICOM standard. Check the tag, or use a private one with its creator.");
        }

        // Nothing says the VR of a private element but its maker; text can be read by all.
        return vr != DicomVR.None ? vr : value is byte[] ? DicomVR.OB : value is string { Length: > 64 } ? DicomVR.UT : DicomVR.LO;
    }

    private static List<object> Split(DicomVR vr, object? value)
    {
        var values = new List<object>();
        switch (value)
        {
            case null or "":
                break;
            case string text when ElementText.IsSingle(vr):
                values.Add(text);
                break;
            case string text:
                values.AddRange(text.Split('\\'));
                break;
            case IEnumerable list and not IDictionary:
                foreach (object? item in list)
                {
                    values.Add(item ?? string.Empty);
                }

                break;
            default:
                values.Add(value);
                break;
        }

        return values;
    }

    private static string Text(DicomTag tag, DicomVR vr, List<object> values)
    {
        var texts = new string[values.Count];
        for (int i = 0; i < texts.Length; i++)
        {
            texts[i] = TextOf(tag, vr, values[i]);
            bool single = ElementText.IsSingle(vr);
            if (texts[i].Length > 0 && (ElementText.WhyNot(vr, texts[i]) ?? (!single && texts[i].IndexOf('\\') >= 0 ? "no backslash within a value" : null)) is { } allowed)
            {
                throw Invalid(tag, vr, $"has a value that this VR does not allow. Allowed is {allowed}");
            }
        }

        return string.Join("\\", texts);
    }

    private static string TextOf(DicomTag tag, DicomVR vr, object value)
    {
        switch (value)
        {
            case string text:
                return text;
            case DateTime time:
                return TextOf(vr, time);
            case DateTimeOffset time:
                return TextOf(vr, time.DateTime) + (vr == DicomVR.DT ? time.ToString("zzz", CultureInfo.InvariantCulture).Replace(":", string.Empty) : string.Empty);
            case TimeSpan time when vr == DicomVR.TM && time >= TimeSpan.Zero && time.Days == 0:
                return TextOf(vr, DateTime.MinValue + time);
#if NET8_0_OR_GREATER
            case DateOnly date:
                return TextOf(vr, date.ToDateTime(TimeOnly.MinValue));
            case TimeOnly time:
                return TextOf(vr, DateTime.MinValue + time.ToTimeSpan());
#endif
            case float or double or decimal when vr == DicomVR.DS:
                double number = Convert.ToDouble(value, CultureInfo.InvariantCulture);

                // A float's own digits, not those it gets as a double.
                return double.IsNaN(number) || double.IsInfinity(number)
                    ? throw Invalid(tag, vr, "has a value that is not finite. Allowed are finite numbers")
                    : DecimalString.Of(value is float single ? DecimalString.Parse(single.ToString("R", CultureInfo.InvariantCulture)) : number);
            case IFormattable formattable:
                return formattable.ToString(null, CultureInfo.InvariantCulture) ?? string.Empty;
            case IDictionary:
                throw Invalid(tag, vr, "has a dictionary for its value, which only a sequence (VR SQ) takes. Give text or a number");
            default:
                return value.ToString() ?? string.Empty;
        }
    }

    private static string TextOf(DicomVR vr, DateTime time)
    {
        string? format = vr switch { DicomVR.DA => "yyyyMMdd", DicomVR.TM => "HHmmss.ffffff", DicomVR.DT => "yyyyMMddHHmmss.ffffff", _ => null };
        return time.ToString(format ?? "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
    }

    private static byte[] Numbers(DicomTag tag, DicomVR vr, List<object> values)
    {
        int unit = vr == DicomVR.AT ? 4 : DicomVRs.UnitOf(vr);
        var bytes = new byte[values.Count * unit];
        for (int i = 0; i < values.Count; i++)
        {
            byte[] one = BinaryNumber.Of(vr, values[i]) ?? throw Invalid(tag, vr, $"has a value that this VR does not allow. Allowed is {BinaryNumber.Allowed(vr)}");
            Array.Copy(one, 0, bytes, i * unit, unit);
        }

        return bytes;
    }

    private static DicomContent[] Items(DicomTag tag, object? value, int depth)
    {
        if (depth >= MostNesting)
        {
            throw Invalid(tag, DicomVR.SQ, FormattableString.Invariant($"lies in more than {MostNesting} sequences, one in another. Give fewer"));
        }

        var items = new List<DicomContent>();
        if (value is IDictionary single)
        {
            items.Add(DicomTagSet.Parse(single, depth + 1));
        }
        else if (value is IEnumerable list and not string)
        {
            foreach (object? item in list)
            {
                items.Add(item is IDictionary elements ? DicomTagSet.Parse(elements, depth + 1) : throw NoItem());
            }
        }
        else if (value is not (null or ""))
        {
            throw NoItem();
        }

        return items.ToArray();

        MedIOException NoItem() => Invalid(tag, DicomVR.SQ, "is a sequence, and its value has no items. Give a dictionary of elements for each item");
    }

    private static MedIOException Invalid(DicomTag tag, DicomVR vr, string what) =>
        new(MedIOError.InvalidElement, $"{tag}{(tag.Keyword is { } keyword ? " " + keyword : string.Empty)} (VR {DicomVRs.NameOf(vr)}) {what}.");
}
