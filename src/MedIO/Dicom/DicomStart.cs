using System;
using System.Buffers.Binary;

namespace MedIO.Dicom;

/// <summary>Where in a file the first data element is: after a preamble and the letters DICM, or at the very start in files that were never Part 10.</summary>
internal sealed class DicomStart
{
    private const int PreambleLength = 128;

    private readonly bool _bigEndian;

    private DicomStart(int position, bool bigEndian)
    {
        Position = position;
        _bigEndian = bigEndian;
    }

    /// <summary>Where the first element begins.</summary>
    public int Position { get; }

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

        return IsElement(head, false) ? new DicomStart(0, false) : IsElement(head, true) ? new DicomStart(0, true) : null;
    }

    /// <summary>Whether the bytes are those of a Part 10 file.</summary>
    public static bool IsPart10(ReadOnlySpan<byte> head) => head.Length > PreambleLength + 4 && head.Slice(PreambleLength, 4).SequenceEqual("DICM"u8);

    /// <summary>The transfer syntax of a data set that does not say it, by its first element.</summary>
    public TransferSyntax Guess(DicomBytes bytes, int position)
    {
        if (!bytes.Ensure(position, 8))
        {
            return TransferSyntax.ImplicitLittleEndian;
        }

        bool big = _bigEndian || (bytes.Buffer[position] == 0 && bytes.Buffer[position + 1] != 0);
        return DicomReader.LooksExplicit(bytes, position) ? (big ? TransferSyntax.ExplicitBigEndian : TransferSyntax.ExplicitLittleEndian) : TransferSyntax.ImplicitLittleEndian;
    }

    // The first element of a data set is of the group 0002 or 0008 and known to the standard, and its length is possible.
    private static bool IsElement(ReadOnlySpan<byte> head, bool bigEndian)
    {
        if (head.Length < 8)
        {
            return false;
        }

        ushort group = bigEndian ? BinaryPrimitives.ReadUInt16BigEndian(head) : BinaryPrimitives.ReadUInt16LittleEndian(head);
        ushort element = bigEndian ? BinaryPrimitives.ReadUInt16BigEndian(head.Slice(2)) : BinaryPrimitives.ReadUInt16LittleEndian(head.Slice(2));
        if (group is not (2 or 4 or 8) || DicomDictionary.VROf(new DicomTag(group, element)) == DicomVR.None)
        {
            return false;
        }

        if (DicomVRs.IsKnown(DicomVRs.Of(head[4], head[5])))
        {
            return true;
        }

        uint length = BinaryPrimitives.ReadUInt32LittleEndian(head.Slice(4));
        return !bigEndian && (length == DicomElement.UndefinedLength || length < 1 << 16);
    }
}
