using System;
using System.Collections.Generic;
using MedIO.Dicom;
using MedIO.Dicom.Frames;
using MedIO.Dicom.Writing;
using MedIO.Formats.Writing;
using MedIO.IO;
using MedIO.IO.Replacing;

namespace MedIO.Formats.Dicom;

/// <summary>Single DICOM files: one slice or picture, or many frames.</summary>
internal sealed class DicomFormat : IImageFormat
{
    private static readonly string[] ReadSuffixes = { ".dcm", ".dicom", ".ima" };

    public MedFormat Info { get; } = new(
        "DICOM",
        ReadSuffixes,
        "files, series, folders, DICOMDIR; multi-frame, mosaics; uncompressed, deflated, RLE, JPEG, JPEG-LS, JPEG 2000, HTJ2K",
        new[] { ".dcm" },
        "one file, multi-frame for a volume; series by Export-DicomSeries");

    public FormatMatch Match(ImageSource source)
    {
        if (DicomStart.IsAtStartOf(source))
        {
            return FormatMatch.Content;
        }

        return Array.Exists(ReadSuffixes, source.HasSuffix) ? FormatMatch.Suffix : FormatMatch.None;
    }

    public ImageDescription Describe(ImageSource source, ReadOptions options)
    {
        using DicomFile file = DicomFile.Read(source, pastPixelData: options.Header);
        return DicomImage.Describe(new[] { DicomImageFile.Read(file, options) }, options);
    }

    public void Write(VoxelSource image, string path, AtomicFiles files, SaveOptions options) =>
        DicomImageWriter.Write(image.ToImage(), path, files, options);
}
