using System;
using System.Collections.Generic;
using System.IO;
using MedIO.Dicom;
using MedIO.Dicom.Codecs;
using MedIO.Formats;

namespace MedIO.Tests.Dicom.Codecs;

/// <content>DICOM files of one frame.</content>
internal sealed partial class EncodedFrame
{
    /// <summary>Takes the only frame out of a DICOM file: all fragments joined, or the value of native pixel data.</summary>
    public static EncodedFrame Read(string path)
    {
        using ImageSource source = ImageSource.Open(path);
        using DicomFile file = DicomFile.Read(source, 0x7fe00010);
        DicomDataSet data = file.DataSet;
        string photometric = data.GetCode(new DicomTag(0x00280004)) ?? string.Empty;
        int Number(uint tag) => data.GetInteger(new DicomTag(tag)) ?? 0;
        var description = new FrameDescription(
            Number(0x00280011), Number(0x00280010), Number(0x00280002), Number(0x00280100), Number(0x00280101), Number(0x00280103) == 1,
            photometric.StartsWith("YBR", StringComparison.Ordinal));
        Xunit.Assert.True(file.TryFindPixelData(out DicomElement pixels), path + " has no pixel data");
        byte[] all = File.ReadAllBytes(path);
        byte[] bytes = pixels.IsUndefined ? Fragments(all, (int)pixels.FileOffset) : Part(all, (int)pixels.FileOffset, (int)description.SampleBytes);
        if (!pixels.IsUndefined && Number(0x00280006) == 1)
        {
            bytes = SampleOrder.Interleave(bytes, description);
        }

        return new EncodedFrame(file.Syntax.Uid, description, photometric, bytes);
    }

    /// <summary>Writes a DICOM file with this frame in one fragment, or native where the transfer syntax is.</summary>
    public void Save(string path)
    {
        bool native = TransferSyntax == DicomBytesBuilder.ExplicitLittle;
        var builder = new DicomBytesBuilder();
        builder.Text(0x00080016, "UI", ImageFile.SecondaryCapture).Text(0x00080018, "UI", "2.25.11").Text(0x00080060, "CS", "OT");
        builder.Text(0x0020000d, "UI", "2.25.12").Text(0x0020000e, "UI", "2.25.13");
        builder.UInt16(0x00280002, (ushort)Description.Components).Text(0x00280004, "CS", Photometric);
        if (Description.Components > 1)
        {
            builder.UInt16(0x00280006, 0);
        }

        builder.UInt16(0x00280010, (ushort)Description.Rows).UInt16(0x00280011, (ushort)Description.Columns);
        builder.UInt16(0x00280100, (ushort)Description.BitsAllocated).UInt16(0x00280101, (ushort)Description.BitsStored);
        builder.UInt16(0x00280102, (ushort)(Description.BitsStored - 1)).UInt16(0x00280103, (ushort)(Description.IsSigned ? 1 : 0));
        if (native)
        {
            builder.Binary(0x7fe00010, Description.BitsAllocated == 8 ? "OB" : "OW", Bytes);
        }
        else
        {
            builder.Encapsulated(null, Bytes);
        }

        File.WriteAllBytes(path, builder.ToFile(TransferSyntax, ImageFile.SecondaryCapture));
    }

    // The items behind the offset table (PS3.5 section A.4), read here once more so that tests do not lean on the code they test.
    private static byte[] Fragments(byte[] file, int at)
    {
        var joined = new List<byte>();
        bool isTable = true;
        while (at + 8 <= file.Length && BitConverter.ToUInt32(file, at) == 0xe000fffe)
        {
            int length = BitConverter.ToInt32(file, at + 4);
            if (!isTable)
            {
                joined.AddRange(Part(file, at + 8, length));
            }

            isTable = false;
            at += 8 + length;
        }

        return joined.ToArray();
    }

    private static byte[] Part(byte[] bytes, int begin, int length)
    {
        var part = new byte[length];
        Array.Copy(bytes, begin, part, 0, length);
        return part;
    }
}
