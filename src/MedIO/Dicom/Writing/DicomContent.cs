using System;
using System.Collections.Generic;
using System.Globalization;

namespace MedIO.Dicom.Writing;

/// <summary>A data set under construction: elements in the order of their tags, each with its VR (PS3.5 section 7.1).</summary>
/// <remarks>A value is text with backslashes between several, bytes in little endian, or the items of a sequence.</remarks>
internal sealed class DicomContent
{
    private readonly SortedList<uint, ContentElement> _elements;

    public DicomContent() => _elements = new SortedList<uint, ContentElement>();

    private DicomContent(SortedList<uint, ContentElement> elements) => _elements = elements;

    /// <summary>The elements by tag.</summary>
    public IList<KeyValuePair<uint, ContentElement>> Elements => new List<KeyValuePair<uint, ContentElement>>(_elements);

    /// <summary>Whether there is text that ASCII has no characters for.</summary>
    public bool NeedsUnicode
    {
        get
        {
            foreach (ContentElement element in _elements.Values)
            {
                if (element.NeedsUnicode)
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>Another data set of the same elements; values are shared, they never change.</summary>
    public DicomContent Clone() => new(new SortedList<uint, ContentElement>(_elements));

    public bool Contains(uint tag) => _elements.ContainsKey(tag);

    public void Remove(uint tag) => _elements.Remove(tag);

    /// <summary>The text of an element; null where it is missing or no text.</summary>
    public string? TextOf(uint tag) => _elements.TryGetValue(tag, out ContentElement element) ? element.Value as string : null;

    public void Set(uint tag, ContentElement element) => _elements[tag] = element;

    /// <summary>Sets text; its VR is the dictionary's.</summary>
    public void Text(uint tag, string value) => _elements[tag] = new ContentElement(DicomDictionary.VROf(tag), value);

    /// <summary>Sets numbers as DS.</summary>
    public void Decimal(uint tag, params double[] values) => Text(tag, DecimalString.Of(values));

    /// <summary>Sets numbers as IS.</summary>
    public void Integer(uint tag, int value) => Text(tag, value.ToString(CultureInfo.InvariantCulture));

    /// <summary>Sets numbers of 16 bits; the VR is the dictionary's US or AT unless said otherwise.</summary>
    public void Words(uint tag, params int[] values) => Words(tag, DicomDictionary.VROf(tag), values);

    /// <summary>Sets numbers of 16 bits.</summary>
    public void Words(uint tag, DicomVR vr, params int[] values)
    {
        var bytes = new byte[values.Length * 2];
        for (int i = 0; i < values.Length; i++)
        {
            bytes[2 * i] = (byte)values[i];
            bytes[(2 * i) + 1] = (byte)(values[i] >> 8);
        }

        _elements[tag] = new ContentElement(vr, bytes);
    }

    /// <summary>Sets an element without a value: the standard wants it, and it is not known (type 2, PS3.5 section 7.4.3).</summary>
    public void Empty(params uint[] tags)
    {
        foreach (uint tag in tags)
        {
            DicomVR vr = DicomDictionary.VROf(tag);
            _elements[tag] = new ContentElement(vr, vr == DicomVR.SQ ? Array.Empty<DicomContent>() : Array.Empty<byte>());
        }
    }

    /// <summary>Sets a sequence.</summary>
    public void Items(uint tag, params DicomContent[] items) => _elements[tag] = new ContentElement(DicomVR.SQ, items);

    /// <summary>Takes over all elements of another one.</summary>
    public void Add(DicomContent other)
    {
        foreach (KeyValuePair<uint, ContentElement> element in other._elements)
        {
            _elements[element.Key] = element.Value;
        }
    }

    /// <summary>Says that text is in UTF-8 where ASCII is not enough (PS3.3 section C.12.1.1.2).</summary>
    public void DeclareCharacterSet()
    {
        if (NeedsUnicode)
        {
            Text(DicomTags.SpecificCharacterSet, "ISO_IR 192");
        }
    }
}
