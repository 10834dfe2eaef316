using System;
using System.Buffers.Binary;

namespace MedIO.Dicom;

/// <summary>What stands before a value: tag, VR and length (PS3.5 section 7.1), with what real files have wrong put right.</summary>
internal readonly struct ElementHeader
{
    public const uint Item = 0xfffee000;
    public const uint ItemDelimiter = 0xfffee00d;
    public const uint SequenceDelimiter = 0xfffee0dd;

    private ElementHeader(uint tag, DicomVR vr, uint length, int valueOffset)
    {
        Tag = tag;
        VR = vr;
        Length = length;
        ValueOffset = valueOffset;
    }

    public uint Tag { get; }

    /// <summary>As the file says, or the dictionary where it does not; none where neither knows.</summary>
    public DicomVR VR { get; }

    public uint Length { get; }

    /// <summary>Where the value begins in the bytes.</summary>
    public int ValueOffset { get; }

    public bool IsUndefined => Length == DicomElement.UndefinedLength;

    /// <summary>Reads what stands at a place; a delimiter or an item is one of group FFFE.</summary>
    /// <param name="bytes">Where it is.</param>
    /// <param name="at">The place.</param>
    /// <param name="end">Where the level ends that it is in; the largest number for the end of the source.</param>
    /// <param name="encoding">How the level is written.</param>
    /// <param name="header">What is there.</param>
    /// <returns>False where the bytes end before.</returns>
    public static bool TryRead(DicomBytes bytes, int at, long end, DicomEncoding encoding, out ElementHeader header)
    {
        header = default;
        if (end - at < 8 || !bytes.Ensure(at, 8))
        {
            return false;
        }

        uint tag = TagAt(bytes, at, encoding.BigEndian);
        if (tag >> 16 == 0xfffe)
        {
            header = new ElementHeader(tag, DicomVR.None, UInt32At(bytes, at + 4, encoding.BigEndian), at + 8);
            return true;
        }

        if (!encoding.IsExplicit)
        {
            header = Implicit(bytes, at, tag, encoding);
            return true;
        }

        DicomVR vr = DicomVRs.Of(bytes.Buffer[at + 4], bytes.Buffer[at + 5]);
        if (!DicomVRs.IsKnown(vr))
        {
            return TryReadUnknown(bytes, at, end, encoding, tag, vr, out header);
        }

        if (!DicomVRs.HasLongLength(vr))
        {
            header = Short(bytes, at, tag, vr, encoding);
            return true;
        }

        if (end - at < 12 || !bytes.Ensure(at, 12))
        {
            return false;
        }

        header = Long(bytes, at, tag, vr, encoding);
        return true;
    }

    /// <summary>Whether the element at a place has a VR of the standard.</summary>
    public static bool LooksExplicit(DicomBytes bytes, int at, long end = long.MaxValue) =>
        end - at >= 8 && bytes.Ensure(at, 8) && DicomVRs.IsKnown(DicomVRs.Of(bytes.Buffer[at + 4], bytes.Buffer[at + 5]));

    /// <summary>Whether what stands at a place makes sense in an encoding: its value is within the source, and a later element comes after it.</summary>
    public static bool TryFit(DicomBytes bytes, int at, DicomEncoding encoding, out long next)
    {
        next = 0;
        if (!TryRead(bytes, at, long.MaxValue, encoding, out ElementHeader header))
        {
            return false;
        }

        next = header.IsUndefined ? int.MaxValue : header.ValueOffset + (long)header.Length;
        return header.IsUndefined || header.IsFollowedRightly(bytes, long.MaxValue, encoding);
    }

    // Letters that are no VR, or no letters: an element in implicit VR, which some devices mix in, or a VR of later standards, which has a long length (PS3.5 section 7.1.2).
    private static bool TryReadUnknown(DicomBytes bytes, int at, long end, DicomEncoding encoding, uint tag, DicomVR vr, out ElementHeader header)
    {
        ElementHeader withVR = Short(bytes, at, tag, vr, encoding);
        ElementHeader without = Implicit(bytes, at, tag, encoding);
        if (vr == DicomVR.None)
        {
            bool isShort = !without.IsUndefined && !without.IsFollowedRightly(bytes, end, encoding) && withVR.IsFollowedRightly(bytes, end, encoding);
            header = isShort ? new ElementHeader(tag, without.VR, withVR.Length, withVR.ValueOffset) : without;
            return true;
        }

        header = withVR;
        if (withVR.Length == 0 && end - at >= 12 && bytes.Ensure(at, 12))
        {
            ElementHeader later = Long(bytes, at, tag, vr, encoding);
            header = later.IsUndefined || later.IsFollowedRightly(bytes, end, encoding) ? later : withVR;
        }

        return true;
    }

    private static ElementHeader Implicit(DicomBytes bytes, int at, uint tag, DicomEncoding encoding) =>
        new(tag, DicomDictionary.VROf(tag), UInt32At(bytes, at + 4, encoding.BigEndian), at + 8);

    private static ElementHeader Short(DicomBytes bytes, int at, uint tag, DicomVR vr, DicomEncoding encoding) =>
        new(tag, vr, UInt16At(bytes, at + 6, encoding.BigEndian), at + 8);

    private static ElementHeader Long(DicomBytes bytes, int at, uint tag, DicomVR vr, DicomEncoding encoding) =>
        new(tag, vr, UInt32At(bytes, at + 8, encoding.BigEndian), at + 12);

    // Whether a later element or the end comes after the value, as far as that can be told without reading on.
    private bool IsFollowedRightly(DicomBytes bytes, long end, DicomEncoding encoding)
    {
        long next = ValueOffset + (long)Length;
        if (next > end || Length > bytes.Remaining(ValueOffset))
        {
            return false;
        }

        return next == end || next + 4 > bytes.Count || TagAt(bytes, (int)next, encoding.BigEndian) > Tag;
    }

    private static uint TagAt(DicomBytes bytes, int at, bool bigEndian) => ((uint)UInt16At(bytes, at, bigEndian) << 16) | UInt16At(bytes, at + 2, bigEndian);

    private static ushort UInt16At(DicomBytes bytes, int at, bool bigEndian)
    {
        ReadOnlySpan<byte> span = bytes.Buffer.AsSpan(at, 2);
        return bigEndian ? BinaryPrimitives.ReadUInt16BigEndian(span) : BinaryPrimitives.ReadUInt16LittleEndian(span);
    }

    private static uint UInt32At(DicomBytes bytes, int at, bool bigEndian)
    {
        ReadOnlySpan<byte> span = bytes.Buffer.AsSpan(at, 4);
        return bigEndian ? BinaryPrimitives.ReadUInt32BigEndian(span) : BinaryPrimitives.ReadUInt32LittleEndian(span);
    }
}
