using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using MedIO.IO;
using MedIO.IO.Compression;

namespace MedIO.Formats.Pictures.Png;

/// <summary>Writes PNG files of 8 and 16 bits: each row by the filter that promises the smallest, deflated on all cores where it is alone.</summary>
internal sealed unsafe class PngEncoder : IPictureEncoder
{
    private const int BlockBytes = 1 << 18;
    private const double MillimetresOfMetre = 1000;

    /// <inheritdoc/>
    public string? Obstacle(PictureSamples picture) =>
        picture.Type is not (VoxelType.UInt8 or VoxelType.UInt16) ? $"holds no numbers of type {picture.Type}. Save with the data type UInt16 or UInt8, or as .tif or NIfTI"
        : picture.Components > 4 ? FormattableString.Invariant($"holds at most 4 components, gray or colours with alpha, not {picture.Components}. Save as .tif, .mha or NIfTI")
        : picture.RowBytes > int.MaxValue - BlockBytes ? "holds no rows as long. Save as NIfTI"
        : null;

    /// <inheritdoc/>
    public IEnumerable<string> Losses(PictureSamples picture) => Enumerable.Empty<string>();

    /// <inheritdoc/>
    public void Encode(PictureSamples picture, byte* samples, Stream target, bool isAlone, SaveOptions options)
    {
        byte[] signature = PngChunk.Signature.ToArray();
        target.Write(signature, 0, signature.Length);
        WriteChunk(target, PngChunk.Header, Header(picture));

        // ITK writes and reads millimetres there, with the unit of metres.
        WriteChunk(target, PngChunk.Scale, Encoding.ASCII.GetBytes($"\u0001{Number(picture.SpacingX)}\0{Number(picture.SpacingY)}"));
        if (PixelSize(picture) is { } size)
        {
            WriteChunk(target, PngChunk.PixelSize, size);
        }

        int level = options.CompressionLevel ?? DeflateSettings.DefaultLevel;
        using (var chunks = new PngDataStream(target))
        using (var zlib = new ParallelGzipWriter(chunks, level, CompressedFormat.Zlib, leaveOpen: true, threads: isAlone ? 0 : 1, cancellation: options.CancellationToken))
        {
            WriteRows(picture, samples, zlib, level > 0);
        }

        WriteChunk(target, PngChunk.End, Array.Empty<byte>());
    }

    private static void WriteRows(PictureSamples picture, byte* samples, ParallelGzipWriter zlib, bool isFiltered)
    {
        var rowBytes = (int)picture.RowBytes;
        int step = picture.Components * VoxelTypes.SizeOf(picture.Type);
        int rows = Math.Max(1, Math.Min(picture.Rows, BlockBytes / (rowBytes + 1)));
        var filter = new PngRowFilter(rowBytes, step, isFiltered);
        byte[] block = new byte[rows * (rowBytes + 1)];
        for (int y = 0; y < picture.Rows; y += rows)
        {
            int count = Math.Min(rows, picture.Rows - y);
            fixed (byte* to = block)
            {
                for (int i = 0; i < count; i++)
                {
                    filter.Apply(samples + ((long)(y + i) * rowBytes), to + (i * (rowBytes + 1)), picture.Type == VoxelType.UInt16);
                }
            }

            zlib.Write(block, 0, count * (rowBytes + 1));
        }
    }

    private static byte[] Header(PictureSamples picture)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, picture.Columns);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), picture.Rows);
        header[8] = (byte)(8 * VoxelTypes.SizeOf(picture.Type));
        header[9] = (byte)(picture.Components switch { 1 => PngColour.Gray, 2 => PngColour.GrayAlpha, 3 => PngColour.Rgb, _ => PngColour.Rgba });
        return header;
    }

    // Whole pixels a metre, for all programs that know no sCAL.
    private static byte[]? PixelSize(PictureSamples picture)
    {
        double x = Math.Round(MillimetresOfMetre / picture.SpacingX);
        double y = Math.Round(MillimetresOfMetre / picture.SpacingY);
        if (x is not (>= 1 and <= int.MaxValue) || y is not (>= 1 and <= int.MaxValue))
        {
            return null;
        }

        var size = new byte[9];
        BinaryPrimitives.WriteInt32BigEndian(size, (int)x);
        BinaryPrimitives.WriteInt32BigEndian(size.AsSpan(4), (int)y);
        size[8] = 1;
        return size;
    }

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>Writes a chunk of any type.</summary>
    public static void WriteChunk(Stream target, uint type, ReadOnlySpan<byte> data)
    {
        var bytes = new byte[data.Length + PngChunk.Overhead];
        BinaryPrimitives.WriteInt32BigEndian(bytes, data.Length);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(4), type);
        data.CopyTo(bytes.AsSpan(PngChunk.HeadLength));
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(data.Length + PngChunk.HeadLength), Crc32.Update(0, bytes.AsSpan(4, data.Length + 4)));
        target.Write(bytes, 0, bytes.Length);
    }
}
