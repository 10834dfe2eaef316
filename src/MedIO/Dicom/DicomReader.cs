using System;
using System.Buffers.Binary;
using System.Collections.Generic;

namespace MedIO.Dicom;

/// <summary>
/// Makes the index of one level of a data set (PS3.5 section 7). Sequences are passed over; their items get an index of
/// their own when they are asked for. What real files have wrong is forgiven and said.
/// </summary>
internal sealed class DicomReader
{
    /// <summary>Items within items deeper than this are no data set of any device.</summary>
    public const int MostNesting = 100;

    /// <summary>Larger values stay in the file until they are asked for.</summary>
    private const uint DeferredLength = 1 << 16;

    private const uint Item = 0xfffee000;
    private const uint ItemDelimiter = 0xfffee00d;
    private const uint SequenceDelimiter = 0xfffee0dd;

    private readonly DicomBytes _bytes;
    private readonly DicomEncoding _encoding;
    private readonly List<string> _warnings;
    private readonly int _depth;

    public DicomReader(DicomBytes bytes, DicomEncoding encoding, List<string> warnings, int depth = 0)
    {
        _bytes = bytes;
        _encoding = encoding;
        _warnings = warnings;
        _depth = depth;
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
        var elements = new List<DicomElement>(end == long.MaxValue ? 64 : 8);
        Position = position;
        while (Position < end && _bytes.Ensure(Position, 8))
        {
            int begin = Position;
            uint tag = ReadTag(begin);
            if (tag == ItemDelimiter || tag == SequenceDelimiter || tag == Item)
            {
                // The end of an item of undefined length, or a stray delimiter after one of defined length.
                Position += 8;
                if (_depth > 0)
                {
                    break;
                }

                continue;
            }

            if ((MetaOnly && tag >> 16 != 2) || (tag > StopAfter && tag < Item))
            {
                break;
            }

            if (!ReadHeader(tag, out DicomVR vr, out uint length))
            {
                if (begin < end && Padding(begin))
                {
                    break;
                }

                Truncated(tag, "header");
                break;
            }

            if (IsPixelData(tag) && _depth == 0)
            {
                elements.Add(new DicomElement(tag, vr, -1, length, _bytes.SourceOffset(Position), length == DicomElement.UndefinedLength));
                if (!PastPixelData || !PassPixelData(length))
                {
                    break;
                }

                continue;
            }

            if (!ReadValue(elements, tag, vr, length, end))
            {
                break;
            }
        }

        return elements.ToArray();
    }

    /// <summary>The places of a sequence's items: begin and end within the bytes.</summary>
    public List<(int Begin, int End)> ReadItems(int position, int end)
    {
        var items = new List<(int, int)>();
        while (position + 8 <= end)
        {
            uint tag = ReadTag(position);
            uint length = UInt32(position + 4);
            if (tag != Item)
            {
                if (tag != SequenceDelimiter && tag != ItemDelimiter && !Padding(position))
                {
                    _warnings.Add("A sequence holds what is no item; the rest of it was left out.");
                }

                break;
            }

            int begin = position + 8;
            if (length == DicomElement.UndefinedLength)
            {
                Position = begin;
                bool whole = PassItem(_depth, end, out int last);
                items.Add((begin, last));
                position = Position;
                if (!whole)
                {
                    break;
                }
            }
            else
            {
                position = (int)Math.Min(end, begin + (long)length);
                items.Add((begin, position));
            }
        }

        return items;
    }

    private static bool IsPixelData(uint tag) => tag is 0x7fe00010 or 0x7fe00008 or 0x7fe00009;

    private bool ReadValue(List<DicomElement> elements, uint tag, DicomVR vr, uint length, long end)
    {
        int begin = Position;
        if (length == DicomElement.UndefinedLength)
        {
            bool whole = PassSequence(_depth, vr == DicomVR.UN, out int last);
            elements.Add(new DicomElement(tag, vr, begin, (uint)(last - begin), _bytes.SourceOffset(begin), true));
            if (!whole)
            {
                Truncated(tag, "sequence");
            }

            return whole;
        }

        if (length > end - begin)
        {
            if (_depth > 0)
            {
                _warnings.Add($"{new DicomTag(tag)} is longer than the item it is in; the rest of the item was left out.");
                Position = (int)end;
            }
            else
            {
                Truncated(tag, "value");
            }

            return false;
        }

        long offset = _bytes.SourceOffset(begin);
        if (length > DeferredLength && vr != DicomVR.SQ && _depth == 0 && _bytes.IsRandomAccess && !IsSequence(begin, length))
        {
            if (!_bytes.Skip(begin, length))
            {
                Truncated(tag, "value");
                return false;
            }

            elements.Add(new DicomElement(tag, vr, -1, length, offset, false));
            return true;
        }

        if (!_bytes.Ensure(begin, length))
        {
            Truncated(tag, "value");
            return false;
        }

        elements.Add(new DicomElement(tag, vr, begin, length, offset, false));
        Position = begin + (int)length;
        return true;
    }

    // Reads the VR and the length, and moves to the value.
    private bool ReadHeader(uint tag, out DicomVR vr, out uint length)
    {
        int at = Position;
        vr = DicomVR.None;
        if (_encoding.IsExplicit && (tag & 0xffff0000) != 0xfffe0000)
        {
            vr = DicomVRs.Of(_bytes.Buffer[at + 4], _bytes.Buffer[at + 5]);
        }

        if (vr == DicomVR.None)
        {
            // Implicit VR, also as single elements of explicit files that some devices write.
            length = UInt32(at + 4);
            vr = _encoding.IsExplicit || tag >> 16 != 0xfffe ? DicomDictionary.VROf(tag) : DicomVR.None;
            Position = at + 8;
            return true;
        }

        if (!DicomVRs.HasLongLength(vr))
        {
            length = UInt16(at + 6);
            Position = at + 8;
            return true;
        }

        length = 0;
        if (!_bytes.Ensure(at, 12))
        {
            return false;
        }

        length = UInt32(at + 8);
        Position = at + 12;
        return true;
    }

    // Passes over the items of a sequence of undefined length and its delimiter. False where the bytes end before.
    private bool PassSequence(int depth, bool isUnknown, out int contentEnd)
    {
        if (depth >= MostNesting)
        {
            throw new MedIOException(MedIOError.InvalidHeader, FormattableString.Invariant($"Its sequences are nested more than {MostNesting} deep. The file is damaged: copy it again from where it came from."));
        }

        while (_bytes.Ensure(Position, 8))
        {
            contentEnd = Position;
            uint tag = ReadTag(Position);
            uint length = UInt32(Position + 4);
            if (tag == SequenceDelimiter)
            {
                Position += 8;
                return true;
            }

            if (tag != Item)
            {
                _warnings.Add("A sequence of undefined length holds what is no item; it was taken to end there.");
                return true;
            }

            Position += 8;
            if (length != DicomElement.UndefinedLength)
            {
                if (!_bytes.Ensure(Position, length))
                {
                    break;
                }

                Position += (int)length;
            }
            else if (!PassItem(depth, isUnknown))
            {
                break;
            }
        }

        Position = contentEnd = Math.Min(Position, _bytes.Count);
        return false;
    }

    private bool PassItem(int depth, bool isUnknown)
    {
        if (!isUnknown)
        {
            return PassItem(depth, long.MaxValue, out _);
        }

        // An unknown sequence is in implicit VR, whatever the rest of the file is in (PS3.5 section 6.2.2), or should be.
        DicomEncoding encoding = LooksExplicit(_bytes, Position) ? DicomEncoding.ExplicitLittleEndian : DicomEncoding.ImplicitLittleEndian;
        var inner = new DicomReader(_bytes, encoding, _warnings, depth) { Position = Position };
        bool whole = inner.PassItem(depth, long.MaxValue, out _);
        Position = inner.Position;
        return whole;
    }

    // Passes over the elements of an item of undefined length and its delimiter. False where the bytes end before.
    private bool PassItem(int depth, long end, out int contentEnd)
    {
        while (Position + 8 <= end && _bytes.Ensure(Position, 8))
        {
            contentEnd = Position;
            uint tag = ReadTag(Position);
            if (tag is ItemDelimiter or SequenceDelimiter)
            {
                // Where the item's own delimiter was forgotten, that of the sequence is left to be found.
                Position += tag == ItemDelimiter ? 8 : 0;
                return true;
            }

            if (!ReadHeader(tag, out DicomVR vr, out uint length))
            {
                break;
            }

            if (length == DicomElement.UndefinedLength)
            {
                if (!PassSequence(depth + 1, vr == DicomVR.UN, out _))
                {
                    break;
                }
            }
            else if (Position + (long)length > end || !_bytes.Ensure(Position, length))
            {
                break;
            }
            else
            {
                Position += (int)length;
            }
        }

        Position = contentEnd = (int)Math.Min(end, Math.Min(Position, _bytes.Count));
        return false;
    }

    private bool PassPixelData(uint length)
    {
        if (length != DicomElement.UndefinedLength)
        {
            return _bytes.Skip(Position, length);
        }

        while (_bytes.Ensure(Position, 8))
        {
            uint tag = ReadTag(Position);
            uint count = UInt32(Position + 4);
            Position += 8;
            if (tag == SequenceDelimiter)
            {
                return true;
            }

            if (tag != Item || !_bytes.Skip(Position, count))
            {
                return false;
            }
        }

        return false;
    }

    private bool IsSequence(int begin, uint length) => length >= 8 && _bytes.Ensure(begin, 8) && ReadTag(begin) == Item;

    private bool Padding(int at)
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

    private void Truncated(uint tag, string what)
    {
        IsTruncated = true;
        _warnings.Add($"The file ends within the {what} of {new DicomTag(tag)}; what comes after was not read.");
    }

    private uint ReadTag(int at) => ((uint)UInt16(at) << 16) | UInt16(at + 2);

    private ushort UInt16(int at)
    {
        ReadOnlySpan<byte> bytes = _bytes.Buffer.AsSpan(at, 2);
        return _encoding.BigEndian ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes);
    }

    private uint UInt32(int at)
    {
        ReadOnlySpan<byte> bytes = _bytes.Buffer.AsSpan(at, 4);
        return _encoding.BigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
    }

    /// <summary>Whether the element at a place has a VR of the standard.</summary>
    public static bool LooksExplicit(DicomBytes bytes, int at) =>
        bytes.Ensure(at, 8) && DicomVRs.IsKnown(DicomVRs.Of(bytes.Buffer[at + 4], bytes.Buffer[at + 5]));
}
