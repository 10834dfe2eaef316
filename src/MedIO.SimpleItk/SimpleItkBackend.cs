using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using MedIO.Backends;
using MedIO.Dicom;
using MedIO.Formats;
using MedIO.Formats.Writing;
using MedIO.IO;
using MedIO.IO.Replacing;

namespace MedIO.SimpleItk;

/// <summary>
/// SimpleITK for C#, over ITK, found at run time. What goes wrong inside it in a way that ends or hangs a process cannot be
/// caught: it is native code.
/// </summary>
internal sealed class SimpleItkBackend : IImageBackend
{
    private readonly ItkLibrary _library;
    private readonly ItkImages _images;
    private readonly ItkDicomFile _file;
    private readonly ItkSeries _series;
    private readonly ItkWriter _writer;

    // To find out what a file is opens it once for each class of ITK.
    private readonly ConditionalWeakTable<ImageSource, string> _known = new();

    /// <param name="folder">The folder of an unpacked release.</param>
    /// <exception cref="MedIOException"><see cref="MedIOError.BackendNotAvailable"/>.</exception>
    public SimpleItkBackend(string? folder)
    {
        _library = ItkLibrary.Load(folder ?? throw new MedIOException(MedIOError.BackendNotAvailable, "No folder of SimpleITK is known."));
        _images = new ItkImages(_library);
        _file = new ItkDicomFile(_images);
        _series = new ItkSeries(_images, _file);
        _writer = new ItkWriter(_library, _images);
        Reads = ItkFormats.Names(_library.ImageIOs);
        WriteSuffixes = ItkFormats.WriteSuffixes(_library.ImageIOs);
        Writes = string.Join(" ", WriteSuffixes);
    }

    public string Version => _library.Version;

    public string Path => _library.Path;

    public string Reads { get; }

    public string Writes { get; }

    public IReadOnlyList<string> WriteSuffixes { get; }

    public bool CanRead(ImageSource source) => Known(source).Length > 0;

    public ImageDescription Describe(ImageSource source, ReadOptions options)
    {
        string? imageIO = options.ImageIO is { } wanted ? ItkFormats.Require(_library, wanted, source.Path) : Known(source) is { Length: > 0 } known ? known : null;
        return imageIO == ItkFormats.Dicom ? _file.Describe(source, null, options) : _images.Describe(source, imageIO, options);
    }

    public ImageDescription Describe(DicomSeries series, ReadOptions options)
    {
        if (options.ImageIO is { } wanted && ItkFormats.Require(_library, wanted, series.Path) != ItkFormats.Dicom)
        {
            throw new MedIOException(MedIOError.UnknownFormat, $"{series.Path}: is a DICOM series, which {ItkFormats.Dicom} reads, and no other ImageIO. Leave it out.", series.Path);
        }

        return _series.Describe(series, options);
    }

    public void Write(VoxelSource image, string path, AtomicFiles files, SaveOptions options) => _writer.Write(image, path, files, options);

    private string Known(ImageSource source) => _known.GetValue(source, Find);

    // To be asked for some files ends the process; what those are is known here. And most are NIfTI, which its magic number tells
    // at once, while ITK asks one class after another, each of which opens the file.
    private string Find(ImageSource source) =>
        DicomStart.IsAtStartOf(source) && _library.ImageIOs.Contains(ItkFormats.Dicom) ? ItkFormats.Dicom
        : !source.IsGzip && PictureCheck.IsJpeg(source) && _library.ImageIOs.Contains(ItkFormats.Jpeg) ? ItkFormats.Jpeg
        : FileCheck.IsDamagedTiff(source) && _library.ImageIOs.Contains(ItkFormats.Tiff) ? ItkFormats.Tiff
        : NiftiCheck.IsSingleFile(source) && _library.ImageIOs.Contains(ItkFormats.Nifti) ? ItkFormats.Nifti
        : _images.ImageIO(source.Path) ?? string.Empty;
}
