using System;
using System.Buffers.Binary;
using System.IO;
using System.Linq;
using System.Threading;
using MedIO.Dicom.Codecs.Jpeg;
using MedIO.Formats;
using MedIO.IO.Compression;

namespace MedIO.SimpleItk;

/// <summary>
/// Reads a PNG or a JPEG before ITK does. Where its libraries find one of these damaged, they are to jump back into ITK, and with
/// some builds of them the process ends instead.
/// </summary>
internal static class PictureCheck
{
    private const int PngStart = 8;
    private const int ChunkHead = 8;
    private const uint ImageHeader = 0x49484452; // IHDR
    private const uint Palette = 0x504c5445; // PLTE
    private const uint ImageData = 0x49444154; // IDAT
    private const uint ImageEnd = 0x49454e44; // IEND
    private const uint Ancillary = 0x20000000;

    /// <summary>Whether a file begins as a JPEG.</summary>
    public static bool IsJpeg(ImageSource source) => source.Content.Length > 2 && source.Content[0] == 0xff && source.Content[1] == 0xd8 && source.Content[2] == 0xff;

    /// <summary>Whether a file begins as a PNG.</summary>
    public static bool IsPng(ImageSource source) => source.Content.StartsWith(new byte[] { 0x89, (byte)'P', (byte)'N', (byte)'G', 0x0d, 0x0a, 0x1a, 0x0a });

    /// <summary>Reads the file; others than these two are left alone.</summary>
    /// <exception cref="MedIOException">It is damaged.</exception>
    public static void Verify(ImageSource source, CancellationToken cancellation)
    {
        bool isPng = IsPng(source);
        if (source.IsGzip || !(isPng || IsJpeg(source)))
        {
            return;
        }

        MedFile.Read(source.Path, new ReadOptions { Backend = MedBackends.MedIO, CancellationToken = cancellation });
        if (isPng)
        {
            VerifyChunks(source);
            return;
        }

        var bytes = new byte[source.File.Length];
        source.File.Read(0, bytes);
        try
        {
            JpegStructure.Verify(bytes, allowsProgressive: true);
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw Damaged(source, MedIOError.CorruptCompression, e.Message.TrimEnd('.'));
        }
    }

    // This library reads on where a checksum of the header is wrong; libpng does not (ISO/IEC 15948, section 5).
    private static void VerifyChunks(ImageSource source)
    {
        var head = new byte[ChunkHead];
        uint before = 0;
        for (long at = PngStart; before != ImageEnd; at += 4)
        {
            if (source.File.Read(at, head) < head.Length)
            {
                throw Damaged(source, MedIOError.TruncatedData, "the file ends before its last chunk");
            }

            uint length = BinaryPrimitives.ReadUInt32BigEndian(head);
            uint type = BinaryPrimitives.ReadUInt32BigEndian(head.AsSpan(4));
            at += head.Length;
            if (!head.AsSpan(4).ToArray().All(b => (b | 0x20) is >= 'a' and <= 'z'))
            {
                throw Damaged(source, MedIOError.InvalidHeader, "the name of a chunk is not of letters");
            }

            if (length > source.File.Length - at)
            {
                throw Damaged(source, MedIOError.TruncatedData, "the file ends within a chunk");
            }

            if ((type & Ancillary) == 0)
            {
                if (type is not (ImageHeader or Palette or ImageData or ImageEnd) || (type != ImageData && type == before))
                {
                    throw Damaged(source, MedIOError.InvalidHeader, "a chunk of it is unknown, or there twice");
                }

                RequireChecksum(source, at, (int)length, Crc32.Update(0, head.AsSpan(4)));
            }

            at += length;
            before = type;
        }
    }

    private static void RequireChecksum(ImageSource source, long at, int length, uint crc)
    {
        var bytes = new byte[length];
        var sum = new byte[4];
        if (source.File.Read(at, bytes) < length || source.File.Read(at + length, sum) < sum.Length)
        {
            throw Damaged(source, MedIOError.TruncatedData, "the file ends within a chunk");
        }

        if (Crc32.Update(crc, bytes) != BinaryPrimitives.ReadUInt32BigEndian(sum))
        {
            throw Damaged(source, MedIOError.CorruptCompression, "the checksum of a chunk is not that of its bytes");
        }
    }

    private static MedIOException Damaged(ImageSource source, MedIOError error, string what) => new(
        error,
        $"{source.Path}: {what}, at which ITK may end the process. Copy the file again from where it came from, or leave out -Backend.",
        source.Path);
}
