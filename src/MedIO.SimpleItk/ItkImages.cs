using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using MedIO.Formats;
using MedIO.Formats.Pictures;
using MedIO.Formats.Reading;

namespace MedIO.SimpleItk;

/// <summary>Makes our description of what ITK says of a file.</summary>
internal sealed class ItkImages
{
    // ITK has room for more axes, but no format of it and no program that reads them.
    private const int MostAxes = 5;

    private readonly ItkLibrary _library;

    public ItkImages(ItkLibrary library) => _library = library;

    /// <summary>The class that knows a file; null where none does, or SimpleITK cannot tell.</summary>
    public string? ImageIO(string path)
    {
        Type reader = _library.Type("ImageFileReader");
        if (!ItkObject.Has(reader, "GetImageIOFromFileName", 1))
        {
            return null;
        }

        try
        {
            return NativeOutput.Run(() => ItkObject.CallStatic(reader, "GetImageIOFromFileName", path) as string, out _) is { Length: > 0 } name ? name : null;
        }
        catch (ItkException)
        {
            return null;
        }
    }

    /// <summary>How a file is to be read.</summary>
    /// <param name="header">What it is; null where that is not known yet.</param>
    /// <param name="imageIO">The class that reads.</param>
    /// <param name="options">What the user wants.</param>
    public static ItkWishes Wishes(ItkHeader? header, string? imageIO, ReadOptions options)
    {
        bool isForced = header is not null && options.PixelType is not null && (!options.PixelTypeFallbackOnly || header.PixelType is null);

        // Else ITK would make grey of colours.
        bool isVector = header is { Components: > 1 } && options.PixelType is { } type && !VoxelTypes.IsComplex(type);
        return new ItkWishes(imageIO, isForced ? (options.PixelType!.Value, isVector) : null, options.Header) { AllowTruncated = options.AllowTruncated };
    }

    /// <summary>Describes the image that files make.</summary>
    /// <param name="header">Its header.</param>
    /// <param name="files">The files in ITK's order.</param>
    /// <param name="imageIO">The class that reads; null where ITK finds it.</param>
    /// <param name="options">What the user wants.</param>
    /// <param name="affine">Where it lies.</param>
    /// <param name="wishes">How it is read.</param>
    /// <param name="size">Voxels along each axis of ITK's image.</param>
    /// <param name="warnings">What is odd about it.</param>
    /// <param name="shape">The image's axes; null for those of ITK's image.</param>
    /// <param name="check">What is checked of the file once it has been read.</param>
    /// <param name="look">What is done before it is read.</param>
    public ImageDescription Describe(ItkHeader header, string[] files, string? imageIO, ReadOptions options, Affine affine, ItkWishes wishes, int[] size, List<string> warnings, Shape? shape = null, FileCheck? check = null, Action<CancellationToken>? look = null)
    {
        if ((wishes.PixelType ?? header.PixelType) is not { } type)
        {
            throw new MedIOException(MedIOError.UnsupportedDataType, $"{files[0]}: has voxels of a type for which SimpleITK has no image. Give one with -PixelType, or leave out -Backend.", files[0]);
        }

        if (_library.PixelTypes.Value(type.Type, type.IsVector) is null)
        {
            throw new MedIOException(MedIOError.UnsupportedDataType, $"{files[0]}: this SimpleITK has no images of {type.Type}. Give another -PixelType.", files[0]);
        }

        // A vector of ITK that is asked for as plain numbers stays one: see Wishes.
        int components = type.IsVector ? header.Components : 1;
        shape ??= new Shape(size);
        var voxels = new ItkVoxels(_library, files, wishes, size, type.Type, components) { Check = check, Look = look };
        var meta = new MedMeta(shape, affine, CoordinateSystem.Itk, type.Type, components, header: header.Fields)
        {
            Format = imageIO is null ? null : ItkFormats.Of(imageIO).Name,
            Modality = header.Modality,
            TimeStep = size.Length > 3 && header.Spacing.Length > 3 && header.Spacing[3] is > 0 and < double.MaxValue && size[3] > 1 ? header.Spacing[3] : null,
            Warnings = warnings,
        };
        return new ImageDescription(meta, new VoxelLayout(shape, type.Type, components, voxels.Segments()) { BigEndian = !BitConverter.IsLittleEndian })
        {
            IsPicture = imageIO is not null && ItkFormats.Of(imageIO).IsPicture,
            Complete = () => AddWarnings(meta, voxels.Finish()),
        };
    }

    /// <summary>Describes the image of one file.</summary>
    /// <param name="source">The file.</param>
    /// <param name="imageIO">The class that reads; null where ITK finds it.</param>
    /// <param name="options">What the user wants.</param>
    public ImageDescription Describe(ImageSource source, string? imageIO, ReadOptions options)
    {
        string path = source.Path;
        FileCheck? check = FileCheck.Of(source, options);
        ItkHeader header = ReadHeader(path, imageIO, options);
        if (imageIO is not null && ItkFormats.Of(imageIO).HeaderBytes is { } bytes && header.PixelType is { } type && !options.AllowTruncated)
        {
            FileCheck.RequireBytes(source, bytes + VoxelLayout.ByteCount(new Shape(header.Size), type.Type, header.Components));
        }

        var warnings = new List<string>(ItkWarnings.Sentences(header.Printed));
        Affine affine = imageIO is not null && ItkFormats.Of(imageIO).IsPicture && options.Spacing is not null
            ? PictureSpacing.Affine(header.Size.Length, options, header.Spacing, out _)
            : ItkGeometry.Affine(header, path, options, warnings);
        return Describe(header, new[] { path }, imageIO, options, affine, Wishes(header, imageIO, options), header.Size, warnings, check: check);
    }

    /// <summary>Reads a header that can be an image's.</summary>
    /// <exception cref="MedIOException">It cannot.</exception>
    public ItkHeader ReadHeader(string path, string? imageIO, ReadOptions options)
    {
        ItkHeader header = ItkHeader.Read(_library, path, Wishes(null, imageIO, options), options.Header);
        if (header.Size.Length is < 2 or > MostAxes)
        {
            throw new MedIOException(MedIOError.UnsupportedFeature, FormattableString.Invariant($"{path}: has {header.Size.Length} axes, and SimpleITK reads images of 2 to {MostAxes}. Leave out -Backend."), path);
        }

        // ITK says that it reads them, and leaves in the image what was in memory before (its pull request 6541).
        if (imageIO == "TIFFImageIO" && header.PixelType?.Type is VoxelType.Int32 or VoxelType.UInt32 && _library.Version.Contains("(ITK 5."))
        {
            throw new MedIOException(MedIOError.UnsupportedDataType, $"{path}: is a TIFF of 32-bit integers, which ITK before version 6 does not read. Leave out -Backend.", path);
        }

        return header.Size.All(n => n > 0)
            ? header
            : options.ImageIO is not null ? throw new MedIOException(MedIOError.UnknownFormat, $"{path}: the ImageIO {imageIO} finds no image in it. Leave it out, or give that of the file's format.", path)
            : throw new MedIOException(MedIOError.InvalidDimensions, $"{path}: has the dimensions {string.Join(" x ", header.Size)}, which are none of an image. The header is damaged: copy the file again from where it came from.", path);
    }

    private static void AddWarnings(MedMeta meta, IReadOnlyList<string> more)
    {
        string[] fresh = more.Except(meta.Warnings).ToArray();
        if (fresh.Length > 0)
        {
            meta.Warnings = meta.Warnings.Concat(fresh).ToArray();
        }
    }
}
