using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using MedIO.Tests.Dicom;
using MedIO.Tests.Dicom.Series;

namespace MedIO.Tests.OtherPrograms.Fuzz;

/// <summary>Files that belong together: their kind, which of them is read (or the folder of them all, where that is none), and their names.</summary>
internal sealed record FolderSeed(string Kind, string? Main, string[] Names, byte[][] Files);

/// <summary>Small folders of each kind.</summary>
internal static class FolderSeeds
{
    public static FolderSeed[] Make()
    {
        string[] slices = { "a", "b.dcm", "IM10", "IM9", "sub/IM1", "DICOMDIR" };
        return new[]
        {
            Series("series", slices, i => new SliceFile { Position = new[] { 0, 0, 2.0 * i } }),
            Series("oblique", slices, i => new SliceFile { Position = new[] { 0, -1.2 * i, 1.6 * i }, Orientation = new[] { 1, 0, 0, 0, 0.8, 0.6 }, SpacingBetweenSlices = 2, Thickness = 2 }),
            Series("echoes", slices, i => new SliceFile { Position = new[] { 0, 0, 2.0 * (i / 2) }, EchoTime = 10 * (1 + (i % 2)), InstanceNumber = i, TriggerTime = 3 * i }),
            Series("diffusion", slices, i => new SliceFile { Position = new[] { 0, 0, 2.0 * (i % 2) }, BValue = 500 * (i / 2), AcquisitionNumber = i / 2, TemporalPosition = i / 2, AcquisitionTime = "12000" + i }),
            Series("two-series", slices, i => new SliceFile { Position = new[] { 0, 0, 2.0 * i }, Series = "2.25.10" + (i % 2), SeriesNumber = i % 2, Description = "of two", SopClass = "1.2.840.10008.5.1.4.1.1.2", Modality = "CT" }),
            Series("clip", slices, i => new SliceFile { Position = null, Orientation = null, PixelSpacing = null, InstanceNumber = i }),
            Frames(),
            Disc(),
            MetaImageList(),
            NrrdList(),
            MetaImageNumbers(),
            Written("meta-pair", "x.mhd", "x.raw"),
            Written("nrrd-pair", "x.nhdr", "x.raw"),
            Written("nifti-pair", "x.hdr", "x.img"),
            Written("stack-png", null, "x1.png", "x2.png", "x3.png", "x4.png"),
            Stack("stack-tiff", ".tif"),
            Stack("stack-jpeg", ".jpg"),
            Pair("afni", "made+orig.HEAD", "made+orig.BRIK"),
            Pair("parrec", "made.PAR", "made.REC"),
            Pair("analyze", "spm99.hdr", "spm99.img", "spm99.mat"),
        };
    }

    private static FolderSeed Series(string kind, string[] names, Func<int, SliceFile> slice) => new(kind, null, names, Enumerable.Range(0, 4).Select(i => Instance(slice(i), i)).ToArray());

    // The same bytes each time.
    private static byte[] Instance(SliceFile slice, int number)
    {
        slice.Instance = "2.25.20" + number;
        slice.Value = 10 * number;
        return slice.ToBytes();
    }

    // Two files of an enhanced object whose frames say where they are.
    private static FolderSeed Frames()
    {
        static byte[] Of(int first)
        {
            var set = new DicomBytesBuilder().Text(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.4.1").Text(0x00080018, "UI", "2.25.3" + first).Text(0x00080060, "CS", "MR").Text(0x0020000d, "UI", "2.25.1").Text(0x0020000e, "UI", "2.25.2").Text(0x00200011, "IS", "1");
            set.UInt16(0x00280002, 1).Text(0x00280004, "CS", "MONOCHROME2").Text(0x00280008, "IS", "2").UInt16(0x00280010, 2).UInt16(0x00280011, 3).UInt16(0x00280100, 16).UInt16(0x00280101, 16).UInt16(0x00280102, 15).UInt16(0x00280103, 0);
            set.Sequence(0x52009229, shared => shared.Sequence(0x00209116, i => i.Text(0x00200037, "DS", "1\\0\\0\\0\\1\\0")).Sequence(0x00289110, i => i.Text(0x00280030, "DS", "1\\2")));
            set.Sequence(0x52009230, Frame(first), Frame(first + 1));
            return set.PixelData(Enumerable.Range(first, 12).Select(i => (ushort)i).ToArray()).ToFile(sopClass: "1.2.840.10008.5.1.4.1.1.4.1");
        }

        static Action<DicomBytesBuilder> Frame(int z) => frame => frame.Sequence(0x00209113, i => i.Text(0x00200032, "DS", $"0\\0\\{z}")).Sequence(0x00209111, i => i.UInt32(0x00209157, 1, (uint)z + 1));
        return new FolderSeed("frames", null, new[] { "a", "b" }, new[] { Of(0), Of(2) });
    }

    private static FolderSeed Disc()
    {
        string[] names = { "DICOMDIR", "A/IM1", "A/IM2", "IM3", "B/IM4" };
        static void Record(DicomBytesBuilder item, string name) =>
            item.UInt32(0x00041400, 0).UInt16(0x00041410, 0xffff).UInt32(0x00041420, 0).Text(0x00041430, "CS", "IMAGE").Text(0x00041500, "CS", name);
        byte[] directory = new DicomBytesBuilder().Sequence(0x00041220, names.Skip(1).Select(n => (Action<DicomBytesBuilder>)(i => Record(i, n.Replace('/', '\\')))).ToArray()).ToFile(sopClass: "1.2.840.10008.1.3.10");
        return new FolderSeed("disc", names[0], names, Enumerable.Range(0, 4).Select(i => Instance(new SliceFile { Position = new[] { 0, 0, 2.0 * i } }, i)).Prepend(directory).ToArray());
    }

    private static FolderSeed MetaImageList() => new(
        "meta-list",
        "x.mhd",
        new[] { "x.mhd", "s1.raw", "s2.raw", "s3.raw" },
        new[] { Text("ObjectType = Image\nNDims = 3\nBinaryData = True\nBinaryDataByteOrderMSB = False\nTransformMatrix = 1 0 0 0 1 0 0 0 1\nOffset = 0 0 0\nElementSpacing = 1 1 2\nDimSize = 3 2 3\nElementType = MET_SHORT\nElementDataFile = LIST\ns1.raw\ns2.raw\ns3.raw\n"), Raw(12, 1), Raw(12, 2), Raw(12, 3) });

    private static FolderSeed MetaImageNumbers() => new(
        "meta-numbers",
        "x.mhd",
        new[] { "x.mhd", "s1.raw", "s2.raw", "s3.raw" },
        new[] { Text("NDims = 3\nDimSize = 3 2 3\nHeaderSize = 0\nElementSpacing = 1 1 2\nElementType = MET_USHORT\nElementDataFile = s%d.raw 1 3 1\n"), Raw(12, 1), Raw(12, 2), Raw(12, 3) });

    private static FolderSeed NrrdList() => new(
        "nrrd-list",
        "x.nhdr",
        new[] { "x.nhdr", "s1.raw", "s2.raw", "s3.raw" },
        new[] { Text("NRRD0004\ntype: short\ndimension: 3\nspace: left-posterior-superior\nsizes: 3 2 3\nspace directions: (1,0,0) (0,1,0) (0,0,2)\nkinds: domain domain domain\nendian: little\nencoding: raw\nspace origin: (0,0,0)\ndata file: LIST\ns1.raw\ns2.raw\ns3.raw\n"), Raw(12, 1), Raw(12, 2), Raw(12, 3) });

    private static FolderSeed Pair(string format, params string[] names)
    {
        string folder = Path.GetDirectoryName(OtherFile.All.First(file => file.Format == format).Path)!;
        return new FolderSeed(format + "-pair", names[0], names, names.Select(name => File.ReadAllBytes(Path.Combine(folder, name))).ToArray());
    }

    private static FolderSeed Stack(string kind, string suffix)
    {
        byte[] picture = File.ReadAllBytes(OtherFile.Named(suffix == ".tif" ? "tiff/big-endian.tif" : "pictures/pil-flat.jpg").Path);
        string[] names = Enumerable.Range(1, 4).Select(i => "x" + i + suffix).ToArray();
        return new FolderSeed(kind, null, names, new[] { picture, picture, picture });
    }

    // As this library writes it.
    private static FolderSeed Written(string kind, string? main, params string[] names)
    {
        string folder = Path.Combine(Path.GetTempPath(), $"medio-fuzz-{Guid.NewGuid():N}");
        Directory.CreateDirectory(folder);
        try
        {
            var image = new MedImage(Enumerable.Range(0, 24).Select(i => (byte)(7 * i)).ToArray(), new MedMeta(new Shape(4, 3, 2), new Affine(new double[,] { { 0, 2, 0, 5 }, { 1, 0, 0, -3 }, { 0, 0, 3, 1 }, { 0, 0, 0, 1 } })));
            MedFile.Save(image, Path.Combine(folder, main ?? "x{0}.png"));
            return new FolderSeed(kind, main, names, names.Select(name => Path.Combine(folder, name)).Where(File.Exists).Select(File.ReadAllBytes).ToArray());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static byte[] Text(string text) => Encoding.ASCII.GetBytes(text);

    private static byte[] Raw(int count, int first) => Enumerable.Range(0, count).Select(i => (byte)(first + i)).ToArray();
}
