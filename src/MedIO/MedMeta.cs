using System;
using System.Collections;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using MedIO.Geometry;

namespace MedIO;

/// <summary>Everything about an image but its voxels.</summary>
public sealed class MedMeta
{
    private Affine _affine;
    private string? _originalOrientation;
    private WarningList _warnings = WarningList.Empty;

    /// <summary>Describes an image.</summary>
    /// <param name="shape">Voxels along each axis.</param>
    /// <param name="affine">Index to world; null for voxels of 1 mm along the world's axes.</param>
    /// <param name="coordinateSystem">The coordinate system that the affine is in.</param>
    /// <param name="dataType">The voxels' type.</param>
    /// <param name="components">Numbers a voxel, 3 for RGB.</param>
    /// <param name="originalOrientation">The orientation to restore on saving; null, or the empty text that PowerShell makes of it, for the affine's own.</param>
    /// <param name="header">Fields of the file's header.</param>
    /// <exception cref="ArgumentException">The affine is singular or of more dimensions than the image.</exception>
    public MedMeta(
        Shape shape,
        Affine? affine = null,
        CoordinateSystem coordinateSystem = CoordinateSystem.Itk,
        VoxelType dataType = VoxelType.Float64,
        int components = 1,
        string? originalOrientation = null,
        IDictionary? header = null)
    {
        Shape = shape ?? throw new ArgumentNullException(nameof(shape));
        CoordinateSystem = AxisCodes.Resolve(coordinateSystem);
        _affine = Fit(affine ?? Affine.Identity(shape.Count == 2 ? 2 : 3));
        DataType = dataType;
        Components = components >= 1 ? components : throw new ArgumentOutOfRangeException(nameof(components));
        Header = header;
        _originalOrientation = string.IsNullOrEmpty(originalOrientation) ? Orientation : AxisCodes.Parse(originalOrientation!, SpatialDimension);
    }

    private MedMeta(MedMeta other, Shape shape, Affine affine)
    {
        Path = other.Path;
        Name = other.Name;
        Format = other.Format;
        Backend = other.Backend;
        Shape = shape;
        CoordinateSystem = other.CoordinateSystem;
        _affine = affine;
        DataType = other.DataType;
        Components = other.Components;
        TimeStep = other.TimeStep;
        Modality = other.Modality;
        Series = other.Series;
        Header = other.Header;
        Native = other.Native;
        _warnings = other._warnings;
        _originalOrientation = other._originalOrientation;
    }

    /// <summary>The file, as a full path; null for an image made in memory.</summary>
    public string? Path { get; internal set; }

    /// <summary>The file's name without its folder; can be changed for an image made in memory.</summary>
    public string? Name { get; set; }

    /// <summary>The format's name, such as <c>NIfTI-1</c>; null for an image made in memory.</summary>
    public string? Format { get; internal set; }

    /// <summary>What read it, such as <c>MedIO</c>; see <see cref="MedBackends"/>. Null for an image made in memory.</summary>
    public string? Backend { get; internal set; }

    /// <summary>Voxels along each axis, first axis fastest; components are not an axis.</summary>
    public Shape Shape { get; internal set; }

    /// <summary>The first up to three axes of <see cref="Shape"/>, those that lie in space.</summary>
    public Shape SpatialShape => new(Shape.Take(SpatialDimension).ToArray());

    /// <summary>The coordinate system of all geometry here; <see cref="Convert(CoordinateSystem)"/> changes it.</summary>
    public CoordinateSystem CoordinateSystem { get; private set; }

    /// <summary>Index to world, mm. It can be changed in place or set; what is set is copied.</summary>
    /// <exception cref="ArgumentException">Set to a singular affine, or one of more dimensions than the image.</exception>
    public Affine Affine
    {
        get => _affine;
        set => _affine = Fit(value ?? throw new ArgumentNullException(nameof(value)));
    }

    /// <summary>Distance of voxels along each spatial axis, mm.</summary>
    public Vector Spacing
    {
        get => _affine.Spacing;
        set => _affine.Spacing = value;
    }

    /// <summary>Place of the first voxel's centre in the world, mm.</summary>
    public Vector Origin
    {
        get => _affine.Origin;
        set => _affine.Origin = value;
    }

    /// <summary>The axes' directions in the world, as columns of length 1.</summary>
    /// <exception cref="ArgumentException">Set to a singular matrix.</exception>
    public Matrix Direction
    {
        get => _affine.Direction;
        set
        {
            Affine changed = _affine.Clone();
            changed.Direction = value;
            _affine = Fit(changed);
        }
    }

    /// <summary>The axes' directions as letters, in the convention of <see cref="CoordinateSystem"/>.</summary>
    public string Orientation => AxisCodes.FromAffine(_affine, CoordinateSystem, SpatialDimension);

    /// <summary>The orientation in the file, which saving restores, in the convention of <see cref="CoordinateSystem"/>.</summary>
    /// <exception cref="MedIOException"><see cref="MedIOError.InvalidOrientation"/> when set.</exception>
    public string OriginalOrientation
    {
        get => _originalOrientation!;
        set => _originalOrientation = AxisCodes.Parse(value, SpatialDimension);
    }

    /// <summary>Whether two axes are not at right angles; the affine keeps it, but <see cref="Spacing"/> and <see cref="Direction"/> alone do not tell the place of a voxel to a program that expects right angles.</summary>
    public bool IsSheared => _affine.IsSheared;

    /// <summary>The type of the voxels as they are read, after the header's scaling.</summary>
    public VoxelType DataType { get; internal set; }

    /// <summary>Numbers a voxel: 1, 3 for RGB, 4 for RGBA, n for vectors.</summary>
    public int Components { get; internal set; }

    /// <summary>Seconds from one volume to the next along the fourth axis, where the file says so.</summary>
    public double? TimeStep { get; set; }

    /// <summary>What made the image, as DICOM's Modality (0008,0060) codes it, such as <c>CT</c>; null where the file does not say.</summary>
    public string? Modality { get; internal set; }

    /// <summary>The DICOM series that the image was read from; null for all others, and for a single file.</summary>
    public Dicom.DicomSeries? Series { get; internal set; }

    /// <summary>The header's fields by their standard names, where they were asked for. May hold identities of patients.</summary>
    public IDictionary? Header { get; set; }

    /// <summary>What is odd about the file but did not keep it from being read.</summary>
    public IReadOnlyList<string> Warnings
    {
        get => _warnings;
        internal set => _warnings = value as WarningList ?? new WarningList(value);
    }

    /// <summary>How many of the axes lie in space: 1 to 3.</summary>
    internal int SpatialDimension => Math.Min(3, Shape.Count);

    /// <summary>What the format wants to find again when the image is saved in it, such as NIfTI extensions.</summary>
    internal object? Native { get; set; }

    /// <summary>Changes the coordinate system in place: signs of world x and y, and all orientation letters. The voxels do not move.</summary>
    /// <param name="destination">Itk or Nib.</param>
    /// <exception cref="ArgumentException">The destination is Native.</exception>
    public void Convert(CoordinateSystem destination)
    {
        if (AxisCodes.Resolve(destination) != CoordinateSystem)
        {
            _affine = _affine.FlipWorld();
            _originalOrientation = AxisCodes.Invert(_originalOrientation!);
            CoordinateSystem = destination;
        }
    }

    /// <summary>A deep copy; the header's values are shared.</summary>
    /// <returns>The copy.</returns>
    public MedMeta Clone() => new(this, Shape, _affine.Clone())
    {
        Header = Header is null ? null : CloneHeader(Header),
    };

    /// <summary>Name, shape, spacing and orientation in a line.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => PlainText.Of($"{Name ?? "image"} {Shape} {DataType} {Orientation} ({Spacing} mm)");

    /// <summary>The same image with its axes permuted, flipped or cut.</summary>
    internal MedMeta Remap(AxisMap map)
    {
        var meta = new MedMeta(this, map.Shape, map.Apply(_affine));
        if (Shape.Count > 3)
        {
            meta.TimeStep = TimeStep * Math.Abs(map.Ranges[3].Step);
        }

        return meta;
    }

    private static HeaderFields CloneHeader(IDictionary header)
    {
        var copy = new HeaderFields();
        foreach (DictionaryEntry entry in header)
        {
            copy[entry.Key] = entry.Value;
        }

        return copy;
    }

    // A copy, so that two images never share one that can be changed.
    private Affine Fit(Affine affine)
    {
        affine = affine.Clone();
        if (Shape.Count == 2 && affine.Dimension == 3)
        {
            affine = affine.ToPlane();
        }
        else if (Shape.Count != 2 && affine.Dimension == 2)
        {
            affine = affine.To3D();
        }

        return affine.IsSingular
            ? throw new ArgumentException("The affine is singular: its axes do not span the space.", nameof(affine))
            : affine;
    }
}
