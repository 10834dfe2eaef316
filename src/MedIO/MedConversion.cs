using System.Collections.Generic;

namespace MedIO;

/// <summary>An image that was converted: where it came from, and what is in the new file.</summary>
public sealed class MedConversion
{
    internal MedConversion(string source, string path, MedMeta meta, IReadOnlyList<string> files, long length, IReadOnlyList<string> warnings, string? backend)
    {
        Source = source;
        Path = path;
        Files = new JoinedList(files, "; ");
        Format = meta.Format;
        Shape = meta.Shape;
        Spacing = meta.Spacing;
        Orientation = meta.Orientation;
        CoordinateSystem = meta.CoordinateSystem;
        DataType = meta.DataType;
        Components = meta.Components;
        Length = length;
        Warnings = new WarningList(warnings);
        Backend = backend;
    }

    /// <summary>The file that was read, or the folder of a DICOM series; a full path.</summary>
    public string Source { get; }

    /// <summary>What read the source, such as <c>MedIO</c>; see <see cref="MedBackends"/>.</summary>
    public string? Backend { get; }

    /// <summary>The file that was written, a full path; the header's where there are several.</summary>
    public string Path { get; }

    /// <summary>The format of the new file, such as <c>NIfTI-1</c>.</summary>
    public string? Format { get; }

    /// <summary>Voxels along each axis.</summary>
    public Shape Shape { get; }

    /// <summary>Distance of voxels along each spatial axis, mm.</summary>
    public Vector Spacing { get; }

    /// <summary>The axes' directions as letters, in the convention of <see cref="CoordinateSystem"/>.</summary>
    public string Orientation { get; }

    /// <summary>The coordinate system that the letters are in.</summary>
    public CoordinateSystem CoordinateSystem { get; }

    /// <summary>The type of the voxels as they are read from the new file.</summary>
    public VoxelType DataType { get; }

    /// <summary>Numbers a voxel.</summary>
    public int Components { get; }

    /// <summary>Bytes of all files that were written.</summary>
    public long Length { get; }

    /// <summary>What is odd about the source, and what of it the new file could not hold.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>All files that were written, full paths.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <summary>The new file, by which other cmdlets find it.</summary>
    /// <returns>The full path.</returns>
    public override string ToString() => Path;
}
