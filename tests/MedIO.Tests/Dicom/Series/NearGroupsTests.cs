using System;
using System.Collections.Generic;
using System.Linq;
using FsCheck.Xunit;
using MedIO.Dicom.Series;
using Xunit;

namespace MedIO.Tests.Dicom.Series;

/// <summary>Groups are those that comparing each plane with each group gives, for a number of comparisons that grows with the planes alone.</summary>
public sealed class NearGroupsTests
{
    // Multiples of the tolerance, so that many lie at its very border, and what damaged files have.
    private static readonly double[] Steps = { 0, 0, 1e-3, -1e-3, 2e-3, 4e-3, 4.001e-3, -4e-3, 0.5, 1, -1, 8e-3 };
    private static readonly double[] Odd = { double.NaN, BitConverter.Int64BitsToDouble(0x7ff8000000000001), double.PositiveInfinity, double.NegativeInfinity, 1e300, -0.0 };
    private static readonly double[] Distances = { 1, 1.001, 0.999, 1.002, 0.5, 1e-9, 1.5e-9, 0, -1, -1.001, 1e12 };

    [Property(MaxTest = 300)]
    public void Planes_are_grouped_as_by_comparing_each_with_each_group(int seed)
    {
        var random = new Random(seed);
        DicomPlane[] planes = Enumerable.Range(0, 60).Select(_ => Plane(random)).ToArray();

        var groups = new NearGroups<DicomPlane>(PlaneGeometry.PointOf, PlaneGeometry.IsSame);
        foreach (DicomPlane plane in planes)
        {
            groups.Add(plane);
        }

        Assert.Equal(Compared(planes, PlaneGeometry.IsSame), groups.Groups);
    }

    [Property(MaxTest = 300)]
    public void So_are_points_anywhere(int seed)
    {
        var random = new Random(seed);
        int scale = random.Next(1, 30);
        double[][] points = Enumerable.Range(0, 80).Select(_ => Enumerable.Range(0, 3).Select(_ => random.Next(2) == 0 ? random.Next(-scale, scale) : scale * (random.NextDouble() - 0.5)).ToArray()).ToArray();
        static bool IsNear(double[] a, double[] b) => Math.Sqrt(a.Zip(b, (x, y) => (x - y) * (x - y)).Sum()) <= 1;

        var groups = new NearGroups<double[]>(p => p, IsNear);
        foreach (double[] point in points)
        {
            groups.Add(point);
        }

        Assert.Equal(Compared(points, IsNear), groups.Groups);
    }

    [Theory]
    [InlineData(7e-4)]
    [InlineData(0.0017)]
    [InlineData(0.02)]
    public void Thousands_of_orientations_are_each_compared_with_few(double turn)
    {
        int compared = 0;
        var groups = new NearGroups<DicomPlane>(PlaneGeometry.PointOf, (a, b) =>
        {
            compared++;
            return PlaneGeometry.IsSame(a, b);
        });
        for (int i = 0; i < 20_000; i++)
        {
            double angle = i * turn;
            double tilt = (i % 100) * 0.01;
            groups.Add(new DicomPlane
            {
                Orientation = new[] { Math.Cos(angle), Math.Sin(angle), 0, -Math.Sin(angle) * Math.Cos(tilt), Math.Cos(angle) * Math.Cos(tilt), Math.Sin(tilt) },
                PixelSpacing = new[] { 1.0, 1.0 },
            });
        }

        Assert.InRange(groups.Groups.Count, 1000, 20_000);
        Assert.InRange(compared, 0, 40 * 20_000);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void So_are_thousands_of_distances(int which)
    {
        int compared = 0;
        var groups = new NearGroups<DicomPlane>(PlaneGeometry.PointOf, (a, b) =>
        {
            compared++;
            return PlaneGeometry.IsSame(a, b);
        });
        for (int i = 0; i < 5_000; i++)
        {
            double[] spacing = { 1, 1 };
            spacing[which] = Math.Exp(i * 3e-3);
            groups.Add(new DicomPlane { Orientation = new double[] { 1, 0, 0, 0, 1, 0 }, PixelSpacing = spacing });
        }

        Assert.Equal(5_000, groups.Groups.Count);
        Assert.InRange(compared, 0, 40 * 5_000);
    }

    private static DicomPlane Plane(Random random)
    {
        double Step() => random.Next(40) == 0 ? Odd[random.Next(Odd.Length)] : Steps[random.Next(Steps.Length)] + (random.Next(3) == 0 ? (random.NextDouble() - 0.5) * 2e-3 : 0);
        double Distance() => random.Next(40) == 0 ? Odd[random.Next(Odd.Length)] : Distances[random.Next(Distances.Length)];

        // Few numbers vary in one plane, so that many are near.
        double[] orientation = { 1, 0, 0, 0, 1, 0 };
        for (int i = random.Next(4); i > 0; i--)
        {
            orientation[random.Next(6)] += Step();
        }

        return new DicomPlane
        {
            Orientation = random.Next(20) == 0 ? null : orientation,
            PixelSpacing = random.Next(20) == 0 ? null : random.Next(3) == 0 ? new[] { Distance(), Distance() } : new[] { 1.0, 1.0 },
        };
    }

    private static List<List<T>> Compared<T>(IEnumerable<T> members, Func<T, T, bool> isSame)
    {
        var groups = new List<List<T>>();
        foreach (T member in members)
        {
            List<T>? same = groups.Find(g => isSame(g[0], member));
            if (same is null)
            {
                groups.Add(same = new List<T>());
            }

            same.Add(member);
        }

        return groups;
    }
}
