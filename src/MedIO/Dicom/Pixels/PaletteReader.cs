using System;
using System.Buffers.Binary;
using System.Collections.Generic;

namespace MedIO.Dicom.Pixels;

/// <summary>Reads the three look-up tables of a PALETTE COLOR image (PS3.3 sections C.7.6.3.1.5, C.7.6.3.1.6 and C.7.9.2).</summary>
internal sealed class PaletteReader
{
    private readonly DicomDataSet _dataSet;
    private readonly string _path;
    private readonly List<string> _warnings;

    public PaletteReader(DicomDataSet dataSet, string path, List<string> warnings)
    {
        _dataSet = dataSet;
        _path = path;
        _warnings = warnings;
    }

    public Palette Read()
    {
        ushort[] red = Table(0, out int first, out int bits);
        ushort[] green = Table(1, out _, out int greenBits);
        ushort[] blue = Table(2, out _, out int blueBits);
        return new Palette(first, red, green, blue, Math.Max(bits, Math.Max(greenBits, blueBits)) > 8);
    }

    private ushort[] Table(int colour, out int first, out int bits)
    {
        uint descriptorTag = DicomTags.RedPaletteColorLookupTableDescriptor + (uint)colour;
        uint dataTag = DicomTags.RedPaletteColorLookupTableData + (uint)colour;
        uint segmentedTag = DicomTags.SegmentedRedPaletteColorLookupTableData + (uint)colour;
        if (!_dataSet.TryFind(descriptorTag, out DicomElement descriptor) || _dataSet.BytesOf(descriptor).Length < 6)
        {
            throw Invalid($"{Name(descriptorTag)} is missing or too short");
        }

        ReadOnlySpan<byte> numbers = _dataSet.BytesOf(descriptor);
        int entries = UInt16(numbers) == 0 ? 1 << 16 : UInt16(numbers);

        // Signed where pixels are, whatever the VR of the descriptor says (PS3.3 section C.7.6.3.1.5).
        first = _dataSet.GetInteger(DicomTags.PixelRepresentation) == 1 ? (short)UInt16(numbers.Slice(2)) : UInt16(numbers.Slice(2));
        bits = UInt16(numbers.Slice(4)) > 8 ? 16 : 8;
        if (_dataSet.TryFind(dataTag, out DicomElement data) && data.Length > 0)
        {
            return Entries(_dataSet.BytesOf(data), data.VR == DicomVR.OW, entries, dataTag, ref bits);
        }

        if (_dataSet.TryFind(segmentedTag, out DicomElement segmented) && segmented.Length > 0)
        {
            ReadOnlySpan<byte> bytes = _dataSet.BytesOf(segmented);
            ushort[] fields = bits == 16 ? Words(bytes, bytes.Length / 2) : Bytes(bytes, bytes.Length, segmented.VR == DicomVR.OW);
            List<ushort> expanded = new SegmentedTable(fields, bits, entries).Expand();
            return Complete(expanded.ToArray(), entries, segmentedTag);
        }

        throw Invalid($"{Name(dataTag)} is missing");
    }

    // The descriptor's third number is often wrong; what is there tells.
    private ushort[] Entries(ReadOnlySpan<byte> data, bool isOtherWord, int entries, uint tag, ref int bits)
    {
        bool words = data.Length >= 2 * entries || (bits == 16 && data.Length < entries);
        ushort[] table = words ? Words(data, Math.Min(entries, data.Length / 2)) : Bytes(data, Math.Min(entries, data.Length), isOtherWord);
        int most = 0;
        foreach (ushort entry in table)
        {
            most = Math.Max(most, entry);
        }

        bits = !words ? 8 : most > byte.MaxValue ? 16 : bits;
        return Complete(table, entries, tag);
    }

    private ushort[] Complete(ushort[] table, int entries, uint tag)
    {
        if (table.Length == 0)
        {
            throw Invalid($"{Name(tag)} has no colour");
        }

        if (table.Length < entries)
        {
            _warnings.Note(FormattableString.Invariant($"{Name(tag)} has {table.Length} colours of the {entries} declared; its last one stands for the rest."));
        }

        return table;
    }

    private ushort[] Words(ReadOnlySpan<byte> data, int count)
    {
        var words = new ushort[count];
        for (int i = 0; i < count; i++)
        {
            words[i] = UInt16(data.Slice(2 * i));
        }

        return words;
    }

    // Bytes written as words lie swapped where the high byte comes first.
    private ushort[] Bytes(ReadOnlySpan<byte> data, int count, bool isOtherWord)
    {
        var bytes = new ushort[count];
        bool swapped = isOtherWord && _dataSet.Encoding.BigEndian;
        for (int i = 0; i < count; i++)
        {
            bytes[i] = data[swapped && (i ^ 1) < data.Length ? i ^ 1 : i];
        }

        return bytes;
    }

    private static string Name(uint tag) => $"{new DicomTag(tag).Keyword} {new DicomTag(tag)}";

    private ushort UInt16(ReadOnlySpan<byte> bytes) => _dataSet.Encoding.BigEndian ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes);

    private MedIOException Invalid(string what) => new(MedIOError.InvalidHeader, $"{_path}: its pixels are indices of colours, but {what}. Copy the file again from where it came from.", _path);
}
