using System;
using System.IO;
using System.Linq;
using MedIO.Formats.Reading;

namespace MedIO.Formats.Vtk;

/// <summary>Finds the voxels of a .vti file: as text, as base64 or as they are; in their element or appended; compressed or not.</summary>
internal static class VtiData
{
    // So many slices are read one by one.
    private const int MostSlices = 1 << 16;

    /// <exception cref="MedIOException">The file has fewer bytes than its extent needs, or they are packed in a way that cannot be read.</exception>
    public static VoxelSegment[] Locate(VtiHeader header, ImageSource source, Shape shape, VoxelType type, int components)
    {
        long total = VoxelLayout.ByteCount(shape, type, components);
        string? compressor = header.File["compressor"];
        if (header.Array["format"] is null or "ascii")
        {
            return new[] { new VoxelSegment(source.Path, header.Array.End, total, VoxelCoding.Text) };
        }

        if (!string.IsNullOrEmpty(compressor) && compressor != "vtkZLibDataCompressor")
        {
            throw new MedIOException(
                MedIOError.UnsupportedFeature, $"{source.Path}: is compressed by {VtkWords.Shorten(compressor!)}, which cannot be read. Write it anew with vtkZLibDataCompressor, or without compression.", source.Path);
        }

        VtiBytes bytes = Bytes(header, source, out bool isBase64);
        int size = header.File["header_type"] == "UInt64" ? 8 : 4;
        bool bigEndian = header.File["byte_order"] == "BigEndian";
        try
        {
            if (string.IsNullOrEmpty(compressor))
            {
                long count = VtiBlockTable.ReadCount(bytes, source.File, size, bigEndian);
                if (count < total && (size == 8 || total <= uint.MaxValue))
                {
                    throw new InvalidDataException(FormattableString.Invariant($"its array has {count} bytes, but its extent and type need {total}"));
                }

                return isBase64
                    ? Slices(source, shape, total, new VtiReader(source.Path, bytes, size, null, total))
                    : new[] { new VoxelSegment(source.Path, bytes.Start + size, total) };
            }

            VtiBlockTable table = VtiBlockTable.Read(bytes, source.File, size, bigEndian, total, out long tableBytes);

            // Of base64 the table is a part of its own, filled up to groups of three bytes.
            VtiBytes blocks = isBase64 ? new VtiBytes(bytes.Behind(source.File, (tableBytes + 2) / 3 * 4), isBase64: true) : bytes;
            return Slices(source, shape, total, new VtiReader(source.Path, blocks, isBase64 ? 0 : tableBytes, table, total));
        }
        catch (EndOfStreamException e)
        {
            throw new MedIOException(MedIOError.TruncatedData, $"{source.Path}: its array cannot be read: {e.Message} Copy the file again from where it came from.", source.Path, e);
        }
        catch (InvalidDataException e)
        {
            throw new MedIOException(MedIOError.InvalidHeader, $"{source.Path}: {e.Message.TrimEnd('.')}. The file is damaged: copy it again from where it came from.", source.Path, e);
        }
    }

    private static VtiBytes Bytes(VtiHeader header, ImageSource source, out bool isBase64)
    {
        if (header.Appended is null)
        {
            isBase64 = true;
            return new VtiBytes(SkipBlanks(source, header.Array.End), isBase64);
        }

        isBase64 = header.Appended["encoding"] != "raw";
        long offset = VtiHeader.Integer(header.Array, "offset", 0, source.Path);
        return offset >= 0 && offset < source.File.Length - header.AppendedData
            ? new VtiBytes(header.AppendedData + offset, isBase64)
            : throw new MedIOException(
                MedIOError.TruncatedData,
                FormattableString.Invariant($"{source.Path}: its array begins {offset} bytes into the appended data, of which the file has {source.File.Length - header.AppendedData}. It is cut off, or damaged: copy it again from where it came from."),
                source.Path);
    }

    private static long SkipBlanks(ImageSource source, long at)
    {
        var bytes = new byte[256];
        while (true)
        {
            int n = source.File.Read(at, bytes);
            int blanks = bytes.Take(n).TakeWhile(b => b is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t').Count();
            at += blanks;
            if (blanks < n || n == 0)
            {
                return at;
            }
        }
    }

    private static VoxelSegment[] Slices(ImageSource source, Shape shape, long total, VtiReader reader)
    {
        // What is read is held against the file here, since nobody else can.
        if (total > (source.File.Length + 64) * DataCheck.MostInflation)
        {
            throw new InvalidDataException(FormattableString.Invariant($"its extent and type need {total} bytes, far more than the {source.File.Length} of the file can hold"));
        }

        int count = shape.Count > 2 && shape[2] <= MostSlices ? shape[2] : 1;
        return Enumerable.Range(0, count)
            .Select(i => new VoxelSegment(source.Path, 0, total / count, VoxelCoding.Raw, i * (total / count)) { Reader = reader, Frame = i, FrameCount = count })
            .ToArray();
    }
}
