using System;
using System.Collections.Generic;
using System.Linq;
using MedIO.Dicom.Codecs;
using MedIO.Tests.Dicom;
using MedIO.Tests.Dicom.Codecs;

namespace MedIO.Tests.OtherPrograms.Fuzz;

/// <summary>DICOM files with the codecs' seeds in them: one frame and several, with offset tables and without, in one fragment and in many.</summary>
internal static class DicomFileSeeds
{
    private static readonly string[] Codecs = ["rle", "jpeg", "jpegls", "jpeg2000", "htj2k"];

    public static EncodedFrame[] Make()
    {
        var files = new List<EncodedFrame>();
        foreach (EncodedFrame frame in Codecs.SelectMany(Seed.All).Select(Seed.Frame))
        {
            files.Add(File(frame, 1, 1, Table.None));
            files.Add(File(frame, 3, 1 + (files.Count % 3), (Table)(files.Count / 2 % 3)));
        }

        return [.. files];
    }

    private static EncodedFrame File(EncodedFrame frame, int frames, int fragmentsOfFrame, Table table)
    {
        FrameDescription size = frame.Description;
        var fragments = new List<byte[]>();
        var offsets = new List<uint>();
        uint offset = 0;
        for (int f = 0; f < frames; f++)
        {
            offsets.Add(offset);
            for (int part = 0; part < fragmentsOfFrame; part++)
            {
                int begin = frame.Bytes.Length * part / fragmentsOfFrame & ~1;
                int end = part + 1 == fragmentsOfFrame ? frame.Bytes.Length : frame.Bytes.Length * (part + 1) / fragmentsOfFrame & ~1;
                byte[] fragment = frame.Bytes[begin..end];
                fragments.Add(fragment);
                offset += 8 + (uint)((fragment.Length + 1) & ~1);
            }
        }

        var builder = new DicomBytesBuilder();
        builder.Text(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.7.2").Text(0x00080018, "UI", "2.25.11").Text(0x00080060, "CS", "OT");
        builder.UInt16(0x00280002, (ushort)size.Components).Text(0x00280004, "CS", frame.Photometric);
        if (size.Components > 1)
        {
            builder.UInt16(0x00280006, 0);
        }

        builder.Text(0x00280008, "IS", frames.ToString(System.Globalization.CultureInfo.InvariantCulture));
        builder.UInt16(0x00280010, (ushort)size.Rows).UInt16(0x00280011, (ushort)size.Columns).UInt16(0x00280100, (ushort)size.BitsAllocated);
        builder.UInt16(0x00280101, (ushort)size.BitsStored).UInt16(0x00280102, (ushort)(size.BitsStored - 1)).UInt16(0x00280103, (ushort)(size.IsSigned ? 1 : 0));
        if (table == Table.Extended)
        {
            builder.Binary(0x7fe00001, "OV", offsets.SelectMany(o => BitConverter.GetBytes((ulong)o)).ToArray());
            builder.Binary(0x7fe00002, "OV", offsets.SelectMany(_ => BitConverter.GetBytes((ulong)frame.Bytes.Length)).ToArray());
        }

        builder.Encapsulated(table == Table.Basic ? [.. offsets] : null, [.. fragments]);
        return new EncodedFrame(frame.TransferSyntax, size, frame.Photometric, builder.ToFile(frame.TransferSyntax));
    }

    private enum Table
    {
        None,
        Basic,
        Extended,
    }
}
