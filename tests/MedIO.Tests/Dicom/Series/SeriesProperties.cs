using System;
using System.Linq;
using FsCheck.Xunit;
using MedIO.Dicom;
using Xunit;

namespace MedIO.Tests.Dicom.Series;

/// <summary>A random volume, oblique or tilted or in time, comes back from files in any order.</summary>
public sealed class SeriesProperties : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Property(MaxTest = 40)]
    public void A_volume_comes_back_from_shuffled_files(int seed)
    {
        var random = new Random(seed);
        string folder = _folder[Guid.NewGuid().ToString("N")];
        int columns = random.Next(1, 6);
        int rows = random.Next(1, 6);
        int slices = random.Next(2, 9);
        int volumes = random.Next(3) == 0 ? random.Next(2, 4) : 1;
        double[] row = Unit(random);
        double[] column = Perpendicular(row, Unit(random));
        double[] normal = Cross(row, column);
        double[] spacing = { 0.3 + random.NextDouble(), 0.3 + random.NextDouble() };
        double distance = 0.5 + (5 * random.NextDouble());
        bool tilted = random.Next(2) == 0;
        double[] step = Enumerable.Range(0, 3).Select(i => distance * (normal[i] + (tilted ? 0.3 * column[i] : 0))).ToArray();
        double[] origin = { Number(random), Number(random), Number(random) };
        int[] order = Enumerable.Range(0, slices * volumes).OrderBy(_ => random.Next()).ToArray();
        int[] numbers = order.OrderBy(_ => random.Next()).ToArray();
        for (int i = 0; i < order.Length; i++)
        {
            int z = order[i] % slices;
            int t = order[i] / slices;
            new SliceFile
            {
                Columns = columns,
                Rows = rows,
                Orientation = row.Concat(column).ToArray(),
                Position = Enumerable.Range(0, 3).Select(r => origin[r] + (z * step[r])).ToArray(),
                PixelSpacing = new[] { spacing[1], spacing[0] },
                EchoTime = 2.5 * (t + 1),
                InstanceNumber = numbers[i],
                Value = order[i] * 100,
            }.Save(System.IO.Path.Combine(folder, $"{i}.dcm"));
        }

        MedImage image = MedFile.Read(folder);
        int[] shape = volumes > 1 ? new[] { columns, rows, slices, volumes } : new[] { columns, rows, slices };
        Assert.Equal(new Shape(shape), image.Shape);
        Assert.Equal(Enumerable.Range(0, slices * volumes).SelectMany(p => Enumerable.Range(p * 100, rows * columns)).Select(v => (ushort)v), (ushort[])image.Voxels);
        for (int corner = 0; corner < 8; corner++)
        {
            double[] index = { (corner & 1) * (columns - 1), (corner >> 1 & 1) * (rows - 1), (corner >> 2) * (slices - 1) };
            Vector place = image.Affine.IndexToCoordinate(new Vector(index));
            for (int r = 0; r < 3; r++)
            {
                Assert.Equal(origin[r] + (index[0] * row[r] * spacing[0]) + (index[1] * column[r] * spacing[1]) + (index[2] * step[r]), place[r], 6);
            }
        }

        Assert.Equal(tilted ? 1 : 0, image.Warnings.Count);
        Assert.Equal(tilted, image.Metadata.IsSheared);
    }

    private static double Number(Random random) => (random.NextDouble() - 0.5) * 400;

    private static double[] Unit(Random random)
    {
        double[] v = { random.NextDouble() - 0.5, random.NextDouble() - 0.5, random.NextDouble() - 0.5 };
        double length = Math.Sqrt(v.Sum(x => x * x));
        return length < 0.1 ? Unit(random) : v.Select(x => x / length).ToArray();
    }

    private static double[] Perpendicular(double[] to, double[] v)
    {
        double[] cross = Cross(to, v);
        double length = Math.Sqrt(cross.Sum(x => x * x));
        return length < 0.1 ? Perpendicular(to, new[] { v[1], v[2], -v[0] }) : cross.Select(x => x / length).ToArray();
    }

    private static double[] Cross(double[] a, double[] b) =>
        new[] { (a[1] * b[2]) - (a[2] * b[1]), (a[2] * b[0]) - (a[0] * b[2]), (a[0] * b[1]) - (a[1] * b[0]) };
}
