using System;
using System.Collections.Generic;
using System.Linq;

namespace MedIO.Formats.Minc;

/// <summary>
/// How stored integers become real values: the ends of valid_range stand for image-min and image-max, of the whole image or of
/// each slice. What lies outside of the range is no valid value; it gets that of the nearest end, as in nibabel.
/// </summary>
internal sealed class MincScaling
{
    /// <summary>Parts of an image that may each have a scaling of their own: more than there are slices.</summary>
    public const int MostParts = 1 << 20;

    private MincScaling(int depth, IReadOnlyList<(double Slope, double Intercept)> parts, double low, double high, bool clips)
    {
        Depth = depth;
        Parts = parts;
        Low = low;
        High = high;
        Clips = clips;
    }

    /// <summary>How many of the slowest dimensions a part has one index of; 0 where one scaling holds for all.</summary>
    public int Depth { get; }

    /// <summary>Slope and intercept of each part, in the order of the file; one where one holds for all.</summary>
    public IReadOnlyList<(double Slope, double Intercept)> Parts { get; }

    /// <summary>The lower end of the valid range.</summary>
    public double Low { get; }

    /// <summary>The upper end of the valid range.</summary>
    public double High { get; }

    /// <summary>Whether stored numbers may lie outside of the valid range.</summary>
    public bool Clips { get; }

    /// <exception cref="MedIOException">What the header says makes no values.</exception>
    public static MincScaling Read(MincHeader header, MincAxes axes, List<string> warnings)
    {
        // Of floating-point numbers the limits only tell the range.
        if (!VoxelTypes.IsInteger(header.StoredType))
        {
            return new MincScaling(0, new[] { (1.0, 0.0) }, 0, 0, clips: false);
        }

        if (header.Maximum is null || header.Minimum is null)
        {
            warnings.Add($"The file has no {(header.Maximum is null ? "image-max" : "image-min")}, which says what the stored numbers stand for; {(header.Maximum is null ? "1" : "0")} is taken, as in minc-tools.");
        }

        (double lowest, double highest) = Range(header.StoredType);
        (double low, double high) = ValidRange(header, lowest, highest);
        int[] highPlaces = Places(header, header.Maximum);
        int[] lowPlaces = Places(header, header.Minimum);
        int depth = highPlaces.Concat(lowPlaces).Select(i => i + 1).DefaultIfEmpty(0).Max();
        long count = header.Dimensions.Take(depth).Aggregate(1L, (n, d) => Math.Min(long.MaxValue >> 32, n) * d.Length);
        if (count > MostParts || depth > header.Dimensions.Count - (axes.ComponentsTogether && axes.Components > 1 ? 2 : 1))
        {
            throw new MedIOException(
                MedIOError.UnsupportedFeature, $"{header.Path}: image-max and image-min differ from voxel to voxel of a row, or are too many. Write it anew with one scaling for all or for each slice, such as with mincreshape.", header.Path) { IsFinal = true };
        }

        var parts = new (double Slope, double Intercept)[(int)count];
        for (int i = 0; i < parts.Length; i++)
        {
            parts[i] = Scaling(header, low, high, ValueOf(header, header.Minimum, lowPlaces, i, depth, 0), ValueOf(header, header.Maximum, highPlaces, i, depth, 1));
        }

        bool same = parts.All(p => p == parts[0]);
        return new MincScaling(same ? 0 : depth, same ? new[] { parts[0] } : parts, low, high, (low > lowest || high < highest) && VoxelTypes.SizeOf(header.StoredType) < 8);
    }

    private static (double Slope, double Intercept) Scaling(MincHeader header, double low, double high, double min, double max)
    {
        double slope = high == low ? 0 : (max - min) / (high - low);
        double intercept = min - (low * slope);
        return !double.IsNaN(intercept) && !double.IsInfinity(intercept)
            ? (slope, intercept)
            : throw header.Invalid(FormattableString.Invariant($"image-min {min} and image-max {max} of a slice are no values, so that its voxels have none"));
    }

    private static (double Low, double High) ValidRange(MincHeader header, double lowest, double highest)
    {
        double[]? range = header.Numbers(MincHeader.Image, "valid_range");
        double low = range is { Length: 2 } ? range[0] : header.Number(MincHeader.Image, "valid_min") ?? lowest;
        double high = range is { Length: 2 } ? range[1] : header.Number(MincHeader.Image, "valid_max") ?? highest;
        if (double.IsNaN(low) || double.IsNaN(high) || double.IsInfinity(low) || double.IsInfinity(high))
        {
            throw header.Invalid(FormattableString.Invariant($"image:valid_range is {low} to {high}"));
        }

        return low <= high ? (low, high) : (high, low);
    }

    // The limits' dimensions among those of the image.
    private static int[] Places(MincHeader header, MincLimits? limits)
    {
        if (limits is null)
        {
            return Array.Empty<int>();
        }

        string[] names = header.Dimensions.Select(d => d.Name).ToArray();
        int[] places = limits.Dimensions.Select(name => Array.IndexOf(names, name)).ToArray();
        long count = 1;
        foreach (int place in places)
        {
            count = place < 0
                ? throw header.Invalid($"image-max or image-min has a dimension that the image does not have: {string.Join(", ", limits.Dimensions)}")
                : Math.Min(long.MaxValue >> 32, count) * header.Dimensions[place].Length;
        }

        return count == limits.Values.Length
            ? places
            : throw header.Invalid(FormattableString.Invariant($"image-max or image-min has {limits.Values.Length} values instead of {count}"));
    }

    private static double ValueOf(MincHeader header, MincLimits? limits, int[] places, int part, int depth, double missing)
    {
        if (limits is null)
        {
            return missing;
        }

        // The part's indices along the slowest dimensions.
        var index = new long[depth];
        long rest = part;
        for (int i = depth - 1; i >= 0; i--)
        {
            index[i] = rest % header.Dimensions[i].Length;
            rest /= header.Dimensions[i].Length;
        }

        return limits.Values[places.Aggregate(0L, (at, place) => (at * header.Dimensions[place].Length) + index[place])];
    }

    private static (double Lowest, double Highest) Range(VoxelType type) => type switch
    {
        VoxelType.UInt8 => (0, byte.MaxValue),
        VoxelType.Int8 => (sbyte.MinValue, sbyte.MaxValue),
        VoxelType.UInt16 => (0, ushort.MaxValue),
        VoxelType.Int16 => (short.MinValue, short.MaxValue),
        VoxelType.UInt32 => (0, uint.MaxValue),
        VoxelType.Int32 => (int.MinValue, int.MaxValue),
        VoxelType.UInt64 => (0, ulong.MaxValue),
        _ => (long.MinValue, long.MaxValue),
    };
}
