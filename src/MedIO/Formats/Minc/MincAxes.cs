using System;
using System.Collections.Generic;
using System.Linq;
using MedIO.Formats.Reading;

namespace MedIO.Formats.Minc;

/// <summary>
/// A MINC image's dimensions as an image's axes: those of space first, in the order of the file and fastest first; then all others,
/// such as time; vector_dimension is the numbers of a voxel.
/// </summary>
internal sealed class MincAxes
{
    private const int MostAxes = 7;
    private const int MostComponents = 1 << 20;

    private MincAxes(Shape shape, int components, int[] fileAxes, int[] spatial, int time)
    {
        Shape = shape;
        Components = components;
        FileAxes = fileAxes;
        Spatial = spatial;
        Time = time;
    }

    /// <summary>The image's shape.</summary>
    public Shape Shape { get; }

    /// <summary>Numbers a voxel.</summary>
    public int Components { get; }

    /// <summary>See <see cref="VoxelLayout.FileAxes"/>.</summary>
    public int[] FileAxes { get; }

    /// <summary>The world's axis, 0 to 2, that each of the image's axes in space runs along.</summary>
    public int[] Spatial { get; }

    /// <summary>The image's axis that is time; -1 where none is.</summary>
    public int Time { get; }

    /// <summary>Whether the numbers of a voxel lie together.</summary>
    public bool ComponentsTogether => FileAxes[0] == VoxelLayout.ComponentAxis;

    /// <exception cref="MedIOException">The dimensions make no image.</exception>
    public static MincAxes Of(MincHeader header)
    {
        foreach (MincDimension dimension in header.Dimensions)
        {
            if (dimension.Length is < 1 or > int.MaxValue)
            {
                throw new MedIOException(
                    MedIOError.InvalidDimensions,
                    FormattableString.Invariant($"{header.Path}: the dimension {dimension.Name} has the length {dimension.Length}. The header is damaged, or nothing has been written yet: copy the file again from where it came from."),
                    header.Path);
            }
        }

        MincDimension[] fastest = header.Dimensions.Reverse().ToArray();
        int[] inSpace = Places(fastest, d => d.WorldAxis >= 0);
        int[] vectors = Places(fastest, d => d.Name == MincDimension.Vector);
        int[] others = Places(fastest, d => d.WorldAxis < 0 && d.Name != MincDimension.Vector);
        if (inSpace.Length == 0 || inSpace.Select(i => fastest[i].Name).Distinct().Count() < inSpace.Length || vectors.Length > 1)
        {
            throw header.Invalid($"its image has the dimensions {string.Join(", ", header.Dimensions.Take(8).Select(d => d.Name))}, which is none or the same one twice of xspace, yspace and zspace");
        }

        // The fourth axis is the first that is none of space.
        int missing = others.Length > 0 ? 3 - inSpace.Length : 0;
        int[] places = inSpace.Concat(Enumerable.Repeat(-1, missing)).Concat(others).ToArray();
        long components = vectors.Length == 0 ? 1 : fastest[vectors[0]].Length;
        if (places.Length > MostAxes || components > MostComponents)
        {
            throw new MedIOException(
                MedIOError.UnsupportedFeature,
                FormattableString.Invariant($"{header.Path}: has {places.Length} dimensions with voxels of {components} numbers; the most that can be read are {MostAxes} and {MostComponents}. Extract a part of it with mincreshape."),
                header.Path);
        }

        int[] fileAxes = Enumerable.Range(0, fastest.Length).Select(i => Array.IndexOf(places, i))
            .Concat(Enumerable.Range(inSpace.Length, missing))
            .ToArray();
        if (vectors.Length == 0)
        {
            fileAxes = new[] { VoxelLayout.ComponentAxis }.Concat(fileAxes).ToArray();
        }

        return new MincAxes(
            new Shape(places.Select(i => i < 0 ? 1 : (int)fastest[i].Length).ToArray()),
            (int)components,
            fileAxes,
            inSpace.Select(i => fastest[i].WorldAxis).ToArray(),
            Array.FindIndex(places, i => i >= 0 && fastest[i].Name == "time"));
    }

    private static int[] Places(MincDimension[] dimensions, Func<MincDimension, bool> which) =>
        Enumerable.Range(0, dimensions.Length).Where(i => which(dimensions[i])).ToArray();
}
