using System;
using System.Linq;

namespace MedIO.Raster;

/// <summary>Finds out what the pixels of a directory are.</summary>
internal static class TiffPixelsReader
{
    private const int MostSamples = ushort.MaxValue;

    /// <exception cref="MedIOException">The directory is damaged, or of a kind that is not supported.</exception>
    public static TiffPixels Read(TiffDirectory directory, TiffBytes bytes, string path, int compression)
    {
        long columns = directory.Integer(TiffTag.ImageWidth) ?? 0;
        long rows = directory.Integer(TiffTag.ImageLength) ?? 0;
        long samples = directory.Integer(TiffTag.SamplesPerPixel) ?? 1;
        if (columns is < 1 or > int.MaxValue || rows is < 1 or > int.MaxValue || samples is < 1 or > MostSamples)
        {
            throw new MedIOException(MedIOError.InvalidDimensions, FormattableString.Invariant($"{path}: {columns} x {rows} pixels of {samples} samples cannot be. The directory is damaged: copy the file again from where it came from."), path);
        }

        long bits = Same(directory, TiffTag.BitsPerSample, 1, samples) ?? throw Unsupported(path, "samples of differing bits");
        long format = Same(directory, TiffTag.SampleFormat, TiffCode.UnsignedFormat, samples) ?? throw Unsupported(path, "samples of differing formats");
        VoxelType type = TiffPixels.TypeOf((int)Math.Max(0, Math.Min(bits, 255)), (int)Math.Max(0, Math.Min(format, 255))) ?? throw new MedIOException(
            MedIOError.UnsupportedDataType, FormattableString.Invariant($"{path}: samples of {bits} bits in format {format} are none that can be read. Save it anew with 8, 16 or 32 bits."), path);
        long photometric = directory.Integer(TiffTag.PhotometricInterpretation) ?? (samples >= 3 ? TiffCode.Rgb : TiffCode.MinIsBlack);
        var pixels = new TiffPixels((int)columns, (int)rows, (int)samples, (int)bits, (int)format, TiffMeaning.Values, type, (int)samples);
        switch (photometric)
        {
            case TiffCode.MinIsWhite when bits < 8 && samples == 1 && format is TiffCode.UnsignedFormat or TiffCode.UndefinedFormat:
                // Scans of paper. Numbers of more bits are as they are stored, as in ITK.
                pixels = pixels with { Meaning = TiffMeaning.InvertedValues };
                break;
            case TiffCode.Palette when samples == 1 && bits <= 16 && format is TiffCode.UnsignedFormat or TiffCode.UndefinedFormat:
                TiffPalette palette = TiffPalette.Read(directory, (int)bits, bytes);
                pixels = pixels with { Meaning = TiffMeaning.Indices, Type = palette.Type, Components = palette.Components };
                break;
            case TiffCode.YCbCr when compression == TiffCode.Jpeg && samples == 3:
                // The library's JPEG decoder gives RGB.
                break;
            case TiffCode.YCbCr or TiffCode.CieLab or TiffCode.Inks when bits is 8 or 16 && samples >= 3:
                pixels = pixels with { Meaning = TiffMeaning.Colours, Type = VoxelType.UInt8, Components = 3 };
                break;
            case TiffCode.LogL or TiffCode.LogLuv:
                throw Unsupported(path, "logarithmic luminance");
        }

        return pixels.ByteCount / pixels.Rows / pixels.Columns == (long)pixels.Components * VoxelTypes.SizeOf(pixels.Type) && pixels.ByteCount > 0
            ? pixels
            : throw new MedIOException(MedIOError.InvalidDimensions, FormattableString.Invariant($"{path}: {columns} x {rows} pixels of {samples} samples are more than any file can hold. The directory is damaged: copy the file again from where it came from."), path);
    }

    // A number that holds for all samples: written once, or once each; null where they differ.
    private static long? Same(TiffDirectory directory, TiffTag tag, long missing, long samples)
    {
        long[] values = directory.Integers(tag, samples) ?? Array.Empty<long>();
        return values.Length == 0 ? missing : values.All(v => v == values[0]) ? values[0] : null;
    }

    private static MedIOException Unsupported(string path, string what) => new(MedIOError.UnsupportedFeature, $"{path}: has {what}, which is not supported. Save it anew in another program.", path);
}
