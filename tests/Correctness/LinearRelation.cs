using System;
using System.Globalization;
using MedIO.Backends.Tests.Agreement;

namespace MedIO.Correctness;

/// <summary>
/// The numbers of one image as those of another times a factor, plus an offset: what a reader does that gives stored numbers, or turns black
/// and white round. Where that is all, the voxels are otherwise the same, each at its place.
/// </summary>
internal readonly record struct LinearRelation(double Slope, double Intercept)
{
    // Of the largest number: products of 32 bits, which some write to a file of theirs.
    private const double Tolerance = 2e-7;

    /// <summary>The factor, or one by it where that is more.</summary>
    public double Amount => Math.Max(Math.Abs(Slope), 1 / Math.Abs(Slope));

    /// <summary>What makes theirs of ours; null where nothing of the kind does.</summary>
    public static LinearRelation? Between(MedImage ours, MedImage theirs)
    {
        if (ours.Components != theirs.Components || PlaceMap.Between(theirs, ours) is not { } map)
        {
            return null;
        }

        double[] here = Numbers.Of(ours.Voxels);
        double[] there = Numbers.Of(theirs.Voxels);
        if (here.Length != there.Length)
        {
            return null;
        }

        there = InOrder(there, map, here.Length / (int)ours.Shape.VoxelCount);
        (int low, int high) = Extremes(here);
        if (here[low] == here[high])
        {
            return null;
        }

        double slope = (there[high] - there[low]) / (here[high] - here[low]);
        var found = new LinearRelation(slope, there[low] - (slope * here[low]));
        return slope != 0 && found.Holds(here, there) ? found : null;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Slope:G9} times{(Math.Abs(Intercept) < 1e-9 ? string.Empty : $", and {Intercept:G9} more")}");

    private bool Holds(double[] here, double[] there)
    {
        double near = 0;
        foreach (double v in there)
        {
            near = Math.Max(near, Math.Abs(v) * Tolerance);
        }

        for (int i = 0; i < here.Length; i++)
        {
            if (!(Math.Abs((Slope * here[i]) + Intercept - there[i]) <= near))
            {
                return false;
            }
        }

        return true;
    }

    // Each number where ours of that place is.
    private static double[] InOrder(double[] theirs, PlaceMap map, int numbers)
    {
        var made = new double[theirs.Length];
        long volume = (long)map.From[0] * map.From[1] * map.From[2];
        for (long start = 0, at = 0; at < theirs.Length; start += volume)
        {
            for (int z = 0; z < map.From[2]; z++)
            {
                for (int y = 0; y < map.From[1]; y++)
                {
                    for (int x = 0; x < map.From[0]; x++, at += numbers)
                    {
                        Array.Copy(theirs, at, made, (start + map[x, y, z]) * numbers, numbers);
                    }
                }
            }
        }

        return made;
    }

    private static (int Low, int High) Extremes(double[] values)
    {
        int low = 0;
        int high = 0;
        for (int i = 1; i < values.Length; i++)
        {
            low = values[i] < values[low] ? i : low;
            high = values[i] > values[high] ? i : high;
        }

        return (low, high);
    }
}
