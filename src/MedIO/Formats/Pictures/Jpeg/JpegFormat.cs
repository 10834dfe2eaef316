using System;
using MedIO.Dicom.Codecs;
using MedIO.Formats.Libraries;
using MedIO.Formats.Reading;
using MedIO.Formats.Writing;
using MedIO.IO;
using MedIO.IO.Replacing;

namespace MedIO.Formats.Pictures.Jpeg;

/// <summary>JPEG files: a code stream (ITU-T T.81), mostly as JFIF (T.871) or Exif. Read here, written by means of a library.</summary>
internal sealed class JpegFormat : IImageFormat
{
    private static readonly string[] Suffixes = { ".jpg", ".jpeg", ".jpe", ".jfif" };

    private readonly Lazy<IPictureEncoder> _encoder = new(() => LibraryFolder.Formats.Create<IPictureEncoder>("MedIO.Raster", "MedIO.Raster.JpegEncoder"));

    public MedFormat Info { get; } = new(
        "JPEG",
        Suffixes,
        "baseline, extended, progressive, lossless; 8 to 16 bits, gray, RGB, CMYK; numbered files of a folder as a volume",
        new[] { ".jpg", ".jpeg" },
        "8 bits, gray and RGB, with loss; a volume as numbered files");

    public FormatMatch Match(ImageSource source) =>
        !source.IsGzip && source.Content.Length > 3 && source.Content[0] == 0xff && source.Content[1] == 0xd8 && source.Content[2] == 0xff ? FormatMatch.Content
        : Array.Exists(Suffixes, source.HasSuffix) ? FormatMatch.Suffix
        : FormatMatch.None;

    public ImageDescription Describe(ImageSource source, ReadOptions options)
    {
        JpegHeader header = JpegHeaderReader.Read(source);
        PictureHeader picture = header.Picture;
        int bits = 8 * VoxelTypes.SizeOf(picture.Type);
        var frame = new FrameDescription(picture.Columns, picture.Rows, header.Components, bits, header.Precision, IsSigned: false, IsLuminance: !header.IsLossless);
        IFrameDecoder decoder = new MedIO.Dicom.Codecs.Jpeg.JpegDecoder(frame);
        if (header.Components == 4)
        {
            decoder = new InkDecoder(decoder, frame, header.AdobeTransform);
        }

        return PictureImage.Describe(Info.Name, picture, decoder, source, options);
    }

    public void Write(VoxelSource image, string path, AtomicFiles files, SaveOptions options) =>
        new PictureWriter(Info.Name, _encoder.Value).Write(image, path, files, options);
}
