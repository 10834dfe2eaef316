using System;
using System.Collections.Generic;

namespace MedIO.Dicom;

/// <summary>
/// A data set (PS3.5 section 7): an index of its elements over the bytes they are in. A value is decoded when it is asked
/// for, and is as text, number or items what it is in the file: nothing is checked or completed. Not for several threads.
/// </summary>
internal sealed partial class DicomDataSet
{
    private const int FewElements = 16;
    private const int MostRemembered = 64;

    private readonly DicomBytes _bytes;
    private readonly DicomElement[] _elements;
    private readonly DicomDataSet? _parent;
    private readonly bool _sorted;
    private Dictionary<uint, int>? _lookup;
    private List<(long Offset, IReadOnlyList<DicomDataSet> Items)>? _sequences;

    public DicomDataSet(DicomBytes bytes, DicomEncoding encoding, DicomElement[] elements, List<string> warnings, DicomDataSet? parent = null)
    {
        _bytes = bytes;
        Encoding = encoding;
        _elements = elements;
        Warnings = warnings;
        _parent = parent;
        Depth = parent is null ? 0 : parent.Depth + 1;
        _sorted = IsSorted(elements);
    }

    /// <summary>How its elements are written.</summary>
    public DicomEncoding Encoding { get; }

    /// <summary>In how many sequences it is.</summary>
    public int Depth { get; }

    /// <summary>The data set that all others are in.</summary>
    public DicomDataSet Root => _parent?.Root ?? this;

    /// <summary>How many items <see cref="DicomHeader"/> gave so far, of the root data set.</summary>
    public int ItemsAsFields { get; set; }

    /// <summary>The elements in the order of the file.</summary>
    public IReadOnlyList<DicomElement> Elements => _elements;

    /// <summary>What is odd about the file; the same list for all that is in it.</summary>
    public List<string> Warnings { get; }

    /// <summary>The same elements over a copy of the bytes.</summary>
    public DicomDataSet Over(DicomBytes bytes) => new(bytes, Encoding, _elements, Warnings, _parent);

    public bool Contains(DicomTag tag) => TryFind(tag, out _);

    /// <summary>Finds an element. Of several with the same tag, which the standard forbids, the last counts.</summary>
    public bool TryFind(DicomTag tag, out DicomElement element)
    {
        int index = _sorted ? FindSorted(tag) : FindUnsorted(tag);
        element = index < 0 ? default : _elements[index];
        return index >= 0;
    }

    /// <summary>An element's value as it is in the file. Valid until the file is disposed.</summary>
    public ReadOnlySpan<byte> BytesOf(DicomElement element) => element.IsDeferred
        ? (element.IsUndefined ? default : _bytes.ReadSource(element.FileOffset, element.Length))
        : _bytes.Buffer.AsSpan(element.Offset, (int)element.Length);

    /// <summary>The items of a sequence; none where it is missing, empty or no sequence.</summary>
    public IReadOnlyList<DicomDataSet> GetItems(DicomTag tag) => TryFind(tag, out DicomElement element) ? GetItems(element) : Array.Empty<DicomDataSet>();

    /// <summary>The items of a sequence; asked for again, they are the same objects.</summary>
    public IReadOnlyList<DicomDataSet> GetItems(DicomElement element)
    {
        if (element.Length < 8 || (element.IsDeferred && element.IsUndefined))
        {
            return Array.Empty<DicomDataSet>();
        }

        if (Depth >= DicomReader.MostNesting)
        {
            Warnings.Note(DicomItems.TooDeep);
            return Array.Empty<DicomDataSet>();
        }

        foreach ((long offset, IReadOnlyList<DicomDataSet> known) in _sequences ??= new())
        {
            if (offset == element.FileOffset)
            {
                return known;
            }
        }

        IReadOnlyList<DicomDataSet> items = FindItems(element);
        if (_sequences.Count < MostRemembered)
        {
            _sequences.Add((element.FileOffset, items));
        }

        return items;
    }

    /// <summary>Whether an element is a sequence, also one that the file has as unknown (PS3.5 section 6.2.2).</summary>
    public bool IsSequence(DicomElement element) => element.VR switch
    {
        DicomVR.SQ => true,
        _ when DicomVRs.IsKnown(element.VR) && element.VR != DicomVR.UN => false,
        _ => !element.Tag.IsPixelData && (element.IsUndefined || DicomDictionary.VROf(element.Tag) == DicomVR.SQ || LooksLikeItems(element)),
    };

    private DicomItems FindItems(DicomElement element)
    {
        bool isUnknown = Encoding.IsExplicit && element.VR == DicomVR.UN;
        if (!element.IsDeferred)
        {
            return DicomItems.Find(_bytes, element.Offset, element.Offset + (int)element.Length, this, isUnknown);
        }

        byte[] value = _bytes.ReadSource(element.FileOffset, element.Length);
        return DicomItems.Find(new DicomBytes(value, value.Length, element.FileOffset) { Source = _bytes.Source }, 0, value.Length, this, isUnknown);
    }

    // Private sequences in implicit VR, and those that became UN on their way: nothing but the first item tells.
    private bool LooksLikeItems(DicomElement element)
    {
        if (element.Length < 8)
        {
            return false;
        }

        bool big = Encoding.BigEndian && element.VR != DicomVR.UN;
        ReadOnlySpan<byte> start = (element.IsDeferred ? _bytes.ReadSource(element.FileOffset, 8) : BytesOf(element)).Slice(0, 8);
        ReadOnlySpan<byte> item = big ? stackalloc byte[] { 0xff, 0xfe, 0xe0, 0x00 } : stackalloc byte[] { 0xfe, 0xff, 0x00, 0xe0 };
        uint length = big ? System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(start.Slice(4)) : System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(start.Slice(4));
        return start.StartsWith(item) && (length == DicomElement.UndefinedLength || length <= element.Length - 8);
    }

    private int FindSorted(DicomTag tag)
    {
        int low = 0;
        int high = _elements.Length - 1;
        while (low <= high)
        {
            int middle = (low + high) >>> 1;
            if (_elements[middle].Tag.Value < tag.Value)
            {
                low = middle + 1;
            }
            else if (_elements[middle].Tag.Value > tag.Value)
            {
                high = middle - 1;
            }
            else
            {
                return middle;
            }
        }

        return -1;
    }

    private int FindUnsorted(DicomTag tag)
    {
        if (_lookup is null && _elements.Length <= FewElements)
        {
            int i = _elements.Length - 1;
            while (i >= 0 && _elements[i].Tag != tag)
            {
                i--;
            }

            return i;
        }

        if (_lookup is null)
        {
            _lookup = new Dictionary<uint, int>(_elements.Length);
            for (int i = 0; i < _elements.Length; i++)
            {
                _lookup[_elements[i].Tag.Value] = i;
            }
        }

        return _lookup.TryGetValue(tag.Value, out int index) ? index : -1;
    }

    private static bool IsSorted(DicomElement[] elements)
    {
        for (int i = 1; i < elements.Length; i++)
        {
            if (elements[i].Tag <= elements[i - 1].Tag)
            {
                return false;
            }
        }

        return true;
    }
}
