using System;
using System.Collections.Generic;
using System.Linq;
using MedIO.Dicom;
using MedIO.Formats.Analyze;
using MedIO.Formats.Nifti;

namespace MedIO.Formats;

/// <summary>All formats. One that is new gets a line here.</summary>
internal static class FormatRegistry
{
    private static readonly IImageFormat Nifti = new NiftiFormat();
    private static readonly IImageFormat Analyze = new AnalyzeFormat();

    private static readonly IImageFormat[] Formats =
    {
        Nifti,
        new MetaImage.MetaImageFormat(),
        new Nrrd.NrrdFormat(),
        new Dicom.DicomFormat(),
        Analyze,
        new Mgh.MghFormat(),
        new Afni.AfniFormat(),
        new ParRec.ParRecFormat(),
        new Gipl.GiplFormat(),
        new Minc.MincFormat(),
        new Vtk.VtkFormat(),
        new Vtk.VtiFormat(),
        new Pictures.Png.PngFormat(),
        new Pictures.Jpeg.JpegFormat(),
        new Pictures.Bmp.BmpFormat(),
        new Pictures.Tiff.TiffFormat(),
    };

    /// <summary>What is known of each format.</summary>
    public static IEnumerable<MedFormat> Infos => Formats.Select(f => f.Info);

    /// <summary>The suffixes that can be written, each with the name of its format.</summary>
    public static IEnumerable<KeyValuePair<string, string>> WriteSuffixes =>
        Formats.SelectMany(f => f.Info.WriteSuffixes.Select(s => new KeyValuePair<string, string>(s, f.Info.Name)));

    /// <summary>The format of a file: by its content, or by its suffix where no content tells.</summary>
    /// <exception cref="MedIOException"><see cref="MedIOError.UnknownFormat"/>.</exception>
    public static IImageFormat Find(ImageSource source)
    {
        if (OfPair(source) is { } pair)
        {
            return pair;
        }

        IImageFormat? bySuffix = null;
        foreach (IImageFormat format in Formats)
        {
            switch (format.Match(source))
            {
                case FormatMatch.Content:
                    return format;
                case FormatMatch.Suffix:
                    bySuffix ??= format;
                    break;
            }
        }

        return bySuffix ?? throw new MedIOException(
            MedIOError.UnknownFormat,
            $"{source.Path}: neither its content nor its suffix is that of a known format. Tried: {string.Join(", ", Formats.Select(f => f.Info.Name))}. Give an image of one of these.",
            source.Path);
    }

    // The voxels of a pair may begin like a file of any format: what they are, their header says.
    private static IImageFormat? OfPair(ImageSource source)
    {
        if (!NiftiFileNames.IsData(source.Path) || DicomStart.IsPart10(source.Content) || NiftiFileNames.FindHeader(source.Path) is not { } path)
        {
            return null;
        }

        try
        {
            using ImageSource header = ImageSource.Open(path);
            return NiftiHeaderReader.IsNifti(header.Content) ? Nifti : AnalyzeHeader.IsAtStartOf(header) ? Analyze : null;
        }
        catch (MedIOException)
        {
            // Whoever takes the voxels for its own will find the same, and say it.
            return null;
        }
    }

    /// <summary>The format to write a file in, by its suffix.</summary>
    /// <exception cref="MedIOException"><see cref="MedIOError.UnknownSuffix"/>.</exception>
    public static IImageFormat ForWriting(string path) =>
        Formats.FirstOrDefault(f => f.Info.WriteSuffixes.Any(s => path.EndsWith(s, StringComparison.OrdinalIgnoreCase)))
        ?? throw new MedIOException(
            MedIOError.UnknownSuffix,
            $"{path}: the suffix says no format to write. Use one of {string.Join(", ", WriteSuffixes.Select(s => s.Key))}.",
            path);
}
