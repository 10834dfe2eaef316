using System;

namespace MedIO.Dicom.Frames;

/// <summary>The private elements (PS3.5 section 7.8) that makers put in the place of standard ones.</summary>
internal static class PrivateElements
{
    // Blocks are reserved from the first on.
    private const int FirstBlock = 0x10;
    private const int LastBlock = 0x1f;

    /// <summary>The tag of an element of a private block; null where nobody by that name reserved one.</summary>
    /// <param name="dataSet">The data set.</param>
    /// <param name="group">Such as 0x0029.</param>
    /// <param name="creator">Who reserved the block.</param>
    /// <param name="element">The low eight bits of the element.</param>
    public static DicomTag? Find(DicomDataSet dataSet, ushort group, string creator, byte element)
    {
        for (int block = FirstBlock; block <= LastBlock; block++)
        {
            if (dataSet.TryFind(new DicomTag(group, (ushort)block), out DicomElement found) && found.Length > 0
                && string.Equals(dataSet.GetCode(found.Tag), creator, StringComparison.OrdinalIgnoreCase))
            {
                return new DicomTag(group, (ushort)((block << 8) | element));
            }
        }

        return null;
    }

    /// <summary>The part of a complex number that the pixels of a GE image are, as <see cref="Series.PlaneKinds.NumberOf"/> counts them.</summary>
    public static double? Component(DicomDataSet dataSet) =>
        dataSet.GetCode(DicomTags.Modality) == "MR" && Find(dataSet, 0x0043, "GEMS_PARM_01", 0x2f) is { } tag && dataSet.GetNumber(tag) is { } number and >= 0 and <= 3 ? number : null;

    /// <summary>The b-value of a diffusion image, s/mm2, as makers wrote it before the standard had a place for it.</summary>
    public static double? BValue(DicomDataSet dataSet)
    {
        if (dataSet.GetCode(DicomTags.Modality) != "MR")
        {
            return null;
        }

        DicomTag? tag = Find(dataSet, 0x0019, "SIEMENS MR HEADER", 0x0c) ?? Find(dataSet, 0x2001, "Philips Imaging DD 001", 0x03);
        if (tag is not null)
        {
            return dataSet.GetNumber(tag.Value);
        }

        // GE adds 1e9 to b-values of one of its sequences.
        tag = Find(dataSet, 0x0043, "GEMS_PARM_01", 0x39);
        double? value = tag is null ? null : dataSet.GetNumber(tag.Value);
        return value >= 1e9 ? value % 1e6 : value;
    }
}
