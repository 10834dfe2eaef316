using System;
using MedIO.Dicom.Frames;
using MedIO.Formats;

namespace MedIO.Dicom.Series;

/// <summary>What became of one file of a scan: it contributes to an image, or is no image at all, or is damaged.</summary>
internal sealed class ScannedFile
{
    private ScannedFile(string path) => Path = path;

    public string Path { get; }

    /// <summary>What it contributes; null where it is no image or damaged.</summary>
    public DicomImageFile? Image { get; private init; }

    /// <summary>Why an image cannot be read.</summary>
    public MedIOException? Damage { get; private init; }

    /// <summary>The series that a damaged file says it is of, where that can be read.</summary>
    public string? DamagedSeries { get; private init; }

    /// <summary>Whether it is a DICOMDIR.</summary>
    public bool IsDirectory { get; private init; }

    /// <summary>Looks at a file.</summary>
    public static ScannedFile Of(string path, ReadOptions options)
    {
        string? series = null;
        bool isImage = false;
        try
        {
            using ImageSource source = ImageSource.Open(path);
            if (!DicomStart.IsAtStartOf(source))
            {
                return new ScannedFile(path);
            }

            if (DicomDirectory.IsOne(source))
            {
                return new ScannedFile(path) { IsDirectory = true };
            }

            using DicomFile file = DicomFile.Read(source);
            series = file.DataSet.GetCode(DicomTags.SeriesInstanceUID);
            isImage = IsImage(file);
            return new ScannedFile(path) { Image = DicomImageFile.Read(file, options) };
        }
        catch (MedIOException e)
        {
            // A report or a plan has no pixel data and wants none. An image that has lost its own is damaged.
            bool isOther = (e.Error == MedIOError.NoPixelData && !isImage) || (e.Error == MedIOError.EmptyFile && System.IO.Path.GetFileName(path)[0] == '.');
            return isOther ? new ScannedFile(path) : new ScannedFile(path) { Damage = e.About(path), DamagedSeries = series };
        }
        catch (Exception e) when (e is System.IO.IOException or UnauthorizedAccessException)
        {
            return new ScannedFile(path) { Damage = new MedIOException(MedIOError.FileNotReadable, $"{path}: cannot be read: {e.Message} Check that it is whole and your rights.", path, e) };
        }
    }

    // What is an image by its class, or has the size of one.
    private static bool IsImage(DicomFile file)
    {
        string? sopClass = file.DataSet.GetCode(DicomTags.SOPClassUID) ?? file.Meta.GetCode(DicomTags.MediaStorageSOPClassUID);
        return file.DataSet.Contains(DicomTags.Rows)
            || (sopClass is not null && DicomDictionary.NameOfUid(sopClass) is { } name && name.IndexOf("Image Storage", StringComparison.Ordinal) >= 0);
    }
}
