using System;
using System.Collections;
using System.Collections.Generic;

namespace MedIO.Dicom;

/// <summary>The items of a sequence: their places are found once, each is indexed when it is asked for.</summary>
internal sealed class DicomItems : IReadOnlyList<DicomDataSet>
{
    // Far more than any device writes; a deflated file of some kilobytes could have millions of empty ones.
    private const int MostItems = 1 << 20;

    private readonly DicomBytes _bytes;
    private readonly DicomDataSet _parent;
    private readonly bool _isUnknown;
    private readonly List<(int Begin, int End)> _places;
    private DicomDataSet?[]? _items;

    /// <summary>Said of sequences that are nested too deep.</summary>
    public static string TooDeep { get; } = FormattableString.Invariant($"Sequences are nested more than {DicomReader.MostNesting} deep; they were left out.");

    private DicomItems(DicomBytes bytes, DicomDataSet parent, bool isUnknown, List<(int Begin, int End)> places)
    {
        _bytes = bytes;
        _parent = parent;
        _isUnknown = isUnknown;
        _places = places;
    }

    public int Count => _places.Count;

    public DicomDataSet this[int index] => (_items ??= new DicomDataSet?[_places.Count])[index] ??= Open(index);

    /// <summary>Finds the items of a sequence.</summary>
    /// <param name="bytes">Where they are.</param>
    /// <param name="begin">The first one's place.</param>
    /// <param name="end">Where the last one ends.</param>
    /// <param name="parent">The data set that the sequence is in.</param>
    /// <param name="isUnknown">Whether the sequence is of VR UN, whose items have an encoding of their own.</param>
    public static DicomItems Find(DicomBytes bytes, int begin, int end, DicomDataSet parent, bool isUnknown)
    {
        var places = new List<(int, int)>();
        DicomEncoding encoding = isUnknown ? DicomEncoding.ImplicitLittleEndian : parent.Encoding;
        var walk = new SequenceWalk(bytes, end);
        int position = begin;
        while (ElementHeader.TryRead(bytes, position, end, encoding, out ElementHeader item))
        {
            if (item.Tag != ElementHeader.Item)
            {
                // A delimiter may end a sequence that had a length, too; zeros are padding.
                if (item.Tag != ElementHeader.SequenceDelimiter && item.Tag != ElementHeader.ItemDelimiter && item.Tag != 0)
                {
                    parent.Warnings.Note("A sequence holds what is no item; the rest of it was left out.");
                }

                break;
            }

            if (places.Count == MostItems)
            {
                parent.Warnings.Note(FormattableString.Invariant($"A sequence has more than {MostItems} items; the rest was left out."));
                break;
            }

            int first = item.ValueOffset;
            if (!item.IsUndefined)
            {
                position = (int)Math.Min(end, first + (long)item.Length);
                places.Add((first, position));
                continue;
            }

            bool whole = walk.PassItem(first, isUnknown ? InnerEncoding(bytes, first, end) : encoding);
            if (parent.Depth + walk.Depth > DicomReader.MostNesting)
            {
                // Each level is passed over again when the one around it is asked for: what is nested without end would take without end.
                parent.Warnings.Note(TooDeep);
                places.Clear();
                break;
            }

            places.Add((first, walk.ContentEnd));
            position = walk.Position;
            if (!whole)
            {
                break;
            }
        }

        return new DicomItems(bytes, parent, isUnknown, places);
    }

    public IEnumerator<DicomDataSet> GetEnumerator()
    {
        for (int i = 0; i < Count; i++)
        {
            yield return this[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    // Unknown sequences are little endian and in implicit VR (PS3.5 section 6.2.2), but not in all files.
    private static DicomEncoding InnerEncoding(DicomBytes bytes, int begin, int end) =>
        ElementHeader.LooksExplicit(bytes, begin, end) ? DicomEncoding.ExplicitLittleEndian : DicomEncoding.ImplicitLittleEndian;

    private DicomDataSet Open(int index)
    {
        (int begin, int end) = _places[index];
        DicomEncoding encoding = _isUnknown ? InnerEncoding(_bytes, begin, end) : _parent.Encoding;
        DicomElement[] elements = begin == end ? Array.Empty<DicomElement>() : new DicomReader(_bytes, encoding, _parent.Warnings, isItem: true).Read(begin, end);
        return new DicomDataSet(_bytes, encoding, elements, _parent.Warnings, _parent);
    }
}
