using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using MedIO.Dicom;
using MedIO.Dicom.Pixels;
using MedIO.Formats;
using MedIO.Formats.Reading;
using MedIO.Geometry;
using MedIO.Voxels;

namespace MedIO.Tests.Dicom;

/// <summary>A DICOM file with nothing but pixels and what describes them, and what becomes of its pixels.</summary>
internal sealed class PixelFile
{
    public string Syntax { get; set; } = DicomBytesBuilder.ExplicitLittle;

    public int Rows { get; set; } = 1;

    public int Columns { get; set; } = 1;

    public int Frames { get; set; } = 1;

    public int Samples { get; set; } = 1;

    public int? Planar { get; set; }

    public string Photometric { get; set; } = "MONOCHROME2";

    public int Allocated { get; set; } = 8;

    public int? Stored { get; set; }

    public int? HighBit { get; set; }

    public int Signed { get; set; }

    public string VR { get; set; } = "OW";

    public uint Tag { get; set; } = 0x7fe00010;

    /// <summary>The value of native pixel data, padded to an even length.</summary>
    public byte[] Pixels { get; set; } = Array.Empty<byte>();

    /// <summary>Whether there are any.</summary>
    public bool HasPixels { get; set; } = true;

    /// <summary>Fragments of encapsulated pixel data instead.</summary>
    public byte[][]? Fragments { get; set; }

    public uint[]? Offsets { get; set; }

    /// <summary>Whether fragments of odd length are padded.</summary>
    public bool IsPadded { get; set; } = true;

    /// <summary>Elements between those of the pixels and the pixel data, such as palettes.</summary>
    public Action<DicomBytesBuilder> More { get; set; } = _ => { };

    /// <summary>Elements behind those that every file here has.</summary>
    public Action<DicomBytesBuilder>? Instead { get; set; }

    /// <summary>How it is read.</summary>
    public ReadOptions Options { get; set; } = new();

    /// <summary>What was said of damage in the file read last.</summary>
    public IReadOnlyList<string> Damage { get; private set; } = Array.Empty<string>();

    /// <summary>What was odd about the file read last.</summary>
    public IReadOnlyList<string> Warnings { get; private set; } = Array.Empty<string>();

    /// <summary>The format of the file read last.</summary>
    public PixelFormat? Format { get; private set; }

    public byte[] ToBytes()
    {
        bool big = Syntax == DicomBytesBuilder.ExplicitBig;
        var builder = new DicomBytesBuilder(Syntax != DicomBytesBuilder.ImplicitLittle, big);
        if (Instead is not null)
        {
            builder.With(Instead);
        }
        else
        {
            builder.UInt16(0x00280002, (ushort)Samples).Text(0x00280004, "CS", Photometric);
            if (Planar is { } planar)
            {
                builder.UInt16(0x00280006, (ushort)planar);
            }

            int stored = Stored ?? Allocated;
            builder.UInt16(0x00280010, (ushort)Rows).UInt16(0x00280011, (ushort)Columns)
                .UInt16(0x00280100, (ushort)Allocated).UInt16(0x00280101, (ushort)stored).UInt16(0x00280102, (ushort)(HighBit ?? (stored - 1))).UInt16(0x00280103, (ushort)Signed);
        }

        builder.With(More);
        if (Fragments is not null)
        {
            builder.Encapsulated(Offsets, IsPadded, Fragments);
        }
        else if (HasPixels)
        {
            builder.Binary(Tag, VR, Pixels);
        }

        return Syntax == DicomBytesBuilder.Deflated ? builder.ToDeflatedFile() : builder.ToFile(Syntax);
    }

    /// <summary>Writes the file and reads its pixels, or a part of them.</summary>
    public Array Read(string? slice = null, byte[]? bytes = null)
    {
        using var folder = new ScratchFolder();
        string path = folder["pixels.dcm"];
        File.WriteAllBytes(path, bytes ?? ToBytes());
        return ReadFile(path, slice);
    }

    /// <summary>Reads the pixels of a file of this kind.</summary>
    public Array ReadFile(string path, string? slice = null)
    {
        using ImageSource source = ImageSource.Open(path);
        VoxelSegment[] segments = Locate(source);
        Shape shape = Frames > 1 ? new Shape(Format!.Columns, Format.Rows, Frames) : new Shape(Format!.Columns, Format.Rows);
        var layout = new VoxelLayout(shape, Format.StoredType, Format.Components, segments);
        var damage = new DamageReport(Options);
        DataCheck.SizesFit(layout, source, damage);
        AxisMap map = slice is null ? AxisMap.Identity(shape) : AxisMap.Slice(SliceExpression.Parse(slice).Resolve(shape));
        var description = new ImageDescription(new MedMeta(shape, dataType: Format.StoredType, components: Format.Components), layout);
        Array voxels = VoxelReader.Read(description, source, map, Format.StoredType, new CastReport(), Options, damage);
        Damage = damage.Sentences().Select(s => s.Replace(path, "FILE")).ToArray();
        return voxels;
    }

    /// <summary>Finds the frames of a file of this kind.</summary>
    public VoxelSegment[] Locate(ImageSource source)
    {
        using DicomFile file = DicomFile.Read(source, 0x7fe00010);
        Format = PixelFormat.Read(file.DataSet, file.Syntax, file.Path, file.Warnings);
        VoxelSegment[] segments = PixelFrames.Locate(file, Format, Frames, Options.AllowTruncated);
        Warnings = file.Warnings;
        return segments;
    }

    /// <summary>The error that reading ends in.</summary>
    /// <param name="bytes">The file; null for the one of this kind.</param>
    public MedIOException Fails(byte[]? bytes = null) => Xunit.Assert.Throws<MedIOException>(() => Read(bytes: bytes));

    /// <summary>Numbers as bytes, low ones first.</summary>
    public static byte[] Bytes(params ushort[] words) => words.SelectMany(BitConverter.GetBytes).ToArray();

    /// <summary>Bits of so many each, one after another, the lowest of a byte first.</summary>
    public static byte[] Pack(IReadOnlyList<ulong> cells, int bits)
    {
        var bytes = new byte[(((long)cells.Count * bits) + 7) / 8];
        long at = 0;
        foreach (ulong cell in cells)
        {
            for (int b = 0; b < bits; b++, at++)
            {
                bytes[at >> 3] |= (byte)(((cell >> b) & 1) << (int)(at & 7));
            }
        }

        return bytes;
    }
}
