using System;
using System.Collections.Generic;

namespace MedIO.Dicom;

/// <summary>
/// Makes the index of one level of a data set (PS3.5 section 7). Sequences are passed over; their items get an index of
/// their own when they are asked for. What real files have wrong is forgiven and said.
/// </summary>
internal sealed class DicomReader
{
    /// <summary>Items within items deeper than this are no data set of any device.</summary>
    public const int MostNesting = 32;

    /// <summary>Larger values stay in the file until they are asked for.</summary>
    public const uint DeferredLength = 1 << 16;

    // Far more than any device writes at one level, few enough for memory.
    private const int MostElements = 1 << 20;
    private const int MostKept = 1 << 10;

    // A list for each thread at work: to make one for each file costs as much as to fill it.
    [ThreadStatic]
    private static List<DicomElement>? s_list;

    private readonly DicomBytes _bytes;
    private readonly DicomEncoding _encoding;
    private readonly List<string> _warnings;
    private readonly bool _isItem;

    public DicomReader(DicomBytes bytes, DicomEncoding encoding, List<string> warnings, bool isItem = false)
    {
        _bytes = bytes;
        _encoding = encoding;
        _warnings = warnings;
        _isItem = isItem;
    }

    /// <summary>The last element wanted; what comes after it in the order of tags is not read.</summary>
    public uint StopAfter { get; init; } = uint.MaxValue;

    /// <summary>Whether what follows pixel data is read too. The pixel data themselves never are.</summary>
    public bool PastPixelData { get; init; }

    /// <summary>Whether only the file meta information, group 0002, is read.</summary>
    public bool MetaOnly { get; init; }

    /// <summary>Where the next element begins.</summary>
    public int Position { get; private set; }

    /// <summary>Whether the bytes ended within an element.</summary>
    public bool IsTruncated { get; private set; }

    /// <summary>Reads the elements of one level.</summary>
    /// <param name="position">Where they begin.</param>
    /// <param name="end">Where they end; the largest number for the end of the source.</param>
    public DicomElement[] Read(int position, long end)
    {
        List<DicomElement> elements = s_list ?? new List<DicomElement>(64);
        s_list = null;
        try
        {
            ReadInto(elements, position, end);
            return elements.ToArray();
        }
        finally
        {
            elements.Clear();
            s_list = elements.Capacity <= MostKept ? elements : null;
        }
    }

    private void ReadInto(List<DicomElement> elements, int position, long end)
    {
        Position = position;
        while (ElementHeader.TryRead(_bytes, Position, end, _encoding, out ElementHeader header))
        {
            if (header.Tag is ElementHeader.ItemDelimiter or ElementHeader.SequenceDelimiter or ElementHeader.Item)
            {
                if (_isItem)
                {
                    return;
                }

                // A stray delimiter, after a sequence that had a length.
                Position = header.ValueOffset;
                continue;
            }

            if ((MetaOnly && header.Tag >> 16 != 2) || header.Tag > StopAfter || (header.Tag == 0 && IsPadding(Position)))
            {
                return;
            }

            if (elements.Count == MostElements)
            {
                _warnings.Note(FormattableString.Invariant($"A data set has more than {MostElements} elements; the rest was left out."));
                return;
            }

            if (!_isItem && new DicomTag(header.Tag).IsPixelData)
            {
                elements.Add(new DicomElement(header.Tag, header.VR, -1, header.Length, _bytes.SourceOffset(header.ValueOffset), header.IsUndefined));
                if (!PastPixelData || !PassPixelData(header))
                {
                    return;
                }
            }
            else if (!TryReadValue(elements, header, end))
            {
                return;
            }
        }

        NoteRest(end);
    }

    private bool TryReadValue(List<DicomElement> elements, ElementHeader header, long end)
    {
        int begin = header.ValueOffset;
        long offset = _bytes.SourceOffset(begin);
        if (_encoding.IsExplicit && header.VR != DicomVR.None && !DicomVRs.IsKnown(header.VR))
        {
            _warnings.Note($"{new DicomTag(header.Tag)} has the VR {DicomVRs.NameOf(header.VR)}, which the standard does not know; it was read as the dictionary has it.");
        }

        if (header.IsUndefined)
        {
            var walk = new SequenceWalk(_bytes, end);
            bool whole = walk.PassSequence(begin, _encoding, _encoding.IsExplicit && header.VR == DicomVR.UN);
            Position = walk.Position;
            elements.Add(new DicomElement(header.Tag, header.VR, begin, (uint)(walk.ContentEnd - begin), offset, true));
            if (walk.IsOdd)
            {
                _warnings.Note($"The sequence {new DicomTag(header.Tag)} holds what is no item; it was taken to end there.");
            }

            return whole || Truncated(header.Tag, "sequence");
        }

        if (header.Length > Math.Min(end - begin, _bytes.Remaining(begin)))
        {
            return Shortened(elements, header, (uint)Math.Min(end - begin, _bytes.Remaining(begin)));
        }

        // What is in memory already stays there: to move the rest each time would cost more than it spares.
        bool isDeferred = header.Length > DeferredLength && !_isItem && _bytes.CanReadLater && begin + (long)header.Length > _bytes.Count;
        if (isDeferred ? !_bytes.Skip(begin, header.Length) : !_bytes.Ensure(begin, header.Length))
        {
            return Truncated(header.Tag, "value");
        }

        elements.Add(new DicomElement(header.Tag, header.VR, isDeferred ? -1 : begin, header.Length, offset, false));
        Position = isDeferred ? begin : begin + (int)header.Length;
        return true;
    }

    // Of a sequence the items that are there can be had; half a value is none.
    private bool Shortened(List<DicomElement> elements, ElementHeader header, uint length)
    {
        int begin = header.ValueOffset;
        Position = begin;
        if (header.VR == DicomVR.SQ && length >= 8)
        {
            bool isHere = begin + (long)length <= _bytes.Count;
            elements.Add(new DicomElement(header.Tag, header.VR, isHere ? begin : -1, length, _bytes.SourceOffset(begin), false));
        }

        if (!_isItem)
        {
            return Truncated(header.Tag, header.VR == DicomVR.SQ ? "sequence" : "value");
        }

        _warnings.Note($"{new DicomTag(header.Tag)} is longer than the item it is in; the rest of the item was left out.");
        return false;
    }

    private bool PassPixelData(ElementHeader header)
    {
        if (!header.IsUndefined)
        {
            return Pass(header.ValueOffset, header.Length);
        }

        Position = header.ValueOffset;
        while (ElementHeader.TryRead(_bytes, Position, long.MaxValue, _encoding, out ElementHeader fragment))
        {
            if (fragment.Tag == ElementHeader.SequenceDelimiter)
            {
                Position = fragment.ValueOffset;
                return true;
            }

            if (fragment.Tag != ElementHeader.Item || !Pass(fragment.ValueOffset, fragment.Length))
            {
                break;
            }
        }

        return false;
    }

    private bool Pass(int position, uint length)
    {
        if (position + (long)length <= _bytes.Count)
        {
            Position = position + (int)length;
            return true;
        }

        Position = position;
        return _bytes.Skip(position, length);
    }

    // Zeros after the last element are padding; anything else is the start of an element that is not whole.
    private void NoteRest(long end)
    {
        long rest = Math.Min(end, _bytes.Count) - Position;
        if (rest <= 0 || IsPadding(Position))
        {
            return;
        }

        if (_isItem)
        {
            _warnings.Note("An item ends within an element; the rest of it was left out.");
            return;
        }

        IsTruncated = true;
        _warnings.Note("The file ends within the header of an element.");
    }

    private bool IsPadding(int at)
    {
        for (int i = at; i < Math.Min(at + 8, _bytes.Count); i++)
        {
            if (_bytes.Buffer[i] != 0)
            {
                return false;
            }
        }

        return true;
    }

    private bool Truncated(uint tag, string what)
    {
        IsTruncated = true;
        _warnings.Note($"The file ends within the {what} of {new DicomTag(tag)}; what comes after was not read.");
        return false;
    }
}
