using System;
using System.Globalization;
using System.IO;
using System.Linq;

namespace MedIO.Tests.Dicom.Series;

/// <summary>One file of a series that tests write: a small MR slice unless a property says otherwise; null leaves an element out.</summary>
internal sealed class SliceFile
{
    public string? Series { get; set; } = "2.25.100";

    public string Study { get; set; } = "2.25.10";

    public string? Instance { get; set; }

    public string SopClass { get; set; } = "1.2.840.10008.5.1.4.1.1.4";

    public string ImageType { get; set; } = "ORIGINAL\\PRIMARY\\M";

    public string? Modality { get; set; } = "MR";

    public string? Description { get; set; }

    public int? SeriesNumber { get; set; } = 1;

    public int? InstanceNumber { get; set; }

    public int? AcquisitionNumber { get; set; }

    public string? AcquisitionTime { get; set; }

    public double? TriggerTime { get; set; }

    public double? EchoTime { get; set; }

    public double? BValue { get; set; }

    public int? TemporalPosition { get; set; }

    public double[]? Position { get; set; } = { 0, 0, 0 };

    public double[]? Orientation { get; set; } = { 1, 0, 0, 0, 1, 0 };

    public double[]? PixelSpacing { get; set; } = { 1, 1 };

    public double? Thickness { get; set; }

    public double? SpacingBetweenSlices { get; set; }

    public int Columns { get; set; } = 3;

    public int Rows { get; set; } = 2;

    public string? FrameOfReference { get; set; }

    public string Photometric { get; set; } = "MONOCHROME2";

    /// <summary>The first pixel; the others count up from it.</summary>
    public int Value { get; set; }

    public byte[] ToBytes()
    {
        var set = new DicomBytesBuilder();
        Text(set, 0x00080008, "CS", ImageType);
        Text(set, 0x00080016, "UI", SopClass);
        Text(set, 0x00080018, "UI", Instance ?? "2.25." + BitConverter.ToUInt64(Guid.NewGuid().ToByteArray(), 0).ToString(CultureInfo.InvariantCulture));
        Text(set, 0x00080032, "TM", AcquisitionTime);
        Text(set, 0x00080060, "CS", Modality);
        Text(set, 0x0008103e, "LO", Description);
        Text(set, 0x00100010, "PN", "Secret^Name");
        Number(set, 0x00180050, Thickness);
        Number(set, 0x00180081, EchoTime);
        Number(set, 0x00180088, SpacingBetweenSlices);
        Number(set, 0x00181060, TriggerTime);
        if (BValue is { } b)
        {
            set.Double(0x00189087, b);
        }

        Text(set, 0x0020000d, "UI", Study);
        Text(set, 0x0020000e, "UI", Series);
        Integer(set, 0x00200011, SeriesNumber);
        Integer(set, 0x00200012, AcquisitionNumber);
        Integer(set, 0x00200013, InstanceNumber);
        Numbers(set, 0x00200032, Position);
        Numbers(set, 0x00200037, Orientation);
        Text(set, 0x00200052, "UI", FrameOfReference);
        Integer(set, 0x00200100, TemporalPosition);
        set.UInt16(0x00280002, 1);
        Text(set, 0x00280004, "CS", Photometric);
        set.UInt16(0x00280010, (ushort)Rows);
        set.UInt16(0x00280011, (ushort)Columns);
        Numbers(set, 0x00280030, PixelSpacing);
        set.UInt16(0x00280100, 16);
        set.UInt16(0x00280101, 16);
        set.UInt16(0x00280102, 15);
        set.UInt16(0x00280103, 0);
        set.PixelData(Enumerable.Range(0, Rows * Columns).Select(i => (ushort)(Value + i)).ToArray());
        return set.ToFile(sopClass: SopClass);
    }

    public void Save(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, ToBytes());
    }

    private static void Text(DicomBytesBuilder set, uint tag, string vr, string? value)
    {
        if (value is not null)
        {
            set.Text(tag, vr, value);
        }
    }

    private static void Integer(DicomBytesBuilder set, uint tag, int? value) => Text(set, tag, "IS", value?.ToString(CultureInfo.InvariantCulture));

    private static void Number(DicomBytesBuilder set, uint tag, double? value) => Text(set, tag, "DS", value is { } number ? Decimal(number) : null);

    private static void Numbers(DicomBytesBuilder set, uint tag, double[]? values) => Text(set, tag, "DS", values is null ? null : string.Join("\\", values.Select(Decimal)));

    // As many digits as 16 characters hold.
    private static string Decimal(double value)
    {
        for (int digits = 15; ; digits--)
        {
            string text = value.ToString("G" + digits, CultureInfo.InvariantCulture);
            if (text.Length <= 16)
            {
                return text;
            }
        }
    }
}
