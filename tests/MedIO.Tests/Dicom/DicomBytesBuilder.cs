using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;

namespace MedIO.Tests.Dicom;

/// <summary>
/// Writes DICOM byte by byte, independent of the code under test: elements in the order they are added, right or wrong.
/// <c>new DicomBytesBuilder().Text(0x00080060, "CS", "MR").UInt16(0x00280010, 4).PixelData(pixels).ToFile()</c>.
/// Elements stand in the order of the calls; nothing is sorted, checked or added.
/// </summary>
internal sealed class DicomBytesBuilder
{
    public const uint Undefined = 0xffffffff;
    public const string ImplicitLittle = "1.2.840.10008.1.2";
    public const string ExplicitLittle = "1.2.840.10008.1.2.1";
    public const string ExplicitBig = "1.2.840.10008.1.2.2";
    public const string Deflated = "1.2.840.10008.1.2.1.99";
    public const string Rle = "1.2.840.10008.1.2.5";

    private static readonly string[] LongVRs = { "OB", "OD", "OF", "OL", "OV", "OW", "SQ", "SV", "UC", "UN", "UR", "UT", "UV" };

    private readonly List<byte> _bytes = new();

    public DicomBytesBuilder(bool isExplicit = true, bool bigEndian = false)
    {
        IsExplicit = isExplicit;
        BigEndian = bigEndian;
    }

    public bool IsExplicit { get; }

    public bool BigEndian { get; }

    public int Length => _bytes.Count;

    /// <summary>Text in Latin-1, padded to an even length with a space, or zero for UI.</summary>
    public DicomBytesBuilder Text(uint tag, string vr, string value) => Text(tag, vr, Encoding.GetEncoding(28591).GetBytes(value));

    /// <summary>Text in whatever character set, padded to an even length with a space, or zero for UI.</summary>
    public DicomBytesBuilder Text(uint tag, string vr, byte[] value) => Bytes(tag, vr, Pad(value, vr == "UI" ? (byte)0 : (byte)' '));

    /// <summary>A value as it is, padded with a zero to an even length.</summary>
    public DicomBytesBuilder Binary(uint tag, string vr, byte[] value) => Bytes(tag, vr, Pad(value, 0));

    /// <summary>A value exactly as it is, of odd length too.</summary>
    public DicomBytesBuilder Bytes(uint tag, string vr, byte[] value) => Header(tag, vr, (uint)value.Length).Raw(value);

    public DicomBytesBuilder UInt16(uint tag, params ushort[] values) => Numbers(tag, "US", values.Select(v => Ordered(BitConverter.GetBytes(v))));

    public DicomBytesBuilder Int16(uint tag, params short[] values) => Numbers(tag, "SS", values.Select(v => Ordered(BitConverter.GetBytes(v))));

    public DicomBytesBuilder UInt32(uint tag, params uint[] values) => Numbers(tag, "UL", values.Select(v => Ordered(BitConverter.GetBytes(v))));

    public DicomBytesBuilder Int32(uint tag, params int[] values) => Numbers(tag, "SL", values.Select(v => Ordered(BitConverter.GetBytes(v))));

    public DicomBytesBuilder UInt64(uint tag, params ulong[] values) => Numbers(tag, "UV", values.Select(v => Ordered(BitConverter.GetBytes(v))));

    public DicomBytesBuilder Int64(uint tag, params long[] values) => Numbers(tag, "SV", values.Select(v => Ordered(BitConverter.GetBytes(v))));

    public DicomBytesBuilder Single(uint tag, params float[] values) => Numbers(tag, "FL", values.Select(v => Ordered(BitConverter.GetBytes(v))));

    public DicomBytesBuilder Double(uint tag, params double[] values) => Numbers(tag, "FD", values.Select(v => Ordered(BitConverter.GetBytes(v))));

    /// <summary>Tags, VR AT.</summary>
    public DicomBytesBuilder Tags(uint tag, params uint[] values) =>
        Numbers(tag, "AT", values.Select(v => Ordered(BitConverter.GetBytes((ushort)(v >> 16))).Concat(Ordered(BitConverter.GetBytes((ushort)v))).ToArray()));

    /// <summary>Words in the data set's byte order under any VR, such as OW.</summary>
    public DicomBytesBuilder Words(uint tag, string vr, params ushort[] values) => Numbers(tag, vr, values.Select(v => Ordered(BitConverter.GetBytes(v))));

    /// <summary>A sequence whose items and itself have lengths.</summary>
    public DicomBytesBuilder Sequence(uint tag, params Action<DicomBytesBuilder>[] items) => Sequence(tag, "SQ", false, items);

    /// <summary>A sequence whose items and itself end with delimiters.</summary>
    public DicomBytesBuilder UndefinedSequence(uint tag, params Action<DicomBytesBuilder>[] items) => Sequence(tag, "SQ", true, items);

    /// <summary>A sequence under any VR, such as UN, with the items in another encoding where <paramref name="inner"/> is given.</summary>
    public DicomBytesBuilder Sequence(uint tag, string vr, bool undefined, Action<DicomBytesBuilder>[] items, Func<DicomBytesBuilder>? inner = null)
    {
        DicomBytesBuilder content = inner?.Invoke() ?? new DicomBytesBuilder(IsExplicit, BigEndian);
        foreach (Action<DicomBytesBuilder> fill in items)
        {
            var item = new DicomBytesBuilder(content.IsExplicit, content.BigEndian);
            fill(item);
            content.Item(undefined ? Undefined : (uint)item.Length).Raw(item.ToDataSet());
            if (undefined)
            {
                content.Delimiter(0xfffee00d);
            }
        }

        if (undefined)
        {
            content.Delimiter(0xfffee0dd);
        }

        return Header(tag, vr, undefined ? Undefined : (uint)content.Length).Raw(content.ToDataSet());
    }

    /// <summary>Pixel data of 8 bits, VR OB in explicit VR.</summary>
    public DicomBytesBuilder PixelData(params byte[] pixels) => Binary(0x7fe00010, "OB", pixels);

    /// <summary>Pixel data of 16 bits in the data set's byte order, VR OW.</summary>
    public DicomBytesBuilder PixelData(params ushort[] pixels) => Words(0x7fe00010, "OW", pixels);

    /// <summary>Pixel data of 16 bits in the data set's byte order, VR OW.</summary>
    public DicomBytesBuilder PixelData(params short[] pixels) => Words(0x7fe00010, "OW", pixels.Select(p => unchecked((ushort)p)).ToArray());

    /// <summary>Encapsulated pixel data (PS3.5 section A.4): an offset table, empty where null, and one item a fragment.</summary>
    public DicomBytesBuilder Encapsulated(uint[]? offsets, params byte[][] fragments) => Encapsulated(offsets, true, fragments);

    /// <summary>The same, with fragments of odd length where they are not padded, as the standard forbids.</summary>
    public DicomBytesBuilder Encapsulated(uint[]? offsets, bool isPadded, byte[][] fragments)
    {
        Header(0x7fe00010, "OB", Undefined);
        byte[] table = (offsets ?? Array.Empty<uint>()).SelectMany(v => Ordered(BitConverter.GetBytes(v))).ToArray();
        Item((uint)table.Length).Raw(table);
        foreach (byte[] fragment in fragments)
        {
            byte[] whole = isPadded ? Pad(fragment, 0) : fragment;
            Item((uint)whole.Length).Raw(whole);
        }

        return Delimiter(0xfffee0dd);
    }

    /// <summary>A tag, a VR and a length, with nothing after them.</summary>
    public DicomBytesBuilder Header(uint tag, string vr, uint length)
    {
        Tag(tag);
        if (!IsExplicit)
        {
            return Raw(Ordered(BitConverter.GetBytes(length)));
        }

        Raw((byte)vr[0], (byte)vr[1]);
        return LongVRs.Contains(vr)
            ? Raw(0, 0).Raw(Ordered(BitConverter.GetBytes(length)))
            : Raw(Ordered(BitConverter.GetBytes(unchecked((ushort)length))));
    }

    /// <summary>The start of an item.</summary>
    public DicomBytesBuilder Item(uint length) => Tag(0xfffee000).Raw(Ordered(BitConverter.GetBytes(length)));

    /// <summary>The end of an item (FFFE,E00D) or a sequence (FFFE,E0DD).</summary>
    public DicomBytesBuilder Delimiter(uint tag) => Tag(tag).Raw(0, 0, 0, 0);

    /// <summary>Bytes as they are.</summary>
    public DicomBytesBuilder Raw(params byte[] bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    /// <summary>Runs more calls on it, for parts that several tests share.</summary>
    public DicomBytesBuilder With(Action<DicomBytesBuilder> add)
    {
        add(this);
        return this;
    }

    /// <summary>The bytes of the elements alone.</summary>
    public byte[] ToDataSet() => _bytes.ToArray();

    /// <summary>A Part 10 file with preamble, DICM, meta information and the elements.</summary>
    /// <param name="transferSyntax">What the meta information says; null for what fits the encoding.</param>
    /// <param name="sopClass">Its MediaStorageSOPClassUID.</param>
    public byte[] ToFile(string? transferSyntax = null, string sopClass = "1.2.840.10008.5.1.4.1.1.4") =>
        ToFile(Meta(transferSyntax ?? (BigEndian ? ExplicitBig : IsExplicit ? ExplicitLittle : ImplicitLittle), sopClass));

    /// <summary>A Part 10 file with meta information of one's own, as <see cref="ToDataSet"/> gives it.</summary>
    public byte[] ToFile(byte[] meta) =>
        new byte[128].Concat(Encoding.ASCII.GetBytes("DICM")).Concat(meta).Concat(ToDataSet()).ToArray();

    /// <summary>A Part 10 file whose elements are deflated.</summary>
    public byte[] ToDeflatedFile()
    {
        using var packed = new MemoryStream();
        using (var deflate = new System.IO.Compression.DeflateStream(packed, System.IO.Compression.CompressionMode.Compress, true))
        {
            deflate.Write(ToDataSet(), 0, Length);
        }

        return new DicomBytesBuilder().Raw(packed.ToArray()).ToFile(Meta(Deflated));
    }

    /// <summary>The bytes of file meta information (PS3.10 section 7.1) with its group length.</summary>
    public static byte[] Meta(string transferSyntax, string sopClass = "1.2.840.10008.5.1.4.1.1.4")
    {
        byte[] rest = new DicomBytesBuilder()
            .Bytes(0x00020001, "OB", new byte[] { 0, 1 })
            .Text(0x00020002, "UI", sopClass)
            .Text(0x00020003, "UI", "2.25.1")
            .Text(0x00020010, "UI", transferSyntax)
            .Text(0x00020012, "UI", "2.25.2")
            .ToDataSet();
        return new DicomBytesBuilder().UInt32(0x00020000, (uint)rest.Length).Raw(rest).ToDataSet();
    }

    private DicomBytesBuilder Tag(uint tag) => Raw(Ordered(BitConverter.GetBytes((ushort)(tag >> 16)))).Raw(Ordered(BitConverter.GetBytes((ushort)tag)));

    private DicomBytesBuilder Numbers(uint tag, string vr, IEnumerable<byte[]> values) => Bytes(tag, vr, values.SelectMany(v => v).ToArray());

    private byte[] Ordered(byte[] number)
    {
        if (BigEndian == BitConverter.IsLittleEndian)
        {
            Array.Reverse(number);
        }

        return number;
    }

    private static byte[] Pad(byte[] value, byte padding) => value.Length % 2 == 0 ? value : value.Concat(new[] { padding }).ToArray();
}
