using System;
using System.Linq;

namespace MedIO.SimpleItk;

/// <summary>What ITK says of a file without reading its voxels.</summary>
internal sealed class ItkHeader
{
    private ItkHeader()
    {
    }

    /// <summary>Voxels along each axis.</summary>
    public int[] Size { get; private init; } = Array.Empty<int>();

    public double[] Spacing { get; private init; } = Array.Empty<double>();

    public double[] Origin { get; private init; } = Array.Empty<double>();

    /// <summary>Row by row.</summary>
    public double[] Direction { get; private init; } = Array.Empty<double>();

    /// <summary>The type of the voxels in the file, as ITK gives it; null where it has none for them.</summary>
    public (VoxelType Type, bool IsVector)? PixelType { get; private init; }

    /// <summary>Numbers a voxel.</summary>
    public int Components { get; private init; }

    /// <summary>The fields of the header; null where they were not asked for.</summary>
    public HeaderFields? Fields { get; private init; }

    /// <summary>DICOM's Modality; null where the file does not say.</summary>
    public string? Modality { get; private init; }

    /// <summary>What ITK printed.</summary>
    public string Printed { get; private set; } = string.Empty;

    /// <summary>Reads a file's header.</summary>
    /// <param name="library">SimpleITK.</param>
    /// <param name="path">The file.</param>
    /// <param name="wishes">How to read it.</param>
    /// <param name="withFields">Whether all fields are wanted.</param>
    /// <exception cref="MedIOException">ITK cannot read it.</exception>
    public static ItkHeader Read(ItkLibrary library, string path, ItkWishes wishes, bool withFields)
    {
        string printed = string.Empty;
        try
        {
            ItkHeader header = NativeOutput.Run(() => ReadAlone(library, path, wishes, withFields), out printed);
            header.Printed = printed;
            return header;
        }
        catch (ItkException e)
        {
            throw ItkErrors.Reading(e, path, printed, isHeader: true);
        }
    }

    private static ItkHeader ReadAlone(ItkLibrary library, string path, ItkWishes wishes, bool withFields)
    {
        using NamedFile file = NamedFile.Open(path);
        using ItkObject reader = wishes.Reader(library, file.Path);
        reader.Call("ReadImageInformation");
        double[] origin = reader.Numbers("GetOrigin");
        double[] direction = reader.Numbers("GetDirection");
        bool isTurned = MincWorld.IsLeftToUs(library, wishes.ImageIO, path);
        (VoxelType Type, bool IsVector)? type = library.PixelTypes.Find(reader.Number("GetPixelIDValue"));
        return new ItkHeader
        {
            Size = reader.Numbers("GetSize").Select(n => n is >= 0 and <= int.MaxValue ? (int)n : 0).ToArray(),
            Spacing = reader.Numbers("GetSpacing"),
            Origin = isTurned ? MincWorld.Origin(origin) : origin,
            Direction = isTurned ? MincWorld.Direction(direction, origin.Length) : direction,
            PixelType = type,

            // Of complex numbers ITK counts both parts.
            Components = type is { IsVector: false } ? 1 : Math.Max(1, reader.Number("GetNumberOfComponents")),
            Fields = withFields ? AllFields(reader) : null,
            Modality = wishes.ImageIO is null or ItkFormats.Dicom ? Field(reader, "0008|0060") : null,
        };
    }

    private static HeaderFields AllFields(ItkObject reader)
    {
        var fields = new HeaderFields();
        foreach (string key in reader.Texts("GetMetaDataKeys"))
        {
            fields[key] = Field(reader, key);
        }

        return fields;
    }

    private static string? Field(ItkObject reader, string key) =>
        reader.Call("HasMetaDataKey", key) is true && reader.Call("GetMetaData", key) is string text && NativeText.FromNative(text).Trim(' ', '\0') is { Length: > 0 } value ? value : null;
}
