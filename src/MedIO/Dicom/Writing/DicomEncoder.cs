using System;
using System.Collections.Generic;
using System.IO;
using System.Text;

namespace MedIO.Dicom.Writing;

/// <summary>Writes data sets in little endian, with explicit or implicit VR (PS3.5 section 7.1), lengths defined and values padded to an even one.</summary>
internal static class DicomEncoder
{
    private const uint Item = 0xfffee000;

    /// <summary>Writes the elements of a data set.</summary>
    public static void Write(DicomContent content, bool isExplicit, MemoryStream target)
    {
        foreach (KeyValuePair<uint, ContentElement> element in content.Elements)
        {
            Write(element.Key, element.Value, isExplicit, target);
        }
    }

    /// <summary>Writes the tag, the VR and the length of an element whose value follows.</summary>
    public static void WriteHeader(uint tag, DicomVR vr, uint length, bool isExplicit, MemoryStream target)
    {
        UInt16(target, tag >> 16);
        UInt16(target, tag);
        if (!isExplicit)
        {
            UInt32(target, length);
            return;
        }

        target.WriteByte((byte)((int)vr >> 8));
        target.WriteByte((byte)vr);
        if (DicomVRs.HasLongLength(vr))
        {
            UInt16(target, 0);
            UInt32(target, length);
        }
        else if (length <= ushort.MaxValue)
        {
            UInt16(target, length);
        }
        else
        {
            throw new MedIOException(MedIOError.InvalidElement, FormattableString.Invariant($"{new DicomTag(tag)} (VR {DicomVRs.NameOf(vr)}) has {length} bytes, but an element of this VR holds at most 65534. Give it fewer or shorter values."));
        }
    }

    /// <summary>The text's bytes: all of it is ASCII or UTF-8.</summary>
    public static byte[] BytesOf(string text) => Encoding.UTF8.GetBytes(text);

    public static void UInt32(MemoryStream target, uint value)
    {
        UInt16(target, value);
        UInt16(target, value >> 16);
    }

    private static void Write(uint tag, ContentElement element, bool isExplicit, MemoryStream target)
    {
        if (element.Value is DicomContent[] items)
        {
            WriteItems(tag, items, isExplicit, target);
            return;
        }

        byte[] value = element.Value as byte[] ?? BytesOf((string)element.Value);
        int padding = value.Length & 1;
        WriteHeader(tag, element.VR, (uint)(value.Length + padding), isExplicit, target);
        target.Write(value, 0, value.Length);
        if (padding > 0)
        {
            // UIDs and bytes are padded with zero, all other text with a space (PS3.5 section 6.2).
            target.WriteByte(element.VR != DicomVR.UI && DicomVRs.IsText(element.VR) ? (byte)' ' : (byte)0);
        }
    }

    private static void WriteItems(uint tag, DicomContent[] items, bool isExplicit, MemoryStream target)
    {
        var sequence = new MemoryStream();
        foreach (DicomContent item in items)
        {
            var bytes = new MemoryStream();
            Write(item, isExplicit, bytes);
            UInt16(sequence, Item >> 16);
            UInt16(sequence, Item & 0xffff);
            UInt32(sequence, (uint)bytes.Length);
            bytes.WriteTo(sequence);
        }

        WriteHeader(tag, DicomVR.SQ, (uint)sequence.Length, isExplicit, target);
        sequence.WriteTo(target);
    }

    private static void UInt16(MemoryStream target, uint value)
    {
        target.WriteByte((byte)value);
        target.WriteByte((byte)(value >> 8));
    }
}
