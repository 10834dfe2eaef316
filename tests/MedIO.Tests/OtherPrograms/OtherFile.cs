using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

namespace MedIO.Tests.OtherPrograms;

/// <summary>
/// A small image that another program wrote, or that was made by hand where none writes the format, in <c>Files/&lt;format&gt;/</c>, and what
/// independent readers make of it, in <c>Files/index.tsv</c>: spacing, origin and direction in LPS+, the axes' directions one after another.
/// </summary>
internal sealed class OtherFile
{
    private static readonly string Folder = System.IO.Path.Combine(AppContext.BaseDirectory, "OtherFiles");

    private OtherFile(string[] fields)
    {
        Name = fields[0];
        Shape = fields[1];
        Components = int.Parse(fields[2], CultureInfo.InvariantCulture);
        DataType = fields[3];
        Spacing = Numbers(fields[4]);
        Origin = Numbers(fields[5]);
        Direction = Numbers(fields[6]);
        Sum = fields[7] == "*" ? null : double.Parse(fields[7], CultureInfo.InvariantCulture);
        Last = fields[8] == "*" ? null : double.Parse(fields[8], CultureInfo.InvariantCulture);
        Voxels = fields[9] == "-" ? null : Numbers(fields[9]);
    }

    /// <summary>All of them.</summary>
    public static IReadOnlyList<OtherFile> All { get; } = File.ReadAllLines(System.IO.Path.Combine(Folder, "index.tsv")).Skip(1).Select(line => new OtherFile(line.Split('\t'))).ToArray();

    /// <summary>The formats' folders.</summary>
    public static IEnumerable<string> Formats => All.Select(file => file.Format).Distinct();

    /// <summary>Its name with the format's folder, such as <c>nrrd/itk.nhdr</c>.</summary>
    public string Name { get; }

    /// <summary>Its folder.</summary>
    public string Format => Name.Split('/')[0];

    /// <summary>Where it is.</summary>
    public string Path => System.IO.Path.Combine(Folder, Name.Replace('/', System.IO.Path.DirectorySeparatorChar));

    /// <summary>As <see cref="MedIO.Shape"/> prints.</summary>
    public string Shape { get; }

    public int Components { get; }

    /// <summary>The voxel type; <c>*</c> where that is the reader's choice.</summary>
    public string DataType { get; }

    public double[] Spacing { get; }

    public double[] Origin { get; }

    public double[] Direction { get; }

    /// <summary>The sum of all numbers, where it is known.</summary>
    public double? Sum { get; }

    /// <summary>The last number, where it is known.</summary>
    public double? Last { get; }

    /// <summary>What the numbers are made by, where they are: a (x + 10 y + 100 z + 5000 t) + b + c times the component.</summary>
    public double[]? Voxels { get; }

    public static OtherFile Named(string name) => All.Single(file => file.Name == name);

    public override string ToString() => Name;

    private static double[] Numbers(string text) => text.Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture)).ToArray();
}
