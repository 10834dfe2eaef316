using System;
using System.Collections.Generic;
using System.Linq;

namespace MedIO.Geometry;

/// <summary>
/// Where each axis of a new image comes from: the old axis, and the range of voxels taken of it. Flips are ranges that
/// walk backwards, so that reorienting and slicing are one thing and nothing is ever resampled.
/// </summary>
internal sealed class AxisMap
{
    private AxisMap(int[] source, SliceRange[] ranges)
    {
        Source = source;
        Ranges = ranges;
    }

    /// <summary>The old axis of each new axis.</summary>
    public IReadOnlyList<int> Source { get; }

    /// <summary>The range taken of the old axis, for each new axis.</summary>
    public IReadOnlyList<SliceRange> Ranges { get; }

    public Shape Shape => new(Ranges.Select(r => r.Count).ToArray());

    public bool IsPermuted => Source.Where((axis, i) => axis != i).Any();

    public static AxisMap Identity(Shape shape) => new(Enumerable.Range(0, shape.Count).ToArray(), shape.Select(SliceRange.Full).ToArray());

    public static AxisMap Slice(IReadOnlyList<SliceRange> ranges) => new(Enumerable.Range(0, ranges.Count).ToArray(), ranges.ToArray());

    public static AxisMap Permute(IReadOnlyList<int> source, IReadOnlyList<int> sizes) =>
        new(source.ToArray(), source.Select(axis => SliceRange.Full(sizes[axis])).ToArray());

    /// <summary>The map that turns axes of one orientation into another one; both codes in the same coordinate system.</summary>
    public static AxisMap Reorient(Shape shape, string from, string to)
    {
        string target = AxisCodes.Parse(to, from.Length);
        AxisMap map = Identity(shape);
        int[] source = map.Source.ToArray();
        SliceRange[] ranges = map.Ranges.ToArray();
        for (int i = 0; i < target.Length; i++)
        {
            int world = AxisCodes.WorldAxis(target[i]);
            int axis = Array.FindIndex(from.ToCharArray(), letter => AxisCodes.WorldAxis(letter) == world);
            if (axis < 0)
            {
                throw new MedIOException(
                    MedIOError.InvalidOrientation,
                    $"The image lies in a plane with the orientation {from}; it cannot be turned to {target} without resampling. Use the letters of {from} and {AxisCodes.Invert(from)}.");
            }

            int n = shape[axis];
            source[i] = axis;
            ranges[i] = from[axis] == target[i] ? SliceRange.Full(n) : new SliceRange(n - 1, -1, n);
        }

        return new AxisMap(source, ranges);
    }

    /// <summary>This map, followed by one of the image that it makes.</summary>
    public AxisMap Then(AxisMap next)
    {
        int[] source = next.Source.Select(axis => Source[axis]).ToArray();
        SliceRange[] ranges = next.Source.Select((axis, i) =>
        {
            SliceRange old = Ranges[axis];
            SliceRange taken = next.Ranges[i];
            return new SliceRange(old.Start + (taken.Start * old.Step), old.Step * taken.Step, taken.Count);
        }).ToArray();
        return new AxisMap(source, ranges);
    }

    /// <summary>The ranges by old axis.</summary>
    public SliceRange[] RangesOfSource()
    {
        var ranges = new SliceRange[Source.Count];
        for (int i = 0; i < ranges.Length; i++)
        {
            ranges[Source[i]] = Ranges[i];
        }

        return ranges;
    }

    /// <summary>The affine of the new image.</summary>
    public Affine Apply(Affine affine)
    {
        int spatial = Math.Min(3, Source.Count);
        return affine.Remap(
            Source.Take(spatial).ToArray(),
            Ranges.Take(spatial).Select(r => (double)r.Start).ToArray(),
            Ranges.Take(spatial).Select(r => (double)r.Step).ToArray());
    }
}
