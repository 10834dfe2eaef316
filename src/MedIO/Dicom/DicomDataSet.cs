using System;
using System.Collections.Generic;
using System.Linq;

namespace MedIO.Dicom;

/// <summary>
/// A data set (PS3.5 section 7): an index of its elements over the bytes they are in. A value is decoded when it is asked
/// for, and is as text, number or items what it is in the file: nothing is checked or completed.
/// </summary>
internal sealed partial class DicomDataSet
{
    private readonly DicomBytes _bytes;
    private readonly DicomElement[] _elements;
    private readonly List<string> _warnings;
    private readonly DicomDataSet? _parent;
    private readonly int _depth;
    private readonly bool _sorted;

    public DicomDataSet(DicomBytes bytes, DicomEncoding encoding, DicomElement[] elements, List<string> warnings, DicomDataSet? parent = null)
    {
        _bytes = bytes;
        Encoding = encoding;
        _elements = elements;
        _warnings = warnings;
        _parent = parent;
        _depth = parent is null ? 0 : parent._depth + 1;
        _sorted = IsSorted(elements);
    }

    /// <summary>How its elements are written.</summary>
    public DicomEncoding Encoding { get; }

    /// <summary>The elements in the order of the file.</summary>
    public IReadOnlyList<DicomElement> Elements => _elements;

    public bool Contains(DicomTag tag) => TryFind(tag, out _);

    /// <summary>Finds an element. Of several with the same tag, which the standard forbids, the last counts.</summary>
    public bool TryFind(DicomTag tag, out DicomElement element)
    {
        int low = 0;
        int high = _elements.Length - 1;
        if (!_sorted)
        {
            while (high >= 0 && _elements[high].Tag != tag)
            {
                high--;
            }

            element = high >= 0 ? _elements[high] : default;
            return high >= 0;
        }

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
                element = _elements[middle];
                return true;
            }
        }

        element = default;
        return false;
    }

    /// <summary>An element's value as it is in the file.</summary>
    public ReadOnlySpan<byte> BytesOf(DicomElement element) => element.IsDeferred
        ? _bytes.ReadSource(element.FileOffset, element.Length)
        : _bytes.Buffer.AsSpan(element.Offset, (int)element.Length);

    /// <summary>The items of a sequence; none where it is missing, empty or no sequence.</summary>
    public IReadOnlyList<DicomDataSet> GetItems(DicomTag tag) => TryFind(tag, out DicomElement element) ? GetItems(element) : Array.Empty<DicomDataSet>();

    /// <summary>The items of a sequence.</summary>
    public IReadOnlyList<DicomDataSet> GetItems(DicomElement element)
    {
        if (element.IsDeferred || element.Length < 8)
        {
            return Array.Empty<DicomDataSet>();
        }

        if (_depth >= DicomReader.MostNesting)
        {
            throw new MedIOException(MedIOError.InvalidHeader, FormattableString.Invariant($"Its sequences are nested more than {DicomReader.MostNesting} deep. The file is damaged: copy it again from where it came from."));
        }

        // Sequences of unknown elements are little endian, most often in implicit VR (PS3.5 section 6.2.2).
        bool unknown = Encoding.IsExplicit && element.VR == DicomVR.UN;
        DicomEncoding outer = unknown ? DicomEncoding.ImplicitLittleEndian : Encoding;
        var reader = new DicomReader(_bytes, outer, _warnings, _depth + 1);
        int end = element.Offset + (int)element.Length;
        return reader.ReadItems(element.Offset, end).Select(item =>
        {
            DicomEncoding inner = unknown && DicomReader.LooksExplicit(_bytes, item.Begin) ? DicomEncoding.ExplicitLittleEndian : outer;
            DicomElement[] elements = new DicomReader(_bytes, inner, _warnings, _depth + 1).Read(item.Begin, item.End);
            return new DicomDataSet(_bytes, inner, elements, _warnings, this);
        }).ToArray();
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
