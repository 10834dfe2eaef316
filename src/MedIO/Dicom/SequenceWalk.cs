using System;
using System.Collections.Generic;

namespace MedIO.Dicom;

/// <summary>
/// Passes over sequences and items of undefined length, which end with a delimiter (PS3.5 section 7.5), however deep they
/// are nested: a list holds the levels, never the call stack.
/// </summary>
internal sealed class SequenceWalk
{
    private readonly DicomBytes _bytes;
    private readonly long _end;
    private readonly Stack<Level> _levels = new();

    /// <summary>Makes ready to pass over what is in some bytes.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="end">Where it must end at the latest; the largest number for the end of the source.</param>
    public SequenceWalk(DicomBytes bytes, long end)
    {
        _bytes = bytes;
        _end = end;
    }

    /// <summary>Where what comes next begins.</summary>
    public int Position { get; private set; }

    /// <summary>Where the content ended, before its delimiter.</summary>
    public int ContentEnd { get; private set; }

    /// <summary>How deep sequences were nested in what was passed over last, itself included.</summary>
    public int Depth { get; private set; }

    /// <summary>Whether something stood there that does not belong into a sequence.</summary>
    public bool IsOdd { get; private set; }

    /// <summary>Passes over a sequence's items and its delimiter.</summary>
    /// <param name="position">Where the first item begins.</param>
    /// <param name="encoding">How the sequence is written.</param>
    /// <param name="isUnknown">Whether it is of VR UN, whose items have an encoding of their own.</param>
    /// <returns>False where the bytes end before.</returns>
    public bool PassSequence(int position, DicomEncoding encoding, bool isUnknown) =>
        Pass(position, new Level(false, isUnknown, isUnknown ? DicomEncoding.ImplicitLittleEndian : encoding));

    /// <summary>Passes over an item's elements and its delimiter.</summary>
    /// <param name="position">Where the first element begins.</param>
    /// <param name="encoding">How the item is written.</param>
    /// <returns>False where the bytes end before.</returns>
    public bool PassItem(int position, DicomEncoding encoding) => Pass(position, new Level(true, false, encoding));

    private bool Pass(int position, Level first)
    {
        Position = position;
        _levels.Clear();
        _levels.Push(first);
        Depth = 1;
        while (_levels.Count > 0)
        {
            Level level = _levels.Peek();
            ContentEnd = Position;
            if (!ElementHeader.TryRead(_bytes, Position, _end, level.Encoding, out ElementHeader next))
            {
                return Ended();
            }

            if (next.Tag == ElementHeader.SequenceDelimiter)
            {
                // Where an item's own delimiter was forgotten, that of its sequence ends both.
                Position = level.IsItem ? Position : next.ValueOffset;
                _levels.Pop();
            }
            else if (level.IsItem && next.Tag == ElementHeader.ItemDelimiter)
            {
                Position = next.ValueOffset;
                _levels.Pop();
            }
            else if (!level.IsItem && next.Tag != ElementHeader.Item)
            {
                // No delimiter: the sequence ends where something else begins.
                IsOdd = true;
                _levels.Pop();
            }
            else if (next.IsUndefined)
            {
                Position = next.ValueOffset;
                _levels.Push(level.IsItem ? Sequence(next, level.Encoding) : Item(level));
                Depth = level.IsItem ? Math.Max(Depth, 1 + (_levels.Count / 2)) : Depth;
            }
            else if (_end - next.ValueOffset < next.Length || !_bytes.Ensure(next.ValueOffset, next.Length))
            {
                return Ended();
            }
            else
            {
                Position = next.ValueOffset + (int)next.Length;
            }
        }

        return true;
    }

    private static Level Sequence(ElementHeader header, DicomEncoding encoding)
    {
        bool isUnknown = encoding.IsExplicit && header.VR == DicomVR.UN;
        return new Level(false, isUnknown, isUnknown ? DicomEncoding.ImplicitLittleEndian : encoding);
    }

    // An unknown sequence is in implicit VR, whatever the rest of the file is in (PS3.5 section 6.2.2), or should be.
    private Level Item(Level sequence) => new(
        true,
        false,
        sequence.IsUnknown && ElementHeader.LooksExplicit(_bytes, Position, _end) ? DicomEncoding.ExplicitLittleEndian : sequence.Encoding);

    private bool Ended()
    {
        Position = ContentEnd = (int)Math.Min(_end, _bytes.Count);
        return false;
    }

    private readonly record struct Level(bool IsItem, bool IsUnknown, DicomEncoding Encoding);
}
