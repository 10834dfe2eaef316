using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using MedIO.Formats.Reading;
using MedIO.Geometry;

namespace MedIO.Formats.Pictures;

/// <summary>The numbered pictures of a folder as a volume, one slice each.</summary>
internal sealed class PictureStack
{
    private readonly string _folder;
    private readonly ReadOptions _options;
    private readonly List<string> _warnings = new();

    private PictureStack(string folder, ReadOptions options)
    {
        _folder = folder;
        _options = options;
    }

    /// <summary>Describes a folder's stack.</summary>
    /// <param name="folder">The full path.</param>
    /// <param name="options">Which files, and which spacing.</param>
    /// <param name="first">The first picture's path.</param>
    /// <returns>Null where there is no picture in it.</returns>
    /// <exception cref="MedIOException">The pictures make no volume, or one cannot be read.</exception>
    public static ImageDescription? Describe(string folder, ReadOptions options, out string first)
    {
        string[] files = PictureStackNames.PicturesOf(folder, options);
        first = string.Empty;
        return files.Length == 0 ? null : new PictureStack(folder, options).Describe(files, out first);
    }

    private ImageDescription Describe(string[] files, out string first)
    {
        string?[] slices = PictureStackNames.Order(_folder, files, _options, _warnings);
        first = slices[0]!;
        ImageDescription[] pictures = ReadHeaders(slices.Where(s => s is not null).ToArray()!);
        ImageDescription one = pictures[0];
        RequireAlike(one, pictures);
        VoxelLayout layout = one.Layout;
        long sliceBytes = VoxelLayout.ByteCount(layout.Shape, layout.StoredType, layout.Components);
        int next = 0;
        VoxelSegment[] segments = slices.SelectMany(s => s is null ? new[] { VoxelSegment.Missing(sliceBytes, 0) } : pictures[next++].Layout.Segments).ToArray();
        var shape = new Shape(layout.Shape[0], layout.Shape[1], slices.Length);
        Affine affine = PictureSpacing.Affine(3, _options, one.Meta.Affine.Spacing.Take(2).ToArray(), out bool knowsSlices);
        if (!knowsSlices)
        {
            _warnings.Add("Pictures do not say how far slices are apart; 1 mm is assumed. Give it with -Spacing, such as -Spacing 0.5,0.5,2.");
        }

        if (_options.Spacing is null && pictures.Any(p => !p.Meta.Spacing.Equals(one.Meta.Spacing)))
        {
            _warnings.Add($"The pictures differ in the distance of their pixels; that of the first is taken ({one.Meta.Spacing} mm).");
        }

        var meta = new MedMeta(shape, affine, CoordinateSystem.Itk, one.Meta.DataType, layout.Components, null, one.Meta.Header) { Format = one.Meta.Format };
        meta.Warnings = _warnings.Concat(pictures.SelectMany(p => p.Meta.Warnings).Distinct()).ToArray();
        return new ImageDescription(meta, new VoxelLayout(shape, layout.StoredType, layout.Components, segments) { BigEndian = layout.BigEndian }) { IsPicture = true };
    }

    // On all cores; of several that cannot be read the first one is named.
    private ImageDescription[] ReadHeaders(string[] files)
    {
        var pictures = new ImageDescription[files.Length];
        var errors = new MedIOException?[files.Length];
        ReadOptions quiet = _options.Copy();
        quiet.Header = false;
        Parallel.For(0, files.Length, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = _options.CancellationToken }, i =>
        {
            try
            {
                using ImageSource source = ImageSource.Open(files[i]);
                pictures[i] = FormatRegistry.Find(source).Describe(source, i == 0 ? _options : quiet);
                if (!pictures[i].IsPicture || pictures[i].Layout.Shape.Count != 2)
                {
                    throw Unlike(files[i], "is no picture but a volume itself");
                }
            }
            catch (MedIOException e)
            {
                errors[i] = e.About(files[i]);
            }
        });
        return errors.FirstOrDefault(e => e is not null) is { } error ? throw error : pictures;
    }

    private void RequireAlike(ImageDescription one, ImageDescription[] pictures)
    {
        foreach (ImageDescription picture in pictures)
        {
            VoxelLayout a = one.Layout;
            VoxelLayout b = picture.Layout;
            if (!a.Shape.Equals(b.Shape) || a.StoredType != b.StoredType || a.Components != b.Components)
            {
                throw Unlike(b.Segments[0].Path, $"has {Size(b)}, but '{Path.GetFileName(a.Segments[0].Path)}' has {Size(a)}");
            }

            if (a.BigEndian != b.BigEndian || b.PlanarComponents || b.IsScaled)
            {
                throw Unlike(b.Segments[0].Path, $"is stored in another way than '{Path.GetFileName(a.Segments[0].Path)}'");
            }
        }
    }

    private static string Size(VoxelLayout layout) => FormattableString.Invariant($"{layout.Shape} pixels of {layout.Components} x {layout.StoredType}");

    private MedIOException Unlike(string path, string why) => new(
        MedIOError.InconsistentSeries, $"{path}: {why}, so that the pictures of '{_folder}' make no volume. Choose those of one stack with -Filter.", path);
}
