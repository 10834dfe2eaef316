using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using MedIO.Dicom;
using MedIO.Dicom.Frames;
using MedIO.Formats;
using MedIO.Formats.Reading;

namespace MedIO.SimpleItk;

/// <summary>
/// One DICOM file by ITK, which makes a stack of its frames as they follow each other. Whether they are one, this library knows
/// from what the file says of each.
/// </summary>
internal sealed class ItkDicomFile
{
    private readonly ItkImages _images;

    public ItkDicomFile(ItkImages images) => _images = images;

    /// <summary>Describes a DICOM file.</summary>
    /// <param name="source">The file.</param>
    /// <param name="series">The file as this library knows it, and what it makes of it, where that is known already.</param>
    /// <param name="options">What the user wants.</param>
    /// <exception cref="MedIOException">ITK cannot read it, or would put its frames in wrong places.</exception>
    public ImageDescription Describe(ImageSource source, (DicomImageFile Image, ImageDescription Own)? series, ReadOptions options)
    {
        string path = source.Path;
        (DicomImageFile Image, ImageDescription Own)? known = series ?? Own(source, options);
        ImageDescription? own = known?.Own;
        if (known is { } first)
        {
            // GDCM asks the first code stream for its header.
            DicomCheck.Frames(first.Own.Layout.Segments.Where(s => s.Frame == 0), new[] { first.Image }, options.CancellationToken);
        }

        ItkHeader header = _images.ReadHeader(path, ItkFormats.Dicom, options);
        var warnings = new List<string>(ItkWarnings.Sentences(header.Printed));
        Affine affine = ItkGeometry.Affine(header, path, options, warnings);
        Shape shape = new(header.Size);
        if (own is not null)
        {
            if (!ItkGeometry.Trimmed(header.Size).SequenceEqual(ItkGeometry.Trimmed(own.Meta.Shape)))
            {
                throw Unsupported(path, $"its frames make {own.Meta.Shape} voxels, and ITK gives {shape}");
            }

            affine = header.Size.Length == 3 && header.Size[2] > 1 ? Stack(path, affine, own, header) : Slice(affine, own.Meta.Affine, shape);
            shape = affine.Dimension == 2 ? own.Meta.Shape : shape;
        }

        ItkWishes wishes = ItkImages.Wishes(header, ItkFormats.Dicom, options);
        Action<CancellationToken>? look = known is { } it ? c => DicomCheck.Frames(it.Own.Layout.Segments, new[] { it.Image }, c) : null;
        ImageDescription description = _images.Describe(header, new[] { path }, ItkFormats.Dicom, options, affine, wishes, header.Size, warnings, shape, look: look);
        description.Meta.Modality = own?.Meta.Modality ?? description.Meta.Modality;
        return description;
    }

    /// <summary>What ITK cannot do by its nature.</summary>
    public static MedIOException Unsupported(string path, string why) =>
        new(MedIOError.UnsupportedFeature, $"{path}: {why}. Leave out -Backend, or choose {MedBackends.MedIO}.", path);

    /// <summary>Looks through a file of a series before GDCM does.</summary>
    /// <exception cref="MedIOException">GDCM must not read it.</exception>
    public static void Verify(DicomImageFile image)
    {
        using ImageSource source = ImageSource.Open(image.Path);
        using DicomFile file = DicomFile.Read(source);
        DicomCheck.Elements(file);
        RequireFrames(file, image);
    }

    // GDCM looks for the number of frames in every dose, and some builds of it end the process where there is none.
    private static void RequireFrames(DicomFile file, DicomImageFile image)
    {
        if (image.SOPClassUID == ImageClasses.RTDose && file.DataSet.GetInteger(DicomTags.NumberOfFrames) is null)
        {
            throw Unsupported(image.Path, "is a dose without NumberOfFrames (0028,0008), at which GDCM may end the process");
        }
    }

    private static (DicomImageFile Image, ImageDescription Own)? Own(ImageSource source, ReadOptions options)
    {
        ReadOptions plain = options.Copy();
        plain.Header = false;
        try
        {
            using DicomFile file = DicomFile.Read(source);
            DicomCheck.Elements(file);
            DicomImageFile image = DicomImageFile.Read(file, plain);
            RequireFrames(file, image);
            ImageDescription description = DicomImage.Describe(new[] { image }, plain);
            DataCheck.SizesFit(description.Layout, source, new DamageReport(plain));
            return (image, description);
        }
        catch (MedIOException e) when (e.Error is MedIOError.UnsupportedDataType or MedIOError.UnsupportedTransferSyntax or MedIOError.InvalidAffine or MedIOError.MissingGeometry)
        {
            // ITK may know what this library does not. What is damaged, GDCM takes for granted until the process ends.
            return null;
        }
    }

    // How thick a slice is, ITK does not ask where there is one; and one without a place is a picture.
    private static Affine Slice(Affine itk, Affine own, Shape shape)
    {
        if (own.Dimension == 2)
        {
            return itk.ToPlane();
        }

        if (itk.Dimension != 3 || shape.Count != 3)
        {
            return itk;
        }

        double[,] whole = itk.ToArray();
        for (int r = 0; r < 3; r++)
        {
            whole[r, 2] = own[r, 2];
        }

        var filled = new Affine(whole);
        return ItkGeometry.AreSame(filled, own, shape) ? filled : itk;
    }

    // Frames in the order of the file, or counted from the last one, are what ITK can stack.
    private static Affine Stack(string path, Affine affine, ImageDescription own, ItkHeader header)
    {
        int ascends = Ascends(own.Layout.Segments);
        Affine other = ascends < 0 ? ItkGeometry.Reversed(own.Meta.Affine, header.Size[2]) : own.Meta.Affine;
        return ascends == 0
            ? throw Unsupported(path, "its frames do not follow each other in space as they do in the file, and ITK takes them as they come")
            : !ItkGeometry.AreSame(affine, other, new Shape(header.Size))
                ? throw Unsupported(path, $"ITK puts its frames in other places ({affine}) than it says ({other})")
                : affine;
    }

    // 1 where runs follow each other as in the file, -1 where backwards, else 0.
    private static int Ascends(IReadOnlyList<VoxelSegment> segments)
    {
        int[] signs = segments.Skip(1)
            .Select((s, i) => s.Frame != segments[i].Frame ? Math.Sign(s.Frame - segments[i].Frame) : Math.Sign(s.FileOffset + s.ContentOffset - segments[i].FileOffset - segments[i].ContentOffset))
            .Distinct()
            .ToArray();
        return signs.Length == 0 ? 1 : signs.Length == 1 ? signs[0] : 0;
    }
}
