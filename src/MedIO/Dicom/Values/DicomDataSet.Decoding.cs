using System;
using System.Collections.Generic;

namespace MedIO.Dicom;

/// <content>Values as people and scripts want them: text in its character set, numbers, dates, names.</content>
internal sealed partial class DicomDataSet
{
    private DicomCharacterSet? _characterSet;

    /// <summary>How its text is coded; an item without SpecificCharacterSet has that of the data set it is in.</summary>
    public DicomCharacterSet CharacterSet => _characterSet ??= TryFind(DicomTags.SpecificCharacterSet, out DicomElement element)
        ? DicomCharacterSet.Of(DicomCharacterSet.Latin1(Trim(BytesOf(element))))
        : _parent?.CharacterSet ?? DicomCharacterSet.Default;

    /// <summary>An element's value; null where it is missing or empty. See <see cref="GetValue(DicomElement)"/>.</summary>
    public object? GetValue(DicomTag tag) => TryFind(tag, out DicomElement element) ? GetValue(element) : null;

    /// <summary>
    /// An element's value; null where it is empty. One value is itself, several are a <see cref="DicomValues{T}"/> of the same
    /// type, and of <see cref="object"/> where the types differ. The types do not depend on the size of a number: IS, US, SS
    /// and SL give <see cref="int"/> (an IS too large for it <see cref="long"/>), UL and SV <see cref="long"/>, UV
    /// <see cref="ulong"/>, DS and FD <see cref="double"/>, FL <see cref="float"/>, AT <see cref="DicomTag"/>, DA, TM, DT and PN <see cref="DicomDate"/>, <see cref="DicomTime"/>, <see cref="DicomDateTime"/>
    /// and <see cref="DicomPersonName"/>, all other text <see cref="string"/>. IS, DS, DA, TM and DT that are none stay the
    /// text that they are. OB and UN give bytes, OW, OL, OV, OF and OD numbers in the machine's order, always as a list. A
    /// sequence gives a list of <see cref="HeaderFields"/>, of one item too; pixel data and binary values of more than 64 kB, others of more
    /// than 16 MB, a <see cref="DicomBulk"/>.
    /// </summary>
    public object? GetValue(DicomElement element)
    {
        if (IsSequence(element))
        {
            return DicomHeader.ReadItems(this, element);
        }

        DicomVR vr = VROf(element);
        if (DicomValueReader.IsBulk(element, vr))
        {
            return BulkOf(element, vr);
        }

        return element.Length == 0 ? null : new DicomValueReader(this, element.Tag, vr).Read(BytesOf(element), IsBigEndian(element));
    }

    /// <summary>The first value as text in its character set; null where the element is missing or empty.</summary>
    public string? GetText(DicomTag tag) => GetTexts(tag) is { Length: > 0 } texts && texts[0].Length > 0 ? texts[0] : null;

    /// <summary>All values as text in their character set; none where the element is missing or empty.</summary>
    public string[] GetTexts(DicomTag tag)
    {
        if (!TryFind(tag, out DicomElement element) || element.Length == 0)
        {
            return Array.Empty<string>();
        }

        DicomVR vr = VROf(element);
        return DicomVRs.IsText(vr) ? new DicomValueReader(this, element.Tag, vr).ReadTexts(BytesOf(element)) : new[] { GetValue(element)?.ToString() ?? string.Empty };
    }

    /// <summary>
    /// The VR that an element's value is to be read in: the file's, or where that is UN or nonsense the dictionary's, and where
    /// that leaves a choice (US or SS, OB or OW) what other elements say (PS3.5 section A.1).
    /// </summary>
    public DicomVR VROf(DicomElement element)
    {
        bool isSaid = Encoding.IsExplicit && element.VR != DicomVR.UN && DicomVRs.IsKnown(element.VR);
        DicomVR vr = isSaid ? element.VR : DicomDictionary.VROf(element.Tag);
        if (vr == DicomVR.None)
        {
            return DicomVR.UN;
        }

        return !isSaid && vr is DicomVR.US or DicomVR.OB && DicomDictionary.ChoiceOf(element.Tag) is { } choice ? Choose(element.Tag, vr, choice) : vr;
    }

    /// <summary>Whether its numbers have their high byte first; unknown values are little endian in any file (PS3.5 section 6.2.2).</summary>
    public bool IsBigEndian(DicomElement element) => Encoding.BigEndian && element.VR != DicomVR.UN;

    private DicomVR Choose(DicomTag tag, DicomVR first, string choice)
    {
        switch (choice)
        {
            case "US or SS":
                return Inherited(DicomTags.PixelRepresentation) == 1 ? DicomVR.SS : DicomVR.US;
            case "US or OW":
                // LUTData is words, or a single number where LUTDescriptor has one entry.
                return GetNumber(DicomTags.LUTDescriptor) == 1 ? DicomVR.US : DicomVR.OW;
            case "OB or OW" when tag.Group == 0x5400:
                return Inherited(DicomTags.WaveformBitsAllocated) is { } bits and <= 8 && bits > 0 ? DicomVR.OB : DicomVR.OW;
            case "OB or OW" or "US or SS or OW":
                return DicomVR.OW;
            default:
                return first;
        }
    }

    private double? Inherited(DicomTag tag)
    {
        for (DicomDataSet? set = this; set is not null; set = set._parent)
        {
            if (set.GetNumber(tag) is { } number)
            {
                return number;
            }
        }

        return null;
    }

    private DicomBulk BulkOf(DicomElement element, DicomVR vr)
    {
        long length = element.IsUndefined ? -1 : element.Length;
        DicomSource? source = _bytes.Source;
        long offset = element.FileOffset;
        return new DicomBulk(DicomVRs.NameOf(vr), length, source is null || length < 0 ? null : () => source.Read(offset, length));
    }
}
