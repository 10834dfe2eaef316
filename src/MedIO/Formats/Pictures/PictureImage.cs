using System;
using MedIO.Formats.Reading;

namespace MedIO.Formats.Pictures;

/// <summary>Makes an image's description of a picture's header: one frame, which is decoded as a whole.</summary>
internal static class PictureImage
{
    // What an array holds, less what decoders need beside it.
    private const long MostBytes = int.MaxValue - (1 << 20);

    /// <summary>Describes a picture of which the whole file is the decoder's input.</summary>
    /// <param name="format">The format's name.</param>
    /// <param name="header">The header.</param>
    /// <param name="decoder">Makes samples of the file.</param>
    /// <param name="source">The file.</param>
    /// <param name="options">The spacing and the fields that are wanted.</param>
    public static ImageDescription Describe(string format, PictureHeader header, IFrameDecoder decoder, ImageSource source, ReadOptions options)
    {
        if (header.SampleBytes > MostBytes || source.File.Length > MostBytes)
        {
            throw new MedIOException(
                MedIOError.ImageTooLarge,
                FormattableString.Invariant($"{source.Path}: its {header.Columns} x {header.Rows} pixels are more than can be decoded at once, 2 GiB. Save it as a TIFF in the program that wrote it."),
                source.Path);
        }

        long least = decoder.LeastBytes(header.SampleBytes);
        bool mayBeCut = options.AllowTruncated && header.SampleBytes <= (source.File.Length + 64) * DataCheck.MostInflation;
        if (least > source.File.Length && !mayBeCut)
        {
            throw new MedIOException(
                MedIOError.TruncatedData,
                FormattableString.Invariant($"{source.Path}: {header.Columns} x {header.Rows} pixels cannot be in a file of {source.File.Length} bytes. It is cut off, or its dimensions are wrong: copy it again from where it came from; -AllowTruncated reads what is there."),
                source.Path);
        }

        var shape = new Shape(header.Columns, header.Rows);
        var segment = new VoxelSegment(source.Path, 0, header.SampleBytes)
        {
            Decoder = decoder,
            EncodedByteCount = source.File.Length,
            FileLength = source.File.Length,
            FileTime = source.File.Changed,
        };
        Affine affine = PictureSpacing.Affine(2, options, header.Spacing, out _);
        var meta = new MedMeta(shape, affine, CoordinateSystem.Itk, header.Type, header.Components, null, options.Header ? header.Fields : null)
        {
            Format = format,
        };
        meta.Warnings = header.Warnings;
        return new ImageDescription(meta, new VoxelLayout(shape, header.Type, header.Components, new[] { segment }) { BigEndian = !BitConverter.IsLittleEndian }) { IsPicture = true };
    }
}
