using System;
using System.Buffers.Binary;
using MedIO.Formats.Writing;
using MedIO.IO;
using MedIO.IO.Replacing;

namespace MedIO.Formats.Pictures.Bmp;

/// <summary>BMP, the device-independent bitmaps of Windows and OS/2. Read only.</summary>
internal sealed class BmpFormat : IImageFormat
{
    private static readonly string[] Suffixes = { ".bmp", ".dib" };

    public MedFormat Info { get; } = new("BMP", Suffixes, "1 to 32 bits, palette, RGB, alpha, RLE; numbered files of a folder as a volume");

    // Two letters begin too many files: the size of the header has to be one, too.
    public FormatMatch Match(ImageSource source)
    {
        ReadOnlySpan<byte> content = source.Content;
        bool isOne = !source.IsGzip && content.Length >= BmpHeader.FileHeaderLength + 4 && content[0] == 'B' && content[1] == 'M'
            && BmpHeader.IsLength(BinaryPrimitives.ReadInt32LittleEndian(content.Slice(BmpHeader.FileHeaderLength)));
        return isOne ? FormatMatch.Content : Array.Exists(Suffixes, source.HasSuffix) ? FormatMatch.Suffix : FormatMatch.None;
    }

    public ImageDescription Describe(ImageSource source, ReadOptions options)
    {
        BmpHeader header = BmpHeader.Read(source);
        return PictureImage.Describe(Info.Name, header.Picture, new BmpDecoder(header), source, options);
    }

    public void Write(VoxelSource image, string path, AtomicFiles files, SaveOptions options) =>
        throw new MedIOException(MedIOError.UnknownSuffix, $"{path}: BMP is not written. Save as PNG.", path);
}
