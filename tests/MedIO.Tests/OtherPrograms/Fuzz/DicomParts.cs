using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Text;
using MedIO.Tests.Dicom.Codecs.Fuzz;

namespace MedIO.Tests.OtherPrograms.Fuzz;

/// <summary>Takes, puts and changes the elements of a DICOM file in little endian; lengths of the sequences around them follow.</summary>
internal sealed class DicomParts
{
    private const int Most = 1000;
    private const uint Undefined = 0xffffffff;
    private const uint PixelData = 0x7fe00010;

    private static readonly string[] Representations =
    {
        "AE", "AS", "AT", "CS", "DA", "DS", "DT", "FD", "FL", "IS", "LO", "LT", "OB", "OD", "OF", "OL", "OV", "OW", "PN", "SH", "SL", "SQ", "SS", "ST", "SV", "TM", "UC", "UI", "UL", "UN", "UR", "US", "UT", "UV", "??",
    };

    private static readonly string[] Texts =
    {
        "0", "1", "-1", "2", "3", "16", "65535", "65536", "2147483647", "4294967296", "99999999999999999999", "1e308", "-1e-308", "nan", "0.5", "", " ", "\\", "1\\1", "0\\0\\0", "1\\0\\0\\0\\1\\0", "0\\0\\0\\0\\0\\0", "1\\2\\3", "-1e9\\1e9\\0",
        "ORIGINAL\\PRIMARY\\M\\MOSAIC", "MONOCHROME1", "MONOCHROME2", "PALETTE COLOR", "RGB", "YBR_FULL", "YBR_FULL_422", "YBR_RCT", "YBR_ICT", "ISO_IR 192", "ISO_IR 100", "\\ISO 2022 IR 87", "ISO 2022 IR 149", "GB18030", "\u001b$B", "20240229", "235960.999999", "20240229235959.999999+1400", "BINARY", "FRACTIONAL",
        "1.2.840.10008.1.2", "1.2.840.10008.1.2.1", "1.2.840.10008.1.2.2", "1.2.840.10008.1.2.1.99", "1.2.840.10008.1.2.5", "1.2.840.10008.1.2.4.50", "1.2.840.10008.1.2.4.70", "1.2.840.10008.1.2.4.80", "1.2.840.10008.1.2.4.90", "1.2.840.10008.1.2.4.201", "1.2.840.10008.1.2.8.1",
        "1.2.840.10008.5.1.4.1.1.2", "1.2.840.10008.5.1.4.1.1.2.1", "1.2.840.10008.5.1.4.1.1.4", "1.2.840.10008.5.1.4.1.1.4.1", "1.2.840.10008.5.1.4.1.1.20", "1.2.840.10008.5.1.4.1.1.66.4", "1.2.840.10008.5.1.4.1.1.481.2", "1.2.840.10008.5.1.4.1.1.6.2", "1.2.840.10008.5.1.4.1.1.7.2", "1.2.840.10008.1.3.10",
    };

    private readonly List<Part> _parts = new();
    private readonly List<Part> _others = new();

    /// <summary>Whether it can be taken apart.</summary>
    public static bool IsDicom(ReadOnlySpan<byte> file) => file.Length > 140 && file[128] == 'D' && file[129] == 'I' && file[130] == 'C' && file[131] == 'M';

    /// <summary>Changes an element, or puts one of another file in.</summary>
    public void Change(FuzzCase fuzz, byte[] other, FuzzRandom random, FuzzWords dictionary)
    {
        Find(fuzz.Bytes, _parts);
        if (_parts.Count < 2)
        {
            return;
        }

        int chosen = random.Next(_parts.Count);
        Part part = _parts[chosen];
        int end = chosen + 1 < _parts.Count ? _parts[chosen + 1].Begin : fuzz.Length;
        byte[] bytes = fuzz.Bytes.Slice(part.Begin, end - part.Begin).ToArray();
        int elsewhere = _parts[random.Next(_parts.Count)].Begin;
        switch (random.Next(12))
        {
            case 0:
                Replace(fuzz, part.Begin, bytes.Length, Array.Empty<byte>());
                break;
            case 1:
                Replace(fuzz, elsewhere, 0, bytes);
                break;
            case 2:
            case 3:
                Replace(fuzz, part.Begin, 0, OfOther(other, random, part.Tag, out _));
                break;
            case 4:
                byte[] same = OfOther(other, random, part.Tag, out bool isSame);
                if (isSame)
                {
                    Replace(fuzz, part.Begin, bytes.Length, same);
                }

                break;
            case 5:
                if (part.HeaderLength > 8 || part.LengthBytes == 2)
                {
                    string vr = Representations[random.Next(Representations.Length)];
                    fuzz.Bytes[part.Begin + 4] = (byte)vr[0];
                    fuzz.Bytes[part.Begin + 5] = (byte)vr[1];
                }

                break;
            case 6:
                SetLength(fuzz.Bytes, part, random.Next(6) switch { 0 => 0, 1 => Undefined, 2 => 0x7ffffffe, 3 => part.Length + 2, 4 => part.Length - 2, _ => (uint)random.Next(1 << 16) });
                break;
            case 7:
                if (dictionary.Numbers.Count > 0)
                {
                    SetTag(fuzz.Bytes.Slice(part.Begin), dictionary.Numbers[random.Next(dictionary.Numbers.Count)]);
                }

                break;
            case 8:
                Replace(fuzz, part.Begin, 0, Made(part, random, dictionary));
                break;
            default:
                if (part.Length != Undefined && part.Begin + part.HeaderLength + part.Length <= fuzz.Length)
                {
                    byte[] value = Value(random, dictionary, (int)part.Length);
                    Replace(fuzz, part.Begin + part.HeaderLength, (int)part.Length, value);
                    SetLength(fuzz.Bytes, part, (uint)value.Length);
                }

                break;
        }
    }

    private static void Find(ReadOnlySpan<byte> file, List<Part> parts)
    {
        parts.Clear();
        if (!IsDicom(file))
        {
            return;
        }

        bool isExplicit = true;
        bool isMeta = true;
        bool isEncapsulated = false;
        for (int at = 132; at + 12 <= file.Length && parts.Count < Most;)
        {
            uint tag = ((uint)BinaryPrimitives.ReadUInt16LittleEndian(file.Slice(at)) << 16) | BinaryPrimitives.ReadUInt16LittleEndian(file.Slice(at + 2));
            if (isMeta && tag >> 16 != 2)
            {
                isMeta = false;
                isExplicit = file[at + 4] is >= (byte)'A' and <= (byte)'Z' && file[at + 5] is >= (byte)'A' and <= (byte)'Z';
            }

            bool isItem = tag >> 16 == 0xfffe;
            string vr = isExplicit && !isItem ? Encoding.ASCII.GetString(file.Slice(at + 4, 2).ToArray()) : string.Empty;
            bool isLong = vr is "OB" or "OD" or "OF" or "OL" or "OV" or "OW" or "SQ" or "SV" or "UC" or "UN" or "UR" or "UT" or "UV";
            int header = isLong ? 12 : 8;
            int lengthBytes = vr.Length > 0 && !isLong ? 2 : 4;
            uint length = lengthBytes == 2 ? BinaryPrimitives.ReadUInt16LittleEndian(file.Slice(at + 6)) : BinaryPrimitives.ReadUInt32LittleEndian(file.Slice(at + header - 4));
            parts.Add(new Part(at, tag, header, lengthBytes, length, vr == "SQ" || (isItem && !isEncapsulated)));
            isEncapsulated |= tag == PixelData && length == Undefined;
            bool isEntered = length == Undefined || vr == "SQ" || (isItem && !isEncapsulated) || (!isExplicit && tag != PixelData && length > 8 && at + 16 <= file.Length && file[at + 8] == 0xfe && file[at + 9] == 0xff);
            at += header;
            if (!isEntered)
            {
                if (length > file.Length - at)
                {
                    return;
                }

                at += (int)length;
            }
        }
    }

    // An element of another file, of the same tag where there is one.
    private byte[] OfOther(byte[] other, FuzzRandom random, uint tag, out bool isSame)
    {
        isSame = false;
        Find(other, _others);
        if (_others.Count == 0)
        {
            return Array.Empty<byte>();
        }

        int chosen = _others.FindIndex(part => part.Tag == tag);
        isSame = chosen >= 0;
        if (chosen < 0 || random.OneIn(2))
        {
            chosen = random.Next(_others.Count);
        }

        // Of a sequence sometimes all that is in it.
        Part part = _others[chosen];
        int end = chosen + 1 < _others.Count ? _others[chosen + 1].Begin : other.Length;
        long whole = part.Begin + part.HeaderLength + (long)part.Length;
        end = part.Length != Undefined && part.IsContainer && whole <= other.Length && !random.OneIn(4) ? (int)whole : end;
        return other.AsSpan(part.Begin, end - part.Begin).ToArray();
    }

    private static byte[] Made(Part like, FuzzRandom random, FuzzWords dictionary)
    {
        byte[] value = Value(random, dictionary, 4);
        bool isExplicit = like.HeaderLength == 12 || like.LengthBytes == 2;
        var made = new byte[8 + value.Length];
        SetTag(made, dictionary.Numbers.Count > 0 ? dictionary.Numbers[random.Next(dictionary.Numbers.Count)] : random.NextBits());
        if (isExplicit)
        {
            string vr = Representations[random.Next(Representations.Length)];
            made[4] = (byte)vr[0];
            made[5] = (byte)vr[1];
            BinaryPrimitives.WriteUInt16LittleEndian(made.AsSpan(6), (ushort)value.Length);
        }
        else
        {
            BinaryPrimitives.WriteUInt32LittleEndian(made.AsSpan(4), (uint)value.Length);
        }

        value.CopyTo(made, 8);
        return made;
    }

    private static byte[] Value(FuzzRandom random, FuzzWords dictionary, int length)
    {
        byte[] value;
        switch (random.Next(6))
        {
            case 0:
                value = BitConverter.GetBytes((ushort)(random.OneIn(2) ? random.Next(20) : random.Next(1 << 16)));
                break;
            case 1:
                value = BitConverter.GetBytes(random.Next(4) switch { 0 => 0u, 1 => uint.MaxValue, 2 => 0x7fffffffu, _ => random.NextBits() });
                break;
            case 2:
                value = BitConverter.GetBytes(random.Next(5) switch { 0 => 0.0, 1 => double.NaN, 2 => 1e308, 3 => -1.0, _ => random.Next(1000) / 8.0 });
                break;
            case 3 when dictionary.Words.Count > 0:
                value = (byte[])dictionary.Words[random.Next(dictionary.Words.Count)].Clone();
                break;
            case 4:
                value = new byte[Math.Min(length, 1 << 12)];
                for (int i = 0; i < value.Length; i++)
                {
                    value[i] = (byte)random.NextBits();
                }

                break;
            default:
                value = Encoding.ASCII.GetBytes(Texts[random.Next(Texts.Length)]);
                break;
        }

        if ((value.Length & 1) != 0 && !random.OneIn(8))
        {
            Array.Resize(ref value, value.Length + 1);
        }

        return value;
    }

    // Puts bytes in the place of others, and changes the lengths of what is around them.
    private void Replace(FuzzCase fuzz, int at, int count, byte[] bytes)
    {
        foreach (Part part in _parts)
        {
            long begin = part.Begin + part.HeaderLength;
            if (part.IsContainer && part.Length != Undefined && begin <= at && at < begin + part.Length)
            {
                SetLength(fuzz.Bytes, part, unchecked((uint)(part.Length + bytes.Length - count)));
            }
        }

        fuzz.Remove(at, count);
        fuzz.Insert(at, bytes);
    }

    private static void SetLength(Span<byte> file, Part part, uint length)
    {
        if (part.LengthBytes == 2)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(file.Slice(part.Begin + 6), unchecked((ushort)length));
        }
        else
        {
            BinaryPrimitives.WriteUInt32LittleEndian(file.Slice(part.Begin + part.HeaderLength - 4), length);
        }
    }

    private static void SetTag(Span<byte> element, uint tag)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(element, (ushort)(tag >> 16));
        BinaryPrimitives.WriteUInt16LittleEndian(element.Slice(2), (ushort)tag);
    }

    private readonly record struct Part(int Begin, uint Tag, int HeaderLength, int LengthBytes, uint Length, bool IsContainer);
}
