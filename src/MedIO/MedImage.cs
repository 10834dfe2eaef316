using System;
using System.Collections.Generic;
using System.Linq;
using MedIO.Geometry;
using MedIO.Voxels;

namespace MedIO;

/// <summary>Voxels and metadata together. Slicing and reorienting make new images whose affine follows; nothing is resampled.</summary>
public sealed partial class MedImage
{
    /// <summary>Makes an image of a flat array.</summary>
    /// <param name="voxels">All numbers, components together, first axis fastest. It is not copied.</param>
    /// <param name="metadata">Describes the array: its shape times its components is the array's length.</param>
    /// <exception cref="ArgumentException">The array's length or type is not what the metadata say.</exception>
    public MedImage(Array voxels, MedMeta metadata)
    {
        Voxels = voxels ?? throw new ArgumentNullException(nameof(voxels));
        Metadata = metadata ?? throw new ArgumentNullException(nameof(metadata));
        if (voxels.Rank != 1 || voxels.LongLength % metadata.Components != 0 || voxels.LongLength / metadata.Components != metadata.Shape.VoxelCount)
        {
            throw new ArgumentException($"{metadata.Shape} voxels of {metadata.Components} component(s) need a flat array of as many numbers, not of {voxels.LongLength}.", nameof(voxels));
        }

        metadata.DataType = VoxelTypes.FromClrType(voxels.GetType().GetElementType()!);
    }

    /// <summary>Makes an image of a .NET array of 1, 2 or 3 dimensions, indexed <c>[x, y, z]</c>.</summary>
    /// <param name="array">Copied. Booleans become UInt8.</param>
    /// <param name="affine">Index to world; null for voxels of 1 mm along the world's axes.</param>
    /// <param name="coordinateSystem">The coordinate system that the affine is in.</param>
    /// <param name="channelsAxis">The array's axis that holds the components, negative ones from the last; null for none. With it an array of up to 4 dimensions is taken.</param>
    /// <exception cref="ArgumentException">The array has too many dimensions or no number type.</exception>
    public MedImage(Array array, Affine? affine = null, CoordinateSystem coordinateSystem = CoordinateSystem.Itk, int? channelsAxis = null)
    {
        (Voxels, Shape shape, int components) = ArrayLayout.Flatten(array ?? throw new ArgumentNullException(nameof(array)), channelsAxis);
        Metadata = new MedMeta(shape, affine, coordinateSystem, VoxelTypes.FromClrType(Voxels.GetType().GetElementType()!), components);
    }

    /// <summary>All numbers in one flat array of <see cref="DataType"/>: the components of a voxel together, then the first axis fastest.</summary>
    public Array Voxels { get; }

    /// <summary>Everything but the voxels.</summary>
    public MedMeta Metadata { get; }

    /// <inheritdoc cref="MedMeta.Path"/>
    public string? Path => Metadata.Path;

    /// <inheritdoc cref="MedMeta.Name"/>
    public string? Name => Metadata.Name;

    /// <inheritdoc cref="MedMeta.Format"/>
    public string? Format => Metadata.Format;

    /// <inheritdoc cref="MedMeta.Backend"/>
    public string? Backend => Metadata.Backend;

    /// <inheritdoc cref="MedMeta.Shape"/>
    public Shape Shape => Metadata.Shape;

    /// <inheritdoc cref="MedMeta.SpatialShape"/>
    public Shape SpatialShape => Metadata.SpatialShape;

    /// <inheritdoc cref="MedMeta.Spacing"/>
    public Vector Spacing => Metadata.Spacing;

    /// <inheritdoc cref="MedMeta.Orientation"/>
    public string Orientation => Metadata.Orientation;

    /// <inheritdoc cref="MedMeta.OriginalOrientation"/>
    public string OriginalOrientation => Metadata.OriginalOrientation;

    /// <inheritdoc cref="MedMeta.CoordinateSystem"/>
    public CoordinateSystem CoordinateSystem => Metadata.CoordinateSystem;

    /// <inheritdoc cref="MedMeta.Origin"/>
    public Vector Origin => Metadata.Origin;

    /// <inheritdoc cref="MedMeta.Direction"/>
    public Matrix Direction => Metadata.Direction;

    /// <inheritdoc cref="MedMeta.Affine"/>
    public Affine Affine => Metadata.Affine;

    /// <inheritdoc cref="MedMeta.IsSheared"/>
    public bool IsSheared => Metadata.IsSheared;

    /// <summary>The type of the voxels' numbers.</summary>
    public VoxelType DataType => Metadata.DataType;

    /// <inheritdoc cref="MedMeta.Components"/>
    public int Components => Metadata.Components;

    /// <inheritdoc cref="MedMeta.TimeStep"/>
    public double? TimeStep => Metadata.TimeStep;

    /// <inheritdoc cref="MedMeta.Modality"/>
    public string? Modality => Metadata.Modality;

    /// <inheritdoc cref="MedMeta.Series"/>
    public Dicom.DicomSeries? Series => Metadata.Series;

    /// <inheritdoc cref="MedMeta.Header"/>
    public System.Collections.IDictionary? Header => Metadata.Header;

    /// <inheritdoc cref="MedMeta.Warnings"/>
    public IReadOnlyList<string> Warnings => Metadata.Warnings;

    /// <summary>A part of the image, as a new image whose affine follows; see <see cref="SliceExpression"/>.</summary>
    /// <param name="slice">Such as <c>2:8, 3:7, ::2</c>.</param>
    /// <exception cref="MedIOException"><see cref="MedIOError.InvalidSlice"/>.</exception>
    /// <remarks>Outside of strict mode PowerShell makes $null of what an indexer throws; <see cref="Slice"/> always tells.</remarks>
    public MedImage this[string slice] => Slice(slice);

    /// <summary>A part of the image, as a new image whose affine follows; see <see cref="SliceExpression"/>.</summary>
    /// <param name="slice">Such as <c>2:8, 3:7, ::2</c>.</param>
    /// <returns>A new image.</returns>
    /// <exception cref="MedIOException"><see cref="MedIOError.InvalidSlice"/>.</exception>
    public MedImage Slice(string slice) => Remap(AxisMap.Slice(SliceExpression.Parse(slice).Resolve(Shape)));

    /// <summary>Reads an image file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How to read it; null for the defaults.</param>
    /// <returns>The image.</returns>
    /// <exception cref="MedIOException">The file cannot be read; <see cref="MedIOException.Error"/> says why.</exception>
    public static MedImage FromFile(string path, ReadOptions? options = null) => MedFile.Read(path, options);

    /// <summary>Writes the image to a file in the format of its suffix.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How to write it; null for the defaults.</param>
    /// <exception cref="MedIOException">The file cannot be written; <see cref="MedIOException.Error"/> says why.</exception>
    public void Save(string path, SaveOptions? options = null) => MedFile.Save(this, path, options);

    /// <summary>The image with its axes in another order and direction; voxels keep their places in the world.</summary>
    /// <param name="orientation">The letters wanted, in the convention of <see cref="CoordinateSystem"/>.</param>
    /// <returns>A new image; <see cref="OriginalOrientation"/> stays.</returns>
    /// <exception cref="MedIOException"><see cref="MedIOError.InvalidOrientation"/>.</exception>
    public MedImage Reorient(string orientation) => Remap(AxisMap.Reorient(Shape, Orientation, orientation));

    /// <summary>The image with its voxels in another type: saturated, rounded half to even.</summary>
    /// <param name="dataType">The type wanted.</param>
    /// <returns>A new image, or this one if it has the type already.</returns>
    public MedImage Cast(VoxelType dataType) => Cast(dataType, out _);

    /// <summary>The image with its voxels in another type: saturated, rounded half to even.</summary>
    /// <param name="dataType">The type wanted.</param>
    /// <param name="report">What was lost.</param>
    /// <returns>A new image, or this one if it has the type already.</returns>
    public MedImage Cast(VoxelType dataType, out CastReport report)
    {
        report = new CastReport();
        return dataType == DataType ? this : new MedImage(VoxelCast.Convert(Voxels, dataType, report), Metadata.Clone());
    }

    /// <summary>Changes the coordinate system of the metadata in place; the voxels do not move.</summary>
    /// <param name="destination">Itk or Nib.</param>
    public void Convert(CoordinateSystem destination) => Metadata.Convert(destination);

    /// <summary>A copy with voxels and metadata of its own.</summary>
    /// <returns>The copy.</returns>
    public MedImage Clone() => new((Array)Voxels.Clone(), Metadata.Clone());

    /// <summary>The voxels as a .NET array indexed <c>[x, y, z]</c>, with one dimension an axis.</summary>
    /// <param name="channelsAxis">Where the components go if there are several, negative from the last. The default is the last, as in medio.</param>
    /// <returns>A new array.</returns>
    public Array ToArray(int channelsAxis = -1) => ArrayLayout.Unflatten(Voxels, Shape, Components, channelsAxis);

    /// <summary>Name, shape, spacing and orientation in a line.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Metadata.ToString();

    /// <summary>The image with its axes permuted, flipped or cut.</summary>
    internal MedImage Remap(AxisMap map)
    {
        Array voxels = VoxelReorder.Apply(Voxels, Shape, Components, map);
        MedMeta meta = Metadata.Remap(map).Clone();
        return new MedImage(ReferenceEquals(voxels, Voxels) ? (Array)voxels.Clone() : voxels, meta);
    }
}
