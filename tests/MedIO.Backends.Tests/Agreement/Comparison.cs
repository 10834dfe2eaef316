using System;
using System.Collections.Generic;
using System.Linq;

namespace MedIO.Backends.Tests.Agreement;

/// <summary>Two readings of one file held against each other, voxel by voxel, at their places in the world.</summary>
internal static class Comparison
{
    /// <summary>All in which they differ; empty where they agree.</summary>
    public static IReadOnlyList<Difference> Of(MedImage ours, MedImage theirs)
    {
        var found = new List<Difference>();
        if (ours.DataType != theirs.DataType)
        {
            found.Add(new(Aspect.Type, 0, $"{ours.DataType} here, {theirs.DataType} there"));
        }

        if (ours.Components != theirs.Components)
        {
            found.Add(new(Aspect.Components, 0, $"{ours.Components} here, {theirs.Components} there"));
        }

        PlaceMap? map = Beyond(ours).SequenceEqual(Beyond(theirs)) ? PlaceMap.Between(theirs, ours) : null;
        if (map is null)
        {
            found.Add(new(Aspect.Shape, 0, $"{ours.Shape} here, {theirs.Shape} there"));
            return found;
        }

        if (!map.IsSamePlace)
        {
            found.Add(new(Aspect.Place, map.Distance, Invariant($"{map.Distance:G4} mm apart: {ours.Affine} here, {theirs.Affine} there")));
        }

        if (Depth(ours, theirs, map) is { } depth)
        {
            found.Add(depth);
        }

        if (Beyond(ours).Any() && !Same(ours.TimeStep, theirs.TimeStep))
        {
            double apart = Math.Abs(ours.TimeStep - theirs.TimeStep ?? double.PositiveInfinity);
            found.Add(new(Aspect.TimeStep, apart, Invariant($"{ours.TimeStep} s here, {theirs.TimeStep} s there")));
        }

        if (ours.Components == theirs.Components && Values(ours, theirs, map) is { } values)
        {
            found.Add(values);
        }

        return found;
    }

    private static bool Same(double? left, double? right) => left == right || (left is { } l && right is { } r && Math.Abs(l - r) <= 1e-5 * Math.Abs(l));

    // Axes that do not lie in space.
    private static IEnumerable<int> Beyond(MedImage image) => image.Shape.Skip(3).Reverse().SkipWhile(n => n == 1).Reverse();

    // Of a single slice no voxel tells where the next one would be.
    private static Difference? Depth(MedImage ours, MedImage theirs, PlaceMap map)
    {
        if (ours.Shape.Count < 3 || theirs.Shape.Count < 3)
        {
            return null;
        }

        for (int axis = 0; axis < 3; axis++)
        {
            if (map.From[axis] > 1)
            {
                continue;
            }

            double most = Enumerable.Range(0, 3).Max(r => Math.Abs(theirs.Affine[r, axis] - ours.Affine[r, map.Axis(axis)]));
            if (most > 1e-3 * ours.Spacing[map.Axis(axis)])
            {
                return new(Aspect.Depth, most, Invariant($"{ours.Affine} here, {theirs.Affine} there"));
            }
        }

        return null;
    }

    private static Difference? Values(MedImage ours, MedImage theirs, PlaceMap map)
    {
        if (map.Axis(0) == 0 && map[0, 0, 0] == 0 && Numbers.SameBits(ours.Voxels, theirs.Voxels) && IsIdentity(map))
        {
            return null;
        }

        double[] left = Numbers.Of(ours.Voxels);
        double[] right = Numbers.Of(theirs.Voxels);
        long volume = (long)map.From[0] * map.From[1] * map.From[2];
        int numbers = left.Length / (int)ours.Shape.VoxelCount;
        if (right.Length != left.Length)
        {
            return new(Aspect.Values, double.NaN, $"{left.Length} numbers here, {right.Length} there");
        }

        // Where one of them is of 32 bits, the other is rounded to that.
        bool rounded = ours.DataType != theirs.DataType && (ours.DataType == VoxelType.Float32 || theirs.DataType == VoxelType.Float32);
        long wrong = 0;
        double most = 0;
        string first = string.Empty;
        for (long start = 0, at = 0; start < left.Length / numbers; start += volume)
        {
            for (int z = 0; z < map.From[2]; z++)
            {
                for (int y = 0; y < map.From[1]; y++)
                {
                    for (int x = 0; x < map.From[0]; x++, at += numbers)
                    {
                        long other = (start + map[x, y, z]) * numbers;
                        for (int c = 0; c < numbers; c++)
                        {
                            double l = left[other + c];
                            double r = right[at + c];
                            if (l == r || (double.IsNaN(l) && double.IsNaN(r)) || (rounded && (float)l == (float)r))
                            {
                                continue;
                            }

                            double d = Math.Abs(l - r);
                            most = Math.Max(most, double.IsNaN(d) ? double.PositiveInfinity : d);
                            first = wrong++ == 0 ? Invariant($"first at {x},{y},{z} of volume {start / volume}, component {c}: {l:R} here, {r:R} there") : first;
                        }
                    }
                }
            }
        }

        if (wrong == 0 && ours.DataType == theirs.DataType && VoxelTypes.SizeOf(ours.DataType) == 8 && VoxelTypes.IsInteger(ours.DataType) && IsIdentity(map))
        {
            return new(Aspect.Values, 0, "64-bit integers differ beyond 53 bits");
        }

        return wrong == 0 ? null : new(Aspect.Values, most, Invariant($"{wrong} of {left.Length} numbers, by up to {most:G6}, {first}"));
    }

    private static bool IsIdentity(PlaceMap map) =>
        map.Axis(0) == 0 && map.Axis(1) == 1 && map[map.From[0] - 1, map.From[1] - 1, map.From[2] - 1] == ((long)map.From[0] * map.From[1] * map.From[2]) - 1;

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
