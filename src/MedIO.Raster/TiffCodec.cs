using System;
using System.Collections.Generic;
using System.Linq;
using MedIO.Formats;
using MedIO.Formats.Pictures;
using MedIO.Formats.Reading;
using MedIO.Formats.Writing;
using MedIO.IO;
using MedIO.IO.Replacing;

namespace MedIO.Raster;

/// <summary>TIFF: directories are read and written here, pixels that are more than one run of a file by means of LibTiff.NET.</summary>
internal sealed class TiffCodec : IImageCodec
{
    private static readonly TiffTag[] Texts =
    {
        TiffTag.ImageDescription, TiffTag.Make, TiffTag.Model, TiffTag.PageName, TiffTag.Software, TiffTag.DateTime, TiffTag.Artist, TiffTag.HostComputer, TiffTag.Copyright,
    };

    public ImageDescription Describe(ImageSource source, ReadOptions options)
    {
        var bytes = new TiffBytes(source);
        List<TiffPage> pages = ReadPages(source, bytes, options, out TiffDirectory first);
        TiffPixels pixels = pages[0].Pixels;
        var warnings = new List<string>();
        if (first.Integer(TiffTag.Orientation) is > 1 and <= 8 and var orientation)
        {
            warnings.Add(FormattableString.Invariant($"The file says that it is to be shown turned or mirrored (Orientation {orientation}); its pixels are read as they are stored."));
        }

        if (pixels.Meaning == TiffMeaning.Colours)
        {
            warnings.Add("The file holds colours other than RGB; they are read as RGB of 8 bits, without a profile.");
        }

        if (first.Integer(TiffTag.PhotometricInterpretation) == TiffCode.MinIsWhite && pixels.Meaning == TiffMeaning.Values)
        {
            warnings.Add("The file says that its lowest value is white; the values are those stored.");
        }

        ImageJDescription? imageJ = ImageJDescription.Parse(first.Text(TiffTag.ImageDescription));
        var stack = new TiffStack(pages, imageJ, bytes.Length, warnings);
        VoxelSegment[] segments = Segments(source, bytes, pages, stack, first, out bool bigEndian);
        double[]? spacing = Spacing(first, imageJ, stack.Shape.Count);
        Affine affine = PictureSpacing.Affine(stack.Shape.Count, options, spacing, out bool knowsSlices);
        if (!knowsSlices && stack.Shape.Count > 2 && stack.Shape[2] > 1)
        {
            warnings.Add("The file does not say how far its slices are apart; 1 mm is assumed. Give it with -Spacing.");
        }

        var meta = new MedMeta(stack.Shape, affine, CoordinateSystem.Itk, pixels.Type, stack.Components, null, options.Header ? Header(first) : null)
        {
            Format = "TIFF",
            TimeStep = stack.Shape.Count > 3 ? imageJ?.FrameInterval : null,
        };
        meta.Warnings = warnings;
        return new ImageDescription(meta, new VoxelLayout(stack.Shape, pixels.Type, stack.Components, segments) { BigEndian = bigEndian, PlanarComponents = stack.IsPlanar }) { IsPicture = true };
    }

    public void Write(VoxelSource image, string path, AtomicFiles files, SaveOptions options) => new TiffWriter(image, path, options).Write(files);

    private static List<TiffPage> ReadPages(ImageSource source, TiffBytes bytes, ReadOptions options, out TiffDirectory first)
    {
        var pages = new List<TiffPage>();
        TiffDirectory? one = null;
        TiffDirectory? any = null;
        foreach (TiffDirectory directory in TiffDirectory.ReadAll(bytes))
        {
            options.CancellationToken.ThrowIfCancellationRequested();
            any ??= directory;

            // Thumbnails (bit 0) and masks (bit 2) are no pages of their own, as in ITK.
            if ((directory.Integer(TiffTag.NewSubfileType) & 5) > 0)
            {
                continue;
            }

            one ??= directory;
            pages.Add(Read(directory, pages.Count > 0 ? pages[0] : null, pages.Count));
        }

        if (one is null)
        {
            one = any!;
            pages.Add(Read(one, null, 0));
        }

        first = one;
        return pages;

        TiffPage Read(TiffDirectory directory, TiffPage? before, int number)
        {
            TiffPage page = TiffPage.Read(directory, bytes, source.Path, options.AllowTruncated);
            return before is null || before.Pixels == page.Pixels ? page : throw new MedIOException(
                MedIOError.InconsistentSeries,
                FormattableString.Invariant($"{source.Path}: page 1 has {before.Pixels}, but page {number + 1} has {page.Pixels}, so that they make no volume. Split it in another program."),
                source.Path);
        }
    }

    private static VoxelSegment[] Segments(ImageSource source, TiffBytes bytes, List<TiffPage> pages, TiffStack stack, TiffDirectory first, out bool bigEndian)
    {
        TiffPixels pixels = pages[0].Pixels;
        bigEndian = bytes.IsBigEndian;
        if (stack.IsOneRun)
        {
            return Joined(source.Path, stack.Order.Select(i => pages[0].RawOffset + (i * pixels.ByteCount)), pixels.ByteCount, bytes.Length);
        }

        if (pages.All(p => p.RawOffset >= 0))
        {
            return Joined(source.Path, stack.Order.Select(i => pages[(int)i].RawOffset), pixels.ByteCount, bytes.Length);
        }

        // The library gives numbers in the machine's order: all pages have to come in that.
        bigEndian = !BitConverter.IsLittleEndian;
        bool mayBeRaw = bytes.IsBigEndian == bigEndian || VoxelTypes.SizeOf(pixels.Type) == 1;
        TiffPalette? palette = pixels.Meaning == TiffMeaning.Indices ? TiffPalette.Read(first, pixels.Bits, bytes) : null;
        var reader = new TiffPageReader(pages, palette, bytes.IsBigEndian);
        return stack.Order.Select(i => mayBeRaw && pages[(int)i].RawOffset >= 0
            ? new VoxelSegment(source.Path, pages[(int)i].RawOffset, pixels.ByteCount) { FileLength = bytes.Length }
            : new VoxelSegment(source.Path, 0, pixels.ByteCount) { Reader = reader, Frame = (int)i, FrameCount = pages.Count, FileLength = bytes.Length }).ToArray();
    }

    // Pages that follow one another are one run, of which any part can be read at once.
    private static VoxelSegment[] Joined(string path, IEnumerable<long> offsets, long pageBytes, long fileLength)
    {
        var runs = new List<VoxelSegment>();
        foreach (long offset in offsets)
        {
            VoxelSegment? last = runs.Count > 0 ? runs[runs.Count - 1] : null;
            if (last is not null && last.FileOffset + last.ByteCount == offset)
            {
                runs[runs.Count - 1] = last with { ByteCount = last.ByteCount + pageBytes };
            }
            else
            {
                runs.Add(new VoxelSegment(path, offset, pageBytes) { FileLength = fileLength });
            }
        }

        return runs.ToArray();
    }

    // Pixels a unit of length. ImageJ gives lengths in its own unit where there is none in the tags.
    private static double[]? Spacing(TiffDirectory first, ImageJDescription? imageJ, int axes)
    {
        double? unit = first.Integer(TiffTag.ResolutionUnit) switch
        {
            TiffCode.CentimetreUnit => 10,
            TiffCode.InchUnit or null when first.Has(TiffTag.XResolution) && imageJ?.Unit is null || first.Integer(TiffTag.ResolutionUnit) == TiffCode.InchUnit => PictureSpacing.Inch,
            _ => imageJ?.Unit,
        };
        double x = unit / first.Real(TiffTag.XResolution) ?? double.NaN;
        double y = unit / first.Real(TiffTag.YResolution) ?? double.NaN;
        double[]? plane = PictureSpacing.Of(x, y);
        double? z = axes > 2 && imageJ?.SliceDistance is { } distance ? distance * (imageJ.Unit ?? unit) : null;
        return z is { } known && PictureSpacing.IsDistance(known) ? new[] { plane?[0] ?? 1, plane?[1] ?? 1, known } : plane;
    }

    private static HeaderFields Header(TiffDirectory directory)
    {
        var fields = new HeaderFields();
        foreach (TiffTag tag in directory.Tags.Where(t => Enum.IsDefined(typeof(TiffTag), t)).OrderBy(t => t))
        {
            object? value = Texts.Contains(tag) ? directory.Text(tag)
                : tag is TiffTag.StripOffsets or TiffTag.StripByteCounts or TiffTag.TileOffsets or TiffTag.TileByteCounts or TiffTag.ColorMap ? null
                : directory.Integers(tag, 16) is { } numbers ? numbers.Length == 1 ? numbers[0] : string.Join(" ", numbers)
                : directory.Real(tag);
            if (value is not null)
            {
                fields[tag.ToString()] = value;
            }
        }

        return fields;
    }
}
