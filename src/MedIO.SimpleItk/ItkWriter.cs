using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using MedIO.Formats;
using MedIO.Formats.MetaImage;
using MedIO.Formats.Reading;
using MedIO.Formats.Writing;
using MedIO.IO;
using MedIO.IO.Replacing;
using MedIO.Voxels;

namespace MedIO.SimpleItk;

/// <summary>
/// Writes images by ITK: into a folder beside the target, under the target's own name, so that headers name their data files
/// rightly. What is written is held against the image before it gets into place.
/// </summary>
internal sealed unsafe class ItkWriter
{
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
        bool isSlice = format is { IsPicture: true, MostAxes: 2 } && image.Metadata.Shape.Count > 2 && ItkGeometry.Trimmed(image.Metadata.Shape).Count() <= 2;
        if (format is not null && image.Metadata.Shape.Count > format.MostAxes && !isSlice)
        {
            throw Cannot(path, FormattableString.Invariant($"ITK writes images of at most {format.MostAxes} axes in {format.Name}, and this one has {image.Metadata.Shape.Count}"));
        }

        string folder = files.CreateFolder(path);
        string file = Path.Combine(folder, Path.GetFileName(path));
        MedImage whole = image.ToImage();
        if (isSlice)
        {
            options.Warn?.Invoke($"{path}: ITK has no place in {format!.Name} for where the slice lies.");
            whole = Picture(whole);
        }

        if (format is { NeedsRoom: true } && DiskRoom.In(folder) < VoxelLayout.ByteCount(whole.Metadata.Shape, whole.DataType, whole.Components) + DiskRoom.Least)
        {
            throw Full(path, null);
        }

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

        if (!File.Exists(file))
        {
            throw Cannot(path, $"ITK writes {format?.Name ?? "this format"} under a name of its own: give the file one of its suffixes");
        }

        bool isPacked = options.CompressionLevel is > 0;
        RequireWhole(file, path, folder, isPacked, options.CancellationToken);

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

    // Of a disk that fills up, some of ITK's formats say nothing.
    private static void RequireWhole(string file, string path, string folder, bool isPacked, CancellationToken cancellation)
    {
        try
        {
            using ImageSource source = ImageSource.Open(file);
            if (isPacked && FormatRegistry.Find(source) is MetaImageFormat)
            {
                MedFile.Read(file, new ReadOptions { Backend = MedBackends.MedIO, AllowDefaultAffine = true, CancellationToken = cancellation });
            }

            FileCheck.Of(source, new ReadOptions { CancellationToken = cancellation })?.Decompress(cancellation);
        }
        catch (MedIOException e) when (e.Error is MedIOError.TruncatedData or MedIOError.TruncatedHeader or MedIOError.CorruptCompression or MedIOError.InvalidHeader or MedIOError.EmptyFile)
        {
            throw DiskRoom.IsFull(folder)
                ? Full(path, e)
                : new MedIOException(MedIOError.FileNotWritable, $"{path}: cannot be written: ITK has written less than the whole image without saying why. Nothing was changed; check the disk, and your quota on it.", path, e);
        }
    }

    private void WriteAlone(MedImage image, string file, string? imageIO, SaveOptions options)
    {
        using var pinned = new PinnedArray(image.Voxels);
        using ItkObject itk = ToItk(image, pinned, MincWorld.IsLeftToUs(_library, imageIO, file));
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

    // A slice without the axes of one voxel that it has as a part of a volume.
    private static MedImage Picture(MedImage slice)
    {
        MedMeta meta = slice.Metadata;
        var affine = new Affine(new double[,] { { meta.Affine.Spacing[0], 0, 0 }, { 0, meta.Affine.Spacing[1], 0 }, { 0, 0, 1 } });
        return new MedImage(slice.Voxels, new MedMeta(new Shape(meta.Shape.Take(2).ToArray()), affine, CoordinateSystem.Itk, meta.DataType, meta.Components));
    }

    // The image over our own memory where SimpleITK takes that, else over a copy.
    private ItkObject ToItk(MedImage image, PinnedArray voxels, bool isTurned)
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

        if (isTurned)
        {
            origin = MincWorld.Origin(origin);
            direction = MincWorld.Direction(direction, n);
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
            throw Cannot(path, $"ITK writes {name} that it cannot read again{(options.ImageIO is null ? string.Empty : " under this name")}: {InPlace(ItkErrors.OwnLine(e.InnerException?.Message ?? e.Message), Path.GetDirectoryName(file)!, path)}", e);
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
            options.Warn?.Invoke($"{path}: ITK has no place in {name} for all of the image's spacing, origin and direction.");
        }
    }

    private void RequireSameVoxels(MedImage image, ItkHeader header, string file, string? imageIO, string path)
    {
        var voxels = new ItkVoxels(_library, new[] { file }, new ItkWishes(imageIO, null, false), header.Size, image.DataType, image.Components);
        byte[] part = Array.Empty<byte>();
        using var pinned = new PinnedArray(image.Voxels);
        long at = 0;
        foreach (VoxelSegment segment in voxels.Segments())
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
        new(MedIOError.CannotRepresent, $"{path}: {why.TrimEnd('.')}. Choose another format, or leave out -Backend; Export-DicomSeries writes DICOM.", path, e);

    private MedIOException Failure(ItkException e, string path, string folder)
    {
        if (DiskRoom.IsFull(folder))
        {
            return Full(path, e);
        }

        MedIOException reason = ItkErrors.Reading(e, path, string.Empty, isHeader: false);
        string line = InPlace(ItkErrors.OwnLine(e.Message), folder, path);
        return reason.Error switch
        {
            MedIOError.ImageTooLarge => reason,
            MedIOError.UnknownFormat => new MedIOException(MedIOError.UnknownSuffix, $"{path}: SimpleITK writes no format with this suffix: {line} Give one of {string.Join(", ", ItkFormats.WriteSuffixes(_library.ImageIOs))}, or -ImageIO.", path, e),
            _ => new MedIOException(MedIOError.CannotRepresent, $"{path}: SimpleITK cannot write the image in this format: {line} Choose another format, or leave out -Backend.", path, e),
        };
    }

    private static MedIOException Full(string path, Exception? e) =>
        new(MedIOError.DiskFull, $"{path}: the disk is full. Nothing was changed; make room and try again.", path, e);

    private static string InPlace(string text, string folder, string path) => text.Replace(folder, Path.GetDirectoryName(path));
}
