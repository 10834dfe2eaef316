using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using MedIO.Formats.Writing;
using MedIO.IO;
using MedIO.Voxels;

namespace MedIO.SimpleItk;

/// <summary>
/// Writes images by ITK: into a folder beside the target, under the target's own name, so that headers name their data files
/// rightly. What is written is held against the image before it gets into place.
/// </summary>
internal sealed unsafe class ItkWriter
{
    // Less is none: what is left of a disk that is full.
    private const long LeastFree = 1 << 16;

    private readonly ItkLibrary _library;
    private readonly ItkImages _images;

    public ItkWriter(ItkLibrary library, ItkImages images)
    {
        _library = library;
        _images = images;
    }

    /// <inheritdoc cref="Formats.IImageCodec.Write"/>
    public void Write(VoxelSource image, string path, AtomicFiles files, SaveOptions options)
    {
        string? imageIO = options.ImageIO is { } wanted ? ItkFormats.Require(_library, wanted, path) : null;
        ItkFormat? format = imageIO is null ? ItkFormats.OfSuffix(path) : ItkFormats.Of(imageIO);
        if (format is not null && image.Metadata.Shape.Count > format.MostAxes)
        {
            throw Cannot(path, FormattableString.Invariant($"ITK writes images of at most {format.MostAxes} axes in {format.Name}, and this one has {image.Metadata.Shape.Count}"));
        }

        string folder = files.CreateFolder(path);
        string file = Path.Combine(folder, Path.GetFileName(path));
        MedImage whole = image.ToImage();
        options.CancellationToken.ThrowIfCancellationRequested();
        string printed = string.Empty;
        try
        {
            NativeOutput.Run(
                () =>
                {
                    WriteAlone(whole, file, imageIO, options);
                    return true;
                },
                out printed,
                options.CancellationToken);
        }
        catch (ItkException e)
        {
            throw Failure(e, path, folder);
        }

        foreach (string sentence in ItkWarnings.Sentences(InPlace(printed, folder, path)))
        {
            options.Warn?.Invoke(sentence);
        }

        Check(whole, file, imageIO, path, options);
        string[] written = Directory.GetFiles(folder);

        // The header last: it names the others.
        foreach (string one in written.OrderBy(f => f == file))
        {
            files.Adopt(one, one == file ? path : Path.Combine(Path.GetDirectoryName(path)!, Path.GetFileName(one)));
        }
    }

    private void WriteAlone(MedImage image, string file, string? imageIO, SaveOptions options)
    {
        using var pinned = new PinnedArray(image.Voxels);
        using ItkObject itk = ToItk(image, pinned);
        using ItkObject writer = _library.Create("ImageFileWriter");
        writer.Call("SetFileName", file);
        if (imageIO is not null)
        {
            writer.Call("SetImageIO", imageIO);
        }

        if (options.CompressionLevel is { } level)
        {
            writer.Call("SetUseCompression", level > 0);
            if (level > 0)
            {
                writer.Call("SetCompressionLevel", level);
            }
        }

        writer.Call("Execute", itk);
    }

    // The image over our own memory where SimpleITK takes that, else over a copy.
    private ItkObject ToItk(MedImage image, PinnedArray voxels)
    {
        MedMeta meta = image.Metadata.Clone();
        meta.Convert(CoordinateSystem.Itk);
        int[] size = meta.Shape.Count == 1 ? new[] { meta.Shape[0], 1 } : meta.Shape.ToArray();
        int n = size.Length;
        int axes = Math.Min(3, n);
        var spacing = new double[n];
        var origin = new double[n];
        var direction = new double[n * n];
        Affine affine = n == 2 ? meta.Affine : meta.Affine.To3D();
        for (int r = 0; r < n; r++)
        {
            spacing[r] = r < axes ? affine.Spacing[r] : r == 3 ? meta.TimeStep ?? 1 : 1;
            origin[r] = r < axes ? affine.Origin[r] : 0;
            for (int c = 0; c < n; c++)
            {
                direction[(r * n) + c] = r < axes && c < axes ? affine.Direction[r, c] : r == c ? 1 : 0;
            }
        }

        bool isComplex = VoxelTypes.IsComplex(image.DataType);
        using ItkObject sizes = _library.Vector("VectorUInt32", size);
        using ItkObject spacings = _library.Vector("VectorDouble", spacing);
        using ItkObject origins = _library.Vector("VectorDouble", origin);
        using ItkObject directions = _library.Vector("VectorDouble", direction);
        if (n <= 3 && !isComplex)
        {
            return new ItkObject(ItkObject.CallStatic(
                _library.Type("SimpleITK"), "ImportAs" + ItkPixelTypes.BufferName(image.DataType), (IntPtr)voxels.Pointer, sizes, spacings, origins, directions, meta.Components)!);
        }

        object type = _library.PixelTypes.Value(image.DataType, meta.Components > 1)
            ?? throw new ItkException($"Pixel type {image.DataType} of {meta.Components} components is not in this SimpleITK.");
        ItkObject made = _library.Create("Image", sizes, type, (uint)(meta.Components > 1 ? meta.Components : 0));
        try
        {
            made.Call("SetSpacing", spacings);
            made.Call("SetOrigin", origins);
            made.Call("SetDirection", directions);
            var target = (IntPtr)made.Call("GetBufferAsVoid")!;
            Buffer.MemoryCopy(voxels.Pointer, (byte*)target, voxels.ByteCount, voxels.ByteCount);
            return made;
        }
        catch
        {
            made.Dispose();
            throw;
        }
    }

    // ITK does not say what a format has no place for.
    private void Check(MedImage image, string file, string? imageIO, string path, SaveOptions options)
    {
        MedMeta meta = image.Metadata.Clone();
        meta.Convert(CoordinateSystem.Itk);
        imageIO ??= _images.ImageIO(file);
        ItkFormat? format = imageIO is null ? null : ItkFormats.Of(imageIO);
        string name = format?.Name ?? "the format";
        ItkHeader header;
        try
        {
            header = _images.ReadHeader(file, imageIO, new ReadOptions());
        }
        catch (MedIOException e)
        {
            throw Cannot(path, $"ITK writes {name} that it cannot read again: {InPlace(e.Message, Path.GetDirectoryName(file)!, path)}", e);
        }

        bool isSame = ItkGeometry.Trimmed(header.Size).SequenceEqual(ItkGeometry.Trimmed(meta.Shape)) && header.PixelType?.Type == meta.DataType && header.Components == meta.Components;
        if (!isSame)
        {
            throw Cannot(path, $"ITK makes {new Shape(header.Size)} of {header.Components} x {header.PixelType?.Type.ToString() ?? "another type"} in {name} out of {meta.Shape} of {meta.Components} x {meta.DataType}");
        }

        if (format is not { IsExact: true } and not { IsLossy: true })
        {
            RequireSameVoxels(image, header, file, imageIO, path);
        }

        bool isInPlace = IsInPlace(header, meta);
        if (!isInPlace && format is { KeepsGeometry: true })
        {
            throw Cannot(path, $"ITK puts the voxels in other places in {name}");
        }

        if (imageIO == ItkFormats.Dicom)
        {
            RequireSameHere(meta, file, path);
        }

        if (!isInPlace)
        {
            options.Warn?.Invoke($"{Path.GetFileName(path)}: ITK has no place in {name} for all of the image's spacing, origin and direction.");
        }
    }

    private void RequireSameVoxels(MedImage image, ItkHeader header, string file, string? imageIO, string path)
    {
        var voxels = new ItkVoxels(_library, new[] { file }, new ItkWishes(imageIO, null, false), header.Size, image.DataType, image.Components);
        byte[] part = Array.Empty<byte>();
        using var pinned = new PinnedArray(image.Voxels);
        long at = 0;
        foreach (Formats.Reading.VoxelSegment segment in voxels.Segments())
        {
            Array.Resize(ref part, (int)segment.ByteCount);
            fixed (byte* target = part)
            {
                voxels.Read(segment, target, default);
                var written = new ReadOnlySpan<byte>(target, part.Length);
                if (!written.SequenceEqual(new ReadOnlySpan<byte>(pinned.Pointer + at, part.Length)))
                {
                    throw Cannot(path, "ITK reads other voxels back than it was given");
                }
            }

            at += segment.ByteCount;
        }

        voxels.Finish();
    }

    private static bool IsInPlace(ItkHeader header, MedMeta meta)
    {
        try
        {
            Affine written = ItkGeometry.Affine(header, string.Empty, new ReadOptions(), new List<string>());
            return written.Dimension == meta.Affine.Dimension && ItkGeometry.AreSame(written, meta.Affine, meta.Shape);
        }
        catch (MedIOException)
        {
            return false;
        }
    }

    // Of DICOM, others will not guess what ITK does.
    private static void RequireSameHere(MedMeta meta, string file, string path)
    {
        MedMeta read;
        try
        {
            read = MedFile.ReadMeta(file, new ReadOptions { Backend = MedBackends.MedIO });
        }
        catch (MedIOException e)
        {
            throw Cannot(path, "ITK writes DICOM of it that says too little", e);
        }

        if (!ItkGeometry.Trimmed(read.Shape).SequenceEqual(ItkGeometry.Trimmed(meta.Shape)) || !ItkGeometry.AreSame(read.Affine.To3D(), meta.Affine.To3D(), meta.Shape))
        {
            throw Cannot(path, "ITK writes DICOM of it that others put in other places");
        }
    }

    private static MedIOException Cannot(string path, string why, Exception? e = null) =>
        new(MedIOError.CannotRepresent, $"{path}: {why.TrimEnd('.')}. Leave out -Backend, or choose another format; Export-DicomSeries writes DICOM.", path, e);

    private static MedIOException Failure(ItkException e, string path, string folder)
    {
        if (IsFull(folder))
        {
            return new MedIOException(MedIOError.DiskFull, $"{path}: the disk is full. Nothing was changed; make room and try again.", path, e);
        }

        MedIOException reason = ItkErrors.Reading(e, path, string.Empty, isHeader: false);
        string line = InPlace(ItkErrors.OwnLine(e.Message), folder, path);
        return reason.Error switch
        {
            MedIOError.ImageTooLarge => reason,
            MedIOError.UnknownFormat => new MedIOException(MedIOError.UnknownSuffix, $"{path}: SimpleITK writes no format with this suffix: {line} Give one that it writes, or -ImageIO.", path, e),
            _ => new MedIOException(MedIOError.CannotRepresent, $"{path}: SimpleITK cannot write the image in this format: {line} Leave out -Backend, or choose another format.", path, e),
        };
    }

    private static bool IsFull(string folder)
    {
        try
        {
            return new DriveInfo(folder).AvailableFreeSpace < LeastFree;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return false;
        }
    }

    private static string InPlace(string text, string folder, string path) => text.Replace(folder, Path.GetDirectoryName(path));
}
