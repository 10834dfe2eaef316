using System.IO;
using System.Linq;
using FellowOakDicom;
using MedIO.Dicom.Frames;
using MedIO.Formats;
using MedIO.Formats.Reading;
using CoreDicomFile = MedIO.Dicom.DicomFile;
using DicomStart = MedIO.Dicom.DicomStart;

namespace MedIO.FoDicom;

/// <summary>Opens files by means of fo-dicom, and hands on the elements that it finds.</summary>
internal static class FileReader
{
    // Larger values stay in the file until they are asked for.
    private const int LargeValue = 4096;

    private static readonly DicomTag[] PixelTags = { DicomTag.PixelData, DicomTag.FloatPixelData, DicomTag.DoubleFloatPixelData };

    /// <summary>Whether a file can be DICOM.</summary>
    public static bool IsDicom(ImageSource source) => !source.IsGzip && DicomStart.Find(source.Content) is not null;

    /// <summary>Reads what a file contributes to an image, without its voxels.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">Whether the header is wanted, and geometry may be missing.</param>
    /// <exception cref="MedIOException">It cannot be read, or has no image.</exception>
    public static DicomImageFile Read(string path, ReadOptions options)
    {
        long length = DataCheck.LengthOf(path);
        (byte[] elements, DicomFile file, PixelSource? pixels) = Errors.About(path, () =>
        {
            DicomFile opened = DicomFile.Open(path, DicomEncoding.Default, Stop, FileReadOption.ReadLargeOnDemand, LargeValue);
            DicomItem? item = PixelTags.Select(t => opened.Dataset.GetDicomItem<DicomItem>(t)).FirstOrDefault(i => i is not null);
            byte[] bytes = new DataSetWriter(options.Header).Write(opened.FileMetaInfo, opened.Dataset);
            return (bytes, opened, item is null ? null : new PixelSource(opened.Dataset, item));
        });
        if (file.IsPartial && pixels is null)
        {
            throw new MedIOException(
                MedIOError.TruncatedData,
                $"{path}: ends within its data set, before its pixel data are whole. Copy it again from where it came from; -Backend MedIO -AllowTruncated reads what is there.",
                path);
        }

        using CoreDicomFile core = CoreDicomFile.Of(path, length, elements, file.Dataset.InternalTransferSyntax.UID.UID, pixels, file.IsPartial);
        return DicomImageFile.Read(core, options);
    }

    // fo-dicom calls itself for items within items, until the stack ends and the process with it.
    private static bool Stop(ParseState state) => state.SequenceDepth > MedIO.Dicom.DicomReader.MostNesting
        ? throw new InvalidDataException($"Its sequences are nested more than {MedIO.Dicom.DicomReader.MostNesting} deep.")
        : false;
}
