using System;
using System.Buffers.Binary;
using MedIO.Formats;
using MedIO.Formats.Nifti;

namespace MedIO.Dicom;

/// <summary>Where in a file the first data element is: after a preamble and the letters DICM, or at the very start in files that were never Part 10.</summary>
internal sealed class DicomStart
{
    private const int PreambleLength = 128;

    private DicomStart(int position, bool isBigEndian)
    {
        Position = position;
        IsBigEndian = isBigEndian;
    }

    /// <summary>Where the first element begins.</summary>
    public int Position { get; }

    /// <summary>Whether it is a data set in big endian order without meta information, which is always little endian.</summary>
    public bool IsBigEndian { get; }

    /// <summary>Finds the first element; null where the bytes are not those of a DICOM file.</summary>
    public static DicomStart? Find(ReadOnlySpan<byte> head)
    {
        if (IsPart10(head))
        {
            return new DicomStart(PreambleLength + 4, false);
        }

        if (head.Length >= 12 && head.Slice(0, 4).SequenceEqual("DICM"u8))
        {
            return new DicomStart(4, false);
        }

        if (IsMrc(head))
        {
            return null;
        }

        return IsElement(head, false) ? new DicomStart(0, false) : IsElement(head, true) ? new DicomStart(0, true) : null;
    }

    /// <summary>
    /// Whether a file is DICOM by its content. The voxels of a pair of header and .img may begin as an element does: without the
    /// letters DICM, what stands beside such a header is none.
    /// </summary>
    public static bool IsAtStartOf(ImageSource source) =>
        !source.IsGzip && Find(source.Content) is not null && (IsPart10(source.Content) || !NiftiFileNames.IsData(source.Path) || NiftiFileNames.FindHeader(source.Path) is null);

    /// <summary>Whether the bytes are those of a Part 10 file.</summary>
    public static bool IsPart10(ReadOnlySpan<byte> head) => head.Length >= PreambleLength + 4 && head.Slice(PreambleLength, 4).SequenceEqual("DICM"u8);

    // A map of 2, 4 or 8 columns begins as an implicit element of that group does; its name and its machine stamp no element has there.
    private static bool IsMrc(ReadOnlySpan<byte> head) =>
        head.Length >= 216 && head.Slice(208, 4).SequenceEqual("MAP "u8) && (head[212] is 0x44 && head[213] is 0x41 or 0x44 || head[212] is 0x11 && head[213] is 0x11);

    /// <summary>The transfer syntax of a data set that does not say it, by its first element.</summary>
    public static TransferSyntax Guess(DicomBytes bytes, int position)
    {
        if (!ElementHeader.LooksExplicit(bytes, position))
        {
            return TransferSyntax.ImplicitLittleEndian;
        }

        return IsSwapped(bytes, position, false) ? TransferSyntax.ExplicitBigEndian : TransferSyntax.ExplicitLittleEndian;
    }

    /// <summary>How a data set is written, by its first element, where that contradicts what the file says.</summary>
    public static DicomEncoding Verify(DicomBytes bytes, int position, DicomEncoding said)
    {
        if (!bytes.Ensure(position, 8))
        {
            return said;
        }

        bool isSwapped = IsSwapped(bytes, position, said.BigEndian);
        DicomEncoding found = isSwapped ? said with { BigEndian = !said.BigEndian } : said;
        bool looksExplicit = ElementHeader.LooksExplicit(bytes, position);
        if (looksExplicit == found.IsExplicit)
        {
            return found;
        }

        // A length may happen to spell a VR, and a VR may be damaged or left out once; the other reading must make more sense.
        DicomEncoding other = found with { IsExplicit = looksExplicit };
        if (!ElementHeader.TryFit(bytes, position, other, out long next))
        {
            return found;
        }

        bool othersToo = looksExplicit || next + 8 > bytes.Count || !ElementHeader.LooksExplicit(bytes, (int)next);
        return othersToo && (found.IsExplicit || !ElementHeader.TryFit(bytes, position, found, out _)) ? other : found;
    }

    // The groups that a data set begins with are small numbers, which makes them large ones the other way round.
    private static bool IsSwapped(DicomBytes bytes, int position, bool bigEndian)
    {
        byte high = bytes.Buffer[position + (bigEndian ? 0 : 1)];
        byte low = bytes.Buffer[position + (bigEndian ? 1 : 0)];
        return low == 0 && high is > 0 and < 0x60;
    }

    // The first element of a data set is of the groups 0002 to 0008 and known to the standard, its length is possible, and a later one follows.
    private static bool IsElement(ReadOnlySpan<byte> head, bool bigEndian)
    {
        if (head.Length < 8)
        {
            return false;
        }

        ushort group = UInt16(head, bigEndian);
        var tag = new DicomTag(group, UInt16(head.Slice(2), bigEndian));
        if (group is not (2 or 4 or 8) || DicomDictionary.VROf(tag) == DicomVR.None)
        {
            return false;
        }

        DicomVR vr = DicomVRs.Of(head[4], head[5]);
        bool isLong = DicomVRs.HasLongLength(vr);
        if (DicomVRs.IsKnown(vr) && head.Length >= 12)
        {
            long length = !isLong ? UInt16(head.Slice(6), bigEndian) : bigEndian ? BinaryPrimitives.ReadUInt32BigEndian(head.Slice(8)) : BinaryPrimitives.ReadUInt32LittleEndian(head.Slice(8));
            return length == DicomElement.UndefinedLength || IsFollowed(head, (isLong ? 12 : 8) + length, tag, bigEndian);
        }

        uint implicitLength = BinaryPrimitives.ReadUInt32LittleEndian(head.Slice(4));
        return !bigEndian && (implicitLength == DicomElement.UndefinedLength || (implicitLength < 1 << 16 && IsFollowed(head, 8 + (long)implicitLength, tag, false)));
    }

    private static bool IsFollowed(ReadOnlySpan<byte> head, long next, DicomTag tag, bool bigEndian) =>
        next + 4 > head.Length || new DicomTag(UInt16(head.Slice((int)next), bigEndian), UInt16(head.Slice((int)next + 2), bigEndian)) > tag;

    private static ushort UInt16(ReadOnlySpan<byte> bytes, bool bigEndian) =>
        bigEndian ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes);
}
