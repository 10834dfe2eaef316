using System;
using System.Collections.Generic;
using System.Globalization;

namespace MedIO.Dicom;

/// <summary>A data set as fields by keyword, for people and scripts: what <c>-Header</c> gives. It holds identities of patients.</summary>
internal static class DicomHeader
{
    // Items within items of a damaged file could be far more than memory has room for as objects.
    private const int MostItems = 1 << 19;

    /// <summary>
    /// Every element of a file, the file meta information (group 0002) first. Names are keywords (<c>PatientName</c>), or
    /// <c>gggg,eeee</c> in hex for private and unknown elements (the creator of <c>0029,1010</c> is <c>0029,0010</c>) and the
    /// further ones of repeating groups, in the order of the file. Values are as
    /// <see cref="DicomDataSet.GetValue(DicomElement)"/> gives them; the items of a sequence are a list of fields of their
    /// own, and pixel data and large binary values stand as their size (<see cref="DicomBulk"/>).
    /// The file may be disposed afterwards.
    /// </summary>
    public static HeaderFields Read(DicomFile file)
    {
        var fields = new HeaderFields();
        Add(fields, file.Meta);
        Add(fields, file.DataSet);
        return fields;
    }

    /// <summary>Every element of a data set, such as an item's.</summary>
    public static HeaderFields Read(DicomDataSet dataSet)
    {
        var fields = new HeaderFields();
        Add(fields, dataSet);
        return fields;
    }

    /// <summary>The items of a sequence.</summary>
    public static DicomValues<HeaderFields> ReadItems(DicomDataSet dataSet, DicomElement element)
    {
        IReadOnlyList<DicomDataSet> items = dataSet.GetItems(element);
        int count = Math.Min(items.Count, MostItems - dataSet.Root.ItemsAsFields);
        dataSet.Root.ItemsAsFields += count;
        if (count < items.Count)
        {
            dataSet.Warnings.Note(FormattableString.Invariant($"The file's sequences have more than {MostItems} items; the rest is not given as fields."));
        }

        var fields = new HeaderFields[count];
        for (int i = 0; i < count; i++)
        {
            fields[i] = Read(items[i]);
        }

        return new DicomValues<HeaderFields>(fields, null);
    }

    /// <summary>An element's keyword, or its tag where it has none of its own: repeating groups share theirs.</summary>
    public static string NameOf(DicomTag tag) =>
        tag.Keyword is { } keyword && DicomDictionary.TryFind(keyword, out DicomTag own) && own == tag
            ? keyword
            : string.Format(CultureInfo.InvariantCulture, "{0:X4},{1:X4}", tag.Group, tag.Element);

    private static void Add(HeaderFields fields, DicomDataSet dataSet)
    {
        foreach (DicomElement element in dataSet.Elements)
        {
            fields[NameOf(element.Tag)] = dataSet.GetValue(element);
        }
    }
}
