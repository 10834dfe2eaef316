using System.IO;
using FellowOakDicom;
using MedIO.Backends;
using MedIO.Dicom.Frames;
using MedIO.Dicom.Pixels;
using MedIO.Formats;
using CoreDicomFile = MedIO.Dicom.DicomFile;
using CoreElement = MedIO.Dicom.DicomElement;

namespace MedIO.FoDicom;

/// <summary>Opens files by means of fo-dicom, and hands on the elements that it finds.</summary>
internal static class FileReader
{
    // Larger values stay in the file until they are asked for.
    private const int LargeValue = 4096;

    private static readonly DicomTag[] PixelTags = { DicomTag.PixelData, DicomTag.FloatPixelData, DicomTag.DoubleFloatPixelData };

    /// <inheritdoc cref="Read(ImageSource, ReadOptions)"/>
    public static DicomImageFile Read(string path, ReadOptions options)
    {
        using ImageSource source = ImageSource.Open(path);
        return Read(source, options);
    }

    /// <summary>Reads what a file contributes to an image, without its voxels.</summary>
    /// <param name="source">The file.</param>
    /// <param name="options">Whether the header is wanted, and geometry may be missing.</param>
    /// <exception cref="MedIOException">It cannot be read, or has no image.</exception>
    public static DicomImageFile Read(ImageSource source, ReadOptions options)
    {
        using var writer = new DataSetWriter(options.Header);
        using CoreDicomFile file = Errors.About(source.Path, () => Open(source, writer));
        if (file.IsTruncated && file.PixelSource is null)
        {
            throw new MedIOException(
                MedIOError.TruncatedData,
                $"{source.Path}: ends within its data set, before its pixel data are whole. Copy it again from where it came from; -Backend MedIO -AllowTruncated reads what is there.",
                source.Path);
        }

        return DicomImageFile.Read(file, options);
    }

    private static CoreDicomFile Open(ImageSource source, DataSetWriter writer)
    {
        using var stream = new SourceStream(source);
        DicomFile opened = DicomFile.Open(stream, DicomEncoding.Default, Stop, FileReadOption.ReadLargeOnDemand, LargeValue);
        DicomDataset dataSet = opened.Dataset;
        CoreElement[] meta = writer.Add(opened.FileMetaInfo);
        CoreElement[] elements = writer.Add(dataSet);
        (uint, IPixelSource)? pixels = null;
        foreach (DicomTag tag in PixelTags)
        {
            if (pixels is null && dataSet.GetDicomItem<DicomItem>(tag) is { } item)
            {
                pixels = (DataSetWriter.TagOf(item), new PixelSource(source.Path, dataSet, item));
            }
        }

        return CoreDicomFile.Of(source, writer.Bytes, meta, elements, dataSet.InternalTransferSyntax.UID.UID, pixels, opened.IsPartial);
    }

    // fo-dicom calls itself for items within items, until the stack ends and the process with it.
    private static bool Stop(ParseState state) => state.SequenceDepth > MedIO.Dicom.DicomReader.MostNesting
        ? throw new InvalidDataException($"Its sequences are nested more than {MedIO.Dicom.DicomReader.MostNesting} deep.")
        : false;
}
