using System;
using System.Collections.Generic;
using System.IO;
using FellowOakDicom;
using MedIO.Backends;
using MedIO.Dicom;
using MedIO.Dicom.Frames;
using MedIO.Formats;
using MedIO.Formats.Writing;
using MedIO.IO;
using MedIO.IO.Replacing;

namespace MedIO.FoDicom;

/// <summary>
/// Reads DICOM by means of fo-dicom: it opens the files, finds their elements and decodes their pixels. What image they make
/// is found out as for files that are read without it.
/// </summary>
internal sealed class FoDicomBackend : IImageBackend
{
    /// <param name="folder">Where fo-dicom is; it has been found there already.</param>
    public FoDicomBackend(string? folder)
    {
        Version = FrameCodecs.Describe(typeof(DicomDataset).Assembly);
        Path = Location(folder);
    }

    /// <inheritdoc/>
    public string Version { get; }

    /// <inheritdoc/>
    public string Path { get; }

    /// <inheritdoc/>
    public string Reads => FrameCodecs.Reads;

    /// <inheritdoc/>
    public string Writes => string.Empty;

    /// <inheritdoc/>
    public IReadOnlyList<string> WriteSuffixes => Array.Empty<string>();

    /// <inheritdoc/>
    public bool CanRead(ImageSource source) => DicomStart.IsAtStartOf(source);

    /// <inheritdoc/>
    public ImageDescription Describe(ImageSource source, ReadOptions options) => DicomImage.Describe(new[] { FileReader.Read(source, options) }, options);

    /// <inheritdoc/>
    public ImageDescription Describe(DicomSeries series, ReadOptions options) => series.Describe(options, FileReader.Read);

    /// <inheritdoc/>
    public void Write(VoxelSource image, string path, AtomicFiles files, SaveOptions options) => throw new MedIOException(
        MedIOError.CannotRepresent,
        $"{path}: FoDicom reads only. Leave out -Backend to save the image, or Export-DicomSeries for a series.",
        path);

    private static string Location(string? folder)
    {
        string location = typeof(DicomDataset).Assembly.Location;
        return location.Length > 0 || folder is null ? location : System.IO.Path.Combine(folder, "fo-dicom.core.dll");
    }
}
