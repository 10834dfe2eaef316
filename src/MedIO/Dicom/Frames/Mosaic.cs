using System;
using MedIO.Dicom.Pixels;
using MedIO.Dicom.Series;
using MedIO.Formats;
using MedIO.Formats.Reading;

namespace MedIO.Dicom.Frames;

/// <summary>
/// A volume that Siemens MR writes as one picture: its slices as tiles, row by row, in a square that may have empty tiles at
/// the end. How many there are, and in which direction they follow each other, is in private elements.
/// </summary>
internal sealed class Mosaic
{
    private const string SliceCount = "NumberOfImagesInMosaic";
    private const string SliceNormal = "SliceNormalVector";

    private readonly int _count;
    private readonly int _side;
    private readonly double[]? _normal;

    private Mosaic(int count, int side, double[]? normal)
    {
        _count = count;
        _side = side;
        _normal = normal;
    }

    /// <summary>The mosaic of a file; null, with a warning, where its slices cannot be told.</summary>
    public static Mosaic? Find(FileFrames file)
    {
        DicomDataSet dataSet = file.DataSet;
        Span<double> values = stackalloc double[3];
        double[]? normal = null;
        int count = 0;
        DicomTag? tag = PrivateElements.Find(dataSet, 0x0029, "SIEMENS CSA HEADER", 0x10);
        if (tag is not null && dataSet.TryFind(tag.Value, out DicomElement element) && element.Length > 0)
        {
            ReadOnlySpan<byte> csa = dataSet.BytesOf(element);
            count = CsaHeader.Numbers(csa, SliceCount, values) > 0 && values[0] is >= 1 and <= 1 << 16 ? (int)values[0] : 0;
            normal = CsaHeader.Numbers(csa, SliceNormal, values) == 3 ? values.ToArray() : null;
        }

        if (count == 0)
        {
            tag = PrivateElements.Find(dataSet, 0x0019, "SIEMENS MR HEADER", 0x0a);
            count = tag is null ? 0 : dataSet.GetInteger(tag.Value) ?? 0;
        }

        int side = (int)Math.Ceiling(Math.Sqrt(Math.Max(0, count)));
        if (count < 1 || file.Pixels.Rows % side != 0 || file.Pixels.Columns % side != 0 || file.Pixels.Components != 1)
        {
            file.Warnings.Note(count < 1
                ? $"It is a Siemens mosaic (ImageType), but {SliceCount} is missing from its private elements; it was left as one picture, whose position is that of no slice."
                : FormattableString.Invariant($"It is a Siemens mosaic (ImageType), but {file.Pixels.Columns}x{file.Pixels.Rows} pixels cannot be {count} tiles; it was left as one picture, whose position is that of no slice."));
            return null;
        }

        return new Mosaic(count, side, normal);
    }

    /// <summary>The pixels of a slice.</summary>
    public PixelFormat Tile(PixelFormat pixels) => pixels with { Rows = pixels.Rows / _side, Columns = pixels.Columns / _side };

    /// <summary>The slices as planes, in the order of the mosaic.</summary>
    public DicomPlane[] Planes(FileFrames file)
    {
        LinearMap map = file.Map();
        PlanePlace place = PlanePlace.Read(file.DataSet);
        PixelFormat tile = Tile(file.Pixels);
        double? spacing = file.DataSet.GetNumber(DicomTags.SpacingBetweenSlices);
        double? thickness = file.DataSet.GetNumber(DicomTags.SliceThickness);
        double[]? first = First(file, place, tile);
        double[]? step = first is null || place.Normal is not { } across ? null : Step(file, across, spacing ?? thickness);
        PlaneKey[] keys = PlaneKeys.Of(file.DataSet);
        VoxelSegment picture = file.Segments[0];
        var grid = new MosaicGrid(picture.Decoder, picture.ByteCount, _side, tile.Rows, tile.Columns * VoxelTypes.SizeOf(tile.StoredType));
        var planes = new DicomPlane[_count];
        for (int i = 0; i < planes.Length; i++)
        {
            planes[i] = new DicomPlane
            {
                Path = file.Path,
                Frame = i,
                Segment = MosaicTiles.Segment(picture, grid, new[] { i }),
                Position = step is null ? first : new[] { first![0] + (step[0] * i), first[1] + (step[1] * i), first[2] + (step[2] * i) },
                Orientation = place.Orientation,
                PixelSpacing = place.Spacing,
                SliceThickness = thickness,
                SpacingBetweenSlices = spacing,
                Slope = map.Slope,
                Intercept = map.Intercept,
                InstanceNumber = file.InstanceNumber,
                AcquisitionNumber = file.AcquisitionNumber,
                Keys = keys,
            };
        }

        return planes;
    }

    // ImagePositionPatient is where a single slice as large as the mosaic would begin, about the same centre.
    private static double[]? First(FileFrames file, PlanePlace place, PixelFormat tile)
    {
        if (!place.IsPlaced || !PlanePlace.IsFinite(place.Spacing, 2))
        {
            return place.Position;
        }

        double right = (file.Pixels.Columns - tile.Columns) / 2.0 * place.Spacing![1];
        double down = (file.Pixels.Rows - tile.Rows) / 2.0 * place.Spacing[0];
        var first = new double[3];
        for (int r = 0; r < 3; r++)
        {
            first[r] = place.Position![r] + (place.Orientation![r] * right) + (place.Orientation[r + 3] * down);
        }

        return first;
    }

    private double[] Step(FileFrames file, double[] across, double? spacing)
    {
        double step = spacing is > 0 && !double.IsInfinity(spacing.Value) ? spacing.Value : 1;
        if (spacing is not > 0)
        {
            file.Warnings.Note($"Its {FrameTags.Name(DicomTags.SpacingBetweenSlices)} is missing; 1 mm from slice to slice was taken.");
        }

        // Slices may follow each other against the direction that rows and columns give; only the private normal tells.
        double cosine = _normal is null ? double.NaN : (_normal[0] * across[0]) + (_normal[1] * across[1]) + (_normal[2] * across[2]);
        if (!(Math.Abs(cosine) > 0.99))
        {
            file.Warnings.Note(_normal is null
                ? $"Its private elements have no {SliceNormal}; the slices of the mosaic were taken to follow each other along the normal of rows and columns."
                : $"The {SliceNormal} of its private elements is not across its rows and columns; the slices of the mosaic were taken to follow each other along the normal of these.");
        }

        double direction = cosine < -0.99 ? -step : step;
        return new[] { across[0] * direction, across[1] * direction, across[2] * direction };
    }
}
